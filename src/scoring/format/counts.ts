import { z } from 'zod'
import { ONE, type Points } from '../../core/points.ts'
import { ATTENDANCE_RULES } from '../mechanisms/attendance-outcome.ts'
import type { Ladder, Rate } from '../mechanisms/figure.ts'
import { type Over, OverRule, type YearPart } from '../notation/bounds.ts'
import { Code, Codes, Exact, strict, token, Where, Who } from '../notation/vocabulary.ts'

/** Conditions over facts: how many there are, what part they are of others, how many follow each other. */

/** Records are counted in hundreds; amounts of money are sums, too. */
const COUNT_MAX = 1_000_000_000
const AtLeast = z.int().min(1).max(COUNT_MAX)
const Most = z.int().min(0).max(COUNT_MAX)

/** What is counted, as a clause that gives one for each. */
interface CountingClause extends Omit<Counted, 'status' | 'sum'> {
  readonly title: { zh: string; en: string }
  readonly points: Rate | Ladder
  readonly quantity: { unit: string; attribute: null; each: Points; round: 'exact' } | undefined
}

/** A count of facts against a number: how many there are, in the period or over the term. */
export interface CountCondition {
  readonly kind: 'count'
  readonly clause: CountingClause
  /** The unit whose amounts are added up, instead of counting records. */
  readonly sum: string | null
  readonly atLeast: number | null
  readonly atMost: number | null
  /** `period` is the one that is scored; `term` runs from the first day of the mandate. */
  readonly over: Over
  /** It must hold in each of these parts of the period, or in each of several periods. */
  readonly each: YearPart | 'period' | null
}
/** A part of some facts in percent against two numbers. */
export interface RatioCondition {
  readonly kind: 'ratio'
  readonly of: CountCondition
  readonly among: CountCondition
  readonly atLeast: Points | null
  readonly below: Points | null
}

/** Records of several kinds together against a number; a record that several of the counts see is one. */
export interface TogetherCondition {
  readonly kind: 'together'
  readonly of: readonly CountCondition[]
  readonly atLeast: number | null
  readonly atMost: number | null
}

/** So many facts in a row, by their days, with none of the others in between. */
export interface RowCondition {
  readonly kind: 'row'
  readonly inRow: number
  readonly of: CountCondition
  readonly among: CountCondition
}

export type FactCondition = CountCondition | RatioCondition | TogetherCondition | RowCondition

/** Whose facts a body counts beside its own, or instead of them. */
export const OF_BODIES = ['members', 'all'] as const

/** A count is a clause that gives one for each record, so that it filters and reads exactly as clauses do. */
export const counted = {
  counts: Code,
  of: z.enum(OF_BODIES).optional(),
  sum: Code.optional(),
  status: Codes.optional(),
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
  const unit: Rate = { kind: 'flat', figure: [{ from: null, value: ONE }] }
  const points: Rate | Ladder = status
    ? { kind: 'ladder', steps: 'add', rungs: [{ statuses: status, rate: unit }] }
    : unit
  const title = { zh: clause.counts, en: clause.counts }
  const quantity =
    sum === undefined ? undefined : ({ unit: sum, attribute: null, each: ONE, round: 'exact' } as const)
  return { kind: 'count', clause: { ...clause, title, points, quantity }, sum: sum ?? null, ...rest }
}

export const Count = strict({
  ...counted,
  atLeast: AtLeast.optional(),
  atMost: Most.optional(),
  over: OverRule.default('period'),
  each: z.enum(['month', 'quarter', 'half_year', 'period']).optional(),
})
  .refine(({ each, over }) => each !== 'period' || typeof over === 'object', {
    error: token('each_of_periods'),
    path: ['each'],
  })
  .refine((count) => count.atLeast !== undefined || count.atMost !== undefined, {
    error: token('count_bound'),
  })
  .transform(
    ({ atLeast, atMost, over, each, ...count }): FactCondition =>
      countOf(count, { atLeast: atLeast ?? null, atMost: atMost ?? null, over, each: each ?? null }),
  )

/** What part of some facts others are, in percent. Of nothing there is no part, and the condition does not hold. */
const ANY_NUMBER = { atLeast: null, atMost: null, over: 'period', each: null } as const
export const Ratio = strict({
  share: strict(counted),
  among: strict(counted),
  atLeast: Exact.optional(),
  below: Exact.optional(),
})
  .refine(({ atLeast, below }) => atLeast !== undefined || below !== undefined, {
    error: token('count_bound'),
  })
  .transform(
    ({ share, among, atLeast, below }): FactCondition => ({
      kind: 'ratio',
      of: countOf(share, ANY_NUMBER),
      among: countOf(among, ANY_NUMBER),
      atLeast: atLeast ?? null,
      below: below ?? null,
    }),
  )

/** Records, and not what they come to. */
const { sum: _, ...records } = counted

export const Together = strict({
  together: z.array(strict(records)).min(2).max(10),
  atLeast: AtLeast.optional(),
  atMost: Most.optional(),
  over: OverRule.default('period'),
})
  .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, {
    error: token('count_bound'),
  })
  .transform(
    ({ together, atLeast, atMost, over }): FactCondition => ({
      kind: 'together',
      of: together.map((count) => countOf(count, { ...ANY_NUMBER, over })),
      atLeast: atLeast ?? null,
      atMost: atMost ?? null,
    }),
  )

export const InRow = strict({
  inRow: z.int().min(2).max(100),
  of: strict(records),
  among: strict(records),
  over: OverRule.default('period'),
}).transform(
  ({ inRow, of, among, over }): FactCondition => ({
    kind: 'row',
    inRow,
    of: countOf(of, { ...ANY_NUMBER, over }),
    among: countOf(among, { ...ANY_NUMBER, over }),
  }),
)
