import { expect, it } from 'vitest'
import { ABSENT } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { idOf, memberId, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld } from '../support/world.ts'

/** Meetings, rolls, leave: 422 with the rule and the place, or 409 with the state. */

const RULES: readonly Row[] = [
  [
    'an answer to an invitation once the session is settled',
    409,
    'state_conflict',
    async (world) => {
      const [meeting, someone] = [await aMeeting(world), await memberId(world)]
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [someone] })
      const session = `/v1/meeting-sessions/${meeting.sessions[0].id}`
      await act(world, session, 'settle', { acceptUnknown: true })
      return ['POST', `${session}/responses`, { memberId: someone, response: 'declined' }]
    },
  ],
  [
    'a meeting of a type that the catalogue lacks',
    422,
    'rule_violation',
    async () => [
      'POST',
      '/v1/meetings',
      { title: '会', typeCode: 'banquet', startsOn: '2019-05-10', endsOn: '2019-05-10' },
    ],
  ],
  [
    'a meeting moved away from its sessions',
    422,
    'rule_violation',
    async (world) => [
      'PATCH',
      `/v1/meetings/${(await aMeeting(world)).id}`,
      { startsOn: '2019-06-01', endsOn: '2019-06-02' },
    ],
  ],
  [
    'a session outside its meeting',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/meeting-sessions',
      { meetingId: (await aMeeting(world)).id, day: '2019-06-01' },
    ],
  ],
  [
    'a session moved out of its meeting',
    422,
    'rule_violation',
    async (world) => [
      'PATCH',
      `/v1/meeting-sessions/${(await aMeeting(world)).sessions[0].id}`,
      { day: '2019-06-01' },
    ],
  ],
  [
    'an invitation of somebody who is no member',
    422,
    'rule_violation',
    async (world) => ['POST', `/v1/meetings/${(await aMeeting(world)).id}/invite`, { memberIds: [ABSENT] }],
  ],
  [
    'an invitation to a session of another meeting',
    422,
    'unknown_reference',
    async (world) => [
      'POST',
      `/v1/meetings/${(await aMeeting(world)).id}/invite`,
      { sessionIds: [ABSENT], rule: { all: true } },
    ],
  ],
  [
    'an invitation to no meeting',
    404,
    'not_found',
    async () => ['POST', `/v1/meetings/${ABSENT}/invite`, { rule: { all: true } }],
  ],
  [
    'a roll before its day',
    422,
    'rule_violation',
    async (world) => {
      const meeting = await aMeeting(world, { startsOn: '2025-01-01', endsOn: '2025-01-01' })
      const items = [{ memberId: await memberId(world), presence: 'present' }]
      return ['POST', `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items }]
    },
  ],
  [
    'a roll of a settled session',
    409,
    'state_conflict',
    async (world) => {
      const { sessions } = await aMeeting(world)
      await act(world, `/v1/meeting-sessions/${sessions[0].id}`, 'settle', {})
      const items = [{ memberId: await memberId(world), presence: 'present' }]
      return ['POST', `/v1/meeting-sessions/${sessions[0].id}/attendance`, { items }]
    },
  ],
  [
    'a roll of no session',
    404,
    'not_found',
    async (world) => [
      'POST',
      `/v1/meeting-sessions/${ABSENT}/attendance`,
      { items: [{ memberId: await memberId(world), presence: 'present' }] },
    ],
  ],
  [
    'settling while somebody is not registered',
    422,
    'rule_violation',
    async (world) => {
      const meeting = await aMeeting(world)
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [await memberId(world)] })
      return ['POST', `/v1/meeting-sessions/${meeting.sessions[0].id}/settle`, {}]
    },
  ],
  [
    'a meeting withdrawn with people on it',
    409,
    'in_use',
    async (world) => {
      const meeting = await aMeeting(world)
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [await memberId(world)] })
      return ['DELETE', `/v1/meetings/${meeting.id}`]
    },
  ],
  [
    'a session withdrawn with a roll',
    409,
    'in_use',
    async (world) => {
      const { sessions } = await aMeeting(world)
      const items = [{ memberId: await memberId(world), presence: 'present' }]
      await post(world, `/v1/meeting-sessions/${sessions[0].id}/attendance`, { items })
      return ['DELETE', `/v1/meeting-sessions/${sessions[0].id}`]
    },
  ],
  [
    'leave of a kind that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/leave-requests',
      { memberId: await memberId(world), meetingId: (await aMeeting(world)).id, leaveType: 'lazy' },
    ],
  ],
  [
    'leave changed to such a kind',
    422,
    'rule_violation',
    async (world) => {
      const sent = {
        memberId: await memberId(world),
        meetingId: (await aMeeting(world)).id,
        leaveType: 'sick',
      }
      return [
        'PATCH',
        `/v1/leave-requests/${await idOf(world, '/v1/leave-requests', sent)}`,
        { leaveType: 'lazy' },
      ]
    },
  ],
  [
    'leave from sessions of another meeting',
    422,
    'unknown_reference',
    async (world) => [
      'POST',
      '/v1/leave-requests',
      {
        memberId: await memberId(world),
        meetingId: (await aMeeting(world)).id,
        leaveType: 'sick',
        sessionIds: [ABSENT],
      },
    ],
  ],
  [
    'leave from a cancelled meeting',
    409,
    'state_conflict',
    async (world) => {
      const meeting = await aMeeting(world)
      await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
      return [
        'POST',
        '/v1/leave-requests',
        { memberId: await memberId(world), meetingId: meeting.id, leaveType: 'sick' },
      ]
    },
  ],
  [
    'a decided leave changed',
    409,
    'state_conflict',
    async (world) => {
      const sent = {
        memberId: await memberId(world),
        meetingId: (await aMeeting(world)).id,
        leaveType: 'sick',
      }
      const id = await idOf(world, '/v1/leave-requests', sent)
      await act(world, `/v1/leave-requests/${id}`, 'approve', {})
      return ['PATCH', `/v1/leave-requests/${id}`, { reason: '改' }]
    },
  ],
  [
    'a decided leave withdrawn',
    409,
    'state_conflict',
    async (world) => {
      const sent = {
        memberId: await memberId(world),
        meetingId: (await aMeeting(world)).id,
        leaveType: 'sick',
      }
      const id = await idOf(world, '/v1/leave-requests', sent)
      await act(world, `/v1/leave-requests/${id}`, 'approve', {})
      return ['DELETE', `/v1/leave-requests/${id}`]
    },
  ],
]

inEveryWorld('rules of meetings', (world) => {
  refuses(world, RULES)

  it('nobody decides their own leave; a member asks only for theirs', async () => {
    const [own, other] = [await aMember(world), await aMember(world)]
    const meeting = await aMeeting(world)
    const approver = await world.as('approver', { personId: own.personId })
    const asking = await world.as('member', { personId: own.personId })
    const sent = { meetingId: meeting.id, leaveType: 'sick' }
    const refused = await asking.post('/v1/leave-requests', { ...sent, memberId: other.id }).expect(403)
    expect(refused.body.code).toBe('forbidden')
    const request = await asking.post('/v1/leave-requests', { ...sent, memberId: own.id }).expect(201)
    for (const verb of ['approve', 'refuse']) {
      const path = `/v1/leave-requests/${request.body.id}/${verb}`
      const answer = await approver.post(path, {}, { 'if-match': '*' }).expect(409)
      expect(answer.body.code).toBe('four_eyes')
    }
  })
})
