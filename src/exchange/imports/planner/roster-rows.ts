import { NO_YEAR, parseDayCell } from './dates.ts'
import {
  isBlankText,
  isMarked,
  isNameSuffix,
  isParty,
  looksLikeName,
  normalizeMobile,
  normalizeSector,
  normalizeUnit,
  splitName,
  withoutBrackets,
} from './names.ts'
import type { Text } from './plan-types.ts'
import {
  ROSTER_NEEDS,
  type RosterBlock,
  type RosterColumn,
  type RosterField,
  type RosterHeader,
  type RosterValues,
} from './roster-columns.ts'
import {
  BAD_DAY,
  BAD_PHONE,
  DAY_MISSING,
  ENDS_EARLY,
  MANY_POLITICS,
  MARKED_NAME,
  MOBILE_LENGTH,
  NOT_A_NAME,
  POLITICS_MAX,
  REQUIRED,
  SEXES,
  strangeBracket,
} from './roster-texts.ts'
import { bodyNamed, officeNamed, type RosterIndex } from './roster-world.ts'
import {
  type CellKind,
  cellKind,
  cellRef,
  cellText,
  columnName,
  DATE_CELL,
  mergedText,
  type Table,
} from './table.ts'
import { normalizeNumber } from './world.ts'

export type RosterResult = 'new' | 'update' | 'same' | 'duplicate_in_file' | 'conflict' | 'invalid' | 'skip'

type RosterError = {
  field: RosterField
  ref: string
  column: string
  header: string
  value: string
  code: string
  message: Text
}

export type RosterRow = {
  table: string
  row: number
  /** Where its block begins, counted from 0; the first block of a sheet begins at 0. */
  col: number
  result: RosterResult
  memberId: string | null
  memberNo: string | null
  version: number | null
  values: RosterValues
  changes: { field: RosterField; from: string | null; to: string }[]
  errors: RosterError[]
  /** The other row of the file with the same number. */
  otherRow: number | null
  decisionId: string | null
}

/** A row, and of a block beside the first its column: how outcomes of it are kept. */
export const rosterPlace = ({ table, row, col }: Pick<RosterRow, 'table' | 'row' | 'col'>): string =>
  `${table}!${row}${col === 0 ? '' : `.${columnName(col)}`}`

/** One block of one row, counted from 0. */
export type RosterPlace = { table: Table; header: RosterHeader; block: RosterBlock; at: number }

/** Reads a row's fields and tells every cell that is wrong. */
export function readRow(place: RosterPlace, col: number, index: RosterIndex): RosterRow {
  const { table, block, at } = place
  const row: RosterRow = {
    table: table.name,
    row: at + 1,
    col,
    result: 'new',
    memberId: null,
    memberNo: null,
    version: null,
    values: {},
    changes: [],
    errors: [],
    otherRow: null,
    decisionId: null,
  }
  for (const column of block.keys()) readField(row, place, column, index)
  const { brackets } = splitName(cellText(table, at, block.get('name') ?? -1))
  const strange = brackets.find((word) => !belongs(word, row.values, index))
  if (strange) row.errors.push(errorAt(place, 'name', 'bracket_unknown', strangeBracket(strange)))
  const { validFrom, validTo } = row.values
  if (validFrom && validTo && validFrom > validTo) {
    row.errors.push(errorAt(place, 'validTo', 'ends_before_it_begins', ENDS_EARLY))
  }
  return row
}

