import {
  add,
  compare,
  divide,
  fraction,
  max,
  multiply,
  ONE,
  type Points,
  subtract,
  whole,
  ZERO,
} from '../../../src/core/points.ts'
import type { Fact } from '../../../src/scoring/facts.ts'
import { holds } from './conditions.ts'
import {
  type Case,
  counted,
  type Days,
  dutyDays,
  figure,
  figureOn,
  firstDay,
  isCounted,
  isFor,
  lastDay,
  outcomesOf,
  partsOf,
  serves,
} from './facts.ts'
import type { Clause, Counts, Rate, Rounding, Share } from './format.ts'

/** What a clause gives for the facts of one member, before any limit. */

export interface Line {
  clause: string
  order: number
  day: string
  id: string
  meetingId: string | undefined
  points: Points
}

const countsOf = (clause: Clause): Counts => ({
  counts: clause.counts ?? '',
  ...(clause.per ? { per: clause.per } : {}),
  ...(clause.attendance ? { attendance: clause.attendance } : {}),
  ...(clause.where ? { where: clause.where } : {}),
})

export function linesOf(given: Case, code: string, clause: Clause, order: number): Line[] {
  const line = (day: string, id: string, points: Points, meetingId?: string): Line => ({
    clause: code,
    order,
    day,
    id,
    meetingId,
    points,
  })
  const { period, member } = given
  if (clause.when !== undefined) {
    if (
      !serves(member, period) ||
      !isFor(clause.who, member, lastDay(member, period)) ||
      !holds(given, clause.when)
    )
      return []
    return [line(period.to, `when/${code}`, rate(clause.points as Rate, period.to, {}) ?? ZERO)]
  }
  const found: Line[] = []
  for (const fact of given.facts) {
    if (!isCounted(given, fact, countsOf(clause), outcomesListed(clause.points))) continue
    const part = shareOf(clause.share, fact)
    if (part === undefined) continue
    for (const { day, points } of worth(given, clause, fact)) {
      if (!counted(given, period, day) || !isFor(clause.who, member, day)) continue
      const amount = clause.quantity
        ? fact.unit === clause.quantity && fact.quantity !== undefined
          ? figure(fact.quantity)
          : undefined
        : ONE
      if (points === undefined || amount === undefined) continue
      found.push(line(day, fact.id, multiply(multiply(points, amount), part), fact.meetingId))
    }
  }
  return partsOf(period, clause.window).flatMap((days) => {
    const inside = found.filter(({ day }) => day >= days.from && day <= days.to)
    return [
      ...numbered(clause, inside),
      ...wanted(given, clause, inside, days).map((points) =>
        line(days.to, `wanted/${code}/${days.to}`, points),
      ),
    ]
  })
}

/** The days on which a fact earns, with what each of them is worth. */
function worth(given: Case, clause: Clause, fact: Fact): { day: string; points: Points | undefined }[] {
  const award = clause.points
  const fields = fieldsOf(given, clause, fact)
  if (typeof award !== 'object' || !('ladder' in award)) {
    return [{ day: fact.day, points: rate(award as Rate, fact.day, fields) }]
  }
  const ladder = award.ladder as { [status: string]: Rate }[]
  const steps = ladder.flatMap((rung) =>
    Object.entries(rung).flatMap(([status, value]) => {
      const step = firstDay(fact, status)
      if (!step) return []
      const level = step.level ?? fact.level
      return [
        { day: step.day, points: rate(value, step.day, level ? { ...fields, level: [level] } : fields) },
      ]
    }),
  )
  if (award.steps !== 'highest') return steps
  let best = ZERO
  return steps
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
    .map(({ day, points }) => {
      if (points === undefined) return { day, points }
      const more = max(subtract(points, best), ZERO)
      best = max(best, points)
      return { day, points: more }
    })
}

/** The outcomes that a table of points names. */
const outcomesListed = (points: Clause['points']): string[] =>
  typeof points === 'object' && 'by' in points && points['by'] === 'outcome'
    ? Object.keys(points['is'] as object)
    : []

type Fields = { [field: string]: readonly string[] }

function fieldsOf({ member }: Case, clause: Clause, fact: Fact): Fields {
  const fields: Fields = {}
  for (const field of ['level', 'type', 'class', 'form', 'occasion', 'role'] as const) {
    const value = fact[field]
    if (value !== undefined) fields[field] = [value]
  }
  if (fact.kind === 'attendance') fields['outcome'] = outcomesOf(member, fact, countsOf(clause)).toReversed()
  return fields
}

function rate(value: Rate, day: string, fields: Fields): Points | undefined {
  if (typeof value !== 'object' || !('by' in value)) return figureOn(value as never, day)
  const { by, is } = value as { by: string; is: { [code: string]: never } }
  for (const code of fields[by] ?? []) if (code in is) return figureOn(is[code], day)
  return undefined
}

/** The part of one of several people; undefined for who did not sign. */
function shareOf(rule: Share | undefined, fact: Fact): Points | undefined {
  const { position, of } = fact.share ?? { position: 1, of: 1 }
  if (position === null) return undefined
  if (!rule) return ONE
  if (rule === 'first_only') return position === 1 ? ONE : undefined
  if ('each' in rule) {
    const limit = rule.limit ?? of
    if (position > limit) return undefined
    return rule.each === 'whole' ? ONE : fraction(1, Math.min(of, limit))
  }
  const first = figure(rule.first)
  if (of === 1) return ONE
  if (position === 1) return first
  if (rule.others === 'none') return undefined
  if (rule.others === 'rest') return divide(subtract(ONE, first), whole(of - 1))
  return figure(rule.others)
}

/** Records in their order: the number of each is its place by its first day, then by id. */
function numbered(clause: Clause, lines: readonly Line[]): Line[] {
  const records = recordsOf(lines)
  return lines.map((line) => {
    const number = records.indexOf(line.id) + 1
    const earns =
      clause.once === true
        ? number === 1
        : clause.from !== undefined
          ? number >= clause.from
          : clause.fullAt === undefined || number === clause.fullAt
    return earns ? line : { ...line, points: ZERO }
  })
}

function recordsOf(lines: readonly Line[]): string[] {
  const first = new Map<string, string>()
  for (const { id, day } of lines) {
    const before = first.get(id)
    if (before === undefined || day < before) first.set(id, day)
  }
  const key = ([id, day]: readonly [string, string]) => `${day} ${id}`
  return [...first].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(([id]) => id)
}

function wanted(given: Case, clause: Clause, lines: readonly Line[], days: Days): Points[] {
  const rule = clause.wanted
  if (!rule || !serves(given.member, days)) return []
  if (!isFor(clause.who, given.member, lastDay(given.member, days))) return []
  const { all, duty } = dutyDays(given.member, days)
  const count = rule.shrinks ? roundTo(fraction(rule.count * duty, all), rule.shrinks) : rule.count
  const there = recordsOf(lines).length
  if (there > count) return rule.more === undefined ? [] : [multiply(figure(rule.more), whole(there - count))]
  const { today } = given.period
  const over = today === undefined || days.to <= today
  if (there === count || rule.missing === undefined || !over) return []
  return [multiply(figure(rule.missing), whole(count - there))]
}

/** A number of people or records, rounded as the regulation says. */
export function roundTo(value: Points, round: Rounding): number {
  const exact = round === 'half_up' ? add(value, fraction(1, 2)) : value
  let result = 0
  while (compare(whole(result + 1), exact) <= 0) result += 1
  return round === 'up' && compare(whole(result), value) < 0 ? result + 1 : result
}
