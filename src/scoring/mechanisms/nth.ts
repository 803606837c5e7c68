import { whole, ZERO } from '../../core/points.ts'
import type { DraftLine } from '../lines.ts'
import { takeAll } from '../lines.ts'

/**
 * Clauses in which the number of a record matters. The records of a period are numbered by day, then by fact id;
 * a record that earned nothing for a reason of its own has no number.
 */
export type Nth =
  /** The first qualifying record earns the item, the others nothing. */
  | { readonly kind: 'once' }
  /** Only the records from this number on earn, or up to a number. */
  | { readonly kind: 'from'; readonly number: number; readonly upTo: number | null }
  /** The item is given in whole when the count reaches this number. */
  | { readonly kind: 'fullAt'; readonly number: number }

/** Books what the numbering takes; `lines` are those of one clause, in order. */
export function number(nth: Nth, lines: readonly DraftLine[], where: string): void {
  let count = 0
  for (const line of lines) {
    if (line.lost.length > 0) continue
    count += 1
    line.arithmetic = { ...line.arithmetic, nth: count }
    if (nth.kind === 'once') {
      if (count > 1) takeAll(line, 'once', where)
    } else if (nth.kind === 'from') {
      if (count < nth.number) takeAll(line, 'from', where, whole(nth.number))
      else if (nth.upTo !== null && count > nth.upTo) takeAll(line, 'up_to', where, whole(nth.upTo))
    } else if (count !== nth.number) {
      line.full = ZERO
      line.points = ZERO
      const reason = count < nth.number ? 'not_reached' : 'full'
      line.lost = [{ reason, amount: ZERO, limit: whole(nth.number), where }]
    }
  }
}
