import { addDays } from '../../../src/core/days.ts'
import { type Points, parsePoints } from '../../../src/core/points.ts'
import type { Fact, FactsDocument, ScoredMember } from '../../../src/scoring/facts.ts'
import { outcomeByTrying } from '../reference.ts'
import type { Codes, Counts, Dated, Figure, Filter, PlainRegulation, Where, Who, Window } from './format.ts'

/** What every part of the scorer asks of the facts: whose, which, when, with which outcome. */

export interface Days {
  from: string
  to: string
}
export interface Case {
  regulation: PlainRegulation
  period: FactsDocument['period']
  member: ScoredMember
  facts: readonly Fact[]
}

export const during = (day: string, from: string, to: string | null) =>
  day >= from && (to === null || day <= to)

export function figure(value: Figure): Points {
  const points = parsePoints(value)
  if (!points) throw new Error(`${value} is no figure`)
  return points
}

/** The figure in force on a day; undefined before the first day of the table and where it was repealed. */
export function figureOn(value: Dated | undefined, day: string): Points | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'object') return figure(value)
  let found: Figure | null | undefined
  for (const from of Object.keys(value).sort()) if (from <= day) found = value[from]
  return found === undefined || found === null ? undefined : figure(found)
}

export const listOf = (codes: Codes): string[] => (typeof codes === 'string' ? [codes] : codes)

/** Whether what is there (none, one or several codes) passes the filter. */
export function passes(filter: Filter | undefined, there: readonly string[]): boolean {
  if (filter === undefined) return true
  if (typeof filter === 'object' && 'not' in filter) return !listOf(filter.not).some((code) => there.includes(code))
  return listOf(filter).some((code) => there.includes(code))
}

export function isFor(who: Who | undefined, member: ScoredMember, day: string): boolean {
  if (!who) return true
  const bodies = member.bodies.filter((one) => during(day, one.from, one.to))
  const offices = member.offices.filter((one) => during(day, one.from, one.to)).map(({ code }) => code)
  return (
    passes(who.office, offices) &&
    passes(who.body, bodies.flatMap(({ code }) => code ?? [])) &&
    passes(who.bodyKind, bodies.map(({ kind }) => kind))
  )
}

/** Whether a day counts at all: in these days, and in the mandate. */
export const counted = ({ member, period }: Case, days: Days, day: string): boolean =>
  during(day, days.from, days.to) &&
  during(day, member.validFrom, member.validTo) &&
  (period.asOf === undefined || day <= period.asOf)

const exemptOn = (member: ScoredMember, day: string) =>
  member.exemptions.some((one) => during(day, one.from, one.to))

const AMONG_ATTENDED = ['present', 'late', 'left_early', 'attended']
const NAMED_ONLY = ['partial', 'observer', 'walk_in']

/** The codes that the outcome of an attendance goes by in a clause; none where it counts neither for nor against. */
export function outcomesOf(member: ScoredMember, fact: Fact, counts: Counts): string[] {
  const outcome = fact.sessions
    ? outcomeByTrying(fact.sessions, counts.attendance ?? 'two_thirds')
    : (fact.outcome ?? 'unknown')
  const bySession = counts.per === 'session'
  if (AMONG_ATTENDED.includes(outcome)) return bySession ? ['attended', outcome] : ['attended']
  if (exemptOn(member, fact.day)) return []
  if (outcome === 'leave_refused') return bySession ? ['absent', outcome] : ['absent']
  return ['absent', 'leave_approved', ...NAMED_ONLY].includes(outcome) ? [outcome] : []
}

function outcomePasses(filter: Filter | undefined, outcomes: readonly string[]): boolean {
  if (outcomes.length === 0) return false
  const named = filter !== undefined && (typeof filter === 'string' || Array.isArray(filter))
  if (!named && outcomes.some((code) => NAMED_ONLY.includes(code))) return false
  return passes(filter, outcomes)
}

/** Whether a fact is one of those that are counted, the day and the person apart. */
export function isCounted(given: Case, fact: Fact, counts: Counts): boolean {
  if (fact.memberId !== given.member.id || fact.kind !== counts.counts) return false
  if (!fact.verified && given.regulation.unverified !== 'count') return false
  if ((fact.steps ?? []).some(({ status }) => status === 'withdrawn')) return false
  const where: Where = counts.where ?? {}
  if (fact.kind === 'attendance') {
    if (fact.scope !== (counts.per === 'session' ? 'session' : 'meeting')) return false
    if (!outcomePasses(where.outcome, outcomesOf(given.member, fact, counts))) return false
  }
  const there = (value: string | undefined) => (value === undefined ? [] : [value])
  return (
    passes(where.meeting, there(fact.type)) &&
    passes(where.type, there(fact.type)) &&
    passes(where.class, there(fact.class)) &&
    passes(where.form, there(fact.form)) &&
    passes(where.occasion, there(fact.occasion)) &&
    passes(where.level, there(fact.level)) &&
    passes(where.role, there(fact.role))
  )
}

/** The first day on which a record reached a status. */
export function firstDay(fact: Fact, status: string): { day: string; level: string | undefined } | undefined {
  const reached = (fact.steps ?? []).filter((step) => step.status === status)
  const first = reached.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))[0]
  return first && { day: first.day, level: first.level }
}

const SIZE: Record<Window, number> = { month: 1, quarter: 3, half_year: 6 }

/** The parts of a calendar year. */
export function partsOf(days: Days, window: Window | undefined): Days[] {
  if (!window) return [days]
  const parts: Days[] = []
  const year = Number(days.from.slice(0, 4))
  for (let month = 1; month <= 12; month += SIZE[window]) {
    const next = month + SIZE[window]
    const first = (m: number) => (m > 12 ? `${year + 1}-01-01` : `${year}-${String(m).padStart(2, '0')}-01`)
    parts.push({ from: first(month), to: addDays(first(next), -1) })
  }
  return parts
}

/** How many days there are, and on how many of them the member has a mandate and is not exempt. */
export function dutyDays(member: ScoredMember, days: Days): { all: number; duty: number } {
  let all = 0
  let duty = 0
  for (let day = days.from; day <= days.to; day = addDays(day, 1)) {
    all += 1
    if (during(day, member.validFrom, member.validTo) && !exemptOn(member, day)) duty += 1
  }
  return { all, duty }
}
