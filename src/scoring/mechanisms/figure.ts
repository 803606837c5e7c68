import { z } from 'zod'
import { isDay } from '../../core/days.ts'
import type { Points } from '../../core/points.ts'
import { fieldIn, isRecord } from '../../core/records.ts'
import { pointsIn, printDay, type Unit } from '../../core/words/amounts.ts'
import { shaped } from '../notation/shaped.ts'
import { Code, Exact, filled, hasKey, refused, strict, token } from '../notation/vocabulary.ts'

/**
 * A figure of the regulation, with the days from which it holds. A flat figure is one entry without a day; `null`
 * means that from that day on there is none (repealed).
 */
export type Figure = readonly { readonly from: string | null; readonly value: Points | null }[]

/** The figure in force on a day; undefined before the first day and after a repeal. */
export function figureOn(figure: Figure, day: string): Points | undefined {
  return figure.findLast(({ from }) => from === null || from <= day)?.value ?? undefined
}

/** What a table of figures may be keyed by. */
export const TABLE_FIELDS = ['level', 'type', 'class', 'outcome', 'form', 'occasion', 'role'] as const
export type TableField = (typeof TABLE_FIELDS)[number]

/** One figure, or one for each value of a field (by level, by type …), or of two fields. */
export type Rate = { readonly kind: 'flat'; readonly figure: Figure } | Table
export interface Table {
  readonly kind: 'by'
  readonly field: TableField
  /** The second field; a row is then named by the values of both, `province/written`. */
  readonly and: TableField | null
  readonly is: ReadonlyMap<string, Figure>
}

export const rowName = (value: string, second: string | null): string =>
  second === null ? value : `${value}/${second}`

/** A step of a ladder; of several statuses the first that is reached counts, once. */
export interface Rung {
  readonly statuses: readonly string[]
  readonly rate: Rate
}

/**
 * A ladder: one record earns more as it rises (submitted, filed, adopted). `add`: every step earns its figure.
 * `highest`: only the best step counts, so that a later step earns what it adds to the best before it. A status counts
 * once; with `repeat` once for each level at which it was reached, or each time.
 */
export interface Ladder {
  readonly kind: 'ladder'
  readonly steps: 'add' | 'highest'
  readonly repeat?: 'level' | 'always' | undefined
  readonly rungs: readonly Rung[]
}

/** Values by the day from which they hold; `null` from a day on: there is none any more. */
const ByDay = filled(
  z.record(
    z
      .string()
      .refine(isDay, { error: token('day') })
      .meta({ format: 'date' }),
    Exact.nullable(),
  ),
).transform(
  (days): Figure =>
    Object.keys(days)
      .sort()
      .map((from) => ({ from, value: days[from]! })),
)

const isTable = (value: unknown): boolean => hasKey(value, 'by') || hasKey(value, 'is')

/** A figure: one for ever, or one from each day on. */
export const FigureRule = shaped(
  'figure',
  [Exact.transform((value): Figure => [{ from: null, value }]), ByDay],
  (value, flat, byDay): z.ZodType<Figure> =>
    isTable(value) ? refused('table_in_table') : isRecord(value) ? byDay : flat,
)

const TableRule = strict({
  by: z.enum(TABLE_FIELDS),
  is: filled(z.record(Code, FigureRule)),
}).transform(({ by, is }): Rate => ({ kind: 'by', field: by, and: null, is: new Map(Object.entries(is)) }))

const Field = z.enum(TABLE_FIELDS).exclude(['outcome'])
/** By two fields: each row of the first holds rows of the second. */
const CrossTable = strict({
  by: z.tuple([Field, Field]).refine(([first, second]) => first !== second, { error: token('two_fields') }),
  is: filled(z.record(Code, filled(z.record(Code, FigureRule)))),
}).transform(({ by: [field, and], is }): Rate => {
  const rows = Object.entries(is).flatMap(([value, inner]) =>
    Object.entries(inner).map(([second, figure]) => [rowName(value, second), figure] as const),
  )
  return { kind: 'by', field, and, is: new Map(rows) }
})

export const RateRule = shaped(
  'rate',
  [FigureRule.transform((figure): Rate => ({ kind: 'flat', figure })), TableRule, CrossTable],
  (value, flat, table, cross): z.ZodType<Rate> => {
    if (!isTable(value)) return flat
    return isRecord(value) && Array.isArray(fieldIn(value, 'by')) ? cross : table
  },
)

/** Every figure of a rate, of whatever day. */
export function figuresOf(rate: Rate): Points[] {
  const figures = rate.kind === 'flat' ? [rate.figure] : [...rate.is.values()]
  return figures.flatMap((figure) => figure.flatMap(({ value }) => value ?? []))
}

/** What a table is keyed by, as a sentence says it. */
const FIELD_WORDS: Record<TableField, string> = {
  level: '级别',
  type: '类别',
  class: '门类',
  outcome: '出席情况',
  form: '形式',
  occasion: '场合',
  role: '角色',
}

/** `计2分`; `自2019年1月1日起扣2分，自2024年1月1日起不再计`. */
export function figureText(figure: Figure, given: (points: Points) => string): string {
  return figure
    .map(
      ({ from, value }) =>
        `${from === null ? '' : `自${printDay(from)}起`}${value ? given(value) : '不再计'}`,
    )
    .join('，')
}

/** `计2分`; `按级别：全国10分、市级4分，其他不计`. */
export function rateText(
  rate: Rate,
  given: (points: Points) => string,
  { word, unit }: { readonly word: (field: string, code: string) => string; readonly unit: Unit },
): string {
  if (rate.kind === 'flat') return figureText(rate.figure, given)
  const { field, and } = rate
  const rows = [...rate.is].map(([row, figure]) => {
    const [code, second] = row.split('/')
    const name = word(field, code!) + (and ? `${word(and, second!)}` : '')
    return name + figureText(figure, (points) => pointsIn(points, 'zh', unit))
  })
  return `按${FIELD_WORDS[field]}${and ? `和${FIELD_WORDS[and]}` : ''}：${rows.join('、')}，其他不计`
}
