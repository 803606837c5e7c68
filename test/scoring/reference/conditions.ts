import { addDays } from '../../../src/core/days.ts'
import { compare, fraction, hundredthsOf, type Points, whole } from '../../../src/core/points.ts'
import { type Days, daysIn, during, dutyDays, partsOf, servesIn, termOf, yearsUpTo } from './days.ts'
import { amountIn, type Case, countedIn, figure, inRange, passes } from './facts.ts'
import type { Bound, Condition, Counts, Over } from './format.ts'
import type { Amounts } from './limits.ts'
import { percentOf } from './round.ts'

/** Whether a condition holds; `known` is what is there beside the facts when it is asked. */

export interface Known {
  amounts?: Pick<Amounts, 'own'> & { total?: Points }
  grade?: string | null
  isTop?: (bound: Bound) => boolean
  isBottom?: (bound: Bound) => boolean
}
/** Open: a part of the year that is not over may still bring what is missing. */
type Answer = 'yes' | 'no' | 'open'

const answer = (held: boolean): Answer => (held ? 'yes' : 'no')

export const holds = (given: Case, condition: Condition, known: Known = {}): boolean =>
  answerTo(given, condition, known) === 'yes'

function answerTo(given: Case, condition: Condition, known: Known): Answer {
  const { regulation, member, period } = given
  const ask = (one: Condition) => answerTo(given, one, known)
  if (typeof condition === 'string') {
    const named = regulation.conditions?.[condition]
    if (named === undefined) throw new Error(`no condition ${condition}`)
    return ask(named)
  }
  if ('is' in condition) return ask(condition.is)
  if ('all' in condition) return every(condition.all.map(ask))
  if ('any' in condition) return contrary(every(condition.any.map((one) => contrary(ask(one)))))
  if ('not' in condition) return contrary(ask(condition.not))
  if ('office' in condition) {
    const held = member.offices.filter((one) => during(period.to, one.from, one.to))
    return answer(
      passes(
        condition.office,
        held.map(({ code }) => code),
      ),
    )
  }
  if ('exempt' in condition) {
    const inPeriod = member.exemptions.filter(
      ({ from, to }) => from <= period.to && (to === null || to >= period.from),
    )
    if (condition.exempt === 'any') return answer(inPeriod.length > 0)
    return answer(inPeriod.some(({ reason }) => passes(condition.exempt, [reason])))
  }
  if ('exit' in condition) {
    const { validTo, exitReason } = member
    const left = validTo !== null && during(validTo, period.from, period.to)
    return answer(left && passes(condition.exit, exitReason === undefined ? [] : [exitReason]))
  }
  if ('running' in condition) return answer(running(given, condition, known))
  if ('times' in condition) return answer(times(given, condition, known))
  if ('grade' in condition) return answer(known.grade === condition.grade)
  if ('top' in condition) return answer(known.isTop?.(condition.top) ?? false)
  if ('bottom' in condition) return answer(known.isBottom?.(condition.bottom) ?? false)
  if ('points' in condition) return answer(inRange(pointsOf(condition.points, known), condition))
  if ('together' in condition) {
    const days = daysOver(given, condition.over)
    if (days === 'nobody') return 'no'
    const seen = condition.together.flatMap((counts) =>
      countedIn(given, counts, days).map(({ fact }) => fact.id),
    )
    const count = new Set(seen).size
    const { atLeast = 0, atMost = count } = condition
    return answer(count >= atLeast && count <= atMost)
  }
  if ('inRow' in condition) return answer(longestRow(given, condition) >= condition.inRow)
  if ('inOffice' in condition) {
    const count = served(given, condition.inOffice)
    const { atLeast = count, below = count + 1 } = condition
    return answer(count >= atLeast && count < below)
  }
  if ('among' in condition) {
    const among = amountIn(given, condition.among, period)
    const percent = percentOf(amountIn(given, condition.share, period), among)
    return answer(percent !== undefined && inRange(percent, condition))
  }
  const enough = (days: Days) => {
    const count = amountIn(given, condition, days)
    const { atLeast, atMost } = condition
    if (atLeast !== undefined && compare(count, whole(atLeast)) < 0) return 'missing'
    return answer(atMost === undefined || compare(count, whole(atMost)) <= 0)
  }
  const days = daysOver(given, condition.over)
  if (days === 'nobody') return 'no'
  if (!condition.each) return answer(enough(days) === 'yes')
  const soFar = (part: Days) => {
    const found = enough(part)
    if (found !== 'missing') return found
    return period.today !== undefined && part.to > period.today ? 'open' : 'no'
  }
  if (condition.each === 'period') {
    const { periods } = condition.over as { periods: number }
    return every(yearsUpTo(period, periods).map(soFar))
  }
  const parts = partsOf(days, condition.each)
  return every(parts.map((part) => (dutyDays(member, part).duty === 0 ? 'yes' : soFar(part))))
}

