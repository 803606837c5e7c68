import type { Points } from '../../core/points.ts'
import type { FactsDocument } from '../facts.ts'
import type { Regulation } from '../format/regulation.ts'
import type { ScoreLine } from '../lines.ts'
import { compile, type Options } from './compile.ts'
import type { Standing } from './conditions.ts'
import { scoreEverybody } from './everybody.ts'
import { placeAll } from './places.ts'
import { rank } from './rank.ts'
import { standingFor, tiesOf, totalOf } from './score.ts'
import { subjectsOf } from './subjects.ts'

/** A whole document scored without a database: every member's lines, total, grade and place. */

export interface SheetRow {
  readonly memberId: string
  readonly rank: number | null
  /** The list that the member belongs to, and the place in it. */
  readonly list: string | null
  readonly place: number | null
  readonly total: Points
  readonly standing: Standing
  readonly lines: readonly ScoreLine[]
}

/** Rows in the order of the ranking; who is not ranked comes last. */
export function sheetOf(document: FactsDocument, regulation: Regulation, options: Options = {}): SheetRow[] {
  const compiled = compile(regulation, options)
  const { subjects, factsOf } = subjectsOf(document, regulation)
  const { period } = document
  const earlier = document.earlier.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const linesOf = scoreEverybody(subjects, factsOf, period, compiled)
  const scored = subjects.map((member) => {
    const facts = factsOf.get(member.id) ?? []
    const lines = linesOf.get(member.id) ?? []
    const standing = standingFor(member, facts, lines, period, compiled, earlier)
    return {
      memberId: member.id,
      member,
      ranked: member.ranked,
      total: totalOf(lines, compiled),
      ties: tiesOf(lines, compiled),
      lines,
      standing,
    }
  })
  const byId = new Map(scored.map((member) => [member.memberId, member]))
  const places = placeAll(regulation, scored, period.to)
  return rank(scored).map(({ memberId, rank: overall }) => {
    const { lines, total } = byId.get(memberId)!
    const { list, place, standing } = places.get(memberId)!
    return { memberId, rank: overall, list, place, total, standing, lines }
  })
}
