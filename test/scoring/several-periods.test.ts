import { expect, it, test } from 'vitest'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import { conditionText } from '../../src/scoring/words/conditions.ts'
import { act, aMember, approve, aTerm, post } from '../support/records.ts'
import { inEveryWorld, login } from '../support/world.ts'

/** What runs over several periods: which periods these are, and who was in office in each of them. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const TWO_YEARS = '{ counts: proposal, status: submitted, atMost: 0, over: { periods: 2 } }'
const YEAR_2018 = { kind: 'calendar_year', from: '2018-01-01', to: '2018-12-31' }

const fileOf = (rules: string) =>
  `regulation: several\ntitle: 样例\nperiod: calendar_year\nclauses: { a: { title: A, counts: opinion, points: 1 } }\n${rules}`

/** What followed for each member, in words. */
function consequencesOf(when: string, document: object): Record<string, string[]> {
  const loaded = loadRegulation(fileOf(`triggers: { t: { title: T, when: ${when}, then: talk } }`))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors))
  const sheet = sheetOf(FactsDocument.parse({ facts: [], ...document }), loaded.regulation)
  return Object.fromEntries(
    sheet.map(({ memberId, standing }) => [
      memberId,
      standing.consequences.map(({ because }) => conditionText(because).zh),
    ]),
  )
}

const opinionOn = (memberId: string, day: string) => ({
  ...{ id: `opinion/${memberId}-${day}`, memberId, day, kind: 'opinion', scope: 'record' },
  steps: [{ status: 'submitted', day }],
})

test('two years running are asked of whoever was in office in each of them, from the first year of a term on', () => {
  const members = [
    { id: 'since the session of the first year', validFrom: '2017-02-20' },
    { id: 'since new year', validFrom: '2017-01-01' },
    { id: 'since the second year', validFrom: '2018-01-01' },
    { id: 'left in the first year', validFrom: '2016-01-01', validTo: '2017-11-30' },
    {
      id: 'elected again',
      validFrom: '2018-02-20',
      mandates: [
        { from: '2013-02-20', to: '2018-02-19' },
        { from: '2018-02-20', to: null },
      ],
    },
    {
      id: 'elected again after a year without',
      validFrom: '2018-02-20',
      mandates: [
        { from: '2013-02-20', to: '2016-12-31' },
        { from: '2018-02-20', to: null },
      ],
    },
  ]
  const asked = consequencesOf(TWO_YEARS, { period: YEAR_2018, members })
  const text = '连续2期（2017年、2018年）内提案（提交） 0（至多 0）'
  expect(asked).toEqual({
    'since the session of the first year': [text],
    'since new year': [text],
    'since the second year': [],
    'left in the first year': [],
    'elected again': [text],
    'elected again after a year without': [],
  })
})

test('records put together, and in a row, are not asked of whoever was not in office in each', () => {
  const members = [
    { id: 'both', validFrom: '2017-02-20' },
    { id: 'one', validFrom: '2018-01-01' },
  ]
  const together =
    '{ together: [{ counts: proposal }, { counts: opinion }], atMost: 0, over: { periods: 2 } }'
  const asked = consequencesOf(together, { period: YEAR_2018, members })
  expect([asked.both!.length, asked.one!.length]).toEqual([1, 0])
})

test('the periods before a quarter are quarters', () => {
  const when = '{ counts: opinion, atLeast: 2, over: { periods: 2 } }'
  const period = { kind: 'quarter', from: '2019-04-01', to: '2019-06-30' }
  const members = [{ id: 'm', validFrom: '2017-01-01' }]
  const inYear = [opinionOn('m', '2018-05-10'), opinionOn('m', '2019-05-10')]
  expect(consequencesOf(when, { period, members, facts: inYear }).m).toEqual([])
  const inQuarter = [opinionOn('m', '2019-01-01'), opinionOn('m', '2019-05-10')]
  expect(consequencesOf(when, { period, members, facts: inQuarter }).m).toEqual([
    '连续2期（2019-01-01至2019-03-31、2019-04-01至2019-06-30）内社情民意 2（至少 2）',
  ])
})

test('session years before are those that are told', () => {
  const when = '{ counts: opinion, atLeast: 2, over: { periods: 2 } }'
  const period = { kind: 'session_year', from: '2019-02-20', to: '2020-01-10' }
  const members = [{ id: 'm', validFrom: '2017-01-01' }]
  const facts = [opinionOn('m', '2018-01-25'), opinionOn('m', '2019-05-10')]
  const before = [{ from: '2018-01-20', to: '2019-02-19' }]
  expect(consequencesOf(when, { period: { ...period, before }, members, facts }).m).toHaveLength(1)
  expect(consequencesOf(when, { period, members, facts }).m).toEqual([])
})

test('in each of two years is not both in one of them', () => {
  const both = '{ counts: opinion, atLeast: 1, over: { periods: 2 }, each: period }'
  const members = ['each', 'one', 'new'].map((id) => ({
    id,
    validFrom: id === 'new' ? '2018-01-01' : '2017-03-01',
  }))
  const facts = [
    ...[opinionOn('each', '2017-05-01'), opinionOn('each', '2018-05-01')],
    ...[opinionOn('one', '2018-05-01'), opinionOn('one', '2018-06-01'), opinionOn('new', '2018-06-01')],
  ]
  expect(consequencesOf(both, { period: YEAR_2018, members, facts })).toEqual({
    each: ['连续2期（2017年、2018年）内每期社情民意 2017年 1（至少 1）'],
    one: [],
    new: [],
  })
  const loaded = loadRegulation(
    fileOf('triggers: { t: { title: T, when: { counts: opinion, atLeast: 1, each: period }, then: talk } }'),
  )
  expect(loaded.ok ? [] : loaded.errors.map(({ code, message }) => [code, message.zh])).toEqual([
    ['each_of_periods', 'each: period 与 over: { periods: … } 一起写：在这几期里每一期都要成立'],
  ])
})

