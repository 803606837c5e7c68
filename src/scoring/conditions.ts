import { addDays, within } from '../core/days.ts'
import {
  compare,
  divide,
  hundredthsOf,
  max,
  min,
  type Points,
  parsePoints,
  rounded,
  signOf,
  whole,
} from '../core/points.ts'
import { isAt } from './bounds.ts'
import type {
  Condition,
  CountCondition,
  RatioCondition,
  RepeatedCondition,
  Trigger,
} from './conditions-format.ts'
import { needsPlaces } from './conditions-visit.ts'
import { type Asked, seenIn } from './counting.ts'
import type { Earlier, ScoredMember } from './facts.ts'
import type { Regulation } from './format.ts'
import { isFor, passes } from './mechanisms/match.ts'
import { presentPart, type Span } from './mechanisms/presence.ts'
import { partsOf } from './mechanisms/window.ts'
import { reaches } from './rank.ts'
import type { Filter, Words } from './vocabulary.ts'

/**
 * Conditions beside the score: what a grade needs, and what follows from facts by themselves. A count is made by the
 * same clauses that give points, so that "attended" or "filed" means here what it means there.
 */

/** A condition and what it came to, so that a reader sees why. */
export interface Finding {
  readonly holds: boolean
  /** It may still come to hold, because a part of the year is not over: neither it nor its opposite holds yet. */
  readonly undecided: boolean
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
  /** Why the grade is this one whatever the total, where a condition forces it. */
  readonly forced: Finding | null
  /** What the grade that the total reaches needs, where something of it is missing. */
  readonly missed: readonly { readonly grade: string; readonly because: Finding }[]
  readonly consequences: readonly Consequence[]
  /** Grades whose limit and condition hold, the highest first: a quota may still withhold one. */
  readonly eligible: readonly string[]
  /** Triggers that ask for a grade or a place, while places are not known. */
  readonly open: readonly { readonly consequence: Consequence; readonly unless: Finding | null }[]
}

/** The grade of a total and what follows beside it. Grades are tried from the highest down. */
export function standingOf(asked: Asked): Standing {
  const { regulation, member, period } = asked
  const total = asked.pointsOf('total')
  const missed: { grade: string; because: Finding }[] = []
  const eligible: string[] = []
  const force = forcedGrade(asked)
  for (const [at, { grade: name, needs }] of regulation.grades.entries()) {
    if (force) {
      if (force.grade === name) eligible.push(name)
      continue
    }
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
    forced: force?.because ?? null,
    missed,
    consequences,
    eligible,
    open: later ? found : [],
  }
}

/** A grade that a condition forces, whatever the total: the first one whose condition holds. */
function forcedGrade(asked: Asked): { grade: string; because: Finding } | undefined {
  for (const { grade, forced } of asked.regulation.grades) {
    const because = forced && judge(forced, asked)
    if (because?.holds) return { grade, because }
  }
  return undefined
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

const NOTHING = { undecided: false, count: null, points: null, factIds: [], parts: [] }

export function judge(condition: Condition, asked: Asked): Finding {
  switch (condition.kind) {
    case 'named':
      return judge(asked.regulation.conditions[condition.code]!.is, asked)
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => judge(part, asked))
      return { ...NOTHING, condition, parts, ...joined(condition.kind, parts) }
    }
    case 'not': {
      const part = judge(condition.of, asked)
      return { ...NOTHING, condition, parts: [part], ...opposite(part) }
    }
    case 'points': {
      const exact = asked.pointsOf(condition.of)
      // The total is compared as it is printed, as grades compare it.
      const points = condition.of === 'total' ? printed(exact) : exact
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
    case 'exempt': {
      const count = exemptDays(condition.reasons, asked)
      return { ...NOTHING, condition, holds: count >= condition.days, count }
    }
    case 'mandate': {
      const { member, period } = asked
      const begins = member.validFrom > period.from && member.validFrom <= period.to
      const ends = member.validTo !== null && member.validTo >= period.from && member.validTo <= period.to
      const found = { begins, ends, whole: !begins && (!ends || member.validTo === period.to) }
      return { ...NOTHING, condition, holds: found[condition.mandate] }
    }
    case 'repeated': {
      const [now, count] = [judge(condition.of, asked), heldBefore(condition, asked)]
      const holds = now.holds && count + 1 >= (condition.running ?? condition.times!)
      return { ...NOTHING, condition, holds, undecided: now.undecided, count, parts: [now] }
    }
    case 'ratio':
      return ratioOf(condition, asked)
    case 'count':
      return counted(condition, asked)
  }
}

