import { runInNewContext } from 'node:vm'
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx'
import { unguarded } from '../../../exports/files/table.ts'
import { DATE_CELL, EMPTY_FORMULA_CELL, ERROR_CELL, NUMBER_CELL, type Table, TEXT_CELL } from '../table.ts'
import { COLUMNS_MAX, WHOLE_ROWS_MAX } from './limits.ts'

type WorkbookProblem = { problem: 'encrypted' | 'corrupt' | 'too_many_rows' }

type Xlsx = typeof import('@e965/xlsx')

const MERGES_MAX = 20_000
const SHEETS_MAX = 1_000
/** A damaged record may send the library round for ever; a whole file takes far less. */
const READ_MS = 5_000
const READ_MS_PER_BYTE = 1 / 1_000

/**
 * Sheets of a workbook (bytes) or of an HTML page (text). The library is loaded on first use: it takes as long
 * to load as the rest of the program. Formulas are read by their stored value, never computed.
 */
export async function readWorkbook(
  source: Uint8Array | string,
): Promise<{ tables: Table[]; date1904: boolean } | WorkbookProblem> {
  const xlsx: Xlsx = await import('@e965/xlsx')
  // Workbooks of before 1997 store their text in a code page.
  if (typeof source !== 'string' && isOle(source)) {
    xlsx.set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'))
  }
  let book: WorkBook
  try {
    const read = () =>
      xlsx.read(source, {
        type: typeof source === 'string' ? 'string' : 'buffer',
        raw: true,
        dense: true,
        cellDates: false,
        cellNF: true,
        cellHTML: false,
        cellText: false,
        cellFormula: true,
        bookVBA: false,
        sheetRows: WHOLE_ROWS_MAX + 2,
        ...(typeof source !== 'string' && isOle(source) ? { codepage: 936 } : {}),
      })
    book = inTime(read, READ_MS + source.length * READ_MS_PER_BYTE)
  } catch (error) {
    return { problem: /password|encrypt/i.test(String(error)) ? 'encrypted' : 'corrupt' }
  }
  if (book.SheetNames.length === 0) return { problem: 'corrupt' }
  if (book.SheetNames.length > SHEETS_MAX) return { problem: 'too_many_rows' }
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  const tables: Table[] = []
  for (const [at, said] of book.SheetNames.entries()) {
    // The name may be what is damaged.
    const name = said ?? `Sheet${at + 1}`
    const hidden = (book.Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0
    const table = readSheetCells(xlsx, book.Sheets[said], { name, date1904, hidden })
    if (!table) return { problem: 'too_many_rows' }
    tables.push(table)
  }
  return { tables, date1904 }
}

/** Answers what `work` answers, or throws once it has taken longer. Ends what runs without waiting, loops too. */
export function inTime<T>(work: () => T, ms: number): T {
  return runInNewContext('work()', { work }, { timeout: Math.ceil(ms) }) as T
}

function readSheetCells(
  xlsx: Xlsx,
  sheet: WorkSheet | undefined,
  facts: { name: string; date1904: boolean; hidden: boolean },
): Table | undefined {
  const data = sheet?.['!data'] ?? []
  if (data.length > WHOLE_ROWS_MAX) return undefined
  const rows: string[][] = []
  const kinds: (Uint8Array | undefined)[] = []
  const isDate = dateFormats(xlsx)
  for (let row = 0; row < data.length; row += 1) {
    const cells: string[] = []
    let kind: Uint8Array | undefined
    const source = data[row]
    if (source) {
      const width = Math.min(source.length, COLUMNS_MAX)
      for (let col = 0; col < width; col += 1) {
        const read = readCell(source[col], isDate)
        if (read === undefined) continue
        while (cells.length < col) cells.push('')
        cells[col] = read.text
        if (read.kind !== TEXT_CELL) {
          kind ??= new Uint8Array(width)
          kind[col] = read.kind
        }
      }
      if (source.length > COLUMNS_MAX && isTooWide(source, isDate)) return undefined
    }
    rows.push(cells)
    kinds.push(kind)
  }
  const merges = (sheet?.['!merges'] ?? []).slice(0, MERGES_MAX).map((one) => ({
    top: one.s.r,
    left: one.s.c,
    bottom: one.e.r,
    right: one.e.c,
  }))
  return { ...facts, rows, kinds, merges }
}

/** Rows of a page may be as long as its spans say, with next to nothing in them. */
const isTooWide = (
  cells: readonly (CellObject | undefined)[],
  isDate: (format: string) => boolean,
): boolean =>
  Object.keys(cells).some((at) => Number(at) >= COLUMNS_MAX && readCell(cells[Number(at)], isDate))

function readCell(
  cell: CellObject | undefined,
  isDate: (format: string) => boolean,
): { text: string; kind: number } | undefined {
  if (cell === undefined) return undefined
  const { t: type, v: value } = cell
  if (type === 'n') {
    return { text: String(value), kind: isDate(String(cell.z ?? '')) ? DATE_CELL : NUMBER_CELL }
  }
  if (type === 's') return value === '' ? undefined : { text: unguarded(String(value)), kind: TEXT_CELL }
  if (type === 'b') return { text: value ? 'TRUE' : 'FALSE', kind: TEXT_CELL }
  if (type === 'e') return { text: String(cell.w ?? '#ERR'), kind: ERROR_CELL }
  return cell.f ? { text: '', kind: EMPTY_FORMULA_CELL } : undefined
}

function dateFormats(xlsx: Xlsx): (format: string) => boolean {
  const known = new Map<string, boolean>()
  return (format) => {
    let answer = known.get(format)
    if (answer === undefined) {
      answer = format !== '' && xlsx.SSF.is_date(format) === true
      known.set(format, answer)
    }
    return answer
  }
}

/** The eight bytes that begin an old binary Office file. */
export function isOle(bytes: Uint8Array): boolean {
  return [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, at) => bytes[at] === byte)
}
