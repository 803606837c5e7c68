import { type Rate, unresolvedOf } from '../core/rates.ts'
import type { Say } from '../core/words/word.ts'

/** A number as it is printed: at most two decimals, none where there are none. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : String(Math.round(value * 100) / 100)

export const percent = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : `${number(value)}%`

/** What is not decided yet stands beside a rate, which it may still move. */
export function besideRate(excluded: Rate['excluded'], say: Say): string {
  const open = unresolvedOf(excluded)
  return open > 0 ? say(`，未登记 ${open}`, `, ${open} not recorded`) : ''
}
