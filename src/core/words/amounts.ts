import { exactText, type Points } from '../points.ts'
import { FACT_ITEMS } from './scoring.ts'
import { type Language, type Word, wordOf } from './word.ts'

/** Numbers and days in words. */

/** What an amount is counted in, where that is no points. */
export type Unit = { readonly zh: string; readonly en: string } | null

/** `25分`, `25 points`; `25元` in a unit of its own; a share that does not end stays a fraction. */
export function pointsIn(points: Points, lang: Language, unit: Unit = null): string {
  const text = exactText(points)
  if (unit) return `${text}${/^\p{L}/u.test(unit.en) && lang === 'en' ? ' ' : ''}${unit[lang]}`
  return lang === 'zh' ? `${text}分` : `${text} ${text === '1' || text === '-1' ? 'point' : 'points'}`
}

/** 2019-02-25 as 2019年2月25日. */
export function printDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

export const itemOf = (kind: string): Word => wordOf(FACT_ITEMS, kind) ?? ['项', 'record']

/** `3件提案`; in English the number alone. */
export const amountText = (kind: string, number: number, lang: Language): string =>
  lang === 'zh' ? `${number}${itemOf(kind)[0]}` : String(number)

export const ROUNDS: Record<'down' | 'up' | 'half_up', Word> = {
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
