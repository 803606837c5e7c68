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
import { holds, type Known } from './conditions.ts'
import { during, servesIn } from './days.ts'
import { type Case, figure, isFor, listOf } from './facts.ts'
import type { Bound, PlainRegulation } from './format.ts'
import { type Amounts, amountsOf } from './limits.ts'
import { type Compared, comparedTo, compares } from './measure.ts'
import { roundTo } from './round.ts'

/** A second scorer for any regulation, from the guide alone: plain and slow, one member and one rule after another. */

export interface Result {
  member: string
  amounts: Amounts
  grade: string | null
  consequences: string[]
  /** Place over all, and in the list; null for who is not ranked. */
  rank: number | null
  place: number | null
  list: string | null
  /** Place by each further order. */
  orders: { [code: string]: number | null }
}

interface Scored {
  given: Case
  member: ScoredMember
  amounts: Amounts
  list: string | null
  grade: string | null
}

export function referenceOf(regulation: PlainRegulation, document: FactsDocument): Result[] {
  const cases = subjectsOf(regulation, document).map((member): Case & { list: string | null } => ({
    regulation,
    period: document.period,
    member,
    facts: document.facts,
    people: document.members,
    earlier: document.earlier,
    list: listFor(regulation, member, document.period.to),
  }))
  const compared = comparedIn(regulation, cases)
  const all = cases.map(({ list, ...given }, at): Scored => {
    return { given, member: given.member, amounts: amountsOf(given, compared[at]!), list, grade: null }
  })
  const listOfOne = (one: Scored) => all.filter(({ list }) => list === one.list)
  for (const one of all) if (listOfOne(one)[0] === one) grade(listOfOne(one))
  return all.map((one) => ({
    member: one.member.id,
    amounts: one.amounts,
    grade: one.grade,
    consequences: consequencesOf(one, listOfOne(one)),
    rank: placeIn(one, all),
    place: placeIn(one, listOfOne(one)),
    list: one.list,
    orders: ordersOf(one, listOfOne(one)),
  }))
}

/** The members, or the bodies of the kind that is scored: those have no offices, no bodies and no exemptions. */
function subjectsOf({ subject }: PlainRegulation, { members, bodies }: FactsDocument): ScoredMember[] {
  if (subject === undefined) return members
  return bodies
    .filter(({ kind }) => kind === subject)
    .map(({ id, code, kind, ranked, validFrom, validTo }) => ({
      ...{ id, ranked, validFrom, validTo, offices: [], exemptions: [] },
      bodies: [{ id, code, kind, from: validFrom, to: validTo }],
    }))
}

/** The first list that is for a member on the last day of the period; one of each body where it says so. */
function listFor({ lists }: PlainRegulation, member: ScoredMember, day: string): string | null {
  for (const [code, { who, each }] of Object.entries(lists ?? {})) {
    if (!isFor(who, member, day)) continue
    if (each === undefined) return code
    const body = member.bodies.find(({ kind, from, to }) => kind === each && during(day, from, to))
    if (body) return `${code} ${body.id}`
  }
  return null
}

/** Everybody is scored without the clauses that compare, then the points of those who are ranked in a list are known. */
function comparedIn(
  regulation: PlainRegulation,
  cases: readonly (Case & { list: string | null })[],
): Compared[] {
  const comparing = Object.entries(regulation.clauses ?? {}).filter(([, { measure }]) => compares(measure))
  if (comparing.length === 0) return cases.map(() => ({}))
  const first = cases.map((given) => ({ given, amounts: amountsOf(given) }))
  return first.map(({ given, amounts }) =>
    Object.fromEntries(
      comparing.map(([code, { measure }]) => {
        const of = measure as { points?: string; place?: string }
        const name = of.points ?? of.place ?? ''
        const pointsIn = ({ own }: Amounts) => own[name]!
        const ranked = first
          .filter((other) => other.given.member.ranked && other.given.list === given.list)
          .map((other) => pointsIn(other.amounts))
        return [code, comparedTo(measure!, pointsIn(amounts), given.member.ranked, ranked)]
      }),
    ),
  )
}

/** The total as it is printed: grades and places go by it. */
const total = (one: Scored): Points => fraction(hundredthsOf(one.amounts.total), 100)

