import { within } from '../core/days.ts'
import { multiply, type Points, parsePoints, ZERO } from '../core/points.ts'
import { type AttendanceRule, meetingOutcome, type Outcome } from './attendance-outcome.ts'
import type { Compiled, CompiledClause } from './compile.ts'
import type { Fact, ScoredMember } from './facts.ts'
import { type Arithmetic, type DraftLine, type LossReason, NOTHING_LOST, take, takeAll } from './lines.ts'
import { type Figure, figureOn, type Rate } from './mechanisms/figure.ts'
import { climb } from './mechanisms/ladder.ts'
import { isFor, widerOutcome } from './mechanisms/match.ts'
import { partOf } from './mechanisms/share.ts'

/** One fact at a time: which clauses count it, and the lines they give before any number, cap or floor. */

/** The scoring of one member. */
export interface Run {
  readonly member: ScoredMember
  readonly compiled: Compiled
  /** The days of the period on which the member had the mandate, both counted. */
  readonly from: string
  readonly to: string
  /** Caps and floors are those in force on the last day of the period. */
  readonly limitsOn: string
  readonly lines: DraftLine[]
}

export const NO_SUM = { by: null, share: null, quantity: null, nth: null, outcome: null, sessions: null }

/** Books the lines of one fact; a fact that clauses looked at but none counts is told once, as neutral. */
export function bookFact(run: Run, fact: Fact): void {
  const before = run.lines.length
  let looked: CompiledClause | undefined
  let lookedAt: Outcome | null = null
  let outcome: Outcome | null = null
  let outcomeBy: AttendanceRule | undefined
  for (const clause of run.compiled.clausesFor(fact)) {
    if (!passesAll(clause, fact)) continue
    if (clause.ladder) {
      bookLadder(run, clause, fact)
      continue
    }
    if (fact.day < run.from || fact.day > run.to) continue
    if (clause.who && !isFor(clause.who, run.member, fact.day)) continue
    if (clause.scope !== 'record') {
      if (outcomeBy !== clause.attendance) {
        outcome = outcomeOf(run.member, fact, clause.attendance)
        outcomeBy = clause.attendance
      }
      if (!counts(clause, outcome)) {
        if (!looked) [looked, lookedAt] = [clause, outcome]
        continue
      }
    }
    const rate = clause.constant ?? (clause.rate && rateOf(clause.rate, fact, fact.day, outcome, fact.level))
    if (!rate) continue
    const many = clause.quantity === null ? undefined : manyOf(fact, clause.quantity)
    if (clause.quantity === null) bookRate(run, clause, fact, rate, outcome)
    else if (many) bookQuantity(run, clause, fact, rate, many)
  }
  if (looked && run.lines.length === before) bookNeutral(run, looked, fact, lookedAt)
}

/** How much a fact says there is, in this unit; in another unit it says nothing. */
function manyOf({ quantity, unit: own }: Fact, unit: string): Points | undefined {
  return own === unit && quantity !== undefined ? parsePoints(quantity) : undefined
}

/** The figure is for one of a unit: it is taken as many times as there are. */
function bookQuantity(run: Run, clause: CompiledClause, fact: Fact, rate: Points, many: Points): void {
  bookRate(run, clause, fact, multiply(rate, many), null)
  const line = run.lines.at(-1)!
  line.arithmetic = { ...line.arithmetic, rate, quantity: { many, unit: clause.quantity! } }
}

function passesAll(clause: CompiledClause, fact: Fact): boolean {
  for (const test of clause.tests) if (!test(fact)) return false
  return true
}

/** Whether an outcome earns or costs anything under a clause. */
function counts(clause: CompiledClause, outcome: Outcome | null): boolean {
  if (outcome === null) return false
  if (clause.outcomes) return clause.outcomes.has(outcome)
  return clause.rate?.kind === 'by' && inTable(clause.rate, outcome) !== undefined
}

const MISSED: ReadonlySet<Outcome> = new Set([
  'leave_approved',
  'leave_pending',
  'leave_refused',
  'absent',
  'partial',
  'unknown',
])

/** What an attendance fact came to; what was missed on exempt days is not held against the member. */
function outcomeOf(member: ScoredMember, fact: Fact, rule: AttendanceRule): Outcome {
  const outcome = fact.sessions ? meetingOutcome(fact.sessions, rule) : (fact.outcome ?? 'unknown')
  if (member.exemptions.length === 0 || !MISSED.has(outcome)) return outcome
  return member.exemptions.some(({ from, to }) => within(fact.day, from, to)) ? 'exempt' : outcome
}

function inTable(rate: Rate & { kind: 'by' }, value: string): Figure | undefined {
  const exact = rate.is.get(value)
  if (exact || rate.field !== 'outcome') return exact
  return rate.is.get(widerOutcome(value) ?? '')
}

function fieldOf(
  rate: Rate & { kind: 'by' },
  fact: Fact,
  outcome: Outcome | null,
  level: string | undefined,
) {
  if (rate.field === 'outcome') return outcome ?? undefined
  return rate.field === 'level' ? level : fact[rate.field]
}

