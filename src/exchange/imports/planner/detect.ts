import type { Field, Profile } from '../../../core/import-profile.ts'
import { smallest } from '../../../core/long-lists.ts'
import { readColumns } from './columns.ts'
import { yearsOf } from './dates.ts'
import { formLayout, isForeignForm } from './detect-form.ts'
import { isMarked } from './form.ts'
import { findHeaderRows } from './header-row.ts'
import { foreignField, isIdCardHeader, ownHeaders } from './headers.ts'
import { type Block, COLUMNS_STRIDE, type Column, type Layout } from './layout.ts'
import { buildLegend } from './legend.ts'
import { type LegendLine, legendLines } from './legend-lines.ts'
import { looksLikeIdCard, splitName } from './names.ts'
import type { Shape } from './plan-types.ts'
import { stateOf } from './stated.ts'
import { subjectOf } from './subject.ts'
import { cellRef, cellText, type Table } from './table.ts'
import { aboutBlocks, labelsOf, rowsBefore, sheetTitleOf, titleTexts } from './titles.ts'
import type { WorldIndex } from './world.ts'

/** Finds out what a table is: its header, columns, legend and shape. Never reads a person's data. */
export function detectLayout(
  table: Table,
  profile: Profile,
  index: WorldIndex | null,
  shared: readonly LegendLine[] = [],
  /** The table above on the same sheet: it lends the year and the marks that this one does not explain. */
  above: Layout | null = null,
): Layout {
  if (isMarked(table)) return formLayout(table, profile, shared)
  const own = ownHeaders(profile.columns)
  const headerRows = findHeaderRows(table, own, profile)
  const firstRow = headerRows.length > 0 ? headerRows.at(-1)! + 1 : 0
  const titleRows = rowsBefore(table, headerRows[0] ?? 0)
  const found = legendLines(table, titleRows, firstRow)
  const legend =
    found.length === 0 && above ? above.legend : buildLegend(found.length > 0 ? found : shared, profile)
  const titles = titleTexts(table, titleRows)
  const stated = yearsOf([...titles, table.name], profile.year)
  const years = stated.years.length === 0 && above ? above.years : stated
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
  const blocks = withTitles(readBlocks(columns), table, titleRows)
  const told = subjectOf(table, titleRows, index)
  const subject = told && isOfOne({ table, columns, firstRow, index }, told) ? told : null
  const seen = shapeOf({ columns, blocks, profile, ofOne: subject !== null })
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
    ...(shape === 'M' && subject ? { subject } : {}),
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

function readBlocks(columns: readonly Column[]): Block[] {
  const blocks: (Block & { fields: Map<Field, number> })[] = []
  for (const column of columns) {
    const { field } = column
    if (field === null || field === 'other' || field === 'measure' || field === 'ignore') continue
    const open = blocks.at(-1)
    if (field === 'session') {
      if (open) open.sessions.push(column)
      else blocks.push({ fields: new Map(), sessions: [column], states: [] })
      continue
    }
    const begins = !open || (open.fields.has(field) && open.fields.has('name') && /^(seq|name)$/.test(field))
    const block = begins ? { fields: new Map<Field, number>(), sessions: [], states: [] } : open
    if (begins) blocks.push(block)
    if (!block.fields.has(field)) block.fields.set(field, column.col)
    const state = stateOf(column)
    if (state) block.states.push(state)
  }
  return blocks.filter((block) => block.fields.size > 0)
}

// Two sign-in sheets side by side may be of two meetings.
function withTitles(blocks: Block[], table: Table, titleRows: readonly number[]): Block[] {
  const starts = blocks.map(({ fields }) => smallest(fields.values()))
  const abouts = blocks.length > 1 ? aboutBlocks(table, titleRows, starts) : null
  return abouts ? blocks.map((block, at) => ({ ...block, about: abouts[at]! })) : blocks
}

type Rows = { table: Table; columns: readonly Column[]; firstRow: number; index: WorldIndex | null }
const SAMPLE_ROWS = 120

/** A column of several members' names makes the sheet a list of a group, whoever it is named after. */
function isOfOne(
  { table, columns, firstRow, index }: Rows,
  subject: NonNullable<Layout['subject']>,
): boolean {
  if (subject.inside || !index) return true
  return !columns.some(({ col, field }) => {
    if (field !== null && field !== 'other') return false
    const names = new Set<string>()
    for (let row = firstRow; row < Math.min(table.rows.length, firstRow + SAMPLE_ROWS); row += 1) {
      const { key } = splitName(cellText(table, row, col))
      if (index.membersByName.has(key)) names.add(key)
    }
    return names.size > 1
  })
}

function shapeOf(what: {
  columns: readonly Column[]
  blocks: readonly Block[]
  profile: Profile
  ofOne: boolean
}): Shape {
  const { columns, blocks, profile, ofOne } = what
  const block = blocks[0]
  const has = (...fields: Field[]) => fields.some((field) => block?.fields.has(field))
  const foreign = new Set(columns.flatMap((column) => column.header.map(foreignField)))
  const person = has('name', 'memberNo', 'mobile') || (has('firstName') && has('lastName'))
  const events = blocks.some((one) => one.sessions.length > 0)
  const dated =
    has('event', 'date') || profile.sessionKey !== undefined || profile.defaults?.event !== undefined
  if (foreign.has('proposers') && (foreign.has('caseTitle') || !has('attendance'))) return 'proposal_list'
  if ((foreign.has('authors') || foreign.has('opinionTitle')) && !has('attendance')) return 'opinion_list'
  if (!person && has('attendance') && has('event', 'date') && ofOne) return 'M'
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
