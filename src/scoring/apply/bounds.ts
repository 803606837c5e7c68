import { divide, multiply, toWhole, whole } from '../../core/points.ts'
import type { Condition } from '../format/conditions.ts'
import type { Bound } from '../notation/bounds.ts'

/** Places against a number or a share of a list. */

/** A place that `tied` share, this one the first of them. */
interface Place {
  readonly place: number | null
  readonly tied?: number | undefined
  readonly of: number
}

/**
 * Whether a place is inside. Those who share it and do not all fit are inside at the top, and outside at the bottom, unless
 * the bound says otherwise.
 */
export function isAt(
  { end, bound }: Extract<Condition, { kind: 'place' }>,
  { place, tied = 1, of }: Place,
): boolean {
  if (place === null) return false
  const number = numberIn(bound, of)
  const last = place + tied - 1
  if (end === 'top') return (bound.ties === 'out' ? last : place) <= number
  return (bound.ties === 'in' ? last : place) > of - number
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
