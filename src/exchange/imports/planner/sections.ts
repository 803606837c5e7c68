import type { Field, Profile } from '../../../core/import-profile.ts'
import { smallest } from '../../../core/long-lists.ts'
import { cutDay, yearsOf } from './dates.ts'
import { ownHeaders } from './headers.ts'
import type { Layout } from './layout.ts'
import { looksLikeName, normalizeTitle, splitName } from './names.ts'
import { isHeaderAgain, reasonToIgnore } from './rows-below.ts'
import { isBlank, type Table } from './table.ts'
import { labelsOf, rowsBefore, sheetTitleOf, titleTexts } from './titles.ts'
import type { WorldIndex } from './world.ts'

/**
 * A sheet may hold several tables one below the other, each with its own titles, columns and meeting. A header that
 * comes again with the same columns and no other titles is the printed page's; any other begins a table of its own,
 * and so do titles of another meeting within a sign-in sheet.
 */

/** Reads a part of the sheet as a table; its header row is known. */
type ReadPart = (part: Table, headerRow: number, above: Layout) => Layout

const SECTIONS_MAX = 200
/** Enough to see the levels of a header and what its first rows hold. */
const LOOK_ROWS = 30

type Opening = {
  start: number
  headerRow: number | null
  firstRow: number
  /** Nobody stands above these titles: they add to those above the header. */
  adds?: boolean
}

/** The tables of a sheet, top first; refs stay those of the sheet. */
export function sectionsOf(
  whole: Layout,
  profile: Profile,
  index: WorldIndex,
  read: { first: (part: Table) => Layout; next: ReadPart },
): Layout[] {
  const { table } = whole
  if (table.walk || whole.form || whole.headerRows.length === 0) return [whole]
  const own = ownHeaders(profile.columns)
  const found: Layout[] = []
  const readOpened = (part: Table, opening: Opening, above: Layout): Layout =>
    opening.headerRow === null
      ? continued(part, opening, above, profile)
      : read.next(part, opening.headerRow, above)
  let layout = whole
  let opened: Opening | null = null
  while (found.length < SECTIONS_MAX) {
    const next = nextOpening({ layout, table, own, index, read: read.next })
    if (!next && !opened) return [whole]
    const end = next?.start ?? table.rows.length
    const part = partOf(table, fromOf(opened, found.at(-1)), end)
    layout = opened ? readOpened(part, opened, found.at(-1)!) : read.first(part)
    found.push(opened ? { ...layout, start: opened.start } : layout)
    if (!next) break
    opened = next
    // The rest of the sheet is looked at with the eyes of the table that begins there.
    layout = readOpened(partOf(table, fromOf(next, layout), table.rows.length), next, layout)
  }
  if (found.length === SECTIONS_MAX && opened) {
    found.push({ ...layout, shape: 'none', reason: 'too_many_tables', start: opened.start })
  }
  return found
}

/** Titles of another meeting without a header: the columns are those above. */
function continued(part: Table, opening: Opening, above: Layout, profile: Profile): Layout {
  const { start, firstRow, adds } = opening
  // The nearest line speaks first.
  const own = rowsBefore(part, firstRow).filter((row) => row >= start)
  const titleRows = adds ? [...own, ...above.titleRows] : own
  const titles = titleTexts(part, titleRows)
  const years = yearsOf(titles, profile.year)
  const blocks = above.blocks.map(({ about: _, ...block }) => block)
  return {
    ...above,
    table: part,
    titleRows,
    firstRow,
    years: years.years.length > 0 ? years : above.years,
    blocks,
    sheetTitle: sheetTitleOf(titles),
    labels: labelsOf(part, titleRows),
    merged: new Map(),
  }
}

function fromOf(opening: Opening | null, above: Layout | undefined): number {
  if (!opening) return 0
  const more = opening.adds && above ? [...above.titleRows, ...above.headerRows] : []
  return smallest(more, opening.start)
}

const NO_CELLS: readonly string[] = []

/** The rows from `start` to before `end`, numbered as in the sheet. */
function partOf(table: Table, start: number, end: number): Table {
  const rows = [...new Array<readonly string[]>(start).fill(NO_CELLS), ...table.rows.slice(start, end)]
  const merges = table.merges.filter(({ top, bottom }) => top >= start && bottom < end)
  return { ...table, rows, merges }
}

type Looking = {
  layout: Layout
  table: Table
  own: ReadonlyMap<string, Field> | null
  index: WorldIndex
  read: ReadPart
}

/** Where the next table begins below the rows of one. */
function nextOpening(looking: Looking): Opening | null {
  const { layout, table } = looking
  /** The first row of what is no data, since the last row of data. */
  let gap: number | null = null
  let any = false
  for (let row = layout.firstRow; row < table.rows.length; row += 1) {
    const cells = table.rows[row] ?? NO_CELLS
    if (isBlank(cells)) continue
    if (isHeaderAgain({ layout, own: looking.own }, cells, row)) {
      const next = openedBy(looking, gap ?? row, row)
      if (next) return next
      gap = null
      continue
    }
    if (isData(looking, cells)) {
      const start = gap === null ? null : titledFrom(looking, gap, row)
      if (start !== null) return { start, headerRow: null, firstRow: row, adds: !any }
      gap = null
      any = true
    } else gap ??= row
  }
  return null
}

