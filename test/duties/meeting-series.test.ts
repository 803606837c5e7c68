import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, isDay } from '../../src/core/days.ts'
import { OCCURRENCES_MAX, occurrencesOf, Rule, weekdayOf } from '../../src/duties/meetings/recurrence.ts'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, aPeriod, type Body, closePeriod } from '../support/records.ts'
import { type Row, refuses } from '../support/rules.ts'
import { inEveryWorld } from '../support/world.ts'

/** Meetings that come again: the days of a rule, and the records that they become. */

const daysOf = (rule: object, from: string) => occurrencesOf(Rule.parse(rule), from)

describe('the days of a rule', () => {
  it.each([
    [
      'each week',
      { frequency: 'weekly', count: 3 },
      '2019-07-11',
      ['2019-07-11', '2019-07-18', '2019-07-25'],
    ],
    [
      'every second Monday, from the next one on',
      { frequency: 'weekly', interval: 2, weekday: 1, until: '2019-08-12' },
      '2019-07-11',
      ['2019-07-15', '2019-07-29', '2019-08-12'],
    ],
    [
      'the second Thursday of the month',
      { frequency: 'monthly', weekday: 4, nth: 2, count: 3 },
      '2019-07-11',
      ['2019-07-11', '2019-08-08', '2019-09-12'],
    ],
    [
      'the last Friday, over the end of a year',
      { frequency: 'monthly', weekday: 5, nth: -1, count: 3 },
      '2019-11-30',
      ['2019-12-27', '2020-01-31', '2020-02-28'],
    ],
    [
      'a day that has passed in the first month',
      { frequency: 'monthly', dayOfMonth: 5, count: 2 },
      '2019-07-11',
      ['2019-08-05', '2019-09-05'],
    ],
    [
      'each quarter, and every second one',
      { frequency: 'quarterly', interval: 2, count: 3 },
      '2019-01-15',
      ['2019-01-15', '2019-07-15', '2020-01-15'],
    ],
    ['until its own day', { frequency: 'weekly', until: '2019-07-11' }, '2019-07-11', ['2019-07-11']],
    ['never', { frequency: 'weekly', weekday: 5, until: '2019-07-11' }, '2019-07-11', []],
  ])('%s', (_what, rule, from, days) => {
    expect(daysOf(rule, from)).toEqual({ days, skipped: [] })
  })

  it('a short month has no 31st, and none is put in its place', () => {
    expect(daysOf({ frequency: 'monthly', count: 4 }, '2019-01-31')).toEqual({
      days: ['2019-01-31', '2019-03-31', '2019-05-31', '2019-07-31'],
      skipped: ['2019-02', '2019-04', '2019-06'],
    })
    expect(daysOf({ frequency: 'monthly', weekday: 5, nth: 5, until: '2019-06-30' }, '2019-03-01')).toEqual({
      days: ['2019-03-29', '2019-05-31'],
      skipped: ['2019-04', '2019-06'],
    })
  })

  const rules = fc
    .record({
      frequency: fc.constantFrom('weekly', 'monthly', 'quarterly'),
      interval: fc.integer({ min: 1, max: 12 }),
      weekday: fc.integer({ min: 1, max: 7 }),
      nth: fc.constantFrom(1, 2, 3, 4, 5, -1),
      dayOfMonth: fc.integer({ min: 1, max: 31 }),
      byDay: fc.boolean(),
      count: fc.integer({ min: 1, max: OCCURRENCES_MAX }),
    })
    .map(({ frequency, interval, weekday, nth, dayOfMonth, byDay, count }) => ({
      frequency,
      interval,
      count,
      ...(frequency === 'weekly' ? { weekday } : byDay ? { dayOfMonth } : { weekday, nth }),
    }))
  const firsts = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays('2017-01-01', days))

  it('go upwards from the first, exist, fit the rule, and are the same for as many and for until', () => {
    fc.assert(
      fc.property(rules, firsts, (sent, from) => {
        const rule = Rule.parse(sent)
        const { days, skipped } = occurrencesOf(rule, from)
        expect(days).toEqual([...new Set(days)].sort())
        for (const day of days) {
          expect(isDay(day) && day >= from).toBe(true)
          if (rule.weekday) expect(weekdayOf(day)).toBe(rule.weekday)
          if (rule.dayOfMonth) expect(Number(day.slice(8))).toBe(rule.dayOfMonth)
          expect(skipped).not.toContain(day.slice(0, 7))
        }
        if (days.length < sent.count) return
        const { count: _, ...open } = sent
        const until = occurrencesOf(Rule.parse({ ...open, until: days.at(-1) }), from)
        expect(until.days).toEqual(days)
      }),
    )
  })
})

const PATH = '/v1/meetings/series'
const aSeries = (rule: object, values: object = {}) => ({
  title: '月度协商',
  typeCode: 'salon',
  startsOn: '2019-07-11',
  endsOn: '2019-07-12',
  rule,
  ...values,
})
const weekly = (count: number) => ({ frequency: 'weekly', count })

