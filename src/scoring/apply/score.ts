import { within } from '../../core/days.ts'
import { append } from '../../core/long-lists.ts'
import { add, multiply, ONE, type Points, signOf, subtract, sum, ZERO } from '../../core/points.ts'
import type { Earlier, Fact, Period, Subject } from '../facts.ts'
import type { Otherwise } from '../format/regulation.ts'
import {
  byPlace,
  type DraftLine,
  type Loss,
  type LossReason,
  type ScoreLine,
  take,
  takeAll,
} from '../lines.ts'
import { keepBest } from '../mechanisms/best.ts'
import { combine } from '../mechanisms/combine.ts'
import { type Figure, figureOn } from '../mechanisms/figure.ts'
import { limit, sumOf } from '../mechanisms/limit.ts'
import { number } from '../mechanisms/nth.ts'
import { replace } from '../mechanisms/replace.ts'
import { isMet } from '../mechanisms/wanted.ts'
import { weigh } from '../mechanisms/weight.ts'
import { inWindows } from '../mechanisms/window.ts'
import { bookFact, emptyRun, type Run } from './book.ts'
import {
  bookConditions,
  bookMeasures,
  bookRounding,
  bookStarts,
  bookWanted,
  type Compared,
} from './book-rules.ts'
import type { Compiled } from './compile.ts'
import { judge, type Standing, standingOf } from './conditions.ts'
import type { Finding } from './finding.ts'

/**
 * The lines of one member from all of their facts of the period. Members do not depend on each other, so after a
 * write only the members it names need this, and the result equals a full recompute.
 */
export function scoreMember(
  member: Subject,
  facts: readonly Fact[],
  period: Period,
  compiled: Compiled,
  compared?: Compared,
): ScoreLine[] {
  const from = last(member.validFrom, period.from)
  const to = first(member.validTo ?? period.to, first(period.asOf ?? period.to, period.to))
  if (from > to) return []
  const until = first(period.asOf ?? period.to, period.to)
  const run = { ...emptyRun(member, compiled, { from, to }, period.to), until, today: period.today }
  bookStarts(run, period)
  for (const fact of facts) bookFact(run, fact)
  bookConditions(run, facts, period)
  bookMeasures(run, facts, period, compared)
  bookWanted(run, period)
  inOrder(run.lines)
  applyClauses(run)
  forgetEarlier(run)
  applyGroups(run, facts, period)
  bookRounding(run, totalOf(run.lines, compiled))
  return run.lines
}

/** What counted over the term before this period has been looked at, and is not part of this period's sum. */
function forgetEarlier({ compiled, lines, from }: Run): void {
  if (!compiled.clauses.some(({ window }) => window === 'term')) return
  const later = lines.filter(({ day }) => day >= from)
  lines.length = 0
  append(lines, later)
}

/** The earlier and the later of two days. */
function first(a: string, b: string): string {
  return within(a, null, b) ? a : b
}
function last(a: string, b: string): string {
  return within(a, b, null) ? a : b
}

/** The exact total: what is counted in a unit of its own stands beside it. */
export function totalOf(lines: Iterable<ScoreLine>, compiled: Pick<Compiled, 'apart'>): Points {
  let total = ZERO
  for (const line of lines) if (isInTotal(line, compiled)) total = add(total, line.points)
  return total
}

const isInTotal = ({ group }: Pick<ScoreLine, 'group'>, { apart }: Pick<Compiled, 'apart'>): boolean =>
  group === null || !apart.has(group)

/** What is taken by what stands around a clause or a group, and by its own weight. */
const FROM_OUTSIDE: ReadonlySet<LossReason> = new Set<LossReason>([
  'group_cap',
  'group_floor',
  'total_cap',
  'total_floor',
  'weighted',
  'not_met',
])

/**
 * What conditions, comparisons and equal totals ask for: the exact points of a clause, of a group with all that is inside
 * it, or of everything (`total`). A clause or group is asked by its own rules, before its weight and before what the
 * groups around it and the total take: who is full of points in one group must not seem poor in another, only because its
 * days came later.
 */
export function pointsBy(lines: readonly ScoreLine[], compiled: Compiled): (code: string) => Points {
  return (code) => {
    if (code === 'total') return totalOf(lines, compiled)
    const group = compiled.groups.find((each) => each.code === code)
    if (!group) {
      const booked = lines.filter((line) => line.clause === code)
      return sum(booked.map((line) => ownPoints(line, () => true)))
    }
    const inside = new Set(compiled.groups.flatMap((inner, at) => (group.covers[at] ? [inner.code] : [])))
    const isOutside = ({ where, reason }: Loss) =>
      !inside.has(where) || (where === code && reason === 'weighted')
    const booked = lines.filter((line) => line.group !== null && inside.has(line.group))
    return sum(booked.map((line) => ownPoints(line, isOutside)))
  }
}

function ownPoints({ points, lost }: ScoreLine, isOutside: (loss: Loss) => boolean): Points {
  let total = points
  for (const loss of lost) {
    if (FROM_OUTSIDE.has(loss.reason) && isOutside(loss)) total = add(total, loss.amount)
  }
  return total
}

/** What decides between equal totals. */
export const tiesOf = (lines: readonly ScoreLine[], compiled: Compiled): Points[] =>
  compiled.regulation.tieBreak.map(pointsBy(lines, compiled))

/** The grade of one member and what follows beside it, from the lines and the facts behind them. */
export function standingFor(
  member: Subject,
  facts: readonly Fact[],
  lines: readonly ScoreLine[],
  period: Period,
  compiled: Compiled,
  earlier: readonly Earlier[] = [],
): Standing {
  const { regulation } = compiled
  return standingOf({ member, facts, earlier, period, regulation, pointsOf: pointsBy(lines, compiled) })
}

