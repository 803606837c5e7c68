import { anOrganization } from '../support/makers.ts'
import { aGroup, aPlanItem, aReport, aSuggestion } from '../support/plan-kinds.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { memberId, type Row, refuses, type Sent } from '../support/rules.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** The plan, research, supervision, suggestions: 422 with the rule and the place, or 409 with the state. */

const step = async (
  path: string,
  made: Promise<{ id: string }>,
  verb: string,
  body: object,
): Promise<Sent> => ['POST', `${path}/${(await made).id}/${verb}`, body]
const change = async (path: string, made: Promise<{ id: string }>, body: object): Promise<Sent> => [
  'PATCH',
  `${path}/${(await made).id}`,
  body,
]
const withdraw = async (path: string, made: Promise<{ id: string }>): Promise<Sent> => [
  'DELETE',
  `${path}/${(await made).id}`,
]
const broken = (what: string, make: Row[3]): Row => [what, 422, 'rule_violation', make]

const PLANS = '/v1/plan-items'
const REPORTS = '/v1/research-reports'
const GROUPS = '/v1/supervision-groups'
const SUGGESTIONS = '/v1/suggestions'

const PLAN: readonly Row[] = [
  broken('a plan item of a kind that the catalogue lacks', async () => [
    'POST',
    PLANS,
    { year: 2019, kind: 'banquet', title: '计划' },
  ]),
  broken('a batch with such a plan item', async () => [
    'POST',
    `${PLANS}/batch`,
    { items: [{ year: 2019, kind: 'banquet', title: '计划' }] },
  ]),
  broken('a plan item that is made one', (world) => change(PLANS, aPlanItem(world), { kind: 'banquet' })),
  [
    'a plan item withdrawn under the report that fulfils it',
    409,
    'in_use',
    async (world) => {
      const item = await aPlanItem(world)
      await aReport(world, { planItemId: item.id })
      return ['DELETE', `${PLANS}/${item.id}`]
    },
  ],
]

/** Two members; the second one comes into office in June. */
async function twoMembers(world: World) {
  return [await memberId(world), (await aMember(world, { validFrom: '2019-06-01' })).id as string] as const
}

async function submitted(world: World, values: object = {}) {
  const { id } = await aReport(world, values)
  return act(world, `${REPORTS}/${id}`, 'submit', { submittedOn: '2019-05-20' })
}

async function approved(world: World) {
  const { id } = await submitted(world)
  return act(world, `${REPORTS}/${id}`, 'approve', { approvedOn: '2019-05-28' })
}

const RESEARCH: readonly Row[] = [
  broken('a report with two leaders', async (world) => {
    const members = [await memberId(world), await memberId(world)].map((id) => ({
      memberId: id,
      role: 'leader',
    }))
    return ['POST', REPORTS, { title: '报告', members }]
  }),
  broken('a report on which a member stands twice', async (world) => {
    const one = { memberId: await memberId(world) }
    return ['POST', `${REPORTS}/batch`, { items: [{ title: '报告', members: [one, one] }] }]
  }),
  broken('a report handed in by somebody who is not in office yet', async (world) => {
    const members = (await twoMembers(world)).map((id) => ({ memberId: id }))
    return step(REPORTS, aReport(world, { members }), 'submit', { submittedOn: '2019-05-20' })
  }),
  broken('somebody put on a report who came into office after it', async (world) => {
    const members = (await twoMembers(world)).map((id) => ({ memberId: id }))
    return change(REPORTS, submitted(world), { members })
  }),
  broken('a report approved before it was handed in', (world) =>
    step(REPORTS, submitted(world), 'approve', { approvedOn: '2019-05-19' }),
  ),
  broken('a report sent before it was approved', (world) =>
    step(REPORTS, approved(world), 'send', { sentOn: '2019-05-27' }),
  ),
  broken('an instruction on a report that was not handed in', async (world) => {
    const { id: researchReportId } = await aReport(world)
    return ['POST', '/v1/instructions', { ...INSTRUCTED, researchReportId }]
  }),
  [
    'an instruction on an issue that does not exist',
    422,
    'unknown_reference',
    async (world) => ['POST', '/v1/instructions', { ...INSTRUCTED, issueId: (await aReport(world)).id }],
  ],
  [
    'a report withdrawn under its instruction',
    409,
    'in_use',
    async (world) => {
      const { id: researchReportId } = await submitted(world)
      await post(world, '/v1/instructions', { ...INSTRUCTED, researchReportId })
      return ['DELETE', `${REPORTS}/${researchReportId}`]
    },
  ],
]

const INSTRUCTED = { leaderName: '某领导', leaderLevel: 'district', instructedOn: '2019-07-01' }

const validFrom = '2019-03-01'
const group = (values: object): Sent => ['POST', GROUPS, { name: '小组', validFrom, ...values }]

