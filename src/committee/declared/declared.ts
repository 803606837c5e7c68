import { z } from 'zod'
import { type ErrorCode, unknownReference } from '../../core/errors.ts'
import { Day } from '../../core/fields.ts'
import { equalTo, withinDays } from '../../http/filters.ts'
import { type Declared, type Fields, type Resource, resource } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { definitions, type Row, type TableName } from '../../storage/tables.ts'
import { checkCode } from '../catalogues/store.ts'
import { checkInOffice } from '../members/in-office.ts'
import { checkOpen } from '../open-period.ts'
import { type Life, stepsOf } from './life.ts'

/**
 * Rules that most records of duties share, as data of their declaration; what one record alone asks for stays in its own
 * hooks, which run after these.
 */
interface Rules<N extends TableName> {
  /** Columns with days that a closed period guards. */
  closedBy?: readonly Column<N>[]
  /** Column of a member → column of the day on which they must be in office. */
  inOffice?: { readonly [K in Column<N>]?: Column<N> }
  /** Column → catalogue that has its code. */
  codes?: { readonly [K in Column<N>]?: string }
  /** Columns that a list is filtered by. */
  by?: readonly Column<N>[]
  /** Column of the day that `from` and `to` of a list look at, and what `from` says of it. */
  during?: readonly [column: Column<N>, description: string]
  life?: Life<N>
}

type Column<N extends TableName> = keyof Row<N> & string

/** A record with its own hooks, and the rules that it shares with others. References must stand: they are the table's. */
export function declared<N extends TableName, I extends z.ZodObject, F extends z.ZodObject = z.ZodObject>(
  declaration: Declared<N, I, F> & Rules<N>,
): Resource<N> {
  const { closedBy, inOffice, codes, by, during, life, ...own } = declaration
  const made = resource<N, I, F>(own as unknown as Declared<N, I, F>)
  const check = checksOf(declaration as unknown as Rules<N> & Resource<N>)
  const days = (row: Fields) => (closedBy ?? []).map((column) => row[column] as string | null)
  const violations: ErrorCode[] = inOffice || codes ? ['rule_violation'] : []
  const closed: ErrorCode[] = closedBy ? ['period_closed'] : []
  // A day that a step sets is none of a new record's.
  const atOnce = (closedBy ?? []).some((column) => column in made.input.shape)
  return {
    ...made,
    ...(by || during ? filtersOf(made, by ?? [], during) : {}),
    ...(life ? { steps: stepsOf(made, life) } : {}),
    async onCreate(tx, sent, context) {
      await check(tx, sent, sent, Object.keys(sent))
      const values = made.onCreate ? await made.onCreate(tx, sent, context) : sent
      await checkOpen(tx, ...days(values))
      return life?.first ? { ...values, [life.column ?? 'state']: life.first } : values
    },
    async onChange(tx, before, patch, context) {
      const after = { ...(before as Fields), ...patch }
      await check(tx, patch, after, Object.keys(patch))
      const values = made.onChange ? await made.onChange(tx, before, patch, context) : patch
      await checkOpen(tx, ...days(before as Fields), ...days({ ...after, ...values }))
      return values
    },
    async onWithdraw(tx, row, context) {
      await made.onWithdraw?.(tx, row, context)
      await checkOpen(tx, ...days(row as Fields))
    },
    refuses: {
      create: [...violations, ...(atOnce ? closed : []), ...(made.refuses?.create ?? [])],
      change: [...violations, ...closed, ...(made.refuses?.change ?? [])],
      withdraw: [...closed, ...(made.refuses?.withdraw ?? [])],
    },
  }
}

/** What is sent names what stands, in codes that there are, of members who are in office. */
function checksOf<N extends TableName>({ table, path, inOffice, codes }: Rules<N> & Resource<N>) {
  const references = Object.entries(definitions[table].references as Record<string, TableName>)
  const offices = Object.entries(inOffice ?? {}) as [member: string, day: string][]
  const rule = `${path.slice(1).replaceAll('-', '_')}.in_office`
  return async (tx: Tx, sent: Fields, whole: Fields, touched: readonly string[]): Promise<void> => {
    for (const [column, target] of references) {
      const id = sent[column]
      if (typeof id === 'string' && !(await stands(tx, target, id))) throw unknownReference(`/${column}`, id)
    }
    for (const [column, catalogue] of Object.entries(codes ?? {}) as [string, string][]) {
      const code = sent[column]
      if (typeof code === 'string') await checkCode(tx, tx.committeeId, catalogue, code, `/${column}`)
    }
    for (const [member, day] of offices) {
      const id = whole[member]
      if (typeof id !== 'string' || !(touched.includes(member) || touched.includes(day))) continue
      await checkInOffice(tx, id, whole[day] as string, { rule, pointer: `/${member}` })
    }
  }
}

async function stands(tx: Tx, table: TableName, id: string): Promise<boolean> {
  const row = (await findRow(tx, table, id)) as Fields | undefined
  return row !== undefined && (row['deletedAt'] ?? null) === null
}

function filtersOf<N extends TableName>(
  { input, output, filters, where }: Resource<N>,
  by: readonly string[],
  during: readonly [column: string, description: string] | undefined,
): Pick<Resource<N>, 'filters' | 'where'> {
  const shapes: Record<string, z.ZodType> = { ...output.shape, ...input.shape } as Record<string, z.ZodType>
  const columns = by.map((column) => [column, bare(shapes[column]!).optional()])
  const span = during ? { from: Day.optional().meta({ description: during[1] }), to: Day.optional() } : {}
  return {
    filters: z.object({ ...Object.fromEntries(columns), ...span, ...filters?.shape }),
    where: (query: Fields, context: Context) => [
      ...equalTo(query, by),
      ...(during ? withinDays(query, during[0]) : []),
      ...(where?.(query, context) ?? []),
    ],
  }
}

/** A field as a filter names it: neither null nor left out. */
function bare(field: z.ZodType): z.ZodType {
  const { type, innerType } = field.def as { type: string; innerType?: z.ZodType }
  return ['default', 'nullable', 'optional'].includes(type) ? bare(innerType!) : field
}
