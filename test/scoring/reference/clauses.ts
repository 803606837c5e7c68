import { fraction, multiply, type Points, whole, ZERO } from '../../../src/core/points.ts'
import type { ScoredMember } from '../../../src/scoring/facts.ts'
import { combined } from './combine.ts'
import { holds } from './conditions.ts'
import { type Days, daysIn, during, dutyDays, lastDay, partsOf, serves } from './days.ts'
import { type Case, counted, factsFor, figure, isFor } from './facts.ts'
import type { Clause, Counts, Measure, Rate, Window } from './format.ts'
import { type Compared, measured } from './measure.ts'
import { roundTo } from './round.ts'
import { countsOf, creditsOf, outcomesListed, rate, shareOf, timesOf } from './worth.ts'

/** What a clause gives for the facts of one member or body, before any limit. */

export interface Line {
  clause: string
  order: number
  day: string
  id: string
  meetingId: string | undefined
  role: string | undefined
  points: Points
}
/** The lines of a clause as if no other record were there, and the meetings at which something of it counts. */
export interface Drafted {
  lines: Line[]
  meetings: Set<string>
}

/** The days that a clause looks at: those of the period, or all since the mandate began. */
export const spanOf = ({ member, period }: Case, { window }: Clause): Days =>
  window === 'term' ? { from: member.validFrom, to: period.to } : period

export const windowsOf = (given: Case, clause: Clause): Days[] =>
  partsOf(spanOf(given, clause), yearPart(clause.window))

const yearPart = (window: Window | undefined) => (window === 'term' ? undefined : window)

export function drafted(given: Case, code: string, order: number, compared: Compared): Drafted {
  const clause = given.regulation.clauses![code]!
  const { period, member } = given
  const line = { clause: code, order, meetingId: undefined, role: undefined }
  if (clause.when !== undefined || clause.measure !== undefined) {
    const none = { lines: [], meetings: new Set<string>() }
    const day = lastDay(member, period)
    const asked = looksAtRecords(clause.measure)
      ? daysIn(period).filter((one) => serves(member, { from: one, to: one }))
      : [day]
    if (!serves(member, period) || !asked.some((one) => isFor(clause.who, member, one))) return none
    const points =
      clause.measure === undefined
        ? holds(given, clause.when!)
          ? rate(clause.points as Rate, day, {})
          : undefined
        : measured(given, code, measureOf(clause), clause.points, compared)
    return points ? { ...none, lines: [{ ...line, day, id: `whole/${code}`, points }] } : none
  }
  const lines = new Map<string, Line>()
  const meetings = new Set<string>()
  const days = spanOf(given, clause)
  for (const found of factsFor(given, countsOf(given, clause), outcomesListed(given, clause))) {
    const { fact, person } = found
    const part = shareOf(clause.share, fact)
    if (part === undefined) continue
    const isThere = (day: string) => counted(given, days, day, person) && isFor(clause.who, person, day)
    if (fact.meetingId !== undefined && isThere(fact.day)) meetings.add(fact.meetingId)
    for (const { day, step, points } of creditsOf(given, clause, found)) {
      const times = timesOf(clause.quantity, fact)
      if (points === undefined || times === undefined || !isThere(day)) continue
      const { id, meetingId, role } = fact
      // Without a share a record that several people of a body brought in is one record of the body.
      const key = clause.share === undefined ? `${id} ${step}` : `${id} ${step} ${person.id}`
      const worth = multiply(multiply(points, times), part)
      lines.set(key, { ...line, day, id, meetingId, role, points: worth })
    }
  }
  return { lines: [...lines.values()], meetings }
}

/** A measure that counts records looks at the office on the day of each: `who` of the clause is that of its counts. */
const looksAtRecords = (measure: Measure | undefined): boolean =>
  measure !== undefined && ('among' in measure || ('counts' in measure && measure.each === undefined))

function measureOf({ measure, who }: Clause): Measure {
  if (who === undefined || !looksAtRecords(measure)) return measure!
  const asked = <One extends Counts>(one: One): One => ({ ...one, who: one.who ?? who })
  if ('among' in measure!) return { share: asked(measure.share), among: asked(measure.among) }
  return asked(measure as Counts)
}

/** What the number of the record, several values for one thing and a number that is wanted make of the lines. */
export function settled(given: Case, code: string, order: number, lines: readonly Line[]): Line[] {
  const clause = given.regulation.clauses![code]!
  return windowsOf(given, clause).flatMap((days) => {
    const inside = lines.filter(({ day }) => during(day, days.from, days.to))
    return [
      ...combined(clause.combine, numbered(clause, inside)),
      ...wanted(given, clause, inside, days).map((points) => ({
        clause: code,
        order,
        day: lastDay(given.member, days),
        id: `wanted/${code}/${days.to}`,
        meetingId: undefined,
        role: undefined,
        points,
      })),
    ]
  })
}

/** Records in their order: the number of each is its place by its first day, then by id. */
function numbered(clause: Clause, lines: readonly Line[]): Line[] {
  const records = recordsOf(lines)
  return lines.map((line) => {
    const number = records.indexOf(line.id) + 1
    const earns =
      number >= (clause.from ?? clause.fullAt ?? 1) &&
      number <= (clause.upTo ?? clause.fullAt ?? (clause.once ? 1 : number))
    return earns ? line : { ...line, points: ZERO }
  })
}

function recordsOf(lines: readonly Line[]): string[] {
  const first = new Map<string, string>()
  for (const { id, day } of lines) {
    const before = first.get(id)
    if (before === undefined || day < before) first.set(id, day)
  }
  const key = ([id, day]: readonly [string, string]) => `${day} ${id}`
  return [...first].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(([id]) => id)
}

function wanted(given: Case, clause: Clause, lines: readonly Line[], days: Days): Points[] {
  const rule = clause.wanted
  if (!rule || !serves(given.member, days)) return []
  // Of the people of a body it asks whose records count; they are wanted of the body.
  if (clause.of === undefined && !isFor(clause.who, given.member, lastDay(given.member, days))) return []
  const { all, duty } = dutyDays(given.member, days)
  if (rule.shrinks === undefined && duty === 0) return []
  const asked = askedOf(given.member, rule.count, lastDay(given.member, days))
  const count = rule.shrinks ? roundTo(fraction(asked * duty, all), rule.shrinks) : asked
  const there = recordsOf(lines).length
  if (there > count) return rule.more === undefined ? [] : [multiply(figure(rule.more), whole(there - count))]
  const { today } = given.period
  const over = today === undefined || days.to <= today
  if (there === count || rule.missing === undefined || !over) return []
  return [multiply(figure(rule.missing), whole(count - there))]
}

/** The number for all, or that of the first listed body to which one belongs. */
function askedOf(
  { bodies }: ScoredMember,
  count: number | { body: { [code: string]: number }; others: number },
  day: string,
): number {
  if (typeof count === 'number') return count
  const there = bodies.filter(({ from, to }) => during(day, from, to)).map(({ code }) => code)
  const first = Object.keys(count.body).find((code) => there.includes(code))
  return first === undefined ? count.others : count.body[first]!
}
