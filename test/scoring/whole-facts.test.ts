import { expect, it } from 'vitest'
import { periodMeetings } from '../../src/scoring/store/attendance.ts'
import { bodyFacts, loadBodies } from '../../src/scoring/store/bodies.ts'
import type { Scope } from '../../src/scoring/store/scope.ts'
import { loadFacts } from '../../src/scoring/store/sources.ts'
import { anIssue, anOrganization } from '../support/makers.ts'
import { aReply } from '../support/proposals.ts'
import { act, actAs, aMeeting, aMember, post } from '../support/records.ts'
import { anAssessment, aRecognition } from '../support/service-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** Each kind of fact whole, as the engine takes it from its records; and what is no fact. */

inEveryWorld('facts of records', (world) => {
  const scopeOf = (values: Partial<Scope>): Scope => ({
    committeeId: world.committeeId,
    from: '2019-01-01',
    to: '2019-12-31',
    perSession: false,
    today: '2019-12-31',
    ...values,
  })
  const factsOf = (memberId: string, values: Partial<Scope> = {}) =>
    loadFacts(world.storage, scopeOf({ memberIds: [memberId], ...values }))
  const member = async () => (await aMember(world)).id as string
  const told = { scope: 'record', verified: true, provisional: false }
  const mark = (sessionId: string, memberId: string, presence: string) =>
    post(world, `/v1/meeting-sessions/${sessionId}/attendance`, { items: [{ memberId, presence }] })

  it('a meeting is a fact with its sessions, and on demand each session is one; settled, it is certain', async () => {
    const memberId = await member()
    const days = { startsOn: '2019-05-10', endsOn: '2019-05-11' }
    const sessions = [{ day: '2019-05-10' }, { day: '2019-05-11' }]
    const meeting = await aMeeting(world, { typeCode: 'research', ...days, sessions })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [memberId] })
    const [first, last] = meeting.sessions
    await mark(first.id, memberId, 'present')
    await mark(last.id, memberId, 'late')
    const common = {
      kind: 'attendance',
      type: 'research',
      class: 'research',
      meetingId: meeting.id,
      memberId,
    }
    const ofMeeting = {
      ...common,
      id: `attendance/${meeting.id}/${memberId}`,
      day: '2019-05-10',
      scope: 'meeting',
      sessions: { eligible: 2, present: 1, late: 1, leftEarly: 0, leave: 0, absent: 0, unknown: 0 },
      verified: true,
    }
    expect(await factsOf(memberId)).toEqual([{ ...ofMeeting, provisional: true }])
    await act(world, `/v1/meeting-sessions/${first.id}`, 'settle', {})
    const ofSession = { ...common, scope: 'session', verified: true }
    expect(await factsOf(memberId, { perSession: true })).toEqual([
      {
        ...ofSession,
        id: `attendance/${first.id}/${memberId}`,
        day: '2019-05-10',
        outcome: 'present',
        provisional: false,
      },
      {
        ...ofSession,
        id: `attendance/${last.id}/${memberId}`,
        day: '2019-05-11',
        outcome: 'late',
        provisional: true,
      },
      { ...ofMeeting, provisional: true },
    ])
    await act(world, `/v1/meeting-sessions/${last.id}`, 'settle', {})
    expect(await factsOf(memberId)).toEqual([{ ...ofMeeting, provisional: false }])
  })

  it('leave that was taken back or deleted is none, and of several the one that was approved counts', async () => {
    const memberId = await member()
    const meeting = await aMeeting(world)
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [memberId] })
    const ask = () =>
      post(world, '/v1/leave-requests', {
        memberId,
        meetingId: meeting.id,
        leaveType: 'sick',
        reason: '门诊',
      })
    const counts = async () => (await factsOf(memberId))[0]!.sessions
    const dropped = await ask()
    expect(await counts()).toMatchObject({ unknown: 1, leave: 0 })
    await act(world, `/v1/leave-requests/${dropped.id}`, 'recall')
    await world.admin.delete(`/v1/leave-requests/${(await ask()).id}`, { 'if-match': '*' }).expect(204)
    await mark(meeting.sessions[0].id, memberId, 'absent')
    expect(await counts()).toMatchObject({ absent: 1 })
    const refused = await ask()
    await act(world, `/v1/leave-requests/${refused.id}`, 'refuse', { note: '请到会' })
    expect(await counts()).toMatchObject({ absent: 1 })
    await act(world, `/v1/leave-requests/${(await ask()).id}`, 'approve', { note: '补假' })
    expect(await counts()).toMatchObject({ leave: 1, absent: 0 })
  })

  it('a speech has its meeting, and consultations of every type but that of the standing committee are one occasion', async () => {
    const memberId = await member()
    const spoken = async (typeCode: string, startsOn: string) => {
      const meeting = await aMeeting(world, { typeCode, startsOn, endsOn: startsOn })
      const sent = { memberId, meetingId: meeting.id, title: '加装电梯', form: 'oral', state: 'delivered' }
      const { id } = await post(world, '/v1/speeches', sent)
      return { id: `speech/${id}`, meetingId: meeting.id, day: startsOn, type: typeCode }
    }
    const common = { memberId, kind: 'speech', form: 'oral', ...told }
    const topic = await spoken('topic_consultation', '2019-05-01')
    const standing = await spoken('sc_topic', '2019-05-02')
    const plenary = await spoken('plenary', '2019-05-03')
    const cancelled = await spoken('salon', '2019-05-04')
    await act(world, `/v1/meetings/${cancelled.meetingId}`, 'cancel', { reason: '台风' })
    expect(await factsOf(memberId)).toEqual([
      { ...common, ...topic, class: 'consultation', occasion: 'consultation' },
      { ...common, ...standing, class: 'consultation', occasion: 'sc_topic' },
      { ...common, ...plenary, class: 'statutory', occasion: 'plenary' },
    ])
  })

  it('a proposal has every step that it reached, and the level of whoever chose it as a key one', async () => {
    const reply = await aReply(world)
    const path = `/v1/proposals/${reply.proposalId}`
    const [{ memberId }] = (await world.admin.get(path).expect(200)).body.signers
    await act(world, path, 'choose-key', { chosenOn: '2019-04-01', leader: '区长', leaderLevel: 'district' })
    await act(world, path, 'close', { closedOn: '2019-09-30' })
    await act(world, path, 'name-excellent', { namedOn: '2019-12-20' })
    expect(await factsOf(memberId)).toEqual([
      {
        id: `proposal/${reply.proposalId}`,
        memberId,
        day: '2019-02-26',
        kind: 'proposal',
        type: 'individual',
        role: 'first',
        share: { position: 1, of: 1 },
        steps: [
          { status: 'submitted', day: '2019-02-26' },
          { status: 'filed', day: '2019-03-08' },
          { status: 'replied', day: '2019-06-20' },
          { status: 'closed', day: '2019-09-30' },
          { status: 'excellent', day: '2019-12-20' },
          { status: 'key', day: '2019-04-01', level: 'district' },
        ],
        ...told,
      },
    ])
  })

  it('a joint proposal may still be signed on its last day but one, and then no more', async () => {
    const [first, other] = [await member(), await member()]
    const signers = [{ memberId: first }, { memberId: other }]
    const sent = { title: '联名', proposerKind: 'joint', signers }
    const { id } = await post(world, '/v1/proposals', sent)
    await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2019-03-01' })
    const seen = async (memberId: string, today: string) => {
      const [fact] = await factsOf(memberId, { today })
      return [fact!.type, fact!.role, fact!.share, fact!.provisional]
    }
    expect(await seen(first, '2019-02-28')).toEqual(['joint', 'first', { position: 1, of: 1 }, true])
    expect(await seen(other, '2019-03-01')).toEqual(['joint', 'cosigner', { position: null, of: 1 }, false])
  })

  it('an opinion has its adoptions and what leaders wrote on it or on its issue, as of the end of the days', async () => {
    const [memberId, other] = [await member(), await member()]
    const written = async (title: string, submittedOn: string, authorIds = [memberId]) => {
      const { id } = await post(world, '/v1/opinions', { title, authorIds })
      await act(world, `/v1/opinions/${id}`, 'submit', { submittedOn })
      return id as string
    }
    const adopt = (opinionId: string, adoptedOn: string) =>
      post(world, '/v1/opinion-adoptions', { opinionId, level: 'city', adoptedOn })
    const instruct = (of: object, instructedOn: string) =>
      post(world, '/v1/instructions', { ...of, leaderLevel: 'province', leaderName: '某领导', instructedOn })
    const both = await written('停车', '2019-05-20', [other, memberId])
    const adopted = await written('盲道', '2018-05-20')
    const instructed = await written('路灯', '2018-05-21')
    const carried = await written('公厕', '2018-05-22')
    const old = await written('井盖', '2018-05-23')
    await adopt(both, '2019-06-12')
    const wrong = await adopt(both, '2019-06-13')
    await world.admin.delete(`/v1/opinion-adoptions/${wrong.id}`, { 'if-match': '*' }).expect(204)
    await adopt(both, '2020-01-01')
    await adopt(adopted, '2019-01-01')
    await instruct({ opinionId: instructed }, '2019-12-31')
    const issue = await anIssue(world, { issuedOn: '2018-06-03', opinionIds: [carried] })
    await instruct({ issueId: issue.id }, '2019-07-01')
    const unsaid = await instruct({ issueId: issue.id }, '2019-07-02')
    await world.admin.delete(`/v1/instructions/${unsaid.id}`, { 'if-match': '*' }).expect(204)
    await adopt(old, '2018-12-31')
    await instruct({ opinionId: old }, '2020-01-01')
    const facts = await factsOf(memberId)
    const base = { memberId, kind: 'opinion', role: 'author', ...told }
    const of = (id: string, day: string, position: number, of: number, more: object) => ({
      ...base,
      id: `opinion/${id}`,
      day,
      share: { position, of },
      steps: [{ status: 'submitted', day }, more],
    })
    expect(facts).toEqual([
      of(adopted, '2018-05-20', 1, 1, { status: 'adopted', day: '2019-01-01', level: 'city' }),
      of(instructed, '2018-05-21', 1, 1, { status: 'instructed', day: '2019-12-31', level: 'province' }),
      of(carried, '2018-05-22', 1, 1, { status: 'instructed', day: '2019-07-01', level: 'province' }),
      of(both, '2019-05-20', 2, 2, { status: 'adopted', day: '2019-06-12', level: 'city' }),
    ])
    const all = await loadFacts(world.storage, scopeOf({}))
    expect(all.filter((fact) => fact.kind === 'opinion' && fact.memberId === memberId)).toEqual(facts)
  })

  it('authors of a research report share it, who led it does not, and what leaders wrote is a step', async () => {
    const [leader, first, next] = [await member(), await member(), await member()]
    const members = [
      { memberId: leader, role: 'leader' },
      { memberId: first, role: 'author' },
      { memberId: next, role: 'author' },
    ]
    const { id } = await post(world, '/v1/research-reports', { title: '养老', kind: 'special', members })
    await act(world, `/v1/research-reports/${id}`, 'submit', { submittedOn: '2018-06-01' })
    const instruct = (instructedOn: string) =>
      post(world, '/v1/instructions', {
        researchReportId: id,
        leaderLevel: 'city',
        leaderName: '某领导',
        instructedOn,
      })
    await instruct('2019-01-01')
    await instruct('2020-01-01')
    const unsaid = await instruct('2019-02-01')
    await world.admin.delete(`/v1/instructions/${unsaid.id}`, { 'if-match': '*' }).expect(204)
    const fact = {
      id: `research_report/${id}`,
      day: '2018-06-01',
      kind: 'research_report',
      type: 'special',
      steps: [
        { status: 'submitted', day: '2018-06-01' },
        { status: 'instructed', day: '2019-01-01', level: 'city' },
      ],
      ...told,
    }
    expect(await factsOf(leader)).toEqual([{ ...fact, memberId: leader, role: 'leader' }])
    const share = { position: 2, of: 2 }
    expect(await factsOf(next)).toEqual([{ ...fact, memberId: next, role: 'author', share }])
  })

  it('what a rater gave counts once it is confirmed; of a proposal, for everybody who signed it in time', async () => {
    const [first, other] = [await member(), await member()]
    const sent = { title: '联名', proposerKind: 'joint', signers: [{ memberId: first }, { memberId: other }] }
    const { id: proposalId } = await post(world, '/v1/proposals', sent)
    await act(world, `/v1/proposals/${proposalId}`, 'submit', { submittedOn: '2018-03-01' })
    const own = await anAssessment(world, { memberId: first, points: 92.5, assessedOn: '2019-05-09' })
    const refused = await anAssessment(world, { memberId: first })
    const reviewer = await world.as('reviewer')
    await actAs(reviewer, `/v1/assessments/${refused.id}`, 'refuse', { reason: '不属此项' })
    const subject = { memberId: undefined, proposalId }
    const { id: ofProposal } = await anAssessment(world, { ...subject, form: 'quality', raterKind: 'unit' })
    const open = { verified: false, provisional: true }
    const common = { memberId: first, kind: 'assessment', unit: 'point', scope: 'record' }
    const ofOwn = {
      ...common,
      id: `assessment/${own.id}`,
      day: '2019-05-09',
      type: 'yearly_form',
      role: 'panel',
      quantity: 92.5,
    }
    const ofSigner = {
      ...common,
      id: `assessment/${ofProposal}`,
      day: '2019-05-10',
      type: 'quality',
      role: 'unit',
      quantity: 80,
      share: { position: 1, of: 1 },
    }
    expect(await factsOf(first)).toEqual([
      { ...ofOwn, ...open },
      { ...ofSigner, ...open },
    ])
    for (const id of [own.id, ofProposal]) await actAs(reviewer, `/v1/assessments/${id}`, 'confirm')
    expect(await factsOf(first)).toEqual([
      { ...ofOwn, ...told },
      { ...ofSigner, ...told },
    ])
    expect(await factsOf(other)).toEqual([])
    const early = await factsOf(first, { today: '2018-02-28' })
    expect(early.map(({ provisional }) => provisional)).toEqual([false, true])
    await act(world, `/v1/proposals/${proposalId}`, 'withdraw', { withdrawnOn: '2019-06-01' })
    expect(await factsOf(first)).toEqual([{ ...ofOwn, ...told }])
  })

  it('a body has its activities, those that it confirmed, its proposals, what it was given', async () => {
    const code = 'S-one'
    const days = { validFrom: '2017-02-20', validTo: '2021-12-31' }
    const { id } = await anOrganization(world, { kind: 'sector', code, ...days })
    const lead = (await anOrganization(world, { kind: 'sector' })).id as string
    const own = await aMeeting(world, {
      ownerOrganizationId: id,
      startsOn: '2019-01-01',
      endsOn: '2019-01-01',
    })
    await act(world, `/v1/meeting-sessions/${own.sessions[0].id}`, 'settle', {})
    const joint = await aMeeting(world, { ownerOrganizationId: lead, organizerIds: [id] })
    await aMeeting(world, { ownerOrganizationId: lead, organizerIds: [id] })
    await act(world, `/v1/meetings/${joint.id}`, 'confirm', { organizationId: id, confirmedOn: '2019-05-20' })
    const sent = { title: '集体提案', proposerKind: 'collective', organizationId: id, signers: [] }
    const { id: proposalId } = await post(world, '/v1/proposals', sent)
    await act(world, `/v1/proposals/${proposalId}`, 'submit', { submittedOn: '2019-03-02' })
    const award = await aRecognition(world, { kind: 'excellent_unit', organizationId: id, level: 'city' })
    const plain = await aRecognition(world, { organizationId: id, awardedOn: '2019-12-31' })
    const dropped = await aRecognition(world, { organizationId: id })
    await world.admin.delete(`/v1/recognitions/${dropped.id}`, { 'if-match': '*' }).expect(204)
    const given = await anAssessment(world, { organizationId: id })
    const scope = scopeOf({})
    const facts = await bodyFacts(world.storage, scope, await periodMeetings(world.storage, scope))
    const base = { memberId: id, ...told }
    const activity = { ...base, kind: 'activity', type: 'research', class: 'research' }
    const recognition = { ...base, kind: 'recognition', class: 'reward' }
    const found = facts.filter(({ memberId }) => memberId === id)
    expect(
      found.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.kind < b.kind ? -1 : 1)),
    ).toEqual([
      { ...activity, id: `activity/${own.id}`, meetingId: own.id, day: '2019-01-01' },
      {
        ...base,
        id: `proposal/${proposalId}`,
        day: '2019-03-02',
        kind: 'proposal',
        type: 'collective',
        steps: [{ status: 'submitted', day: '2019-03-02' }],
      },
      { ...activity, id: `activity/${joint.id}`, meetingId: joint.id, day: '2019-05-10', provisional: true },
      {
        ...base,
        id: `assessment/${given.id}`,
        day: '2019-05-10',
        kind: 'assessment',
        type: 'yearly_form',
        role: 'panel',
        quantity: 80,
        unit: 'point',
        verified: false,
        provisional: true,
      },
      {
        ...recognition,
        id: `recognition/${award.id}`,
        day: '2019-05-10',
        type: 'excellent_unit',
        level: 'city',
      },
      { ...recognition, id: `recognition/${plain.id}`, day: '2019-12-31', type: 'commendation' },
    ])
    const bodies = await loadBodies(world.storage, scope, 'sector')
    expect(bodies.find((body) => body.id === id)).toEqual({ id, code, kind: 'sector', ranked: true, ...days })
    expect(bodies.find((body) => body.id === lead)).toMatchObject({ validFrom: '1900-01-01', validTo: null })
    expect(await loadBodies(world.storage, scope, 'department')).toEqual([])
  })
})
