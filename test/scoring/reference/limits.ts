import { add, compare, min, type Points, signOf, subtract, sum, ZERO } from '../../../src/core/points.ts'
import { type Line, linesOf } from './clauses.ts'
import { type Case, figureOn, partsOf } from './facts.ts'
import type { Group, Start } from './format.ts'

/** Replacing, limits from the inside out, and the best of several. Lines are changed in place, one rule after another. */

export interface Amounts {
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
      if (line.clause === replaces && line.meetingId !== undefined && meetings.includes(line.meetingId)) line.points = ZERO
    }
  }

  for (const [code, clause] of clauses) {
    for (const days of partsOf(period, clause.window)) {
      const inside = lines.filter((line) => line.clause === code && line.day >= days.from && line.day <= days.to)
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
  const settle = (code: string): void => {
    for (const child of childrenOf(code)) settle(child)
    best(chosen(code), allLines(code).filter((line) => line.order >= 0))
    const { cap, floor } = chosen(code)
    keepWithin(allLines(code), { cap: figureOn(cap, period.to), floor: figureOn(floor, period.to) })
  }
  for (const code of Object.keys(groups)) if (chosen(code).within === undefined) settle(code)

  const total = regulation.total ?? {}
  const everything = [...lines, ...starts.values()]
  if (total.start !== undefined) everything.push(startLine(given, 'total', total.start))
  keepWithin(everything, { cap: figureOn(total.cap, period.to), floor: figureOn(total.floor, period.to) })
  return {
    total: summed(everything),
    clauses: Object.fromEntries(clauses.map(([code]) => [code, summed(lines.filter((line) => line.clause === code))])),
    groups: Object.fromEntries(Object.keys(groups).map((code) => [code, summed(allLines(code))])),
  }
}

const summed = (lines: readonly Line[]): Points => sum(lines.map(({ points }) => points))

function startLine({ period, member }: Case, code: string, start: Start): Line {
  let value = start
  if (typeof start === 'object' && 'office' in start) {
    const { office, others } = start as Extract<Start, { office: object }>
    const held = (one: string) =>
      member.offices.some(({ code: has, from, to }) => has === one && from <= period.from && (to === null || to >= period.from))
    const first = Object.keys(office).find(held)
    value = first === undefined ? others : (office as { [code: string]: typeof others })[first]!
  }
  const points = figureOn(value as never, period.from) ?? ZERO
  return { clause: code, order: -1, day: period.from, id: 'start', meetingId: undefined, points }
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

/** Of the clauses, of the lines of a record, or of those of a meeting, only the best; the earliest of equal ones. */
function best(group: Group, lines: readonly Line[]): void {
  if (!group.bestOf) return
  const groupsOf = new Map<string, Line[][]>()
  if (group.bestOf === 'clause') {
    groupsOf.set('', [...Map.groupBy(lines, ({ clause }) => clause).values()])
  } else {
    const key = group.bestOf === 'fact' ? (line: Line) => line.id : (line: Line) => line.meetingId
    for (const [of, some] of Map.groupBy(lines, key)) {
      if (of !== undefined) groupsOf.set(of, some.map((line) => [line]))
    }
  }
  for (const rivals of groupsOf.values()) {
    let winner: Line[] | undefined
    const ordered = rivals.toSorted((a, b) => firstOf(a) - firstOf(b))
    for (const one of ordered) if (!winner || compare(summed(one), summed(winner)) > 0) winner = one
    for (const one of rivals) if (one !== winner) for (const line of one) line.points = ZERO
  }
}

const firstOf = (lines: readonly Line[]): number => Math.min(...lines.map(({ order }) => order))