/** The figure on a day; undefined when none is in force or the table does not list the value. */
function rateOf(
  rate: Rate,
  fact: Fact,
  day: string,
  outcome: Outcome | null,
  level: string | undefined,
): Points | undefined {
  if (rate.kind === 'flat') return figureOn(rate.figure, day)
  const figure = inTable(rate, fieldOf(rate, fact, outcome, level) ?? '')
  return figure && figureOn(figure, day)
}

export function bookRate(
  run: Run,
  clause: CompiledClause,
  fact: Fact,
  rate: Points,
  outcome: Outcome | null,
): void {
  const { share } = fact
  if (share || !fact.verified || fact.steps) {
    bookShared(run, clause, fact, clause.rate, rate, fact.day, null, fact.level, outcome)
    return
  }
  run.lines.push(lineOf(run, clause, fact, fact.day, null, rate, sumFor(clause, fact, rate, outcome)))
}

/** The arithmetic of a plain line, kept where it is the same for every fact. */
function sumFor(clause: CompiledClause, fact: Fact, rate: Points, outcome: Outcome | null): Arithmetic {
  const kept = clause.constant && !fact.sessions ? clause.plain.get(outcome) : undefined
  if (kept) return kept
  const by =
    clause.rate?.kind === 'by'
      ? { field: clause.rate.field, value: fieldOf(clause.rate, fact, outcome, fact.level) ?? '' }
      : null
  const made: Arithmetic = {
    rate,
    by,
    share: null,
    quantity: null,
    nth: null,
    outcome,
    sessions: fact.sessions ?? null,
  }
  if (clause.constant && !fact.sessions) clause.plain.set(outcome, made)
  return made
}

function bookLadder(run: Run, clause: CompiledClause, fact: Fact): void {
  if (!clause.ladder || !fact.steps) return
  const credits = climb(clause.ladder, fact.steps, (rate, step) =>
    rateOf(rate, fact, step.day, null, step.level ?? fact.level),
  )
  for (const { step, rate, rung, counted, countedBy } of credits) {
    if (step.day < run.from || step.day > run.to) continue
    if (clause.who && !isFor(clause.who, run.member, step.day)) continue
    const table = clause.ladder.rungs[rung]?.rate ?? null
    const line = bookShared(
      run,
      clause,
      fact,
      table,
      rate,
      step.day,
      step.status,
      step.level ?? fact.level,
      null,
    )
    if (countedBy !== null && line.lost.length === 0) {
      const part = line.arithmetic.share?.part
      const amount = part ? multiply(counted, part) : counted
      take(line, { reason: 'highest_only', amount, limit: null, where: countedBy })
    }
  }
}

/** A line whose points may be shared, withdrawn or unverified. */
function bookShared(
  run: Run,
  clause: CompiledClause,
  fact: Fact,
  table: Rate | null,
  rate: Points,
  day: string,
  step: string | null,
  level: string | undefined,
  outcome: Outcome | null,
): DraftLine {
  const found = partOf(clause.share, fact.share)
  const part = 'part' in found ? found.part : ZERO
  const share = fact.share ? { position: fact.share.position, of: fact.share.of, part } : null
  const by =
    table?.kind === 'by' ? { field: table.field, value: fieldOf(table, fact, outcome, level) ?? '' } : null
  const full = share ? multiply(rate, part) : rate
  const sum = { rate, by, share, quantity: null, nth: null, outcome, sessions: fact.sessions ?? null }
  const line = lineOf(run, clause, fact, day, step, full, sum)
  run.lines.push(line)
  if ('none' in found) takeAll(line, found.none, clause.code)
  else if (fact.steps?.some(({ status }) => status === 'withdrawn')) takeAll(line, 'withdrawn', clause.code)
  else if (!fact.verified && run.compiled.ignoresUnverified) takeAll(line, 'unverified', clause.code)
  return line
}

function lineOf(
  run: Run,
  clause: CompiledClause,
  fact: Fact,
  day: string,
  step: string | null,
  full: Points,
  arithmetic: Arithmetic,
): DraftLine {
  return {
    memberId: run.member.id,
    clause: clause.code,
    article: clause.article,
    step,
    factId: fact.id,
    day,
    meetingId: fact.meetingId ?? null,
    group: clause.group,
    full,
    points: full,
    lost: NOTHING_LOST,
    arithmetic,
    provisional: fact.provisional,
    order: clause.order,
  }
}

/** A fact that no clause counts, told under the first clause that looked at it: leave where leave is neutral. */
function bookNeutral(run: Run, clause: CompiledClause, fact: Fact, outcome: Outcome | null): void {
  const open = outcome === 'unknown' || outcome === 'leave_pending'
  const reason: LossReason = open
    ? 'unknown'
    : outcome === 'exempt' || outcome === 'declined'
      ? 'exempt'
      : 'neutral'
  const sum = { rate: ZERO, ...NO_SUM, outcome, sessions: fact.sessions ?? null }
  const line = lineOf(run, clause, fact, fact.day, null, ZERO, sum)
  line.lost = [{ reason, amount: ZERO, limit: null, where: clause.code }]
  line.provisional = fact.provisional || open
  run.lines.push(line)
}
