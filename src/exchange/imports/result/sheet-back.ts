import { greatest } from '../../../core/long-lists.ts'
import type { Row, Sheet, Value } from '../../exports/files/sheet.ts'
import type { LookName, Tone, ToneLook } from '../../exports/files/sheet-styles.ts'
import { guarded } from '../../exports/files/table.ts'
import { textWidth } from '../../exports/files/widths.ts'
import { OWN_COLUMNS } from '../planner/own-sheets.ts'
import {
  cellKind,
  cellRef,
  cellText,
  DATE_CELL,
  type Merge,
  NUMBER_CELL,
  type Table,
} from '../planner/table.ts'
import type { RowOutcome } from './gather.ts'

/** A sheet as it came, written again: its texts and merges in place, coloured, with columns of ours at the right. */

/** Columns that are added, by their headers; `cells` are theirs in one row. */
type Added = { header: string; width: number }[]

export type BackRow = {
  /** Place in the table, from 0. */
  at: number
  outcome: RowOutcome | undefined
  /** Rows (from 0) that say a cell which this one leaves to them, by column. */
  from?: ReadonlyMap<number, number>
  added: readonly string[]
}

export type Back = {
  table: Table
  name: string
  /** The row (from 0) that holds the header, or -1. */
  headerRow: number
  added: Added
  rows: readonly BackRow[]
}

const WIDTH_ROWS = 200
const NARROWEST = 6
const WIDEST = 36
const ROWS_A_PIECE = 500
/** Days between the first days of the two date systems. */
const SYSTEM_1904 = 1462

const OURS = new Set<string>(Object.values(OWN_COLUMNS))

/** Columns that hold anything; those that we added to an earlier answer are made anew. */
export function usedWidth({ rows, merges }: Table, headerRow: number): number {
  let width = 1
  for (const row of rows) width = Math.max(width, row.length)
  for (const { right } of merges) width = Math.max(width, right + 1)
  while (width > 1 && OURS.has((rows[headerRow]?.[width - 1] ?? '').trim())) width -= 1
  return width
}

export function sheetBack(back: Back): Sheet {
  const { table, headerRow, added, rows } = back
  const used = usedWidth(table, headerRow)
  const places = new Map(rows.map(({ at }, place) => [at, place]))
  return {
    name: back.name,
    widths: [...widthsOf(table, used), ...added.map(({ width }) => width)],
    headRows: headerRow < 0 ? 0 : (places.get(headerRow) ?? -1) + 1,
    landscape: true,
    footer: '&C&9第 &P 页，共 &N 页',
    merges: mergesOf(table, places),
    rows: pieces(back, used),
  }
}

export const textAt = (table: Table, { at, from }: BackRow, column: number): string =>
  cellText(table, from?.get(column) ?? at, column)

function* pieces({ table, headerRow, added, rows }: Back, used: number): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_A_PIECE) {
    yield rows.slice(from, from + ROWS_A_PIECE).map((row) => {
      const header = row.at === headerRow
      const tone: Tone = row.outcome?.tone ?? 'plain'
      const cells: Value[] = []
      const looks: LookName[] = []
      for (let column = 0; column < used; column += 1) {
        const kind = cellKind(table, row.from?.get(column) ?? row.at, column)
        const text = textAt(table, row, column)
        const { value, of } = shownAs(text, kind, table.date1904)
        const own: Tone = row.outcome?.columns.get(column) ?? (tone === 'ignored' ? 'ignored' : 'plain')
        cells.push(value)
        looks.push(header ? headerLook(of) : (`${own}${of}` satisfies ToneLook))
      }
      for (const [at] of added.entries()) {
        cells.push(header ? added[at]!.header : guarded(row.added[at] ?? ''))
        looks.push(header ? 'header' : `${tone}Text`)
      }
      return { cells, looks }
    })
  }
}

type Of = 'Text' | 'Number' | 'Day' | 'Time' | 'Moment'

// A day in a header keeps its form; all else of a header looks like one.
const headerLook = (of: Of): LookName => (of === 'Text' || of === 'Number' ? 'header' : `plain${of}`)

function shownAs(text: string, kind: number, date1904: boolean): { value: Value; of: Of } {
  const number = kind === NUMBER_CELL || kind === DATE_CELL ? Number(text) : Number.NaN
  if (text === '' || !Number.isFinite(number)) return { value: guarded(text), of: 'Text' }
  if (kind === NUMBER_CELL) return { value: number, of: 'Number' }
  const time = number % 1 !== 0
  const of = number < 1 ? 'Time' : time ? 'Moment' : 'Day'
  return { value: date1904 && number >= 1 ? number + SYSTEM_1904 : number, of }
}

function widthsOf(table: Table, used: number): number[] {
  const widths = new Array<number>(used).fill(NARROWEST)
  const wide = new Set(
    table.merges.filter(({ left, right }) => right > left).map(({ top, left }) => cellRef(top, left)),
  )
  for (const [at, row] of table.rows.slice(0, WIDTH_ROWS).entries()) {
    for (const [column, text] of row.entries()) {
      if (column >= used || text === '' || wide.has(cellRef(at, column))) continue
      const longest = greatest(text.split('\n').map(textWidth))
      widths[column] = Math.min(WIDEST, Math.max(widths[column]!, longest + 2))
    }
  }
  return widths
}

/** Merges whose rows are all there, still one below the other. */
function mergesOf({ merges }: Table, places: ReadonlyMap<number, number>): string[] {
  return merges.flatMap((merge) => {
    const top = places.get(merge.top)
    const bottom = places.get(merge.bottom)
    if (top === undefined || bottom === undefined || bottom - top !== merge.bottom - merge.top) return []
    return [rangeOf({ ...merge, top, bottom })]
  })
}

const rangeOf = ({ top, left, bottom, right }: Merge): string =>
  `${cellRef(top, left)}:${cellRef(bottom, right)}`
