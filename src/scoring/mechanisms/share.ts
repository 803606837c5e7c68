import { divide, fraction, ONE, type Points, signOf, subtract, whole } from '../../core/points.ts'

/**
 * How the points of a joint record are shared among those who signed in time.
 *
 * `parts`: the first takes a part; the others share the rest equally, take a part each, or take nothing. Someone who
 * is alone has the whole, unless the first has nothing. `each`: everyone takes the whole, or an equal part, but no more than `limit` people.
 */
export type Share =
  | { readonly kind: 'parts'; readonly first: Points; readonly others: 'rest' | 'none' | Points }
  | { readonly kind: 'each'; readonly each: 'whole' | 'equal'; readonly limit: number | null }

/** Which of how many this member is; `position` is null without a valid signature. */
export interface Signature {
  readonly position: number | null
  readonly of: number
}

/** The part of the points, or why there is none. */
export type Part =
  | { readonly part: Points }
  | { readonly none: 'unsigned' | 'not_first' | 'no_share' | 'beyond_limit' }

const WHOLE: Part = { part: ONE }
const ALONE: Signature = { position: 1, of: 1 }

/** The part that one member has; a record without a signature list belongs to its one author. */
export function partOf(share: Share | null, signature: Signature | undefined): Part {
  const { position, of } = signature ?? ALONE
  if (position === null) return { none: 'unsigned' }
  if (!share) return WHOLE
  if (share.kind === 'each') {
    const among = Math.min(of, share.limit ?? of)
    if (position > among) return { none: 'beyond_limit' }
    return share.each === 'whole' ? WHOLE : { part: fraction(1, among) }
  }
  const firstHas = signOf(share.first) !== 0
  if (of === 1) return firstHas ? WHOLE : { none: 'no_share' }
  if (position === 1) return firstHas ? { part: share.first } : { none: 'no_share' }
  if (share.others === 'none') return { none: 'not_first' }
  const others = share.others === 'rest' ? divide(subtract(ONE, share.first), whole(of - 1)) : share.others
  return signOf(others) === 0 ? { none: 'no_share' } : { part: others }
}
