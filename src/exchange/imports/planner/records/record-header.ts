import { headerKey } from '../headers.ts'
import { normalizeUnit } from '../names.ts'
import { OWN_COLUMNS } from '../own-sheets.ts'
import { cellRef, cellText, type Table } from '../table.ts'
import { canBeGroup, type SubColumn } from './record-groups.ts'
import type { RecordColumn, RecordTable } from './record-table.ts'

/** The header of a sheet: which column stands where. Words that nobody knows are kept, to be shown. */
export type RecordHeader = {
  row: number
  /** Its last row, where it has two levels. */
  last: number
  /** Place of each column that the sheet has; of several under one word, the first. */
  places: Map<string, number>
  /** Columns that say one field together, each by the word below: 采用情况 over 区级, 市级 and 省级. */
  groups: Map<string, SubColumn[]>
  /** The words over a column, top first. */
  words: Map<number, string>
  /** `part`: it stands under a word that is known, and what it adds to it is not. */
  unknown: { col: number; header: string; part?: true }[]
  /** Two cells that say the same column: nobody can tell which holds. */
  repeated: { first: string; second: string; word: string } | null
}

const SEARCH_ROWS_MAX = 15
/** Columns that we added to a sheet that went back. */
const NO_WORDS = new Set(Object.values(OWN_COLUMNS).map(headerKey))
export const needsNoWord = (word: string): boolean => NO_WORDS.has(headerKey(word))

/** Header words of a column that it is known by: its own name among them. */
export const wordsOf = ({ field, words }: RecordColumn): string[] => [
  ...words.split(' ').filter((word) => word !== ''),
  field,
]

/** The row where most columns of the table meet, at least two; `told` are a profile's own words. */
export function findRecordHeader(
  table: Table,
  of: RecordTable,
  told: Readonly<Record<string, string>> = {},
  headerRow?: number | undefined,
): RecordHeader | undefined {
  const fields = new Map<string, string>()
  for (const column of of.columns) {
    if (column.cellOf) continue
    for (const word of wordsOf(column)) fields.set(normalizeUnit(word), column.field)
  }
  for (const [word, field] of Object.entries(told)) fields.set(headerKey(word), field)
  const read = (row: number) => {
    const header = readHeader(table, row, fields)
    readLower(table, header, of, fields)
    return header
  }
  let best = headerRow === undefined ? undefined : read(headerRow - 1)
  const searched = best ? 0 : Math.min(table.rows.length, SEARCH_ROWS_MAX)
  for (let row = 0; row < searched; row += 1) {
    const header = read(row)
    if (header.places.size >= 2 && header.places.size > (best?.places.size ?? 0)) best = header
  }
  if (best) letStand(best, of)
  return best
}

/** 反映人 are the authors in a sheet that has no column of authors. */
function letStand({ places }: RecordHeader, of: RecordTable): void {
  for (const { field, standsFor } of of.columns) {
    const col = places.get(field)
    if (!standsFor || col === undefined || places.has(standsFor)) continue
    places.delete(field)
    places.set(standsFor, col)
  }
}

function readHeader(table: Table, row: number, fields: ReadonlyMap<string, string>): RecordHeader {
  const header: RecordHeader = {
    row,
    last: row,
    places: new Map(),
    groups: new Map(),
    words: new Map(),
    unknown: [],
    repeated: null,
  }
  for (let col = 0; col < (table.rows[row]?.length ?? 0); col += 1) {
    const word = cellText(table, row, col).trim()
    if (word === '') continue
    header.words.set(col, word)
    const field = fields.get(headerKey(word))
    const before = field === undefined ? undefined : header.places.get(field)
    if (field === undefined || field === 'ignore') header.unknown.push({ col, header: word })
    else if (before === undefined) header.places.set(field, col)
    else header.repeated ??= { first: cellRef(row, before), second: cellRef(row, col), word }
  }
  return header
}

/** A second level below: words that stand under nothing but words which reach over several columns. */
function readLower(
  table: Table,
  header: RecordHeader,
  of: RecordTable,
  fields: ReadonlyMap<string, string>,
): void {
  const row = header.row + 1
  const groups = groupsOver(table, header)
  const width = table.rows[row]?.length ?? 0
  const used = Array.from({ length: width }, (_, col) => col).filter(
    (col) => cellText(table, row, col).trim() !== '',
  )
  const under = (col: number) => groups.find(({ from, to }) => col >= from && col <= to)
  if (used.length < 2 || !used.every(under)) return
  // A title above a header reaches over columns as well, and knows none of them.
  if ([...header.places.values()].every(under)) return
  header.last = row
  for (const group of groups) {
    const subs = used
      .filter((col) => under(col) === group)
      .map((col) => ({ col, word: cellText(table, row, col).trim() }))
    if (subs.length > 0) readGroup(header, of, fields, group, subs)
  }
}

type Group = { from: number; to: number; word: string }

/** Words of the upper row with the columns that they reach over, where these are several. */
function groupsOver(table: Table, { row, words }: RecordHeader): Group[] {
  const starts = [...words.keys()].sort((a, b) => a - b)
  const width = Math.max(table.rows[row]?.length ?? 0, table.rows[row + 1]?.length ?? 0)
  return starts.flatMap((from, at) => {
    const to = (starts[at + 1] ?? width) - 1
    return to > from ? [{ from, to, word: words.get(from)! }] : []
  })
}

function readGroup(
  header: RecordHeader,
  of: RecordTable,
  fields: ReadonlyMap<string, string>,
  { from, word }: Group,
  subs: readonly SubColumn[],
): void {
  const whole = fields.get(headerKey(word))
  if (whole !== undefined && header.places.get(whole) === from) header.places.delete(whole)
  header.unknown = header.unknown.filter(({ col }) => col !== from)
  for (const sub of subs) header.words.set(sub.col, `${word} / ${sub.word}`)
  const column = of.columns.find(({ field }) => field === whole)
  if (column && canBeGroup(column.read, subs)) {
    header.places.set(column.field, subs[0]!.col)
    header.groups.set(column.field, [...subs])
    return
  }
  for (const sub of subs) {
    const field = fields.get(headerKey(word + sub.word)) ?? fields.get(headerKey(sub.word))
    if (field && field !== 'ignore' && !header.places.has(field)) header.places.set(field, sub.col)
    else
      header.unknown.push({
        col: sub.col,
        header: `${word} / ${sub.word}`,
        ...(whole === undefined ? {} : { part: true }),
      })
  }
}

/** Columns that the sheet must have and has not, each as the words of one that would do. */
export function missingColumns(header: RecordHeader, of: RecordTable): string[] {
  const has = (field: string) => header.places.has(field)
  const single = of.columns.filter((column) => column.required && !column.cellOf && !has(column.field))
  const groups = (of.oneOf ?? []).filter((group) => !group.some(has))
  return [
    ...single.map(nameOf),
    ...groups.map((group) => group.map((field) => columnName(of, field)).join('/')),
  ]
}

/** How a column is called among people: its first word. */
export const nameOf = (column: RecordColumn): string => wordsOf(column)[0]!

export const columnName = (of: RecordTable, field: string): string => {
  const column = of.columns.find((one) => one.field === field)
  return column ? nameOf(column) : field
}
