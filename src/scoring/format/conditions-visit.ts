import type { Condition } from './conditions.ts'
import type { CountCondition } from './counts.ts'
import type { Clause, Regulation } from './regulation.ts'

/** Walks through the conditions of a regulation, wherever they stand. */

/** Where conditions stand: named ones, grades, triggers, clauses, groups, the total, readings that may be chosen. */
type Holding = Pick<
  Regulation,
  'conditions' | 'grades' | 'triggers' | 'clauses' | 'groups' | 'readings' | 'total'
>

/** Every condition and every part of one; what a name stands for is there once, under its name. */
function conditionsIn(regulation: Holding): Condition[] {
  const conditions: Condition[] = []
  const visit = (condition: Condition | undefined): void => {
    if (!condition) return
    conditions.push(condition)
    if (condition.kind === 'all' || condition.kind === 'any') condition.of.forEach(visit)
    if (condition.kind === 'not' || condition.kind === 'repeated') visit(condition.of)
  }
  for (const { is } of Object.values(regulation.conditions)) visit(is)
  for (const { needs, forced } of regulation.grades) [needs, forced].forEach(visit)
  for (const clause of clausesIn(regulation)) {
    visit(clause.when)
    if (clause.measure?.kind === 'people') visit(clause.measure.is)
  }
  for (const { needs } of [regulation.total, ...Object.values(regulation.groups)]) visit(needs)
  for (const { when, unless } of Object.values(regulation.triggers)) [when, unless].forEach(visit)
  return conditions
}

/** The clauses of the file and those that readings offer. */
export function clausesIn({ clauses, readings }: Pick<Regulation, 'clauses' | 'readings'>): Clause[] {
  const open = Object.values(readings).flatMap((ofClause) =>
    Object.values(ofClause).flatMap((reading) => (reading.taken ? [] : [reading.clause])),
  )
  return [...Object.values(clauses), ...open]
}

/** Every count: of conditions, and of clauses that measure. */
export function countsIn(regulation: Holding): CountCondition[] {
  const ofConditions = conditionsIn(regulation).flatMap((condition): CountCondition[] => {
    if (condition.kind === 'count') return [condition]
    if (condition.kind === 'together') return [...condition.of]
    return condition.kind === 'ratio' || condition.kind === 'row' ? [condition.of, condition.among] : []
  })
  const ofMeasures = clausesIn(regulation).flatMap(({ measure }): CountCondition[] => {
    if (measure?.kind === 'number') return [measure.of]
    return measure?.kind === 'share' ? [measure.of, measure.among] : []
  })
  return [...ofConditions, ...ofMeasures]
}

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
export const needsPlaces = (regulation: Holding & Pick<Regulation, 'lists'>): boolean =>
  Object.keys(regulation.lists).length > 0 ||
  regulation.grades.some(({ top }) => top !== undefined) ||
  conditionsIn(regulation).some(({ kind }) => kind === 'place')
