import { beforeAll, expect, it } from 'vitest'
import { PRESENCES } from '../../src/core/words/meetings.ts'
import { codesOf } from '../../src/core/words/word.ts'
import { participationIn } from '../../src/reporting/participation/service.ts'
import { computedFor } from '../../src/reporting/reconciliation/computed.ts'
import { loadFacts } from '../../src/scoring/store/sources.ts'
import { type Random, randomOf } from '../support/random.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/**
 * One presence: the district's rate with its records, the yearly table and the trends of each member say the same of any
 * span of a random year. What nobody has recorded moves no rate; settling moves what it settles.
 */

const SEED = Number(process.env['PRESENCE_SEED'] ?? 20190107)
const MEETINGS = Number(process.env['PRESENCE_MEETINGS'] ?? 10)
const MEMBERS = 6

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const dayOf = (random: Random): string =>
  `2019-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`

/** A meeting on a day of the year with whoever is invited, answers, asks for leave, and what the roll says. */
async function aRandomMeeting(world: World, random: Random, members: readonly Body[], number: number) {
  const day = dayOf(random)
  const signUp = random.below(2) === 0
  const meeting = await aMeeting(world, {
    title: `会议${number}`,
    typeCode: random.pick(['research', 'visit', 'sc_meeting']),
    participationMode: signUp ? 'sign_up' : 'must_attend',
    capacity: signUp && random.below(2) === 0 ? 1 + random.below(3) : null,
    startsOn: day,
    endsOn: day,
  })
  const [{ id }] = meeting.sessions
  const serving = members.filter(
    ({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day),
  )
  const invited = serving.filter(() => random.below(4) > 0)
  if (invited.length > 0)
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: invited.map((member) => member.id) })
  for (const member of invited) {
    const response = random.pick(['accepted', 'accepted', 'declined', null])
    if (response)
      await world.admin
        .post(`/v1/meeting-sessions/${id}/responses`, { memberId: member.id, response })
        .expect(200)
  }
  for (const member of invited) {
    if (random.below(4) > 0) continue
    const request = { memberId: member.id, meetingId: meeting.id, leaveType: 'personal' }
    const leave = await world.admin.post('/v1/leave-requests', request)
    const verb = random.pick(['approve', 'refuse', null])
    if (leave.status === 201 && verb)
      await act(world, `/v1/leave-requests/${leave.body.id}`, verb, { note: '知悉' })
  }
  const items = serving.flatMap((member) => {
    const presence = random.pick([...codesOf(PRESENCES), null, null])
    const absent = presence === 'absent' || presence === 'leave'
    return presence === null || (absent && !invited.includes(member))
      ? []
      : [{ memberId: member.id, presence }]
  })
  if (items.length > 0 && random.below(5) > 0)
    await world.admin.post(`/v1/meeting-sessions/${id}/attendance`, { items })
  if (random.below(2) === 0)
    await world.admin.post(`/v1/meeting-sessions/${id}/settle`, {
      acceptUnknown: true,
      acceptDuplicate: true,
    })
  return { id: meeting.id, sessionId: id, day }
}

