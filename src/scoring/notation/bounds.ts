import { z } from 'zod'
import { compare, type Points, signOf, whole } from '../../core/points.ts'
import { shaped } from './shaped.ts'
import { Exact, hasKey, refused, strict, token } from './vocabulary.ts'

/** How far conditions look: over which days, and to which place of a list. */

/** Parts of the calendar year. */
export const YEAR_PARTS = ['month', 'quarter', 'half_year'] as const
export type YearPart = (typeof YEAR_PARTS)[number]

/** The days that a count looks at: of so many periods, this one the last, only for who was in office in all of them. */
export type Over = 'period' | 'term' | { readonly periods: number }

export const OverRule = shaped(
  'over',
  [z.enum(['period', 'term']), strict({ periods: z.int().min(2).max(10) })],
  (value, word, periods): z.ZodType<Over> => (hasKey(value, 'periods') ? periods : word),
)

/** `20%`: what is meant is a share, whose rounding has to be said. */
const PERCENT = /^\s*([\d.]+)\s*[%％]\s*$/
const Percent = refused('share_of_list', (value) => [PERCENT.exec(String(value))?.[1] ?? ''])

/** Whether those who share the last place of a bound are all inside it, or all outside. */
const Ties = z.enum(['in', 'out']).optional()

/** How many of a list: a number, or a share of those who are ranked in it. */
export type Bound = { readonly ties?: 'in' | 'out' | undefined } & (
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'share'; readonly share: Points; readonly round: 'down' | 'half_up' | 'up' }
)

const HowMany = z.int().min(1).max(100_000)
export const BoundRule = shaped(
  'bound',
  [
    HowMany.transform((number): Bound => ({ kind: 'number', number })),
    strict({ number: HowMany, ties: Ties }).transform((bound): Bound => ({ kind: 'number', ...bound })),
    strict({
      share: Exact.refine((share) => signOf(share) > 0 && compare(share, whole(100)) <= 0, {
        error: token('percent'),
      }),
      round: z.enum(['down', 'half_up', 'up']),
      ties: Ties,
    }).transform((bound): Bound => ({ kind: 'share', ...bound })),
  ],
  (value, number, counted, share): z.ZodType<Bound> => {
    if (hasKey(value, 'share')) return share
    if (hasKey(value, 'number')) return counted
    return typeof value === 'string' && PERCENT.test(value) ? Percent : number
  },
)
