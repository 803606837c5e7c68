import type { Clause } from './format.ts'
import { taken } from './generate-clauses.ts'

/** Clauses that lean on another one: they stand in its place, or take a part of its figures. */
export function joined(drawn: readonly Clause[], picks: readonly number[]): { [code: string]: Clause } {
  const clauses: { [code: string]: Clause } = {}
  drawn.forEach((clause, n) => {
    const pick = picks[n]!
    const chosen = (least: number, may: (other: Clause, at: number) => boolean) => {
      const able = drawn.flatMap((other, at) => (at !== n && may(other, at) ? [at] : []))
      return pick < least || able.length === 0 ? undefined : able[pick % able.length]!
    }
    const replaced = chosen(
      0,
      (other, at) => mayReplace(clause, other) && !(at < n && isPart(clauses[`C${at}`]!)),
    )
    // The other one keeps figures of its own: nothing takes a part of a part.
    const whole = chosen(
      4,
      (other, at) => at < n && mayTakePart(clause, other) && !isPart(clauses[`C${at}`]!),
    )
    if (replaced !== undefined) clauses[`C${n}`] = { ...clause, replaces: `C${replaced}` }
    else if (whole !== undefined) clauses[`C${n}`] = withPart(clause, `C${whole}`, drawn[whole]!)
    else clauses[`C${n}`] = clause
  })
  return clauses
}

const isPart = ({ points }: Clause): boolean => typeof points === 'object' && 'part' in points

/** What the loader refuses beside the figures of the other clause goes, as it would beside figures of its own. */
function withPart(own: Clause, of: string, other: Clause): Clause {
  return { ...taken({ ...own, points: other.points }), points: { part: '1/2', of } }
}

/**
 * Not compared: replacing over the term; a meeting and what stands in its place are of one period, and among random facts
 * they may lie years apart. Nor a clause without a figure for what it counts, and records of which a number is wanted: the
 * guide does not say whether such a clause stands in the place of the other one, and whether a record that was replaced is
 * still one of those that are wanted.
 */
const mayReplace = (clause: Clause, other: Clause): boolean =>
  clause.counts === 'speech' &&
  other.counts === 'attendance' &&
  clause.window !== 'term' &&
  other.window !== 'term' &&
  other.wanted === undefined &&
  !/null|"by"/.test(JSON.stringify(clause.points))

const mayTakePart = (clause: Clause, other: Clause): boolean =>
  clause.counts === other.counts &&
  clause.of === other.of &&
  ![clause, other].some(({ points }) => JSON.stringify(points).includes('"by":"outcome"'))
