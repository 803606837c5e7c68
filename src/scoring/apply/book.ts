import { within } from '../../core/days.ts'
import { multiply, type Points, ZERO } from '../../core/points.ts'
import type { Fact, ScoredMember, Subject } from '../facts.ts'
import {
  type Arithmetic,
  type DraftLine,
  type LossReason,
  NOTHING_LOST,
  type TableRow,
  take,
  takeAll,
} from '../lines.ts'
import { type AttendanceRule, meetingOutcome, type Outcome } from '../mechanisms/attendance-outcome.ts'
import {
  type Figure,
  figureOn,
  type Rate,
  rowName,
  type Table,
  type TableField,
} from '../mechanisms/figure.ts'
import { type Credit, climb, type ReachedStep, stepsAgain } from '../mechanisms/ladder.ts'
import { belongs, isFor, passes, widerOutcome } from '../mechanisms/match.ts'
import { type Span, termStart } from '../mechanisms/presence.ts'
import { timesOf } from '../mechanisms/quantity.ts'
import { partOf } from '../mechanisms/share.ts'
import type { Compiled, CompiledClause, Whose } from './compile.ts'

/** One fact at a time: which clauses count it, and the lines they give before any number, cap or floor. */

/** The scoring of one member. */
export interface Run {
  readonly member: Subject
  readonly compiled: Compiled
  /** The days of the period on which the member had the mandate, both counted. */
  readonly from: string
  readonly to: string
  /** Caps and floors are those in force on the last day of the period. */
  readonly limitsOn: string
  /** What has not happened by this day has not happened; after the day of today it still may. */
  readonly until: string
  readonly today?: string | undefined
  readonly lines: DraftLine[]
  /** Roles of the facts of clauses that weigh by role. */
  readonly roles: Map<string, string>
}

export const emptyRun = (member: Subject, compiled: Compiled, { from, to }: Span, limitsOn: string): Run => ({
  member,
  compiled,
  from,
  to,
  limitsOn,
  until: limitsOn,
  lines: [],
  roles: new Map(),
})

export const NO_SUM = {
  by: null,
  share: null,
  quantity: null,
  measured: null,
  wanted: null,
  because: null,
  nth: null,
  outcome: null,
  sessions: null,
}

/** Books the lines of one fact; a fact that clauses looked at but none counts is told once, as neutral. */
export function bookFact(run: Run, fact: Fact): void {
  const before = run.lines.length
  let looked: CompiledClause | undefined
  let lookedAt: Outcome | null = null
  let outcome: Outcome | null = null
  let outcomeBy: AttendanceRule | undefined
  const person = personOf(run.member, fact)
  if (!person) return
  for (const clause of run.compiled.clausesFor(fact)) {
    if (!isOf(clause.whose, person === run.member)) continue
    if (!passesAll(clause, fact) || !isUnreached(run, clause, fact)) continue
    if (clause.ladder) {
      bookLadder(run, clause, fact, person)
      continue
    }
    if (fact.day < firstDayOf(run, clause) || fact.day > run.to) continue
    if (!isMeant(run, clause, person, fact.day)) continue
    if (clause.scope !== 'record') {
      if (outcomeBy !== clause.attendance) {
        outcome = outcomeOf(person, fact, clause.attendance)
        outcomeBy = clause.attendance
      }
      if (!counts(clause, outcome)) {
        if (!looked) [looked, lookedAt] = [clause, outcome]
        continue
      }
    }
    const rate = clause.constant ?? (clause.rate && rateOf(clause.rate, fact, fact.day, outcome, fact.level))
    if (!rate) continue
    if (clause.combine?.kind === 'weighted' && fact.role !== undefined) run.roles.set(fact.id, fact.role)
    const times = clause.quantity === null ? undefined : timesOf(clause.quantity, fact)
    if (clause.quantity === null) bookRate(run, clause, fact, rate, outcome)
    else if (times) bookQuantity(run, clause, fact, rate, times)
  }
  if (looked && run.lines.length === before) bookNeutral(run, looked, fact, lookedAt)
}

