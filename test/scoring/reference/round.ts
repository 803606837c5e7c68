import {
  add,
  compare,
  divide,
  fraction,
  multiply,
  type Points,
  signOf,
  whole,
} from '../../../src/core/points.ts'
import type { Rounding } from './format.ts'

/** Whole numbers out of exact ones, as a regulation rounds them. */

/** A number of people or records, or of parts of a unit. */
export function roundTo(value: Points, round: Rounding): number {
  const below = floorOf(value)
  if (round === 'down') return below
  if (round === 'half_up') return floorOf(add(value, fraction(1, 2)))
  return compare(whole(below), value) < 0 ? below + 1 : below
}

/** Counted one by one, so that it owes nothing to a division of whole numbers. */
function floorOf(value: Points): number {
  let result = Math.floor(Number(value.n) / Number(value.d)) - 2
  while (compare(whole(result + 1), value) <= 0) result += 1
  return result
}

/** How many times so much of a unit is there. */
export function timesEach(amount: Points, each: Points, round: 'exact' | 'down' | 'up' = 'exact'): Points {
  const times = divide(amount, each)
  return round === 'exact' ? times : whole(roundTo(times, round))
}

export const percentOf = (some: Points, all: Points): Points | undefined =>
  signOf(all) > 0 ? multiply(divide(some, all), whole(100)) : undefined
