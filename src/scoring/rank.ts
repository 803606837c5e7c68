import { compare, hundredthsOf, type Points } from '../core/points.ts'
import type { Regulation } from './format.ts'

/** A member with the exact total of the period. */
export interface Scored {
  readonly memberId: string
  readonly ranked: boolean
  readonly total: Points
}

export interface Ranked extends Scored {
  /** 1 for the best; null for members who are scored but not ranked. */
  readonly rank: number | null
}

/**
 * Competition ranking (1, 1, 3) on the total as printed, rounded to 0.01. Who is not ranked comes after those who
 * are, with the same order among themselves: total, then id. Which members take part is the caller's choice.
 */
export function rank(members: readonly Scored[]): Ranked[] {
  const printed = members.map((member) => ({ member, printed: hundredthsOf(member.total) }))
  printed.sort(
    (a, b) =>
      Number(b.member.ranked) - Number(a.member.ranked) ||
      b.printed - a.printed ||
      (a.member.memberId < b.member.memberId ? -1 : a.member.memberId > b.member.memberId ? 1 : 0),
  )
  let place = 0
  let last: number | undefined
  return printed.map(({ member, printed: hundredths }, at) => {
    if (!member.ranked) return { ...member, rank: null }
    if (hundredths !== last) [place, last] = [at + 1, hundredths]
    return { ...member, rank: place }
  })
}

/** Whether a total as printed reaches the limit of a grade; a grade without a limit is for everybody below. */
export function reaches({ grades }: Pick<Regulation, 'grades'>, total: Points, at: number): boolean {
  const min = grades[at]?.min
  return min === undefined || compare({ n: hundredthsOf(total), d: 100 }, min) >= 0
}
