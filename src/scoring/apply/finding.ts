import type { Points } from '../../core/points.ts'
import type { Condition } from '../format/conditions.ts'
import type { Span } from '../mechanisms/presence.ts'

/** A condition and what it came to, so that a reader sees why. */
export interface Finding {
  readonly holds: boolean
  /** It may still come to hold, because a part of the year is not over: neither it nor its opposite holds yet. */
  readonly undecided: boolean
  readonly condition: Condition
  /** Of a count: how many there are, of each part the fewest; of a sum: how much. */
  readonly count: number | null
  /** The first day of the part in which that was, where the count is asked for in each part of the period. */
  readonly worst?: string
  /** The periods that it speaks of, where they are several: those that are looked at, or those in which it held before. */
  readonly periods?: readonly Span[] | undefined
  readonly points: Points | null
  readonly factIds: readonly string[]
  readonly parts: readonly Finding[]
}

/** Of a condition that looks at no facts and no points. */
export const NOTHING = { undecided: false, count: null, points: null, factIds: [], parts: [] }
