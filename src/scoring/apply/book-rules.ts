import { within } from '../../core/days.ts'
import { compare, divide, multiply, ONE, type Points, signOf, whole, ZERO } from '../../core/points.ts'
import type { Fact, Period } from '../facts.ts'
import type { CountCondition } from '../format/counts.ts'
import { compares, looksAtRecords, type Measure } from '../format/measure.ts'
import { CONDITION, MEASURE } from '../format/regulation.ts'
import { type Measured, NOTHING_LOST, ROUNDING } from '../lines.ts'
import { figureOn } from '../mechanisms/figure.ts'
import { belongs, isFor, isForSometime, type Who } from '../mechanisms/match.ts'
import { percentOf, pointsFor } from '../mechanisms/measure.ts'
import { presentPart, type Span } from '../mechanisms/presence.ts'
import { roundingOf } from '../mechanisms/rounding.ts'
import { startOn } from '../mechanisms/start.ts'
import { countOn, MET, stepOf, wantedIn, wantedSum } from '../mechanisms/wanted.ts'
import { partsOf } from '../mechanisms/window.ts'
import { bookRate, NO_SUM, type Run } from './book.ts'
import type { CompiledClause, CompiledGroup } from './compile.ts'
import { judge } from './conditions.ts'
import { type Inquiry, seenIn } from './counting.ts'

/** Lines that no single fact gives: allotments, conditions that hold, numbers that are wanted, measured values. */

/** What a clause that compares members came to for one of them, by the code of the clause. */
export type Compared = ReadonlyMap<string, Measured>

/** Allotments that are held from the start: on the first day, or on the first of each part, before every fact. */
export function bookStarts({ compiled, member, from, to, lines }: Run, period: Period): void {
  const book = (
    { code, article = code, start }: Pick<CompiledGroup, 'code' | 'article' | 'start'>,
    group: string | null,
    part: Span,
  ) => {
    if (part.from > to || part.to < from) return
    const day = part.from > from ? part.from : from
    const allotment = start && startOn(start, member, day, part)
    const points = allotment && multiply(allotment.figure, allotment.part)
    if (!points || signOf(points) === 0) return
    const quantity = start?.prorated ? { many: allotment.part, unit: 'in_office', each: ONE } : null
    lines.push({
      memberId: member.id,
      clause: code,
      article,
      step: null,
      factId: `start/${code}`,
      day,
      meetingId: null,
      group,
      full: points,
      points,
      lost: NOTHING_LOST,
      arithmetic: { ...NO_SUM, rate: allotment.figure, quantity },
      provisional: false,
      order: -1,
    })
  }
  book({ code: 'total', start: compiled.regulation.total.start }, null, period)
  for (const group of compiled.groups)
    for (const part of group.window ? partsOf(period.from, period.to, group.window) : [period])
      book(group, group.code, part)
}

/** The total in steps of so much: one line with what that adds or takes, so that the lines still come to the total. */
export function bookRounding({ compiled, member, to, lines }: Run, total: Points): void {
  const { round } = compiled.regulation.total
  const points = round && roundingOf(round, total)
  if (!points || signOf(points) === 0) return
  lines.push({
    memberId: member.id,
    clause: ROUNDING,
    article: ROUNDING,
    step: null,
    factId: `${ROUNDING}/total`,
    day: to,
    meetingId: null,
    group: null,
    full: points,
    points,
    lost: NOTHING_LOST,
    arithmetic: { ...NO_SUM, rate: points },
    provisional: false,
    order: -1,
  })
}

/**
 * Clauses that want a number of records: one line for what is missing or more, on the last day of each part; a number that
 * is there is told by a line without points.
 */
export function bookWanted(run: Run, period: Period): void {
  const { from, to } = period
  for (const clause of run.compiled.clauses) {
    if (!clause.wanted) continue
    const { window } = clause
    const spans = window && window !== 'term' ? partsOf(from, to, window) : [{ from, to }]
    for (const span of spans) {
      const day = span.to < run.to ? span.to : run.to
      if (span.from > run.to || span.to < run.from || (clause.who && !isFor(clause.who, run.member, day)))
        continue
      // A part without a day of duty asks for nothing; where the number shrinks it is 0 there, and more is more.
      if (!clause.wanted.shrinks && signOf(presentPart(run.member, span, 'days')) === 0) continue
      const counted = run.lines.filter((line) => line.order === clause.order && line.lost.length === 0)
      const recorded = new Set(
        counted.filter((line) => within(line.day, span.from, span.to)).map((line) => line.factId),
      ).size
      const count = countOn(clause.wanted, run.member, day)
      const wanted = wantedIn(clause.wanted, count, run.member, span)
      const step = stepOf(clause.wanted, wanted, recorded) ?? (recorded < wanted ? undefined : MET)
      // What is still to come is not missing yet.
      if (!step || (recorded < wanted && span.to > overOf(period))) continue
      const fact = plainFact(CONDITION, `wanted/${clause.code}/${span.from}`, run.member.id, day)
      bookRate(run, clause, fact, step.points, null)
      const line = run.lines.at(-1)!
      line.arithmetic = {
        ...line.arithmetic,
        rate: step.each,
        quantity: { many: whole(step.many), unit: step.unit, each: ONE },
        wanted: wantedSum(clause.wanted, count, run.member, span, wanted, recorded),
      }
    }
  }
}

