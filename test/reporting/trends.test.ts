import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { grouped } from '../../src/reporting/trends/service.ts'
import type { Fact, ScoredMember } from '../../src/scoring/facts.ts'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** The same days of each year beside each other; of each member only the days in office. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const member = (id: string, values: Partial<ScoredMember> = {}): ScoredMember => ({
  id,
  ranked: true,
  validFrom: '2017-02-20',
  validTo: null,
  offices: [],
  bodies: [],
  exemptions: [],
  ...values,
})
const came = (memberId: string, day: string, outcome: string): Fact =>
  ({
    id: `attendance/s${day}/${memberId}`,
    memberId,
    day,
    kind: 'attendance',
    scope: 'session',
    outcome,
  }) as Fact
const year = (facts: Fact[]) => ({ from: '2019-01-01', to: '2019-12-31', facts })

describe('who a day counts for', () => {
  it('nobody before the mandate or after it, the body of that day', () => {
    const bodies = [
      { id: 'a', kind: 'sector', from: '2017-02-20', to: '2019-05-31' },
      { id: 'b', kind: 'sector', from: '2019-06-01', to: null },
    ]
    const one = member('m', { bodies, validFrom: '2019-03-01', validTo: '2019-09-30' })
    const facts = ['2019-02-01', '2019-05-31', '2019-06-01', '2019-10-01'].map((day) =>
      came('m', day, 'present'),
    )
    const found = grouped([one], [year(facts)], 'sector')
    expect(found.map(({ subjectId, years }) => [subjectId, years[0]!.attendance.denominator])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
    expect(found.map(({ years }) => years[0]!.members)).toEqual([0.3, 0.3])
  })

  it('exempt and declined sessions are in no denominator', () => {
    const facts = ['present', 'absent', 'exempt', 'declined', 'leave_approved'].map((outcome, at) =>
      came('m', `2019-05-0${at + 1}`, outcome),
    )
    const [only] = grouped([member('m')], [year(facts)], 'committee')
    expect(only!.years[0]!.attendance).toMatchObject({ numerator: 1, denominator: 3, value: 33.3 })
  })

  it('members add up to the committee, whatever the facts', () => {
    const outcome = fc.constantFrom('present', 'late', 'absent', 'leave_approved', 'exempt', 'unknown')
    const facts = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 28 }), outcome))
    fc.assert(
      fc.property(facts, (rows) => {
        const list = rows.map(([id, day, what], at) => ({
          ...came(id, `2019-05-${String(day).padStart(2, '0')}`, what),
          id: `attendance/${at}/${id}`,
        }))
        const members = ['a', 'b', 'c'].map((id) => member(id))
        const sums = grouped(members, [year(list)], 'member').map(({ years }) => years[0]!.attendance)
        const [whole] = grouped(members, [year(list)], 'committee')
        const sum = (pick: 'numerator' | 'denominator') => sums.reduce((total, rate) => total + rate[pick], 0)
        expect(whole!.years[0]!.attendance).toMatchObject({
          numerator: sum('numerator'),
          denominator: sum('denominator'),
        })
      }),
    )
  })
})

inEveryWorld('trends', (world) => {
  let [steady, falling, idle]: Body[] = []
  const AS_OF = '2019-10-31'

  beforeAll(async () => {
    ;[steady, falling, idle] = [await aMember(world), await aMember(world), await aMember(world)]
    const sector = await anOrganization(world, { kind: 'sector' })
    await post(world, '/v1/body-roles', {
      memberId: steady.id,
      organizationId: sector.id,
      validFrom: '2017-02-20',
    })
    for (const [day, presences] of [
      ['2018-03-01', ['present', 'present', 'present']],
      ['2018-04-01', ['present', 'present', 'absent']],
      ['2018-05-01', ['present', 'present', 'absent']],
      ['2018-11-20', ['absent', 'absent', 'absent']],
      ['2019-03-01', ['present', 'present', 'absent']],
      ['2019-04-01', ['present', 'absent', 'absent']],
      ['2019-05-01', ['present', 'absent', 'absent']],
    ] as const) {
      const meeting = await aMeeting(world, { startsOn: day, endsOn: day })
      const memberIds = [steady.id, falling.id, idle.id]
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
      const items = memberIds.map((memberId, at) => ({ memberId, presence: presences[at] }))
      await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
    }
    const opinion = await post(world, '/v1/opinions', { title: '停车', authorIds: [steady.id, falling.id] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-20' })
  })

  it('of the committee: the same days of each year, one opinion however many wrote it', async () => {
    const { body } = await world.admin.get(`/v1/trends?asOf=${AS_OF}&years=3`).expect(200)
    const [{ years, name }] = body.items
    expect(name).toBe('示例区政协')
    expect(years.map((one: Body) => [one.to, one.attendance.numerator, one.attendance.denominator])).toEqual([
      ['2019-10-31', 4, 9],
      ['2018-10-31', 7, 9],
      ['2017-10-31', 0, 0],
    ])
    expect(years.map((one: Body) => [one.opinions, one.attendance.value])).toEqual([
      [1, 44.4],
      [0, 77.8],
      [0, null],
    ])
  })

  it('by sector and by member; a member sees their own and nobody else’s', async () => {
    const { body } = await world.admin.get(`/v1/trends?asOf=${AS_OF}&by=sector`).expect(200)
    expect(body.items).toHaveLength(1)
    expect(body.items[0].years[0].attendance.value).toBe(100)
    const all = await world.admin.get(`/v1/trends?asOf=${AS_OF}&by=member`).expect(200)
    expect(all.body.items).toHaveLength(3)
    const client = await world.as('member', { personId: falling.personId })
    await client.get('/v1/trends').expect(403)
    const own = await client.get(`/v1/members/${falling.id}/trends?asOf=${AS_OF}`).expect(200)
    expect(own.body.items[0].years[0].attendance.value).toBe(33.3)
    await client.get(`/v1/members/${steady.id}/trends`).expect(404)
    await world.admin.get(`/v1/members/${ABSENT}/trends`).expect(404)
    const gone = await aMember(world)
    await world.admin.delete(`/v1/members/${gone.id}`, { 'if-match': '*' }).expect(204)
    await world.admin.get(`/v1/members/${gone.id}/trends`).expect(410)
  })

  it('names who takes part less, and who not at all yet', async () => {
    const { body } = await world.admin.get(`/v1/falling-participation?asOf=${AS_OF}`).expect(200)
    expect(body.items.map((one: Body) => [one.subjectId, one.reason]).sort()).toEqual(
      [
        [falling.id, 'rate_fell'],
        [idle.id, 'rate_fell'],
      ].sort(),
    )
    expect(body).toMatchObject({ sessionsMin: 3, fallMin: 20 })
    const early = await world.admin.get('/v1/falling-participation?asOf=2018-10-31').expect(200)
    expect(early.body.items).toEqual([])
  })
})
