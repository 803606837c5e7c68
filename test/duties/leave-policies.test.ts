import { describe, expect, it } from 'vitest'
import { halfDaysOf, policyFor } from '../../src/duties/leave-policies/policy.ts'
import type { Row as Stored } from '../../src/storage/tables.ts'
import { ABSENT } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { memberId, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Leave by the committee's own policy: in time, in writing, so often, decided by whom (DOMAIN 4.2). */

const POLICIES = '/v1/leave-policies'
const REQUESTS = '/v1/leave-requests'

/** What holds for a type in a world; made once, because a type has one policy for a length. */
const made = new WeakMap<World, Map<string, Promise<{ id: string }>>>()
function policy(world: World, typeCode: string, values: object): Promise<{ id: string }> {
  const there = made.get(world) ?? new Map()
  made.set(world, there)
  if (!there.has(typeCode)) there.set(typeCode, post(world, POLICIES, { typeCode, ...values }))
  return there.get(typeCode)!
}
const noticed = (world: World) => policy(world, 'sc_meeting', { noticeDays: 2 })
const written = (world: World) => policy(world, 'chairs_meeting', { writtenOnly: true })
const once = (world: World) => policy(world, 'party_leadership', { maxRequests: 1 })
const byOffice = (world: World) => policy(world, 'sg_meeting', { approverOffice: 'secretary_general' })

/** Leave from a meeting of a type, on a day; today is the last of December 2019. */
const asking = async (world: World, typeCode: string, day = '2020-02-10', values: object = {}) => ({
  memberId: await memberId(world),
  meetingId: (await aMeeting(world, { typeCode, startsOn: day, endsOn: day })).id,
  leaveType: 'sick',
  ...values,
})
const asked = async (world: World, typeCode: string) => post(world, REQUESTS, await asking(world, typeCode))

const anOfficer = async (world: World, values: object = {}) => {
  const member = await aMember(world)
  const office = { memberId: member.id, office: 'secretary_general', validFrom: '2017-02-20' }
  await post(world, '/v1/offices', { ...office, ...values })
  return member as { id: string; personId: string }
}

const RULES: readonly Row[] = [
  [
    'a policy for a type that the catalogue lacks',
    422,
    'rule_violation',
    async () => ['POST', POLICIES, { typeCode: 'banquet' }],
  ],
  [
    'a policy with an office that the catalogue lacks',
    422,
    'rule_violation',
    async () => ['POST', POLICIES, { typeCode: 'salon', approverOffice: 'king' }],
  ],
  [
    'a policy that is given one',
    422,
    'rule_violation',
    async (world) => ['PATCH', `${POLICIES}/${(await noticed(world)).id}`, { approverOffice: 'king' }],
  ],
  [
    'a second policy for the same type and length',
    409,
    'already_exists',
    async (world) => {
      await noticed(world)
      return ['POST', POLICIES, { typeCode: 'sc_meeting', writtenOnly: true }]
    },
  ],
  [
    'a policy that becomes one',
    409,
    'already_exists',
    async (world) => {
      await noticed(world)
      const short = await post(world, POLICIES, { typeCode: 'sc_meeting', maxHalfDays: 1, noticeDays: 2 })
      return ['PATCH', `${POLICIES}/${short.id}`, { maxHalfDays: null }]
    },
  ],
  [
    'leave that comes too late',
    422,
    'rule_violation',
    async (world) => {
      await noticed(world)
      return ['POST', REQUESTS, await asking(world, 'sc_meeting', '2020-01-01')]
    },
  ],
  [
    'oral leave where it is to be written',
    422,
    'rule_violation',
    async (world) => {
      await written(world)
      return ['POST', REQUESTS, await asking(world, 'chairs_meeting', '2020-02-10', { form: 'oral' })]
    },
  ],
  [
    'leave that becomes oral',
    422,
    'rule_violation',
    async (world) => {
      await written(world)
      return ['PATCH', `${REQUESTS}/${(await asked(world, 'chairs_meeting')).id}`, { form: 'oral' }]
    },
  ],
  [
    'one request more than may be',
    422,
    'rule_violation',
    async (world) => {
      await once(world)
      const { memberId: member, meetingId, leaveType } = await asked(world, 'party_leadership')
      return ['POST', REQUESTS, { memberId: member, meetingId, leaveType }]
    },
  ],
  ...(['approve', 'refuse'] as const).flatMap((verb): Row[] => [
    [
      `to ${verb} leave without the office that decides it`,
      422,
      'rule_violation',
      async (world) => {
        await byOffice(world)
        return ['POST', `${REQUESTS}/${(await asked(world, 'sg_meeting')).id}/${verb}`, {}]
      },
    ],
    [
      `to ${verb} leave in the name of nobody`,
      422,
      'unknown_reference',
      async (world) => {
        const { id } = await asked(world, 'salon')
        return ['POST', `${REQUESTS}/${id}/${verb}`, { approverMemberId: ABSENT }]
      },
    ],
  ]),
  [
    'an approver who holds that office no more',
    422,
    'rule_violation',
    async (world) => {
      await byOffice(world)
      const { id } = await anOfficer(world, { validTo: '2019-12-30' })
      const request = await asked(world, 'sg_meeting')
      return ['POST', `${REQUESTS}/${request.id}/approve`, { approverMemberId: id }]
    },
  ],
  [
    'an approver who has left, where no office is asked for',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await aMember(world, { validTo: '2019-12-30' })
      const request = await asked(world, 'salon')
      return ['POST', `${REQUESTS}/${request.id}/approve`, { approverMemberId: id }]
    },
  ],
  [
    'a member named as approver of their own leave',
    409,
    'four_eyes',
    async (world) => {
      await byOffice(world)
      const officer = await anOfficer(world)
      const sent = { ...(await asking(world, 'sg_meeting')), memberId: officer.id }
      const request = await post(world, REQUESTS, sent)
      return ['POST', `${REQUESTS}/${request.id}/approve`, { approverMemberId: officer.id }]
    },
  ],
]

