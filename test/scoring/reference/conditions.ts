import { compare, fraction, multiply, whole } from '../../../src/core/points.ts'
import type { Fact } from '../../../src/scoring/facts.ts'
import {
  type Case,
  counted,
  type Days,
  during,
  dutyDays,
  figure,
  firstDay,
  isCounted,
  isFor,
  partsOf,
  passes,
} from './facts.ts'
import type { Bound, Condition, Counts } from './format.ts'
import type { Amounts } from './limits.ts'

/** Whether a condition holds; `known` is what is there beside the facts when it is asked. */

export interface Known {
  amounts?: Amounts
  grade?: string | null
  isTop?: (bound: Bound) => boolean
  isBottom?: (bound: Bound) => boolean
}

export function holds(given: Case, condition: Condition, known: Known = {}): boolean {
  const { regulation, member, period } = given
  if (typeof condition === 'string') {
    const named = regulation.conditions?.[condition]
    if (named === undefined) throw new Error(`no condition ${condition}`)
    return holds(given, named, known)
  }
  if ('is' in condition) return holds(given, condition.is, known)
  if ('all' in condition) return condition.all.every((one) => holds(given, one, known))
  if ('any' in condition) return condition.any.some((one) => holds(given, one, known))
  if ('not' in condition) return !holds(given, condition.not, known)
  if ('office' in condition) {
    const held = member.offices.filter((one) => during(period.to, one.from, one.to))
    return passes(
      condition.office,
      held.map(({ code }) => code),
    )
  }
  if ('grade' in condition) return known.grade === condition.grade
  if ('top' in condition) return known.isTop?.(condition.top) ?? false
  if ('bottom' in condition) return known.isBottom?.(condition.bottom) ?? false
  if ('points' in condition) {
    const { amounts } = known
    if (!amounts) throw new Error('points are asked before they are known')
    const of = condition.points
    const points = of === 'total' ? amounts.total : (amounts.clauses[of] ?? amounts.groups[of])
    if (!points) throw new Error(`no points of ${of}`)
    if (condition.below !== undefined && compare(points, figure(condition.below)) >= 0) return false
    return condition.atLeast === undefined || compare(points, figure(condition.atLeast)) >= 0
  }
  if ('among' in condition) {
    const among = found(given, condition.among, period)
    if (among.length === 0) return false
    const share = found(given, condition.share, period)
    const percent = multiply(fraction(share.length, among.length), whole(100))
    if (condition.below !== undefined && compare(percent, figure(condition.below)) >= 0) return false
    return condition.atLeast === undefined || compare(percent, figure(condition.atLeast)) >= 0
  }
  const enough = (days: Days) => {
    const count = found(given, condition, days).length
    if (condition.atLeast !== undefined && count < condition.atLeast) return false
    return condition.atMost === undefined || count <= condition.atMost
  }
  if (condition.over === 'term') return enough({ from: member.validFrom, to: period.to })
  if (!condition.each) return enough(period)
  return partsOf(period, condition.each).every((days) => {
    if (dutyDays(member, days).duty === 0) return true
    if (period.today !== undefined && days.to > period.today) return true
    return enough(days)
  })
}

/** The facts that are counted; one that reached a status counts on the first day on which it did. */
function found(given: Case, counts: Counts, days: Days): Fact[] {
  return given.facts.filter((fact) => {
    if (!isCounted(given, fact, counts)) return false
    const day = counts.status === undefined ? fact.day : firstDay(fact, counts.status)?.day
    return day !== undefined && counted(given, days, day) && isFor(counts.who, given.member, day)
  })
}
