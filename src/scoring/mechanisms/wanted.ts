import { addDays, daysInclusive } from '../../core/days.ts'
import { multiply, type Points, whole } from '../../core/points.ts'
import type { ScoredMember } from '../facts.ts'

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

interface Span {
  readonly from: string
  readonly to: string
}

/** How many are wanted of a member in some days. */
export function wantedIn({ count, shrinks }: Wanted, member: ScoredMember, { from, to }: Span): number {
  if (shrinks === undefined) return count
  const days = daysInclusive(from, to)
  let present = 0
  for (let day = from; day <= to; day = addDays(day, 1)) if (isCounted(member, day)) present += 1
  const exact = count * present
  const [down, rest] = [Math.floor(exact / days), exact % days]
  if (shrinks === 'up') return rest > 0 ? down + 1 : down
  return shrinks === 'half_up' && 2 * rest >= days ? down + 1 : down
}

function isCounted({ validFrom, validTo, exemptions }: ScoredMember, day: string): boolean {
  if (day < validFrom || (validTo !== null && day > validTo)) return false
  return !exemptions.some(({ from, to }) => from <= day && (to === null || day <= to))
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
