import type { Kind } from './kinds.ts'
import { aRegulation, number } from './makers.ts'
import { act, actAs, aMember, approve, closePeriod, jobEnd, post } from './records.ts'
import { type Client, type World, withRole } from './world.ts'

/** What is shown, and what it takes to be shown. */

const BOOK = ['version', 'createdAt', 'deletedAt']

export const REPORT_KINDS: readonly Kind[] = [
  {
    name: 'DutyReport',
    path: '/v1/duty-reports',
    body: async (world) => ({ memberId: (await aMember(world)).id, year: 2019, dueOn: '2020-01-10' }),
    change: { dueOn: '2020-02-10' },
    clear: 'externalId',
    names: { create: ['memberId'], change: [] },
    readOnly: [...BOOK, 'state', 'submittedOn'],
  },
  {
    name: 'ArchiveHandover',
    path: '/v1/archive-handovers',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      givenBy: '区政协办公室',
      takenBy: '委员本人',
      handedOn: '2019-12-20',
    }),
    change: { takenBy: '区档案馆', recipient: 'archive_office' },
    clear: 'note',
    names: { create: ['memberId'], change: [] },
    readOnly: [...BOOK, 'memberId'],
  },
  {
    name: 'Schedule',
    path: '/v1/schedules',
    body: async (world) => ({
      name: `通报${number()}`,
      task: 'report',
      frequency: 'quarter',
      regulationId: await aRegulation(world),
    }),
    change: { name: '季报' },
    clear: 'externalId',
    names: { create: ['regulationId'], change: ['regulationId'] },
    readOnly: [...BOOK, 'nextOn', 'createdBy'],
  },
]

export const fresh = () => ({ 'idempotency-key': crypto.randomUUID() })

/** A report that is made; of a period that is not closed it is an interim one. */
export async function aReportOf(world: World, periodId: string, client: Client = world.admin) {
  const started = await client.post('/v1/reports', { periodId }, fresh()).expect(202)
  const end = await jobEnd(world, started.body.jobId)
  if (end.status !== 'succeeded') throw new Error(JSON.stringify(end.error))
  return (await world.admin.get(`/v1/reports/${started.body.id}`).expect(200)).body
}

const years = new WeakMap<Client, number>()

/** A year that is closed over nothing, from before anything else of the tests. */
export async function aClosedYear(world: World) {
  const year = (years.get(world.admin) ?? 1951) + 1
  years.set(world.admin, year)
  const period = await post(world, '/v1/periods', {
    kind: 'calendar_year',
    name: `${year}年度`,
    startsOn: `${year}-01-01`,
    endsOn: `${year}-12-31`,
    regulationId: await anOldRegulation(world),
  })
  await closePeriod(world, period.id)
  return { ...period, day: `${year}-05-10` }
}

const old = new WeakMap<Client, Promise<string>>()

/** One that holds in every year. */
export function anOldRegulation(world: World): Promise<string> {
  const known = old.get(world.admin)
  if (known) return known
  const source =
    'regulation: ever\ntitle: 样例\nperiod: calendar_year\nclauses: { a: { title: 活动, counts: attendance, where: { outcome: attended }, points: 1 } }\n'
  const made = post(world, '/v1/regulations', { name: 'ever', source }).then(
    async ({ id }) => (await approve(world, id)).id,
  )
  old.set(world.admin, made)
  return made
}

/** A meeting of a closed year, proposed as a correction. */
export async function aCorrection(world: World, client: Client = world.admin) {
  const { day } = await aClosedYear(world)
  const body = { title: '漏记的会', typeCode: 'research', startsOn: day, endsOn: day }
  const request = { method: 'POST', path: '/v1/meetings', body }
  const answer = await client.post('/v1/corrections', { request, reason: '有签到表原件' })
  if (answer.status !== 201) throw new Error(`correction: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** An appeal of a member in a year that is open, entered by staff. */
export async function anAppeal(world: World, values: object = {}, client: Client = world.admin) {
  const { id } = await aMember(world)
  const { body } = await world.admin.get('/v1/periods?limit=1').expect(200)
  const sent = { memberId: id, periodId: body.items[0].id, kind: 'missing_fact', reason: '漏记了', ...values }
  const answer = await client.post('/v1/appeals', sent)
  if (answer.status !== 201) throw new Error(`appeal: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** A report whose members are asked. */
export async function aVerifying(world: World, periodId: string) {
  const { id } = await aReportOf(world, periodId)
  return act(world, `/v1/reports/${id}`, 'open-verification', {})
}

/** A report that one person prepared and the administrator has published to everybody. */
export async function aPublishedReport(world: World, audiences: object = EVERYBODY) {
  const { id: periodId } = await aClosedYear(world)
  await publishing(world, { verifyDays: 0 })
  const reviewer = await withRole(world, 'reviewer')
  const { id } = await aReportOf(world, periodId, reviewer)
  await actAs(reviewer, `/v1/reports/${id}`, 'submit')
  await act(world, `/v1/reports/${id}`, 'approve')
  return act(world, `/v1/reports/${id}`, 'publish', { audiences, legalBasis: '办法第二十条' })
}

const EVERYBODY = { members: 'ranks', units: 'ranks', public: 'ranks' }

/** Switches publishing on. */
export async function publishing(world: World, values: object = {}) {
  const { body: me } = await world.admin.get('/v1/auth/me').expect(200)
  const settings = { publication: { enabled: true, ...values } }
  await world.admin.patch(`/v1/committees/${me.committeeId}`, settings, { 'if-match': '*' }).expect(200)
}