test('running is from one period to the next, whatever a year before the gap came to', () => {
  const when = '{ running: 2, of: { points: total, below: 60 } }'
  const resultOf = (year: number, total = 10) => ({
    ...{ memberId: 'm', from: `${year}-01-01`, to: `${year}-12-31` },
    ...{ total, grade: null },
  })
  const members = [{ id: 'm', validFrom: '2016-01-01' }]
  const period = { kind: 'calendar_year', from: '2019-01-01', to: '2019-12-31' }
  const told = (...earlier: object[]) => consequencesOf(when, { period, members, earlier }).m
  expect(told(resultOf(2017))).toEqual([])
  expect(told(resultOf(2017), resultOf(2018))).toEqual([
    '总分 0（低于 60），此前连续 2 期（2017年、2018年）如此（须连续 2 期）',
  ])
  expect(told(resultOf(2018, 60))).toEqual([])
  const again = [
    {
      id: 'm',
      validFrom: '2019-02-20',
      mandates: [
        { from: '2014-01-01', to: '2019-02-19' },
        { from: '2019-02-20', to: null },
      ],
    },
  ]
  expect(consequencesOf(when, { period, members: again, earlier: [resultOf(2018)] }).m).toHaveLength(1)
  // So many times in the mandate: whoever was elected again begins anew.
  const times = '{ times: 2, of: { points: total, below: 60 } }'
  expect(consequencesOf(times, { period, members, earlier: [resultOf(2017)] }).m).toHaveLength(1)
  expect(consequencesOf(times, { period, members: again, earlier: [resultOf(2017)] }).m).toEqual([])
})

const RULES = `
regulation: several
title: 样例
period: calendar_year
clauses: { a: { title: A, counts: opinion, points: 10 } }
triggers:
  none: { title: 两年没有提案, when: ${TWO_YEARS}, then: not_renominated }
  low: { title: 连续两年低于5分, when: { running: 2, of: { points: total, below: 5 } }, then: talk }
  term: { title: 届内一条, when: { counts: opinion, atLeast: 1, over: term }, then: award }
`

inEveryWorld('several periods of a committee', (world) => {
  const submitted = async ({ id }: Body, submittedOn: string) => {
    const opinion = await post(world, '/v1/opinions', { title: '信息', authorIds: [id] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn })
  }

  it('are of one person, whatever the term, and know a year that nobody assessed', async () => {
    await aTerm(world)
    world.now = new Date('2025-12-30T04:00:00.000Z')
    world.admin = await login(world, 'admin')
    const first = await aMember(world)
    const term = { number: 10, name: '第十届', startsOn: '2022-02-20', endsOn: '2027-02-19' }
    const next = await post(world, '/v1/terms', term)
    const mandate = { termId: next.id, validFrom: '2022-02-20' }
    const again = await aMember(world, { ...mandate, personId: first.personId })
    const fresh = await aMember(world, mandate)
    await submitted(first, '2021-05-10')
    const { id: regulationId } = await post(world, '/v1/regulations', { name: 'several', source: RULES })
    await approve(world, regulationId)
    const yearOf = (year: number) =>
      post(world, '/v1/periods', {
        ...{ kind: 'calendar_year', name: `${year}年度`, regulationId },
        ...{ startsOn: `${year}-01-01`, endsOn: `${year}-12-31` },
      })
    const periods: Record<number, Body> = { 2023: await yearOf(2023), 2025: await yearOf(2025) }
    const told = async (memberId: string, year: number): Promise<string[]> => {
      const url = `/v1/members/${memberId}/score?periodId=${periods[year].id}`
      const { body } = await world.admin.get(url).expect(200)
      return body.consequences.map(({ code }: Body) => code)
    }
    expect(await told(again.id, 2025)).toEqual(['none'])
    periods[2024] = await yearOf(2024)
    expect(await told(again.id, 2025)).toEqual(['none', 'low'])
    periods[2022] = await yearOf(2022)
    expect([await told(again.id, 2022), await told(fresh.id, 2022)]).toEqual([['none'], []])
    periods[2021] = await yearOf(2021)
    // The opinion of the year before was of the term before: the person wrote it, and the new term begins anew.
    expect([await told(again.id, 2022), await told(first.id, 2021)]).toEqual([['none'], ['none', 'term']])
    // One more fact moves whoever was elected again alone.
    await submitted(again, '2022-05-10')
    expect([await told(again.id, 2022), await told(again.id, 2023)]).toEqual([
      ['none', 'term'],
      ['none', 'term'],
    ])
    const { body: ranking } = await world.admin.get(`/v1/periods/${periods[2025].id}/ranking`).expect(200)
    expect(ranking.items.map(({ memberId }: Body) => memberId).toSorted()).toEqual(
      [again.id, fresh.id].toSorted(),
    )
  })
})
