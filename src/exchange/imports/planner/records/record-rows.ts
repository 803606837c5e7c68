import { sha256 } from '../../../../core/ids.ts'
import type { YearHint } from '../dates.ts'
import type { Text } from '../plan-types.ts'
import {
  cellKind,
  cellRef,
  columnName,
  isBlankRow,
  mergeAt,
  mergedText,
  type Table,
  TEXT_CELL,
} from '../table.ts'
import { type ReadCell, readCell } from './read-cell.ts'
import { wrongDay } from './record-days.ts'
import { groupText, readSpanGroup } from './record-groups.ts'
import { columnName as nameOfColumn, type RecordHeader } from './record-header.ts'
import { headerAgain, type IgnoredRow, ignoredAs, noRecordAt } from './record-ignored.ts'
import type { RecordRow } from './record-plan-types.ts'
import type { CellReading, RecordColumn, RecordTable, Values } from './record-table.ts'
import { CONTINUED, oneOf, REQUIRED, spreadOver, stepNeeds } from './record-texts.ts'
import type { RecordWorld } from './record-world.ts'

/** The rows of one sheet, cell by cell, before anybody is looked up. */

export type Sheet = {
  table: Table
  header: RecordHeader
  of: RecordTable
  years: YearHint
  /** Header words of this source, told by a profile. */
  fields?: Readonly<Record<string, string>> | undefined
  /** Where a table that was made from another one has its rows and cells from. */
  origins?: readonly { row: number; refs: readonly string[] }[]
}

/** A row with the values of its cells; the cells of people hold their text. */
export type ReadRow = { out: RecordRow; values: Record<string, Values[string]>; sheet: Sheet; at: number }

export function readRows(
  sheet: Sheet,
  world: RecordWorld,
  today?: string,
): { rows: ReadRow[]; ignored: IgnoredRow[] } {
  const rows: ReadRow[] = []
  const ignored: IgnoredRow[] = []
  let current = sheet
  for (let at = sheet.header.last + 1; at < sheet.table.rows.length; at += 1) {
    if (isBlankRow(sheet.table, at)) continue
    const again = headerAgain(current, at)
    const none = again ? ignoredAs(sheet.table, at) : noRecordAt(current, at)
    if (none) ignored.push(none)
    if (again) current = { ...sheet, header: again }
    else if (!none) rows.push(readRow(current, world, at, today))
  }
  holdSpread(sheet, rows)
  return { rows, ignored }
}

/**
 * A record of several people is one row. Where its title is merged over several rows, or rows below it hold nothing but
 * people, whether they are one record or several is not for us to guess: none is taken.
 */
function holdSpread({ table, header, of }: Sheet, rows: readonly ReadRow[]): void {
  const people = of.columns.filter(({ read, cellOf }) => read.kind === 'members' && !cellOf)
  const needed = of.columns.filter(({ required, cellOf }) => required && !cellOf)
  if (people.length === 0 || needed.length === 0) return
  const places = needed.map(({ field }) => header.places.get(field)!)
  const merged = (row: ReadRow) =>
    places.map((col) => mergeAt(table, row.at, col)).find((one) => one && one.bottom > one.top)
  const ofPeople = new Set(
    of.columns.filter(({ read }) => ['members', 'clue'].includes(read.kind)).map(({ field }) => field),
  )
  const continues = ({ out, at }: ReadRow, before: ReadRow | undefined) =>
    before?.at === at - 1 &&
    people.some(({ field }) => field in out.cells) &&
    Object.keys(out.cells).every((field) => ofPeople.has(field))
  for (const [nth, row] of rows.entries()) {
    const merge = merged(row)
    const next = rows[nth + 1]
    if (merge) hold(row, people, spreadOver(merge.top + 1, merge.bottom + 1))
    else if (continues(row, rows[nth - 1])) hold(row, people, CONTINUED)
    else if (next && continues(next, row)) hold(row, people, spreadOver(row.at + 1, next.at + 1))
  }
}

function hold(row: ReadRow, people: readonly RecordColumn[], message: Text): void {
  const { places } = row.sheet.header
  row.out.errors = row.out.errors.filter(({ code }) => code !== 'required')
  fail(
    row,
    people.find(({ field }) => places.has(field))?.field ?? people[0]!.field,
    'record_in_rows',
    message,
  )
  row.out.result = 'invalid'
}

function readRow(sheet: Sheet, world: RecordWorld, at: number, today: string | undefined): ReadRow {
  const { table, header, of } = sheet
  const out: RecordRow = {
    table: table.name,
    row: (sheet.origins?.[at]?.row ?? at) + 1,
    result: 'new',
    externalId: null,
    rowKey: '',
    bodyKey: null,
    body: null,
    steps: [],
    cells: {},
    refs: {},
    people: [],
    errors: [],
    decisionIds: [],
    leftOut: [],
    assumed: [],
    doubted: [],
    otherRow: null,
    recordId: null,
    changes: [],
  }
  const row: ReadRow = { out, values: {}, sheet, at }
  const tokens: Record<string, unknown> = {}
  for (const column of inOrderOfNeed(of.columns)) {
    const col = header.places.get(column.field)
    if (col === undefined) continue
    const { text, read } = readField(row, column, col, world)
    out.refs[column.field] = refAt(sheet, at, col)
    if (read === null) continue
    out.cells[column.field] = text.trim()
    tokens[column.field] = tokenOf(column, read, text)
    const wrong =
      'value' in read && column.read.kind === 'day' && typeof read.value === 'string'
        ? wrongDay(column, read.value, sheet.years, today)
        : null
    if (wrong) fail(row, column.field, wrong.code, wrong.message)
    else if ('value' in read) row.values[column.field] = read.value
    else fail(row, column.field, read.problem.code, read.problem.message)
  }
  const { externalId } = row.values
  out.externalId = typeof externalId === 'string' ? externalId : null
  // In a yearly table two rows of one name and equal counts are two people.
  out.rowKey = keyOf(of, sheet.origins ? { ...tokens, row: out.row } : tokens)
  assumeDays(row)
  checkNeeds(row)
  if (out.errors.length > 0) out.result = 'invalid'
  return row
}

