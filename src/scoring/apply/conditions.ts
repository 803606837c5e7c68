import { within } from '../../core/days.ts'
import { compare, divide, hundredthsOf, type Points, parsePoints, whole } from '../../core/points.ts'
import type { Earlier } from '../facts.ts'
import type { Condition, RepeatedCondition, Trigger } from '../format/conditions.ts'
import { needsPlaces } from '../format/conditions-visit.ts'
import type { Regulation } from '../format/regulation.ts'
import { isFor, passes } from '../mechanisms/match.ts'
import { isInOffice, type Span, termStart } from '../mechanisms/presence.ts'
import type { Words } from '../notation/vocabulary.ts'
import { isAt, type Quota } from './bounds.ts'
import type { Inquiry } from './counting.ts'
import { counted, exemptDays, ratioOf, rowOf, servedIn, togetherOf } from './fact-conditions.ts'
import { type Finding, NOTHING } from './finding.ts'
import { figuresOf, type SideFigure } from './orders.ts'
import { runningUpTo } from './periods.ts'
import { reaches } from './rank.ts'

/**
 * Conditions beside the score: what a grade needs, and what follows from facts by themselves. A count is made by the
 * same clauses that give points, so that "attended" or "filed" means here what it means there.
 */

interface Consequence {
  readonly code: string
  readonly title: Words
  readonly article: string
  /** What follows, one or several. */
  readonly then: readonly string[]
  readonly because: Finding
}

/** A condition that quotes its clause of the source, and what it came to: a minimum that is met, or is not. */
export interface Requirement {
  readonly code: string
  readonly title: Words
  readonly article: string
  readonly text: string | null
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
  readonly requirements: readonly Requirement[]
  /** What stands beside the total, in the order of the regulation. */
  readonly figures: readonly SideFigure[]
  /** What groups and the total (`total`) need came to, by their codes. */
  readonly needs: ReadonlyMap<string, Finding>
  /** Grades whose limit and condition hold, the highest first: a quota may still withhold one. */
  readonly eligible: readonly string[]
  /** Grades of which there are only so many, and whether this member is among them; once places are known. */
  readonly quotas?: readonly Quota[]
  /** Triggers that ask for a grade or a place, while places are not known. */
  readonly open: readonly { readonly consequence: Consequence; readonly unless: Finding | null }[]
}

/** The grade of a total and what follows beside it. Grades are tried from the highest down. */
export function standingOf(inquiry: Inquiry): Standing {
  const { regulation, member, period } = inquiry
  const total = inquiry.pointsOf('total')
  const missed: { grade: string; because: Finding }[] = []
  const eligible: string[] = []
  const force = forcedGrade(inquiry)
  for (const [at, { grade: name, needs }] of regulation.grades.entries()) {
    if (force) {
      if (force.grade === name) eligible.push(name)
      continue
    }
    if (!reaches(regulation, total, at)) continue
    const because = needs && judge(needs, inquiry)
    if (!because || because.holds) eligible.push(name)
    else if (eligible.length === 0) missed.push({ grade: name, because })
  }
  const grade = eligible[0] ?? null
  const later = needsPlaces(regulation)
  const graded = { ...inquiry, grade }
  const judgements = Object.entries(regulation.triggers).flatMap(([code, trigger]) => {
    // Who left before the period has no consequence in it, whatever the term came to.
    if (!isInOffice(member, period)) return []
    if (trigger.who && !isFor(trigger.who, member, period.to)) return []
    return [judged(code, trigger, graded)]
  })
  const consequences = later
    ? []
    : judgements.flatMap(({ consequence, unless }) =>
        consequence.because.holds && !unless?.holds ? [consequence] : [],
      )
  return {
    grade,
    colour: colourOf(regulation, grade),
    forced: force?.because ?? null,
    missed,
    consequences,
    requirements: requirementsOf(inquiry),
    figures: figuresOf(regulation, inquiry.pointsOf),
    needs: needsOf(inquiry),
    eligible,
    open: later ? judgements : [],
  }
}

function requirementsOf(inquiry: Inquiry): Requirement[] {
  const { conditions, words } = inquiry.regulation
  return Object.entries(conditions).flatMap(([code, { article, text, is }]) => {
    if (article === null && text === null) return []
    const title = words[code] ?? { zh: code, en: code }
    return [{ code, title, article: article ?? code, text, because: judge(is, inquiry) }]
  })
}

