import { within } from '../core/days.ts'
import { add, type Points, signOf, whole, ZERO } from '../core/points.ts'
import { bookFact, bookRate, NO_SUM, type Run } from './book.ts'
import { type Compiled, compile, type Options } from './compile.ts'
import { judge, partsOf, type Standing, standingOf } from './conditions.ts'
import type { Earlier, Fact, FactsDocument, Period, ScoredMember } from './facts.ts'
import { CONDITION, type Regulation } from './format.ts'
import { byPlace, type DraftLine, NOTHING_LOST, type ScoreLine, takeAll } from './lines.ts'
import { keepBest } from './mechanisms/best.ts'
import { type Figure, figureOn } from './mechanisms/figure.ts'
import { limit, sumOf } from './mechanisms/limit.ts'
import { isFor } from './mechanisms/match.ts'
import { number } from './mechanisms/nth.ts'
import { replace } from './mechanisms/replace.ts'
import { type Start, startOn } from './mechanisms/start.ts'
import { stepOf, wantedIn } from './mechanisms/wanted.ts'
import { inWindows } from './mechanisms/window.ts'

/**
 * Scores a document: which fact earned what, under which clause, and what took the rest. Pure: the same facts in any
 * order give the same lines in the same order (member, day, clause, fact), for ever.
 */
export function score(document: FactsDocument, regulation: Regulation, options: Options = {}): ScoreLine[] {
  return scoreCompiled(document, compile(regulation, options))
}

/** `score` with a regulation that was made ready before. */
export function scoreCompiled(document: FactsDocument, compiled: Compiled): ScoreLine[] {
  const factsOf = new Map<string, Fact[]>()
  for (const member of document.members) factsOf.set(member.id, [])
  for (const fact of document.facts) factsOf.get(fact.memberId)?.push(fact)
  const members = document.members.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const lines: ScoreLine[] = []
  for (const member of members) {
    const own = scoreMember(member, factsOf.get(member.id) ?? [], document.period, compiled)
    for (const line of own) lines.push(line)
  }
  return lines
}

/**
 * The lines of one member from all of their facts of the period. Members do not depend on each other, so after a
 * write only the members it names need this, and the result equals a full recompute.
 */
export function scoreMember(
  member: ScoredMember,
  facts: readonly Fact[],
  period: Period,
  compiled: Compiled,
): ScoreLine[] {
  const run: Run = {
    member,
    compiled,
    from: last(member.validFrom, period.from),
    to: first(member.validTo ?? period.to, first(period.asOf ?? period.to, period.to)),
    limitsOn: period.to,
    lines: [],
  }
  if (run.from > run.to) return []
  bookStarts(run)
  for (const fact of facts) bookFact(run, fact)
  bookConditions(run, facts, period)
  bookWanted(run, period)
  inOrder(run.lines)
  applyClauses(run)
  applyGroups(run, facts, period)
  return run.lines
}

/** The earlier and the later of two days. */
function first(a: string, b: string): string {
  return within(a, null, b) ? a : b
}
function last(a: string, b: string): string {
  return within(a, b, null) ? a : b
}

/** The exact total of some lines. */
export function totalOf(lines: Iterable<ScoreLine>): Points {
  let total = ZERO
  for (const line of lines) total = add(total, line.points)
  return total
}

/** The exact sum of a clause, of a group with all that is inside it, or of everything (`total`). */
export function pointsBy(lines: readonly ScoreLine[], compiled: Compiled): (code: string) => Points {
  return (code) => {
    if (code === 'total') return totalOf(lines)
    const group = compiled.groups.find((one) => one.code === code)
    if (!group) return totalOf(lines.filter((line) => line.clause === code))
    const inside = new Set(compiled.groups.flatMap((one, at) => (group.covers[at] ? [one.code] : [])))
    return totalOf(lines.filter((line) => line.group !== null && inside.has(line.group)))
  }
}

/** What decides between equal totals. */
export const tiesOf = (lines: readonly ScoreLine[], compiled: Compiled): Points[] =>
  compiled.regulation.tieBreak.map(pointsBy(lines, compiled))

/** The grade of one member and what follows beside it, from the lines and the facts behind them. */
export function standingFor(
  member: ScoredMember,
  facts: readonly Fact[],
  lines: readonly ScoreLine[],
  period: Period,
  compiled: Compiled,
  earlier: readonly Earlier[] = [],
): Standing {
  const { regulation } = compiled
  return standingOf({ member, facts, earlier, period, regulation, pointsOf: pointsBy(lines, compiled) })
}

