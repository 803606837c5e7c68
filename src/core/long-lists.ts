/**
 * `push(...items)` and `Math.max(...values)` hand everything over as arguments, and from about 120 000 on the engine
 * refuses with a stack overflow. These take lists of any length.
 */

/** Adds all items at the end. */
export function append<T>(to: T[], items: Iterable<T>): void {
  for (const item of items) to.push(item)
}

/** The greatest value, `least` where there is none above it. */
export function greatest(values: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let most = least
  for (const value of values) if (value > most) most = value
  return most
}

/** The smallest value, `most` where there is none below it. */
export function smallest(values: Iterable<number>, most = Number.POSITIVE_INFINITY): number {
  let least = most
  for (const value of values) if (value < least) least = value
  return least
}
