import type { Borders, Workbook, Worksheet } from 'exceljs'
import {
  type Cell,
  type CellKind,
  captionsOf,
  cellsOf,
  columnsOf,
  defused,
  HASH_SHOWN,
  notesOf,
  printPoints,
  type RankedReport,
  type RankedRow,
  titleOf,
  unrankedTitleOf,
} from './ranked-report.ts'
import { fixZipDates } from './zip-dates.ts'

const TITLE_FONT = { name: '方正小标宋简体', family: 1, size: 18 }
const CAPTION_FONT = { name: '仿宋', family: 1, size: 10.5 }
const HEADER_FONT = { name: '黑体', family: 2, size: 11 }
const TEXT_FONT = { name: '仿宋', family: 1, size: 11 }
const NUMBER_FONT = { name: 'Times New Roman', family: 1, size: 11 }
const TOTAL_FONT = { ...NUMBER_FONT, bold: true }
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDEDED' } } as const
const LINE = { style: 'thin', color: { argb: 'FF000000' } } as const
const BORDER: Partial<Borders> = { top: LINE, left: LINE, bottom: LINE, right: LINE }

/**
 * Narrowest and widest a column of each kind may be, in characters of the width of a digit. A width of exactly 9 is
 * the library's own default and would not be written.
 */
const WIDTHS: Record<CellKind, readonly [min: number, max: number]> = {
  rank: [6, 8],
  code: [10, 16],
  text: [9.5, 22],
  points: [9.5, 14],
  total: [9.5, 12],
  grade: [8, 12],
}
const PORTRAIT_WIDTH_MAX = 92
const PAPER_A4 = 9
const HEADER_ROW = 4
const MARGINS = { left: 0.5, right: 0.5, top: 0.7, bottom: 0.7, header: 0.3, footer: 0.35 }

/**
 * The ranked report as a workbook that can be printed and signed: a sheet of ranked members and, where there are
 * any, one of those kept out of the ranking. Equal reports give equal bytes.
 */
export async function rankedXlsx(report: RankedReport): Promise<Buffer> {
  // Loading the library takes longer than writing the report, so it waits until one is asked for.
  const { default: ExcelJS } = await import('exceljs')
  const workbook = new ExcelJS.Workbook()
  const moment = new Date(`${report.asOf}T00:00:00Z`)
  workbook.creator = report.committee
  workbook.lastModifiedBy = report.committee
  workbook.created = moment
  workbook.modified = moment
  workbook.title = titleOf(report)
  addSheet(workbook, report, '排名', report.rows)
  if (report.unranked.length > 0) addSheet(workbook, report, '不参加排名', report.unranked)
  return fixZipDates(Buffer.from(await workbook.xlsx.writeBuffer()), report.asOf)
}

function addSheet(workbook: Workbook, report: RankedReport, name: string, rows: readonly RankedRow[]): void {
  const sheet = workbook.addWorksheet(name)
  const ranked = rows === report.rows
  // Who is not ranked has no column for a rank.
  const from = ranked ? 0 : 1
  const columns = columnsOf(report).slice(from)
  const cells = cellsOf(report, rows).map((row) => row.slice(from))
  const widths = columns.map(({ header, kind }, at) =>
    fittingWidth(kind, [header, ...cells.map((row) => row[at]!)]),
  )
  for (const [at, width] of widths.entries()) sheet.getColumn(at + 1).width = width
  addHead(sheet, report, ranked ? titleOf(report) : unrankedTitleOf(report), columns.length)
  addHeaderRow(sheet, columns)
  for (const row of cells) addMember(sheet, row, columns)
  const last = HEADER_ROW + cells.length
  sheet.autoFilter = {
    from: { row: HEADER_ROW, column: 1 },
    to: { row: Math.max(last, HEADER_ROW + 1), column: columns.length },
  }
  addFoot(sheet, notesOf(report, rows), last, columns.length)
  setUpPage(sheet, report, widths)
}

function addHead(sheet: Worksheet, report: RankedReport, title: string, width: number): void {
  const lines = [title, ...captionsOf(report)]
  for (const [at, line] of lines.entries()) {
    sheet.mergeCells(at + 1, 1, at + 1, width)
    const cell = sheet.getCell(at + 1, 1)
    cell.value = defused(line)
    cell.font = at === 0 ? TITLE_FONT : CAPTION_FONT
    cell.alignment = { horizontal: 'center', vertical: 'middle', shrinkToFit: true }
    sheet.getRow(at + 1).height = at === 0 ? 34 : 18
  }
}

