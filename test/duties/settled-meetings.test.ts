import { expect, it } from 'vitest'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { memberId, type Row, refuses, type Sent } from '../support/rules.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** What stands once a session is settled; who was late; who spoke; who reads the minutes. */

/** A meeting whose only session is settled. */
async function settled(world: World) {
  const meeting = await aMeeting(world, { endsOn: '2019-05-11' })
  await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'settle', {})
  return meeting
}
const unsettling = (what: string, make: Row[3]): Row => [
  `a settled session: ${what}`,
  409,
  'state_conflict',
  make,
]

const SETTLED: readonly Row[] = [
  unsettling('more people invited', async (world) => {
    const { id } = await settled(world)
    return ['POST', `/v1/meetings/${id}/invite`, { memberIds: [await memberId(world)] }]
  }),
  ...Object.entries({ typeCode: 'salon', participationMode: 'sign_up', startsOn: '2019-05-09' }).map(
    ([field, value]) =>
      unsettling(`${field} of its meeting`, async (world) => [
        'PATCH',
        `/v1/meetings/${(await settled(world)).id}`,
        { [field]: value },
      ]),
  ),
  unsettling('its day', async (world) => [
    'PATCH',
    `/v1/meeting-sessions/${(await settled(world)).sessions[0].id}`,
    { day: '2019-05-11' },
  ]),
]

/** A meeting that was settled, and then found not to have taken place. */
async function cancelled(world: World) {
  const meeting = await settled(world)
  await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '登记错误' })
  return meeting
}

const CANCELLED: readonly Row[] = Object.entries({
  'more people invited': async (world: World): Promise<Sent> => [
    'POST',
    `/v1/meetings/${(await cancelled(world)).id}/invite`,
    { memberIds: [await memberId(world)] },
  ],
  'another session': async (world: World): Promise<Sent> => [
    'POST',
    '/v1/meeting-sessions',
    { meetingId: (await cancelled(world)).id, day: '2019-05-11' },
  ],
  'its session reopened': async (world: World): Promise<Sent> => [
    'POST',
    `/v1/meeting-sessions/${(await cancelled(world)).sessions[0].id}/reopen`,
    { reason: '补登' },
  ],
}).map(([what, make]) => [`a cancelled meeting: ${what}`, 409, 'state_conflict', make])

const speech = async (world: World, values: object = {}) => ({
  memberId: await memberId(world),
  meetingId: (await aMeeting(world)).id as string,
  title: '发言',
  form: 'oral',
  ...values,
})

const SPEECHES: readonly Row[] = [
  ...(['/v1/speeches', '/v1/speeches/batch'] as const).map(
    (path): Row => [
      `${path}: of somebody who was not in office on the day`,
      422,
      'rule_violation',
      async (world): Promise<Sent> => {
        const { id } = await aMember(world, { validFrom: '2019-06-01' })
        const body = await speech(world, { memberId: id })
        return ['POST', path, path.endsWith('batch') ? { items: [body] } : body]
      },
    ],
  ),
  [
    'the same speech twice',
    422,
    'rule_violation',
    async (world) => {
      const body = await speech(world)
      await post(world, '/v1/speeches', body)
      return ['POST', '/v1/speeches', body]
    },
  ],
]

inEveryWorld('meetings that are settled, and what members see and say', (world) => {
  refuses(world, [...SETTLED, ...CANCELLED, ...SPEECHES])

  it('what a settled session does not depend on is mended as ever, and a reopened one is open', async () => {
    const meeting = await settled(world)
    const path = `/v1/meetings/${meeting.id}`
    await world.admin
      .patch(path, { place: '他处', typeCode: meeting.typeCode }, { 'if-match': '*' })
      .expect(200)
    await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'reopen', { reason: '漏了人' })
    await post(world, `${path}/invite`, { memberIds: [await memberId(world)] })
  })

  it('a member asks no leave from what is settled; the office enters it afterwards', async () => {
    const own = await aMember(world)
    const meeting = await settled(world)
    const asking = await world.as('member', { personId: own.personId })
    const sent = { meetingId: meeting.id, leaveType: 'sick', memberId: own.id }
    const refused = await asking.post('/v1/leave-requests', sent).expect(409)
    expect(refused.body).toMatchObject({
      code: 'state_conflict',
      detail: expect.stringContaining('2019-05-10'),
    })
    expect(await post(world, '/v1/leave-requests', sent)).toMatchObject({ retroactive: true })
  })

  it('shows minutes and guests to the office and to whom it concerned', async () => {
    const [invited, other] = [await aMember(world), await aMember(world)]
    const meeting = await aMeeting(world, {
      minutes: '略',
      guests: [{ kind: 'department_head', name: '某局长' }],
    })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [invited.id] })
    const seen = async ({ personId }: { personId: string }) => {
      const client = await world.as('member', { personId })
      const { body } = await client.get(`/v1/meetings/${meeting.id}`).expect(200)
      return [body.minutes, body.guests.length]
    }
    expect(await seen(invited)).toEqual(['略', 1])
    expect(await seen(other)).toEqual([null, 0])
  })

  it('who came after the grace of the meeting was late, whatever the mark says', async () => {
    const [early, graced, late, unknown] = await Promise.all([1, 2, 3, 4].map(() => memberId(world)))
    const meeting = await aMeeting(world, {
      graceMinutes: 10,
      sessions: [{ day: '2019-05-10', part: 'am', startTime: '09:00' }],
    })
    const at = (memberId: string | undefined, time: string | null) => ({
      memberId,
      presence: 'present',
      arrivedAt: time && `2019-05-10T${time}+08:00`,
    })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [early, graced, late, unknown] })
    const path = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
    const items = [at(early, '08:50:00'), at(graced, '09:10:00'), at(late, '09:10:01'), at(unknown, null)]
    await world.admin.post(path, { items }).expect(200)
    const { body } = await world.admin.get(path).expect(200)
    const marks = new Map(
      body.items.map((one: { memberId: string; status: string }) => [one.memberId, one.status]),
    )
    expect([early, graced, late, unknown].map((id) => marks.get(id))).toEqual([
      'present',
      'present',
      'late',
      'present',
    ])
  })
})
