import type { Condition } from './conditions.ts'
import type { CountCondition } from './counts.ts'
import type { Clause, Regulation } from './regulation.ts'

/** Walks through the conditions of a regulation, wherever they stand. */

/** Where conditions stand: named ones, grades, triggers, clauses, groups, the total, readings that may be chosen. */
type Holding = Pick<
  Regulation,
  'conditions' | 'grades' | 'triggers' | 'clauses' | 'groups' | 'readings' | 'total'
>

/** A condition or a count, and where in the file it stands. */
export interface Placed<T> {
  readonly path: readonly string[]
  readonly of: T
}

/** Every condition and every part of one; what a name stands for is there once, under its name. */
export function placedConditions(regulation: Holding): Placed<Condition>[] {
  const conditions: Placed<Condition>[] = []
  const visit = (condition: Condition | undefined, ...path: string[]): void => {
    if (!condition) return
    conditions.push({ of: condition, path })
    const { kind } = condition
    if (kind === 'all' || kind === 'any')
      for (const [at, part] of condition.of.entries()) visit(part, ...path, kind, String(at))
    if (kind === 'not') visit(condition.of, ...path, 'not')
    if (kind === 'repeated') visit(condition.of, ...path, 'of')
  }
  for (const [code, { is }] of Object.entries(regulation.conditions)) visit(is, 'conditions', code, 'is')
  for (const [at, { needs, forced }] of regulation.grades.entries()) {
    visit(needs, 'grades', String(at), 'needs')
    visit(forced, 'grades', String(at), 'forced')
  }
  for (const { of: clause, path } of placedClauses(regulation)) {
    visit(clause.when, ...path, 'when')
    if (clause.measure?.kind === 'people') visit(clause.measure.is, ...path, 'measure', 'people')
  }
  visit(regulation.total.needs, 'total', 'needs')
  for (const [code, { needs }] of Object.entries(regulation.groups)) visit(needs, 'groups', code, 'needs')
  for (const [code, { when, unless }] of Object.entries(regulation.triggers)) {
    visit(when, 'triggers', code, 'when')
    visit(unless, 'triggers', code, 'unless')
  }
  return conditions
}

const conditionsIn = (regulation: Holding): Condition[] => placedConditions(regulation).map(({ of }) => of)

type Clauses = Pick<Regulation, 'clauses' | 'readings'>

/** The clauses of the file and those that readings offer. */
export function placedClauses({ clauses, readings }: Clauses): Placed<Clause>[] {
  const open = Object.entries(readings).flatMap(([code, ofClause]) =>
    Object.entries(ofClause).flatMap(([name, reading]) =>
      reading.taken ? [] : [{ of: reading.clause, path: ['readings', code, name, 'clause'] }],
    ),
  )
  return [...Object.entries(clauses).map(([code, of]) => ({ of, path: ['clauses', code] })), ...open]
}

export const clausesIn = (regulation: Clauses): Clause[] => placedClauses(regulation).map(({ of }) => of)

/** Every count: of conditions, and of clauses that measure. */
export function placedCounts(regulation: Holding): Placed<CountCondition>[] {
  const ofConditions = placedConditions(regulation).flatMap(({ of, path }): Placed<CountCondition>[] => {
    if (of.kind === 'count') return [{ of, path }]
    if (of.kind === 'together')
      return of.of.map((count, at) => ({ of: count, path: [...path, 'together', String(at)] }))
    if (of.kind !== 'ratio' && of.kind !== 'row') return []
    return [
      { of: of.of, path: [...path, of.kind === 'ratio' ? 'share' : 'of'] },
      { of: of.among, path: [...path, 'among'] },
    ]
  })
  const ofMeasures = placedClauses(regulation).flatMap(
    ({ of: { measure }, path }): Placed<CountCondition>[] => {
      const at = [...path, 'measure']
      if (measure?.kind === 'number') return [{ of: measure.of, path: at }]
      if (measure?.kind !== 'share') return []
      return [
        { of: measure.of, path: [...at, 'share'] },
        { of: measure.among, path: [...at, 'among'] },
      ]
    },
  )
  return [...ofConditions, ...ofMeasures]
}

export const countsIn = (regulation: Holding): CountCondition[] =>
  placedCounts(regulation).map(({ of }) => of)

/** The kinds of fact that some clause or condition counts; a recorded kind that is not among them earns nothing. */
export const countedKinds = (regulation: Holding): string[] =>
  [
    ...new Set(
      [...clausesIn(regulation), ...countsIn(regulation).map(({ clause }) => clause)].map(
        ({ counts }) => counts,
      ),
    ),
  ].sort()

/** Whether facts from before the period are needed: something runs over the term. */
export const looksBack = (regulation: Holding): boolean =>
  countsIn(regulation).some(({ over }) => over !== 'period') ||
  clausesIn(regulation).some(({ window }) => window === 'term')

/** Whether a count speaks of single sessions. */
export const countsSessions = (regulation: Holding): boolean =>
  countsIn(regulation).some(({ clause }) => clause.per === 'session')

/** Whether a trigger asks what earlier periods came to. */
export const asksEarlier = (regulation: Holding): boolean =>
  conditionsIn(regulation).some(({ kind }) => kind === 'repeated')

const DAWN = '0001-01-01'

/** The first day of the facts, and of the memberships, that a regulation looks at for a period. */
export const reachOf = (
  regulation: Holding,
  { from }: { from: string },
): { facts: string; mandates: string } => ({
  facts: looksBack(regulation) ? DAWN : from,
  mandates: looksBack(regulation) || asksEarlier(regulation) ? DAWN : from,
})

/** Whether anything of a regulation needs the whole list. */
export const needsPlaces = (regulation: Holding & Pick<Regulation, 'lists' | 'orders'>): boolean =>
  Object.keys(regulation.lists).length > 0 ||
  Object.keys(regulation.orders).length > 0 ||
  regulation.grades.some(({ top }) => top !== undefined) ||
  conditionsIn(regulation).some(({ kind }) => kind === 'place')
