import {
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
import { type Case, type Found, figure, figureOn, isAtLevel, outcomesOf } from './facts.ts'
import type { Award, Clause, Counts, Dated, Ladder, Quantity, Rate, Share, Where } from './format.ts'
import { timesEach } from './round.ts'

/** What one fact is worth to a clause: on which days, how many points, what part of them and how many times. */

/** The points are undefined where the clause has none for it: not in the table, repealed, or not yet in force. */
export interface Credit {
  day: string
  /** Apart from other credits of the same record. */
  step: string
  points: Points | undefined
}
type Fields = { [field: string]: readonly string[] }

export const countsOf = (given: Case, clause: Clause): Counts => ({
  counts: clause.counts ?? '',
  ...(clause.of ? { of: clause.of } : {}),
  ...(clause.per ? { per: clause.per } : {}),
  ...(clause.attendance ? { attendance: clause.attendance } : {}),
  ...(clause.where ? { where: clause.where } : {}),
  ...(isLadder(given, clause) ? { steps: true as const } : {}),
})

export function creditsOf(given: Case, clause: Clause, found: Found): Credit[] {
  const { award, part } = ownAward(given, clause.points)
  const fields = fieldsOf(given, clause, found)
  const credits =
    typeof award === 'object' && 'ladder' in award
      ? climbed(award as Ladder, found.fact, fields, clause.where)
      : [{ day: found.fact.day, step: '', points: rate(award as Rate, found.fact.day, fields) }]
  return credits.map((one) => ({ ...one, points: one.points && multiply(one.points, part) }))
}

/** The figures of the clause itself, or those of another one with the part that it takes of them. */
function ownAward({ regulation }: Case, award: Award): { award: Award; part: Points } {
  if (typeof award !== 'object' || !('part' in award)) return { award, part: ONE }
  const { part, of } = award as { part: string; of: string }
  return { award: regulation.clauses![of]!.points, part: figure(part) }
}

function isLadder(given: Case, { points }: Clause): boolean {
  const { award } = ownAward(given, points)
  return typeof award === 'object' && 'ladder' in award
}

/** The outcomes that a table of points names. */
export function outcomesListed(given: Case, { points }: Clause): string[] {
  const { award } = ownAward(given, points)
  return typeof award === 'object' && 'by' in award && award['by'] === 'outcome'
    ? Object.keys(award['is'] as object)
    : []
}

function fieldsOf(given: Case, clause: Clause, found: Found): Fields {
  const { fact } = found
  const fields: Fields = {}
  for (const field of ['level', 'type', 'class', 'form', 'occasion', 'role'] as const) {
    const value = fact[field]
    if (value !== undefined) fields[field] = [value]
  }
  if (fact.kind === 'attendance') fields['outcome'] = outcomesOf(found, countsOf(given, clause)).toReversed()
  return fields
}

export function rate(value: Rate, day: string, fields: Fields): Points | undefined {
  if (typeof value !== 'object' || !('by' in value)) return figureOn(value as never, day)
  if (Array.isArray(value.by)) {
    const [first, second] = value.by as [string, string]
    const rows = value.is as { [code: string]: { [code: string]: Dated } }
    for (const one of fields[first] ?? [])
      for (const other of fields[second] ?? [])
        if (rows[one] && other in rows[one]) return figureOn(rows[one][other], day)
    return undefined
  }
  const { by, is } = value as { by: string; is: { [code: string]: never } }
  for (const code of fields[by] ?? []) if (code in is) return figureOn(is[code], day)
  return undefined
}

const isEarlier = (a: Credit, b: Credit) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)

/** Each status once, or once for each level, or each time; of the highest only what it adds to the best before it. */
function climbed(
  { ladder, steps, repeat }: Ladder,
  fact: Fact,
  fields: Fields,
  where: Where | undefined,
): Credit[] {
  const credits = ladder.flatMap((rung) =>
    rungsOf(rung).flatMap(([statuses, value]) => {
      const status = statuses.join(' or ')
      const reached = (fact.steps ?? [])
        .filter((step) => statuses.includes(step.status) && isAtLevel(where ?? {}, fact, step))
        .map(({ day, level = fact.level }, at) => {
          const points = rate(value, day, level ? { ...fields, level: [level] } : fields)
          return { day, level, step: `${status} ${at}`, points }
        })
        // A step at a level that the table does not list is none.
        .filter(({ points }) => points !== undefined)
      if (repeat === 'always') return reached
      const levels = repeat === 'level' ? [...Map.groupBy(reached, ({ level }) => level).values()] : [reached]
      return levels.flatMap((same, at) => firstOf(same, `${status} ${at}`))
    }),
  )
  if (steps !== 'highest') return credits
  let best = ZERO
  return credits.sort(isEarlier).map(({ points, ...credit }) => {
    const more = max(subtract(points ?? ZERO, best), ZERO)
    best = max(best, points ?? ZERO)
    return { ...credit, points: more }
  })
}

/** A step with its figure; one of several counts as one. */
function rungsOf(rung: Ladder['ladder'][number]): [string[], Rate][] {
  if ('anyOf' in rung) return [[rung.anyOf as string[], rung.points as Rate]]
  return Object.entries(rung).map(([status, value]) => [[status], value as Rate])
}

/** The first day, and of several on that day the one that is worth most. */
function firstOf(reached: Credit[], step: string): Credit[] {
  const first = reached.toSorted(isEarlier)[0]
  if (!first) return []
  const worth = reached.filter(({ day }) => day === first.day).map(({ points }) => points ?? ZERO)
  return [{ day: first.day, step, points: worth.reduce(max) }]
}

/** The part of one of several people; undefined for who has no share. */
export function shareOf(rule: Share | undefined, fact: Fact): Points | undefined {
  const { position, of } = fact.share ?? { position: 1, of: 1 }
  if (position === null) return undefined
  const part = rule === undefined ? ONE : partOf(rule, position, of)
  return part === undefined || part.n === 0 ? undefined : part
}

function partOf(rule: Share, position: number, of: number): Points | undefined {
  if (rule === 'first_only') return position === 1 ? ONE : undefined
  if ('each' in rule) {
    const limit = rule.limit ?? of
    if (position > limit) return undefined
    return rule.each === 'whole' ? ONE : fraction(1, Math.min(of, limit))
  }
  const first = figure(rule.first)
  if (first.n === 0 && position === 1) return undefined
  if (of === 1) return ONE
  if (position === 1) return first
  if (rule.others === 'none') return undefined
  if (rule.others === 'rest') return divide(subtract(ONE, first), whole(of - 1))
  return figure(rule.others)
}

/** How many times the figure is earned; undefined for a fact in another unit. */
export function timesOf(rule: Quantity | undefined, fact: Fact): Points | undefined {
  if (rule === undefined) return ONE
  const { unit, each, round } =
    typeof rule === 'string' ? { unit: rule, each: 1, round: 'exact' as const } : rule
  if (fact.unit !== unit || fact.quantity === undefined) return undefined
  return timesEach(figure(fact.quantity), figure(each), round)
}
