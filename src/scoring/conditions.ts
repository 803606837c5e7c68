import { daysInMonth } from '../core/days.ts'
import { compare, divide, type Points, parsePoints, whole, ZERO } from '../core/points.ts'
import { bookFact, type Run } from './book.ts'
import { type Compiled, compile } from './compile.ts'
import {
  type Condition,
  type CountCondition,
  countsIn,
  type RatioCondition,
  type RepeatedCondition,
  type Trigger,
} from './conditions-format.ts'
import type { Earlier, Fact, Period, ScoredMember } from './facts.ts'
import type { Clause, Regulation } from './format.ts'
import { isFor } from './mechanisms/match.ts'
import { needsPlaces } from './places.ts'
import { reaches } from './rank.ts'
import type { Words } from './vocabulary.ts'

/**
 * Conditions beside the score: what a grade needs, and what follows from facts by themselves. A count is made by the
 * same clauses that give points, so that "attended" or "filed" means here what it means there.
 */

/** A condition and what it came to, so that a reader sees why. */
export interface Finding {
  readonly holds: boolean
  readonly condition: Condition
  /** Of a count: how many there are, of each part the fewest; of a sum: how much. */
  readonly count: number | null
  readonly points: Points | null
  readonly factIds: readonly string[]
  readonly parts: readonly Finding[]
}

export interface Consequence {
  readonly code: string
  readonly title: Words
  readonly article: string
  /** What follows, one or several. */
  readonly then: readonly string[]
  readonly because: Finding
}

/** What stands beside the total of one member. */
export interface Standing {
  readonly grade: string | null
  /** The colour in which the regulation shows it. */
  readonly colour: string | null
  /** What the grade that the total reaches needs, where something of it is missing. */
  readonly missed: readonly { readonly grade: string; readonly because: Finding }[]
  readonly consequences: readonly Consequence[]
  /** Grades whose limit and condition hold, the highest first: a quota may still withhold one. */
  readonly eligible: readonly string[]
  /** Triggers that ask for a grade or a place, while places are not known. */
  readonly open: readonly { readonly consequence: Consequence; readonly unless: Finding | null }[]
}

interface Counted {
  readonly compiled: Compiled
  readonly codeOf: ReadonlyMap<CountCondition, string>
}

const counting = new WeakMap<Regulation, Counted>()

/** All counts of a regulation as clauses of one point, compiled once. */
function countedOf(regulation: Regulation): Counted {
  const known = counting.get(regulation)
  if (known) return known
  const codeOf = new Map<CountCondition, string>()
  for (const condition of countsIn(regulation)) codeOf.set(condition, `c${codeOf.size}`)
  const clauses: Record<string, Clause> = {}
  for (const [condition, code] of codeOf) clauses[code] = condition.clause
  const made = {
    codeOf,
    compiled: compile({ ...regulation, groups: {}, clauses, readings: {}, options: {}, total: {} }),
  }
  counting.set(regulation, made)
  return made
}

/** Whether a count speaks of single sessions. */
export const countsSessions = (regulation: Regulation): boolean =>
  countsIn(regulation).some(({ clause }) => clause.per === 'session')

/** Whether a trigger asks what earlier periods came to. */
export function asksEarlier({ triggers, conditions }: Pick<Regulation, 'triggers' | 'conditions'>): boolean {
  const asks = (condition: Condition | undefined): boolean => {
    if (!condition) return false
    if (condition.kind === 'repeated') return true
    if (condition.kind === 'all' || condition.kind === 'any') return condition.of.some(asks)
    return condition.kind === 'not' && asks(condition.of)
  }
  const all = [
    ...Object.values(triggers).flatMap(({ when, unless }) => [when, unless]),
    ...Object.values(conditions).map(({ is }) => is),
  ]
  return all.some(asks)
}

/** Whether facts from before the period are needed: a count runs over the term. */
export const looksBack = (regulation: Regulation): boolean =>
  countsIn(regulation).some(({ over }) => over === 'term')

export interface Asked {
  readonly member: ScoredMember
  readonly facts: readonly Fact[]
  /** What earlier periods came to, the latest last. */
  readonly earlier?: readonly Earlier[]
  readonly period: Period
  readonly regulation: Regulation
  /** The grade, once it is found: triggers may ask for it. */
  readonly grade?: string | null
  /** Points of a clause, a group or `total`. */
  readonly pointsOf: (code: string) => Points
}

