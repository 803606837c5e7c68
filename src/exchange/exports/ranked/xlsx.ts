import { greatest } from '../../../core/long-lists.ts'
import { type Row, type Sheet, writeWorkbook } from '../files/sheet.ts'
import type { LookName } from '../files/sheet-styles.ts'
import { memorySink } from '../files/sink.ts'
import { linesOf, textWidth } from '../files/widths.ts'
import {
  type Cell,
  type CellKind,
  type Column,
  captionsOf,
  cellsOf,
  columnsOf,
  defused,
  HASH_SHOWN,
  notesOf,
  type RankedReport,
  type RankedRow,
  titleOf,
  unrankedTitleOf,
} from './ranked-report.ts'

/** Narrowest and widest a column of each kind may be, in characters of the width of a digit. */
const WIDTHS: Record<CellKind, readonly [min: number, max: number]> = {
  rank: [6, 8],
  code: [10, 16],
  text: [9.5, 22],
  points: [9.5, 14],
  total: [9.5, 12],
  grade: [8, 12],
}
const LOOK_OF: Record<CellKind, LookName> = {
  rank: 'whole',
  code: 'code',
  text: 'text',
  points: 'points',
  total: 'total',
  grade: 'text',
}
const PORTRAIT_WIDTH_MAX = 92
const HEADER_ROW = 4
const LINE_HEIGHT = 15
export const SIGNATURES =
  '制表人：　　　　　　　　审核人：　　　　　　　　批准人：　　　　　　　　年　　月　　日'

/**
 * The ranked report as a workbook that can be printed and signed: a sheet of ranked members and, where there are
 * any, one of those kept out of the ranking. Equal reports give equal bytes.
 */
export async function rankedXlsx(report: RankedReport): Promise<Buffer> {
  const sheets = [sheetOf(report, '排名', report.rows)]
  if (report.unranked.length > 0) sheets.push(sheetOf(report, '不参加排名', report.unranked))
  const sink = memorySink()
  await writeWorkbook({ title: titleOf(report), author: report.committee, day: report.asOf, sheets }, sink)
  return sink.bytes()
}

function sheetOf(report: RankedReport, name: string, rows: readonly RankedRow[]): Sheet {
  const ranked = rows === report.rows
  // Who is not ranked has no column for a rank.
  const from = ranked ? 0 : 1
  const columns = columnsOf(report).slice(from)
  const cells = cellsOf(report, rows).map((row) => row.slice(from))
  const widths = columns.map(({ header, kind }, at) =>
    fittingWidth(kind, [header, ...cells.map((row) => row[at]!)]),
  )
  const looks = columns.map(({ kind }) => LOOK_OF[kind])
  const title = ranked ? titleOf(report) : unrankedTitleOf(report)
  const made = report.generatedAt.replaceAll('&', '&&')
  return {
    name,
    widths,
    headRows: HEADER_ROW,
    landscape: widths.reduce((sum, one) => sum + one, 0) > PORTRAIT_WIDTH_MAX,
    // A space behind the size: digits that followed it at once would belong to it.
    footer: `&L&9 ${made}&C&9第 &P 页，共 &N 页&R&9规则 ${report.regulation.hash.slice(0, HASH_SHOWN)}`,
    rows: [[...headOf(report, title, columns), ...cells.map((row) => memberRow(row, looks, widths))]],
    foot: footOf(notesOf(report, rows)),
  }
}

function headOf(report: RankedReport, title: string, columns: readonly Column[]): Row[] {
  return [
    { cells: [defused(title)], looks: 'title', height: 34, merged: true },
    ...captionsOf(report).map(
      (line): Row => ({ cells: [defused(line)], looks: 'caption', height: 18, merged: true }),
    ),
    { cells: columns.map(({ header }) => defused(header)), looks: 'header', height: 30 },
  ]
}

/** Excel does not grow a row by itself once a height is written, so the wrapped lines are counted here. */
function memberRow(cells: readonly Cell[], looks: readonly LookName[], widths: readonly number[]): Row {
  const lines = cells.map((value, at) => (typeof value === 'string' ? linesOf(value, widths[at]!) : 1))
  return {
    cells: cells.map((value) => (typeof value === 'string' ? defused(value) : value)),
    looks,
    height: greatest(lines, 1) * LINE_HEIGHT + 5,
  }
}

/** Notes with their numbers, then who signs. */
function footOf(notes: readonly string[]): Row[] {
  const lines = notes.map((note, at, { length }) =>
    length === 1 ? `注：${note}` : `${at === 0 ? '注：' : '　　'}${at + 1}．${note}`,
  )
  return [
    ...lines.map((line): Row => ({ cells: [line], looks: 'note', height: 18, merged: true })),
    { cells: [SIGNATURES], looks: 'signatures', height: 34, merged: true },
  ]
}

function fittingWidth(kind: CellKind, values: readonly Cell[]): number {
  const [narrowest, widest] = WIDTHS[kind]
  let longest = 0
  for (const value of values) {
    const width = typeof value === 'number' ? numberWidth(kind, value) : textWidth(value ?? '')
    if (width > longest) longest = width
  }
  return Math.min(widest, Math.max(narrowest, longest + 2))
}

/** Of a number as it is printed: points have two places. */
function numberWidth(kind: CellKind, value: number): number {
  if (kind === 'rank') return String(value).length
  return String(Math.trunc(Math.abs(value) + 0.005)).length + (value < 0 ? 4 : 3)
}