function readField(
  row: ReadRow,
  column: RecordColumn,
  col: number,
  world: RecordWorld,
): { text: string; read: ReadCell | null } {
  const { sheet, at } = row
  const { table, header, years } = sheet
  const reading: CellReading = isDayClue(column) ? { kind: 'span' } : column.read
  const group = header.groups.get(column.field)
  const text = group ? groupText(table, at, group, reading) : mergedText(table, at, col)
  if (group && reading.kind === 'span') return { text, read: readSpanGroup(table, at, group, years) }
  const kind = group ? TEXT_CELL : cellKind(table, at, col)
  const context = { kind, date1904: table.date1904, years, world, day: dayBeside(row, column) }
  return { text, read: readCell(text, reading, context) }
}

const refAt = ({ origins }: Sheet, at: number, col: number): string =>
  origins?.[at]?.refs[col] ?? cellRef(at, col)

/** What tells a meeting's day is read before the meeting. */
const inOrderOfNeed = (columns: readonly RecordColumn[]): RecordColumn[] =>
  columns.filter((column) => !column.cellOf).toSorted((a, b) => Number(isDayClue(b)) - Number(isDayClue(a)))

const isDayClue = ({ read }: RecordColumn): boolean => read.kind === 'clue' && read.clue === 'day'

function dayBeside({ values }: ReadRow, column: RecordColumn): string | null {
  const beside = values[`${column.field}.day`]
  return column.read.kind === 'thing' && typeof beside === 'object' && 'from' in beside ? beside.from : null
}

/** People and what tells them apart count as they are written, all else as it is understood. */
function tokenOf(column: RecordColumn, read: ReadCell, text: string): unknown {
  const written = ['member', 'members', 'clue'].includes(column.read.kind) && !isDayClue(column)
  return 'value' in read && !written ? read.value : text.normalize('NFKC').replace(/\s+/g, '')
}

function keyOf(of: RecordTable, tokens: Record<string, unknown>): string {
  const said = Object.entries(tokens)
    .filter(([field]) => field !== 'externalId')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return sha256(JSON.stringify([of.resource, of.scope ?? '', said]))
}

function assumeDays({ values, out, sheet: { of, header } }: ReadRow): void {
  for (const { field, from, when } of of.assumes ?? []) {
    const day = values[from]
    if (typeof day !== 'string' || header.places.has(field) || !when(values, out.cells)) continue
    values[field] = day
    out.assumed.push({ field, from, day })
  }
}

/** Every cell that lacks, each with its place. */
function checkNeeds(row: ReadRow): void {
  const { of, header } = row.sheet
  const assumed = new Set(row.out.assumed.map(({ field }) => field))
  const filled = (field: string) => field in row.out.cells || assumed.has(field)
  for (const column of of.columns) {
    if (column.required && !column.cellOf && !filled(column.field))
      fail(row, column.field, 'required', REQUIRED)
  }
  for (const group of of.oneOf ?? []) {
    if (group.some(filled)) continue
    const there = group.filter((field) => header.places.has(field))
    fail(row, there[0]!, 'required', oneOf(group.map((field) => nameOfColumn(of, field)).join('、')))
  }
  const contradiction = of.contradiction?.(row.values)
  if (contradiction) {
    fail(row, contradiction.field, 'contradiction', contradiction.message)
    return
  }
  const wrong = new Set(row.out.errors.map(({ field }) => field))
  for (const step of of.steps ?? []) {
    const own = of.columns.filter((column) => column.step === step.name && filled(column.field))
    const lacking = step.needs.filter((field) => !filled(field))
    // What a cell that cannot be read would have needed is not asked for as well.
    if (own.length === 0 || lacking.length === 0) continue
    const spoilt = (field: string) => wrong.has(of.assumes?.find((one) => one.field === field)?.from ?? field)
    if (own.some(({ field }) => wrong.has(field)) || lacking.some(spoilt)) continue
    const words = stepNeeds(step.words, lacking.map((field) => nameOfColumn(of, field)).join('、'))
    fail(row, header.places.has(lacking[0]!) ? lacking[0]! : own[0]!.field, 'required', words)
  }
}

/** Names a cell that is wrong, and what to do. */
export function fail({ out, sheet, at }: ReadRow, field: string, code: string, message: Text): void {
  const col = sheet.header.places.get(field)
  out.errors.push({
    field,
    ref: col === undefined ? `${out.row}:${out.row}` : refAt(sheet, at, col),
    header: col === undefined ? '' : (sheet.header.words.get(col) ?? ''),
    value: col === undefined ? '' : mergedText(sheet.table, at, col),
    code,
    message,
  })
}

export const columnsOf = ({ header }: Sheet) => ({
  columns: [...header.places].map(([field, col]) => ({
    col: columnName(col),
    field,
    header: header.words.get(col) ?? '',
  })),
  ignoredColumns: header.unknown.map(({ col, header: word, part }) => ({
    col: columnName(col),
    header: word,
    ...(part ? { part } : {}),
  })),
})
