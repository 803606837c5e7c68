import { readColumns } from './columns.ts'
import { yearsOf } from './dates.ts'
import { formLayout, isForeignForm } from './detect-form.ts'
import { isMarked } from './form.ts'
import { findHeaderRows } from './header-row.ts'
import { foreignField, isIdCardHeader, ownHeaders } from './headers.ts'
import { type Block, COLUMNS_STRIDE, type Column, type Layout } from './layout.ts'
import { buildLegend, isLegendText } from './legend.ts'
import { type LegendLine, legendLines } from './legend-lines.ts'
import { looksLikeIdCard, looksLikeName } from './names.ts'
import type { Shape } from './plan-types.ts'
import type { Field, Profile } from './profile.ts'
import { cellRef, cellText, isBlankRow, type Table } from './table.ts'
import type { WorldIndex } from './world.ts'

/** Finds out what a table is: its header, columns, legend and shape. Never reads a person's data. */
export function detectLayout(
  table: Table,
  profile: Profile,
  index: WorldIndex | null,
  shared: readonly LegendLine[] = [],
): Layout {
  if (isMarked(table)) return formLayout(table, profile, shared)
  const own = ownHeaders(profile.columns)
  const headerRows = findHeaderRows(table, own, profile)
  const firstRow = headerRows.length > 0 ? headerRows.at(-1)! + 1 : 0
  const titleRows = rowsBefore(table, headerRows[0] ?? 0)
  const found = legendLines(table, titleRows, firstRow)
  const legend = buildLegend(found.length > 0 ? found : shared, profile)
  const titles = titleTexts(table, titleRows)
  const years = yearsOf([...titles, table.name], profile.year)
  const ownLegend = found.length > 0
  const base = {
    table,
    headerRows,
    firstRow,
    titleRows,
    legend,
    ownLegend,
    years,
    merged: new Map<number, string>(),
  }
  const about = { sheetTitle: sheetTitleOf(titles), labels: labelsOf(table, titleRows) }
  if (headerRows.length === 0) {
    return { ...base, ...about, shape: formShape(table), reason: 'no_header', blocks: [], columns: [] }
  }
  const columns = readColumns(table, headerRows, firstRow, { own, profile, legend, index })
  const blocks = readBlocks(columns)
  const seen = shapeOf({ table, columns, blocks, profile })
  const shape = NOT_OF_ATTENDANCE.has(seen) && isForeignForm(table) ? 'F' : seen
  const merged = mergedContext(table, firstRow, columns)
  return {
    ...base,
    ...about,
    shape,
    reason: shape === 'none' ? 'no_attendance' : null,
    blocks,
    columns,
    merged,
  }
}

/** Labels beside their values look like the header of a list of people. */
const NOT_OF_ATTENDANCE: ReadonlySet<Shape> = new Set([
  'none',
  'roster',
  'S',
  'proposal_list',
  'opinion_list',
])

function rowsBefore(table: Table, header: number): number[] {
  const rows: number[] = []
  for (let row = 0; row < header; row += 1) if (!isBlankRow(table, row)) rows.push(row)
  return rows
}

function titleTexts(table: Table, rows: readonly number[]): string[] {
  return rows.flatMap((row) =>
    (table.rows[row] ?? []).filter((text) => text.trim() !== '').map(withoutLegend),
  )
}