/** Allotments that are held from the start: on the first day, before every fact. */
function bookStarts({ compiled, member, from, lines }: Run): void {
  const book = (code: string, group: string | null, start: Start | null) => {
    const points = start && startOn(start, member, from)
    if (!points || signOf(points) === 0) return
    lines.push({
      memberId: member.id,
      clause: code,
      article: code,
      step: null,
      factId: `start/${code}`,
      day: from,
      meetingId: null,
      group,
      full: points,
      points,
      lost: NOTHING_LOST,
      arithmetic: { rate: points, ...NO_SUM },
      provisional: false,
      order: -1,
    })
  }
  book('total', null, compiled.total.start)
  for (const group of compiled.groups) book(group.code, group.code, group.start)
}

/** Clauses that want a number of records: one line for what is missing or more, on the last day of each part. */
function bookWanted(run: Run, { from, to, today, asOf }: Period): void {
  const over = asOf ?? today ?? to
  for (const clause of run.compiled.clauses) {
    if (!clause.wanted) continue
    const spans = clause.window ? partsOf(from, to, clause.window) : [{ from, to }]
    for (const span of spans) {
      const day = span.to < run.to ? span.to : run.to
      if (span.from > run.to || span.to < run.from || (clause.who && !isFor(clause.who, run.member, day)))
        continue
      const own = run.lines.filter((line) => line.order === clause.order && line.lost.length === 0)
      const there = new Set(
        own.filter((line) => within(line.day, span.from, span.to)).map((line) => line.factId),
      ).size
      const step = stepOf(clause.wanted, wantedIn(clause.wanted, run.member, span), there)
      // What is still to come is not missing yet.
      if (!step || (step.unit === 'missing' && span.to > over)) continue
      const fact = plainFact(`wanted/${clause.code}/${span.from}`, run.member.id, day)
      bookRate(run, clause, fact, step.points, null)
      const line = run.lines.at(-1)!
      line.arithmetic = {
        ...line.arithmetic,
        rate: step.each,
        quantity: { many: whole(step.many), unit: step.unit },
      }
    }
  }
}

/** A fact that the rules themselves make, so that its line reads as every other. */
const plainFact = (id: string, memberId: string, day: string): Fact => ({
  id,
  memberId,
  day,
  kind: CONDITION,
  scope: 'record',
  verified: true,
  provisional: false,
})

/** Clauses that give their points once a condition holds: on the last day, for the facts that it counted. */
function bookConditions(run: Run, facts: readonly Fact[], period: Period): void {
  const { compiled, member, to } = run
  const clauses = compiled.clauses.filter(({ when }) => when !== null)
  if (clauses.length === 0) return
  const nothing = () => ZERO
  const asked = { member, facts, period, regulation: compiled.regulation, pointsOf: nothing }
  for (const clause of clauses) {
    const rate = clause.rate?.kind === 'flat' ? figureOn(clause.rate.figure, to) : undefined
    if (!rate || (clause.who && !isFor(clause.who, member, to)) || !judge(clause.when!, asked).holds) continue
    const fact = plainFact(`condition/${clause.code}`, member.id, to)
    bookRate(run, clause, fact, rate, null)
  }
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
function applyClauses({ compiled, lines, limitsOn }: Run): void {
  const ofClause = (order: number) => lines.filter((line) => line.order === order)
  for (const clause of compiled.clauses) {
    if (clause.replaces >= 0) replace(ofClause(clause.order), ofClause(clause.replaces))
  }
  for (const clause of compiled.clauses) {
    if (!clause.limited) continue
    const own = ofClause(clause.order)
    if (own.length === 0) continue
    for (const part of inWindows(own, clause.window)) {
      if (clause.nth) number(clause.nth, part, clause.code)
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

const everyLine = () => true

function limitsOf(of: { cap: Figure | null; floor: Figure | null }, day: string) {
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
      )
  }
  const { needing, free } = compiled.groupOrder
  for (const at of free) limitGroup(run, at, groupOf)
  for (const at of needing) {
    const group = groups[at]!
    const { member } = run
    const { regulation } = compiled
    const asked = { member, facts, period, regulation, pointsOf: pointsBy(lines, compiled) }
    if (judge(group.needs!, asked).holds) limitGroup(run, at, groupOf)
    else {
      const own = lines.filter((line) => group.covers[groupOf(line)] && signOf(line.points) !== 0)
      for (const line of own) takeAll(line, 'not_met', group.code)
    }
  }
  limit(lines, everyLine, totalOf(lines), limitsOf(compiled.total, limitsOn), TOTAL_REASONS, 'total')
}

/** The cap and floor of a group, on what is left of its lines and of the groups inside it. */
function limitGroup(
  { compiled, lines, limitsOn }: Run,
  at: number,
  groupOf: (line: DraftLine) => number,
): void {
  const group = compiled.groups[at]!
  if (!group.cap && !group.floor) return
  const inside = (line: DraftLine) => group.covers[groupOf(line)] === true
  limit(lines, inside, sumOf(lines, inside, ZERO), limitsOf(group, limitsOn), GROUP_REASONS, group.code)
}
