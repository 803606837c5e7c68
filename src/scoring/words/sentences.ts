import {
  compare,
  divide,
  equal,
  exactText,
  multiply,
  type Points,
  pointsText,
  whole,
} from '../../core/points.ts'
import type { ExplanationWords } from '../../core/words/explanations.ts'
import { FACT_ITEMS, UNITS, WHOLES } from '../../core/words/scoring.ts'
import { codeText, type Language, pick, type Word, wordOf } from '../../core/words/word.ts'
import type { Arithmetic } from '../lines.ts'
import type { WantedSum } from '../mechanisms/wanted.ts'

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

const itemOf = (kind: string): Word => wordOf(FACT_ITEMS, kind) ?? ['项', 'record']

/** `3件提案`; in English the number alone. */
export const amountText = (kind: string, number: number, lang: Language): string =>
  lang === 'zh' ? `${number}${itemOf(kind)[0]}` : String(number)

/** `会议`, `meetings`: a kind of fact by its name. */
export function kindText(kind: string, { kinds }: ExplanationWords, lang: Language): string {
  const word = wordOf(kinds, kind)
  return word ? pick(word, lang) : quoted(kind, lang)
}

/** `25分`, `25 points`; a share that does not end stays a fraction. */
export function pointsIn(points: Points, lang: Language): string {
  const text = exactText(points)
  return lang === 'zh' ? `${text}分` : `${text} ${text === '1' || text === '-1' ? 'point' : 'points'}`
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

/** The sum before any loss: `15分 × 1/2（2人署名，第1位）= 7.5分`. */
export function sumText(sum: Arithmetic, full: Points, words: ExplanationWords, lang: Language): string {
  const { rate, share, by } = sum
  const quantity = isWholePart(sum) ? null : sum.quantity
  const row = by && (words.rowsInWords ? valueText(by.field, by.value, words, lang) : by.value)
  const one = pointsIn(rate, lang) + (by && by.field !== 'outcome' ? ` [${row}]` : '')
  const figure = quantity ? `${one} × ${timesText(quantity, lang)}` : one
  if (!share || share.of === 1 || share.position === null) {
    return quantity ? `${figure} = ${pointsIn(full, lang)}` : figure
  }
  const who =
    lang === 'zh'
      ? `（${share.of}人署名，第${share.position}位）`
      : ` (${share.position} of ${share.of} who signed)`
  return `${figure} × ${pointsText(share.part)}${who} = ${pointsIn(full, lang)}`
}

/** An allotment that is held in whole is no product. */
const isWholePart = ({ quantity }: Arithmetic): boolean =>
  quantity?.unit === 'in_office' && exactText(quantity.many) === '1'

/** `3 小时`; of every 1 000 yuan: `2（2500 元 ÷ 1000 = 2.5，舍去尾数）`. */
function timesText({ many, unit, each, amount }: Quantity, lang: Language): string {
  const name = codeText(UNITS, unit, lang)
  if (!amount || (exactText(each) === '1' && equal(amount, many))) return `${exactText(many)} ${name}`
  const exact = divide(amount, each)
  const sum = `${exactText(amount)} ${name} ÷ ${exactText(each)}`
  const zh = lang === 'zh'
  const round = equal(exact, many) ? '' : ROUNDS[compare(many, exact) < 0 ? 'down' : 'up'][zh ? 0 : 1]
  const rounded = round && ` = ${exactText(exact)}${zh ? '，' : ', '}${round}`
  return zh ? `${exactText(many)}（${sum}${rounded}）` : `${exactText(many)} (${sum}${rounded})`
}
type Quantity = NonNullable<Arithmetic['quantity']>

const ROUNDS: Record<'down' | 'up' | 'half_up', Word> = {
  down: ['舍去尾数', 'rounded down'],
  up: ['进为整数', 'rounded up'],
  half_up: ['四舍五入', 'rounded half up'],
}

/** `，舍去尾数为6`; nothing where there was nothing to round. */
export function roundingText(
  exact: Points,
  rounded: number,
  round: keyof typeof ROUNDS,
  lang: Language,
): string {
  if (exactText(exact) === String(rounded)) return ''
  return lang === 'zh' ? `，${ROUNDS[round][0]}为${rounded}` : `, ${ROUNDS[round][1]} to ${rounded}`
}

/** `第一季度应有3件提案 × 1/2（在任且未免计的部分） = 1.5，舍去尾数为1，实有0件提案`. */
export function wantedText(sum: WantedSum, part: string, kind: string, lang: Language): string {
  const { count, there } = sum
  const first = amountText(kind, count, lang) + shrunkText(sum, lang)
  if (lang === 'zh') return `${part || '本期'}应有${first}，实有${amountText(kind, there, lang)}`
  return `${first} wanted in ${part || 'the period'}, ${there} there`
}

function shrunkText({ count, part, round, wanted }: WantedSum, lang: Language): string {
  if (part === null || round === null || exactText(part) === '1') return ''
  const exact = multiply(whole(count), part)
  const words = lang === 'zh' ? '（在任且未免计的部分）' : ' (days in office and not exempt)'
  return ` × ${pointsText(part)}${words} = ${exactText(exact)}${roundingText(exact, wanted, round, lang)}`
}
