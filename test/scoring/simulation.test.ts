import { expect, test } from 'vitest'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { effectsOf, type Outcome } from '../../src/scoring/apply/simulation.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'

/** What a draft would change: who moves, in points, in rank or in grade, and who does not. */

const DONE: Record<string, string[]> = {
  down: ['b', 'b'],
  graded: ['c'],
  ranked: ['c'],
  same: ['c'],
  swapped: ['a', 'b'],
  up: ['a'],
}
const document = FactsDocument.parse({
  period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
  members: Object.keys(DONE).map((id) => ({ id, validFrom: '2022-01-01' })),
  facts: Object.entries(DONE).flatMap(([memberId, kinds]) =>
    kinds.map((kind, at) => ({
      id: `${kind}/${memberId}-${at}`,
      memberId,
      day: '2024-05-01',
      kind,
      scope: 'record',
    })),
  ),
})

function outcomes(
  a: number,
  b: number,
  of: (memberId: string) => Pick<Outcome, 'rank' | 'grade'>,
): Outcome[] {
  const clauses = `a: { title: A, counts: a, points: ${a} }, b: { title: B, counts: b, points: ${b} }`
  const loaded = loadRegulation(
    `regulation: sample\ntitle: S\nperiod: calendar_year\nclauses: { ${clauses}, c: { title: C, counts: c, points: 1 } }`,
  )
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors))
  return sheetOf(document, loaded.regulation).map((row) => ({ ...row, ...of(row.memberId) }))
}

test('who moves by most comes first; a swap, a rank and a grade move nothing and are told', () => {
  const before = outcomes(1, 2, () => ({ rank: 1, grade: null }))
  const after = outcomes(2, 1, (id) => ({
    rank: id === 'ranked' ? 2 : 1,
    grade: id === 'graded' ? 'good' : null,
  }))
  const { effects, ...counts } = effectsOf(before, after)
  expect(counts).toEqual({ members: 6, up: 1, down: 1, regraded: 1 })
  expect(effects.map(({ memberId, moved }) => [memberId, moved])).toEqual([
    ['down', -2],
    ['up', 1],
    ['graded', 0],
    ['ranked', 0],
    ['swapped', 0],
  ])
  expect(effects[0]).toEqual({
    memberId: 'down',
    before: { total: 4, rank: 1, grade: null },
    after: { total: 2, rank: 1, grade: null },
    moved: -2,
    clauses: [{ clause: 'b', before: 4, after: 2 }],
  })
  expect(effects[4]!.clauses).toEqual([
    { clause: 'a', before: 1, after: 2 },
    { clause: 'b', before: 2, after: 1 },
  ])
})

test('who is in one version alone comes from nothing, or goes to it', () => {
  const all = outcomes(1, 2, () => ({ rank: 1, grade: null }))
  const [up] = all.filter(({ memberId }) => memberId === 'up')
  const side = { total: 1, rank: 1, grade: null }
  const moves = { memberId: 'up', clauses: [{ clause: 'a', before: 0, after: 1 }] }
  expect(effectsOf([], [up!]).effects).toEqual([{ ...moves, before: null, after: side, moved: 1 }])
  expect(effectsOf([up!], []).effects).toMatchObject([{ before: side, after: null, moved: -1 }])
})
