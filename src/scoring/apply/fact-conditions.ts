import { addDays, daysInclusive, within } from '../../core/days.ts'
import { compare, divide, max, min, type Points, rounded, signOf, whole } from '../../core/points.ts'
import type { Period, ScoredMember } from '../facts.ts'
import type { CountCondition, RatioCondition, RowCondition, TogetherCondition } from '../format/counts.ts'
import { passes } from '../mechanisms/match.ts'
import { isInOffice, presentPart, type Span, termStart } from '../mechanisms/presence.ts'
import { partsOf } from '../mechanisms/window.ts'
import type { Over } from '../notation/bounds.ts'
import type { Filter } from '../notation/vocabulary.ts'
import { type Inquiry, seenIn } from './counting.ts'
import { type Finding, NOTHING } from './finding.ts'
import { lastPeriods } from './periods.ts'

/** What conditions find in facts and in the days of a mandate. */

export function counted(condition: CountCondition, inquiry: Inquiry): Finding {
  const { period, member } = inquiry
  const to = period.asOf !== undefined && period.asOf < period.to ? period.asOf : period.to
  const { over, each } = condition
  const periods = periodsOf(over, { ...period, to })
  if (!isAsked(periods, member)) return { ...NOTHING, condition, periods, holds: false, count: 0 }
  const from = periods?.[0]?.from ?? (over === 'term' ? termStart(member, period.to) : period.from)
  const spans = spansOf(each, periods ?? [], { from, to }, member)
  const seen = spans.map((span) => seenIn(condition, inquiry, span))
  const counts = seen.map(({ factIds, sum }) => (condition.sum === null ? whole(factIds.length) : sum))
  const { atLeast, atMost } = condition
  const enough = (count: Points) =>
    (atLeast === null || compare(count, whole(atLeast)) >= 0) &&
    (atMost === null || compare(count, whole(atMost)) <= 0)
  const worst = atMost !== null && atLeast === null ? max : min
  // What is still to come in a part that is not over is not missing yet.
  const lastKnown = period.asOf ?? period.today ?? period.to
  const mayCome = (count: Points, at: number) =>
    each !== null && spans[at]!.to > lastKnown && atLeast !== null && compare(count, whole(atLeast)) < 0
  const failing = counts.filter((count) => !enough(count))
  const undecided = failing.length > 0 && counts.every((count, at) => enough(count) || mayCome(count, at))
  const fewest = counts.length === 0 ? undefined : counts.reduce(worst)
  return {
    ...NOTHING,
    condition,
    holds: failing.length === 0,
    undecided,
    count: fewest === undefined ? 0 : rounded(fewest),
    periods,
    ...(each && fewest ? { worst: spans[counts.indexOf(fewest)]!.from } : {}),
    factIds: seen.flatMap(({ factIds }) => factIds),
  }
}

/** The periods that a count looks at, where they are several. */
const periodsOf = (over: Over, period: Period): Span[] | undefined =>
  typeof over === 'object' ? lastPeriods(period, over.periods) : undefined

/** Who was not in office in each of these periods is not asked. */
const isAsked = (periods: readonly Span[] | undefined, member: ScoredMember): boolean =>
  !periods?.some((span) => !isInOffice(member, span))

/** The days over which it counts, or each part of them; a part without a mandate, or exempt throughout, asks for nothing. */
function spansOf(
  each: CountCondition['each'],
  periods: readonly Span[],
  whole: Span,
  member: ScoredMember,
): readonly Span[] {
  if (each === null) return [whole]
  if (each === 'period') return periods
  return partsOf(whole.from, whole.to, each).filter((span) => asksIn(member, span))
}

export function ratioOf(condition: RatioCondition, inquiry: Inquiry): Finding {
  const [of, among] = [counted(condition.of, inquiry), counted(condition.among, inquiry)]
  if (among.factIds.length === 0) return { ...NOTHING, condition, holds: false, parts: [of, among] }
  const percent = divide(whole(100 * of.factIds.length), whole(among.factIds.length))
  const { atLeast, below } = condition
  const holds = (!atLeast || compare(percent, atLeast) >= 0) && (!below || compare(percent, below) < 0)
  return { ...NOTHING, condition, holds, points: percent, factIds: of.factIds, parts: [of, among] }
}

export function togetherOf(condition: TogetherCondition, inquiry: Inquiry): Finding {
  const parts = condition.of.map((count) => counted(count, inquiry))
  const factIds = [...new Set(parts.flatMap((part) => part.factIds))]
  const { atLeast, atMost } = condition
  const count = factIds.length
  const holds =
    isAsked(parts[0]?.periods, inquiry.member) &&
    (atLeast === null || count >= atLeast) &&
    (atMost === null || count <= atMost)
  return { ...NOTHING, condition, holds, count, factIds, parts }
}

/** The longest run of the facts among all that may break it, by day, then by id. */
export function rowOf(condition: RowCondition, inquiry: Inquiry): Finding {
  const [of, among] = [counted(condition.of, inquiry), counted(condition.among, inquiry)]
  const [own, all] = [new Set(of.factIds), new Set([...of.factIds, ...among.factIds])]
  const days = new Map(inquiry.facts.map((fact) => [fact.id, fact.day]))
  const key = (id: string) => `${days.get(id)} ${id}`
  let run: string[] = []
  let longest: string[] = []
  for (const id of [...all].sort((a, b) => (key(a) < key(b) ? -1 : 1))) {
    run = own.has(id) ? [...run, id] : []
    if (run.length > longest.length) longest = run
  }
  const count = longest.length
  return {
    ...NOTHING,
    condition,
    holds: count >= condition.inRow,
    count,
    factIds: longest,
    parts: [of, among],
  }
}

/** Days of the period on which the member is exempt, for any reason or for some. */
export function exemptDays(reasons: Filter | null, { member, period }: Inquiry): number {
  const own = member.exemptions.filter(({ reason }) => reasons === null || passes(reasons, reason))
  let count = 0
  if (own.length === 0) return count
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) {
    if (own.some(({ from, to }) => within(day, from, to))) count += 1
  }
  return count
}

/** Days of the period with a mandate, or months of it with one on every day. */
export function servedIn(unit: 'day' | 'month', { member, period }: Inquiry): number {
  const from = member.validFrom > period.from ? member.validFrom : period.from
  const to = member.validTo !== null && member.validTo < period.to ? member.validTo : period.to
  if (from > to) return 0
  if (unit === 'day') return daysInclusive(from, to)
  return partsOf(period.from, period.to, 'month').filter((month) => month.from >= from && month.to <= to)
    .length
}

/** Whether there is a day in it with a mandate that is not exempt. */
const asksIn = (member: ScoredMember, span: Span): boolean => signOf(presentPart(member, span, 'days')) > 0
