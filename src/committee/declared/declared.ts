import { z } from 'zod'
import { bare, fieldsIn } from '../../core/bare.ts'
import { type ErrorCode, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day } from '../../core/fields.ts'
import { textIn } from '../../core/text-in.ts'
import { equalTo, withinDays } from '../../http/filters.ts'
import { checkRange, type Declared, type Fields, type Resource, resource } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { definitionOf, type Row, type TableName, tableOf } from '../../storage/tables.ts'
import { checkCode } from '../catalogues/store.ts'
import { checkInOffice } from '../members/in-office.ts'
import { checkHeldOpen, checkOpen, type Held } from '../open-period.ts'
import { type Life, stepsOf } from './life.ts'

/**
 * Rules that most records of duties share, as data of their declaration; what one record alone asks for stays in its own
 * hooks, which run after these.
 */
interface Rules<N extends TableName, I extends z.ZodObject = z.ZodObject> {
  /** Columns with days that a closed period guards. */
  closedBy?: readonly Column<N>[]
  /**
   * It holds from `validFrom` to `validTo`, and closed periods guard those days; what these columns say is said of all
   * of them.
   */
  held?: readonly Column<N>[]
  /** Column of a member → column of the day on which they must be in office. */
  inOffice?: { readonly [K in Column<N>]?: Column<N> }
  /** Column → catalogue that has its code. */
  codes?: { readonly [K in Column<N>]?: string }
  /** Columns of its first and its last day: it does not end before it begins. */
  range?: readonly [first: Column<N>, last: Column<N>]
  /** Of these columns one is named, and not two. */
  oneOf?: OneOf<N>
  /** Columns that a list is filtered by; a parameter that is not described as its field is named in `filters` too. */
  by?: readonly Column<N>[]
  /** Column of the day that `from` and `to` of a list look at, and what they say of it. */
  during?: During<N>
  /** Its own rules that ask the same of a new record and of a changed one: as it would stand, and what of it was sent. */
  checks?(tx: Tx, whole: Whole<N, I>, sent: Partial<z.output<I>>, context: Context): Promise<void>
  life?: Life<N>
}

/** What is sent and stored in the record's own columns; `id` of one that stands. */
type Whole<N extends TableName, I extends z.ZodObject> = Pick<
  z.output<I>,
  keyof z.output<I> & keyof Row<N>
> & { id?: string }

type Column<N extends TableName> = keyof Row<N> & string
type During<N extends TableName> = readonly [column: Column<N>, from?: string, to?: string]

interface OneOf<N extends TableName> {
  columns: readonly Column<N>[]
  rule: string
  en: string
  zh: string
}

const DAYS = ['validFrom', 'validTo'] as const

/** A record with its own hooks, and the rules that it shares with others. References must stand: they are the table's. */
export function declared<N extends TableName, I extends z.ZodObject, F extends z.ZodObject = z.ZodObject>(
  declaration: Declared<N, I, F> & Rules<N, I>,
): Resource<N> {
  const { closedBy, held, inOffice, codes, range, oneOf, by, during, checks, life } = declaration
  const made = resource<N, I, F>(declaration)
  const check = checksOf(declaration)
  const guard = guardOf(closedBy ?? [], held)
  const violations: ErrorCode[] =
    inOffice || codes || range || oneOf || held || checks ? ['rule_violation'] : []
  const closed: ErrorCode[] = closedBy || held ? ['period_closed'] : []
  // A day that a step sets is none of a new record's.
  const atOnce = held || (closedBy ?? []).some((column) => column in made.input.shape)
  return {
    ...made,
    ...(by || during ? filtersOf(made, by ?? [], during) : {}),
    ...(life ? { steps: stepsOf(made, life) } : {}),
    async onCreate(tx, sent, context) {
      await check(tx, sent, sent, context)
      const values = made.onCreate ? await made.onCreate(tx, sent, context) : sent
      await guard(tx, null, values)
      return life?.first ? { ...values, [life.column ?? 'state']: life.first } : values
    },
    async onChange(tx, before, patch, context) {
      const after: Fields = { ...before, ...patch }
      await check(tx, patch, after, context)
      const values = made.onChange ? await made.onChange(tx, before, patch, context) : patch
      await guard(tx, before, { ...after, ...values })
      return values
    },
    async onWithdraw(tx, row, context) {
      await made.onWithdraw?.(tx, row, context)
      await guard(tx, row, null)
    },
    refuses: {
      create: [...violations, ...(atOnce ? closed : []), ...(made.refuses?.create ?? [])],
      change: [...violations, ...closed, ...(made.refuses?.change ?? [])],
      withdraw: [...closed, ...(made.refuses?.withdraw ?? [])],
    },
  }
}