inEveryWorld('leave policies', (world) => {
  refuses(world, RULES)

  const ruleOf = async (body: object) => {
    const answer = await world.admin.post(REQUESTS, body)
    return answer.status === 201 ? 'accepted' : answer.body.rule
  }

  it('notice ends so many days before the meeting; staff need none for leave after it, a member does', async () => {
    await noticed(world)
    expect(await ruleOf(await asking(world, 'sc_meeting', '2020-01-01'))).toBe('leave.notice')
    expect(await ruleOf(await asking(world, 'sc_meeting', '2020-01-02'))).toBe('accepted')
    expect(await ruleOf(await asking(world, 'sc_meeting', '2019-12-31'))).toBe('leave.notice')
    const own = await aMember(world)
    const late = { ...(await asking(world, 'sc_meeting', '2019-12-30')), memberId: own.id }
    const member = await world.as('member', { personId: own.personId })
    expect((await member.post(REQUESTS, late).expect(422)).body.rule).toBe('leave.notice')
    expect((await world.admin.post(REQUESTS, late).expect(201)).body.retroactive).toBe(true)
  })

  it('requests that were taken back do not count', async () => {
    await once(world)
    const request = await asked(world, 'party_leadership')
    const { memberId: member, meetingId, leaveType } = request
    const again = { memberId: member, meetingId, leaveType }
    expect(await ruleOf(again)).toBe('leave.max_requests')
    await act(world, `${REQUESTS}/${request.id}`, 'recall')
    expect(await ruleOf(again)).toBe('accepted')
  })

  it('whoever holds the office decides, or staff in the name of one; the answer tells whose it was', async () => {
    await byOffice(world)
    const officer = await anOfficer(world)
    const holder = await world.as('approver', { personId: officer.personId })
    const own = await asked(world, 'sg_meeting')
    const decided = await holder.post(`${REQUESTS}/${own.id}/approve`, {}, { 'if-match': '*' }).expect(200)
    expect(decided.body).toMatchObject({ state: 'approved', approverMemberId: officer.id })
    const other = await asked(world, 'sg_meeting')
    const named = await act(world, `${REQUESTS}/${other.id}`, 'refuse', { approverMemberId: officer.id })
    expect(named).toMatchObject({ state: 'refused', approverMemberId: officer.id })
    const stranger = await world.as('approver', { personId: (await aMember(world)).personId })
    const third = await asked(world, 'sg_meeting')
    const refused = await stranger
      .post(`${REQUESTS}/${third.id}/approve`, {}, { 'if-match': '*' })
      .expect(422)
    expect(refused.body.rule).toBe('leave.approver')
    // Where no policy names an office, whoever may decide leave decides.
    const free = await asked(world, 'salon')
    expect(await act(world, `${REQUESTS}/${free.id}`, 'approve', {})).toMatchObject({
      approverMemberId: null,
    })
  })

  it('the shortest policy that covers the leave holds, and the general one where the type has none', async () => {
    await post(world, POLICIES, { typeCode: 'plenary', maxHalfDays: 1 })
    await post(world, POLICIES, { typeCode: 'plenary', noticeDays: 60 })
    const { body: general } = await world.admin.post(POLICIES, { writtenOnly: true }).expect(201)
    const sessions = [
      { day: '2020-02-10', part: 'am' },
      { day: '2020-02-10', part: 'pm' },
    ]
    const meeting = await aMeeting(world, {
      typeCode: 'plenary',
      startsOn: '2020-02-10',
      endsOn: '2020-02-10',
      sessions,
    })
    const sent = { memberId: await memberId(world), meetingId: meeting.id, leaveType: 'sick', form: 'oral' }
    expect(await ruleOf({ ...sent, sessionIds: [meeting.sessions[0].id] })).toBe('accepted')
    expect(await ruleOf(sent)).toBe('leave.notice')
    const elsewhere = await asking(world, 'salon', '2020-02-10', { form: 'oral' })
    expect(await ruleOf(elsewhere)).toBe('leave.written')
    await world.admin.delete(`${POLICIES}/${general.id}`).expect(204)
    expect(await ruleOf(elsewhere)).toBe('accepted')
  })

  it('leave approved after settlement counts its own session anew and no other', async () => {
    const member = await memberId(world)
    const meeting = await aMeeting(world, {
      typeCode: 'training',
      sessions: [
        { day: '2019-05-10', part: 'am' },
        { day: '2019-05-10', part: 'pm' },
      ],
    })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member] })
    const ids: string[] = meeting.sessions.map(({ id }: { id: string }) => id)
    for (const id of ids) {
      const items = [{ memberId: member, presence: 'absent' }]
      await post(world, `/v1/meeting-sessions/${id}/attendance`, { items })
      await act(world, `/v1/meeting-sessions/${id}`, 'settle', {})
    }
    const rolls = () =>
      Promise.all(
        ids.map(async (id) => {
          const { body, headers } = await world.admin.get(`/v1/meeting-sessions/${id}/attendance`)
          expect(headers['etag']).toBeDefined()
          return [body.state, body.tally.leave, body.tally.absent]
        }),
      )
    expect(await rolls()).toEqual([
      ['settled', 0, 1],
      ['settled', 0, 1],
    ])
    const sent = { memberId: member, meetingId: meeting.id, leaveType: 'sick', sessionIds: [ids[1]] }
    const request = await post(world, REQUESTS, sent)
    await act(world, `${REQUESTS}/${request.id}`, 'approve', {})
    expect(await rolls()).toEqual([
      ['settled', 0, 1],
      ['settled', 1, 0],
    ])
  })
})