function needsOf(inquiry: Inquiry): Map<string, Finding> {
  const { groups, total } = inquiry.regulation
  const needing = [['total', total] as const, ...Object.entries(groups)]
  return new Map(
    needing.flatMap(([code, { needs }]) => (needs ? [[code, judge(needs, inquiry)] as const] : [])),
  )
}

/** A grade that a condition forces, whatever the total: the first one whose condition holds. */
function forcedGrade(inquiry: Inquiry): { grade: string; because: Finding } | undefined {
  for (const { grade, forced } of inquiry.regulation.grades) {
    const because = forced && judge(forced, inquiry)
    if (because?.holds) return { grade, because }
  }
  return undefined
}

const colourOf = ({ grades }: Pick<Regulation, 'grades'>, grade: string | null): string | null =>
  grades.find((entry) => entry.grade === grade)?.colour ?? null

function judged(
  code: string,
  trigger: Trigger,
  inquiry: Inquiry,
): { consequence: Consequence; unless: Finding | null } {
  const { title, article = code, then, when, unless } = trigger
  const consequence = { code, title, article, then, because: judge(when, inquiry) }
  return { consequence, unless: unless ? judge(unless, inquiry) : null }
}

export function judge(condition: Condition, inquiry: Inquiry): Finding {
  switch (condition.kind) {
    case 'named':
      return judge(inquiry.regulation.conditions[condition.code]!.is, inquiry)
    case 'all':
    case 'any': {
      const parts = condition.of.map((part) => judge(part, inquiry))
      return { ...NOTHING, condition, parts, ...joined(condition.kind, parts) }
    }
    case 'not': {
      const part = judge(condition.of, inquiry)
      return { ...NOTHING, condition, parts: [part], ...opposite(part) }
    }
    case 'points': {
      const exact = inquiry.pointsOf(condition.of)
      // The total is compared as it is printed, as grades compare it.
      const points = condition.of === 'total' ? printed(exact) : exact
      const { atLeast, below } = condition
      const holds = (!atLeast || compare(points, atLeast) >= 0) && (!below || compare(points, below) < 0)
      return { ...NOTHING, condition, holds, points }
    }
    case 'place':
      return { ...NOTHING, condition, holds: false }
    case 'grade':
      return { ...NOTHING, condition, holds: inquiry.grade === condition.grade }
    case 'office':
      return {
        ...NOTHING,
        condition,
        holds: isFor({ office: condition.office }, inquiry.member, inquiry.period.to),
      }
    case 'exempt': {
      const count = exemptDays(condition.reasons, inquiry)
      return { ...NOTHING, condition, holds: count >= condition.days, count }
    }
    case 'mandate': {
      const { member, period } = inquiry
      const begins = member.validFrom > period.from && member.validFrom <= period.to
      const ends = member.validTo !== null && member.validTo >= period.from && member.validTo <= period.to
      const mandate = { begins, ends, whole: !begins && (!ends || member.validTo === period.to) }
      return { ...NOTHING, condition, holds: mandate[condition.mandate] }
    }
    case 'exit': {
      const { exitReason, validTo } = inquiry.member
      const { from, to } = inquiry.period
      const holds = validTo !== null && within(validTo, from, to) && passes(condition.reasons, exitReason)
      return { ...NOTHING, condition, holds }
    }
    case 'repeated': {
      const [now, periods] = [judge(condition.of, inquiry), heldBefore(condition, inquiry)]
      const count = periods.length
      const holds = now.holds && count + 1 >= (condition.running ?? condition.times!)
      return { ...NOTHING, condition, holds, undecided: now.undecided, count, periods, parts: [now] }
    }
    case 'inOffice': {
      const count = servedIn(condition.unit, inquiry)
      const { atLeast, below } = condition
      return { ...NOTHING, condition, holds: atLeast === null ? count < below! : count >= atLeast, count }
    }
    case 'ratio':
      return ratioOf(condition, inquiry)
    case 'together':
      return togetherOf(condition, inquiry)
    case 'row':
      return rowOf(condition, inquiry)
    case 'count':
      return counted(condition, inquiry)
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

/** Earlier periods in which the same held: those that lead up to this one without a gap, or all of the term. */
function heldBefore({ of, running }: RepeatedCondition, { earlier = [], member, period }: Inquiry): Span[] {
  const own = earlier.filter((result) => result.memberId === member.id && isInOffice(member, result))
  if (running === null) {
    const term = termStart(member, period.to)
    return own.filter((result) => result.to >= term && heldIn(of, result))
  }
  const results = runningUpTo(own, period.from)
  const broken = results.findLastIndex((result) => !heldIn(of, result))
  return results.slice(broken + 1)
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
