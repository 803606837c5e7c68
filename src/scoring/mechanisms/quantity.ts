import { divide, type Points, parsePoints, toWhole, whole } from '../../core/points.ts'
import type { Fact } from '../facts.ts'

/**
 * A figure for one of a unit: each hour, each half-day. `each`: for so many of it (every 1 000 yuan), where a part of
 * the last one counts in proportion (`exact`), not at all (`down`) or as a whole one (`up`).
 */
export interface Quantity {
  readonly unit: string
  /** The further field of the record that holds the number, instead of its amount. */
  readonly attribute: string | null
  readonly each: Points
  readonly round: 'exact' | 'down' | 'up'
}

/** How much there is, and how many times the figure is earned; undefined for a fact that speaks of another unit. */
export function timesOf(quantity: Quantity, fact: Fact): { amount: Points; many: Points } | undefined {
  const { each, round } = quantity
  const there = amountOf(quantity, fact)
  if (there === undefined) return undefined
  const amount = parsePoints(there)!
  const exact = divide(amount, each)
  return { amount, many: round === 'exact' ? exact : whole(toWhole(exact, round)) }
}

function amountOf({ unit, attribute }: Quantity, fact: Fact): number | undefined {
  if (attribute === null) return fact.unit === unit ? fact.quantity : undefined
  const value = fact.attributes?.[attribute]
  return typeof value === 'number' ? value : undefined
}
