import { type Points, pointsText } from '../../core/points.ts'
import { amountText, itemOf, pointsIn, type Unit } from '../../core/words/amounts.ts'
import type { ExplanationWords } from '../../core/words/explanations.ts'
import { WHOLES } from '../../core/words/scoring.ts'
import { type Language, pick, wordOf } from '../../core/words/word.ts'
import type { Arithmetic, TableRow } from '../lines.ts'
import { isWholePart, timesText } from '../mechanisms/quantity.ts'

/** The sentences of an explanation, in both languages. `render.ts` puts them into a tree. */

/** A code between quotes, where nobody knows a word for it. */
const quoted = (code: string, lang: Language): string => (lang === 'zh' ? `“${code}”` : `"${code}"`)

/** `全体会议`, `plenary`: a value of a field by its word. */
export function valueText(
  field: string,
  code: string,
  { filters }: ExplanationWords,
  lang: Language,
): string {
  const word = wordOf(filters[field] ?? {}, code)
  return word ? pick(word, lang) : quoted(code, lang)
}

/** `第3件提案`, `proposal 3`. */
export function itemText(kind: string, number: number, lang: Language): string {
  const whole = wordOf(WHOLES, kind)
  if (whole) return pick(whole, lang)
  return lang === 'zh' ? `第${amountText(kind, number, lang)}` : `${pick(itemOf(kind), lang)} ${number}`
}

/** `会议`, `meetings`: a kind of fact by its name. */
export function kindText(kind: string, { kinds }: ExplanationWords, lang: Language): string {
  const word = wordOf(kinds, kind)
  return word ? pick(word, lang) : quoted(kind, lang)
}

/** Counts in the order in which a sentence tells them; walk-ins and observations stand outside of it. */
const TOLD = ['present', 'late', 'leftEarly', 'partial', 'leave', 'absent', 'unknown'] as const

/** How the sessions of a meeting made its outcome: `应到8场（出席6，请假2），计为出席`. */
export function attendanceText(
  { outcome, sessions }: Arithmetic,
  words: ExplanationWords,
  lang: Language,
): string {
  if (outcome === null) return ''
  const word = pick(words.outcomes[outcome], lang)
  if (!sessions || sessions.eligible < 2) return word
  const counted = TOLD.flatMap((key) => {
    const count = sessions[key] ?? 0
    return count === 0 ? [] : [`${pick(words.sessions[key], lang)}${lang === 'zh' ? '' : ' '}${count}`]
  })
  return lang === 'zh'
    ? `应到${sessions.eligible}场（${counted.join('，')}），${outcome === 'unknown' ? '结果未定' : `计为${word}`}`
    : `${sessions.eligible} sessions (${counted.join(', ')}), ${outcome === 'unknown' ? 'still open' : `counts as ${word}`}`
}

/** `省级`; of a table by two fields `省级、书面`. */
function rowText({ field, value, and }: TableRow, words: ExplanationWords, lang: Language): string {
  const name = (of: string, code: string) => (words.rowsInWords ? valueText(of, code, words, lang) : code)
  const separator = lang === 'zh' ? '、' : ', '
  return name(field, value) + (and ? separator + name(and.field, and.value) : '')
}

/** The sum before any loss: `15分 × 1/2（2人署名，第1位）= 7.5分`. */
export function sumText(
  sum: Arithmetic,
  full: Points,
  words: ExplanationWords,
  lang: Language,
  unit: Unit,
): string {
  const { rate, share, by } = sum
  const quantity = isWholePart(sum) ? null : sum.quantity
  const row = by && rowText(by, words, lang)
  const one = pointsIn(rate, lang, unit) + (by && by.field !== 'outcome' ? ` [${row}]` : '')
  const figure = quantity ? `${one} × ${timesText(quantity, lang)}` : one
  if (!share || share.of === 1 || share.position === null) {
    return quantity ? `${figure} = ${pointsIn(full, lang, unit)}` : figure
  }
  const who =
    lang === 'zh'
      ? `（${share.of}人署名，第${share.position}位）`
      : ` (${share.position} of ${share.of} who signed)`
  return `${figure} × ${pointsText(share.part)}${who} = ${pointsIn(full, lang, unit)}`
}
