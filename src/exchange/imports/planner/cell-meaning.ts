import type { Profile } from '../../../core/import-profile.ts'
import type { CellClaim } from './claim.ts'
import { isProxyWord, type Legend, type Meaning, meaningOfSymbol, meaningOfWord } from './legend.ts'
import { splitName } from './names.ts'
import { noteSays } from './note-words.ts'
import { EMPTY_FORMULA_CELL, ERROR_CELL } from './table.ts'

type CellMeaning =
  | { kind: 'status'; meaning: Meaning }
  | { kind: 'blank' }
  | { kind: 'proxy' }
  | { kind: 'unknown'; symbol: string }

type CellFacts = {
  legend: Legend
  profile: Profile
  /** The cell is for a signature: empty it may be explained by the note. */
  signature: boolean
  /** The person's name in this row. */
  name: string
  isMemberName: (key: string) => boolean
}

/**
 * What a cell says: a profile's values first, then the legend, then words that mean one thing everywhere.
 * A mark that neither explains is unknown, whatever it means in other sheets.
 */
export function readCell(cell: CellClaim, facts: CellFacts): CellMeaning {
  const { legend, profile } = facts
  const text = cell.raw.trim()
  if (cell.kind === ERROR_CELL) return { kind: 'unknown', symbol: text }
  if (cell.kind === EMPTY_FORMULA_CELL) return { kind: 'unknown', symbol: '（公式没有结果）' }
  if (text === '') return facts.signature ? blankWithNote(cell.note) : { kind: 'blank' }
  if (isProxyWord(text)) return { kind: 'proxy' }
  const value = profile.valueMap?.[text]
  const told: Meaning | undefined =
    value === undefined
      ? undefined
      : typeof value === 'string'
        ? { status: value, leaveType: null }
        : { status: value.status, leaveType: value.leaveType ?? null }
  const meaning = told ?? meaningOfSymbol(legend, text) ?? meaningOfWord(text) ?? signed(text, facts)
  if (meaning === 'proxy') return { kind: 'proxy' }
  if (!meaning) return { kind: 'unknown', symbol: text }
  return withNote(meaning, text, cell.note)
}

function signed(text: string, facts: CellFacts): Meaning | 'proxy' | undefined {
  if (!facts.signature) return undefined
  const present: Meaning = { status: 'present', leaveType: null }
  const own = splitName(facts.name).key
  if (own !== '' && splitName(text).key === own) return present
  // Somebody else's name in the signature cell is a signature by proxy.
  if (own !== '' && facts.isMemberName(splitName(text).key)) return 'proxy'
  return facts.profile.signatureNonblank === 'present' ? present : undefined
}

function blankWithNote(note: string): CellMeaning {
  const text = note.trim()
  if (text === '') return { kind: 'blank' }
  if (isProxyWord(text)) return { kind: 'proxy' }
  const meaning = meaningOfWord(text)
  return meaning ? { kind: 'status', meaning } : { kind: 'unknown', symbol: `（空白；备注：${text}）` }
}

// The note may refine what the cell says (late, which leave), and may contradict it, which is a question.
function withNote(meaning: Meaning, text: string, note: string): CellMeaning {
  if (note.trim() === '') return { kind: 'status', meaning }
  const { proxy, meanings } = noteSays(note)
  if (proxy) return { kind: 'proxy' }
  const others = meanings.filter(({ status }) => status !== meaning.status)
  if (others.length === 0) {
    const leaveType = meaning.leaveType ?? meanings[0]?.leaveType ?? null
    return { kind: 'status', meaning: { status: meaning.status, leaveType } }
  }
  const [other] = others
  const refined = other!.status === 'late' || other!.status === 'left_early'
  if (meaning.status === 'present' && others.length === 1 && refined)
    return { kind: 'status', meaning: other! }
  return { kind: 'unknown', symbol: `${text}（备注：${note.trim()}）` }
}
