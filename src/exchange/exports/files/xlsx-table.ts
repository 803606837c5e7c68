import { type Row, type Value, writeWorkbook } from './sheet.ts'
import type { LookName } from './sheet-styles.ts'
import type { Sink } from './sink.ts'
import { guarded, type Table } from './table.ts'
import { linesOf, textWidth } from './widths.ts'

/** A table as a workbook: header in the first row, frozen, filtered, repeated on each printed page. */

const NARROWEST = 8
const WIDEST = 40
/** What a portrait page holds, in characters of the width of a digit. */
const PORTRAIT_MAX = 92
const LINE_HEIGHT = 15
const LINES_MAX = 12
const NAME_MAX = 31

/** Answers the rows. */
export async function writeXlsx(table: Table, sink: Sink): Promise<number> {
  const { columns, title, author } = table
  const pages = table.pages[Symbol.asyncIterator]()
  const first = await pages.next()
  const seen = first.done ? [] : first.value
  // The first page tells how wide a column is: the rest has not been read yet.
  const widths = columns.map(({ label }, at) => widthOf([label, ...seen.map((row) => row[at] ?? null)]))
  const looks = columns.map(({ kind }): LookName => (kind === 'number' ? 'number' : 'long'))
  let count = 0
  const rows = async function* (): AsyncGenerator<Row[]> {
    yield [{ cells: columns.map(({ label }) => guarded(label)), looks: 'header', height: 30 }]
    for (let page = first; !page.done; page = await pages.next()) {
      count += page.value.length
      yield page.value.map((row) => rowOf(row, looks, widths))
    }
  }
  const sheet = {
    name: sheetName(title),
    widths,
    headRows: 1,
    landscape: widths.reduce((sum, width) => sum + width, 0) > PORTRAIT_MAX,
    footer: `&L&9 ${title.replaceAll('&', '&&')}&C&9第 &P 页，共 &N 页`,
    rows: rows(),
  }
  await writeWorkbook({ title, author, day: null, sheets: [sheet] }, sink)
  return count
}

function rowOf(row: readonly Value[], looks: readonly LookName[], widths: readonly number[]): Row {
  let lines = 1
  const cells = row.map((value, at) => {
    if (typeof value !== 'string') return value
    if (value.length * 2 > widths[at]!) lines = Math.max(lines, linesOf(value, widths[at]!))
    return guarded(value)
  })
  return { cells, looks, height: Math.min(lines, LINES_MAX) * LINE_HEIGHT + 5 }
}

function widthOf(values: readonly Value[]): number {
  let longest = 0
  for (const value of values) if (value !== null) longest = Math.max(longest, textWidth(String(value)))
  return Math.min(WIDEST, Math.max(NARROWEST, longest + 2))
}

/** What a sheet may be called: 31 characters, none of those that a reference is made with. */
const sheetName = (title: string): string => title.replace(/[\\/?*[\]:']/g, ' ').slice(0, NAME_MAX)