function readField(row: RosterRow, place: RosterPlace, column: RosterColumn, index: RosterIndex): void {
  const { table, block, at } = place
  const { values } = row
  const col = block.get(column)!
  const isBody = column === 'sector' || column === 'committee' || column === 'group'
  const text = (isBody ? mergedText(table, at, col) : cellText(table, at, col)).trim()
  const fail = (code: string, message: Text) => row.errors.push(errorAt(place, column, code, message))
  if (isBlankText(text)) {
    if (column !== 'unitPost' && ROSTER_NEEDS.includes(column)) fail('required', REQUIRED)
    return
  }
  if (isBody) values[column] = bodyNamed(index, column, text)
  else if (column === 'offices')
    values.offices = wordsOf(text.normalize('NFKC')).map((word) => officeNamed(index, word))
  else if (column === 'politics') {
    const words = wordsOf(text)
    values.politics = words.join('、')
    if (words.length > POLITICS_MAX) fail('too_many', MANY_POLITICS)
  } else if (column === 'memberNo') values.memberNo = normalizeNumber(text)
  else if (column === 'name') {
    values.name = tidyName(withoutBrackets(text))
    if (isMarked(text)) fail('marked_name', MARKED_NAME)
    else if (!looksLikeName(text)) fail('not_a_name', NOT_A_NAME)
  } else if (column === 'sex') {
    values.sex = text
    if (!/^(男|女)$/.test(text)) fail('unknown_value', SEXES)
  } else if (column === 'phone') {
    const [phone, ...others] = normalizeMobile(text)
    if (!phone || others.length > 0) fail('bad_phone', BAD_PHONE)
    else if (PHONE.test(phone)) values.phone = phone
    else fail('bad_phone', phone.startsWith('1') ? MOBILE_LENGTH(phone.length) : BAD_PHONE)
  } else if (column === 'validFrom' || column === 'validTo') {
    const kind = cellKind(table, at, col)
    const day = parseDayCell(text, kind, table.date1904, NO_YEAR)
    if (lacksDay(text, kind)) fail('day_missing', DAY_MISSING)
    else if (day.day && !day.to) values[column] = day.day
    else fail('bad_date', BAD_DAY)
  } else values[column] = text
}

/** A mobile, a line with its area code or a foreign one, a line without. */
const PHONE = /^(1\d{10}|0\d{8,14}|[2-9]\d{6,10})$/

const wordsOf = (text: string): string[] => text.split(/[\s,，、;；]+/).filter((word) => word !== '')

/** 2019年7月, 2017.2, 2019年. */
const lacksDay = (text: string, kind: CellKind): boolean =>
  kind !== DATE_CELL &&
  /^(19|20|二[〇零○]|一九)[\d〇零○一二三四五六七八九]{2}\s*(年?|[年./-]\s*(0?[1-9]|1[0-2]|[一二三四五六七八九]|十[一二]?)\s*月?份?)$/.test(
    text.normalize('NFKC'),
  )

/** What is said in brackets behind a name is no part of it: sex, ethnic group, party, sector, unit or number. */
function belongs(word: string, values: RosterValues, { world }: RosterIndex): boolean {
  const { sex, sector = '', unit = '', post = '', memberNo } = values
  if (isNameSuffix(word)) return !/[男女]/.test(word) || !sex || word.includes(sex)
  if (isParty(word) || normalizeNumber(word) === memberNo) return true
  const known = [sector, ...world.known.sectors.flatMap(({ name, aliases }) => [name, ...aliases])].map(
    normalizeSector,
  )
  if (known.includes(normalizeSector(word))) return true
  const key = normalizeUnit(word)
  return key.length > 1 && normalizeUnit((values.unitPost ?? '') + unit + post).includes(key)
}

function tidyName(text: string): string {
  return /\p{Script=Han}/u.test(text) ? text.replace(/[\s\u200b]+/g, '') : text.replace(/\s+/g, ' ')
}

function errorAt(
  { table, header, block, at }: RosterPlace,
  column: RosterColumn,
  code: string,
  message: Text,
): RosterError {
  const col = block.get(column) ?? 0
  return {
    field: column === 'unitPost' ? 'unit' : column,
    ref: cellRef(at, col),
    column: columnName(col),
    header: header.words.get(col) ?? '',
    value: cellText(table, at, col),
    code,
    message,
  }
}