/** The grade of a total and what follows beside it. Grades are tried from the highest down. */
export function standingOf(asked: Asked): Standing {
  const { regulation, member, period } = asked
  const total = asked.pointsOf('total')
  const missed: { grade: string; because: Finding }[] = []
  const eligible: string[] = []
  for (const [at, { grade: name, needs }] of regulation.grades.entries()) {
    if (!reaches(regulation, total, at)) continue
    const because = needs && judge(needs, asked)
    if (!because || because.holds) eligible.push(name)
    else if (eligible.length === 0) missed.push({ grade: name, because })
  }
  const grade = eligible[0] ?? null
  const later = needsPlaces(regulation)
  const graded = { ...asked, grade }
  const found = Object.entries(regulation.triggers).flatMap(([code, trigger]) => {
    if (trigger.who && !isFor(trigger.who, member, period.to)) return []
    return [judged(code, trigger, graded)]
  })
  const consequences = later
    ? []
    : found.flatMap(({ consequence, unless }) =>
        consequence.because.holds && !unless?.holds ? [consequence] : [],
      )
  return {
    grade,
    colour: colourOf(regulation, grade),
    missed,
    consequences,
    eligible,
    open: later ? found : [],
  }
}

export const colourOf = ({ grades }: Pick<Regulation, 'grades'>, grade: string | null): string | null =>
  grades.find((one) => one.grade === grade)?.colour ?? null

function judged(
  code: string,
  trigger: Trigger,
  asked: Asked,
): { consequence: Consequence; unless: Finding | null } {
  const { title, article = code, then, when, unless } = trigger
  const consequence = { code, title, article, then, because: judge(when, asked) }
  return { consequence, unless: unless ? judge(unless, asked) : null }
}

const NOTHING = { count: null, points: null, factIds: [], parts: [] }

export function judge(condition: Condition, asked: Asked): Finding {
  switch (condition.kind) {
    case 'named':
      return judge(asked.regulation.conditions[condition.code]!.is, asked)
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => judge(part, asked))
      const holds =
        condition.kind === 'all' ? parts.every((part) => part.holds) : parts.some((part) => part.holds)
      return { ...NOTHING, condition, holds, parts }
    }
    case 'not': {
      const part = judge(condition.of, asked)
      return { ...NOTHING, condition, holds: !part.holds, parts: [part] }
    }
    case 'points': {
      const points = asked.pointsOf(condition.of)
      const { atLeast, below } = condition
      const holds = (!atLeast || compare(points, atLeast) >= 0) && (!below || compare(points, below) < 0)
      return { ...NOTHING, condition, holds, points }
    }
    case 'place':
      return { ...NOTHING, condition, holds: false }
    case 'grade':
      return { ...NOTHING, condition, holds: asked.grade === condition.grade }
    case 'office':
      return {
        ...NOTHING,
        condition,
        holds: isFor({ office: condition.office }, asked.member, asked.period.to),
      }
    case 'repeated': {
      const [now, count] = [judge(condition.of, asked), heldBefore(condition, asked)]
      const holds = now.holds && count + 1 >= (condition.running ?? condition.times!)
      return { ...NOTHING, condition, holds, count, parts: [now] }
    }
    case 'ratio':
      return ratioOf(condition, asked)
    case 'count':
      return counted(condition, asked)
  }
}

function counted(condition: CountCondition, asked: Asked): Finding {
  const { period, member } = asked
  const to = period.asOf !== undefined && period.asOf < period.to ? period.asOf : period.to
  const from = condition.over === 'term' ? member.validFrom : period.from
  const parts = condition.each ? partsOf(from, to, condition.each) : [{ from, to }]
  // A part of the year without a mandate, or exempt as a whole, asks for nothing.
  const spans = condition.each ? parts.filter((span) => asksIn(member, span)) : parts
  const perSpan = spans.map((span) => factsIn(condition, asked, span))
  const counts = perSpan.map((ids) => ids.length)
  const { atLeast, atMost } = condition
  const enough = (count: number) =>
    (atLeast === null || count >= atLeast) && (atMost === null || count <= atMost)
  return {
    ...NOTHING,
    condition,
    holds: counts.every(enough),
    count: atMost !== null && atLeast === null ? Math.max(0, ...counts) : Math.min(...counts),
    factIds: perSpan.flat(),
  }
}

