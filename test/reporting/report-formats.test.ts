import { describe, expect, test } from 'vitest'
import { EXPLANATION_WORDS } from '../../src/core/words/explanations.ts'
import { LANGUAGES } from '../../src/core/words/word.ts'
import { type SnapshotInput, snapshotOf } from '../../src/reporting/reports/snapshot.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { type Fact, FactsDocument } from '../../src/scoring/facts.ts'
import { treeOf } from '../../src/scoring/words/explain.ts'
import { renderTree } from '../../src/scoring/words/render.ts'
import { frozen, rules } from './words-sample.ts'

/**
 * A report is computed again as it was printed, whatever its words are today. The golden files of the first format were
 * made by the code that printed it: who changes a word of a format makes another format.
 */

const loaded = loadRegulation(rules)
if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
const { regulation } = loaded
const document = FactsDocument.parse(frozen.document)

/** Statuses that came with the third format were in no year before. */
function documentOf(format: 1 | 2 | 3 | 4): typeof document {
  const isLater = ({ outcome }: Fact) => outcome === 'not_signed_up' || outcome === 'waiting'
  return format >= 3 ? document : { ...document, facts: document.facts.filter((fact) => !isLater(fact)) }
}

describe.each([1, 2, 3, 4] as const)('a report of format %i', (format) => {
  test('says every condition, status, kind and class in its own words', async () => {
    const snapshot = snapshotOf({ ...frozen, document: documentOf(format), format } as SnapshotInput)
    await expect(`${JSON.stringify(snapshot, null, 1)}\n`).toMatchFileSnapshot(
      `../golden/reports/format-${format}.snapshot.txt`,
    )
  })

  test.each(LANGUAGES)('is explained in them (%s)', async (lang) => {
    const words = EXPLANATION_WORDS[format]
    const [row] = sheetOf(documentOf(format), regulation)
    const tree = treeOf('zhang', row!.lines, compile(regulation), frozen.asOf, row!.standing, words)
    await expect(renderTree(tree, lang)).toMatchFileSnapshot(`../golden/reports/format-${format}.${lang}.txt`)
  })
})