/** The days that a condition looks at; of several years none, where the member was not in office in one of them. */
function daysOver({ member, period }: Case, over: Over = 'period'): Days | 'nobody' {
  if (over === 'period') return period
  if (over === 'term') return termOf(member, period)
  const years = yearsUpTo(period, over.periods)
  if (!years.every((year) => servesIn(member, year))) return 'nobody'
  return { from: years[0]!.from, to: period.to }
}

/** The most facts of `of` that follow each other by day, with none of `among` that is not one of them in between. */
function longestRow(given: Case, condition: { of: Counts; among: Counts; over?: Over }): number {
  const days = daysOver(given, condition.over)
  if (days === 'nobody') return 0
  const own = countedIn(given, condition.of, days).map(({ fact }) => fact)
  const all = [...own, ...countedIn(given, condition.among, days).map(({ fact }) => fact)]
  const inOrder = [...new Map(all.map((fact) => [`${fact.day} ${fact.id}`, fact.id]))].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  let [run, most] = [0, 0]
  for (const [, id] of inOrder) {
    run = own.some((fact) => fact.id === id) ? run + 1 : 0
    most = Math.max(most, run)
  }
  return most
}

/** Days of the period in office, or months of it that were served whole. */
function served({ member, period }: Case, unit: 'day' | 'month'): number {
  const isThere = (day: string) => during(day, member.validFrom, member.validTo)
  if (unit === 'day') return daysIn(period).filter(isThere).length
  return partsOf(period, 'month').filter((month) => daysIn(month).every(isThere)).length
}

const contrary = (one: Answer): Answer => (one === 'open' ? one : answer(one === 'no'))

/** One that does not hold decides; else it is as open as its parts. */
function every(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no'
  return answers.includes('open') ? 'open' : 'yes'
}

function pointsOf(code: string, { amounts }: Known): Points {
  const points =
    code === 'total' ? amounts?.total && fraction(hundredthsOf(amounts.total), 100) : amounts?.own[code]
  if (!points) throw new Error(`the points of ${code} are asked before they are known`)
  return points
}

interface Before {
  from: string
  to: string
  known: Known
}

/** The periods in office before this one, the latest first, each with the total and the grade it came to. */
function before({ earlier, member }: Case): Before[] {
  return earlier
    .filter((result) => result.memberId === member.id && servesIn(member, result))
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))
    .map(({ total, grade, from, to }) => ({
      known: { grade, amounts: { total: figure(total), own: {} } },
      from,
      to,
    }))
}

/** In this period, in the one that ends the day before it begins, and so on. */
function running(given: Case, condition: { running: number; of: Condition }, known: Known): boolean {
  let [left, from] = [condition.running, given.period.from]
  if (!holds(given, condition.of, known)) return false
  for (const year of before(given)) {
    left -= 1
    if (left === 0) return true
    if (addDays(year.to, 1) !== from || !holds(given, condition.of, year.known)) return false
    from = year.from
  }
  return left === 1
}

/** In this period, and in so many of the earlier ones that it makes the number. */
function times(given: Case, condition: { times: number; of: Condition }, known: Known): boolean {
  const term = termOf(given.member, given.period)
  const held = before(given).filter(({ to, known }) => to >= term.from && holds(given, condition.of, known))
  return holds(given, condition.of, known) && held.length + 1 >= condition.times
}