const SUPERVISION: readonly Row[] = [
  broken('a group that ends before it begins', async () => group({ validTo: '2019-02-01' })),
  broken('a membership that ends before it begins', async (world) =>
    group({ members: [{ memberId: await memberId(world), validFrom, validTo: '2019-02-01' }] }),
  ),
  broken('a batch with a member who is in a group twice on a day', async (world) => {
    const one = { memberId: await memberId(world), validFrom, validTo: '2019-06-30' }
    const members = [one, { ...one, validFrom: '2019-06-30', validTo: null }]
    return ['POST', `${GROUPS}/batch`, { items: [{ name: '小组', validFrom, members }] }]
  }),
  broken('a department that hosts a group twice on a day', async (world) => {
    const one = { organizationId: (await anOrganization(world)).id, validFrom }
    return group({ hosts: [one, { ...one, validFrom: '2019-04-01' }] })
  }),
  broken('a supervisor who is not in office yet', async (world) =>
    group({ members: [{ memberId: (await twoMembers(world))[1], validFrom }] }),
  ),
  broken('a membership before the group begins', async (world) =>
    group({ members: [{ memberId: await memberId(world), validFrom: '2019-02-28' }] }),
  ),
  broken('a group that is made to end before a host leaves it', async (world) => {
    const hosts = [{ organizationId: (await anOrganization(world)).id, validFrom, validTo: '2019-12-31' }]
    return change(GROUPS, aGroup(world, { hosts }), { validTo: '2019-11-30' })
  }),
  [
    'a host that does not exist',
    422,
    'unknown_reference',
    async (world) => group({ hosts: [{ organizationId: await memberId(world), validFrom }] }),
  ],
  [
    'a supervisor who does not exist',
    422,
    'unknown_reference',
    async (world) => group({ members: [{ memberId: (await anOrganization(world)).id, validFrom }] }),
  ],
  [
    'a group withdrawn under its suggestion',
    409,
    'in_use',
    async (world) => {
      const { id } = await aGroup(world)
      await aSuggestion(world, { supervisionGroupId: id })
      return ['DELETE', `${GROUPS}/${id}`]
    },
  ],
]

const SAID = { text: '建议', raisedOn: '2019-05-10' }

async function sent(world: World) {
  const { id } = await aSuggestion(world)
  return act(world, `${SUGGESTIONS}/${id}`, 'send', { sentOn: '2019-05-20' })
}

async function adopted(world: World) {
  const { id } = await sent(world)
  return act(world, `${SUGGESTIONS}/${id}`, 'adopt', { answeredOn: '2019-06-20' })
}

const SUGGESTED: readonly Row[] = [
  broken('a suggestion without a source', async () => ['POST', SUGGESTIONS, SAID]),
  broken('a batch with a suggestion of two sources', async (world) => {
    const meetingId = (await aMeeting(world)).id
    const supervisionGroupId = (await aGroup(world)).id
    return ['POST', `${SUGGESTIONS}/batch`, { items: [{ ...SAID, meetingId, supervisionGroupId }] }]
  }),
  broken('a suggestion before its meeting', async (world) => [
    'POST',
    SUGGESTIONS,
    { ...SAID, raisedOn: '2019-05-09', meetingId: (await aMeeting(world)).id },
  ]),
  broken('a suggestion at a meeting that was cancelled', async (world) => {
    const { id: meetingId } = await aMeeting(world)
    await act(world, `/v1/meetings/${meetingId}`, 'cancel', { reason: '台风' })
    return ['POST', SUGGESTIONS, { ...SAID, meetingId }]
  }),
  broken('a suggestion of a group that has ended', async (world) => {
    const { id: supervisionGroupId } = await aGroup(world, { validTo: '2019-04-30' })
    return ['POST', SUGGESTIONS, { ...SAID, supervisionGroupId }]
  }),
  broken('a suggestion of a member who is not in office yet', async (world) => {
    const meetingId = (await aMeeting(world)).id
    return ['POST', SUGGESTIONS, { ...SAID, meetingId, memberId: (await twoMembers(world))[1] }]
  }),
  broken('a suggestion moved before its meeting', (world) =>
    change(SUGGESTIONS, aSuggestion(world), { raisedOn: '2019-05-09' }),
  ),
  broken('a suggestion moved after it was sent', (world) =>
    change(SUGGESTIONS, sent(world), { raisedOn: '2019-05-21' }),
  ),
  ...(['placeId', 'researchReportId', 'supervisionGroupId'] as const).map(
    (source): Row => [
      `a suggestion whose ${source} names nothing`,
      422,
      'unknown_reference',
      async (world) => ['POST', SUGGESTIONS, { ...SAID, [source]: (await aMeeting(world)).id }],
    ],
  ),
  broken('a suggestion sent before it was raised', (world) =>
    step(SUGGESTIONS, aSuggestion(world), 'send', { sentOn: '2019-05-09' }),
  ),
  ...['adopt', 'adopt-partly', 'decline'].map((verb) =>
    broken(`a suggestion answered (${verb}) before it was sent`, (world) =>
      step(SUGGESTIONS, sent(world), verb, { answeredOn: '2019-05-19' }),
    ),
  ),
  broken('a suggestion done before it was answered', (world) =>
    step(SUGGESTIONS, adopted(world), 'finish', { doneOn: '2019-06-19' }),
  ),
  [
    'a report withdrawn under its suggestion',
    409,
    'in_use',
    async (world) => {
      const report = await aReport(world)
      await aSuggestion(world, { researchReportId: report.id })
      return withdraw(REPORTS, Promise.resolve(report))
    },
  ],
]

inEveryWorld('rules of the plan, research, supervision and suggestions', (world) => {
  refuses(world, [...PLAN, ...RESEARCH, ...SUPERVISION, ...SUGGESTED])
})
