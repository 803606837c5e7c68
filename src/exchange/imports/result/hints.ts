import { LEAVE_TYPES } from '../../../core/words/catalogues.ts'
import { STATUSES } from '../../../core/words/meetings.ts'
import { wordOf } from '../../../core/words/word.ts'
import { meaningOfWord, nearestWords } from '../planner/legend.ts'
import { normalizeUnit } from '../planner/names.ts'

/** What a cell could say instead: the nearest word that is read, or none where nothing is near. */

/** The usual word for what a word of attendance resembles; null where it resembles none. */
export function hintOfWord(raw: string): string | null {
  const [nearest] = nearestWords(raw)
  const meaning = nearest ? meaningOfWord(nearest) : undefined
  if (!meaning) return null
  const word = wordOf(LEAVE_TYPES, meaning.leaveType ?? '') ?? wordOf(STATUSES, meaning.status)
  return word?.[0] ?? nearest!
}

/** The one of these words that shares most with a text, at least half of it; null where two share as much. */
export function nearestOf(raw: string, words: readonly string[]): string | null {
  const text = normalizeUnit(raw)
  if (text === '') return null
  const near = words
    .map((word) => ({ word, share: likeness(text, normalizeUnit(word)) }))
    .filter(({ share }) => share >= 0.5)
    .sort((a, b) => b.share - a.share)
  const [first, second] = near
  return first && first.share > (second?.share ?? 0) ? first.word : null
}

/** Characters that both hold, against all that they hold: 1 for equal texts. */
function likeness(a: string, b: string): number {
  const rest = [...b]
  let both = 0
  for (const char of a) {
    const at = rest.indexOf(char)
    if (at < 0) continue
    rest.splice(at, 1)
    both += 1
  }
  return (2 * both) / ([...a].length + [...b].length)
}
