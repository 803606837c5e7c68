import { yieldCore } from '../../../core/yielding.ts'

/** What a cell is besides its text: workbooks know, delimited text does not. */
export type CellKind = 0 | 1 | 2 | 3 | 4
export const TEXT_CELL = 0
export const NUMBER_CELL = 1
export const DATE_CELL = 2
/** An error value such as #REF!. */
export const ERROR_CELL = 3
/** A formula whose value the file does not carry. */
export const EMPTY_FORMULA_CELL = 4

export type Merge = { top: number; left: number; bottom: number; right: number }

/** One row, counted from 0: the exact texts of its cells, '' where empty. */
export type Line = { row: number; cells: readonly string[]; kinds: Uint8Array | undefined }

/**
 * One sheet as it stands: `rows[r][c]` is the exact text of a cell ('' when empty), both counted from 0.
 * Delimited text has no `kinds` and no `merges`. Of a long table only the first and the last rows are kept; all of them
 * come in order from `linesFrom`.
 */
export type Table = {
  name: string
  rows: readonly (readonly string[])[]
  kinds: readonly (Uint8Array | undefined)[] | null
  merges: readonly Merge[]
  date1904: boolean
  hidden: boolean
  /** Reads a long table from its beginning. */
  walk?: () => Iterable<Line>
}

/** The rows of a table from one on. */
export function* linesFrom(table: Table, first: number): Generator<Line> {
  if (table.walk) {
    for (const line of table.walk()) {
      yieldCore()
      if (line.row >= first) yield line
    }
    return
  }
  for (let row = first; row < table.rows.length; row += 1) {
    yield { row, cells: table.rows[row] ?? [], kinds: table.kinds?.[row] }
  }
}

export type Container = {
  format: 'csv' | 'txt' | 'jsonl' | 'xlsx' | 'xlsb' | 'xls' | 'ods' | 'html'
  encoding: string | null
  bom: boolean
  delimiter: string | null
  date1904: boolean
}

/** The exact text of a cell. */
export function cellText(table: Table, row: number, col: number): string {
  return table.rows[row]?.[col] ?? ''
}

/** What kind of cell it is; everything in delimited text is text. */
export const cellKind = (table: Table, row: number, col: number): CellKind => kindAt(table.kinds?.[row], col)

/** The bytes of a line hold nothing but kinds. */
export const kindAt = (kinds: Uint8Array | undefined, col: number): CellKind =>
  (kinds?.[col] ?? TEXT_CELL) as CellKind

/** Column letters: 0 is A, 26 is AA. */
export function columnName(col: number): string {
  let name = ''
  for (let at = col; at >= 0; at = Math.floor(at / 26) - 1) name = String.fromCharCode(65 + (at % 26)) + name
  return name
}

/** Column number of letters, or -1. */
export function columnIndex(name: string): number {
  if (!/^[A-Z]{1,3}$/.test(name)) return -1
  let at = 0
  for (const char of name) at = at * 26 + char.charCodeAt(0) - 64
  return at - 1
}

/** The cell's name: row and column counted from 0. */
export function cellRef(row: number, col: number): string {
  return columnName(col) + (row + 1)
}

/** The text a merged range shows at a cell: its top left cell speaks for all of it. */
export function mergedText(table: Table, row: number, col: number): string {
  const own = cellText(table, row, col)
  if (own !== '' || table.merges.length === 0) return own
  const merge = mergeAt(table, row, col)
  return merge ? cellText(table, merge.top, merge.left) : own
}

/** The merged range that covers a cell. */
export function mergeAt(table: Table, row: number, col: number): Merge | undefined {
  return table.merges.find(
    (one) => row >= one.top && row <= one.bottom && col >= one.left && col <= one.right,
  )
}

/** True when no cell of the row holds more than spaces. */
export function isBlankRow(table: Table, row: number): boolean {
  return isBlank(table.rows[row] ?? [])
}

export function isBlank(cells: readonly string[]): boolean {
  return cells.every((text) => text === '' || text.trim() === '')
}
