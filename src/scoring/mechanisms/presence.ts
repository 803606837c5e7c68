import { addDays, daysInclusive, monthsFrom, within } from '../../core/days.ts'
import { fraction, type Points } from '../../core/points.ts'
import type { ScoredMember } from '../facts.ts'

/** Days, both counted. */
export interface Span {
  readonly from: string
  readonly to: string
}

/** The memberships of a person by their days, the first one first. */
export const mandatesOf = ({
  mandates,
  validFrom,
  validTo,
}: ScoredMember): readonly { from: string; to: string | null }[] =>
  mandates ?? [{ from: validFrom, to: validTo }]

/** The first day of the term on a day: whoever was elected again has begun anew. */
export const termStart = (member: ScoredMember, on: string): string =>
  mandatesOf(member).findLast(({ from }) => from <= on)?.from ?? member.validFrom

/** Whether there is a day in it with a mandate. */
export const isInOffice = (member: ScoredMember, { from, to }: Span): boolean =>
  mandatesOf(member).some((mandate) => mandate.from <= to && (mandate.to === null || mandate.to >= from))

/** What part of some days, or of the months they lie in, a member had the mandate and was not exempt. */
export function presentPart(member: ScoredMember, { from, to }: Span, by: 'days' | 'months'): Points {
  const months = new Set<string>()
  let days = 0
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!isPresent(member, day)) continue
    days += 1
    months.add(day.slice(0, 7))
  }
  return by === 'days'
    ? fraction(days, daysInclusive(from, to))
    : fraction(months.size, monthsFrom(from, to).length)
}

function isPresent({ validFrom, validTo, exemptions }: ScoredMember, day: string): boolean {
  return within(day, validFrom, validTo) && !exemptions.some(({ from, to }) => within(day, from, to))
}
