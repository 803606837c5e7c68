import { beforeAll, describe, expect, it } from 'vitest'
import { anOpinion, anOrganization } from '../support/makers.ts'
import { aMeeting, aMember, post } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { type Client, clientOf, inEveryWorld } from '../support/world.ts'

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
    clerk = await world.as('clerk', { organizationId: own })
    const scopes = ['duties.record', 'duties.read', 'proposals.review', 'meetings.settle', 'records.read']
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
    const speech = { memberId: member, meetingId: meeting.id, title: '发言', form: 'oral', ...theirs }
    ids['speech'] = (await post(world, '/v1/speeches', speech)).id
    const roster = { code: 'theirs', kind: 'law_service', name: '团', ...theirs }
    ids['roster'] = (await post(world, '/v1/rosters', roster)).id
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
    createRoster: () => {
      rosters += 1
      return ['/v1/rosters', { code: `owners_${rosters}`, kind: 'law_service', name: '团' }]
    },
    createSpeech: () => [
      '/v1/speeches',
      { memberId: member, meetingId: ids['meeting'], title: '发言', form: 'oral' },
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
      ['speeches', 'speech', { title: '改' }],
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
