import { overlaps } from '../../core/days.ts'
import { add, compare, divide, hundredthsOf, type Points, whole, ZERO } from '../../core/points.ts'
import { atOnce } from '../../core/yielding.ts'
import type { Fact, FactsDocument, Period, Subject } from '../facts.ts'
import { compares } from '../format/measure.ts'
import type { Regulation } from '../format/regulation.ts'
import type { Measured, ScoreLine } from '../lines.ts'
import { percentOf } from '../mechanisms/measure.ts'
import type { Compared } from './book-rules.ts'
import { type Compiled, type CompiledClause, compile, type Options } from './compile.ts'
import { listOf } from './places.ts'
import { pointsBy, scoreMember } from './score.ts'
import { subjectsOf } from './subjects.ts'

/**
 * Scores a document: which fact earned what, under which clause, and what took the rest. Pure: the same facts in any
 * order give the same lines in the same order (member, day, clause, fact), for ever.
 */
export function score(document: FactsDocument, regulation: Regulation, options: Options = {}): ScoreLine[] {
  return scoreCompiled(document, compile(regulation, options))
}

/** `score` with a regulation that was made ready before. */
export function scoreCompiled(document: FactsDocument, compiled: Compiled): ScoreLine[] {
  const { subjects, factsOf } = subjectsOf(document, compiled.regulation)
  const inOrder = subjects.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return [...scoreEverybody(inOrder, factsOf, document.period, compiled).values()].flat()
}

/**
 * Everybody's lines. Where a clause compares members, each is scored without such clauses first; then the average, the
 * best and the places are known, and each is scored again with them.
 */
export const scoreEverybody = (...all: Parameters<typeof stepsOfScoring>): Map<string, ScoreLine[]> =>
  atOnce(stepsOfScoring(...all))

/** The same, a step a member. */
export function* stepsOfScoring(
  subjects: readonly Subject[],
  factsOf: ReadonlyMap<string, readonly Fact[]>,
  period: Period,
  compiled: Compiled,
): Generator<undefined, Map<string, ScoreLine[]>> {
  function* linesOf(compared?: ReadonlyMap<string, Compared>) {
    const lines = new Map<string, ScoreLine[]>()
    for (const member of subjects) {
      const facts = factsOf.get(member.id) ?? []
      lines.set(member.id, scoreMember(member, facts, period, compiled, compared?.get(member.id)))
      yield
    }
    return lines
  }
  const first = yield* linesOf()
  if (!compiled.comparing) return first
  return yield* linesOf(comparedOf(subjects, first, period, compiled))
}

/** What each clause that compares comes to, by member: among those who are ranked in the same list. */
function comparedOf(
  subjects: readonly Subject[],
  lines: ReadonlyMap<string, readonly ScoreLine[]>,
  period: Period,
  compiled: Compiled,
): Map<string, Map<string, Measured>> {
  const on = period.asOf ?? period.to
  const present = subjects.filter((member) => overlaps(member, period.from, on))
  const measuredOf = new Map(present.map(({ id }) => [id, new Map<string, Measured>()]))
  for (const list of Map.groupBy(present, (member) => listOf(compiled.regulation, member, on)).values()) {
    for (const clause of compiled.clauses) {
      const measure = clause.measure?.of ?? null
      if (!compares(measure)) continue
      const values = new Map(
        list.map(({ id }) => [id, pointsBy(lines.get(id) ?? [], compiled)(measure.points)] as const),
      )
      const ranked = list.flatMap(({ id, ranked: isRanked }) => (isRanked ? [values.get(id)!] : []))
      for (const { id, ranked: isRanked } of list) {
        const measured = valueAmong(clause, values.get(id)!, ranked, isRanked)
        if (measured) measuredOf.get(id)!.set(clause.code, measured)
      }
    }
  }
  return measuredOf
}

/** One value against those of everybody who is ranked; places are counted on values rounded to 0.01. */
function valueAmong(
  { measure }: CompiledClause,
  value: Points,
  ranked: readonly Points[],
  isRanked: boolean,
): Measured | undefined {
  const of = measure!.of
  if (of.kind === 'place') {
    if (!isRanked) return undefined
    const better = ranked.filter((other) => hundredthsOf(other) > hundredthsOf(value)).length
    const place = whole(better + 1)
    return { unit: 'place', value: place, of: value, among: whole(ranked.length), factIds: [] }
  }
  if (of.kind !== 'ratio' || ranked.length === 0) return undefined
  const best = ranked.reduce((a, b) => (compare(b, a) > 0 ? b : a))
  // The average is rounded to 0.01, so that a reader can redo the sum with the figure that is shown.
  const average = { n: hundredthsOf(divide(ranked.reduce(add, ZERO), whole(ranked.length))), d: 100 }
  return percentOf(value, of.to === 'maximum' ? best : average, [])
}