/** A table of its own, or null where the page's header comes again. */
function openedBy(looking: Looking, gap: number, headerRow: number): Opening | null {
  const { layout, table } = looking
  const start = titlesAbove(looking, gap, headerRow)
  const end = Math.min(table.rows.length, headerRow + LOOK_ROWS)
  const next = looking.read(partOf(table, start, end), headerRow, layout)
  if (next.headerRows.length === 0) return null
  const known = new Set(titleTexts(layout.table, layout.titleRows).map(titleKey))
  const titles = titleTexts(next.table, next.titleRows).map(titleKey)
  const same = titles.every((title) => title === '' || known.has(title)) && sameColumns(layout, next)
  if (same) return null
  return { start, headerRow, firstRow: next.firstRow }
}

// 续 and the page's number change from page to page.
const titleKey = (text: string): string =>
  normalizeTitle(text.replace(/[（(【]?续[表页]?[一二三四五六七八九十\d]*[）)】]?|[（(]?第.{1,4}页.*$/g, ''))

const headersOf = ({ columns }: Layout): string[] =>
  columns.map(({ header }) => header.map((text) => normalizeTitle(text) || text.trim()).join('\n'))

function sameColumns(a: Layout, b: Layout): boolean {
  const [one, other] = [headersOf(a), headersOf(b)]
  return Array.from({ length: Math.max(one.length, other.length) }).every(
    (_, at) => (one[at] ?? '') === (other[at] ?? ''),
  )
}

/** The first row above a header that does not belong to the table above: below its totals and what it explains. */
function titlesAbove({ layout, table }: Looking, gap: number, headerRow: number): number {
  let start = headerRow
  for (let row = headerRow - 1; row >= gap; row -= 1) {
    const cells = table.rows[row] ?? NO_CELLS
    if (isBlank(cells)) continue
    const reason = reasonToIgnore(layout, { row, cells, kinds: undefined })
    if (reason === 'total' || reason === 'footer') break
    start = row
  }
  // What explains the marks right below the rows belongs to them.
  while (start < headerRow && legendOnly(layout, table.rows[start] ?? NO_CELLS, start)) {
    if (start > gap || isBlank(table.rows[start - 1] ?? NO_CELLS)) break
    start += 1
  }
  return start
}

// A title that carries the legend behind it is a title still.
const legendOnly = (layout: Layout, cells: readonly string[], row: number): boolean =>
  !isBlank(cells) &&
  reasonToIgnore(layout, { row, cells, kinds: undefined }) === 'legend' &&
  titleTexts({ ...layout.table, rows: [cells] }, [0]).every((text) => normalizeTitle(text) === '')

/** A row about somebody, as the table above reads it. */
function isData({ layout, index }: Looking, cells: readonly string[]): boolean {
  if (isTitleRow(layout, cells, index)) return false
  if (reasonToIgnore(layout, { row: 0, cells, kinds: undefined }) !== null) return false
  const lone = cells.filter((text) => text.trim() !== '').length === 1
  const names = layout.blocks.flatMap(({ fields }) => cells[fields.get('name') ?? -1] ?? [])
  if (lone) return names.some((text) => index.membersByName.has(splitName(text).key) || isShortName(text))
  if (names.some((text) => text.trim() !== '')) return true
  return layout.blocks.some(({ fields, sessions }) =>
    [fields.get('attendance'), fields.get('memberNo'), ...sessions.map(({ col }) => col)].some(
      (col) => col !== undefined && (cells[col] ?? '').trim() !== '',
    ),
  )
}

const isShortName = (text: string): boolean => looksLikeName(text) && splitName(text).key.length <= 4

/** Of a sign-in sheet: the row from which titles of another meeting lead to a row of data, or null. */
function titledFrom({ layout, table, index }: Looking, gap: number, row: number): number | null {
  if (layout.shape !== 'E') return null
  const known = new Set(titleTexts(layout.table, layout.titleRows).map(titleKey))
  for (let at = gap; at < row; at += 1) {
    const cells = table.rows[at] ?? NO_CELLS
    if (isBlank(cells) || !isTitleRow(layout, cells, index)) continue
    if (cells.some((text) => text.trim() !== '' && !known.has(titleKey(text)))) return at
  }
  return null
}

const OF_A_MEETING =
  /(签到|考勤|出席|参会|登记)(情况)?(表|册|簿)|会议|视察|调研|培训|学习会|协商会|座谈会|读书会|讲坛|讲堂|考察|活动/
// 列席会议人员, 教育界 and 工商业联合会 head groups of people.
const OF_PEOPLE = /(人员|名单|委员|代表|嘉宾|领导|同志|界别?|组|委员会|联合会|协会)([（(].*[）)])?[:：]?$/

/** A line that names a meeting or its day, alone in its row or behind a label. */
function isTitleRow(layout: Layout, cells: readonly string[], index: WorldIndex): boolean {
  const used = cells.filter((text) => text.trim() !== '')
  if (used.length === 0) return false
  const first = used[0]!.trim()
  if (reasonToIgnore(layout, { row: 0, cells, kinds: undefined }) === 'footer') return false
  if (/^[^：:]{1,8}[：:]/.test(first) || used.length <= 2) {
    const labels = labelsOf({ ...layout.table, rows: [cells] }, [0])
    if ((labels.has('event') || labels.has('date')) && /[：:]/.test(used.join(''))) return true
  }
  if (used.length > 1) return false
  const text = first.normalize('NFKC')
  if (index.membersByName.has(splitName(text).key) || OF_PEOPLE.test(text)) return false
  if (/^(请|注意|本表|凡|各位|温馨)/.test(text)) return false
  return text.length >= 5 && (cutDay(text) !== null || OF_A_MEETING.test(text))
}
