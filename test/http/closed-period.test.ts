import { beforeAll, expect, it } from 'vitest'
import { anOpinion, anOrganization, anOwnStep, aRegulation } from '../support/makers.ts'
import { aReport, aSuggestion } from '../support/plan-kinds.ts'
import { aFiled, anAssignment } from '../support/proposals.ts'
import { act, aMeeting, aMember, closePeriod, post } from '../support/records.ts'
import { type Sent, send } from '../support/rules.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/** A closed period moves no more: every way to write a fact of it is refused, and nothing is written. */

const DAY = '2018-05-10'
type Ids = Record<
  | 'meeting'
  | 'joint'
  | 'organizer'
  | 'session'
  | 'member'
  | 'leave'
  | 'window'
  | 'draft'
  | 'submitted'
  | 'filed'
  | 'honoured'
  | 'handled'
  | 'replied'
  | 'assignment'
  | 'reply'
  | 'opinion'
  | 'sent'
  | 'adoption'
  | 'issue'
  | 'instruction'
  | 'step'
  | 'milestone'
  | 'reportDraft'
  | 'report'
  | 'reportApproved'
  | 'suggestion'
  | 'speech'
  | 'period',
  string
>
type Request = (ids: Ids) => Sent

const instructed = (opinionId: string) => ({
  opinionId,
  leaderName: '某领导',
  leaderLevel: 'city',
  instructedOn: DAY,
})

const reached = ({ sent, step }: Ids) => ({ opinionId: sent, step, level: 'city', reachedOn: DAY })

const suggested = (meetingId: string) => ({ meetingId, text: '补', raisedOn: DAY })

const windowOf = (sessionId: string) => ({
  sessionId,
  opensAt: `${DAY}T01:00:00Z`,
  closesAt: `${DAY}T02:00:00Z`,
})

const RELEASE = { releasedOn: '2019-01-02', reason: '误登' }