// A title may carry the legend behind it: `…考勤表（√出席 △事假）`.
function withoutLegend(text: string): string {
  if (!isLegendText(text)) return text
  const head = text.split(/[（(【[]|注\s*[:：]|说明\s*[:：]|\n/)[0]!.trim()
  return isLegendText(head) ? '' : head
}

// The committee's name above a sign-in sheet is the letterhead: a longer line that speaks of a meeting is the title.
function sheetTitleOf(titles: readonly string[]): string {
  const lines = titles
    .map((text) => text.trim())
    .filter((text) => text !== '' && !/^[^：:]{1,8}[：:]/.test(text))
  return (
    lines.find((text) =>
      /(会议|会|活动|视察|调研|考勤|签到|学习|培训|情况|考察|协商)/.test(text.replace(/委员会$/, '')),
    ) ??
    lines[0] ??
    ''
  )
}

const LABELS: [RegExp, 'event' | 'date' | 'place'][] = [
  [/^(会议名称|活动名称|会议主题|活动主题|会议|活动|主题|名称|会议内容)$/, 'event'],
  [/^(时间|日期|会议时间|活动时间|会议日期|活动日期|开会时间|召开时间)$/, 'date'],
  [/^(地点|会议地点|活动地点)$/, 'place'],
]

function labelsOf(table: Table, rows: readonly number[]): Layout['labels'] {
  const labels = new Map<'event' | 'date' | 'place', { text: string; ref: string }>()
  for (const row of rows) {
    const cells = table.rows[row] ?? []
    for (let col = 0; col < cells.length; col += 1) {
      for (const piece of cells[col]!.split(/\n|　{2,}| {3,}/)) {
        const match = /^\s*([^：:]{1,8})[：:]\s*(.*)$/s.exec(piece)
        const word = (match ? match[1]! : piece).normalize('NFKC').replace(/\s+/g, '')
        const label = LABELS.find(([pattern]) => pattern.test(word))?.[1]
        if (!label || labels.has(label)) continue
        const next = match && match[2]!.trim() !== '' ? match[2]! : nextText(cells, col)
        if (next.trim() !== '') labels.set(label, { text: next.trim(), ref: cellRef(row, col) })
      }
    }
  }
  return labels
}

function nextText(cells: readonly string[], col: number): string {
  return cells.slice(col + 1).find((text) => text.trim() !== '') ?? ''
}

function readBlocks(columns: readonly Column[]): Block[] {
  const blocks: { fields: Map<Field, number>; sessions: Column[] }[] = []
  for (const column of columns) {
    const { field } = column
    if (field === null || field === 'other' || field === 'measure' || field === 'ignore') continue
    const open = blocks.at(-1)
    if (field === 'session') {
      if (open) open.sessions.push(column)
      else blocks.push({ fields: new Map(), sessions: [column] })
      continue
    }
    const begins = !open || (open.fields.has(field) && open.fields.has('name') && /^(seq|name)$/.test(field))
    const block = begins ? { fields: new Map<Field, number>(), sessions: [] } : open
    if (begins) blocks.push(block)
    if (!block.fields.has(field)) block.fields.set(field, column.col)
  }
  return blocks.filter((block) => block.fields.size > 0)
}

function shapeOf(what: {
  table: Table
  columns: readonly Column[]
  blocks: readonly Block[]
  profile: Profile
}): Shape {
  const { columns, blocks, profile, table } = what
  const block = blocks[0]
  const has = (...fields: Field[]) => fields.some((field) => block?.fields.has(field))
  const foreign = new Set(columns.flatMap((column) => column.header.map(foreignField)))
  const person = has('name', 'memberNo', 'mobile') || (has('firstName') && has('lastName'))
  const events = blocks.some((one) => one.sessions.length > 0)
  const dated =
    has('event', 'date') || profile.sessionKey !== undefined || profile.defaults?.event !== undefined
  if (foreign.has('proposers') && (foreign.has('caseTitle') || !has('attendance'))) return 'proposal_list'
  if ((foreign.has('authors') || foreign.has('opinionTitle')) && !has('attendance')) return 'opinion_list'
  if (!person && has('attendance') && has('event', 'date') && looksLikeName(table.name)) return 'M'
  if (!person) return 'none'
  if (profile.shape === 'W' && events) return 'W'
  if (has('attendance') && dated) return 'L'
  if (events) return 'W'
  if (has('attendance')) return 'E'
  const counts = columns.filter((column) => column.field === 'measure' || column.field === 'total').length
  if (counts >= 2) return 'S'
  if (has('event')) return 'none'
  return has('sector', 'committee', 'mobile', 'unit', 'group') ? 'roster' : 'none'
}

function formShape(table: Table): Shape {
  const head = table.rows.slice(0, 8).flat().join(' ')
  return /登记表|履职表|履职手册/.test(head) && /姓\s*名/.test(head) ? 'F' : 'none'
}

const MERGED_CELLS_MAX = 500_000

function mergedContext(table: Table, firstRow: number, columns: readonly Column[]): Map<number, string> {
  const merged = new Map<number, string>()
  const speaksForItself = new Set<string>(['attendance', 'note', 'seq', 'mobile', 'session'])
  for (const { top, bottom, left } of table.merges) {
    const field = columns[left]?.field
    if (bottom < firstRow || !field || bottom === top) continue
    if (speaksForItself.has(field)) continue
    const text = cellText(table, top, left)
    for (let row = Math.max(top + 1, firstRow); row <= bottom; row += 1) {
      if (merged.size >= MERGED_CELLS_MAX) return merged
      merged.set(row * COLUMNS_STRIDE + left, text)
    }
  }
  return merged
}

/** The first cell that holds, or column that announces, ID-card numbers. */
export function findIdCards(table: Table): string | null {
  const sample = Math.min(table.rows.length, 400)
  const seen = new Map<number, number>()
  for (let row = 0; row < sample; row += 1) {
    const cells = table.rows[row]!
    for (let col = 0; col < cells.length; col += 1) {
      const text = cells[col]!
      if (text.length < 3) continue
      if (row < 40 && text.length < 20 && isIdCardHeader(text)) return cellRef(row, col)
      if (text.length < 18 || !looksLikeIdCard(text)) continue
      const count = (seen.get(col) ?? 0) + 1
      if (count >= 2) return cellRef(row, col)
      seen.set(col, count)
    }
  }
  return null
}
