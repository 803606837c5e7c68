import type { Points } from '../../core/points.ts'
import type { Regulation } from '../format/regulation.ts'
import { unitOf } from '../format/units.ts'
import type { Words } from '../notation/vocabulary.ts'
import { rank } from './rank.ts'

/** What stands beside the total: what is counted in a unit of its own (元, %), and places by another order. */

/** A figure beside the total of one member; the place is known once everybody is. */
export interface SideFigure {
  /** The group in a unit of its own, or the order. */
  readonly code: string
  readonly title: Words
  /** Null: points. */
  readonly unit: Words | null
  readonly points: Points
  /** What decides between equals. */
  readonly ties: readonly Points[]
  readonly ordered: boolean
  /** Place in the list, and how many are ranked there; null without an order, or for who is not ranked. */
  readonly place: number | null
  readonly of: number | null
}

/** The figures of one member before anybody is placed; a group that an order goes by is told by the order. */
export function figuresOf(regulation: Regulation, pointsOf: (code: string) => Points): SideFigure[] {
  const { groups, orders } = regulation
  const firsts = Object.values(orders).map(({ by }) => by[0])
  const plain = { ties: [], ordered: false, place: null, of: null }
  const alone = Object.entries(groups).flatMap(([code, { title, unit }]): SideFigure[] =>
    unit && !firsts.includes(code) ? [{ ...plain, code, title, unit, points: pointsOf(code) }] : [],
  )
  const ordered = Object.entries(orders).map(([code, { title, by }]): SideFigure => {
    const [points, ...ties] = by.map(pointsOf)
    return { ...plain, code, title, unit: unitOf(regulation, by[0]!), points: points!, ties, ordered: true }
  })
  return [...alone, ...ordered]
}

interface Figured {
  readonly memberId: string
  readonly ranked: boolean
  readonly figures: readonly SideFigure[]
}

/** The same with the places among the members of one list: competition ranks, as those of the total are. */
export function placeFigures(members: readonly Figured[]): Map<string, SideFigure[]> {
  const placed = new Map(members.map(({ memberId, figures }) => [memberId, [...figures]]))
  const of = members.filter(({ ranked }) => ranked).length
  for (const [at, { ordered }] of (members[0]?.figures ?? []).entries()) {
    if (!ordered) continue
    const places = rank(
      members.map(({ memberId, ranked, figures }) => {
        const { points: total, ties } = figures[at]!
        return { memberId, ranked, total, ties }
      }),
    )
    for (const { memberId, rank: place } of places) {
      const figures = placed.get(memberId)!
      figures[at] = { ...figures[at]!, place, of }
    }
  }
  return placed
}
