import type { Field, Profile } from '../../../core/import-profile.ts'
import { cutDay, isOnlyDay } from './dates.ts'
import { fieldOfHeader, foreignField } from './headers.ts'
import { legendRow } from './legend-lines.ts'
import { normalizeTitle } from './names.ts'
import { cellKind, cellText, DATE_CELL, mergeAt, mergedText, type Table } from './table.ts'

const SEARCH_ROWS_MAX = 40
const LEVELS_MAX = 3

type OwnWords = ReadonlyMap<string, Field> | null

/** The rows that make up a header, top first, or none. */
export function findHeaderRows(table: Table, own: OwnWords, profile: Profile): number[] {
  const found = profile.headerRow === undefined ? bestHeaderRow(table, own) : profile.headerRow - 1
  if (found < 0 || found >= table.rows.length) return []
  const anchor = anchorColumn(table, found, own)
  const rows = [found]
  if (found > 0 && isUpperLevel(table, found - 1, found, anchor, own)) rows.unshift(found - 1)
  let next = found + 1
  while (rows.length < LEVELS_MAX && next < table.rows.length && isLowerLevel(table, next, anchor, own)) {
    rows.push(next)
    next += 1
  }
  return rows
}

function bestHeaderRow(table: Table, own: OwnWords): number {
  let second = -1
  let named = -1
  for (let row = 0; row < Math.min(table.rows.length, SEARCH_ROWS_MAX); row += 1) {
    const score = headerScore(table, row, own)
    // 出席, 迟到 and 缺席 beside their marks are words of headers too.
    if (score > 0 && legendRow(table.rows[row]!, row).length > 0) continue
    if (score >= 3) return second >= 0 && hasRowsOfItsOwn(table, second, row, own) ? second : row
    if (score === 2 && second < 0) second = row
    if (score === 1 && named < 0 && isNamedRow(table, row, own)) named = row
  }
  return second < 0 ? named : second
}

// 姓名 and 签名 alone are a header too, if rows stand below them before another header comes.
function hasRowsOfItsOwn(table: Table, header: number, next: number, own: OwnWords): boolean {
  const fields = (table.rows[header] ?? []).flatMap((text) =>
    text.trim() === '' ? [] : [fieldOfHeader(text, own)],
  )
  if (!fields.includes('name') || !fields.includes('attendance') || fields.includes(null)) return false
  return (table.rows[header + 1] ?? []).some((text) => text.trim() !== '') && next > header + 1
}

// 姓名 beside titles that nobody knows yet is still a header.
function isNamedRow(table: Table, row: number, own: OwnWords): boolean {
  const used = (table.rows[row] ?? []).filter((text) => text.trim() !== '')
  return used.length >= 2 && used.some((text) => fieldOfHeader(text, own) === 'name')
}

// A header is where known words meet; a day over a column counts as one, so that 姓名 and three days suffice.
function headerScore(table: Table, row: number, own: OwnWords): number {
  const fields = new Set<string>()
  let days = 0
  const cells = table.rows[row] ?? []
  for (let col = 0; col < cells.length; col += 1) {
    const text = cells[col]!
    if (text === '' || text.length > 60) continue
    const field = fieldOfHeader(text, own)
    if (field === 'other') fields.add(text)
    else if (field) fields.add(field)
    else if (foreignField(text)) fields.add(`foreign:${foreignField(text)}`)
    else if (isDayHeader(table, row, col)) days += 1
  }
  const person = [
    'name',
    'memberNo',
    'firstName',
    'mobile',
    'attendance',
    'event',
    'foreign:proposers',
    'foreign:authors',
  ]
  if (!person.some((field) => fields.has(field))) return 0
  return fields.size + Math.min(days, 3)
}

export function isDayHeader(table: Table, row: number, col: number): boolean {
  if (cellKind(table, row, col) === DATE_CELL) return true
  const text = cellText(table, row, col)
  return text !== '' && (isOnlyDay(text) ? /[月日号\-./:上下晚全]|\d{8}/.test(text) : cutDay(text) !== null)
}

function anchorColumn(table: Table, row: number, own: OwnWords): number {
  const cells = table.rows[row] ?? []
  const order: (Field | 'other')[] = ['name', 'firstName', 'memberNo', 'mobile', 'event']
  for (const field of order) {
    const col = cells.findIndex((text) => fieldOfHeader(text, own) === field)
    if (col >= 0) return col
  }
  return 0
}

// The row above belongs to the header when it speaks only of columns right of the name: months, titles, groups.
function isUpperLevel(table: Table, row: number, header: number, anchor: number, own: OwnWords): boolean {
  const cells = table.rows[row] ?? []
  const used = cells.flatMap((text, col) => (text.trim() === '' ? [] : [col]))
  if (used.length === 0) return false
  const left = used.filter((col) => col <= anchor)
  if (left.some((col) => fieldOfHeader(cells[col]!, own) === null)) return false
  const right = used.filter((col) => col > anchor)
  if (right.length === 0 || right.some((col) => /[:：]/.test(cells[col]!) && !isDayHeader(table, row, col)))
    return false
  return right.some((col) => fieldOfHeader(cellText(table, header, col), own) === null)
}

function isLowerLevel(table: Table, row: number, anchor: number, own: OwnWords): boolean {
  const cells = table.rows[row] ?? []
  const used = cells.flatMap((text, col) => (text.trim() === '' ? [] : [col]))
  if (used.length === 0 || cellText(table, row, anchor).trim() !== '') return false
  const covered = mergeAt(table, row, anchor)
  if (covered && covered.top < row && covered.bottom >= row) return true
  if (used.some((col) => col < anchor && fieldOfHeader(cells[col]!, own) === null)) return false
  const levelled = used.filter(
    (col) =>
      isDayHeader(table, row, col) ||
      fieldOfHeader(cells[col]!, own) !== null ||
      (/^\d{1,2}$/.test(cells[col]!.trim()) && underMonth(table, row, col)),
  )
  return levelled.length * 2 >= used.length && levelled.length > 0
}

// 3月 over 12, merged over several days or not.
function underMonth(table: Table, row: number, col: number): boolean {
  for (let at = col; at >= 0; at -= 1) {
    const text = mergedText(table, row - 1, at).trim()
    if (text !== '') return /^\d{1,2}月$/.test(text.replace(/\s+/g, ''))
  }
  return false
}

/**
 * The texts over a column, top first. A group header reaches over the empty cells right of it, merged or not,
 * except in the lowest row.
 */
export function headerTexts(
  table: Table,
  rows: readonly number[],
  col: number,
  stop: ReadonlySet<number>,
): string[] {
  const texts: string[] = []
  // A column under no header of its own is under none.
  if (rows.every((row) => mergedText(table, row, col).trim() === '')) return texts
  for (const [level, row] of rows.entries()) {
    let text = mergedText(table, row, col).trim()
    if (text === '' && level < rows.length - 1 && !stop.has(col)) text = textFromLeft(table, row, col, stop)
    if (
      text !== '' &&
      !texts.some((known) => normalizeTitle(known) === normalizeTitle(text) && known === text)
    ) {
      texts.push(text)
    }
  }
  return texts
}

function textFromLeft(table: Table, row: number, col: number, stop: ReadonlySet<number>): string {
  for (let at = col - 1; at >= 0 && !stop.has(at); at -= 1) {
    const text = cellText(table, row, at).trim()
    if (text !== '') return text
  }
  return ''
}
