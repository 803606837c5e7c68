import { divide, multiply, toWhole, whole } from '../../core/points.ts'
import type { Condition } from '../format/conditions.ts'
import type { Bound } from '../notation/bounds.ts'

/** Places against a number or a share of a list. */

/** From the top a tie at the limit is inside; from the bottom it is not, because it would reach above the limit. */
export function isAt(
  { end, bound }: Extract<Condition, { kind: 'place' }>,
  { place, of }: { place: number | null; of: number },
): boolean {
  if (place === null) return false
  const number = numberIn(bound, of)
  return end === 'top' ? place <= number : place > of - number
}

/** How many a number or a share of the list are. */
export function numberIn(bound: Bound, of: number): number {
  if (bound.kind === 'number') return bound.number
  return toWhole(divide(multiply(bound.share, whole(of)), whole(100)), bound.round)
}

/** A grade of which there are only so many, for one who may have it. */
export interface Quota {
  readonly grade: string
  readonly bound: Bound
  /** How many may have it. */
  readonly number: number
  /** Place in the list, and among those who may have the grade; null for who is not ranked. */
  readonly place: number | null
  readonly among: number | null
  /** How many are ranked in the list. */
  readonly of: number
  readonly given: boolean
}
