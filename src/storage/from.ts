import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  ne,
  notInArray,
  or,
  type SQL,
} from 'drizzle-orm'
import {
  QueryBuilder,
  SQLiteAsyncDialect,
  type SQLiteColumn,
  type SQLiteTable,
} from 'drizzle-orm/sqlite-core'
import { decode, encodeValue } from './encoding.ts'
import { type Row, type TableName, tables } from './tables.ts'

/**
 * Rows of one committee in one table. The committee is set here, so that no query can forget it; drizzle writes the text
 * of a query at its first use, because to build it takes ten times as long as to run it, and it depends on its shape alone.
 */

/** Whose records, and what answers questions about them: an open transaction is one. */
export interface Scope {
  /** Several for those who see the committees below theirs. */
  readonly committeeId: string | readonly string[]
  readonly query: <R>(sql: string, parameters: readonly unknown[]) => Promise<R[]>
}

/** The records of a committee as they are committed, or as a snapshot has them. */
export const inCommittee = ({ query }: Pick<Scope, 'query'>, committeeId: Scope['committeeId']): Scope => ({
  query,
  committeeId,
})

type Operator = (column: SQLiteColumn, value: unknown) => SQL

const OPERATORS = {
  filled: isNotNull,
  '=': eq,
  '<': lt,
  '<=': lte,
  '>': gt,
  '>=': gte,
  '<>': ne,
  in: (column, values) => inArray(column, [values].flat()),
  'not in': (column, values) => notInArray(column, [values].flat()),
} satisfies Record<string, Operator>

export interface Test<V> {
  readonly op: keyof typeof OPERATORS
  readonly value: V | readonly V[]
  /** A row without a value passes too. */
  readonly orNull?: true
}

export const is = <V>(value: V): Test<V> => ({ op: '=', value })
export const among = <V>(value: readonly V[]): Test<V> => ({ op: 'in', value })
export const notAmong = <V>(value: readonly V[]): Test<V> => ({ op: 'not in', value })
export const before = <V>(value: V): Test<V> => ({ op: '<', value })
export const atMost = <V>(value: V): Test<V> => ({ op: '<=', value })
export const after = <V>(value: V): Test<V> => ({ op: '>', value })
export const atLeast = <V>(value: V): Test<V> => ({ op: '>=', value })
export const not = <V>(value: V): Test<V> => ({ op: '<>', value })
/** Not null. */
export const filled: Test<never> = { op: 'filled', value: [] }
export const orNull = <V>(test: Test<V>): Test<V> => ({ ...test, orNull: true })

/** Column → its value, null, a list of which it is one, a test, or tests that all hold. */
export type Match<N extends TableName> = {
  readonly [K in keyof Row<N>]?: Row<N>[K] | Asked<NonNullable<Row<N>[K]>>
}
type Asked<V> = readonly V[] | Test<V> | readonly Test<V>[]

/** A match by columns that data names and not the program; one that the table has not is refused. */
export type NamedMatch = Readonly<Record<string, unknown>>

/** In force on a day. */
export const inForce = (day: string) => ({ validFrom: atMost(day), validTo: orNull(atLeast(day)) })

type Sort<N extends TableName> = (keyof Row<N> & string) | `-${keyof Row<N> & string}`

/** A row as it is stored: JSON as its text, flags as 0 or 1. */
type Stored<R> = { [K in keyof R]: StoredValue<R[K]> }
type StoredValue<V> = V extends boolean ? 0 | 1 : V extends string | number | null | Uint8Array ? V : string

/** The rows that match; to be awaited. */
export interface Rows<N extends TableName, R = Row<N>> extends PromiseLike<R[]> {
  /** These columns alone. */
  pick<K extends keyof Row<N> & string>(...columns: K[]): Rows<N, Pick<Row<N>, K>>
  /** In the order of these columns; `-` before one turns it. */
  orderBy(...columns: Sort<N>[]): Rows<N, R>
  limit(limit: number): Rows<N, R>
  stored(): Rows<N, Stored<R>>
  execute(): Promise<R[]>
  first(): Promise<R | undefined>
  exists(): Promise<boolean>
  count(): Promise<number>
  /** The greatest value of a column; 0 where there are no rows. */
  max(column: keyof Row<N> & string): Promise<number>
}

export const from = <N extends TableName>(scope: Scope, name: N, match: Match<N> = {}): Rows<N> =>
  fromNamed(scope, name, match)

/** The same of columns that data names and not the program. */
export const fromNamed = <N extends TableName>(
  scope: Scope,
  name: N,
  match: NamedMatch,
  sort: readonly string[] = [],
): Rows<N> => rowsOf(scope.query, { name, match: { committeeId: scope.committeeId, ...match }, sort })

interface Question {
  name: TableName
  match: NamedMatch
  sort: readonly string[]
  columns?: readonly string[]
  limit?: number
  stored?: true
}

