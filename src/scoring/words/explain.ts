import { add, type Points, subtract, ZERO } from '../../core/points.ts'
import { WORDS_NOW } from '../../core/words/explanations.ts'
import type { Compiled, CompiledClause, CompiledGroup } from '../apply/compile.ts'
import type { Standing } from '../apply/conditions.ts'
import type { Finding } from '../apply/finding.ts'
import { type LossReason, ROUNDING, type ScoreLine } from '../lines.ts'
import { type Figure, figureOn } from '../mechanisms/figure.ts'
import { isMet } from '../mechanisms/wanted.ts'
import type { Window } from '../mechanisms/window.ts'
import type { Words } from '../notation/vocabulary.ts'
import type { Names, Titles } from './conditions.ts'
import { wordsWith } from './own-words.ts'

/** A clause with the lines it gave; `points` is their exact sum. */
export interface ClauseNode {
  readonly code: string
  readonly title: Words
  readonly article: string
  readonly text: string | null
  /** The kind of fact it counts; `session` where attendance counts by session. */
  readonly counts: string
  /** In which parts of the period it counts anew. */
  readonly window: Window | null
  /** What it measures, and how points follow from it. */
  readonly measure: CompiledClause['measure']
  /** What earlier periods have used of its cap over the term. */
  readonly used: Points | null
  readonly points: Points
  readonly lines: readonly NumberedLine[]
}

/** A line with the number of its fact within the clause, 1 for the first; 0 where no fact gives it. */
export interface NumberedLine extends ScoreLine {
  readonly number: number
}

/** A group: what is inside adds up exactly to `points`. */
export interface GroupNode {
  readonly code: string
  readonly title: Words
  readonly article: string | null
  readonly text: string | null
  readonly cap: Points | null
  readonly floor: Points | null
  /** What it needs, and whether it has that. */
  readonly needs: Finding | null
  /** The same, where it does not and that takes its points. */
  readonly unmet: Finding | null
  readonly points: Points
  /** What is counted in it, where that is no points. */
  readonly unit: Words | null
  /** In which parts of the period its allotment and its limits are anew. */
  readonly window: Window | null
  /** The allotment that is held from the start, after what a limit took of it; the first of several. */
  readonly start: NumberedLine | null
  /** All of them, where it is given anew in parts of the period. */
  readonly starts: readonly NumberedLine[]
  readonly groups: readonly GroupNode[]
  readonly clauses: readonly ClauseNode[]
}

/** The explanation of one member's total. */
export interface Tree extends Omit<Standing, 'needs'> {
  readonly memberId: string
  readonly regulation: { readonly code: string; readonly title: Words }
  readonly points: Points
  /** True while any line may still change of itself. */
  readonly provisional: boolean
  readonly cap: Points | null
  readonly floor: Points | null
  readonly needs: Finding | null
  readonly unmet: Finding | null
  readonly names: Names
  /** Grades that every total reaches. */
  readonly unlimited: readonly string[]
  readonly start: NumberedLine | null
  /** What rounding the total has added or taken. */
  readonly rounding: NumberedLine | null
  readonly groups: readonly GroupNode[]
  readonly clauses: readonly ClauseNode[]
  /** Groups in a unit of their own, beside the total. */
  readonly apart: readonly GroupNode[]
}

/**
 * The lines of one member as a tree: total, groups, clauses, lines. Every group is there, also without a line, so
 * that a reader sees where nothing was earned yet. `on` is the last day of the period, of which caps are shown; `words` are
 * those of the format of a report.
 */
