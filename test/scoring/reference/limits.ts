import { add, compare, min, type Points, signOf, subtract, sum, ZERO } from '../../../src/core/points.ts'
import { type Line, linesOf } from './clauses.ts'
import { type Case, during, figureOn, partsOf, serves } from './facts.ts'
import type { Group, Start } from './format.ts'

/** Replacing, limits from the inside out, and the best of several. Lines are changed in place, one rule after another. */

export interface Amounts {
  /** Two came to the same where only the best counts. */
  tied: boolean
  total: Points
  clauses: { [code: string]: Points }
  groups: { [code: string]: Points }
}

interface Limit {
  cap: Points | undefined
  floor: Points | undefined
}

export function amountsOf(given: Case): Amounts {
  const { regulation, period } = given
  const clauses = Object.entries(regulation.clauses ?? {})
  const groups = regulation.groups ?? {}
  const lines = clauses.flatMap(([code, clause], order) => linesOf(given, code, clause, order))

  for (const [code, { replaces }] of clauses) {
    if (!replaces) continue
    const meetings = lines.filter((line) => line.clause === code).map(({ meetingId }) => meetingId)
    for (const line of lines) {
      if (line.clause === replaces && line.meetingId !== undefined && meetings.includes(line.meetingId))
        line.points = ZERO
    }
  }

  for (const [code, clause] of clauses) {
    for (const days of partsOf(period, clause.window)) {
      const inside = lines.filter(
        (line) => line.clause === code && line.day >= days.from && line.day <= days.to,
      )
      keepWithin(inside, { cap: figureOn(clause.cap, period.to), floor: figureOn(clause.floor, period.to) })
    }
  }

  const starts = new Map<string, Line>()
  for (const [code, group] of Object.entries(groups)) {
    if (group.start !== undefined) starts.set(code, startLine(given, code, group.start))
  }
  const chosen = (code: string) => groups[code] as Group
  const childrenOf = (code: string) => Object.keys(groups).filter((one) => chosen(one).within === code)
  const allLines = (code: string): Line[] => [
    ...(starts.has(code) ? [starts.get(code) as Line] : []),
    ...childrenOf(code).flatMap(allLines),
    ...lines.filter((line) => regulation.clauses?.[line.clause]?.within === code),
  ]
  const clausesIn = (code: string): string[] => [
    ...childrenOf(code).flatMap(clausesIn),
    ...clauses.filter(([, { within }]) => within === code).map(([one]) => one),
  ]
  let tied = false
  const settle = (code: string): void => {
    for (const child of childrenOf(code)) settle(child)
    const codes = clausesIn(code)
    const one = best(
      chosen(code),
      Object.keys(regulation.clauses ?? {}).filter((one) => codes.includes(one)),
      allLines(code).filter((line) => line.order >= 0),
    )
    tied ||= one
    const { cap, floor } = chosen(code)
    keepWithin(allLines(code), { cap: figureOn(cap, period.to), floor: figureOn(floor, period.to) })
  }
  for (const code of Object.keys(groups)) if (chosen(code).within === undefined) settle(code)

  const total = regulation.total ?? {}
  const everything = [...lines, ...starts.values()]
  if (total.start !== undefined) everything.push(startLine(given, 'total', total.start))
  keepWithin(everything, { cap: figureOn(total.cap, period.to), floor: figureOn(total.floor, period.to) })
  return {
    tied,
    total: summed(everything),
    clauses: Object.fromEntries(
      clauses.map(([code]) => [code, summed(lines.filter((line) => line.clause === code))]),
    ),
    groups: Object.fromEntries(Object.keys(groups).map((code) => [code, summed(allLines(code))])),
  }
}

const summed = (lines: readonly Line[]): Points => sum(lines.map(({ points }) => points))

function startLine({ period, member }: Case, code: string, start: Start): Line {
  const line = (points: Points): Line => ({
    clause: code,
    order: -1,
    day: period.from,
    id: 'start',
    meetingId: undefined,
    points,
  })
  if (!serves(member, period)) return line(ZERO)
  const first = member.validFrom > period.from ? member.validFrom : period.from
  let value = start
  if (typeof start === 'object' && 'office' in start) {
    const { office, others } = start as Extract<Start, { office: object }>
    const held = member.offices.filter((one) => during(first, one.from, one.to)).map(({ code: one }) => one)
    const found = Object.keys(office).find((one) => held.includes(one))
    value = found === undefined ? others : (office as { [code: string]: typeof others })[found]!
  }
  return line(figureOn(value as never, first) ?? ZERO)
}

/** Books what a limit takes on the latest lines first: by day, then by the order of the clauses, then by id. */
function keepWithin(lines: readonly Line[], { cap, floor }: Limit): void {
  const latest = lines.toSorted((a, b) => {
    if (a.day !== b.day) return a.day < b.day ? 1 : -1
    if (a.order !== b.order) return b.order - a.order
    return a.id < b.id ? 1 : -1
  })
  const sumNow = summed(lines)
  if (cap && compare(sumNow, cap) > 0) {
    let left = subtract(sumNow, cap)
    for (const line of latest) {
      const taken = signOf(line.points) > 0 ? min(line.points, left) : ZERO
      line.points = subtract(line.points, taken)
      left = subtract(left, taken)
    }
  }
  if (floor && compare(sumNow, floor) < 0) {
    let left = subtract(floor, sumNow)
    for (const line of latest) {
      const given = signOf(line.points) < 0 ? min(subtract(ZERO, line.points), left) : ZERO
      line.points = add(line.points, given)
      left = subtract(left, given)
    }
  }
}

/** Of the clauses, of the lines of a record, or of those of a meeting, only the best. */
function best(group: Group, codes: readonly string[], lines: readonly Line[]): boolean {
  if (group.bestOf === 'clause') {
    return keepBest(codes.map((code) => lines.filter(({ clause }) => clause === code)))
  }
  if (!group.bestOf) return false
  const key = group.bestOf === 'fact' ? (line: Line) => line.id : (line: Line) => line.meetingId
  const records = [...Map.groupBy(lines, key)].filter(([of]) => of !== undefined)
  return records.map(([, some]) => keepBest(some.map((line) => [line]))).includes(true)
}

/** Keeps the best; true where another came to the same, because the guide does not say which one of them it is. */
function keepBest(rivals: readonly Line[][]): boolean {
  let winner = rivals[0]
  let tied = false
  for (const one of rivals.slice(1)) {
    const more = compare(summed(one), summed(winner ?? []))
    if (more > 0) winner = one
    if (more >= 0) tied = more === 0 && signOf(summed(one)) !== 0
  }
  for (const one of rivals) if (one !== winner) for (const line of one) line.points = ZERO
  return tied
}