const REQUESTS: Record<string, Request> = {
  createMeeting: () => [
    'POST',
    '/v1/meetings',
    { title: '补', typeCode: 'research', startsOn: DAY, endsOn: DAY },
  ],
  createMeetings: () => [
    'POST',
    '/v1/meetings/batch',
    { items: [{ title: '补', typeCode: 'research', startsOn: DAY, endsOn: DAY }] },
  ],
  createSpeeches: ({ meeting, member }) => [
    'POST',
    '/v1/speeches/batch',
    { items: [{ memberId: member, meetingId: meeting, title: '补', form: 'oral' }] },
  ],
  respondToInvitation: ({ session, member }) => [
    'POST',
    `/v1/meeting-sessions/${session}/responses`,
    { memberId: member, response: 'declined' },
  ],
  changeMeeting: ({ meeting }) => ['PATCH', `/v1/meetings/${meeting}`, { place: '他处' }],
  withdrawMeeting: ({ meeting }) => ['DELETE', `/v1/meetings/${meeting}`],
  cancelMeeting: ({ meeting }) => ['POST', `/v1/meetings/${meeting}/cancel`, { reason: '晚了' }],
  confirmMeeting: ({ joint, organizer }) => [
    'POST',
    `/v1/meetings/${joint}/confirm`,
    { organizationId: organizer },
  ],
  copyMeeting: ({ meeting }) => ['POST', `/v1/meetings/${meeting}/copy`, { startsOn: '2018-06-10' }],
  mergeMeeting: ({ meeting, joint }) => ['POST', `/v1/meetings/${joint}/merge`, { intoId: meeting }],
  inviteToMeeting: ({ meeting }) => ['POST', `/v1/meetings/${meeting}/invite`, { rule: { all: true } }],
  createMeetingSession: ({ meeting }) => ['POST', '/v1/meeting-sessions', { meetingId: meeting, day: DAY }],
  changeMeetingSession: ({ session }) => ['PATCH', `/v1/meeting-sessions/${session}`, { title: '改' }],
  withdrawMeetingSession: ({ session }) => ['DELETE', `/v1/meeting-sessions/${session}`],
  reopenSession: ({ session }) => ['POST', `/v1/meeting-sessions/${session}/reopen`, { reason: '晚了' }],
  settleSession: ({ session }) => ['POST', `/v1/meeting-sessions/${session}/settle`, {}],
  recordAttendance: ({ session, member }) => [
    'POST',
    `/v1/meeting-sessions/${session}/attendance`,
    { items: [{ memberId: member, presence: 'present' }] },
  ],
  createSignInWindow: ({ session }) => ['POST', '/v1/sign-in-windows', windowOf(session)],
  changeSignInWindow: ({ window }) => [
    'PATCH',
    `/v1/sign-in-windows/${window}`,
    { closesAt: `${DAY}T03:00:00Z` },
  ],
  withdrawSignInWindow: ({ window }) => ['DELETE', `/v1/sign-in-windows/${window}`],
  signMemberIn: ({ window, member }) => [
    'POST',
    `/v1/sign-in-windows/${window}/sign-ins`,
    { memberId: member },
  ],
  createLeaveRequest: ({ meeting, member }) => [
    'POST',
    '/v1/leave-requests',
    { memberId: member, meetingId: meeting, leaveType: 'sick' },
  ],
  changeLeaveRequest: ({ leave }) => ['PATCH', `/v1/leave-requests/${leave}`, { reason: '晚了' }],
  approveLeaveRequest: ({ leave }) => ['POST', `/v1/leave-requests/${leave}/approve`, {}],
  refuseLeaveRequest: ({ leave }) => ['POST', `/v1/leave-requests/${leave}/refuse`, {}],
  recallLeaveRequest: ({ leave }) => ['POST', `/v1/leave-requests/${leave}/recall`],
  withdrawLeaveRequest: ({ leave }) => ['DELETE', `/v1/leave-requests/${leave}`],
  submitProposal: ({ draft }) => ['POST', `/v1/proposals/${draft}/submit`, { submittedOn: DAY }],
  fileProposal: ({ submitted }) => ['POST', `/v1/proposals/${submitted}/file`, { filedOn: DAY }],
  declineProposal: ({ filed }) => ['POST', `/v1/proposals/${filed}/decline`, { reason: 'academic' }],
  withdrawProposalByProposer: ({ submitted }) => [
    'POST',
    `/v1/proposals/${submitted}/withdraw`,
    { withdrawnOn: '2019-01-02' },
  ],
  signProposal: ({ submitted, member }) => [
    'POST',
    `/v1/proposals/${submitted}/sign`,
    { memberId: member, signedOn: DAY },
  ],
  returnProposal: ({ submitted }) => ['POST', `/v1/proposals/${submitted}/return`, { reason: '晚了' }],
  mergeProposal: ({ submitted, filed }) => [
    'POST',
    `/v1/proposals/${submitted}/merge`,
    { intoId: filed, mergedOn: DAY },
  ],
  convertProposal: ({ submitted }) => [
    'POST',
    `/v1/proposals/${submitted}/convert`,
    { to: 'letter', convertedOn: DAY },
  ],
  chooseKeyProposal: ({ filed }) => ['POST', `/v1/proposals/${filed}/choose-key`, { chosenOn: DAY }],
  nameExcellentProposal: ({ filed }) => ['POST', `/v1/proposals/${filed}/name-excellent`, { namedOn: DAY }],
  releaseKeyProposal: ({ honoured }) => ['POST', `/v1/proposals/${honoured}/release-key`, RELEASE],
  releaseExcellentProposal: ({ honoured }) => [
    'POST',
    `/v1/proposals/${honoured}/release-excellent`,
    RELEASE,
  ],
  rehandleProposal: ({ replied }) => ['POST', `/v1/proposals/${replied}/rehandle`, { reason: '晚了' }],
  closeProposal: ({ replied }) => ['POST', `/v1/proposals/${replied}/close`, { closedOn: DAY }],
  createProposalReply: ({ handled, assignment }) => [
    'POST',
    '/v1/proposal-replies',
    { proposalId: handled, assignmentId: assignment, repliedOn: DAY, category: 'a' },
  ],
  changeProposalReply: ({ reply }) => ['PATCH', `/v1/proposal-replies/${reply}`, { content: '改' }],
  withdrawProposalReply: ({ reply }) => ['DELETE', `/v1/proposal-replies/${reply}`],
  changeProposal: ({ submitted }) => ['PATCH', `/v1/proposals/${submitted}`, { title: '改' }],
  withdrawProposal: ({ submitted }) => ['DELETE', `/v1/proposals/${submitted}`],
  submitOpinion: ({ opinion }) => ['POST', `/v1/opinions/${opinion}/submit`, { submittedOn: DAY }],
  changeOpinion: ({ sent }) => ['PATCH', `/v1/opinions/${sent}`, { title: '改' }],
  withdrawOpinion: ({ sent }) => ['DELETE', `/v1/opinions/${sent}`],
  createOpinionAdoption: ({ sent }) => [
    'POST',
    '/v1/opinion-adoptions',
    { opinionId: sent, level: 'city', adoptedOn: DAY },
  ],
  changeOpinionAdoption: ({ adoption }) => ['PATCH', `/v1/opinion-adoptions/${adoption}`, { unit: '改' }],
  withdrawOpinionAdoption: ({ adoption }) => ['DELETE', `/v1/opinion-adoptions/${adoption}`],
  returnOpinion: ({ sent }) => ['POST', `/v1/opinions/${sent}/return`, { reason: '晚了' }],
  createOpinionIssue: ({ sent }) => [
    'POST',
    '/v1/opinion-issues',
    { number: '2018-2', title: '补', issuedOn: DAY, opinionIds: [sent] },
  ],
  changeOpinionIssue: ({ issue }) => ['PATCH', `/v1/opinion-issues/${issue}`, { title: '改' }],
  withdrawOpinionIssue: ({ issue }) => ['DELETE', `/v1/opinion-issues/${issue}`],
  adoptOpinionIssue: ({ issue }) => [
    'POST',
    `/v1/opinion-issues/${issue}/adopt`,
    { level: 'city', adoptedOn: DAY },
  ],
  createInstruction: ({ sent }) => ['POST', '/v1/instructions', instructed(sent)],
  createInstructions: ({ sent }) => ['POST', '/v1/instructions/batch', { items: [instructed(sent)] }],
  changeInstruction: ({ instruction }) => ['PATCH', `/v1/instructions/${instruction}`, { isPrincipal: true }],
  withdrawInstruction: ({ instruction }) => ['DELETE', `/v1/instructions/${instruction}`],
  createMilestone: (all) => ['POST', '/v1/milestones', reached(all)],
  createMilestones: (all) => ['POST', '/v1/milestones/batch', { items: [reached(all)] }],
  changeMilestone: ({ milestone }) => ['PATCH', `/v1/milestones/${milestone}`, { note: '晚了' }],
  withdrawMilestone: ({ milestone }) => ['DELETE', `/v1/milestones/${milestone}`],
  submitResearchReport: ({ reportDraft }) => [
    'POST',
    `/v1/research-reports/${reportDraft}/submit`,
    { submittedOn: DAY },
  ],
  returnResearchReport: ({ report }) => ['POST', `/v1/research-reports/${report}/return`, { reason: '晚了' }],
  approveResearchReport: ({ report }) => [
    'POST',
    `/v1/research-reports/${report}/approve`,
    { approvedOn: DAY },
  ],
  sendResearchReport: ({ reportApproved }) => [
    'POST',
    `/v1/research-reports/${reportApproved}/send`,
    { sentOn: DAY },
  ],
  changeResearchReport: ({ report }) => ['PATCH', `/v1/research-reports/${report}`, { title: '改' }],
  withdrawResearchReport: ({ report }) => ['DELETE', `/v1/research-reports/${report}`],
  createSuggestion: ({ meeting }) => ['POST', '/v1/suggestions', suggested(meeting)],
  createSuggestions: ({ meeting }) => ['POST', '/v1/suggestions/batch', { items: [suggested(meeting)] }],
  changeSuggestion: ({ suggestion }) => ['PATCH', `/v1/suggestions/${suggestion}`, { text: '改' }],
  withdrawSuggestion: ({ suggestion }) => ['DELETE', `/v1/suggestions/${suggestion}`],
  createSpeech: ({ meeting, member }) => [
    'POST',
    '/v1/speeches',
    { memberId: member, meetingId: meeting, title: '补', form: 'oral' },
  ],
  changeSpeech: ({ speech }) => ['PATCH', `/v1/speeches/${speech}`, { title: '改' }],
  withdrawSpeech: ({ speech }) => ['DELETE', `/v1/speeches/${speech}`],
  changePeriod: ({ period }) => ['PATCH', `/v1/periods/${period}`, { name: '改' }],
  withdrawPeriod: ({ period }) => ['DELETE', `/v1/periods/${period}`],
}

