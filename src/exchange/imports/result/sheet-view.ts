import type { Reader } from '../../../storage/storage.ts'
import { NO_YEAR, parseDayCell } from '../planner/dates.ts'
import type { Text } from '../planner/plan-types.ts'
import { cellKind, cellText, DATE_CELL, type Merge, type Table } from '../planner/table.ts'
import type { Import } from '../store.ts'
import { readStored } from '../stored-file.ts'
import { gather, type RowOutcome } from './gather.ts'
import { usedWidth } from './sheet-back.ts'
import type { OutcomeTone } from './standing.ts'
import { planRest, tellerOf } from './telling.ts'

/** A piece of a sheet as it looks, with what became of its rows: for whoever decides with the sheet before them. */

const VIEW_ROWS = 50
const VIEW_COLUMNS = 60
const TEXT_MAX = 300

type ViewCell = { text: string; tone: OutcomeTone | null; columns: number; rows: number }

export type SheetView = {
  /** Sheets that are not hidden, with the number of their rows that are open or refused. */
  tables: { name: string; rows: number; open: number }[]
  table: string
  /** The first row of the piece, as the sheet numbers them. */
  from: number
  rows: {
    row: number
    header: boolean
    tone: OutcomeTone | null
    text: Text | null
    /** A cell that a merge covers is left out. */
    cells: ViewCell[]
  }[]
}

/** Undefined where the file can be read no longer, or has no such sheet. */
export async function viewSheet(
  reader: Reader,
  row: Import,
  asked: { table?: string | undefined; from: number },
): Promise<SheetView | undefined> {
  const read = await readStored(reader, row)
  if ('refusal' in read) return undefined
  const rest = await planRest(reader, row)
  const outcomes = await gather(reader, row, rest, await tellerOf(reader, row, rest.tables))
  const shown = read.reading.tables.filter(({ hidden }) => !hidden)
  const first = rest.tables.find(({ skipped }) => !skipped)?.name
  const table =
    shown.find(({ name }) => name === (asked.table ?? first)) ?? (asked.table ? undefined : shown[0])
  if (!table) return undefined
  const told = rest.tables.find(({ name }) => name === table.name)
  const headers = new Set([...(told?.headerRows ?? []), ...(told?.openingRows ?? [])])
  const rows = outcomes.get(table.name)
  const width = Math.min(VIEW_COLUMNS, usedWidth(table, (told?.headerRows.at(-1) ?? 0) - 1))
  const last = Math.min(table.rows.length, asked.from - 1 + VIEW_ROWS)
  const places = Array.from({ length: Math.max(0, last - asked.from + 1) }, (_, at) => asked.from - 1 + at)
  return {
    tables: shown.map(({ name, rows: all }) => ({
      name,
      rows: all.length,
      open: [...(outcomes.get(name)?.values() ?? [])].filter(isOpen).length,
    })),
    table: table.name,
    from: asked.from,
    rows: places.map((at) => {
      const outcome = rows?.get(at + 1)
      return {
        row: at + 1,
        header: headers.has(at + 1),
        tone: outcome?.tone ?? null,
        text: outcome?.text ?? null,
        cells: cellsOf(table, at, width, { first: asked.from - 1, last: last - 1 }, outcome),
      }
    }),
  }
}

const isOpen = ({ tone }: RowOutcome): boolean => tone === 'question' || tone === 'refused'

type Piece = { first: number; last: number }

function cellsOf(
  table: Table,
  at: number,
  width: number,
  piece: Piece,
  outcome: RowOutcome | undefined,
): ViewCell[] {
  const covering = table.merges.filter(({ top, bottom }) => at >= top && at <= bottom)
  const cells: ViewCell[] = []
  for (let column = 0; column < width; column += 1) {
    const merge = covering.find(({ left, right }) => column >= left && column <= right)
    // What is merged from above the piece begins again at its first row.
    if (merge && (column !== merge.left || at !== Math.max(merge.top, piece.first))) continue
    const text = shownText(table, merge?.top ?? at, column)
    cells.push({
      text: text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text,
      tone: outcome?.columns.get(column) ?? null,
      columns: merge ? Math.min(merge.right, width - 1) - column + 1 : 1,
      rows: merge ? spanOf(merge, at, piece) : 1,
    })
  }
  return cells
}

const spanOf = ({ bottom }: Merge, at: number, { last }: Piece): number => Math.min(bottom, last) - at + 1

/** Days as days; all else as it stands. */
function shownText(table: Table, row: number, column: number): string {
  const text = cellText(table, row, column)
  if (cellKind(table, row, column) !== DATE_CELL) return text
  return parseDayCell(text, DATE_CELL, table.date1904, NO_YEAR).day ?? text
}