/** Whose fact it is: the one who is scored, or one of the people of the body that is. */
function personOf(member: Subject, fact: Fact): ScoredMember | undefined {
  return fact.memberId === member.id ? member : member.people?.get(fact.memberId)
}

/** Whether a clause is for the person on a day; the people of a body are those who belong to it then. */
function isMeant(run: Run, clause: CompiledClause, person: ScoredMember, day: string): boolean {
  if (person !== run.member && !belongs(person, run.member.id, day)) return false
  return clause.who === null || isFor(clause.who, person, day)
}

/** What counts over the term is looked at from its first day on; lines of earlier periods go once they are summed. */
function firstDayOf(run: Run, clause: CompiledClause): string {
  if (clause.window !== 'term') return run.from
  const term = termStart(run.member, run.to)
  return term < run.from ? term : run.from
}

/** The figure is for so much of a unit: it is taken as many times as there is of it. */
function bookQuantity(
  run: Run,
  clause: CompiledClause,
  fact: Fact,
  rate: Points,
  { amount, many }: { amount: Points; many: Points },
): void {
  bookRate(run, clause, fact, multiply(rate, many), null)
  const line = run.lines.at(-1)!
  const { unit, each } = clause.quantity!
  const quantity = { many, unit, each, amount }
  line.arithmetic = { ...line.arithmetic, rate, quantity }
}

const isOf = (whose: Whose, isOwn: boolean): boolean =>
  whose === 'all' || (isOwn ? whose === 'own' : whose === 'members')

const isUnreached = ({ until }: Run, { unreached }: CompiledClause, { steps = [] }: Fact): boolean =>
  !unreached || !steps.some(({ status, day }) => day <= until && unreached.includes(status))

/** What a record has not reached yet it may still reach. */
const mayChange = ({ today, until }: Run, clause: CompiledClause, fact: Fact): boolean =>
  fact.provisional || (clause.unreached !== null && today !== undefined && today < until)

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

function inTable(rate: Table, value: string): Figure | undefined {
  const exact = rate.is.get(value)
  if (exact || rate.field !== 'outcome') return exact
  return rate.is.get(widerOutcome(value) ?? '')
}

/** What a fact has in the fields of a table; at a step the level of the step. */
function rowOf(
  { field, and }: Table,
  fact: Fact,
  outcome: Outcome | null,
  level: string | undefined,
): TableRow | undefined {
  const inField = (of: TableField) =>
    of === 'outcome' ? (outcome ?? undefined) : of === 'level' ? level : fact[of]
  const [value, second] = [inField(field), and === null ? undefined : inField(and)]
  if (value === undefined || (and !== null && second === undefined)) return undefined
  return { field, value, ...(and !== null && second !== undefined && { and: { field: and, value: second } }) }
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
  const row = rowOf(rate, fact, outcome, level)
  const figure = row && inTable(rate, rowName(row.value, row.and?.value ?? null))
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
  if (share || clause.share || !fact.verified || fact.steps || fact.became || fact.origin) {
    bookShared(run, clause, fact, clause.rate, rate, fact.day, null, fact.level, outcome)
    return
  }
  run.lines.push(lineOf(run, clause, fact, fact.day, null, rate, sumFor(clause, fact, rate, outcome)))
}

/** The arithmetic of a plain line, kept where it is the same for every fact. */
function sumFor(clause: CompiledClause, fact: Fact, rate: Points, outcome: Outcome | null): Arithmetic {
  const cached = clause.constant && !fact.sessions ? clause.plain.get(outcome) : undefined
  if (cached) return cached
  const by = clause.rate?.kind === 'by' ? (rowOf(clause.rate, fact, outcome, fact.level) ?? null) : null
  const arithmetic: Arithmetic = {
    ...NO_SUM,
    rate,
    by,
    outcome,
    sessions: fact.sessions ?? null,
  }
  if (clause.constant && !fact.sessions) clause.plain.set(outcome, arithmetic)
  return arithmetic
}

