import {
  compare,
  divide,
  fraction,
  hundredthsOf,
  multiply,
  type Points,
  whole,
} from '../../../src/core/points.ts'
import type { FactsDocument, ScoredMember } from '../../../src/scoring/facts.ts'
import { roundTo } from './clauses.ts'
import { holds, type Known } from './conditions.ts'
import { type Case, figure, isFor, listOf } from './facts.ts'
import type { Bound, PlainRegulation } from './format.ts'
import { type Amounts, amountsOf } from './limits.ts'

/** A second scorer for any regulation, from the guide alone: plain and slow, one member and one rule after another. */

export interface Result {
  member: string
  amounts: Amounts
  grade: string | null
  consequences: string[]
}

interface Scored {
  given: Case
  member: ScoredMember
  amounts: Amounts
  list: string | null
  grade: string | null
}

export function referenceOf(regulation: PlainRegulation, document: FactsDocument): Result[] {
  const { period } = document
  const all = document.members.map((member): Scored => {
    const given = { regulation, period, member, facts: document.facts }
    const lists = Object.entries(regulation.lists ?? {})
    const list = lists.find(([, { who }]) => isFor(who, member, period.to))?.[0] ?? null
    return { given, member, amounts: amountsOf(given), list, grade: null }
  })
  for (const list of new Set(all.map((one) => one.list))) grade(all.filter((one) => one.list === list))
  return all.map((one) => ({
    member: one.member.id,
    amounts: one.amounts,
    grade: one.grade,
    consequences: consequencesOf(
      one,
      all.filter(({ list }) => list === one.list),
    ),
  }))
}

/** The total as it is printed: grades and places go by it, while a condition on points looks at the exact sum. */
const total = (one: Scored): Points => fraction(hundredthsOf(one.amounts.total), 100)

function limitOf(bound: Bound, ranked: number): number {
  if (typeof bound === 'number') return bound
  return roundTo(divide(multiply(figure(bound.share), whole(ranked)), whole(100)), bound.round)
}

/** From the highest grade down: who reaches it and its condition, and of these, with a quota, the first. */
function grade(list: Scored[]): void {
  const ranked = list.filter(({ member }) => member.ranked).length
  let left = list
  for (const rung of list[0]?.given.regulation.grades ?? []) {
    const reaching = list.filter(
      (one) =>
        (rung.min === undefined || compare(total(one), figure(rung.min)) >= 0) &&
        (rung.needs === undefined || holds(one.given, rung.needs, { amounts: one.amounts })),
    )
    const { top } = rung
    const given = left.filter((one) => {
      if (!reaching.includes(one)) return false
      if (top === undefined) return true
      if (!one.member.ranked) return false
      const before = reaching.filter(
        (other) => other.member.ranked && compare(total(other), total(one)) > 0,
      ).length
      return before < limitOf(top, ranked)
    })
    for (const one of given) one.grade = rung.grade
    left = left.filter((one) => !given.includes(one))
  }
}

function consequencesOf(one: Scored, list: readonly Scored[]): string[] {
  const ranked = list.filter(({ member }) => member.ranked)
  const known: Known = {
    amounts: one.amounts,
    grade: one.grade,
    isTop: (bound) =>
      one.member.ranked &&
      ranked.filter((other) => compare(total(other), total(one)) > 0).length < limitOf(bound, ranked.length),
    isBottom: (bound) =>
      one.member.ranked &&
      ranked.filter((other) => compare(total(other), total(one)) <= 0).length <=
        limitOf(bound, ranked.length),
  }
  const { regulation, period } = one.given
  return Object.entries(regulation.triggers ?? {}).flatMap(([code, { who, when, unless, then }]) => {
    if (!isFor(who, one.member, period.to) || !holds(one.given, when, known)) return []
    if (unless !== undefined && holds(one.given, unless, known)) return []
    return listOf(then).map((word) => `${code}: ${word}`)
  })
}
