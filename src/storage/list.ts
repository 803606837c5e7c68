import { decode } from './encoding.ts'
import { snake } from './naming.ts'
import type { Storage } from './storage.ts'
import { definitions, type Row, type TableName } from './tables.ts'

/** Pages of one table by keyset. The text of a query depends on its shape alone, so that it stays prepared. */

export type Condition =
  | { column: string; op: '=' | '>=' | '<=' | '<>'; value: string | number }
  | { column: string; op: 'in'; value: readonly (string | number)[] }
  | { column: string; op: 'contains'; value: string }
  | { column: string; op: 'null' | 'not null' }
  /** For what one table cannot say, such as "belongs to this body on that day"; `t` is the listed table. */
  | { sql: string; parameters: readonly (string | number)[] }

export interface Sort {
  column: string
  descending: boolean
}

export interface ListQuery {
  committeeId: string
  where: readonly Condition[]
  /** Unique in the end: the key closes it. */
  sort: readonly Sort[]
  /** Sort values of the last row seen. */
  after?: readonly (string | number)[] | undefined
  limit: number
}

export async function listRows<N extends TableName>(
  storage: Storage,
  name: N,
  query: ListQuery,
): Promise<Row<N>[]> {
  const { sql, parameters } = whereClause(query)
  const order = query.sort.map(({ column, descending }) => `t.${name_(column)}${descending ? ' desc' : ''}`)
  const columns = Object.keys(definitions[name].columns).map((column) => `t.${name_(column)}`)
  // In the text: a limit that is bound makes SQLite plan anew each time.
  const limit = Math.trunc(query.limit)
  const text = `select ${columns.join(', ')} from ${snake(name)} t where ${sql} order by ${order.join(', ')} limit ${limit}`
  const rows = await storage.query<Record<string, unknown>>(text, parameters)
  return rows.map((row) => decode(name, row))
}

export async function countRows(storage: Storage, name: TableName, query: ListQuery): Promise<number> {
  const { sql, parameters } = whereClause({ ...query, after: undefined })
  const text = `select count(*) as n from ${snake(name)} t where ${sql}`
  const [row] = await storage.query<{ n: number }>(text, parameters)
  return Number(row!.n)
}

const name_ = (column: string): string => `"${snake(column)}"`

function whereClause(query: ListQuery): { sql: string; parameters: (string | number)[] } {
  const parts = ['t.committee_id = ?']
  const parameters: (string | number)[] = [query.committeeId]
  for (const condition of query.where) {
    const { sql, values } = conditionSql(condition)
    parts.push(sql)
    parameters.push(...values)
  }
  if (query.after) {
    const { sql, values } = keyset(query.sort, query.after)
    parts.push(sql)
    parameters.push(...values)
  }
  return { sql: parts.join(' and '), parameters }
}

function conditionSql(condition: Condition): { sql: string; values: readonly (string | number)[] } {
  if ('sql' in condition) return { sql: condition.sql, values: condition.parameters }
  const column = `t.${name_(condition.column)}`
  switch (condition.op) {
    case 'null':
      return { sql: `${column} is null`, values: [] }
    case 'not null':
      return { sql: `${column} is not null`, values: [] }
    case 'in':
      if (condition.value.length === 0) return { sql: '1 = 0', values: [] }
      return { sql: `${column} in (${condition.value.map(() => '?').join(', ')})`, values: condition.value }
    case 'contains': {
      // SQLite's `like` folds ASCII case by itself and PostgreSQL's does not: fold on both.
      const pattern = `%${condition.value.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
      return { sql: `lower(${column}) like ? escape '\\'`, values: [pattern] }
    }
    default:
      return { sql: `${column} ${condition.op} ?`, values: [condition.value] }
  }
}

/** Rows after the last one: a row comparison where all run one way, spelled out where they do not. */
function keyset(sort: readonly Sort[], after: readonly (string | number)[]) {
  const columns = sort.map(({ column }) => `t.${name_(column)}`)
  if (sort.every(({ descending }) => descending === sort[0]!.descending)) {
    const op = sort[0]!.descending ? '<' : '>'
    return { sql: `(${columns.join(', ')}) ${op} (${columns.map(() => '?').join(', ')})`, values: after }
  }
  const values: (string | number)[] = []
  const options = sort.map(({ descending }, i) => {
    values.push(...after.slice(0, i + 1))
    const equal = columns.slice(0, i).map((column) => `${column} = ?`)
    return `(${[...equal, `${columns[i]} ${descending ? '<' : '>'} ?`].join(' and ')})`
  })
  return { sql: `(${options.join(' or ')})`, values }
}
