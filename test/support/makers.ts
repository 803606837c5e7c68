import { aMember, aPeriod, post } from './records.ts'
import type { World } from './world.ts'

/** Records that many suites need beside the first ones of `records.ts`. */

type Fields = Record<string, unknown>

let next = 0
/** A number that no other record of the run has. */
export const number = () => {
  next += 1
  return next
}

const TERMS_FROM = 20
const TERMS_TO = 200
let term = TERMS_FROM
/** Terms are numbered up to 200; no world has so many that a number comes back to it. */
export const termNumber = () => {
  term = term === TERMS_TO ? TERMS_FROM + 1 : term + 1
  return term
}

export const ABSENT = '0197f6a0-0000-7000-8000-00000000dead'

const regulations = new WeakMap<World, Promise<string>>()

/** An active regulation of this world, made once. */
export function aRegulation(world: World): Promise<string> {
  let made = regulations.get(world)
  if (!made) {
    made = aPeriod(world).then((period) => period.regulationId)
    regulations.set(world, made)
  }
  return made
}

export async function anOrganization(world: World, values: Fields = {}) {
  const code = `B${number()}`
  return post(world, '/v1/organizations', { kind: 'department', code, name: `部门${code}`, ...values })
}

export async function anOpinion(world: World, submittedOn?: string, title = `信息${number()}`) {
  const { id } = await aMember(world)
  const opinion = await post(world, '/v1/opinions', { title, authorIds: [id] })
  if (!submittedOn) return opinion
  return (
    await world.admin
      .post(`/v1/opinions/${opinion.id}/submit`, { submittedOn }, { 'if-match': '*' })
      .expect(200)
  ).body
}

/** An issue that carries opinions, fresh ones unless they are named. */
export async function anIssue(world: World, values: Fields = {}) {
  const opinionIds = [(await anOpinion(world, '2019-05-20')).id, (await anOpinion(world, '2019-05-21')).id]
  return post(world, '/v1/opinion-issues', {
    number: `2019-${number()}`,
    title: '停车两则',
    issuedOn: '2019-06-03',
    opinionIds,
    ...values,
  })
}

/** A step of the committee's own: by default of proposals, with a code of its own. */
export async function anOwnStep(world: World, catalogue = 'proposal_step', code = `step_${number()}`) {
  await post(world, '/v1/catalogue-items', { catalogue, code, name: '列入督查件' })
  return code
}