export function treeOf(
  memberId: string,
  lines: readonly ScoreLine[],
  compiled: Compiled,
  on: string,
  standing: Standing,
  words = WORDS_NOW,
): Tree {
  const ofClause = new Map<string, NumberedLine[]>()
  for (const line of words.requirements ? lines : asFirstTold(lines)) {
    const booked = ofClause.get(line.clause) ?? []
    if (booked.length === 0) ofClause.set(line.clause, booked)
    booked.push({ ...line, number: 0 })
  }
  for (const [code, booked] of ofClause) ofClause.set(code, numbered(booked))
  const clausesIn = (groupAt: number): ClauseNode[] =>
    compiled.clauses
      .filter((clause) => clause.groupAt === groupAt && ofClause.has(clause.code))
      .map((clause) => clauseOf(clause, ofClause.get(clause.code) ?? []))
  const groupsIn = (parentAt: number): GroupNode[] =>
    compiled.groups.flatMap((group, at) => (group.parentAt === parentAt ? [nodeOf(group, at)] : []))
  const startOf = (code: string) => ofClause.get(code)?.[0] ?? null
  const nodeOf = (group: CompiledGroup, at: number): GroupNode => {
    const starts = ofClause.get(group.code) ?? []
    const inside = { start: starts[0] ?? null, starts, groups: groupsIn(at), clauses: clausesIn(at) }
    return {
      code: group.code,
      title: group.title,
      article: group.article ?? null,
      text: group.text ?? null,
      cap: limitOn(group.cap, on),
      floor: limitOn(group.floor, on),
      needs: standing.needs.get(group.code) ?? null,
      unmet: unmetIn(lines, group.code),
      unit: group.unit ?? null,
      window: group.window ?? null,
      points: sumOf([...starts, ...inside.groups, ...inside.clauses]),
      ...inside,
    }
  }
  const [groups, apart] = [false, true].map((isApart) =>
    groupsIn(-1).filter(({ unit }) => (unit !== null) === isApart),
  )
  const inside = { start: startOf('total'), groups: groups!, clauses: clausesIn(-1) }
  const rounding = startOf(ROUNDING)
  const alone = [inside.start, rounding].flatMap((line) => line ?? [])
  const points = sumOf([...alone, ...inside.groups, ...inside.clauses])
  return {
    memberId,
    regulation: { code: compiled.regulation.regulation, title: compiled.regulation.title },
    points,
    ...standing,
    provisional: lines.some((line) => line.provisional),
    cap: limitOn(compiled.regulation.total.cap, on),
    floor: limitOn(compiled.regulation.total.floor, on),
    needs: standing.needs.get('total') ?? null,
    unmet: unmetIn(lines, 'total'),
    names: { titles: titlesOf(compiled), words: wordsWith(compiled.regulation, words) },
    rounding,
    unlimited: compiled.regulation.grades.flatMap(({ grade, min }) => (min === undefined ? [grade] : [])),
    apart: apart!,
    ...inside,
  }
}

/** As the first formats have lines: what is held from the start without its clause, of what is wanted only what moves points. */
const asFirstTold = (lines: readonly ScoreLine[]): ScoreLine[] =>
  lines.flatMap((line) => (isMet(line) ? [] : line.order < 0 ? [{ ...line, article: line.clause }] : [line]))

function clauseOf(clause: CompiledClause, lines: readonly NumberedLine[]): ClauseNode {
  const { code, title, article, text, counts, scope, window, measure } = clause
  return {
    code,
    title,
    article,
    text,
    counts: scope === 'session' ? scope : counts,
    window,
    measure,
    used: usedBefore(clause, lines),
    points: sumOf(lines),
    lines,
  }
}

/** Titles for conditions, which ask for the points of a group before its weight. */
function titlesOf({ groups, clauses }: Compiled): Titles {
  const weighted = ({ zh, en }: Words): Words => ({
    zh: `${zh}（按权重折算前）`,
    en: `${en} before its weight`,
  })
  return new Map([
    ...groups.map(({ code, title, weight }) => [code, weight ? weighted(title) : title] as const),
    ...clauses.map(({ code, title }) => [code, title] as const),
  ])
}

/** Losses to what stands around a clause. */
const AROUND: ReadonlySet<LossReason> = new Set([
  'group_cap',
  'group_floor',
  'total_cap',
  'total_floor',
  'best_of',
  'weighted',
  'not_met',
])

/** Where a cap over the term took something, what is left of it after this period was used before. */
function usedBefore({ window }: CompiledClause, lines: readonly ScoreLine[]): Points | null {
  if (window !== 'term') return null
  const capped = lines.flatMap(({ lost }) => lost).find(({ reason }) => reason === 'cap')
  if (!capped?.limit) return null
  let used = capped.limit
  for (const { full, lost } of lines) {
    const own = lost.filter(({ reason }) => !AROUND.has(reason))
    used = subtract(used, subtract(full, sumOf(own.map(({ amount }) => ({ points: amount })))))
  }
  return used
}

/** Why a group or the total counts nothing: its condition, as it was found. */
function unmetIn(lines: readonly ScoreLine[], code: string): Finding | null {
  for (const { lost } of lines) {
    for (const { where, because } of lost) if (because && where === code) return because
  }
  return null
}

function limitOn(figure: Figure | undefined, day: string): Points | null {
  return (figure && figureOn(figure, day)) ?? null
}

function sumOf(nodes: readonly { readonly points: Points }[]): Points {
  let total = ZERO
  for (const node of nodes) total = add(total, node.points)
  return total
}

/** Numbers the facts of a clause in order; the steps of one fact share its number, what no fact gives has none. */
function numbered(lines: readonly NumberedLine[]): NumberedLine[] {
  const numbers = new Map<string, number>()
  return lines.map((line) => {
    if (line.arithmetic.wanted) return line
    const number = numbers.get(line.factId) ?? numbers.size + 1
    numbers.set(line.factId, number)
    return { ...line, number }
  })
}
