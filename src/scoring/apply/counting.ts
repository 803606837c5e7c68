import { within } from '../../core/days.ts'
import { add, compare, type Points, ZERO } from '../../core/points.ts'
import type { Earlier, Fact, Period, Subject } from '../facts.ts'
import { countsIn } from '../format/conditions-visit.ts'
import type { CountCondition } from '../format/counts.ts'
import type { Clause, Regulation } from '../format/regulation.ts'
import { mandatesOf, type Span } from '../mechanisms/presence.ts'
import { bookFact, emptyRun } from './book.ts'
import { type Compiled, compile } from './compile.ts'

/**
 * What counts see. A count is made by the same clauses that give points, so that "attended" or "filed" means in a
 * condition what it means there.
 */

export interface Inquiry {
  readonly member: Subject
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

interface Counted {
  readonly compiled: Compiled
  readonly codeOf: ReadonlyMap<CountCondition, string>
}

const counting = new WeakMap<Regulation, Counted>()

/** All counts of a regulation as clauses of one point, compiled once. */
function countedOf(regulation: Regulation): Counted {
  const cached = counting.get(regulation)
  if (cached) return cached
  const codeOf = new Map<CountCondition, string>()
  for (const condition of countsIn(regulation)) codeOf.set(condition, `c${codeOf.size}`)
  const clauses: Record<string, Clause> = {}
  for (const [condition, code] of codeOf) clauses[code] = condition.clause
  const counts = {
    codeOf,
    compiled: compile({ ...regulation, clauses, options: {} }),
  }
  counting.set(regulation, counts)
  return counts
}

/** What one count saw in some days: the records, each once, and the sum of what they say. */
export interface Seen {
  readonly factIds: readonly string[]
  readonly sum: Points
}
const SEEN_NOTHING: Seen = { factIds: [], sum: ZERO }

/** What the counts of a regulation saw of one member, by span: every fact is booked once for all of them. */
const counts = new WeakMap<Inquiry, Map<string, Map<string, Seen>>>()

/** What a count sees in some days. */
export function seenIn(condition: CountCondition, inquiry: Inquiry, span: Span): Seen {
  const code = countedOf(inquiry.regulation).codeOf.get(condition)!
  const bySpan = counts.get(inquiry) ?? new Map<string, Map<string, Seen>>()
  counts.set(inquiry, bySpan)
  const name = `${span.from} ${span.to}`
  const byCode = bySpan.get(name) ?? bookedIn(inquiry, span)
  bySpan.set(name, byCode)
  return byCode.get(code) ?? SEEN_NOTHING
}

function bookedIn({ member, facts, regulation, period }: Inquiry, span: Span): Map<string, Seen> {
  const { compiled } = countedOf(regulation)
  const mandates = mandatesOf(member)
  const until = period.asOf ?? period.to
  const run = { ...emptyRun(member, compiled, span, span.to), until }
  for (const fact of facts) bookFact(run, fact)
  const counting = run.lines.filter(
    ({ points, day }) => compare(points, ZERO) > 0 && mandates.some(({ from, to }) => within(day, from, to)),
  )
  const byCode = Map.groupBy(counting, (line) => line.clause)
  return new Map(
    [...byCode].map(([code, lines]) => {
      const once = new Map(lines.map((line) => [line.factId, line.points]))
      return [code, { factIds: [...once.keys()].sort(), sum: [...once.values()].reduce(add, ZERO) }]
    }),
  )
}
