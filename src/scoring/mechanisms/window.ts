import type { DraftLine } from '../lines.ts'

/**
 * Parts of the period in which a clause counts anew: a cap for each month, one record for each quarter. A line belongs
 * to the part in which its day lies.
 */
export const WINDOWS = ['month', 'quarter', 'half_year'] as const
export type Window = (typeof WINDOWS)[number]

const MONTHS: Record<Window, number> = { month: 1, quarter: 3, half_year: 6 }

/** Names the part of a day: the first month of it, `2024-04` for the second quarter. */
export function windowOf(day: string, window: Window): string {
  const month = Number(day.slice(5, 7))
  const first = month - ((month - 1) % MONTHS[window])
  return `${day.slice(0, 5)}${String(first).padStart(2, '0')}`
}

/** The lines of a clause by part, in order; all of them where the clause counts over the whole period. */
export function inWindows(
  lines: readonly DraftLine[],
  window: Window | null,
): readonly (readonly DraftLine[])[] {
  if (window === null) return [lines]
  return [...Map.groupBy(lines, (line) => windowOf(line.day, window)).values()]
}
