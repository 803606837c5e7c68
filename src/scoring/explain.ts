import { add, type Points, ZERO } from '../core/points.ts'
import type { Compiled, CompiledGroup } from './compile.ts'
import type { Standing } from './conditions.ts'
import type { ScoreLine } from './lines.ts'
import { type Figure, figureOn } from './mechanisms/figure.ts'
import type { Words } from './vocabulary.ts'

/** A clause with the lines it gave; `points` is their exact sum. */
export interface ClauseNode {
  readonly code: string
  readonly title: Words
  readonly article: string
  readonly text: string | null
  /** The kind of fact it counts; `session` where attendance counts by session. */
  readonly counts: string
  readonly points: Points
  readonly lines: readonly NumberedLine[]
}

/** A line with the number of its fact within the clause, 1 for the first. */
export interface NumberedLine extends ScoreLine {
  readonly number: number
}

/** A group: what is inside adds up exactly to `points`. */
export interface GroupNode {
  readonly code: string
  readonly title: Words
  readonly text: string | null
  readonly cap: Points | null
  readonly floor: Points | null
  readonly points: Points
  /** The allotment that is held from the start, after what a limit took of it. */
  readonly start: NumberedLine | null
  readonly groups: readonly GroupNode[]
  readonly clauses: readonly ClauseNode[]
}

/** The explanation of one member's total. */
export interface Tree extends Standing {
  readonly memberId: string
  readonly regulation: { readonly code: string; readonly title: Words }
  readonly points: Points
  /** True while any line may still change of itself. */
  readonly provisional: boolean
  readonly cap: Points | null
  readonly floor: Points | null
  readonly start: NumberedLine | null
  readonly groups: readonly GroupNode[]
  readonly clauses: readonly ClauseNode[]
}

/**
 * The lines of one member as a tree: total, groups, clauses, lines. Every group is there, also without a line, so
 * that a reader sees where nothing was earned yet. `on` is the last day of the period, of which caps are shown.
 */
export function treeOf(
  memberId: string,
  lines: readonly ScoreLine[],
  compiled: Compiled,
  on: string,
  standing: Standing,
): Tree {
  const ofClause = new Map<string, NumberedLine[]>()
  for (const line of lines) {
    const own = ofClause.get(line.clause) ?? []
    if (own.length === 0) ofClause.set(line.clause, own)
    own.push({ ...line, number: 0 })
  }
  for (const [code, own] of ofClause) ofClause.set(code, numbered(own))
  const clausesIn = (groupAt: number): ClauseNode[] =>
    compiled.clauses
      .filter((clause) => clause.groupAt === groupAt && ofClause.has(clause.code))
      .map(({ code, title, article, text, counts, scope }) => {
        const own = ofClause.get(code) ?? []
        return {
          code,
          title,
          article,
          text,
          counts: scope === 'session' ? scope : counts,
          points: sumOf(own),
          lines: own,
        }
      })
  const groupsIn = (parentAt: number): GroupNode[] =>
    compiled.groups.flatMap((group, at) => (group.parentAt === parentAt ? [nodeOf(group, at)] : []))
  const startOf = (code: string) => ofClause.get(code)?.[0] ?? null
  const nodeOf = (group: CompiledGroup, at: number): GroupNode => {
    const inside = { start: startOf(group.code), groups: groupsIn(at), clauses: clausesIn(at) }
    const own = compiled.regulation.groups[group.code]
    return {
      code: group.code,
      title: group.title,
      text: own?.text ?? null,
      cap: limitOn(group.cap, on),
      floor: limitOn(group.floor, on),
      points: sumOf([...(inside.start ? [inside.start] : []), ...inside.groups, ...inside.clauses]),
      ...inside,
    }
  }
  const inside = { start: startOf('total'), groups: groupsIn(-1), clauses: clausesIn(-1) }
  const points = sumOf([...(inside.start ? [inside.start] : []), ...inside.groups, ...inside.clauses])
  return {
    memberId,
    regulation: { code: compiled.regulation.regulation, title: compiled.regulation.title },
    points,
    ...standing,
    provisional: lines.some((line) => line.provisional),
    cap: limitOn(compiled.total.cap, on),
    floor: limitOn(compiled.total.floor, on),
    ...inside,
  }
}

function limitOn(figure: Figure | null, day: string): Points | null {
  return (figure && figureOn(figure, day)) ?? null
}

function sumOf(nodes: readonly { readonly points: Points }[]): Points {
  let total = ZERO
  for (const node of nodes) total = add(total, node.points)
  return total
}

/** Numbers the facts of a clause in order; the steps of one fact share its number. */
function numbered(lines: readonly NumberedLine[]): NumberedLine[] {
  const numbers = new Map<string, number>()
  return lines.map((line) => {
    const number = numbers.get(line.factId) ?? numbers.size + 1
    numbers.set(line.factId, number)
    return { ...line, number }
  })
}
