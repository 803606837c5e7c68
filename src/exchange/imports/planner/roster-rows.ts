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
import { ROSTER_NEEDS, type RosterField, type RosterHeader } from './roster-columns.ts'
import {
  BAD_DAY,
  BAD_PHONE,
  ENDS_EARLY,
  MARKED_NAME,
  NOT_A_NAME,
  REQUIRED,
  SEXES,
  strangeBracket,
} from './roster-texts.ts'
import { cellKind, cellRef, cellText, columnName, mergedText, type Table } from './table.ts'
import { normalizeNumber } from './world.ts'

/** What a row says of a member; a field that is not stated is missing. Offices are split, days are YYYY-MM-DD. */
export type RosterValues = Partial<Record<Exclude<RosterField, 'offices'>, string>> & { offices?: string[] }

export type RosterResult = 'new' | 'update' | 'same' | 'duplicate_in_file' | 'conflict' | 'invalid' | 'skip'

export type RosterError = {
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

/** Reads a row's fields and tells every cell that is wrong; `sectors` are the words of those that are known. */
export function readRow(
  table: Table,
  header: RosterHeader,
  at: number,
  sectors: readonly string[],
): RosterRow {
  const row: RosterRow = {
    table: table.name,
    row: at + 1,
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
  for (const [field, col] of header.columns) readField(row, table, header, at, field, col)
  const { brackets } = splitName(cellText(table, at, header.columns.get('name') ?? -1))
  const strange = brackets.find((word) => !belongs(word, row.values, sectors))
  if (strange) row.errors.push(errorAt(table, header, at, 'name', 'bracket_unknown', strangeBracket(strange)))
  const { validFrom, validTo } = row.values
  if (validFrom && validTo && validFrom > validTo) {
    row.errors.push(errorAt(table, header, at, 'validTo', 'ends_before_it_begins', ENDS_EARLY))
  }
  return row
}

function readField(
  row: RosterRow,
  table: Table,
  header: RosterHeader,
  at: number,
  field: RosterField,
  col: number,
): void {
  const text = (
    field === 'sector' || field === 'committee' || field === 'group'
      ? mergedText(table, at, col)
      : cellText(table, at, col)
  ).trim()
  const fail = (code: string, message: Text) =>
    row.errors.push(errorAt(table, header, at, field, code, message))
  if (isBlankText(text)) {
    if (ROSTER_NEEDS.includes(field)) fail('required', REQUIRED)
    return
  }
  if (field === 'offices')
    row.values.offices = text
      .normalize('NFKC')
      .split(/[\s,、;]+/)
      .filter((word) => word !== '')
  else if (field === 'memberNo') row.values.memberNo = normalizeNumber(text)
  else if (field === 'name') {
    row.values.name = tidyName(withoutBrackets(text))
    if (isMarked(text)) fail('marked_name', MARKED_NAME)
    else if (!looksLikeName(text)) fail('not_a_name', NOT_A_NAME)
  } else if (field === 'sex') {
    row.values.sex = text
    if (!/^(男|女)$/.test(text)) fail('unknown_value', SEXES)
  } else if (field === 'phone') {
    const [phone, ...others] = normalizeMobile(text)
    if (phone && others.length === 0) row.values.phone = phone
    else fail('bad_phone', BAD_PHONE)
  } else if (field === 'validFrom' || field === 'validTo') {
    const day = parseDayCell(text, cellKind(table, at, col), table.date1904, NO_YEAR)
    if (day.day && !day.to) row.values[field] = day.day
    else fail('bad_date', BAD_DAY)
  } else row.values[field] = text
}

/** What is said in brackets behind a name is no part of it: sex, ethnic group, party, sector, unit or number. */
function belongs(word: string, values: RosterValues, sectors: readonly string[]): boolean {
  const { sex, sector = '', unit = '', post = '', memberNo } = values
  if (isNameSuffix(word)) return !/[男女]/.test(word) || !sex || word.includes(sex)
  if (isParty(word) || normalizeNumber(word) === memberNo) return true
  const known = [...sectors, sector].map(normalizeSector)
  if (known.includes(normalizeSector(word))) return true
  const key = normalizeUnit(word)
  return key.length > 1 && normalizeUnit(unit + post).includes(key)
}

function tidyName(text: string): string {
  return /\p{Script=Han}/u.test(text) ? text.replace(/[\s\u200b]+/g, '') : text.replace(/\s+/g, ' ')
}

function errorAt(
  table: Table,
  header: RosterHeader,
  at: number,
  field: RosterField,
  code: string,
  message: Text,
): RosterError {
  const col = header.columns.get(field) ?? 0
  return {
    field,
    ref: cellRef(at, col),
    column: columnName(col),
    header: cellText(table, header.row, col).trim(),
    value: cellText(table, at, col),
    code,
    message,
  }
}
