import { gunzipSync, gzipSync } from 'node:zlib'

/** Parts of a plan as they are stored: packed JSON, and cells by column, because neighbours say mostly the same. */

/** Each column is a list of values, or of values and how often they follow one another. */
interface Columns {
  length: number
  byColumn: Record<string, { runs: unknown[] } | { values: unknown[] }>
}

export const pack = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value), { level: 1 })

/** Packs objects that all have the same keys. */
export function packRows(rows: readonly Readonly<Record<string, unknown>>[]): Uint8Array {
  const packed: Columns = { length: rows.length, byColumn: {} }
  for (const key of Object.keys(rows[0] ?? {})) {
    const values = rows.map((row) => row[key])
    const runs: unknown[] = []
    for (const value of values) {
      if (runs.length > 0 && runs.at(-2) === value) runs.push(Number(runs.pop()) + 1)
      else runs.push(value, 1)
    }
    packed.byColumn[key] = runs.length < values.length ? { runs } : { values }
  }
  return pack(packed)
}

/** What was packed, either way. */
export function unpack(bytes: Uint8Array): unknown {
  const value = JSON.parse(gunzipSync(bytes).toString())
  return value?.byColumn ? rowsOf(value) : value
}

function rowsOf({ length, byColumn }: Columns): Record<string, unknown>[] {
  const names = Object.keys(byColumn)
  const values = names.map((name) => valuesOf(byColumn[name]!))
  // Copies of one object are made many times faster than objects that grow key by key.
  const blank: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]))
  return Array.from({ length }, (_, at) => {
    const row = { ...blank }
    for (const [column, name] of names.entries()) row[name] = values[column]![at]
    return row
  })
}

function valuesOf(column: Columns['byColumn'][string]): unknown[] {
  if ('values' in column) return column.values
  const values: unknown[] = []
  for (let at = 0; at < column.runs.length; at += 2) {
    for (let count = Number(column.runs[at + 1]); count > 0; count -= 1) values.push(column.runs[at])
  }
  return values
}
