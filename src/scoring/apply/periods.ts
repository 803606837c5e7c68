import { addDays, addMonths } from '../../core/days.ts'
import type { Period } from '../facts.ts'
import type { Span } from '../mechanisms/presence.ts'

/** Periods that follow each other without a gap. */

/** How many months a period of a kind is long; one without a length of its own is taken for a year. */
const MONTHS: Partial<Record<Period['kind'], number>> = { half_year: 6, quarter: 3, month: 1 }

/** So many periods of the same kind, this one the last: those that are told, and before them by the calendar. */
export function lastPeriods(period: Period, count: number): Span[] {
  const periods: Span[] = [period, ...(period.before ?? []).toReversed()].slice(0, count)
  for (let next = periods.at(-1)!; periods.length < count; next = periods.at(-1)!) {
    const from = addMonths(next.from, -(MONTHS[period.kind] ?? 12))
    periods.push({ from, to: addDays(next.from, -1) })
  }
  return periods.reverse()
}

/** Those of some periods, the latest last, that end the day before the next one begins, up to a day. */
export function runningUpTo<P extends Span>(periods: readonly P[], from: string): P[] {
  const running: P[] = []
  let next = from
  for (const period of periods.toReversed()) {
    if (addDays(period.to, 1) !== next) break
    running.unshift(period)
    next = period.from
  }
  return running
}
