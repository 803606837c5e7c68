import { multiply, type Points, toWhole, whole } from '../../core/points.ts'
import type { ScoredMember } from '../facts.ts'
import { presentPart, type Span } from './presence.ts'

/**
 * A number of records that is wanted in a part of the period: each missing one costs a step, each further one gives a
 * step. `shrinks`: days without a mandate and exempt days make the number smaller in proportion, with this rounding.
 */
export interface Wanted {
  readonly count: number
  readonly missing?: Points | undefined
  readonly more?: Points | undefined
  readonly shrinks?: 'down' | 'half_up' | 'up' | undefined
}

/** How many are wanted of a member in some days. */
export function wantedIn({ count, shrinks }: Wanted, member: ScoredMember, span: Span): number {
  if (shrinks === undefined) return count
  return toWhole(multiply(whole(count), presentPart(member, span, 'days')), shrinks)
}

/** What a count comes to against the number that is wanted; undefined where it costs and gives nothing. */
export function stepOf(
  { missing, more }: Wanted,
  wanted: number,
  there: number,
): { each: Points; many: number; unit: 'missing' | 'more'; points: Points } | undefined {
  const many = Math.abs(wanted - there)
  const each = there < wanted ? missing : more
  if (many === 0 || each === undefined) return undefined
  return { each, many, unit: there < wanted ? 'missing' : 'more', points: multiply(each, whole(many)) }
}

/** How a number that is wanted came about, so that a reader can redo it: `count × part`, rounded, against what there is. */
export interface WantedSum {
  readonly count: number
  /** The part of the days with a mandate that is not exempt; null where the number does not shrink. */
  readonly part: Points | null
  readonly round: NonNullable<Wanted['shrinks']> | null
  readonly wanted: number
  readonly there: number
}

export function wantedSum(
  { count, shrinks }: Wanted,
  member: ScoredMember,
  span: Span,
  wanted: number,
  there: number,
): WantedSum {
  const part = shrinks === undefined ? null : presentPart(member, span, 'days')
  return { count, part, round: shrinks ?? null, wanted, there }
}
