import { describe, expect, it } from 'vitest'
import type { Moves } from '../../src/core/moves.ts'
import { SUGGESTION_STATES } from '../../src/core/words/duties.ts'
import { ReportState } from '../../src/duties/research-reports/schema.ts'
import { REPORT_STEPS } from '../../src/duties/research-reports/steps.ts'
import { SUGGESTION_STEPS } from '../../src/duties/suggestions/resource.ts'
import { type Action, stepsOf } from '../support/actions.ts'
import { aPlanItem, aReport, aSuggestion } from '../support/plan-kinds.ts'
import { act } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** The steps of a plan item, a report, a suggestion. */

const PLANS = '/v1/plan-items'
const REPORTS = '/v1/research-reports'
const SUGGESTIONS = '/v1/suggestions'

const APPROVED = { approvedOn: '2019-02-20', approvedBy: '区委' }
const BODIES: Record<string, object> = {
  submit: { submittedOn: '2019-05-20' },
  return: { reason: '再改' },
  approve: { approvedOn: '2019-05-28', outcome: 'formal_recommendation' },
  send: { sentOn: '2019-06-01' },
  adopt: { answeredOn: '2019-06-20', note: '已列入计划' },
  'adopt-partly': { answeredOn: '2019-06-20' },
  decline: { answeredOn: '2019-06-20' },
  finish: { doneOn: '2019-09-20' },
}

async function led(world: World, path: string, made: Promise<{ id: string }>, verbs: readonly string[]) {
  const { id } = await made
  for (const verb of verbs) await act(world, `${path}/${id}`, verb, BODIES[verb])
  return { id }
}
const planItem = async (world: World, verb?: string) => {
  const item = await aPlanItem(world)
  const body = verb === 'approve' ? APPROVED : { cancelledOn: '2019-06-01' }
  return verb ? act(world, `${PLANS}/${item.id}`, verb, body) : item
}
const report = (world: World, ...verbs: string[]) => led(world, REPORTS, aReport(world), verbs)
const suggestion = (world: World, ...verbs: string[]) => led(world, SUGGESTIONS, aSuggestion(world), verbs)

const onReport = (verb: string, before: string[], wrong: string[], after: object): Action => ({
  name: `${verb} a report`,
  path: REPORTS,
  verb,
  body: BODIES[verb]!,
  ready: (world) => report(world, ...before),
  wrong: (world) => report(world, ...wrong),
  after,
})

const onSuggestion = (verb: string, before: string[], wrong: string[], after: object): Action => ({
  name: `${verb} a suggestion`,
  path: SUGGESTIONS,
  verb,
  body: BODIES[verb]!,
  ready: (world) => suggestion(world, ...before),
  wrong: (world) => suggestion(world, ...wrong),
  after,
})

const ACTIONS: readonly Action[] = [
  {
    name: 'approvePlanItem',
    path: PLANS,
    verb: 'approve',
    body: APPROVED,
    ready: (world) => planItem(world),
    wrong: (world) => planItem(world, 'approve'),
    after: APPROVED,
  },
  {
    name: 'cancelPlanItem',
    path: PLANS,
    verb: 'cancel',
    body: { cancelledOn: '2019-06-01' },
    ready: (world) => planItem(world, 'approve'),
    wrong: (world) => planItem(world, 'cancel'),
    after: { cancelledOn: '2019-06-01' },
  },
  onReport('submit', ['submit', 'return'], ['submit'], {
    state: 'submitted',
    submittedOn: '2019-05-20',
    returnReason: null,
  }),
  onReport('return', ['submit'], ['submit', 'approve'], {
    state: 'returned',
    submittedOn: null,
    returnReason: '再改',
  }),
  onReport('approve', ['submit'], [], { state: 'approved', outcome: 'formal_recommendation' }),
  onReport('send', ['submit', 'approve'], ['submit'], { state: 'sent', sentOn: '2019-06-01' }),
  onSuggestion('send', [], ['send'], { state: 'sent', sentOn: '2019-06-01' }),
  onSuggestion('adopt', ['send'], [], { state: 'adopted', answeredOn: '2019-06-20', note: '已列入计划' }),
  onSuggestion('adopt-partly', ['send'], ['send', 'adopt'], { state: 'partly' }),
  onSuggestion('decline', ['send'], [], { state: 'declined', answeredOn: '2019-06-20' }),
  onSuggestion('finish', ['send', 'adopt-partly'], ['send', 'decline'], {
    state: 'done',
    doneOn: '2019-09-20',
  }),
]

describe.each<[string, Moves, string, readonly string[], readonly string[]]>([
  ['a report', REPORT_STEPS, 'draft', ReportState.options, ['sent']],
  ['a suggestion', SUGGESTION_STEPS, 'raised', Object.keys(SUGGESTION_STATES), ['declined', 'done']],
])('the machine of %s', (_what, moves, first, states, ends) => {
  it('reaches every state from the first, and ends where a life ends', () => {
    const reached = new Set([first])
    for (let before = 0; before !== reached.size; ) {
      before = reached.size
      for (const { from, to } of Object.values(moves))
        if (from.some((state) => reached.has(state))) reached.add(to)
    }
    expect([...reached].toSorted()).toEqual([...states].toSorted())
    const ended = states.filter((state) => !Object.values(moves).some(({ from }) => from.includes(state)))
    expect(ended).toEqual(ends)
  })
})

inEveryWorld('steps of the plan, reports and suggestions', (world) => {
  stepsOf(world, ACTIONS)

  it('an illegal step is told with those that are legal', async () => {
    const { id } = await suggestion(world)
    const { body } = await world.admin.post(`${SUGGESTIONS}/${id}/adopt`, BODIES['adopt']).expect(409)
    expect(body).toMatchObject({ code: 'state_conflict', state: 'raised', legal: ['send'] })
  })

  it('a plan item that was taken out is not approved', async () => {
    const { id } = await planItem(world, 'cancel')
    await world.admin.post(`${PLANS}/${id}/approve`, APPROVED).expect(409)
  })

  it('an approval holds for what was approved: another target waits again, another title does not', async () => {
    const { id } = await planItem(world, 'approve')
    const titled = await world.admin.patch(`${PLANS}/${id}`, { title: '更名', target: null }).expect(200)
    expect(titled.body).toMatchObject({ title: '更名', ...APPROVED })
    const moved = await world.admin.patch(`${PLANS}/${id}`, { target: 3 }).expect(200)
    expect(moved.body).toMatchObject({ target: 3, approvedOn: null, approvedBy: null })
  })
})
