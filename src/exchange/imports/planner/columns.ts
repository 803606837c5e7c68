import type { Field, Profile } from '../../../core/import-profile.ts'
import { greatest } from '../../../core/long-lists.ts'
import { cutDay, isOnlyDay } from './dates.ts'
import { headerTexts, isDayHeader } from './header-row.ts'
import { fieldOfHeader, foreignField, headerKey } from './headers.ts'
import type { Column } from './layout.ts'
import { type Legend, meaningOfSymbol, meaningOfWord } from './legend.ts'
import { cellKind, cellText, columnName, NUMBER_CELL, type Table } from './table.ts'
import { normalizeNumber, type WorldIndex } from './world.ts'

const SAMPLE_ROWS = 120

type Reading = {
  own: ReadonlyMap<string, Field> | null
  profile: Profile
  legend: Legend
  index: WorldIndex | null
}

/** What each column is: by its header, and where that says nothing, by what its cells hold. */
export function readColumns(
  table: Table,
  headerRows: readonly number[],
  firstRow: number,
  how: Reading,
): Column[] {
  const width = greatest(
    headerRows.map((row) => table.rows[row]?.length ?? 0),
    widthOf(table, firstRow),
  )
  const known = new Set<number>()
  for (let col = 0; col < width; col += 1) {
    const own = headerRows.map((row) => fieldOfHeader(cellText(table, row, col).trim(), how.own))
    if (own.some((field) => field !== null && field !== 'total')) known.add(col)
  }
  const columns: Column[] = []
  for (let col = 0; col < width; col += 1) {
    const header = headerTexts(table, headerRows, col, known)
    const told = how.profile.columns?.[columnName(col)]
    const field = told ?? fieldOfColumn(table, headerRows, firstRow, col, header, how)
    columns.push({ col, field, header })
  }
  return numberColumn(table, firstRow, columns, how.index)
}

function widthOf(table: Table, firstRow: number): number {
  let width = 0
  for (let row = firstRow; row < Math.min(table.rows.length, firstRow + SAMPLE_ROWS); row += 1) {
    width = Math.max(width, table.rows[row]?.length ?? 0)
  }
  return width
}

function fieldOfColumn(
  table: Table,
  headerRows: readonly number[],
  firstRow: number,
  col: number,
  header: readonly string[],
  how: Reading,
): Column['field'] {
  if (header.length === 0) return null
  const own = how.own
    ? header.map((text) => fieldOfHeader(text, how.own)).find((field) => field !== null)
    : null
  if (own) return own
  const all = header.join(' ')
  if (/合计|小计|总计|次数|出席率|出勤率|截至|截止|累计|统计|应到|实到/.test(all)) return 'total'
  if (header.some((text) => foreignField(text))) return 'other'
  const last = fieldOfHeader(header.at(-1)!, null)
  const dated =
    headerRows.some((row) => isDayHeader(table, row, col)) || header.some((text) => isDayText(text))
  if (dated && (last === null || last === 'attendance' || last === 'part' || last === 'date'))
    return 'session'
  if (header.length > 1 && isOnlyDay(header.join(''))) return 'session'
  if (last) return last
  const first = header.length > 1 ? fieldOfHeader(header[0]!, null) : null
  if (first && first !== 'event' && first !== 'total') return first
  const held = fieldOfCells(table, firstRow, col, how.legend)
  // Ticks below 到会 or 病假 are of a state, not of a meeting that is called so.
  const state = held === 'session' ? meaningOfWord(headerKey(header.at(-1)!)) : undefined
  return state ? (state.status === 'present' ? 'attendance' : 'total') : held
}

function isDayText(text: string): boolean {
  return cutDay(text) !== null
}

// An unknown header over marks of attendance is a meeting's title; over numbers it is a count.
function fieldOfCells(table: Table, firstRow: number, col: number, legend: Legend): Column['field'] {
  let marks = 0
  let numbers = 0
  let all = 0
  for (let row = firstRow; row < Math.min(table.rows.length, firstRow + SAMPLE_ROWS); row += 1) {
    const text = cellText(table, row, col).trim()
    if (text === '') continue
    all += 1
    if (cellKind(table, row, col) === NUMBER_CELL || /^\d+(\.\d+)?\s*[次件篇项%]?$/.test(text)) numbers += 1
    else if (isMark(text, legend)) marks += 1
  }
  if (all === 0) return null
  if (marks * 2 > all) return 'session'
  return numbers * 2 > all ? 'measure' : null
}

function isMark(text: string, legend: Legend): boolean {
  if (meaningOfSymbol(legend, text) || meaningOfWord(text)) return true
  return [...text].length === 1 && !/[\p{Script=Han}\p{L}\p{N}]/u.test(text)
}

// 编号 counts rows in one office and names members in the next: its values tell.
function numberColumn(table: Table, firstRow: number, columns: Column[], index: WorldIndex | null): Column[] {
  if (!index || columns.some((column) => column.field === 'memberNo')) return columns
  for (const column of columns) {
    if (column.field !== 'seq' || !/编号|^no$|^id$/.test(headerKey(column.header.at(-1) ?? ''))) continue
    let hits = 0
    let all = 0
    let counted = 0
    for (let row = firstRow; row < Math.min(table.rows.length, firstRow + SAMPLE_ROWS); row += 1) {
      const text = cellText(table, row, column.col).trim()
      if (text === '') continue
      all += 1
      if (Number(text) === all) counted += 1
      if (index.membersByNumber.has(normalizeNumber(text))) hits += 1
    }
    if (all > 0 && hits * 10 >= all * 6 && counted * 2 < all) column.field = 'memberNo'
  }
  return columns
}
