import {
  add,
  compare,
  divide,
  fraction,
  max,
  min,
  multiply,
  type Points,
  signOf,
  subtract,
  sum,
  whole,
  ZERO,
} from '../../../src/core/points.ts'
import { drafted, type Line, settled, windowsOf } from './clauses.ts'
import { holds } from './conditions.ts'
import { type Days, during, dutyDays, partsOf, serves } from './days.ts'
import { type Case, figure, figureOn } from './facts.ts'
import type { Dated, Group, Start } from './format.ts'
import { type Compared, compares } from './measure.ts'
import { roundTo } from './round.ts'

/** Replacing, the best of several, limits from the inside out, what a group or the total needs: one after another. */

export interface Amounts {
  total: Points
  clauses: { [code: string]: Points }
  groups: { [code: string]: Points }
  /** What conditions ask for: by its own rules, before its weight and before what stands around it takes. */
  own: { [code: string]: Points }
}

interface Limit {
  cap: Points | undefined
  floor: Points | undefined
}

/** Without `compared`, as if there were no clause that compares members. */
export function amountsOf(given: Case, compared?: Compared): Amounts {
  const { regulation, period } = given
  const groups = regulation.groups ?? {}
  const clauses = Object.entries(regulation.clauses ?? {})
  const lines = clauseLines(given, compared)
  const starts = new Map<string, Line[]>()
  for (const [code, group] of Object.entries(groups)) {
    if (group.start !== undefined)
      starts.set(
        code,
        partsOf(period, group.window).map((part) => startLine(given, code, group.start!, part)),
      )
  }
  const chosen = (code: string) => groups[code] as Group
  const childrenOf = (code: string) => Object.keys(groups).filter((one) => chosen(one).within === code)
  const earnedIn = (code: string): Line[] => {
    const inside = [code, ...childrenOf(code).flatMap(within)]
    return lines.filter((line) => inside.includes(regulation.clauses?.[line.clause]?.within ?? ''))
  }
  const within = (code: string): string[] => [code, ...childrenOf(code).flatMap(within)]
  const allLines = (code: string): Line[] => [
    ...within(code).flatMap((one) => starts.get(one) ?? []),
    ...earnedIn(code),
  ]
  const outermost = Object.keys(groups).filter((code) => chosen(code).within === undefined)

  const pickBest = (code: string): void => {
    for (const child of childrenOf(code)) pickBest(child)
    const inside = within(code)
    const codes = clauses.filter(([, one]) => inside.includes(one.within ?? '')).map(([one]) => one)
    best(chosen(code), codes, earnedIn(code))
  }
  const close = (code: string): void => {
    const { cap, floor, weight } = chosen(code)
    for (const part of partsOf(period, chosen(code).window)) {
      const inPart = allLines(code).filter(({ day }) => during(day, part.from, part.to))
      keepWithin(inPart, { cap: figureOn(cap, period.to), floor: figureOn(floor, period.to) })
    }
    own[code] = summed(allLines(code))
    if (weight === undefined) return
    for (const line of allLines(code)) line.points = multiply(line.points, figure(weight))
  }
  const settle = (code: string): void => {
    for (const child of childrenOf(code)) settle(child)
    if (chosen(code).needs === undefined) close(code)
  }
  const own: Amounts['own'] = {}
  for (const code of outermost) pickBest(code)
  for (const [code] of clauses) own[code] = summed(lines.filter((line) => line.clause === code))
  for (const code of outermost) settle(code)

  const soFar = (): Pick<Amounts, 'own' | 'clauses' | 'groups'> => ({
    own: { ...own },
    clauses: Object.fromEntries(
      clauses.map(([code]) => [code, summed(lines.filter((line) => line.clause === code))]),
    ),
    groups: Object.fromEntries(Object.keys(groups).map((code) => [code, summed(allLines(code))])),
  })
  const free = soFar()
  for (const code of outermost) {
    const { needs, otherwise } = chosen(code)
    if (needs === undefined) continue
    const isMet = holds(given, needs, { amounts: free })
    if (!isMet) withhold(allLines(code), otherwise)
    if (isMet || otherwise) close(code)
    else own[code] = ZERO
  }
  const { start, cap, floor, needs, otherwise, round } = regulation.total ?? {}
  const beside = outermost.filter((code) => chosen(code).unit !== undefined).flatMap(allLines)
  const everything = [...lines, ...[...starts.values()].flat()].filter((line) => !beside.includes(line))
  if (start !== undefined) everything.push(startLine(given, 'total', start))
  if (needs !== undefined && !holds(given, needs, { amounts: soFar() })) withhold(everything, otherwise)
  keepWithin(everything, { cap: figureOn(cap, period.to), floor: figureOn(floor, period.to) })
  const total = summed(everything)
  if (round === undefined) return { ...soFar(), total }
  const steps = roundTo(divide(total, figure(round.to)), round.way)
  return { ...soFar(), total: multiply(whole(steps), figure(round.to)) }
}

