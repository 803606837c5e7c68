import { type Action, stepsOf } from '../support/actions.ts'
import { anOpinion, anOrganization, aRegulation } from '../support/makers.ts'
import { act, actAs, aMeeting, aMember, closePeriod, post, second } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Meetings, leave, opinions, periods and the first steps of proposals. */

const sessionOf = async (world: World, state: 'open' | 'settled') => {
  const meeting = await aMeeting(world)
  const [session] = meeting.sessions
  if (state === 'settled') await act(world, `/v1/meeting-sessions/${session.id}`, 'settle', {})
  return session
}

const jointMeeting = async (world: World) =>
  aMeeting(world, { organizerIds: [(await anOrganization(world)).id] })
const enteredTwice = async (world: World) => ({
  ...(await aMeeting(world)),
  intoId: (await aMeeting(world)).id,
})

const leave = async (world: World, verb?: string) => {
  const member = await aMember(world)
  const meeting = await aMeeting(world)
  const sent = { memberId: member.id, meetingId: meeting.id, leaveType: 'sick' }
  const request = await post(world, '/v1/leave-requests', sent)
  if (verb) await act(world, `/v1/leave-requests/${request.id}`, verb, {})
  return request
}

const proposal = async (world: World, ...steps: [string, object][]) => {
  const member = await aMember(world)
  const made = await post(world, '/v1/proposals', { title: '建议', signers: [{ memberId: member.id }] })
  for (const [verb, body] of steps) await act(world, `/v1/proposals/${made.id}`, verb, body)
  return made
}
const SUBMIT: [string, object] = ['submit', { submittedOn: '2019-03-01' }]

const period = async (world: World) => {
  const regulationId = await aRegulation(world)
  const sent = { kind: 'custom', name: '空周期', startsOn: '2040-01-01', endsOn: '2040-12-31', regulationId }
  const made = await post(world, '/v1/periods', sent)
  return made
}

/** Another person than the administrator has begun to settle it. */
const settling = async (world: World) =>
  actAs(await second(world), `/v1/periods/${(await period(world)).id}`, 'settle')

/** Entered by another person, who alone may not decide on it. */
const assessment = async (world: World, verb?: string) => {
  const reviewer = await world.as('reviewer')
  const sent = {
    form: 'yearly_form',
    raterKind: 'panel',
    points: 80,
    reason: '评议',
    assessedOn: '2019-05-10',
  }
  const { body } = await reviewer.post('/v1/assessments', { ...sent, memberId: (await aMember(world)).id })
  if (verb) await act(world, `/v1/assessments/${body.id}`, verb)
  return body
}

