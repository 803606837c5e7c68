import { z } from 'zod'
import { daysInMonth } from '../../core/days.ts'
import { FREQUENCIES } from '../../core/words/reports.ts'
import type { Language } from '../../core/words/word.ts'
import type { DraftLine } from '../lines.ts'
import type { YearPart } from '../notation/bounds.ts'
import { mechanism } from './mechanism.ts'
import { numberingOf } from './nth.ts'
import type { Span } from './presence.ts'

/**
 * Parts of the period in which a clause counts anew: a cap for each month, one record for each quarter. A line belongs
 * to the part in which its day lies. `term`: from the first day of the mandate on, so that what counted in earlier
 * periods is looked at, too.
 */
const WINDOWS = ['month', 'quarter', 'half_year', 'term'] as const
export type Window = (typeof WINDOWS)[number]

const MONTHS: Record<YearPart, number> = { month: 1, quarter: 3, half_year: 6 }

/** Names the part of a day: the first month of it, `2024-04` for the second quarter. */
export function windowOf(day: string, window: YearPart): string {
  const month = Number(day.slice(5, 7))
  const first = month - ((month - 1) % MONTHS[window])
  return `${day.slice(0, 5)}${String(first).padStart(2, '0')}`
}

/** The lines of a clause by part, in order; all of them where the clause counts over the whole period. */
export function inWindows(
  lines: readonly DraftLine[],
  window: Window | null,
): readonly (readonly DraftLine[])[] {
  if (window === null || window === 'term') return [lines]
  return [...Map.groupBy(lines, (line) => windowOf(line.day, window)).values()]
}

/** The calendar parts of a span of days, the first and the last cut to it. */
export function partsOf(from: string, to: string, each: YearPart): Span[] {
  const parts: Span[] = []
  const months = MONTHS[each]
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  month -= (month - 1) % months
  for (;;) {
    const last = month + months - 1
    const start = `${year}-${String(month).padStart(2, '0')}-01`
    if (start > to) return parts
    const end = `${year}-${String(last).padStart(2, '0')}-${String(daysInMonth(year, last)).padStart(2, '0')}`
    parts.push({ from: start < from ? from : start, to: end > to ? to : end })
    ;[year, month] = last === 12 ? [year + 1, 1] : [year, last + 1]
  }
}

/** What numbers and limits of a clause run over: `每季度`. */
export const overText = (window: Window | undefined): string =>
  window === 'term' ? '整个任期' : window ? FREQUENCIES[window][0] : '全年'

const ORDINALS = {
  zh: ['一', '二', '三', '四'],
  en: ['first', 'second', 'third', 'fourth'],
} as const
const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(' ')

/** `第三季度`, `the third quarter`: the part in which a day lies; empty where there are no parts. */
export function partText(window: Window | null, day: string, lang: Language): string {
  const month = Number(day.slice(5, 7))
  const zh = lang === 'zh'
  switch (window) {
    case null:
      return ''
    case 'term':
      return zh ? '本届' : 'the term'
    case 'month':
      return zh ? `${month}月` : MONTH_NAMES[month - 1]!
    case 'quarter': {
      const quarter = Math.ceil(month / 3) - 1
      return zh ? `第${ORDINALS.zh[quarter]}季度` : `the ${ORDINALS.en[quarter]} quarter`
    }
    case 'half_year':
      if (zh) return month <= 6 ? '上半年' : '下半年'
      return `the ${month <= 6 ? 'first' : 'second'} half-year`
  }
}

export const windowMechanism = mechanism({
  keys: { window: z.enum(WINDOWS).optional() },
  check(clause, report) {
    const { window, cap, floor, wanted, combine } = clause
    const limited = cap ?? floor ?? wanted ?? combine
    if (window && numberingOf(clause).length === 0 && limited === undefined)
      report(['window'], 'window_of_nothing')
  },
  refusals: {
    window_of_nothing: () => ({
      zh: 'window 须与 cap、floor、once、from、upTo、fullAt、combine 或 wanted 同用',
      en: 'a window is for a cap, a floor, once, from, upTo, fullAt, combine or wanted',
    }),
  },
  losses: {},
})