/** Earlier periods in which the same held: those right before this one, or all of the mandate. */
function heldBefore({ of, running }: RepeatedCondition, { earlier = [], member }: Asked): number {
  const own = earlier.filter((one) => one.memberId === member.id && one.to >= member.validFrom).toReversed()
  const held = own.map((one) => heldIn(of, one))
  if (running === null) return held.filter((one) => one).length
  const broken = held.indexOf(false)
  return broken < 0 ? held.length : broken
}

/** Of an earlier period only the total and the grade are known. */
function heldIn(condition: Condition, { total, grade }: Earlier): boolean {
  if (condition.kind === 'grade') return condition.grade === grade
  if (condition.kind !== 'points') return false
  const points = parsePoints(total)!
  const { atLeast, below } = condition
  return (!atLeast || compare(points, atLeast) >= 0) && (!below || compare(points, below) < 0)
}

function ratioOf(condition: RatioCondition, asked: Asked): Finding {
  const [of, among] = [counted(condition.of, asked), counted(condition.among, asked)]
  if (among.factIds.length === 0) return { ...NOTHING, condition, holds: false, parts: [of, among] }
  const percent = divide(whole(100 * of.factIds.length), whole(among.factIds.length))
  const { atLeast, below } = condition
  const holds = (!atLeast || compare(percent, atLeast) >= 0) && (!below || compare(percent, below) < 0)
  return { ...NOTHING, condition, holds, points: percent, factIds: of.factIds, parts: [of, among] }
}

function asksIn({ validFrom, validTo, exemptions }: ScoredMember, { from, to }: Span): boolean {
  if (to < validFrom || (validTo !== null && from > validTo)) return false
  return !exemptions.some((one) => one.from <= from && (one.to === null || one.to >= to))
}

interface Span {
  from: string
  to: string
}

/** What the counts of a regulation saw of one member, by span: every fact is booked once for all of them. */
const seen = new WeakMap<Asked, Map<string, Map<string, string[]>>>()

/** Facts that a count sees in some days, each once. */
function factsIn(condition: CountCondition, asked: Asked, span: Span): string[] {
  const code = countedOf(asked.regulation).codeOf.get(condition)!
  const bySpan = seen.get(asked) ?? new Map<string, Map<string, string[]>>()
  seen.set(asked, bySpan)
  const name = `${span.from} ${span.to}`
  const byCode = bySpan.get(name) ?? bookedIn(asked, span)
  bySpan.set(name, byCode)
  return byCode.get(code) ?? []
}

function bookedIn({ member, facts, regulation }: Asked, span: Span): Map<string, string[]> {
  const { compiled } = countedOf(regulation)
  const from = member.validFrom > span.from ? member.validFrom : span.from
  const to = member.validTo !== null && member.validTo < span.to ? member.validTo : span.to
  const run: Run = { member, compiled, from, to, limitsOn: span.to, lines: [] }
  for (const fact of facts) bookFact(run, fact)
  const counting = run.lines.filter((line) => compare(line.points, ZERO) > 0)
  const byCode = Map.groupBy(counting, (line) => line.clause)
  return new Map(
    [...byCode].map(([code, lines]) => [code, [...new Set(lines.map((line) => line.factId))].sort()]),
  )
}

const MONTHS = { month: 1, quarter: 3, half_year: 6 } as const

/** The calendar parts of a span of days, the first and the last cut to it. */
export function partsOf(from: string, to: string, each: keyof typeof MONTHS): Span[] {
  const parts: Span[] = []
  const months = MONTHS[each]
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  month -= (month - 1) % months
  for (;;) {
    const last = month + months - 1
    const start = `${year}-${String(month).padStart(2, '0')}-01`
    if (start > to) return parts
    const end = `${year}-${String(last).padStart(2, '0')}-${String(daysInMonth(year, last)).padStart(2, '0')}`
    parts.push({ from: start < from ? from : start, to: end > to ? to : end })
    ;[year, month] = last === 12 ? [year + 1, 1] : [year, last + 1]
  }
}