/** All or any of some parts; what one of them leaves open is open, unless the others decide. */
export function joined(kind: 'all' | 'any', parts: readonly Finding[]): Pick<Finding, 'holds' | 'undecided'> {
  const open = parts.some((part) => part.undecided)
  if (kind === 'any') {
    const holds = parts.some((part) => part.holds)
    return { holds, undecided: !holds && open }
  }
  const fails = parts.some((part) => !part.holds && !part.undecided)
  return { holds: !fails && !open, undecided: !fails && open }
}

export const opposite = ({ holds, undecided }: Finding): Pick<Finding, 'holds' | 'undecided'> => ({
  holds: !holds && !undecided,
  undecided,
})

const printed = (total: Points): Points => divide(whole(hundredthsOf(total)), whole(100))

function counted(condition: CountCondition, asked: Asked): Finding {
  const { period, member } = asked
  const to = period.asOf !== undefined && period.asOf < period.to ? period.asOf : period.to
  const { over } = condition
  const from =
    over === 'period'
      ? period.from
      : over === 'term'
        ? member.validFrom
        : yearsBefore(period.from, over.periods - 1)
  // Who was not in office in all of these periods is not asked.
  if (typeof over === 'object' && member.validFrom > from)
    return { ...NOTHING, condition, holds: false, count: 0 }
  const parts = condition.each ? partsOf(from, to, condition.each) : [{ from, to }]
  // A part of the year without a mandate, or exempt on all its days, asks for nothing.
  const spans = condition.each ? parts.filter((span) => asksIn(member, span)) : parts
  const found = spans.map((span) => seenIn(condition, asked, span))
  const counts = found.map(({ factIds, sum }) => (condition.sum === null ? whole(factIds.length) : sum))
  const { atLeast, atMost } = condition
  const enough = (count: Points) =>
    (atLeast === null || compare(count, whole(atLeast)) >= 0) &&
    (atMost === null || compare(count, whole(atMost)) <= 0)
  const worst = atMost !== null && atLeast === null ? max : min
  // What is still to come in a part that is not over is not missing yet.
  const known = period.asOf ?? period.today ?? period.to
  const mayCome = (count: Points, at: number) =>
    condition.each !== null && spans[at]!.to > known && atLeast !== null && compare(count, whole(atLeast)) < 0
  const failing = counts.filter((count) => !enough(count))
  const undecided = failing.length > 0 && counts.every((count, at) => enough(count) || mayCome(count, at))
  return {
    ...NOTHING,
    condition,
    holds: failing.length === 0,
    undecided,
    count: counts.length === 0 ? 0 : rounded(counts.reduce(worst)),
    factIds: found.flatMap(({ factIds }) => factIds),
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

/** Of an earlier period the total, the grade and the place are known. */
function heldIn(condition: Condition, period: Earlier): boolean {
  const { total, grade } = period
  if (condition.kind === 'grade') return condition.grade === grade
  if (condition.kind === 'place') return isAt(condition, period)
  if (condition.kind === 'all') return condition.of.every((part) => heldIn(part, period))
  if (condition.kind === 'any') return condition.of.some((part) => heldIn(part, period))
  if (condition.kind === 'not') return !heldIn(condition.of, period)
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

/** The same day so many years before: periods of a regulation are a year long. */
const yearsBefore = (day: string, years: number): string =>
  `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`

/** Days of the period on which the member is exempt, for any reason or for some. */
function exemptDays(reasons: Filter | null, { member, period }: Asked): number {
  const own = member.exemptions.filter(({ reason }) => reasons === null || passes(reasons, reason))
  let count = 0
  if (own.length === 0) return count
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) {
    if (own.some(({ from, to }) => within(day, from, to))) count += 1
  }
  return count
}

/** Whether there is a day in it with a mandate that is not exempt. */
const asksIn = (member: ScoredMember, span: Span): boolean => signOf(presentPart(member, span, 'days')) > 0
