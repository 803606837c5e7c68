import { addDays } from '../../../src/core/days.ts'
import type { ScoredMember } from '../../../src/scoring/facts.ts'
import type { YearPart } from './format.ts'

/** Days, the parts of a year, and how a mandate and exemptions lie in them. */

export interface Days {
  from: string
  to: string
}

export const during = (day: string, from: string, to: string | null) =>
  day >= from && (to === null || day <= to)

export const exemptOn = (member: ScoredMember, day: string) =>
  member.exemptions.some((one) => during(day, one.from, one.to))

const SIZE: Record<YearPart, number> = { month: 1, quarter: 3, half_year: 6 }

/** The parts of a calendar year. */
export function partsOf(days: Days, window: YearPart | undefined): Days[] {
  if (!window) return [days]
  const parts: Days[] = []
  const year = Number(days.from.slice(0, 4))
  for (let month = 1; month <= 12; month += SIZE[window]) {
    const next = month + SIZE[window]
    const first = (m: number) => (m > 12 ? `${year + 1}-01-01` : `${year}-${String(m).padStart(2, '0')}-01`)
    parts.push({ from: first(month), to: addDays(first(next), -1) })
  }
  return parts.filter(({ from, to }) => from >= days.from && to <= days.to)
}

/** Told once for each part of a year: they are asked for again and again. */
const known = new Map<string, readonly string[]>()

export function daysIn({ from, to }: Days): readonly string[] {
  const found = known.get(`${from} ${to}`)
  if (found) return found
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  known.set(`${from} ${to}`, days)
  return days
}

/** How many days there are, and on how many of them the member has a mandate and is not exempt. */
export function dutyDays(member: ScoredMember, days: Days): { all: number; duty: number } {
  const all = daysIn(days)
  const duty = all.filter((day) => during(day, member.validFrom, member.validTo) && !exemptOn(member, day))
  return { all: all.length, duty: duty.length }
}

/** Whether these days touch the mandate: without one there is nothing to hold, to owe or to reach. */
export const serves = (
  { validFrom, validTo }: Pick<ScoredMember, 'validFrom' | 'validTo'>,
  days: Days,
): boolean => validFrom <= days.to && (validTo === null || validTo >= days.from)

/** The memberships of a person, the first one first. */
export const mandates = ({
  mandates,
  validFrom,
  validTo,
}: ScoredMember): { from: string; to: string | null }[] => mandates ?? [{ from: validFrom, to: validTo }]

/** From the first day of the membership that holds at the end of the period. */
export const termOf = (member: ScoredMember, period: Days): Days => {
  const begun = mandates(member).filter(({ from }) => from <= period.to)
  return { from: begun.at(-1)?.from ?? member.validFrom, to: period.to }
}

/** This year and those before it, as many as are asked for. */
export const yearsUpTo = (period: Days, many: number): Days[] =>
  Array.from({ length: many }, (_, ago) => {
    const year = Number(period.from.slice(0, 4)) - ago
    return ago === 0 ? period : { from: `${year}-01-01`, to: `${year}-12-31` }
  }).toReversed()

export const servesIn = (member: ScoredMember, days: Days): boolean =>
  mandates(member).some(({ from, to }) => serves({ validFrom: from, validTo: to }, days))

/** The last day of these days on which the member still has a mandate. */
export const lastDay = ({ validTo }: ScoredMember, days: Days): string =>
  validTo !== null && validTo < days.to ? validTo : days.to