/** What is left where a condition does not hold. */
function withhold(lines: readonly Line[], otherwise: Group['otherwise']): void {
  if (otherwise && 'cap' in otherwise) {
    keepWithin(lines, { cap: figure(otherwise.cap), floor: undefined })
    return
  }
  const part = otherwise ? figure(otherwise.part) : ZERO
  for (const line of lines) line.points = multiply(line.points, part)
}

const summed = (lines: readonly Line[]): Points => sum(lines.map(({ points }) => points))

/** The lines of all clauses with the limits of each; those of earlier years have done their part by then. */
function clauseLines(given: Case, compared: Compared | undefined): Line[] {
  const { regulation, period } = given
  const clauses = Object.entries(regulation.clauses ?? {})
  const drafts = clauses.map(([code, { measure }], order) =>
    compared === undefined && compares(measure)
      ? { lines: [], meetings: new Set<string>() }
      : drafted(given, code, order, compared ?? {}),
  )
  return clauses.flatMap(([code, clause], order) => {
    const instead = drafts.filter((_, at) => clauses[at]![1].replaces === code)
    const standing = drafts[order]!.lines.filter(
      ({ meetingId }) => meetingId === undefined || !instead.some(({ meetings }) => meetings.has(meetingId)),
    )
    const lines = settled(given, code, order, standing)
    const limit = { cap: figureOn(clause.cap, period.to), floor: figureOn(clause.floor, period.to) }
    for (const days of windowsOf(given, clause)) {
      keepWithin(
        lines.filter(({ day }) => during(day, days.from, days.to)),
        limit,
      )
    }
    return lines.filter(({ day }) => day >= period.from)
  })
}

function startLine(given: Case, code: string, start: Start, part: Days = given.period): Line {
  const { member } = given
  const period = part
  const first = member.validFrom > period.from ? member.validFrom : period.from
  const line = (points: Points): Line => ({
    clause: code,
    order: -1,
    day: first,
    id: 'start',
    meetingId: undefined,
    role: undefined,
    points,
  })
  if (!serves(member, period)) return line(ZERO)
  if (typeof start !== 'object') return line(figure(start))
  const parts = start as {
    office?: { [code: string]: Dated }
    others?: Dated
    figure?: Dated
    prorated?: string
  }
  const { office, others, prorated } = parts
  const held = member.offices.filter((one) => during(first, one.from, one.to)).map(({ code: one }) => one)
  const found = Object.keys(office ?? {}).find((one) => held.includes(one))
  const value = found !== undefined ? office![found] : (others ?? parts.figure ?? (start as Dated))
  const amount = figureOn(value, first) ?? ZERO
  return line(prorated === undefined ? amount : multiply(amount, partThere(given, period, prorated)))
}

/** The part of the days, or of the months, in which there is a mandate and no exemption. */
function partThere({ member }: Case, days: Days, prorated: string): Points {
  if (prorated === 'days') {
    const { all, duty } = dutyDays(member, days)
    return fraction(duty, all)
  }
  const months = partsOf(days, 'month')
  return fraction(months.filter((month) => dutyDays(member, month).duty > 0).length, months.length)
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

/** Of the clauses only the best: over the period, for each record, or for each meeting. */
function best(group: Group, codes: readonly string[], lines: readonly Line[]): void {
  if (group.bestOf === undefined) return
  const inOrder = lines.toSorted((a, b) => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.order - b.order))
  if (group.bestOf === 'clause') {
    keepBest(codes.map((code) => lines.filter((one) => one.clause === code)))
    return
  }
  const key = group.bestOf === 'fact' ? (line: Line) => line.id : (line: Line) => line.meetingId
  for (const [of, some] of Map.groupBy(inOrder, key)) {
    if (of !== undefined) keepBest([...Map.groupBy(some, ({ clause }) => clause).values()])
  }
}

/** Of equals the first stays: of clauses the first in the file. */
function keepBest(rivals: readonly Line[][]): void {
  const worth = rivals.map(summed)
  const most = worth.reduce(max, worth[0] ?? ZERO)
  const winner = worth.findIndex((one) => compare(one, most) === 0)
  for (const [at, one] of rivals.entries()) if (at !== winner) for (const line of one) line.points = ZERO
}