const RULES: readonly Row[] = [
  [
    'a series of more than sixty',
    422,
    'rule_violation',
    async () => ['POST', PATH, aSeries({ frequency: 'weekly', until: '2022-01-01' })],
  ],
  [
    'a series of none',
    422,
    'rule_violation',
    async () => ['POST', PATH, aSeries({ frequency: 'weekly', weekday: 1, until: '2019-07-12' })],
  ],
  [
    'a day that never comes',
    422,
    'rule_violation',
    async () => [
      'POST',
      PATH,
      aSeries(
        { frequency: 'monthly', interval: 12, dayOfMonth: 30, count: 2 },
        { startsOn: '2019-02-01', endsOn: '2019-02-01' },
      ),
    ],
  ],
  [
    'an unknown type of meeting',
    422,
    'rule_violation',
    async () => ['POST', PATH, aSeries(weekly(2), { typeCode: 'nothing' })],
  ],
  [
    'an organiser that is not there',
    422,
    'unknown_reference',
    async () => ['POST', PATH, aSeries(weekly(2), { organizerIds: [ABSENT] })],
  ],
  [
    'neither end nor number',
    400,
    'validation_failed',
    async () => ['POST', PATH, aSeries({ frequency: 'weekly' })],
  ],
  [
    'a week with a day of the month',
    400,
    'validation_failed',
    async () => ['POST', PATH, aSeries({ ...weekly(2), dayOfMonth: 3 })],
  ],
  [
    'a key of another system, which only one record could have',
    400,
    'validation_failed',
    async () => ['POST', PATH, aSeries(weekly(2), { externalId: 'x' })],
  ],
]

inEveryWorld('a series of meetings', (world) => {
  refuses(world, RULES)

  it('is ordinary meetings, each with its own days and sessions', async () => {
    const sessions = [
      { day: '2019-07-11', part: 'am', startTime: '09:00' },
      { day: '2019-07-11', dayTo: '2019-07-12', part: 'pm' },
    ]
    const answer = await world.admin.post(PATH, aSeries(weekly(3), { sessions, capacity: 20 })).expect(201)
    const { seriesId, skipped, items } = answer.body
    expect(skipped).toEqual([])
    expect(items.map(({ startsOn, endsOn }: Body) => [startsOn, endsOn])).toEqual([
      ['2019-07-11', '2019-07-12'],
      ['2019-07-18', '2019-07-19'],
      ['2019-07-25', '2019-07-26'],
    ])
    expect(items[2].sessions.map(({ day, dayTo, part }: Body) => [day, dayTo, part])).toEqual([
      ['2019-07-25', null, 'am'],
      ['2019-07-25', '2019-07-26', 'pm'],
    ])
    expect(items[2]).toMatchObject({ seriesId, capacity: 20, state: 'published', version: 1 })
    const listed = (await world.admin.get(answer.headers['location']!).expect(200)).body.items
    expect(listed).toEqual(items)
    // Each lives by itself from now on.
    await act(world, `/v1/meetings/${items[1].id}`, 'cancel', { reason: '台风' })
    await world.admin.patch(`/v1/meetings/${items[2].id}`, { place: '三楼' }, { 'if-match': '*' }).expect(200)
    const { body: first } = await world.admin.get(`/v1/meetings/${items[0].id}`).expect(200)
    expect(first).toEqual(items[0])
    await world.admin.patch(`/v1/meetings/${first.id}`, { seriesId: ABSENT }, { 'if-match': '*' }).expect(400)
  })

  it('tells which months it left out', async () => {
    const values = { startsOn: '2019-01-31', endsOn: '2019-01-31' }
    const { body } = await world.admin
      .post(PATH, aSeries({ frequency: 'monthly', count: 3 }, values))
      .expect(201)
    expect(body.skipped).toEqual(['2019-02', '2019-04'])
    expect(body.items.at(-1).sessions[0].day).toBe('2019-05-31')
  })

  it('a retry makes no second one, a trial none', async () => {
    const series = aSeries(weekly(2), { title: '只一次' })
    const count = async () =>
      (await world.admin.get(`/v1/meetings?q=${encodeURIComponent('只一次')}`).expect(200)).body.items.length
    await world.admin.post(`${PATH}?validateOnly=true`, series).expect(200)
    expect(await count()).toBe(0)
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await world.admin.post(PATH, series, key).expect(201)
    const second = await world.admin.post(PATH, series, key).expect(201)
    expect(second.body).toEqual(first.body)
    expect(await count()).toBe(2)
  })

  it('403 for a clerk of another department', async () => {
    const [mine, theirs] = [await anOrganization(world), await anOrganization(world)]
    const clerk = await world.as('clerk', { organizationId: mine.id })
    const { body } = await clerk
      .post(PATH, aSeries(weekly(2), { ownerOrganizationId: theirs.id }))
      .expect(403)
    expect(body.code).toBe('not_owner')
    await clerk.post(PATH, aSeries(weekly(2), { ownerOrganizationId: mine.id })).expect(201)
  })
})

inEveryWorld('a series that reaches into a closed year', (world) => {
  it('all or none: one day in a closed year, and no meeting is made', async () => {
    const period = await aPeriod(world)
    const counted = async () =>
      (await world.admin.get('/v1/meetings?includeTotal=true').expect(200)).body.total
    await closePeriod(world, period.id)
    const before = await counted()
    const values = { startsOn: '2018-12-20', endsOn: '2018-12-20' }
    const { body } = await world.admin.post(PATH, aSeries(weekly(4), values)).expect(409)
    expect(body.code).toBe('period_closed')
    expect(await counted()).toBe(before)
    await world.admin.post(PATH, aSeries(weekly(1), values)).expect(201)
  })
})
