import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { dayInZone } from '../../src/core/days.ts'
import { type Answer, placesOf } from '../../src/duties/attendance/places.ts'
import { ABSENT } from '../support/makers.ts'
import { act, aMeeting, aMember, type Body, post } from '../support/records.ts'
import { aMemberUser } from '../support/service-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** Places of a meeting and who waits for one: an order of answers, and nothing that attendance would know of. */

const answers = fc.uniqueArray(
  fc.record({
    memberId: fc.string({ minLength: 1, maxLength: 3 }),
    response: fc.constantFrom('pending', 'accepted', 'declined'),
    respondedAt: fc.constantFrom('2019-05-01T01:00:00.000Z', '2019-05-01T02:00:00.000Z'),
    seq: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  { selector: ({ memberId }) => memberId, maxLength: 12 },
)
const waitersOf = (all: readonly Answer[], away: ReadonlySet<string>, capacity: number | null) =>
  [...placesOf(all, away, capacity)]
    .filter(([, { place }]) => place === 'waiting')
    .sort(([, a], [, b]) => a.waitingNumber! - b.waitingNumber!)
    .map(([memberId]) => memberId)

describe('places', () => {
  it('are never more than there are, nobody waits beside a free one, and the numbers go from 1', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 6 }), (all, capacity) => {
        const places = [...placesOf(all, new Set(), capacity).values()]
        const taken = places.filter(({ place }) => place === 'taken').length
        const waiting = places.flatMap(({ waitingNumber }) => waitingNumber ?? [])
        const coming = all.filter(({ response }) => response === 'accepted').length
        expect(taken).toBe(Math.min(coming, capacity))
        expect(waiting.sort((a, b) => a - b)).toEqual(Array.from({ length: coming - taken }, (_, i) => i + 1))
      }),
    )
  })

  it('who gives a place back moves the first one up and leaves the others in their order', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 4 }), fc.nat(), (all, capacity, choice) => {
        const seats = placesOf(all, new Set(), capacity)
        const seated = all.filter(({ memberId }) => seats.get(memberId)!.place === 'taken')
        fc.pre(seated.length > 0)
        const { memberId } = seated[choice % seated.length]!
        const before = waitersOf(all, new Set(), capacity)
        expect(waitersOf(all, new Set([memberId]), capacity)).toEqual(before.slice(1))
        const declined = all.map((one) =>
          one.memberId === memberId ? { ...one, response: 'declined' } : one,
        )
        expect(waitersOf(declined, new Set(), capacity)).toEqual(before.slice(1))
      }),
    )
  })

  it('of a meeting without a number are nobody’s', () => {
    fc.assert(
      fc.property(answers, (all) => {
        for (const { place } of placesOf(all, new Set(), null).values()) expect(place).toBe(null)
      }),
    )
  })
})

