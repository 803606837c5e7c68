import { z } from 'zod'
import { BelowId, Day, Id, QueryLimit } from '../../core/fields.ts'
import { EXCLUSIONS, FIGURE_CHANGES, FIGURE_KINDS } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import { page } from '../../http/paging.ts'
import { BREAKDOWNS } from './breakdown.ts'
import { LINES, PARTS } from './lines.ts'

const Words = z.object({ zh: z.string(), en: z.string() })

const Figure = {
  value: z.number().nullable().meta({ description: 'The count, or the percentage; null over nothing.' }),
  numerator: z.int(),
  denominator: z.int().nullable().meta({ description: 'Of a rate.' }),
  asOf: Day,
  from: Day,
  to: Day,
}

const KEYS = LINES.map(({ key }) => key)
const RULES = [...new Set(LINES.flatMap(({ rule, others }) => [rule, ...Object.keys(others ?? {})]))]
/** Names that are told by their title and definition, and by no word of their own. */
const named = (names: readonly string[]) =>
  z.string().meta({ override: { type: 'string', enum: [...names] } })
const StatisticKey = named(KEYS)

export const Statistic = z
  .object({
    key: StatisticKey,
    title: Words,
    unit: Words.meta({ description: 'What it counts in.' }),
    kind: coded(FIGURE_KINDS).meta({
      description: 'What the value is: how many, a percentage, what the records add up to.',
    }),
    ...Figure,
    rule: named(RULES).meta({ description: 'The definition that was applied.' }),
    rules: z.array(named(RULES)).meta({ description: 'The definitions there are, the usual one first.' }),
    means: Words.meta({ description: 'What counts, and what does not.' }),
    parts: z.array(z.object({ part: z.string().nullable(), value: z.int(), records: z.int() })).meta({
      description: `The same records by what they are broken down by. ${Object.entries(PARTS)
        .map(([key, parts]) => `${key}: ${parts}`)
        .join('; ')}.`,
    }),
    excluded: z
      .array(z.object({ reason: coded(EXCLUSIONS), records: z.int() }))
      .meta({ description: 'Records that look as if they counted.' }),
    noted: z
      .array(z.object({ reason: coded(EXCLUSIONS), records: z.int() }))
      .optional()
      .meta({ description: 'Records that count, of which this should be known.' }),
    range: z
      .object({ least: z.int(), most: z.int() })
      .nullable()
      .optional()
      .meta({ description: 'Of a range: the least and the most of its records.' }),
    plan: z
      .object({ items: z.int(), wanted: z.int().nullable(), floor: z.boolean(), met: z.boolean().nullable() })
      .optional()
      .meta({ description: 'What the annual plan wants; `wanted` is null where it says no number.' }),
    missingMonths: z
      .array(z.string())
      .optional()
      .meta({ description: 'Months without a record, of what is meant to happen every month.' }),
    byOrganization: z
      .array(
        z.object({
          part: z.string().nullable(),
          organizationId: Id.nullable(),
          value: z.int(),
          records: z.int(),
          rate: z.number().nullable().meta({ description: 'Of a rate, that of this part.' }),
        }),
      )
      .optional()
      .meta({
        description: 'By the organisations, or parties, that were asked for; null: none of that kind.',
      }),
    previous: z.object(Figure).optional().meta({ description: 'The year before, if it was asked for.' }),
  })
  .meta({ id: 'Statistic' })
export type Statistic = z.infer<typeof Statistic>

const StatisticList = z.object({ items: z.array(Statistic) }).meta({ id: 'StatisticList' })

export const StatisticRecord = z
  .object({
    subject: z.string().meta({ description: 'Kind and key of the record, as events name it.' }),
    memberId: Id.nullable(),
    day: Day.nullable(),
    label: z.string(),
    part: z.string().nullable(),
    counted: z
      .int()
      .meta({ description: 'What it adds to the number: 1; 0 in the denominator of a rate alone.' }),
  })
  .meta({ id: 'StatisticRecord' })

export const StatisticChange = StatisticRecord.extend({
  change: coded(FIGURE_CHANGES),
  before: z
    .object({ day: Day.nullable(), part: z.string().nullable(), counted: z.int() })
    .nullable()
    .meta({ description: 'As it was known; null where it was not.' }),
  corrections: z
    .array(z.object({ seq: z.int(), at: z.string() }))
    .meta({ description: 'Each event since the day that changed the record, in the order of the log.' }),
}).meta({ id: 'StatisticChange' })

const StatisticChanges = z
  .object({
    asOf: Day,
    known: z.object({ numerator: z.int(), denominator: z.int().nullable() }),
    restated: z.object({ numerator: z.int(), denominator: z.int().nullable() }),
    items: z.array(StatisticChange).meta({ description: 'The first 500.' }),
    more: z.int().meta({ description: 'How many further ones there are.' }),
  })
  .meta({ id: 'StatisticChanges' })

export const SpanQuery = z.strictObject({
  year: z
    .string()
    .regex(/^\d{4}$/, { error: 'must be a year of four digits, such as 2019' })
    .optional()
    .meta({ description: 'A calendar year.', example: '2019' }),
  from: Day.optional().meta({ description: 'With `to`: any span of days.' }),
  to: Day.optional(),
  sinceSessionId: Id.optional().meta({
    description: 'From the first day of this plenary session until today.',
  }),
  sessionYearId: Id.optional().meta({
    description:
      'The session year: from the first day of this plenary session until the day before the next.',
  }),
  termId: Id.optional(),
  asOf: Day.optional().meta({ description: 'Last day that is looked at; today by default.' }),
  view: z.enum(['restated', 'as_known']).optional().meta({
    description: '`as_known`: without what was entered or changed after `asOf`; else as the records say now.',
  }),
  committeeId: BelowId,
})
export type SpanQuery = Omit<z.infer<typeof SpanQuery>, 'committeeId'>

export const Compare = z
  .enum(['previous_year'])
  .optional()
  .meta({ description: 'The same days a year before, beside each number.' })

export const By = z
  .enum(BREAKDOWNS)
  .optional()
  .meta({ description: 'Also by the owning department, or by the bodies of the members behind the records.' })

export const RuleName = z
  .string()
  .max(60)
  .optional()
  .meta({
    description: `Another definition of \`rules\`: ${LINES.flatMap(({ key, others }) =>
      others ? [`${key} by ${Object.keys(others).join(', ')}`] : [],
    ).join('; ')}.`,
    example: 'branch',
  })

export const RecordsQuery = SpanQuery.extend({
  rule: RuleName,
  limit: QueryLimit.optional(),
  cursor: z.string().max(2_000).optional(),
})

export const listStatistics = operation('listStatistics', StatisticList)
export const getStatistic = operation('getStatistic', Statistic)
export const listStatisticChanges = operation('listStatisticChanges', StatisticChanges)
export const listStatisticRecords = operation(
  'listStatisticRecords',
  page(StatisticRecord, 'StatisticRecordPage'),
)
