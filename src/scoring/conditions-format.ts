import { z } from 'zod'
import { ONE, type Points } from '../core/points.ts'
import { ATTENDANCE_RULES } from './attendance-outcome.ts'
import { type Bound, BoundRule, type Over, OverRule } from './bound-format.ts'
import type { Clause } from './format.ts'
import type { Rate } from './mechanisms/figure.ts'
import type { Ladder } from './mechanisms/ladder.ts'
import { shaped } from './shaped.ts'
import {
  Code,
  Codes,
  Exact,
  type Filter,
  FilterRule,
  hasKey,
  strict,
  Text,
  token,
  Where,
  Who,
  Words,
} from './vocabulary.ts'

/** Conditions that a grade needs, and what follows beside the score: counts and sums against a number, combined. */

/** Records are counted in hundreds; amounts of money are sums, too. */
const COUNT_MAX = 1_000_000_000
const AtLeast = z.int().min(1).max(COUNT_MAX)
const Most = z.int().min(0).max(COUNT_MAX)

/** A count of facts against a number: how many there are, in the period or over the term. */
export interface CountCondition {
  readonly kind: 'count'
  readonly clause: Clause
  /** The unit whose amounts are added up, instead of counting records. */
  readonly sum: string | null
  readonly atLeast: number | null
  readonly atMost: number | null
  /** `period` is the one that is scored; `term` runs from the first day of the mandate. */
  readonly over: Over
  /** It must hold in each of these parts of the period. */
  readonly each: 'month' | 'quarter' | 'half_year' | null
}
export interface PointsCondition {
  readonly kind: 'points'
  /** A group, a clause, or `total`. */
  readonly of: string
  readonly atLeast: Points | null
  readonly below: Points | null
}
/** A part of some facts in percent against two numbers. */
export interface RatioCondition {
  readonly kind: 'ratio'
  readonly of: CountCondition
  readonly among: CountCondition
  readonly atLeast: Points | null
  readonly below: Points | null
}

/** What held in this period held in earlier ones as well: in those right before it, or so many times in the mandate. */
export interface RepeatedCondition {
  readonly kind: 'repeated'
  readonly of: Condition
  readonly running: number | null
  readonly times: number | null
}

export const MANDATES = ['begins', 'ends', 'whole'] as const

export type Condition =
  | RepeatedCondition
  | RatioCondition
  | CountCondition
  | PointsCondition
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'office'; readonly office: Filter }
  /** Exempt on so many days of the period, for one of these reasons or for any. */
  | { readonly kind: 'exempt'; readonly reasons: Filter | null; readonly days: number }
  /** The mandate begins or ends in the period, or covers it whole. */
  | { readonly kind: 'mandate'; readonly mandate: (typeof MANDATES)[number] }
  | { readonly kind: 'grade'; readonly grade: string }
  | { readonly kind: 'place'; readonly end: 'top' | 'bottom'; readonly bound: Bound }
  | { readonly kind: 'named'; readonly code: string }

/** A count is a clause that gives one for each record, so that it filters and reads exactly as clauses do. */
export const counted = {
  counts: Code,
  of: z.literal('members').optional(),
  sum: Code.optional(),
  status: Code.optional(),
  who: Who.optional(),
  per: z.enum(['meeting', 'session']).optional(),
  attendance: z.enum(ATTENDANCE_RULES).optional(),
  where: Where.default({}),
}

export type Counted = z.output<z.ZodObject<typeof counted>>

export function countOf(
  { status, sum, ...clause }: Counted,
  rest: Pick<CountCondition, 'atLeast' | 'atMost' | 'over' | 'each'>,
): CountCondition {
  const one: Rate = { kind: 'flat', figure: [{ from: null, value: ONE }] }
  const points: Rate | Ladder = status
    ? { kind: 'ladder', steps: 'add', rungs: [{ status, rate: one }] }
    : one
  const title = { zh: clause.counts, en: clause.counts }
  const quantity =
    sum === undefined ? undefined : ({ unit: sum, attribute: null, each: ONE, round: 'exact' } as const)
  return { kind: 'count', clause: { ...clause, title, points, quantity }, sum: sum ?? null, ...rest }
}

const Count = strict({
  ...counted,
  atLeast: AtLeast.optional(),
  atMost: Most.optional(),
  over: OverRule.default('period'),
  each: z.enum(['month', 'quarter', 'half_year']).optional(),
})
  .refine((count) => count.atLeast !== undefined || count.atMost !== undefined, {
    error: token('count_bound'),
  })
  .transform(
    ({ atLeast, atMost, over, each, ...count }): Condition =>
      countOf(count, { atLeast: atLeast ?? null, atMost: atMost ?? null, over, each: each ?? null }),
  )

/** What part of some facts others are, in percent. Of nothing there is no part, and the condition does not hold. */
const ANY_NUMBER = { atLeast: null, atMost: null, over: 'period', each: null } as const
const Ratio = strict({
  share: strict(counted),
  among: strict(counted),
  atLeast: Exact.optional(),
  below: Exact.optional(),
})
  .refine(({ atLeast, below }) => atLeast !== undefined || below !== undefined, {
    error: token('count_bound'),
  })
  .transform(
    ({ share, among, atLeast, below }): Condition => ({
      kind: 'ratio',
      of: countOf(share, ANY_NUMBER),
      among: countOf(among, ANY_NUMBER),
      atLeast: atLeast ?? null,
      below: below ?? null,
    }),
  )
