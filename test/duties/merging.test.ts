import { describe, expect, it } from 'vitest'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, aPeriod, post } from '../support/records.ts'
import { idOf, type Row, refuses } from '../support/rules.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Two records of one occasion become one: old ids lead to it, nothing is lost, nothing is credited twice. */

const MEETINGS = '/v1/meetings'
const mark = (world: World, sessionId: string, memberId: string, presence = 'present') =>
  post(world, `/v1/meeting-sessions/${sessionId}/attendance`, { items: [{ memberId, presence }] })
const invite = (world: World, meetingId: string, memberIds: string[]) =>
  post(world, `${MEETINGS}/${meetingId}/invite`, { memberIds })
const settled = async (world: World) => {
  const meeting = await aMeeting(world)
  await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'settle', {})
  return meeting
}
const HALVES = [
  { day: '2019-05-10', part: 'am' },
  { day: '2019-05-10', part: 'pm' },
]

const merging = (id: string, intoId: string): ['POST', string, object] => [
  'POST',
  `${MEETINGS}/${id}/merge`,
  { intoId },
]
const RULES: readonly Row[] = [
  [
    'to merge a settled meeting',
    409,
    'state_conflict',
    async (world) => merging((await settled(world)).id, (await aMeeting(world)).id),
  ],
  [
    'to merge into a settled one',
    409,
    'state_conflict',
    async (world) => merging((await aMeeting(world)).id, (await settled(world)).id),
  ],
  [
    'to merge into one of which a session is settled',
    409,
    'state_conflict',
    async (world) => {
      const into = await aMeeting(world, { sessions: HALVES })
      await act(world, `/v1/meeting-sessions/${into.sessions[0].id}`, 'settle', {})
      return merging((await aMeeting(world)).id, into.id)
    },
  ],
  [
    'to merge into a cancelled one',
    409,
    'state_conflict',
    async (world) => {
      const into = await aMeeting(world)
      await act(world, `${MEETINGS}/${into.id}`, 'cancel', { reason: '台风' })
      return merging((await aMeeting(world)).id, into.id)
    },
  ],
  [
    'to merge into nothing',
    422,
    'unknown_reference',
    async (world) => merging((await aMeeting(world)).id, ABSENT),
  ],
  [
    'to merge into itself',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await aMeeting(world)
      return merging(id, id)
    },
  ],
  [
    'to merge meetings of different days',
    422,
    'rule_violation',
    async (world) => {
      const into = await aMeeting(world, { startsOn: '2019-05-12', endsOn: '2019-05-12' })
      return merging((await aMeeting(world)).id, into.id)
    },
  ],
  [
    'to leave a roll behind whose session the other lacks',
    422,
    'rule_violation',
    async (world) => {
      const meeting = await aMeeting(world, { sessions: HALVES })
      await mark(world, meeting.sessions[1].id, (await aMember(world)).id)
      return merging(meeting.id, (await aMeeting(world)).id)
    },
  ],
  [
    'to leave leave behind whose session the other lacks',
    422,
    'rule_violation',
    async (world) => {
      const meeting = await aMeeting(world, { sessions: HALVES })
      const { id: memberId } = await aMember(world)
      await post(world, '/v1/leave-requests', { memberId, meetingId: meeting.id, leaveType: 'sick' })
      return merging(meeting.id, (await aMeeting(world)).id)
    },
  ],
  [
    'to bring somebody to a day on which they are in office no more',
    422,
    'rule_violation',
    async (world) => {
      const meeting = await aMeeting(world)
      await mark(world, meeting.sessions[0].id, (await aMember(world, { validTo: '2019-05-10' })).id)
      const into = await aMeeting(world, { startsOn: '2019-05-11', endsOn: '2019-05-11' })
      return merging(meeting.id, into.id)
    },
  ],
  [
    'to withdraw the one that stands for another',
    409,
    'in_use',
    async (world) => {
      const into = await aMeeting(world)
      await act(world, `${MEETINGS}/${(await aMeeting(world)).id}`, 'merge', { intoId: into.id })
      return ['DELETE', `${MEETINGS}/${into.id}`]
    },
  ],
]

