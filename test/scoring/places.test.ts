import { describe, expect, test } from 'vitest'
import { parseText } from '../../src/core/points.ts'
import { numberIn } from '../../src/scoring/apply/bounds.ts'
import { listOf } from '../../src/scoring/apply/places.ts'
import { rank } from '../../src/scoring/apply/rank.ts'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import { sheetView } from '../../src/scoring/wire/sheet.ts'

/** What only the whole list can say: quotas of grades, several lists, the first and the last. */

const head = 'regulation: sample\ntitle: Sample\nperiod: calendar_year\n'

function rows(rules: string, points: Record<string, number>, offices: Record<string, string> = {}) {
  const loaded = loadRegulation(`${head}clauses: { a: { title: A, counts: visit, points: 1 } }\n${rules}`)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
  const document = FactsDocument.parse({
    period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
    members: Object.keys(points).map((id) => ({
      id,
      validFrom: '2022-01-01',
      ranked: id !== 'unranked',
      offices: offices[id] ? [{ code: offices[id], from: '2022-01-01' }] : [],
    })),
    facts: Object.entries(points).flatMap(([id, many]) =>
      Array.from({ length: many }, (_, at) => ({
        id: `visit/${id}-${at}`,
        memberId: id,
        day: '2024-05-01',
        kind: 'visit',
        scope: 'record',
      })),
    ),
  })
  return sheetView(loaded.regulation, sheetOf(document, loaded.regulation)).members
}

const gradesOf = (members: ReturnType<typeof rows>) =>
  Object.fromEntries(members.map(({ memberId, grade }) => [memberId, grade]))

test('whoever belongs to two bodies of a kind stands on the list of the first by its id', () => {
  const bodies = ['b', 'a'].map((id) => ({
    id,
    code: id.toUpperCase(),
    kind: 'sector',
    from: '2022-01-01',
    to: null,
  }))
  const list = { title: { zh: '界别', en: 'Sectors' }, each: 'sector' }
  expect(listOf({ lists: { own: list as never } }, { bodies } as never, '2024-05-01')).toBe('own/A')
})

describe('quotas', () => {
  test('a grade for the first two who reach its limit; the others have the next one', () => {
    const rules = 'grades: [{ grade: best, min: 3, top: 2 }, { grade: good, min: 2 }, { grade: rest }]'
    expect(gradesOf(rows(rules, { a: 5, b: 4, c: 3, d: 2, e: 1 }))).toEqual({
      a: 'best',
      b: 'best',
      c: 'good',
      d: 'good',
      e: 'rest',
    })
  })

  test('a tie at the limit is inside, and the limit of points holds as well', () => {
    const rules = 'grades: [{ grade: best, min: 3, top: 2 }, { grade: rest }]'
    expect(gradesOf(rows(rules, { a: 5, b: 4, c: 4, d: 2 }))).toEqual({
      a: 'best',
      b: 'best',
      c: 'best',
      d: 'rest',
    })
    expect(gradesOf(rows(rules, { a: 5, b: 2 }))).toEqual({ a: 'best', b: 'rest' })
  })

  test('who is not ranked takes no place and has no grade of a quota', () => {
    const rules = 'grades: [{ grade: best, top: 1 }, { grade: rest }]'
    expect(gradesOf(rows(rules, { unranked: 9, a: 2, b: 1 }))).toEqual({
      a: 'best',
      b: 'rest',
      unranked: 'rest',
    })
  })

  test.each([
    ['20', 'down', 262, 52],
    ['20', 'half_up', 262, 52],
    ['20', 'up', 262, 53],
    ['1', 'down', 99, 0],
    ['25', 'half_up', 10, 3],
    ['100/3', 'down', 3, 1],
    ['100', 'up', 7, 7],
  ] as const)('%s percent, rounded %s, of %i are %i', (share, round, of, number) => {
    expect(numberIn({ kind: 'share', share: parseText(share), round }, of)).toBe(number)
  })
})

describe('lists', () => {
  const rules = `
lists:
  standing: { title: Standing, who: { office: standing_member } }
  ordinary: { title: Ordinary, who: { office: { not: standing_member } } }
grades: [{ grade: best, top: 1 }, { grade: rest }]`

  test('each has its own places and its own quota; the ranking over all stays', () => {
    const members = rows(rules, { a: 5, b: 4, c: 3 }, { a: 'standing_member', b: 'standing_member' })
    expect(
      members.map(({ memberId, rank, list, place, grade }) => [memberId, rank, list, place, grade]),
    ).toEqual([
      ['a', 1, 'standing', 1, 'best'],
      ['b', 2, 'standing', 2, 'rest'],
      ['c', 3, 'ordinary', 1, 'best'],
    ])
  })
})

describe('equal totals', () => {
  const visits = (rules: string) => rows(`groups: { g: { title: G } }\n${rules}`, { a: 2, b: 2, c: 1 })
  test('share a place, unless the regulation says what decides', () => {
    expect(visits('').map(({ rank }) => rank)).toEqual([1, 1, 3])
    expect(visits('tieBreak: [a]').map(({ rank }) => rank)).toEqual([1, 1, 3])
    const rank3 = rank([
      { memberId: 'a', ranked: true, total: parseText('5'), ties: [parseText('1'), parseText('2')] },
      { memberId: 'b', ranked: true, total: parseText('5'), ties: [parseText('1'), parseText('3')] },
      { memberId: 'c', ranked: true, total: parseText('5'), ties: [parseText('2'), parseText('0')] },
      { memberId: 'd', ranked: true, total: parseText('5'), ties: [parseText('1'), parseText('3')] },
    ])
    expect(rank3.map(({ memberId, rank: place }) => [memberId, place])).toEqual([
      ['c', 1],
      ['b', 2],
      ['d', 2],
      ['a', 4],
    ])
  })

  test('a grade has the colour that the regulation gives it', () => {
    const members = rows(
      'grades: [{ grade: 优秀, min: 2, top: 1, colour: green }, { grade: 合格, colour: blue }]',
      { a: 3, b: 2 },
    )
    expect(members.map(({ colour }) => colour)).toEqual(['green', 'blue'])
  })
})

describe('consequences of places', () => {
  const rules = `
grades: [{ grade: good, min: 3 }, { grade: weak }]
triggers:
  last: { title: last, when: { bottom: { share: 25, round: down } }, then: talk }
  first: { title: first, when: { all: [{ top: 1 }, { points: total, atLeast: 5 }] }, then: award }
  weak: { title: weak, when: { grade: weak }, unless: { bottom: 1 }, then: [reminder, talk] }`
  const of = (points: Record<string, number>) =>
    Object.fromEntries(
      rows(rules, points).map(({ memberId, consequences }) => [
        memberId,
        consequences.map(({ code }) => code),
      ]),
    )

  test('the last quarter, the first with a limit, a grade but for the last', () => {
    expect(of({ a: 6, b: 4, c: 2, d: 1 })).toEqual({ a: ['first'], b: [], c: ['weak'], d: ['last'] })
  })

  test('nobody is pushed under the limit by a tie', () => {
    expect(of({ a: 6, b: 4, c: 1, d: 1 })).toMatchObject({ c: ['weak'], d: ['weak'] })
  })

  test('say the place in words', () => {
    const loaded = rows(rules, { a: 6, b: 4, c: 2, d: 1 })
    expect(loaded.at(-1)!.consequences[0]!.because.text).toEqual({
      zh: '名次 4（末 25%）',
      en: 'place 4 (last 25%)',
    })
  })
})