inEveryWorld('a closed period', (world) => {
  let ids: Ids

  beforeAll(async () => {
    const member = await aMember(world)
    const meeting = await aMeeting(world, { startsOn: DAY, endsOn: DAY })
    const session = meeting.sessions[0].id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
    const window = await post(world, '/v1/sign-in-windows', windowOf(session))
    await act(world, `/v1/meeting-sessions/${session}`, 'settle', { acceptUnknown: true })
    const organizer = await anOrganization(world)
    const joint = await aMeeting(world, { startsOn: DAY, endsOn: DAY, organizerIds: [organizer.id] })
    await act(world, `/v1/meeting-sessions/${joint.sessions[0].id}`, 'settle', {})
    const of = { memberId: member.id, meetingId: meeting.id }
    // What waits keeps a period open; leave from a meeting that was cancelled waits for nothing.
    const off = await aMeeting(world, { startsOn: DAY, endsOn: DAY })
    const from = { memberId: member.id, meetingId: off.id, leaveType: 'sick' }
    const leave = await post(world, '/v1/leave-requests', from)
    await act(world, `/v1/meetings/${off.id}`, 'cancel', { reason: '台风' })
    const speech = await post(world, '/v1/speeches', { ...of, title: '发言', form: 'oral' })
    const proposal = () => post(world, '/v1/proposals', { title: '建议', signers: [{ memberId: member.id }] })
    const draft = await proposal()
    const submitted = await proposal()
    await act(world, `/v1/proposals/${submitted.id}`, 'submit', { submittedOn: DAY })
    const filed = await proposal()
    await act(world, `/v1/proposals/${filed.id}`, 'submit', { submittedOn: DAY })
    await act(world, `/v1/proposals/${filed.id}`, 'file', { filedOn: DAY })
    const honoured = await aFiled(world, DAY)
    await act(world, `/v1/proposals/${honoured.id}`, 'choose-key', { chosenOn: DAY })
    await act(world, `/v1/proposals/${honoured.id}`, 'name-excellent', { namedOn: DAY })
    const handled = await aFiled(world, DAY)
    const assignment = await anAssignment(world, { assignedOn: DAY, proposalId: handled.id })
    const replied = await aFiled(world, DAY)
    const answering = await anAssignment(world, { assignedOn: DAY, proposalId: replied.id })
    const answer = { proposalId: replied.id, assignmentId: answering.id, repliedOn: DAY, category: 'a' }
    const reply = await post(world, '/v1/proposal-replies', answer)
    const opinion = await anOpinion(world)
    const sent = await anOpinion(world, DAY)
    const adopted = { opinionId: sent.id, level: 'city', adoptedOn: DAY }
    const adoption = await post(world, '/v1/opinion-adoptions', adopted)
    const carried = { number: '2018-1', title: '期', issuedOn: DAY, opinionIds: [sent.id] }
    const issue = await post(world, '/v1/opinion-issues', carried)
    const instruction = await post(world, '/v1/instructions', instructed(sent.id))
    const step = await anOwnStep(world, 'opinion_step')
    const milestone = await post(world, '/v1/milestones', { opinionId: sent.id, step, reachedOn: DAY })
    const reportDraft = await aReport(world)
    const report = await aReport(world)
    const reportApproved = await aReport(world)
    for (const { id } of [report, reportApproved])
      await act(world, `/v1/research-reports/${id}`, 'submit', { submittedOn: DAY })
    await act(world, `/v1/research-reports/${reportApproved.id}`, 'approve', { approvedOn: DAY })
    const suggestion = await aSuggestion(world, { meetingId: meeting.id, raisedOn: DAY })
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2018年度',
      startsOn: '2018-01-01',
      endsOn: '2018-12-31',
      regulationId: await aRegulation(world),
    })
    await closePeriod(world, period.id)
    const records = {
      member,
      meeting,
      joint,
      organizer,
      leave,
      window,
      speech,
      draft,
      submitted,
      filed,
      honoured,
      handled,
      assignment,
      replied,
      reply,
      opinion,
      sent,
      adoption,
      issue,
      instruction,
      milestone,
      reportDraft,
      report,
      reportApproved,
      suggestion,
      period,
    }
    const named = Object.entries(records).map(([name, one]) => [name, one.id])
    ids = { ...Object.fromEntries(named), session, step } as Ids
  })

  it.each(Object.keys(REQUESTS))('409 for %s', async (name) => {
    const [method, path, body] = REQUESTS[name]!(ids)
    const before = await sequence(world)
    const answer = await send(world, method, path, body)
    expect([answer.status, answer.body.code]).toEqual([409, 'period_closed'])
    expect(await sequence(world)).toBe(before)
  })
})