/** The last day of which everything may be known. */
const overOf = ({ to, today, asOf }: Period): string => asOf ?? today ?? to

/** A fact that the rules themselves make, so that its line reads as every other. */
const plainFact = (kind: string, id: string, memberId: string, day: string): Fact => ({
  id,
  memberId,
  day,
  kind,
  scope: 'record',
  verified: true,
  provisional: false,
})

const nothing = () => ZERO

/** Clauses that give their points once a condition holds: on the last day, for the facts that it counted. */
export function bookConditions(run: Run, facts: readonly Fact[], period: Period): void {
  const { compiled, member, to } = run
  const clauses = compiled.clauses.filter(({ when }) => when !== null)
  if (clauses.length === 0) return
  const inquiry = { member, facts, period, regulation: compiled.regulation, pointsOf: nothing }
  for (const clause of clauses) {
    const rate = clause.rate?.kind === 'flat' ? figureOn(clause.rate.figure, to) : undefined
    if (!rate || (clause.who && !isFor(clause.who, member, to))) continue
    const because = judge(clause.when!, inquiry)
    if (!because.holds) continue
    bookRate(run, clause, plainFact(CONDITION, `condition/${clause.code}`, member.id, to), rate, null)
    const line = run.lines.at(-1)!
    line.arithmetic = { ...line.arithmetic, because }
  }
}

/** Clauses that follow a measured value: one line on the last day. Those that compare members wait for `compared`. */
export function bookMeasures(
  run: Run,
  facts: readonly Fact[],
  period: Period,
  compared: Compared | undefined,
): void {
  const { compiled, member, to } = run
  const clauses = compiled.clauses.filter(({ measure }) => measure !== null)
  if (clauses.length === 0) return
  const inquiry = { member, facts, period, regulation: compiled.regulation, pointsOf: nothing }
  for (const clause of clauses) {
    const { of, points } = clause.measure!
    if (clause.who && !isMeasuredFor(of, clause.who, run)) continue
    const measured = compares(of) ? compared?.get(clause.code) : measuredOf(of, inquiry, to)
    if (measured) bookMeasure(run, clause, measured, pointsFor(points, measured, to), period)
  }
}

/** For whom a measure is: who is meant on the last day, or, where it looks at records, on some day of the mandate. */
const isMeasuredFor = (of: Measure, who: Who, { member, from, to }: Run): boolean =>
  looksAtRecords(of) ? isForSometime(who, member, from, to) : isFor(who, member, to)

function bookMeasure(
  run: Run,
  clause: CompiledClause,
  { factIds: _, ...measured }: Measured,
  points: Points | undefined,
  period: Period,
): void {
  const provisional = run.to > overOf(period)
  const fact = { ...plainFact(MEASURE, `measure/${clause.code}`, run.member.id, run.to), provisional }
  const how = clause.measure!.points
  bookRate(run, clause, fact, points ?? ZERO, null)
  const line = run.lines.at(-1)!
  const rate = (how.kind === 'flat' ? figureOn(how.figure, run.to) : points) ?? ZERO
  line.arithmetic = { ...line.arithmetic, rate, measured }
}

/** A value of one member or of one body by itself. */
function measuredOf(
  measure: Exclude<Measure, { points: string }>,
  inquiry: Inquiry,
  on: string,
): Measured | undefined {
  switch (measure.kind) {
    case 'number': {
      const { amount, factIds } = amountOf(measure.of, inquiry)
      if (measure.per === null) return { unit: 'number', value: amount, of: null, among: null, factIds }
      const people = whole(peopleOf(inquiry, on).length)
      if (compare(people, ZERO) === 0) return undefined
      return { unit: 'number', value: divide(amount, people), of: amount, among: people, factIds }
    }
    case 'share': {
      const [of, among] = [amountOf(measure.of, inquiry), amountOf(measure.among, inquiry)]
      return percentOf(of.amount, among.amount, of.factIds)
    }
    case 'people': {
      const people = peopleOf(inquiry, on)
      const meeting = people.filter((person) => {
        const facts = inquiry.facts.filter(({ memberId }) => memberId === person.id)
        return judge(measure.is, { ...inquiry, member: person, facts }).holds
      })
      return percentOf(whole(meeting.length), whole(people.length), [])
    }
  }
}

function amountOf(count: CountCondition, inquiry: Inquiry): { amount: Points; factIds: readonly string[] } {
  const { from, to, asOf } = inquiry.period
  const { factIds, sum } = seenIn(count, inquiry, { from, to: asOf !== undefined && asOf < to ? asOf : to })
  return { amount: count.sum === null ? whole(factIds.length) : sum, factIds }
}

/** Who belongs to a body on a day and is ranked. */
const peopleOf = ({ member }: Inquiry, on: string) =>
  [...(member.people?.values() ?? [])].filter(
    (person) =>
      person.ranked && within(on, person.validFrom, person.validTo) && belongs(person, member.id, on),
  )
