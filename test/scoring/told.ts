import { expect } from 'vitest'
import { type Points, sum, ZERO } from '../../src/core/points.ts'
import { LANGUAGES, type Language } from '../../src/core/words/word.ts'
import { runCases } from '../../src/scoring/cases/run.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { ScoreTree, treeView } from '../../src/scoring/wire/schema.ts'
import type { GroupNode, Tree } from '../../src/scoring/words/explain.ts'
import { renderTree } from '../../src/scoring/words/render.ts'

/** What the lines of a node come to, added up from the bottom. */
function pointsNode({ start, groups, clauses }: GroupNode | Tree): Points {
  return sum([
    start?.points ?? ZERO,
    ...groups.map(pointsNode),
    ...clauses.flatMap(({ lines }) => lines.map(({ points }) => points)),
  ])
}

/** The explanations of one case of a regulation; whatever it says, its parts add up. */
export function told(rules: string, item: string): Record<Language, string> {
  const loaded = loadRegulation(`regulation: sample\ntitle: 样例\nperiod: calendar_year\n${rules}`)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
  const run = runCases(
    `regulation: sample\nyear: 2024\ncases:\n  - { name: one, shows: [a], ${item} }\n`,
    loaded.regulation,
  )
  if (!run.ok) throw new Error(JSON.stringify(run.errors, null, 2))
  const { tree, differences } = run.results[0]!
  expect(differences).toEqual([])
  expect(pointsNode(tree)).toEqual(tree.points)
  const view = treeView(tree)
  expect(ScoreTree.strict().parse(JSON.parse(JSON.stringify(view)))).toEqual(view)
  const [zh, en] = LANGUAGES.map((lang) => renderTree(tree, lang))
  expect(`${zh}${en}`).not.toMatch(/undefined|NaN|\[object/)
  return { zh: zh!, en: en! }
}
