import { z } from 'zod'
import {
  divide,
  equal,
  fraction,
  ONE,
  type Points,
  pointsText,
  signOf,
  subtract,
  whole,
} from '../../core/points.ts'
import { shaped } from '../notation/shaped.ts'
import { hasKey, Part, strict } from '../notation/vocabulary.ts'
import { mechanism } from './mechanism.ts'

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
interface Signature {
  readonly position: number | null
  readonly of: number
}

/** The part of the points, or why there is none. */
export type Shared =
  | { readonly part: Points }
  | { readonly none: 'unsigned' | 'not_first' | 'no_share' | 'beyond_limit' }

const WHOLE: Shared = { part: ONE }
const ALONE: Signature = { position: 1, of: 1 }

/** The part that one member has; a record without a signature list belongs to its one author. */
export function partOf(share: Share | null, signature: Signature | undefined): Shared {
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

const Parts = strict({
  first: Part,
  others: shaped(
    'others',
    [z.enum(['rest', 'none']), Part],
    (value, word, part): z.ZodType<'rest' | 'none' | Points> =>
      value === 'rest' || value === 'none' ? word : part,
  ),
}).transform((parts): Share => ({ kind: 'parts', ...parts }))
const Each = strict({
  each: z.enum(['whole', 'equal']),
  limit: z.int().min(1).max(1000).nullable().default(null),
})
const ShareRule = shaped(
  'share',
  [
    z.literal('first_only').transform((): Share => ({ kind: 'parts', first: ONE, others: 'none' })),
    Each.transform((each): Share => ({ kind: 'each', ...each })),
    Parts,
  ],
  (value, firstOnly, each, parts): z.ZodType<Share> =>
    value === 'first_only' ? firstOnly : hasKey(value, 'each') ? each : parts,
)

/** `第一人得1/2，其他人平分余下部分`. */
function shareText(share: Share): string {
  if (share.kind === 'each') {
    const most = share.limit === null ? '' : `，以署名在前的${share.limit}人为限`
    return `${share.each === 'whole' ? '署名的每人各得全部分值' : '由署名的人平分'}${most}`
  }
  const { first, others } = share
  const rest = others === 'rest' ? '平分余下部分' : others === 'none' ? '不得分' : partText(others)
  const alone = signOf(first) === 0 || equal(first, ONE) ? '' : '；只有一人的得全部分值'
  return `第一人${partText(first)}，其他人${rest}${alone}`
}

function partText(part: Points): string {
  if (signOf(part) === 0) return '不得分'
  return equal(part, ONE) ? '得全部分值' : `得${pointsText(part)}`
}

export const shareMechanism = mechanism({
  keys: { share: ShareRule.optional() },
  tells: ({ share }) => (share ? [{ slot: '几人共有', text: shareText(share) }] : []),
  refusals: {},
  losses: {
    unsigned: () => ['没有按时署名，不计', 'not signed in time, not counted'],
    not_first: () => ['不是第一人，不计', 'not the first, not counted'],
    no_share: () => ['本条不给这一位次的人计分', 'this clause gives nothing at this place among the signers'],
    beyond_limit: () => ['超出可计分的人数，不计', 'beyond the number of people who count'],
  },
})
