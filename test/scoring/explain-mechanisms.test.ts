import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/core/words/word.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import { ScoreTree, treeView } from '../../src/scoring/wire/schema.ts'
import { treeOf } from '../../src/scoring/words/explain.ts'
import { renderTree } from '../../src/scoring/words/render.ts'

/** What people read of rates, numbers, ratings, weights, places, parts and vetoes: each sum can be redone on paper. */

const RULES = `
regulation: measured
title: { zh: 样例, en: Sample }
period: calendar_year
groups:
  meetings: { title: { zh: 会议, en: Meetings }, start: { figure: 12, prorated: months }, cap: 40, weight: 1/2 }
  work: { title: { zh: 履职, en: Work } }
clauses:
  rate:
    title: { zh: 出席率, en: Rate of attendance }
    measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }
    points: 20
    within: meetings
  bands:
    title: { zh: 出席率分档, en: Bands of the rate }
    measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }
    points: { bands: { 90: 20, 60: 10 } }
  first: { title: { zh: 前两件, en: First two }, counts: visit, points: 5, upTo: 2, within: work }
  half: { title: { zh: 参与的一半, en: Half for joint ones }, counts: joint_visit, points: { part: 1/2, of: first }, within: work }
  rated: { title: { zh: 评议, en: Rated }, counts: assessment, points: 1, quantity: point, combine: { by: role, weights: { public: 0.3, panel: 0.7 } } }
  median: { title: { zh: 取中, en: Median }, counts: mark, points: 1, quantity: point, combine: median }
  gift: { title: { zh: 捐款, en: Gifts }, counts: gift, points: 1, quantity: { unit: yuan, each: 1000, round: down } }
  average: { title: { zh: 与平均相比, en: Against the average }, measure: { points: work, to: average }, points: 10 }
  rank: { title: { zh: 名次, en: Place }, measure: { place: work }, points: { places: { 1: 10, 3: 6 } } }
grades:
  - { grade: 优秀, min: 90 }
  - { grade: 不合格, forced: { counts: visit, atLeast: 3, over: { periods: 2 } } }
triggers:
  warn: { title: { zh: 提醒, en: Reminder }, when: { all: [{ exempt: any }, { mandate: begins }, { counts: gift, sum: yuan, atLeast: 2000 }] }, then: reminder }
`

const loaded = loadRegulation(RULES)
if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))

const fact = (id: string, rest: object) => {
  const kind = id.split('/')[0]!
  return {
    id,
    memberId: 'zhang',
    day: '2024-06-01',
    kind,
    scope: kind === 'attendance' ? 'meeting' : 'record',
    ...rest,
  }
}
const document = FactsDocument.parse({
  period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
  members: [
    {
      id: 'zhang',
      validFrom: '2023-01-01',
      exemptions: [{ from: '2024-02-01', to: '2024-03-31', reason: 'illness' }],
    },
    { id: 'li', validFrom: '2022-01-01' },
  ],
  facts: [
    ...[1, 2, 3].map((n) =>
      fact(`attendance/${n}/zhang`, { type: 'plenary', outcome: n < 3 ? 'attended' : 'absent' }),
    ),
    ...[1, 2, 3].map((n) => fact(`visit/${n}`, {})),
    fact('joint_visit/1', {}),
    fact('assessment/1', { role: 'public', quantity: 80, unit: 'point' }),
    fact('assessment/2', { role: 'public', quantity: 90, unit: 'point' }),
    fact('assessment/3', { role: 'panel', quantity: 100, unit: 'point' }),
    ...[3, 9, 4].map((quantity, n) => fact(`mark/${n}`, { quantity, unit: 'point' })),
    fact('gift/1', { quantity: 2500, unit: 'yuan' }),
    ...[1, 2, 3, 4].map((n) => ({ ...fact(`visit/li-${n}`, {}), memberId: 'li' })),
    { ...fact('joint_visit/li', {}), memberId: 'li' },
  ],
})

describe('the explanation of measured values', () => {
  const row = sheetOf(document, loaded.regulation).find(({ memberId }) => memberId === 'zhang')!
  const tree = treeOf(row.memberId, row.lines, compile(loaded.regulation), document.period.to, row.standing)

  test.each(LANGUAGES)('reads as kept (%s)', async (lang) => {
    const text = renderTree(tree, lang)
    await expect(text).toMatchFileSnapshot(`../golden/scoring/measured.${lang}.txt`)
    expect(text).not.toMatch(/undefined|NaN|\[object/)
  })

  test('follows the schema of the API, and its parts add up', () => {
    const view = treeView(tree)
    expect(ScoreTree.safeParse(view).error?.issues).toBeUndefined()
    const parts = [...view.groups, ...view.clauses].reduce((all, one) => all + one.points, 0)
    expect(parts).toBeCloseTo(view.points, 6)
  })
})
