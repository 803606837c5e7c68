import { divide, type Points, parsePoints, toWhole, whole } from '../../core/points.ts'
import type { Fact } from '../facts.ts'

/**
 * A figure for one of a unit: each hour, each half-day. `each`: for so many of it (every 1 000 yuan), where a part of
 * the last one counts in proportion (`exact`), not at all (`down`) or as a whole one (`up`).
 */
export interface Quantity {
  readonly unit: string
  readonly each: Points
  readonly round: 'exact' | 'down' | 'up'
}

/** How many times the figure is earned; undefined for a fact that speaks of another unit. */
export function timesOf({ unit, each, round }: Quantity, fact: Fact): Points | undefined {
  if (fact.unit !== unit || fact.quantity === undefined) return undefined
  const exact = divide(parsePoints(fact.quantity)!, each)
  if (round === 'exact') return exact
  return whole(toWhole(exact, round))
}