inEveryWorld('merging meetings', (world) => {
  refuses(world, RULES)

  const roll = async (sessionId: string) => {
    const { body } = await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)
    return Object.fromEntries(
      body.items.map((item: { memberId: string; status: string; invited: boolean }) => [
        item.memberId,
        [item.status, item.invited],
      ]),
    )
  }

  it('credits nobody twice: the score and the numbers before and after', async () => {
    const period = await aPeriod(world)
    const total = async (id: string) =>
      (await world.admin.get(`/v1/members/${id}/score?periodId=${period.id}`).expect(200)).body.total
    const held = async () =>
      (await world.admin.get('/v1/statistics/learning_events?year=2019').expect(200)).body.value
    const [both, only] = [(await aMember(world)).id, (await aMember(world)).id]
    const day = { typeCode: 'salon', startsOn: '2019-06-10', endsOn: '2019-06-10' }
    const [into, twice] = [await aMeeting(world, day), await aMeeting(world, day)]
    await invite(world, into.id, [both])
    await invite(world, twice.id, [both, only])
    for (const meeting of [into, twice]) await mark(world, meeting.sessions[0].id, both)
    await mark(world, twice.sessions[0].id, only)
    const speech = { memberId: both, title: '加装电梯', form: 'oral', state: 'delivered' }
    for (const { id } of [into, twice]) await post(world, '/v1/speeches', { ...speech, meetingId: id })
    const before = [await total(both), await total(only), await held()]
    await act(world, `${MEETINGS}/${twice.id}`, 'merge', { intoId: into.id })
    const after = [await total(both), await total(only), await held()]
    expect(before).toEqual([4, 2, 2])
    expect(after).toEqual([2, 2, 1])
  })

  it('is one record that knows what both knew; the other leads to it', async () => {
    const [lead, other, third] = [
      (await anOrganization(world)).id,
      (await anOrganization(world)).id,
      (await anOrganization(world)).id,
    ]
    const [a, b, c] = [(await aMember(world)).id, (await aMember(world)).id, (await aMember(world)).id]
    const plan = await idOf(world, '/v1/plan-items', { year: 2019, kind: 'research', title: '课题' })
    const into = await aMeeting(world, { ownerOrganizationId: lead, sessions: HALVES, place: '二楼' })
    const twice = await aMeeting(world, {
      ownerOrganizationId: other,
      organizerIds: [lead, third],
      sessions: HALVES,
      place: '别处',
      planItemId: plan,
      participationMode: 'sign_up',
      guests: [{ kind: 'expert', name: '某教授' }],
    })
    await invite(world, into.id, [a])
    await invite(world, twice.id, [a, b, c])
    const answer = { memberId: b, response: 'accepted' }
    await post(world, `/v1/meeting-sessions/${twice.sessions[0].id}/responses`, answer)
    await mark(world, into.sessions[0].id, a, 'late')
    await mark(world, twice.sessions[0].id, a, 'absent')
    await mark(world, twice.sessions[1].id, a)
    await mark(world, twice.sessions[0].id, b)
    const leave = { memberId: c, meetingId: twice.id, leaveType: 'sick', sessionIds: [twice.sessions[1].id] }
    const request = await post(world, '/v1/leave-requests', leave)
    await act(world, `/v1/leave-requests/${request.id}`, 'approve', {})
    const speech = await post(world, '/v1/speeches', {
      memberId: b,
      meetingId: twice.id,
      title: '建议',
      form: 'oral',
    })
    const point = { meetingId: twice.id, text: '加装扶手', raisedOn: '2019-05-10' }
    const suggestion = await post(world, '/v1/suggestions', point)

    const before = await sequence(world)
    const merged = await act(world, `${MEETINGS}/${twice.id}`, 'merge', { intoId: into.id })
    expect(merged).toMatchObject({ id: twice.id, state: 'cancelled', mergedIntoId: into.id })
    expect((await world.admin.get(`${MEETINGS}/${twice.id}`).expect(200)).body).toEqual(merged)
    const { body: whole } = await world.admin.get(`${MEETINGS}/${into.id}`).expect(200)
    expect(whole).toMatchObject({
      state: 'published',
      place: '二楼',
      planItemId: plan,
      version: into.version + 1,
      guests: [{ kind: 'expert', name: '某教授' }],
    })
    expect(whole.organizerIds.sort()).toEqual([other, third].sort())
    const [morning, afternoon] = into.sessions.map(({ id }: { id: string }) => id)
    expect(await roll(morning)).toEqual({
      [a]: ['late', true],
      [b]: ['present', true],
      [c]: ['unknown', true],
    })
    expect(await roll(afternoon)).toEqual({
      [a]: ['present', true],
      [b]: ['unknown', true],
      [c]: ['leave_approved', true],
    })
    const moved = (await world.admin.get(`/v1/leave-requests/${request.id}`).expect(200)).body
    expect(moved).toMatchObject({ meetingId: into.id, sessionIds: [afternoon], state: 'approved' })
    for (const path of [`speeches/${speech.id}`, `suggestions/${suggestion.id}`]) {
      expect((await world.admin.get(`/v1/${path}`).expect(200)).body.meetingId).toBe(into.id)
    }
    // What was known stays as it was, on the record that counts no more.
    expect(await roll(twice.sessions[0].id)).toMatchObject({ [a]: ['absent', true], [b]: ['present', true] })
    const { body: feed } = await world.admin.get(`/v1/events?after=${before}&limit=100`).expect(200)
    const named = feed.items.flatMap(({ members }: { members: string[] }) => members)
    expect(new Set(named)).toEqual(new Set([a, b, c]))
    expect(feed.items.map(({ type }: { type: string }) => type)).toContain('meeting.merged')
    // It is settled as one, once nothing looks like it any more.
    await mark(world, morning, c, 'absent')
    await mark(world, afternoon, b, 'absent')
    for (const id of [morning, afternoon]) await act(world, `/v1/meeting-sessions/${id}`, 'settle', {})
    expect((await world.admin.get(`${MEETINGS}/${into.id}`).expect(200)).body.state).toBe('settled')
  })

  describe('谁组织谁记录', () => {
    it('403 for a clerk of one of the two departments; the office merges', async () => {
      const [own, theirs] = [(await anOrganization(world)).id, (await anOrganization(world)).id]
      const mine = await aMeeting(world, { ownerOrganizationId: own })
      const into = await aMeeting(world, { ownerOrganizationId: theirs })
      const clerk = await world.as('clerk', { organizationId: own })
      for (const [id, intoId] of [
        [mine.id, into.id],
        [into.id, mine.id],
      ]) {
        const answer = await clerk.post(`${MEETINGS}/${id}/merge`, { intoId }, { 'if-match': '*' })
        expect([answer.status, answer.body.code]).toEqual([403, 'not_owner'])
      }
      await act(world, `${MEETINGS}/${mine.id}`, 'merge', { intoId: into.id })
    })
  })
})