const ACTIONS: readonly Action[] = [
  {
    name: 'cancelMeeting',
    path: '/v1/meetings',
    verb: 'cancel',
    body: { reason: '台风' },
    ready: (world) => aMeeting(world),
    wrong: async (world) => {
      const meeting = await aMeeting(world)
      return act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
    },
    after: { state: 'cancelled', cancelReason: '台风' },
  },
  {
    name: 'confirmMeeting',
    path: '/v1/meetings',
    verb: 'confirm',
    body: ({ organizerIds }) => ({ organizationId: organizerIds[0], confirmedOn: '2019-05-10' }),
    ready: jointMeeting,
    wrong: async (world) => {
      const meeting = await jointMeeting(world)
      return act(world, `/v1/meetings/${meeting.id}`, 'confirm', { organizationId: meeting.organizerIds[0] })
    },
    after: { state: 'published' },
  },
  {
    name: 'mergeMeeting',
    path: '/v1/meetings',
    verb: 'merge',
    body: ({ intoId }) => ({ intoId }),
    ready: enteredTwice,
    wrong: async (world) => {
      const { id, intoId } = await enteredTwice(world)
      return { id, intoId, ...(await act(world, `/v1/meetings/${id}`, 'cancel', { reason: '台风' })) }
    },
    after: { state: 'cancelled' },
  },
  {
    name: 'settleSession',
    path: '/v1/meeting-sessions',
    verb: 'settle',
    body: {},
    ready: (world) => sessionOf(world, 'open'),
    wrong: (world) => sessionOf(world, 'settled'),
    after: { state: 'settled' },
  },
  {
    name: 'reopenSession',
    path: '/v1/meeting-sessions',
    verb: 'reopen',
    body: { reason: '漏记一人' },
    ready: (world) => sessionOf(world, 'settled'),
    wrong: (world) => sessionOf(world, 'open'),
    after: { state: 'reopened' },
  },
  {
    name: 'approveLeaveRequest',
    path: '/v1/leave-requests',
    verb: 'approve',
    body: { note: '同意' },
    ready: (world) => leave(world),
    wrong: (world) => leave(world, 'refuse'),
    after: { state: 'approved', decisionNote: '同意' },
  },
  {
    name: 'refuseLeaveRequest',
    path: '/v1/leave-requests',
    verb: 'refuse',
    body: {},
    ready: (world) => leave(world),
    wrong: (world) => leave(world, 'approve'),
    after: { state: 'refused', decisionNote: null },
  },
  {
    name: 'recallLeaveRequest',
    path: '/v1/leave-requests',
    verb: 'recall',
    ready: (world) => leave(world),
    wrong: (world) => leave(world, 'approve'),
    after: { state: 'withdrawn' },
  },
  {
    name: 'submitProposal',
    path: '/v1/proposals',
    verb: 'submit',
    body: { submittedOn: '2019-03-01' },
    ready: (world) => proposal(world),
    wrong: (world) => proposal(world, SUBMIT),
    after: { state: 'submitted', submittedOn: '2019-03-01' },
  },
  {
    name: 'fileProposal',
    path: '/v1/proposals',
    verb: 'file',
    body: { filedOn: '2019-03-08' },
    ready: (world) => proposal(world, SUBMIT),
    wrong: (world) => proposal(world),
    after: { state: 'filed', filedOn: '2019-03-08' },
  },
  {
    name: 'declineProposal',
    path: '/v1/proposals',
    verb: 'decline',
    body: { reason: 'academic' },
    ready: (world) => proposal(world, SUBMIT),
    wrong: (world) => proposal(world),
    after: { state: 'not_filed', notFiledReason: 'academic' },
  },
  {
    name: 'withdrawProposalByProposer',
    path: '/v1/proposals',
    verb: 'withdraw',
    body: { withdrawnOn: '2019-03-09' },
    ready: (world) => proposal(world, SUBMIT),
    wrong: (world) => proposal(world, ['withdraw', { withdrawnOn: '2019-03-09' }]),
    after: { state: 'withdrawn' },
  },
  {
    name: 'submitOpinion',
    path: '/v1/opinions',
    verb: 'submit',
    body: { submittedOn: '2019-05-20' },
    ready: (world) => anOpinion(world),
    wrong: (world) => anOpinion(world, '2019-05-20'),
    after: { state: 'submitted', submittedOn: '2019-05-20' },
  },
  ...(['confirm', 'refuse'] as const).map((verb) => ({
    name: `${verb}Assessment`,
    path: '/v1/assessments',
    verb,
    ready: (world: World) => assessment(world),
    wrong: (world: World) => assessment(world, verb),
    after: { state: verb === 'confirm' ? 'confirmed' : 'refused' },
  })),
  {
    name: 'settlePeriod',
    path: '/v1/periods',
    verb: 'settle',
    ready: (world) => period(world),
    wrong: (world) => settling(world),
    after: { state: 'settling' },
  },
  {
    name: 'closePeriod',
    path: '/v1/periods',
    verb: 'close',
    body: {},
    ready: (world) => settling(world),
    wrong: (world) => period(world),
    after: { state: 'closed' },
  },
  {
    name: 'reopenPeriod',
    path: '/v1/periods',
    verb: 'reopen',
    body: { reason: '补登' },
    ready: async (world) => closePeriod(world, (await period(world)).id),
    wrong: (world) => period(world),
    after: { state: 'open', closedAt: null },
  },
]

inEveryWorld('steps of a life cycle', (world) => stepsOf(world, ACTIONS))