describe('which policy', () => {
  const general = { typeCode: null, maxHalfDays: null }
  const short = { typeCode: 'plenary', maxHalfDays: 1 }
  const middle = { typeCode: 'plenary', maxHalfDays: 4 }
  const all = [general, middle, short]

  it.each([
    ['plenary', 1, short],
    ['plenary', 2, middle],
    ['plenary', 4, middle],
    ['plenary', 5, general],
    ['salon', 1, general],
  ])('%s, %i half-days', (typeCode, halfDays, expected) => {
    expect(policyFor(all, typeCode, halfDays)).toBe(expected)
    expect(policyFor(all.toReversed(), typeCode, halfDays)).toBe(expected)
  })

  it('none where none covers it', () => {
    expect(policyFor([short, middle], 'plenary', 5)).toBeUndefined()
    expect(policyFor([short, middle], 'salon', 1)).toBeUndefined()
  })

  it('a day is two half-days, on each of its days', () => {
    const session = (part: Stored<'meetingSessions'>['part'], dayTo: string | null = null) => ({
      day: '2019-05-10',
      dayTo,
      part,
    })
    expect(halfDaysOf([session('am')])).toBe(1)
    expect(halfDaysOf([session('am'), session('pm')])).toBe(2)
    expect(halfDaysOf([session('day')])).toBe(2)
    expect(halfDaysOf([session('day', '2019-05-12')])).toBe(6)
    expect(halfDaysOf([session('am', '2019-05-12')])).toBe(3)
    expect(halfDaysOf([])).toBe(0)
  })
})