/** Sorts in place, unless the facts came in order already. */
function inOrder(lines: DraftLine[]): void {
  for (let at = 1; at < lines.length; at += 1) {
    const [a, b] = [lines[at - 1], lines[at]]
    if (a && b && byPlace(a, b) > 0) {
      lines.sort(byPlace)
      return
    }
  }
}

/** Replacement, then the number of each record, then the clause's own cap and floor. */
function applyClauses({ compiled, lines, limitsOn, roles }: Run): void {
  // A number that is there is no record.
  const ofClause = (order: number) => lines.filter((line) => line.order === order && !isMet(line))
  for (const clause of compiled.clauses) {
    if (clause.replaces >= 0) replace(ofClause(clause.order), ofClause(clause.replaces))
  }
  for (const clause of compiled.clauses) {
    if (!clause.limited) continue
    const booked = ofClause(clause.order)
    if (booked.length === 0) continue
    for (const part of inWindows(booked, clause.window)) {
      if (clause.whose !== 'own' && !clause.share) countOnce(part, clause.code)
      if (clause.nth) number(clause.nth, part, clause.code)
      if (clause.combine) combine(clause.combine, part, (line) => roles.get(line.factId), clause.code)
      const limits = limitsOf(clause, limitsOn)
      limit(
        part,
        everyLine,
        sumOf(part, everyLine, ZERO),
        limits,
        { cap: 'cap', floor: 'floor' },
        clause.code,
      )
    }
  }
}

/** A record that several people of a body brought in together is one record of the body. */
function countOnce(lines: readonly DraftLine[], where: string): void {
  const counted = new Set<string>()
  for (const line of lines) {
    if (line.lost.length > 0) continue
    const { by } = line.arithmetic
    const key = [line.factId, line.step, by?.value, by?.and?.value].join(' ')
    if (counted.has(key)) takeAll(line, 'same_record', where)
    counted.add(key)
  }
}

const everyLine = () => true

function limitsOf(
  of: { readonly cap?: Figure | null | undefined; readonly floor?: Figure | null | undefined },
  day: string,
) {
  return {
    cap: of.cap ? figureOn(of.cap, day) : undefined,
    floor: of.floor ? figureOn(of.floor, day) : undefined,
  }
}

const GROUP_REASONS = { cap: 'group_cap', floor: 'group_floor' } as const
const TOTAL_REASONS = { cap: 'total_cap', floor: 'total_floor' } as const

/** The groups from the inside out, each with the sum that the groups inside it came to, then the total. */
function applyGroups(run: Run, facts: readonly Fact[], period: Period): void {
  const { compiled, lines, limitsOn } = run
  const { groups, clauses } = compiled
  const groupOf = (line: DraftLine): number =>
    line.order >= 0
      ? (clauses[line.order]?.groupAt ?? -1)
      : groups.findIndex((group) => group.code === line.group)
  for (const at of compiled.inwardFirst) {
    const group = groups[at]
    if (group?.bestOf)
      keepBest(
        lines.filter((line) => line.order >= 0 && group.covers[groupOf(line)]),
        group.bestOf,
        clauses.flatMap(({ code, groupAt: own }) => (group.covers[own] ? [code] : [])),
      )
  }
  const { needing, free } = compiled.groupOrder
  for (const at of free) limitGroup(run, at, groupOf)
  const { member } = run
  const inquiry = {
    member,
    facts,
    period,
    regulation: compiled.regulation,
    pointsOf: pointsBy(lines, compiled),
  }
  for (const at of needing) {
    const group = groups[at]!
    const because = judge(group.needs!, inquiry)
    if (!because.holds) {
      withhold(
        lines.filter((line) => group.covers[groupOf(line)]),
        group,
        group.code,
        because,
      )
    }
    if (because.holds || group.otherwise) limitGroup(run, at, groupOf)
  }
  const { total } = compiled.regulation
  const because = total.needs && judge(total.needs, inquiry)
  const inTotal = lines.filter((line) => isInTotal(line, compiled))
  if (because && !because.holds) withhold(inTotal, total, 'total', because)
  limit(inTotal, everyLine, totalOf(inTotal, compiled), limitsOf(total, limitsOn), TOTAL_REASONS, 'total')
}

/** What is left where the condition of a group or of the total does not hold. */
function withhold(
  lines: readonly DraftLine[],
  { otherwise }: { readonly otherwise?: Otherwise | undefined },
  where: string,
  because: Finding,
): void {
  if (otherwise && 'cap' in otherwise) {
    const limits = { cap: otherwise.cap, floor: undefined }
    const reasons = { cap: 'not_met', floor: 'not_met' } as const
    limit(lines, everyLine, sumOf(lines, everyLine, ZERO), limits, reasons, where, because)
    return
  }
  for (const line of lines) {
    if (signOf(line.points) === 0) continue
    if (!otherwise) takeAll(line, 'not_met', where, null, because)
    else {
      const amount = multiply(line.points, subtract(ONE, otherwise.part))
      take(line, { reason: 'not_met', amount, limit: otherwise.part, where, because })
    }
  }
}

/** The cap, the floor and the weight of a group, on what is left of its lines and of the groups inside it. */
function limitGroup(
  { compiled, lines, limitsOn }: Run,
  at: number,
  groupOf: (line: DraftLine) => number,
): void {
  const group = compiled.groups[at]!
  if (!group.cap && !group.floor && !group.weight) return
  const inside = (line: DraftLine) => group.covers[groupOf(line)] === true
  for (const part of inWindows(lines.filter(inside), group.window ?? null))
    limit(part, everyLine, sumOf(part, everyLine, ZERO), limitsOf(group, limitsOn), GROUP_REASONS, group.code)
  if (group.weight) weigh(group.weight, lines.filter(inside), group.code)
}
