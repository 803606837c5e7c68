import { parse } from 'csv-parse/sync'
import { unguarded } from '../../exports/files/table.ts'
import { fieldOfHeader } from './headers.ts'
import type { Table } from './table.ts'

export const ROWS_MAX = 300_000
export const COLUMNS_MAX = 1_000

const DELIMITERS = [',', '\t', ';', '|'] as const
const SAMPLE_LINES = 20
const SAMPLE_CHARS = 20_000

export type CsvProblem = { problem: 'too_many_rows' } | { problem: 'corrupt'; line: number | null }

/** Delimited text to one table. A row is a record: a line break inside quotes does not begin one. */
export function readDelimited(
  text: string,
  name: string,
  told?: string,
): { table: Table; delimiter: string } | CsvProblem {
  const delimiter = told ?? detectDelimiter(text)
  const rows: string[][] = []
  try {
    parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: 1_000_000,
      on_record: (record: string[]) => {
        if (rows.length >= ROWS_MAX || record.length > COLUMNS_MAX) throw tooMany
        rows.push(record.map(unguarded))
        return null
      },
    })
  } catch (error) {
    if (error === tooMany) return { problem: 'too_many_rows' }
    const lines = (error as { lines?: unknown }).lines
    return { problem: 'corrupt', line: typeof lines === 'number' ? lines : null }
  }
  return { table: { name, rows, kinds: null, merges: [], date1904: false, hidden: false }, delimiter }
}

const tooMany = new Error('too many rows')

/** The delimiter that gives the most known header words, then the one that cuts lines most evenly. */
export function detectDelimiter(text: string): string {
  const lines = text
    .slice(0, SAMPLE_CHARS)
    .split(/\r\n|\n|\r/)
    .slice(0, SAMPLE_LINES)
  let best: { delimiter: string; score: number } = { delimiter: ',', score: -1 }
  for (const delimiter of DELIMITERS) {
    let known = 0
    const counts = new Map<number, number>()
    for (const line of lines) {
      const cells = line.split(delimiter)
      if (cells.length < 2) continue
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
      const words = cells.filter((cell) => fieldOfHeader(cell.replace(/^"|"$/g, ''), null) !== null).length
      known = Math.max(known, words)
    }
    const score = known * 100 + Math.max(0, ...counts.values())
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
