import type { Clause } from './format.ts'
import { taken } from './generate-clauses.ts'

/** Clauses that lean on another one: they stand in its place, or take a part of its figures. */
export function joined(drawn: readonly Clause[], others: readonly number[]): { [code: string]: Clause } {
  const clauses: { [code: string]: Clause } = {}
  drawn.forEach((clause, n) => {
    const at = others[n]!
    const other = at === n ? undefined : drawn[at]
    // The other one keeps figures of its own: nothing takes a part of a part.
    const isFree = at > n || (clauses[`C${at}`] && !isPart(clauses[`C${at}`]!))
    const own = { ...clause }
    if (other && isFree && mayReplace(clause, other)) own.replaces = `C${at}`
    else if (other && at < n && isFree && mayTakePart(clause, other))
      own.points = { part: '1/2', of: `C${at}` }
    clauses[`C${n}`] = isPart(own) ? withPart(own, other!) : own
  })
  return clauses
}

const isPart = ({ points }: Clause): boolean => typeof points === 'object' && 'part' in points

/** What the loader refuses beside the figures of the other clause goes, as it would beside figures of its own. */
function withPart(own: Clause, other: Clause): Clause {
  return { ...taken({ ...own, points: other.points }), points: own.points }
}

/**
 * Not compared: replacing over the term. A meeting and what stands in its place are of one period; among random facts
 * the two may lie years apart.
 */
const mayReplace = (clause: Clause, other: Clause): boolean =>
  clause.counts === 'speech' &&
  other.counts === 'attendance' &&
  clause.window !== 'term' &&
  other.window !== 'term'

const mayTakePart = (clause: Clause, other: Clause): boolean =>
  clause.counts === other.counts &&
  ![clause, other].some(({ points }) => JSON.stringify(points).includes('"by":"outcome"'))