/** No closed period has its days, as they were or as they are to be. */
function guardOf(closedBy: readonly string[], held: readonly string[] | undefined) {
  const days = (row: Fields | null) => (row ? closedBy.map((column) => textIn(row, column)) : [])
  return async (tx: Tx, before: Fields | null, after: Fields | null): Promise<void> => {
    await checkOpen(tx, ...days(before), ...days(after))
    if (!held) return
    const moved = held.some((column) => before?.[column] !== after?.[column])
    await checkHeldOpen(tx, heldIn(before), heldIn(after), moved)
  }
}

const heldIn = (row: Fields | null): Held | null =>
  row && { validFrom: String(row.validFrom), validTo: textIn(row, 'validTo') }

/** What is sent names what stands, in codes that there are, of members who are in office, from a day to a later one. */
function checksOf<N extends TableName, I extends z.ZodObject>(
  rules: Rules<N, I> & { table: N; path: string },
) {
  const { table, path, inOffice, codes, oneOf, held, range = held && DAYS, checks } = rules
  const references = Object.entries(definitionOf(table).references)
  const offices: Readonly<Record<string, string>> = { ...inOffice }
  const catalogues: Readonly<Record<string, string>> = { ...codes }
  const rule = `${path.slice(1).replaceAll('-', '_')}.in_office`
  return async (tx: Tx, sent: Fields, whole: Fields, context: Context): Promise<void> => {
    for (const [column, target] of references) {
      const id = sent[column]
      if (typeof id === 'string' && !(await stands(tx, tableOf(target), id)))
        throw unknownReference(`/${column}`, id)
    }
    for (const [column, catalogue] of Object.entries(catalogues)) {
      const code = sent[column]
      if (typeof code === 'string') await checkCode(tx, tx.committeeId, catalogue, code, `/${column}`)
    }
    for (const [member, day] of Object.entries(offices)) {
      const id = whole[member]
      if (typeof id !== 'string' || !(member in sent || day in sent)) continue
      await checkInOffice(tx, id, String(whole[day]), { rule, pointer: `/${member}` })
    }
    if (oneOf) checkOneOf(oneOf, whole)
    if (range) checkRange(whole[range[0]], whole[range[1]], `/${range[1]}`)
    // What the schema has read of the request, and the row with it.
    await checks?.(tx, whole as Whole<N, I>, sent as Partial<z.output<I>>, context)
  }
}

function checkOneOf<N extends TableName>({ columns, rule, en, zh }: OneOf<N>, whole: Fields): void {
  const named = columns.filter((column) => (whole[column] ?? null) !== null)
  if (named.length !== 1) throw ruleViolation(rule, { en, zh }, `/${named[1] ?? columns[0]}`)
}

async function stands(tx: Tx, table: TableName, id: string): Promise<boolean> {
  const row: Fields | undefined = await findRow(tx, table, id)
  return row !== undefined && (row.deletedAt ?? null) === null
}

function filtersOf<N extends TableName>(
  { input, output, filters, where }: Resource<N>,
  by: readonly string[],
  during: During<N> | undefined,
): Pick<Resource<N>, 'filters' | 'where'> {
  const shapes = { ...fieldsIn(output), ...fieldsIn(input) }
  const columns = by.map((column) => [column, bare(shapes[column]!).optional()])
  const span = during ? { from: dayFilter(during[1]), to: dayFilter(during[2]) } : {}
  return {
    filters: z.object({ ...Object.fromEntries(columns), ...span, ...filters?.shape }),
    where: (query: Fields, context: Context) => [
      ...equalTo(query, by),
      ...(during ? withinDays(query, during[0]) : []),
      ...(where?.(query, context) ?? []),
    ],
  }
}

const dayFilter = (description?: string) =>
  description ? Day.optional().meta({ description }) : Day.optional()
