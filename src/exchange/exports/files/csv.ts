import type { Sink } from './sink.ts'
import { guarded, type Table } from './table.ts'

const BOM = '\uFEFF'

/** A table as CSV (RFC 4180): UTF-8 with a mark that Excel recognises, CRLF, one header. Answers the rows. */
export async function writeCsv(table: Table, sink: Sink): Promise<number> {
  const { stringify } = await import('csv-stringify/sync')
  const lines = (rows: unknown[][]) => Buffer.from(stringify(rows, { record_delimiter: 'windows' }))
  let count = 0
  await sink.write(Buffer.from(BOM))
  await sink.write(lines([table.columns.map(({ label }) => guarded(label))]))
  for await (const rows of table.pages) {
    count += rows.length
    await sink.write(
      lines(rows.map((row) => row.map((value) => (typeof value === 'string' ? guarded(value) : value)))),
    )
  }
  return count
}

/** Objects as JSON Lines: one a line, for programs. */
export async function writeJsonLines(
  pages: AsyncIterable<readonly Record<string, unknown>[]>,
  sink: Sink,
): Promise<number> {
  let count = 0
  for await (const some of pages) {
    count += some.length
    await sink.write(Buffer.from(some.map((one) => `${JSON.stringify(one)}\n`).join('')))
  }
  return count
}
