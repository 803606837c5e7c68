import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT, anOpinion, anOrganization } from '../support/makers.ts'
import { aGroup, aPlanItem, aReport, aSuggestion } from '../support/plan-kinds.ts'
import { aMeeting, aMember, post } from '../support/records.ts'
import {
  aDeclared,
  aDuty,
  aDutyKind,
  anAssessment,
  aRecognition,
  aService,
} from '../support/service-kinds.ts'
import { sequence } from '../support/watch.ts'
import { alsoAs, type Client, clientOf, inEveryWorld } from '../support/world.ts'

/** 谁组织谁记录: a department's clerk, and a key of that department, write what it organised and nothing else. */

inEveryWorld('records of another department', (world) => {
  let clerk: Client
  let key: Client
  let own: string
  let other: string
  let member: string
  const ids: Record<string, string> = {}
  let rosters = 0

  beforeAll(async () => {
    own = (await anOrganization(world)).id
    other = (await anOrganization(world)).id
    // Whoever reads more by a second role writes no more by it.
    clerk = await alsoAs(world, await world.as('clerk', { organizationId: own }), 'auditor', 'approver')
    const scopes = [
      'duties.record',
      'duties.declare',
      'duties.read',
      'proposals.review',
      'meetings.settle',
      'periods.manage',
      'records.read',
    ]
    const made = await post(world, '/v1/api-keys', { name: '部门系统', scopes, organizationIds: [own] })
    key = clientOf(world, made.key)
    member = (await aMember(world)).id
    const theirs = { ownerOrganizationId: other }
    const meeting = await aMeeting(world, theirs)
    ids['meeting'] = meeting.id
    ids['session'] = meeting.sessions[0].id
    ids['proposal'] = (
      await post(world, '/v1/proposals', { title: '建议', signers: [{ memberId: member }], ...theirs })
    ).id
    ids['opinion'] = (await post(world, '/v1/opinions', { title: '信息', authorIds: [member], ...theirs })).id
    const carried = [(await anOpinion(world, '2019-05-20')).id]
    const issue = { number: 'theirs', title: '期', issuedOn: '2019-06-03', opinionIds: carried, ...theirs }
    ids['carried'] = carried[0]!
    ids['issue'] = (await post(world, '/v1/opinion-issues', issue)).id
    const speech = { memberId: member, meetingId: meeting.id, title: '发言', form: 'oral', ...theirs }
    ids['speech'] = (await post(world, '/v1/speeches', speech)).id
    const roster = { code: 'theirs', kind: 'law_service', name: '团', ...theirs }
    ids['roster'] = (await post(world, '/v1/rosters', roster)).id
    ids['plan item'] = (await aPlanItem(world, theirs)).id
    ids['report'] = (await aReport(world, theirs)).id
    ids['group'] = (await aGroup(world, theirs)).id
    ids['suggestion'] = (await aSuggestion(world, { ...theirs, meetingId: meeting.id })).id
    ids['service'] = (await aService(world, theirs)).id
    ids['recognition'] = (await aRecognition(world, theirs)).id
    ids['assessment'] = (await anAssessment(world, theirs)).id
    const count = { memberId: member, year: 2018, measure: 'leave', value: 1, ...theirs }
    ids['count'] = (await post(world, '/v1/declared-statistics', count)).id
    ids['duty kind'] = (await aDutyKind(world)).id
    ids['duty'] = (await aDuty(world, theirs)).id
    ids['declared'] = (await aDeclared(world, theirs)).id
    ids['entry'] = (await post(world, '/v1/roster-entries', anEntry())).id
  })

  const anEntry = () => ({
    rosterId: ids['roster'],
    category: 'external',
    name: '某律师',
    validFrom: '2019-03-01',
  })

  const CREATE: Record<string, () => [string, object]> = {
    createMeeting: () => [
      '/v1/meetings',
      { title: '会', typeCode: 'research', startsOn: '2019-05-10', endsOn: '2019-05-10' },
    ],
    createProposal: () => ['/v1/proposals', { title: '建议', signers: [{ memberId: member }] }],
    createOpinion: () => ['/v1/opinions', { title: '信息', authorIds: [member] }],
    createOpinionIssue: () => [
      '/v1/opinion-issues',
      { number: crypto.randomUUID(), title: '期', issuedOn: '2019-06-03', opinionIds: [ids['carried']] },
    ],
    createRoster: () => {
      rosters += 1
      return ['/v1/rosters', { code: `owners_${rosters}`, kind: 'law_service', name: '团' }]
    },
    createPlanItem: () => ['/v1/plan-items', { year: 2019, kind: 'research', title: '课题' }],
    createResearchReport: () => ['/v1/research-reports', { title: '报告' }],
    createSupervisionGroup: () => ['/v1/supervision-groups', { name: '小组', validFrom: '2019-03-01' }],
    createSuggestion: () => [
      '/v1/suggestions',
      { meetingId: ids['meeting'], text: '建议', raisedOn: '2019-05-10' },
    ],
    createServiceRecord: () => [
      '/v1/service-records',
      { kind: 'visit', title: '走访', startsOn: '2019-05-10', endsOn: '2019-05-10' },
    ],
    createRecognition: () => [
      '/v1/recognitions',
      { kind: 'commendation', memberId: member, title: '表彰', awardedOn: '2019-05-10' },
    ],
    createDeclaredStatistic: () => [
      '/v1/declared-statistics',
      { memberId: member, year: 2017, measure: 'leave', value: 1 },
    ],
    createAssessment: () => [
      '/v1/assessments',
      {
        form: 'yearly_form',
        raterKind: 'panel',
        memberId: member,
        points: 1,
        reason: '评',
        assessedOn: '2019-05-10',
      },
    ],
    createDutyRecord: () => [
      '/v1/duty-records',
      { dutyKindId: ids['duty kind'], memberId: member, title: '履职', day: '2019-05-10' },
    ],
    createSpeech: () => [
      '/v1/speeches',
      { memberId: member, meetingId: ids['meeting'], title: '另一发言', form: 'oral' },
    ],
  }

  it.each(Object.keys(CREATE))(
    '%s: 403 in the name of another department, 201 in one’s own',
    async (name) => {
      const [path, body] = CREATE[name]!()
      const refused = await clerk.post(path, { ...body, ownerOrganizationId: other }).expect(403)
      expect(refused.body.code).toBe('not_owner')
      const made = await clerk.post(path, body).expect(201)
      expect(made.body.ownerOrganizationId).toBe(own)
      // Giving it away would let a department write into another's records.
      const moved = await clerk.patch(
        `${path}/${made.body.id}`,
        { ownerOrganizationId: other },
        { 'if-match': '*' },
      )
      expect([moved.status, moved.body.code]).toEqual([403, 'not_owner'])
    },
  )

  const STEPS: [operation: string, path: () => string, body?: object][] = [
    ['cancelMeeting', () => `/v1/meetings/${ids['meeting']}/cancel`, { reason: '台风' }],
    // Its owner is another department; so is the one in whose name this confirms.
    ['confirmMeeting', () => `/v1/meetings/${ids['meeting']}/confirm`, { organizationId: ABSENT }],
    ['copyMeeting', () => `/v1/meetings/${ids['meeting']}/copy`, { startsOn: '2019-06-10' }],
    ['mergeMeeting', () => `/v1/meetings/${ids['meeting']}/merge`, { intoId: ABSENT }],
    ['inviteToMeeting', () => `/v1/meetings/${ids['meeting']}/invite`, { rule: { all: true } }],
    ['settleSession', () => `/v1/meeting-sessions/${ids['session']}/settle`, {}],
    ['reopenSession', () => `/v1/meeting-sessions/${ids['session']}/reopen`, { reason: '漏' }],
    ['submitProposal', () => `/v1/proposals/${ids['proposal']}/submit`, { submittedOn: '2019-03-01' }],
    ['fileProposal', () => `/v1/proposals/${ids['proposal']}/file`, { filedOn: '2019-03-01' }],
    ['declineProposal', () => `/v1/proposals/${ids['proposal']}/decline`, { reason: 'academic' }],
    [
      'withdrawProposalByProposer',
      () => `/v1/proposals/${ids['proposal']}/withdraw`,
      { withdrawnOn: '2019-03-01' },
    ],
    ...['edit', 'archive'].map((verb): [string, () => string] => [
      `opinion ${verb}`,
      () => `/v1/opinions/${ids['opinion']}/${verb}`,
    ]),
    ...['keep', 'return'].map((verb): [string, () => string, object] => [
      `opinion ${verb}`,
      () => `/v1/opinions/${ids['opinion']}/${verb}`,
      { reason: '请拆分' },
    ]),
    [
      'adoptOpinionIssue',
      () => `/v1/opinion-issues/${ids['issue']}/adopt`,
      { level: 'city', adoptedOn: '2019-06-20' },
    ],
    ...(
      [
        ['review'],
        ['return', { reason: '请分开' }],
        ['merge', { intoId: ABSENT, mergedOn: '2019-03-01' }],
        ['convert', { to: 'letter', convertedOn: '2019-03-01' }],
        ['choose-key', { chosenOn: '2019-04-01' }],
        ['name-excellent', { namedOn: '2019-04-01' }],
        ['publish', { publishedOn: '2019-04-01' }],
        ['rehandle', { reason: '不满意' }],
        ['renumber', { caseNo: '9-3-100', reason: '误登' }],
        ['release-key', { releasedOn: '2019-06-01', reason: '误登' }],
        ['release-excellent', { releasedOn: '2019-06-01', reason: '误登' }],
        ['ask-feedback'],
        ['close', { closedOn: '2019-04-01' }],
        ['archive', { archivedOn: '2019-04-01' }],
      ] as [string, object?][]
    ).map(([verb, body]): [string, () => string, object?] => {
      const path = () => `/v1/proposals/${ids['proposal']}/${verb}`
      return body ? [`proposal ${verb}`, path, body] : [`proposal ${verb}`, path]
    }),
    ...(
      [
        ['plan item', 'plan-items', 'approve', { approvedOn: '2019-02-01', approvedBy: '区委' }],
        ['plan item', 'plan-items', 'cancel', { cancelledOn: '2019-06-01' }],
        ['report', 'research-reports', 'submit', { submittedOn: '2019-05-20' }],
        ['report', 'research-reports', 'return', { reason: '再改' }],
        ['report', 'research-reports', 'approve', { approvedOn: '2019-05-28' }],
        ['report', 'research-reports', 'send', { sentOn: '2019-06-01' }],
        ['suggestion', 'suggestions', 'send', { sentOn: '2019-05-20' }],
        ['suggestion', 'suggestions', 'adopt', { answeredOn: '2019-06-20' }],
        ['suggestion', 'suggestions', 'adopt-partly', { answeredOn: '2019-06-20' }],
        ['suggestion', 'suggestions', 'decline', { answeredOn: '2019-06-20' }],
        ['suggestion', 'suggestions', 'finish', { doneOn: '2019-09-20' }],
        ['declared', 'duty-records', 'confirm', {}],
        ['declared', 'duty-records', 'refuse', { reason: '不属履职' }],
        ['declared', 'duty-records', 'ask-back', { reason: '缺件' }],
        ['declared', 'duty-records', 'answer', { answer: '已补' }],
      ] as const
    ).map(([name, path, verb, body]): [string, () => string, object] => [
      `${verb} a ${name}`,
      () => `/v1/${path}/${ids[name]}/${verb}`,
      body,
    ]),
    ['submitOpinion', () => `/v1/opinions/${ids['opinion']}/submit`, { submittedOn: '2019-03-01' }],
  ]

  describe('403 and nothing written', () => {
    const refused = async (send: () => PromiseLike<{ status: number; body: { code?: string } }>) => {
      const before = await sequence(world)
      const { status, body } = await send()
      expect([status, body.code]).toEqual([403, 'not_owner'])
      expect(await sequence(world)).toBe(before)
    }

    it.each(STEPS)('%s', (_operation, path, body) =>
      refused(() => key.post(path(), body, { 'if-match': '*' })),
    )

    it('signProposal', () =>
      refused(() =>
        key.post(
          `/v1/proposals/${ids['proposal']}/sign`,
          { memberId: member, signedOn: '2019-03-01' },
          { 'if-match': '*' },
        ),
      ))

    it('recordAttendance', () =>
      refused(() =>
        clerk.post(`/v1/meeting-sessions/${ids['session']}/attendance`, {
          items: [{ memberId: member, presence: 'present' }],
        }),
      ))

    it('createRosterEntry and createRosterEntries', async () => {
      await refused(() => clerk.post('/v1/roster-entries', anEntry()))
      const headers = { 'idempotency-key': crypto.randomUUID() }
      await refused(() => clerk.post('/v1/roster-entries/batch', { items: [anEntry()] }, headers))
    })

    it('createMeetingSession', () =>
      refused(() => clerk.post('/v1/meeting-sessions', { meetingId: ids['meeting'], day: '2019-05-10' })))

    it.each([
      ['meetings', 'meeting', { place: '他处' }],
      ['meeting-sessions', 'session', { title: '改' }],
      ['proposals', 'proposal', { title: '改' }],
      ['opinions', 'opinion', { title: '改' }],
      ['opinion-issues', 'issue', { title: '改' }],
      ['speeches', 'speech', { title: '改' }],
      ['plan-items', 'plan item', { title: '改' }],
      ['research-reports', 'report', { title: '改' }],
      ['supervision-groups', 'group', { name: '改' }],
      ['suggestions', 'suggestion', { text: '改' }],
      ['service-records', 'service', { title: '改' }],
      ['recognitions', 'recognition', { title: '改' }],
      ['declared-statistics', 'count', { value: 2 }],
      ['assessments', 'assessment', { points: 2 }],
      ['duty-records', 'duty', { title: '改' }],
      ['duty-records', 'declared', { title: '改' }],
      ['rosters', 'roster', { name: '改' }],
      ['roster-entries', 'entry', { batch: 2 }],
    ])('change and withdraw one of %s', async (path, name, body) => {
      await refused(() => clerk.patch(`/v1/${path}/${ids[name]}`, body, { 'if-match': '*' }))
      await refused(() => clerk.delete(`/v1/${path}/${ids[name]}`, { 'if-match': '*' }))
    })
  })

  it('the office writes the records of all', async () => {
    const opinion = await anOpinion(world)
    await world.admin
      .patch(`/v1/opinions/${opinion.id}`, { ownerOrganizationId: other }, { 'if-match': '*' })
      .expect(200)
  })
})
