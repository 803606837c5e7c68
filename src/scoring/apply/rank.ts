import { compare, hundredthsOf, type Points } from '../../core/points.ts'
import type { Regulation } from '../format/regulation.ts'

/** A member with the exact total of the period. */
export interface Scored {
  readonly memberId: string
  readonly ranked: boolean
  readonly total: Points
  /** What decides between equal totals, in this order: points of the parts that the regulation names. */
  readonly ties?: readonly Points[]
}

interface Ranked extends Scored {
  /** 1 for the best; null for members who are scored but not ranked. */
  readonly rank: number | null
}

/**
 * Competition ranking (1, 1, 3) on the total as printed, rounded to 0.01, then on what the regulation says decides
 * between equals. Who is not ranked comes after those who are, with the same order among themselves, then by id. Which
 * members take part is the caller's choice.
 */
export function rank(members: readonly Scored[]): Ranked[] {
  const printed = members.map((member) => ({ member, printed: hundredthsOf(member.total) }))
  printed.sort(
    (a, b) =>
      Number(b.member.ranked) - Number(a.member.ranked) ||
      byPlace(a, b) ||
      (a.member.memberId < b.member.memberId ? -1 : a.member.memberId > b.member.memberId ? 1 : 0),
  )
  let place = 0
  let last: Printed | undefined
  return printed.map((row, at) => {
    if (!row.member.ranked) return { ...row.member, rank: null }
    if (!last || byPlace(last, row) !== 0) [place, last] = [at + 1, row]
    return { ...row.member, rank: place }
  })
}

interface Printed {
  readonly member: Scored
  readonly printed: number
}

/** Below zero where the first stands before the second, zero where they share a place. */
function byPlace(a: Printed, b: Printed): number {
  if (a.printed !== b.printed) return b.printed - a.printed
  for (const [at, points] of (a.member.ties ?? []).entries()) {
    const other = b.member.ties?.[at]
    const order = other ? compare(other, points) : 0
    if (order !== 0) return order
  }
  return 0
}

/** Whether a total as printed reaches the limit of a grade; a grade without a limit is for everybody below. */
export function reaches({ grades }: Pick<Regulation, 'grades'>, total: Points, at: number): boolean {
  const min = grades[at]?.min
  return min === undefined || compare({ n: hundredthsOf(total), d: 100 }, min) >= 0
}
