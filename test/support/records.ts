import { type Client, type World, withRole } from './world.ts'

/** Short ways to the records that many tests need, all through HTTP. */

const terms = new WeakMap<World, Promise<string>>()

/** The ninth term of this world, made once. */
export function aTerm(world: World): Promise<string> {
  let made = terms.get(world)
  if (!made) {
    made = post(world, '/v1/terms', {
      number: 9,
      name: '九届',
      startsOn: '2017-02-20',
      endsOn: '2022-02-19',
    }).then((term) => term.id)
    terms.set(world, made)
  }
  return made
}

const numbers = new WeakMap<World, number>()

/** From 101 on, anew in each world: what other files have made before changes nothing. */
function nextNumber(world: World): number {
  const number = (numbers.get(world) ?? 100) + 1
  numbers.set(world, number)
  return number
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
export type Body = any

export async function post(world: World, path: string, body: unknown): Promise<Body> {
  const answer = await world.admin.post(path, body)
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

export async function aMember(world: World, values: Record<string, unknown> = {}): Promise<Body> {
  const number = nextNumber(world)
  const termId = await aTerm(world)
  return post(world, '/v1/members', {
    termId,
    memberNo: `09${number}`,
    name: `委员${number}`,
    validFrom: '2017-02-20',
    ...values,
  })
}

export async function aMeeting(world: World, values: Record<string, unknown> = {}): Promise<Body> {
  return post(world, '/v1/meetings', {
    title: `会议${nextNumber(world)}`,
    typeCode: 'research',
    startsOn: '2019-05-10',
    endsOn: '2019-05-10',
    ...values,
  })
}

/** Settles, changes or withdraws with the version that stands. */
export async function act(world: World, path: string, verb: string, body?: unknown): Promise<Body> {
  const answer = await world.admin.post(`${path}/${verb}`, body, { 'if-match': '*' })
  if (answer.status >= 300)
    throw new Error(`POST ${path}/${verb}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

const approvers = new WeakMap<Client, Promise<Client>>()

const anApprover = (world: World): Promise<Client> => withRole(world, 'approver')

/** The second person of this world's administrator: approves, closes, publishes. */
export function second(world: World): Promise<Client> {
  const found = approvers.get(world.admin) ?? anApprover(world)
  approvers.set(world.admin, found)
  return found
}

/** The administrator settles a period, the second person closes it; answers it. */
/** What is not decided yet stays as it is: `accept` says that this is meant. */
export async function closePeriod(world: World, id: string, accept: object = {}): Promise<Body> {
  await act(world, `/v1/periods/${id}`, 'settle')
  return actAs(await second(world), `/v1/periods/${id}`, 'close', accept)
}

/** A step by somebody else than the administrator. */
export async function actAs(client: Client, path: string, verb: string, body?: unknown): Promise<Body> {
  const answer = await client.post(`${path}/${verb}`, body, { 'if-match': '*' })
  if (answer.status >= 300)
    throw new Error(`POST ${path}/${verb}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** A second person activates a regulation that the administrator has uploaded. */
export async function approve(world: World, regulationId: string): Promise<Body> {
  const path = `/v1/regulations/${regulationId}/activate`
  const answer = await (await second(world)).post(path, undefined, { 'if-match': '*' })
  if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** How long a job of a test may take on a machine that has other things to do. */
const JOB_MS_MAX = 25_000

/** Waits until a job has ended; answers it. */
export async function jobEnd(world: World, jobId: string): Promise<Body> {
  const begun = performance.now()
  while (performance.now() - begun < JOB_MS_MAX) {
    const { body } = await world.admin.get(`/v1/jobs/${jobId}`).expect(200)
    if (['succeeded', 'failed', 'cancelled'].includes(body.status)) return body
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`job ${jobId} did not end`)
}

/** The Tongcheng regulation, active, and the year 2019 scored by it. */
export async function aPeriod(world: World): Promise<Body> {
  const { readFileSync } = await import('node:fs')
  const source = readFileSync(new URL('../../regulations/tongcheng-2019/rules.yaml', import.meta.url), 'utf8')
  const regulation = await post(world, '/v1/regulations', { name: 'tongcheng-2019', source })
  await approve(world, regulation.id)
  return post(world, '/v1/periods', {
    kind: 'calendar_year',
    name: '2019年度',
    startsOn: '2019-01-01',
    endsOn: '2019-12-31',
    regulationId: regulation.id,
  })
}
