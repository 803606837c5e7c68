import type { AnyRow } from './any-row.ts'
import { definitionOf, type Row, type TableName } from './tables.ts'

/** Rows as they are stored, flags 0 or 1 and JSON as text, and as code sees them. */

/** Columns of a kind, looked up once per table: rows are decoded on the hottest reads. */
const special = new Map<TableName, { flags: string[]; json: string[] }>()

function specialOf(name: TableName) {
  let columns = special.get(name)
  if (!columns) {
    const all = Object.entries(definitionOf(name).columns)
    const ofKind = (kind: string) => all.filter(([, column]) => column.kind === kind).map(([key]) => key)
    columns = { flags: ofKind('flag'), json: ofKind('json') }
    special.set(name, columns)
  }
  return columns
}

/** A stored row as code sees it. The row is changed in place. */
export function decode<N extends TableName>(name: N, row: Record<string, unknown>): Row<N> {
  const { flags, json } = specialOf(name)
  for (const key of flags) if (key in row) row[key] = row[key] === 1
  for (const key of json) if (typeof row[key] === 'string') row[key] = JSON.parse(row[key])
  return row as Row<N>
}

/** A row as it is stored. */
export function encode(name: TableName, row: Readonly<AnyRow>): AnyRow {
  const { flags, json } = specialOf(name)
  const stored = { ...row }
  for (const key of flags) if (key in stored) stored[key] = stored[key] ? 1 : 0
  for (const key of json) if (key in stored && stored[key] !== null) stored[key] = JSON.stringify(stored[key])
  return stored
}

/** One value of a column, as it is stored. */
export function encodeValue(name: TableName, column: string, value: unknown): unknown {
  if (value === null) return null
  const { flags, json } = specialOf(name)
  if (flags.includes(column)) return value ? 1 : 0
  return json.includes(column) ? JSON.stringify(value) : value
}
