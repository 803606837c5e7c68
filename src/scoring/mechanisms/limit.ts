import { add, compare, min, type Points, signOf, subtract } from '../../core/points.ts'
import type { Finding } from '../apply/finding.ts'
import type { DraftLine, LossReason } from '../lines.ts'
import { take } from '../lines.ts'

/** A cap and a floor of one window: at most, and at least. */
export interface Limits {
  readonly cap: Points | undefined
  readonly floor: Points | undefined
}

/**
 * Applies a cap and a floor once, to the exact sum of a window, and books the loss from the latest line back. `lines`
 * are in order (day, clause, fact id); `counts` says which of them belong to the window. Gives the sum after it.
 */
export function limit(
  lines: readonly DraftLine[],
  counts: (line: DraftLine) => boolean,
  sum: Points,
  { cap, floor }: Limits,
  reasons: { cap: LossReason; floor: LossReason },
  where: string,
  because?: Finding,
): Points {
  if (cap !== undefined && compare(sum, cap) > 0) {
    let excess = subtract(sum, cap)
    for (let at = lines.length - 1; at >= 0 && signOf(excess) > 0; at -= 1) {
      const line = lines[at]
      if (!line || signOf(line.points) <= 0 || !counts(line)) continue
      const amount = min(line.points, excess)
      take(line, { reason: reasons.cap, amount, limit: cap, where, ...(because && { because }) })
      excess = subtract(excess, amount)
    }
    return cap
  }
  if (floor !== undefined && compare(sum, floor) < 0) {
    let excess = subtract(sum, floor)
    for (let at = lines.length - 1; at >= 0 && signOf(excess) < 0; at -= 1) {
      const line = lines[at]
      if (!line || signOf(line.points) >= 0 || !counts(line)) continue
      const amount = compare(line.points, excess) > 0 ? line.points : excess
      take(line, { reason: reasons.floor, amount, limit: floor, where })
      excess = subtract(excess, amount)
    }
    return floor
  }
  return sum
}

/** The exact sum of the points of those lines that count. */
export function sumOf(
  lines: readonly DraftLine[],
  counts: (line: DraftLine) => boolean,
  start: Points,
): Points {
  let total = start
  for (const line of lines) if (counts(line)) total = add(total, line.points)
  return total
}