/** Whether one stands before another: by the total, then by what decides between equals. */
function isBefore(one: Scored, other: Scored): boolean {
  const parts = (a: Scored) => [
    total(a),
    ...(a.given.regulation.tieBreak ?? []).map((code) => a.amounts.own[code]!),
  ]
  const theirs = parts(other)
  for (const [at, mine] of parts(one).entries()) {
    const more = compare(mine, theirs[at]!)
    if (more !== 0) return more > 0
  }
  return false
}

function placeIn(one: Scored, list: readonly Scored[]): number | null {
  if (!one.member.ranked) return null
  return list.filter((other) => other.member.ranked && isBefore(other, one)).length + 1
}

/** The place by each order: how many of the list have more of the first thing that differs, as it is printed. */
function ordersOf(one: Scored, list: readonly Scored[]): Result['orders'] {
  const printed = (points: Points) => fraction(hundredthsOf(points), 100)
  const has = (other: Scored, by: readonly string[]) => {
    const worth = (a: Scored) =>
      by.map((code, at) => (at === 0 ? printed(a.amounts.own[code]!) : a.amounts.own[code]!))
    const mine = worth(one)
    const order = worth(other).map((value, at) => compare(value, mine[at]!))
    return (order.find((step) => step !== 0) ?? 0) > 0
  }
  return Object.fromEntries(
    Object.entries(one.given.regulation.orders ?? {}).map(([code, { by }]) => [
      code,
      one.member.ranked
        ? list.filter((other) => other.member.ranked && has(other, listOf(by))).length + 1
        : null,
    ]),
  )
}

const tiesOf = (bound: Bound): 'in' | 'out' | undefined =>
  typeof bound === 'number' ? undefined : bound.ties

function limitOf(bound: Bound, ranked: number): number {
  if (typeof bound === 'number') return bound
  if ('number' in bound) return bound.number
  return roundTo(divide(multiply(figure(bound.share), whole(ranked)), whole(100)), bound.round)
}

/** What a condition sets aside first, then from the highest grade down: who reaches it, and with a quota the first. */
function grade(list: Scored[]): void {
  const grades = list[0]?.given.regulation.grades ?? []
  const ranked = list.filter(({ member }) => member.ranked).length
  for (const one of list) {
    const known = { amounts: one.amounts }
    const forced = grades.find((rung) => rung.forced !== undefined && holds(one.given, rung.forced, known))
    one.grade = forced?.grade ?? null
  }
  for (const { grade: name, min, needs, top } of grades) {
    const reaching = list.filter(
      (one) =>
        one.grade === null &&
        (min === undefined || compare(total(one), figure(min)) >= 0) &&
        (needs === undefined || holds(one.given, needs, { amounts: one.amounts })),
    )
    const given = reaching.filter((one) => {
      if (top === undefined) return true
      if (!one.member.ranked) return false
      const ranks = reaching.filter((other) => other.member.ranked)
      const upTo = ranks.filter((other) => !isBefore(one, other)).length
      const place = ranks.filter((other) => isBefore(other, one)).length + 1
      return (tiesOf(top) === 'out' ? upTo : place) <= limitOf(top, ranked)
    })
    for (const one of given) one.grade = name
  }
}

function consequencesOf(one: Scored, list: readonly Scored[]): string[] {
  const ranked = list.filter(({ member }) => member.ranked)
  const known: Known = {
    amounts: one.amounts,
    grade: one.grade,
    // Those who share a place are all inside at the top, and all outside at the bottom, unless the bound says otherwise.
    isTop: (bound) => {
      const better = ranked.filter((other) => isBefore(other, one)).length
      const upTo = ranked.filter((other) => !isBefore(one, other)).length
      return (
        one.member.ranked && (tiesOf(bound) === 'out' ? upTo : better + 1) <= limitOf(bound, ranked.length)
      )
    },
    isBottom: (bound) => {
      const worse = ranked.filter((other) => isBefore(one, other)).length
      const downTo = ranked.filter((other) => !isBefore(other, one)).length
      return (
        one.member.ranked && (tiesOf(bound) === 'in' ? worse + 1 : downTo) <= limitOf(bound, ranked.length)
      )
    },
  }
  const { regulation, period } = one.given
  if (!servesIn(one.member, period)) return []
  return Object.entries(regulation.triggers ?? {}).flatMap(([code, { who, when, unless, then }]) => {
    if (!isFor(who, one.member, period.to) || !holds(one.given, when, known)) return []
    if (unless !== undefined && holds(one.given, unless, known)) return []
    return listOf(then).map((word) => `${code}: ${word}`)
  })
}