function addHeaderRow(sheet: Worksheet, columns: ReturnType<typeof columnsOf>): void {
  const row = sheet.getRow(HEADER_ROW)
  row.height = 30
  for (const [at, { header }] of columns.entries()) {
    const cell = row.getCell(at + 1)
    cell.value = defused(header)
    cell.font = HEADER_FONT
    cell.fill = HEADER_FILL
    cell.border = BORDER
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
  }
}

function addMember(sheet: Worksheet, cells: readonly Cell[], columns: ReturnType<typeof columnsOf>): void {
  const row = sheet.getRow(sheet.rowCount + 1)
  for (const [at, value] of cells.entries()) {
    const { kind } = columns[at]!
    const cell = row.getCell(at + 1)
    cell.value = typeof value === 'string' ? defused(value) : value
    cell.border = BORDER
    cell.font = kind === 'total' ? TOTAL_FONT : kind === 'text' || kind === 'grade' ? TEXT_FONT : NUMBER_FONT
    const numeric = kind === 'points' || kind === 'total'
    cell.alignment = numeric
      ? { horizontal: 'right', vertical: 'middle', indent: 1 }
      : { horizontal: 'center', vertical: 'middle', wrapText: true }
    if (numeric) cell.numFmt = '0.00'
    else cell.numFmt = kind === 'rank' ? '0' : '@'
  }
  row.height = linesNeeded(sheet, cells) * 15 + 5
}

/** Excel does not grow a row by itself once a height is written, so the wrapped lines are counted here. */
function linesNeeded(sheet: Worksheet, cells: readonly Cell[]): number {
  const lines = cells.map((value, at) => {
    if (typeof value !== 'string') return 1
    return Math.ceil((textWidth(value) + 1) / (sheet.getColumn(at + 1).width ?? 9))
  })
  return Math.max(1, ...lines)
}

function addFoot(sheet: Worksheet, found: readonly string[], last: number, width: number): void {
  const notes = found.map((note, at, { length }) =>
    length === 1 ? `注：${note}` : `${at === 0 ? '注：' : '　　'}${at + 1}．${note}`,
  )
  const lines = [
    ...notes,
    '制表人：　　　　　　　　审核人：　　　　　　　　批准人：　　　　　　　　年　　月　　日',
  ]
  for (const [at, line] of lines.entries()) {
    const row = last + 1 + at
    const signatures = at === lines.length - 1
    sheet.mergeCells(row, 1, row, width)
    const cell = sheet.getCell(row, 1)
    cell.value = line
    cell.font = CAPTION_FONT
    cell.alignment = { horizontal: 'left', vertical: signatures ? 'bottom' : 'middle' }
    sheet.getRow(row).height = signatures ? 34 : 18
  }
}

function setUpPage(sheet: Worksheet, report: RankedReport, widths: readonly number[]): void {
  const width = widths.reduce((sum, one) => sum + one, 0)
  sheet.views = [
    {
      state: 'frozen',
      ySplit: HEADER_ROW,
      topLeftCell: `A${HEADER_ROW + 1}`,
      activeCell: `A${HEADER_ROW + 1}`,
    },
  ]
  sheet.pageSetup = {
    paperSize: PAPER_A4,
    orientation: width > PORTRAIT_WIDTH_MAX ? 'landscape' : 'portrait',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: true,
    margins: MARGINS,
    printTitlesRow: `${HEADER_ROW}:${HEADER_ROW}`,
  }
  // A space behind the size: digits that followed it at once would belong to it.
  const made = report.generatedAt.replaceAll('&', '&&')
  sheet.headerFooter.oddFooter = `&L&9 ${made}&C&9第 &P 页，共 &N 页&R&9规则 ${report.regulation.hash.slice(0, HASH_SHOWN)}`
}

function fittingWidth(kind: CellKind, values: readonly Cell[]): number {
  const [narrowest, widest] = WIDTHS[kind]
  const longest = Math.max(
    ...values.map((value) => textWidth(typeof value === 'number' ? numberText(kind, value) : (value ?? ''))),
  )
  return Math.min(widest, Math.max(narrowest, longest + 2))
}

const numberText = (kind: CellKind, value: number): string =>
  kind === 'rank' ? String(value) : printPoints(value)

const WIDE = /[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF“”‘’·…—]/u

/** Columns that a text takes: a Chinese character is as wide as two digits. */
function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : 1
  return width
}