inEveryWorld('one presence', (world) => {
  const random = randomOf(SEED)
  const members: Body[] = []
  const spans = [
    { from: '2019-01-01', to: '2019-12-31' },
    { from: '2019-03-10', to: '2019-09-20' },
  ]

  const statistic = async ({ from, to }: { from: string; to: string }, further = '') =>
    (await world.admin.get(`/v1/statistics/attendance_rate?from=${from}&to=${to}${further}`).expect(200)).body
  const recordsOf = async ({ from, to }: { from: string; to: string }): Promise<Body[]> =>
    (
      await world.admin
        .get(`/v1/statistics/attendance_rate/records?from=${from}&to=${to}&limit=200`)
        .expect(200)
    ).body.items
  const tableOf = (span: { from: string; to: string }) =>
    participationIn(world.storage, { committeeId: world.committeeId, ...span })
  const rates = async () => {
    const { value, numerator, denominator } = await statistic(spans[0]!)
    const table = await tableOf(spans[0]!)
    return {
      value,
      numerator,
      denominator,
      members: table.map(({ attendance: { excluded: _, ...rate } }) => rate),
    }
  }

  beforeAll(async () => {
    for (let n = 0; n < MEMBERS; n += 1) {
      const late = n === 1 ? { validFrom: '2019-05-01' } : {}
      const early = n === 2 ? { validTo: '2019-08-31' } : {}
      members.push(await aMember(world, { name: `委员${'甲乙丙丁戊己'[n]}`, ...late, ...early }))
    }
    await post(world, '/v1/exemptions', {
      memberId: members[3].id,
      reason: 'illness',
      validFrom: '2019-02-01',
      validTo: '2019-06-30',
    })
    for (let n = 0; n < MEETINGS; n += 1) await aRandomMeeting(world, random, members, n)
  }, 120_000)

  it(`the district's rate, the yearly table and the trends agree for every member and span (seed ${SEED})`, async () => {
    for (const span of spans) {
      const [{ numerator, denominator, excluded }, records, table] = [
        await statistic(span),
        await recordsOf(span),
        await tableOf(span),
      ]
      const sum = (of: (rate: Body) => number) =>
        table.reduce((total, { attendance }) => total + of(attendance), 0)
      expect([numerator, denominator]).toEqual([
        sum((rate) => rate.numerator),
        sum((rate) => rate.denominator),
      ])
      const left = new Map<string, number>()
      for (const { reason, records: n } of table.flatMap(({ attendance }) => attendance.excluded ?? []))
        left.set(reason, (left.get(reason) ?? 0) + n)
      expect(Object.fromEntries(left)).toEqual(
        Object.fromEntries(excluded.map(({ reason, records: n }: Body) => [reason, n])),
      )
      for (const { memberId, attendance } of table) {
        const own = records.filter((record) => record.memberId === memberId)
        expect([memberId, own.length]).toEqual([memberId, attendance.denominator])
      }
    }
    for (const { id } of members) {
      const { body } = await world.admin.get(`/v1/members/${id}/trends?asOf=2019-12-31&years=1`).expect(200)
      const row = (await tableOf(spans[0]!)).find(({ memberId }) => memberId === id)!
      expect(body.items[0].years[0].attendance).toMatchObject(row.attendance)
    }
  })

  it('a declared number of sessions is compared with the same expected ones', async () => {
    const [{ from, to }] = spans as [{ from: string; to: string }]
    const scope = { committeeId: world.committeeId, from, to, perSession: true, today: to }
    const factsOf = Map.groupBy(await loadFacts(world.storage, scope), ({ memberId }) => memberId)
    for (const { memberId, attendance } of await tableOf({ from, to })) {
      // Of this one the year has facts from before the mandate and after it.
      if ([members[1].id, members[2].id].includes(memberId)) continue
      expect(computedFor('expected', factsOf.get(memberId) ?? [])).toBe(attendance.denominator)
    }
  })

  it('a meeting that nobody has recorded moves no rate, and is told beside it', async () => {
    const before = await rates()
    const meeting = await aMeeting(world, {
      title: '未登记',
      typeCode: 'visit',
      startsOn: '2019-10-10',
      endsOn: '2019-10-10',
    })
    const all = members.filter(({ validTo }) => validTo === null).map(({ id }) => id)
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: all })
    expect(await rates()).toEqual(before)
    const { excluded } = await statistic({ from: '2019-10-10', to: '2019-10-10' })
    expect(excluded).toEqual(expect.arrayContaining([{ reason: 'unresolved', records: expect.any(Number) }]))
    const [{ id: sessionId }] = meeting.sessions
    const items = [{ memberId: all[0], presence: 'present' }]
    await post(world, `/v1/meeting-sessions/${sessionId}/attendance`, { items })
    expect(await rates()).toMatchObject({
      numerator: before.numerator + 1,
      denominator: before.denominator + 1,
    })
    await act(world, `/v1/meeting-sessions/${sessionId}`, 'settle', {
      acceptUnknown: true,
      acceptDuplicate: true,
    })
    expect(await rates()).toMatchObject({
      numerator: before.numerator + 1,
      denominator: before.denominator + all.length,
    })
  })
})