function bookLadder(run: Run, clause: CompiledClause, fact: Fact, person: ScoredMember): void {
  const { ladder, stepLevel } = clause
  if (!ladder || !fact.steps) return
  const steps = stepLevel
    ? fact.steps.filter(({ level }) => passes(stepLevel, level ?? fact.level))
    : fact.steps
  const figureAt = (rate: Rate, step: ReachedStep) =>
    rateOf(rate, fact, step.day, null, step.level ?? fact.level)
  const bookStep = ({ rung, step, rate }: Pick<Credit, 'rung' | 'step' | 'rate'>): DraftLine | undefined => {
    if (step.day < firstDayOf(run, clause) || step.day > run.to) return undefined
    if (!isMeant(run, clause, person, step.day)) return undefined
    const table = ladder.rungs[rung]?.rate ?? null
    const level = step.level ?? fact.level
    return bookShared(run, clause, fact, table, rate, step.day, step.status, level, null)
  }
  const credits = climb(ladder, steps, figureAt)
  for (const credit of credits) {
    const line = bookStep(credit)
    if (line && credit.countedBy !== null && line.lost.length === 0) {
      const part = line.arithmetic.share?.part
      const amount = part ? multiply(credit.counted, part) : credit.counted
      take(line, { reason: 'highest_only', amount, limit: null, where: credit.countedBy })
    }
  }
  if (credits.length === 0 || steps.length === credits.length) return
  for (const again of stepsAgain(ladder, steps, credits, figureAt)) {
    const line = bookStep(again)
    if (line?.lost.length === 0) takeAll(line, 'step_again', again.countedOn)
    else if (line) run.lines.pop()
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
  const credited = partOf(clause.share, fact.share)
  const part = 'part' in credited ? credited.part : ZERO
  const share = fact.share ? { position: fact.share.position, of: fact.share.of, part } : null
  const by = table?.kind === 'by' ? (rowOf(table, fact, outcome, level) ?? null) : null
  const full = share ? multiply(rate, part) : rate
  const sum = { ...NO_SUM, rate, by, share, outcome, sessions: fact.sessions ?? null }
  const line = lineOf(run, clause, fact, day, step, full, sum)
  run.lines.push(line)
  if ('none' in credited) takeAll(line, credited.none, clause.code)
  else if (fact.steps?.some(({ status }) => status === 'withdrawn')) takeAll(line, 'withdrawn', clause.code)
  else if (isConverted(run, fact, step)) takeAll(line, 'converted', clause.code)
  else if (fact.origin && run.compiled.converted === 'none') takeAll(line, 'of_converted', clause.code)
  else if (!fact.verified && run.compiled.ignoresUnverified) takeAll(line, 'unverified', clause.code)
  return line
}

/** A record that became another one counts as that alone, but for the conversion itself, and unless both count. */
const isConverted = ({ compiled }: Run, { became }: Fact, step: string | null): boolean =>
  became !== undefined && step !== 'converted' && compiled.converted !== 'both'

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
    provisional: mayChange(run, clause, fact),
    order: clause.order,
  }
}

/** A fact that no clause counts, told under the first clause that looked at it: leave where leave is neutral. */
function bookNeutral(run: Run, clause: CompiledClause, fact: Fact, outcome: Outcome | null): void {
  const open = outcome === 'unknown' || outcome === 'leave_pending'
  const reason: LossReason = open
    ? 'unknown'
    : outcome === 'exempt' || outcome === 'declined' || outcome === 'not_signed_up' || outcome === 'waiting'
      ? 'exempt'
      : 'neutral'
  const sum = { ...NO_SUM, rate: ZERO, outcome, sessions: fact.sessions ?? null }
  const line = lineOf(run, clause, fact, fact.day, null, ZERO, sum)
  line.lost = [{ reason, amount: ZERO, limit: null, where: clause.code }]
  line.provisional = fact.provisional || open
  run.lines.push(line)
}
