import { within } from '../../core/days.ts'
import type { Points } from '../../core/points.ts'
import type { ScoredMember } from '../facts.ts'
import type { Regulation } from '../format/regulation.ts'
import { isFor } from '../mechanisms/match.ts'
import type { Bound } from '../notation/bounds.ts'
import { isAt, numberIn, type Quota } from './bounds.ts'
import { joined, opposite, type Standing } from './conditions.ts'
import type { Finding } from './finding.ts'
import { placeFigures } from './orders.ts'
import { rank } from './rank.ts'

/**
 * What only the whole list can say: the first thirty, the best fifth, the last hundredth. Members are placed within
 * their list, grades with a quota go to those whose place is inside it, and triggers that ask for a place are settled.
 */

interface Standee {
  readonly memberId: string
  readonly member: ScoredMember
  readonly ranked: boolean
  readonly total: Points
  readonly ties?: readonly Points[]
  readonly standing: Standing
}

/** A member's place in their list, and what stands beside the total now that it is known. */
export interface Placed {
  readonly list: string | null
  /** Competition rank within the list; null for members who are not ranked. */
  readonly place: number | null
  /** How many have this place. */
  readonly tied: number
  /** How many are ranked in the list. */
  readonly of: number
  readonly standing: Standing
}

/** The list that a member belongs to on a day: the first one that is for them; `each` body of a kind has one. */
export function listOf(
  { lists }: Pick<Regulation, 'lists'>,
  member: ScoredMember,
  on: string,
): string | null {
  for (const [code, { who, each }] of Object.entries(lists)) {
    if (who && !isFor(who, member, on)) continue
    if (each === undefined) return code
    const body = member.bodies
      .filter(({ kind, from, to }) => kind === each && within(on, from, to))
      .sort((a, b) => (a.id < b.id ? -1 : 1))[0]
    if (body) return `${code}/${body.code ?? body.id}`
  }
  return null
}

/** Places everybody; `on` is the day on which a member belongs to a list. */
export function placeAll(
  regulation: Regulation,
  members: readonly Standee[],
  on: string,
): Map<string, Placed> {
  const placed = new Map<string, Placed>()
  for (const [list, own] of Map.groupBy(members, ({ member }) => listOf(regulation, member, on))) {
    const byId = new Map(own.map((standee) => [standee.memberId, standee]))
    const places = rank(own).map(({ memberId, rank: place }) => ({ place, ...byId.get(memberId)! }))
    const of = own.filter(({ ranked }) => ranked).length
    const tied = Map.groupBy(places, ({ place }) => place)
    const { given, quotas } = gradesOf(regulation, places, of)
    const figures = placeFigures(own.map((standee) => ({ ...standee, figures: standee.standing.figures })))
    for (const { memberId, place, standing } of places) {
      const result = settled(regulation, standing, {
        grade: given.get(memberId) ?? null,
        place,
        tied: tied.get(place)!.length,
        of,
      })
      const quota = quotas.get(memberId)
      placed.set(memberId, {
        list,
        place,
        tied: tied.get(place)!.length,
        of,
        standing: { ...result, figures: figures.get(memberId)!, ...(quota && { quotas: quota }) },
      })
    }
  }
  return placed
}

type Candidate = Standee & { readonly place: number | null }

/**
 * Grades from the highest down. A quota goes to the first of those who may have the grade and have no higher one; a tie
 * at its limit is inside, and who is not ranked takes no place. `quotas` tells those who might have had it why or why not.
 */
function gradesOf(
  { grades }: Regulation,
  places: readonly Candidate[],
  of: number,
): { given: Map<string, string>; quotas: Map<string, Quota[]> } {
  const given = new Map<string, string>()
  const quotas = new Map<string, Quota[]>()
  for (const { grade, top } of grades) {
    const remaining = places.filter(
      ({ memberId, standing }) => !given.has(memberId) && standing.eligible.includes(grade),
    )
    const forced = remaining.filter(({ standing }) => standing.forced !== null)
    const free = remaining.filter(({ standing }) => standing.forced === null)
    const first = top === undefined ? free : firstOf(free, numberIn(top, of), top.ties !== 'out')
    for (const { memberId } of [...forced, ...first]) given.set(memberId, grade)
    if (top === undefined) continue
    for (const [memberId, quota] of quotasOf(grade, top, free, first, of)) {
      quotas.set(memberId, [...(quotas.get(memberId) ?? []), quota])
    }
  }
  return { given, quotas }
}

/** Where each of those who may have a grade stands among them; `free` is in the order of places. */
function* quotasOf(
  grade: string,
  bound: Bound,
  free: readonly Candidate[],
  first: readonly Candidate[],
  of: number,
): Generator<[memberId: string, Quota]> {
  const number = numberIn(bound, of)
  const inside = new Set(first)
  let among = 0
  let last: number | null = null
  for (const [at, candidate] of free.entries()) {
    const { memberId, place } = candidate
    if (place !== last) [among, last] = [at + 1, place]
    const standing = { place, among: place === null ? null : among, of }
    yield [memberId, { grade, bound, number, ...standing, given: inside.has(candidate) }]
  }
}

/** The first of some in the order of their places; those who share the last of these places and do not all fit, or none. */
function firstOf<One extends { place: number | null }>(
  some: readonly One[],
  number: number,
  withTies: boolean,
): One[] {
  const ranked = some.filter(({ place }) => place !== null)
  const last = ranked[Math.min(number, ranked.length) - 1]?.place ?? 0
  const fits = withTies || ranked[number]?.place !== last
  return ranked.filter(({ place }) => place! < last || (fits && place === last))
}

function settled(regulation: Regulation, standing: Standing, result: Known): Standing {
  const consequences = standing.open.flatMap(({ consequence, unless }) => {
    const because = resolve(consequence.because, result)
    return because.holds && !(unless && resolve(unless, result).holds) ? [{ ...consequence, because }] : []
  })
  const { grade } = result
  const colour = regulation.grades.find((entry) => entry.grade === grade)?.colour ?? null
  return { ...standing, grade, colour, consequences: [...standing.consequences, ...consequences] }
}

interface Known {
  grade: string | null
  place: number | null
  tied: number
  of: number
}

/** A finding once grade and place are known. */
function resolve(finding: Finding, result: Known): Finding {
  const { condition } = finding
  const parts = finding.parts.map((part) => resolve(part, result))
  switch (condition.kind) {
    case 'grade':
      return { ...finding, holds: result.grade === condition.grade }
    case 'place':
      return { ...finding, count: result.place, holds: isAt(condition, result) }
    case 'all':
    case 'any':
      return { ...finding, parts, ...joined(condition.kind, parts) }
    case 'not':
      return { ...finding, parts, ...opposite(parts[0]!) }
    case 'repeated':
      return {
        ...finding,
        parts,
        holds: parts[0]!.holds && finding.count! + 1 >= (condition.running ?? condition.times!),
      }
    default:
      return finding
  }
}
