import {
  add,
  compare,
  divide,
  fraction,
  hundredthsOf,
  max,
  multiply,
  type Points,
  signOf,
  subtract,
  sum,
  whole,
  ZERO,
} from '../../../src/core/points.ts'
import { holds } from './conditions.ts'
import { during, lastDay } from './days.ts'
import { amountIn, belongs, type Case, figure, figureOn } from './facts.ts'
import type { Award, Dated, Measure, Target } from './format.ts'
import { percentOf, timesEach } from './round.ts'

/** Values of the whole period, and the points that they are worth. */

/** What the clauses that compare members come to, by clause; known once everybody was scored without them. */
export interface Compared {
  [clause: string]: Points | undefined
}

export const compares = (measure: Measure | undefined) =>
  measure !== undefined && ('to' in measure || 'place' in measure)

export function measured(
  given: Case,
  code: string,
  measure: Measure,
  award: Award,
  compared: Compared,
): Points | undefined {
  const value = compares(measure) ? compared[code] : valueIn(given, measure)
  if (value === undefined) return undefined
  const isPercent = 'among' in measure || 'to' in measure || 'people' in measure
  return worthOf(
    award,
    value,
    isPercent ? divide(value, whole(100)) : value,
    lastDay(given.member, given.period),
  )
}

function valueIn(given: Case, measure: Measure): Points | undefined {
  if ('among' in measure) {
    const among = amountIn(given, measure.among, given.period)
    return percentOf(amountIn(given, measure.share, given.period), among)
  }
  const people = peopleOf(given)
  if ('people' in measure) {
    const fulfilling = people.filter((member) => holds({ ...given, member }, measure.people))
    return percentOf(whole(fulfilling.length), whole(people.length))
  }
  if (!('counts' in measure)) return undefined
  const amount = amountIn(given, measure, given.period)
  if (measure.each === undefined) return amount
  return people.length === 0 ? undefined : divide(amount, whole(people.length))
}

/** The people of a body: who belongs to it on the last day and is ranked. */
function peopleOf({ people, member, period }: Case) {
  const day = lastDay(member, period)
  return people.filter(
    (one) => one.ranked && belongs(one, member.id, day) && during(day, one.validFrom, one.validTo),
  )
}

function worthOf(award: Award, value: Points, times: Points, day: string): Points | undefined {
  if (typeof award !== 'object') return multiply(figure(award), times)
  if ('bands' in award) {
    const limits = Object.entries(award['bands'] as { [limit: string]: Dated })
    const reached = limits.filter(([limit]) => compare(value, figure(limit)) >= 0)
    const best = reached.sort(([a], [b]) => compare(figure(b), figure(a)))[0]
    return best && figureOn(best[1], day)
  }
  if ('places' in award) {
    const rows = Object.entries(award['places'] as { [upTo: string]: Dated })
    const inside = rows.filter(([upTo]) => compare(value, figure(upTo)) <= 0)
    const first = inside.sort(([a], [b]) => Number(a) - Number(b))[0]
    return first && figureOn(first[1], day)
  }
  if ('target' in award) {
    const { target, at = 0, each = 1, above = 0, below = 0, round } = award as Target
    const beyond = subtract(value, figure(target))
    const units = timesEach(signOf(beyond) < 0 ? subtract(ZERO, beyond) : beyond, figure(each), round)
    return add(figure(at), multiply(figure(signOf(beyond) < 0 ? below : above), units))
  }
  const amount = figureOn(award as Dated, day)
  return amount && multiply(amount, times)
}

/** One's own points against those of everybody who is ranked in the list. */
export function comparedTo(measure: Measure, own: Points, isRanked: boolean, ranked: readonly Points[]) {
  if ('place' in measure) {
    if (!isRanked) return undefined
    return whole(ranked.filter((other) => hundredthsOf(other) > hundredthsOf(own)).length + 1)
  }
  if (!('to' in measure) || ranked.length === 0) return undefined
  const average = divide(sum(ranked), whole(ranked.length))
  return percentOf(own, measure.to === 'maximum' ? ranked.reduce(max) : fraction(hundredthsOf(average), 100))
}