inEveryWorld('a waiting list', (world) => {
  let people: Body[]
  let meeting: Body
  let url: string
  const later = () => {
    world.now = new Date(world.now.getTime() + 1_000)
  }
  const answer = (who: Body, response = 'accepted') =>
    world.admin.post(url, { memberId: who.id, response }).expect(200)
  const waiting = async () => {
    const { body } = await world.admin.get(url).expect(200)
    const rows = body.items.filter(({ place }: Body) => place === 'waiting')
    expect(body.waiting).toBe(rows.length)
    return rows.map(({ memberId, waitingNumber }: Body) => [
      people.findIndex(({ id }) => id === memberId),
      waitingNumber,
    ])
  }

  beforeEach(async () => {
    people = [await aMember(world), await aMember(world), await aMember(world), await aMember(world)]
    meeting = await aMeeting(world, { participationMode: 'sign_up', capacity: 2 })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: people.map(({ id }) => id) })
    url = `/v1/meeting-sessions/${meeting.sessions[0].id}/responses`
    for (const who of [people[2], people[0], people[3], people[1]]) {
      later()
      await answer(who)
    }
  })

  it('is in the order of the answers; the first moves up when a place is given back', async () => {
    const { body } = await world.admin.get(url).expect(200)
    expect(body).toMatchObject({ sessionId: meeting.sessions[0].id, capacity: 2, accepted: 4, waiting: 2 })
    expect(body.items.map(({ memberId }: Body) => memberId)).toEqual(
      [2, 0, 3, 1].map((index) => people[index].id),
    )
    expect(body.items[0]).toMatchObject({ name: people[2].name, place: 'taken', waitingNumber: null })
    expect(await waiting()).toEqual([
      [3, 1],
      [1, 2],
    ])
    const declined = await answer(people[0], 'declined')
    expect(declined.body).toMatchObject({ response: 'declined', place: null, waitingNumber: null })
    expect(await waiting()).toEqual([[1, 1]])
    // Who comes back comes last.
    later()
    expect((await answer(people[0])).body).toMatchObject({ place: 'waiting', waitingNumber: 2 })
    // Who says the same twice keeps the place.
    expect((await answer(people[1])).body).toMatchObject({ place: 'waiting', waitingNumber: 1 })
  })

  it('leave frees a place while it stands, and a refusal takes it back', async () => {
    const leave = { memberId: people[2].id, meetingId: meeting.id, leaveType: 'sick' }
    const { id } = await post(world, '/v1/leave-requests', leave)
    expect(await waiting()).toEqual([[1, 1]])
    await act(world, `/v1/leave-requests/${id}`, 'refuse', { note: '请出席' })
    expect(await waiting()).toEqual([
      [3, 1],
      [1, 2],
    ])
  })

  it('more places, and nobody waits; none named, and everybody has one', async () => {
    const path = `/v1/meetings/${meeting.id}`
    await world.admin.patch(path, { capacity: 4 }, { 'if-match': '*' }).expect(200)
    expect(await waiting()).toEqual([])
    await world.admin.patch(path, { capacity: null }, { 'if-match': '*' }).expect(200)
    const { body } = await world.admin.get(url).expect(200)
    expect([body.capacity, body.items[0].place]).toEqual([null, null])
    await world.admin.patch(path, { capacity: 0 }, { 'if-match': '*' }).expect(400)
  })

  it('who waits is not expected, and was there if they came all the same', async () => {
    const tally = async () =>
      (await world.admin.get(url.replace('responses', 'attendance')).expect(200)).body.tally
    const places = async (capacity: number | null) => {
      await world.admin.patch(`/v1/meetings/${meeting.id}`, { capacity }, { 'if-match': '*' }).expect(200)
      return (await world.admin.get(url).expect(200)).body.items
    }
    await places(null)
    const all = await tally()
    const waits = (await places(1)).find(({ place }: Body) => place === 'waiting')
    const others = all.expected - 1
    expect(await tally()).toMatchObject({ expected: 1, notSignedUp: all.notSignedUp + others })
    const items = [{ memberId: waits.memberId, presence: 'present' }]
    await post(world, url.replace('responses', 'attendance'), { items })
    expect(await tally()).toMatchObject({ expected: 2, present: 1 })
  })

  it('a member sees how many wait, and their own place alone', async () => {
    const user = await aMemberUser(world)
    const ids = [...people.map(({ id }) => id), user.id]
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: ids })
    later()
    const answered = () => user.client.post(url, { memberId: user.id, response: 'accepted' })
    // Its day has passed; the office still enters what it was told in time.
    const { body: late } = await answered().expect(422)
    expect(late.rule).toBe('invitations.answer_in_time')
    const answerBy = dayInZone(world.now)
    await world.admin.patch(`/v1/meetings/${meeting.id}`, { answerBy }, { 'if-match': '*' }).expect(200)
    const own = await answered().expect(200)
    expect(own.body).toMatchObject({ place: 'waiting', waitingNumber: 3 })
    const { body, headers } = await user.client.get(url).expect(200)
    expect(body).toMatchObject({ accepted: 5, waiting: 3 })
    expect(body.items.map(({ memberId }: Body) => memberId)).toEqual([user.id])
    await user.client.get(url, { 'if-none-match': headers['etag']! }).expect(304)
  })

  it('404 for a session that is not there, 410 for one that was withdrawn', async () => {
    await world.admin.get(`/v1/meeting-sessions/${ABSENT}/responses`).expect(404)
    // Whoever says that they hold it is told no more.
    await world.admin.get(`/v1/meeting-sessions/${ABSENT}/responses`, { 'if-none-match': '*' }).expect(404)
    const session = { meetingId: meeting.id, day: '2019-05-10', part: 'pm' }
    const { id } = await post(world, '/v1/meeting-sessions', session)
    await world.admin.delete(`/v1/meeting-sessions/${id}`, { 'if-match': '*' }).expect(204)
    const gone = await world.admin.get(`/v1/meeting-sessions/${id}/responses`).expect(410)
    expect(gone.body.code).toBe('gone')
  })
})