function rowsOf<N extends TableName, R>(query: Scope['query'], question: Question): Rows<N, R> {
  const { name, match } = question
  const also = <S>(more: Partial<Question>): Rows<N, S> => rowsOf(query, { ...question, ...more })
  const execute = async (): Promise<R[]> => {
    const { shape, parameters } = partsOf(name, match)
    const rows = await query<Record<string, unknown>>(textOf(question, shape), parameters)
    return (question.stored ? rows : rows.map((row) => decode(name, row))) as R[]
  }
  const figure = async (kind: string, column: SQL): Promise<number> => {
    const { shape, parameters } = partsOf(name, match)
    const text = textOnce(
      `${kind} ${name}|${shape}`,
      () =>
        BUILDER.select({ figure: column.as('figure') })
          .from(tableOf(name))
          .where(conditionOf(name, match))
          .toSQL().sql,
    )
    const [row] = await query<{ figure: number | null }>(text, parameters)
    return Number(row?.figure ?? 0)
  }
  return {
    pick: (...columns) => also({ columns }),
    orderBy: (...sort) => also({ sort }),
    limit: (limit) => also({ limit }),
    stored: () => also({ stored: true }),
    execute,
    then: (done, failed) => execute().then(done, failed),
    first: async () => (await also<R>({ limit: 1 }))[0],
    exists: async () => (await also({ limit: 1, columns: ['committeeId'] })).length > 0,
    count: () => figure('count', count()),
    max: (column) => figure(`max ${column}`, max(columnsOf(name)[column]!)),
  }
}

function textOf({ name, match, columns, sort, limit }: Question, shape: string): string {
  const whole = `select ${name}|${columns?.join(' ') ?? ''}|${shape}|${sort.join(' ')}|${limit ?? ''}`
  return textOnce(whole, () => {
    const all = columnsOf(name)
    const picked = columns && Object.fromEntries(columns.map((column) => [column, all[column]!]))
    const order = sort.map((column) =>
      column.startsWith('-') ? desc(all[column.slice(1)]!) : asc(all[column]!),
    )
    const { sql: text } = (picked ? BUILDER.select(picked) : BUILDER.select())
      .from(tableOf(name))
      .where(conditionOf(name, match))
      .orderBy(...order)
      .toSQL()
    // In the text: a limit that is bound makes SQLite plan anew each time, at twice the price of a short read.
    return limit === undefined ? text : `${text} limit ${Math.trunc(limit)}`
  })
}

// One dialect serves both engines: it writes what both of them read.
const DIALECT = new SQLiteAsyncDialect()
const BUILDER = new QueryBuilder(DIALECT)
const TEXTS_MAX = 2_000
const texts = new Map<string, string>()

/** The text of a shape, written at its first use. */
export function textOnce(shape: string, write: () => string): string {
  let text = texts.get(shape)
  if (!text) {
    text = write()
    if (texts.size >= TEXTS_MAX) texts.delete(texts.keys().next().value!)
    texts.set(shape, text)
  }
  return text
}

/** A match in its parts, for statements whose text is written once. */
export function matchOf({ committeeId }: Pick<Scope, 'committeeId'>, name: TableName, match: NamedMatch) {
  const whole = { committeeId, ...match }
  const condition = () => DIALECT.sqlToQuery(conditionOf(name, whole)).sql
  return { ...partsOf(name, whole), condition }
}

const tableOf = (name: TableName): SQLiteTable => tables[name]
const columnsOf = (name: TableName): Record<string, SQLiteColumn> => getTableColumns(tableOf(name))

const isTest = (wanted: unknown): wanted is Test<unknown> =>
  typeof wanted === 'object' && wanted !== null && 'op' in wanted

/** What is asked of a column, as tests that all hold; null stands for itself. */
function testsOf(wanted: unknown): readonly Test<unknown>[] {
  if (!Array.isArray(wanted)) return [isTest(wanted) ? wanted : is(wanted)]
  return isTest(wanted[0]) ? wanted : [among(wanted)]
}

const valuesOf = ({ value }: Test<unknown>): readonly unknown[] =>
  Array.isArray(value) ? padded(value) : [value]

/** What of a match the text depends on, and its parameters in the order in which its conditions stand. */
function partsOf(name: TableName, match: NamedMatch): { shape: string; parameters: unknown[] } {
  let shape = ''
  const parameters: unknown[] = []
  for (const [column, wanted] of Object.entries(match)) {
    if (wanted === undefined) throw new Error(`${column} of a query is undefined`)
    shape += ` ${column}`
    if (wanted === null) shape += ' null'
    else
      for (const test of testsOf(wanted)) {
        const values = valuesOf(test)
        shape += `${test.op}${test.orNull ? '?' : ''}${values.length}`
        for (const value of values) parameters.push(encodeValue(name, column, value))
      }
  }
  return { shape, parameters }
}

function conditionOf(name: TableName, match: NamedMatch): SQL {
  const columns = columnsOf(name)
  const conditions = Object.entries(match).flatMap(([key, wanted]) => {
    const column = columns[key]
    if (!column) throw new Error(`${name} has no column ${key}`)
    if (wanted === null) return [isNull(column)]
    return testsOf(wanted).map((test) => {
      const operator: Operator = OPERATORS[test.op]
      const condition = operator(column, Array.isArray(test.value) ? valuesOf(test) : test.value)
      return test.orNull ? or(isNull(column), condition) : condition
    })
  })
  return and(...conditions)!
}

/**
 * The values of an `in` list, the last one repeated up to a power of two: texts of queries stay few, however long
 * their lists are.
 */
export function padded<T>(values: readonly T[]): T[] {
  if (values.length === 0) return []
  const size = 2 ** Math.ceil(Math.log2(values.length))
  return Array.from({ length: size }, (_, at) => values[Math.min(at, values.length - 1)]!)
}