const PointsOf = strict({
  points: z.string().min(1).max(80),
  atLeast: Exact.optional(),
  below: Exact.optional(),
})
  .refine((points) => (points.atLeast === undefined) !== (points.below === undefined), {
    error: token('points_bound'),
  })
  .transform(
    ({ points, atLeast, below }): Condition => ({
      kind: 'points',
      of: points,
      atLeast: atLeast ?? null,
      below: below ?? null,
    }),
  )

export const ConditionRule: z.ZodType<Condition> = z.lazy(() =>
  shaped(
    'condition',
    [
      Code.transform((code): Condition => ({ kind: 'named', code })),
      Count,
      PointsOf,
      strict({ all: z.array(ConditionRule).min(1).max(20) }).transform(
        ({ all }): Condition => ({ kind: 'all', of: all }),
      ),
      strict({ any: z.array(ConditionRule).min(1).max(20) }).transform(
        ({ any }): Condition => ({ kind: 'any', of: any }),
      ),
      strict({ office: FilterRule }).transform(({ office }): Condition => ({ kind: 'office', office })),
      strict({
        exempt: shaped(
          'exempt',
          [z.literal('any').transform(() => null), FilterRule],
          (value, any, reasons): z.ZodType<Filter | null> => (value === 'any' ? any : reasons),
        ),
        days: z.int().min(1).max(366).default(1),
      }).transform(({ exempt, days }): Condition => ({ kind: 'exempt', reasons: exempt, days })),
      strict({ mandate: z.enum(MANDATES) }).transform(
        ({ mandate }): Condition => ({ kind: 'mandate', mandate }),
      ),
      strict({ grade: Text }).transform(({ grade }): Condition => ({ kind: 'grade', grade })),
      strict({
        running: z.int().min(2).max(20).optional(),
        times: z.int().min(2).max(20).optional(),
        of: ConditionRule,
      })
        .refine(({ running, times }) => (running === undefined) !== (times === undefined), {
          error: token('running_or_times'),
        })
        .transform(
          ({ running, times, of }): Condition => ({
            kind: 'repeated',
            of,
            running: running ?? null,
            times: times ?? null,
          }),
        ),
      Ratio,
      strict({ top: BoundRule }).transform(
        ({ top }): Condition => ({ kind: 'place', end: 'top', bound: top }),
      ),
      strict({ bottom: BoundRule }).transform(
        ({ bottom }): Condition => ({ kind: 'place', end: 'bottom', bound: bottom }),
      ),
      strict({ not: ConditionRule }).transform(({ not }): Condition => ({ kind: 'not', of: not })),
    ],
    (
      value,
      named,
      count,
      points,
      all,
      any,
      office,
      exempt,
      mandate,
      grade,
      repeated,
      ratio,
      top,
      bottom,
      not,
    ): z.ZodType<Condition> => {
      if (typeof value === 'string') return named
      if (hasKey(value, 'all')) return all
      if (hasKey(value, 'any')) return any
      if (hasKey(value, 'office')) return office
      if (hasKey(value, 'exempt')) return exempt
      if (hasKey(value, 'mandate')) return mandate
      if (hasKey(value, 'grade')) return grade
      if (hasKey(value, 'running') || hasKey(value, 'times')) return repeated
      if (hasKey(value, 'share')) return ratio
      if (hasKey(value, 'top')) return top
      if (hasKey(value, 'bottom')) return bottom
      if (hasKey(value, 'not')) return not
      return hasKey(value, 'points') ? points : count
    },
  ),
)

/** A condition by its name, with the clause of the source that asks for it. */
export interface NamedCondition {
  readonly article: string | null
  readonly text: string | null
  readonly is: Condition
}
export const Named = shaped(
  'namedCondition',
  [
    strict({ article: Text.optional(), text: Text.optional(), is: ConditionRule }).transform(
      ({ article, text, is }): NamedCondition => ({ article: article ?? null, text: text ?? null, is }),
    ),
    ConditionRule.transform((is): NamedCondition => ({ article: null, text: null, is })),
  ],
  (value, told, bare): z.ZodType<NamedCondition> => (hasKey(value, 'is') ? told : bare),
)

export const Grade = strict({
  grade: Text,
  min: Exact.optional(),
  needs: ConditionRule.optional(),
  top: BoundRule.optional(),
  colour: Code.optional(),
  forced: ConditionRule.optional(),
})

/**
 * Members who are placed among themselves; a member belongs to the first list that is for them. `each`: one list for
 * each body of a kind.
 */
export const List = strict({ title: Words, who: Who.optional(), each: Code.optional() }).refine(
  ({ who, each }) => who !== undefined || each !== undefined,
  { error: token('list_of_whom') },
)

/** Something that follows beside the score: a reminder, a talk, a circular, an exit. */
export const Trigger = strict({
  title: Words,
  article: Text.optional(),
  text: Text.optional(),
  who: Who.optional(),
  when: ConditionRule,
  unless: ConditionRule.optional(),
  then: Codes,
})

export type Trigger = z.output<typeof Trigger>
