import { z } from 'zod'
import type { Points } from '../../core/points.ts'
import { type Bound, BoundRule } from '../notation/bounds.ts'
import { shaped } from '../notation/shaped.ts'
import {
  Code,
  Codes,
  Exact,
  type Filter,
  FilterRule,
  hasKey,
  refused,
  strict,
  Text,
  token,
  Who,
  Words,
} from '../notation/vocabulary.ts'
import { Count, type FactCondition, InRow, Ratio, Together } from './counts.ts'

/** Conditions that a grade needs, and what follows beside the score: counts and sums against a number, combined. */

interface PointsCondition {
  readonly kind: 'points'
  /** A group, a clause, or `total`. */
  readonly of: string
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
  | FactCondition
  | RepeatedCondition
  | PointsCondition
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'office'; readonly office: Filter }
  /** Exempt on so many days of the period, for one of these reasons or for any. */
  | { readonly kind: 'exempt'; readonly reasons: Filter | null; readonly days: number }
  /** The mandate begins or ends in the period, or covers it whole. */
  | { readonly kind: 'mandate'; readonly mandate: (typeof MANDATES)[number] }
  /** The mandate ends in the period, for one of these reasons. */
  | { readonly kind: 'exit'; readonly reasons: Filter }
  /** Days of the period on which there is a mandate. */
  | {
      readonly kind: 'inOffice'
      readonly unit: 'day' | 'month'
      readonly atLeast: number | null
      readonly below: number | null
    }
  | { readonly kind: 'grade'; readonly grade: string }
  | { readonly kind: 'place'; readonly end: 'top' | 'bottom'; readonly bound: Bound }
  | { readonly kind: 'named'; readonly code: string }

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

/** Full months are those on every day of which there is a mandate. */
const InOffice = strict({
  inOffice: z.enum(['day', 'month']),
  atLeast: z.int().min(1).max(400).optional(),
  below: z.int().min(1).max(400).optional(),
})
  .refine(({ atLeast, below }) => (atLeast === undefined) !== (below === undefined), {
    error: token('points_bound'),
  })
  .transform(
    ({ inOffice, atLeast, below }): Condition => ({
      kind: 'inOffice',
      unit: inOffice,
      atLeast: atLeast ?? null,
      below: below ?? null,
    }),
  )

/** With an article or words of the source, which only a condition with a name may have, beside what is under `is`. */
const isCited = (value: unknown): boolean => hasKey(value, 'article') || hasKey(value, 'text')
const Cited = refused('under_is')

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
      strict({ exit: FilterRule }).transform(({ exit }): Condition => ({ kind: 'exit', reasons: exit })),
      strict({ mandate: z.enum(MANDATES) }).transform(
        ({ mandate }): Condition => ({ kind: 'mandate', mandate }),
      ),
      InOffice,
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
      Together,
      InRow,
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
      exit,
      mandate,
      inOffice,
      grade,
      repeated,
      ratio,
      together,
      inRow,
      top,
      bottom,
      not,
    ): z.ZodType<Condition> => {
      if (typeof value === 'string') return named
      if (isCited(value)) return Cited
      if (hasKey(value, 'all')) return all
      if (hasKey(value, 'any')) return any
      if (hasKey(value, 'office')) return office
      if (hasKey(value, 'exempt')) return exempt
      if (hasKey(value, 'exit')) return exit
      if (hasKey(value, 'mandate')) return mandate
      if (hasKey(value, 'inOffice')) return inOffice
      if (hasKey(value, 'grade')) return grade
      if (hasKey(value, 'together')) return together
      if (hasKey(value, 'inRow')) return inRow
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
interface NamedCondition {
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
  (value, detailed, bare): z.ZodType<NamedCondition> => (hasKey(value, 'is') ? detailed : bare),
)

export const Grade = strict(
  {
    grade: Text,
    min: Exact.optional(),
    needs: ConditionRule.optional(),
    top: BoundRule.optional(),
    colour: Code.optional(),
    forced: ConditionRule.optional(),
  },
  { max: 'grade_max' },
)

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
