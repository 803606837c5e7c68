import { daysInMonth } from '../../core/days.ts'
import type { DraftLine } from '../lines.ts'
import type { Span } from './presence.ts'

/**
 * Parts of the period in which a clause counts anew: a cap for each month, one record for each quarter. A line belongs
 * to the part in which its day lies. `term`: from the first day of the mandate on, so that what counted in earlier
 * periods is looked at, too.
 */
export const WINDOWS = ['month', 'quarter', 'half_year', 'term'] as const
export type Window = (typeof WINDOWS)[number]

/** Parts of the calendar year. */
export type YearPart = Exclude<Window, 'term'>
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
