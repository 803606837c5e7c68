import type { Reading } from './containers/read.ts'
import { ask, type DecisionList } from './decisions.ts'
import { findIdCards } from './detect.ts'
import { normalizeName, normalizeUnit } from './names.ts'
import type { Answers, Decision, PlanWarning, RefusedPlan, Text } from './plan-types.ts'
import { findRosterHeader, ROSTER_FIELDS, type RosterField, type RosterHeader } from './roster-columns.ts'
import { type RosterResult, type RosterRow, type RosterValues, readRow } from './roster-rows.ts'
import { IDS, NO_HEADER, NO_NUMBERS } from './roster-texts.ts'
import { cellRef, cellText, columnName, isBlankRow, type Table } from './table.ts'
import { bareNumber, normalizeNumber } from './world.ts'

export type { RosterError, RosterResult, RosterRow, RosterValues } from './roster-rows.ts'

/** The members a roster is compared with. */
export type RosterWorld = {
  members: readonly { id: string; memberNo: string; version: number; values: RosterValues }[]
  /** Names and aliases the committee knows; a name outside them is listed as new, not refused. */
  known: { sectors: readonly string[]; committees: readonly string[]; groups: readonly string[] }
}

export type RosterPlan = {
  verdict: 'import'
  kind: 'roster'
  table: string
  headerRow: number
  columns: { col: string; field: RosterField; header: string }[]
  rows: RosterRow[]
  /** Sectors, committees and groups that the file names and the committee does not know yet. */
  newNames: { sectors: string[]; committees: string[]; groups: string[] }
  decisions: Decision[]
  warnings: PlanWarning[]
  counts: Record<RosterResult, number>
}

export type RosterOptions = { columns?: Readonly<Record<string, RosterField | 'ignore'>>; answers?: Answers }

/**
 * Plans a roster: every row by its member number. A blank cell states nothing and erases nothing; a number that
 * is stored under another name is a question. Refuses ID-card numbers, a missing header and a missing number column.
 */
export function planRoster(
  reading: Reading,
  world: RosterWorld,
  options: RosterOptions = {},
): RosterPlan | RefusedPlan {
  for (const table of reading.tables) {
    const ref = findIdCards(table)
    if (ref) return refuse('id_card_numbers', IDS(`${table.name}!${ref}`))
  }
  for (const table of reading.tables) {
    const header = table.hidden ? undefined : findRosterHeader(table, options.columns)
    if (!header) continue
    if (!header.columns.has('memberNo')) return refuse('columns_missing', NO_NUMBERS)
    return planTable(table, header, world, options.answers ?? {})
  }
  return refuse('header_not_found', NO_HEADER)
}

function planTable(table: Table, header: RosterHeader, world: RosterWorld, answers: Answers): RosterPlan {
  const decisions: DecisionList = { byId: new Map(), answers }
  const index = indexRoster(world)
  const rows: RosterRow[] = []
  const byNumber = new Map<string, RosterRow>()
  for (let at = header.row + 1; at < table.rows.length; at += 1) {
    if (isBlankRow(table, at) || isFooter(table, at, header)) continue
    const row = readRow(table, header, at, world.known.sectors)
    rows.push(row)
    judge(row, table, header, at, { index, byNumber, decisions })
  }
  const counts = { new: 0, update: 0, same: 0, duplicate_in_file: 0, conflict: 0, invalid: 0, skip: 0 }
  for (const row of rows) counts[row.result] += 1
  return {
    verdict: 'import',
    kind: 'roster',
    table: table.name,
    headerRow: header.row + 1,
    columns: [...header.columns].map(([field, col]) => ({
      col: columnName(col),
      field,
      header: cellText(table, header.row, col).trim(),
    })),
    rows,
    newNames: newNames(rows, world),
    decisions: [...decisions.byId.values()],
    warnings: header.unknown.map((one) => unknownColumn(table.name, header.row, one)),
    counts,
  }
}

type RosterMember = RosterWorld['members'][number]
type RosterIndex = { byNumber: Map<string, RosterMember>; byBare: Map<string, RosterMember[]> }

function indexRoster(world: RosterWorld): RosterIndex {
  const index: RosterIndex = { byNumber: new Map(), byBare: new Map() }
  for (const member of world.members) {
    const number = normalizeNumber(member.memberNo)
    index.byNumber.set(number, member)
    index.byBare.set(bareNumber(number), [...(index.byBare.get(bareNumber(number)) ?? []), member])
  }
  return index
}

// A number that lost its zeros names the member only if the name agrees.
function storedMember(index: RosterIndex, number: string, name: string): RosterMember | undefined {
  const exact = index.byNumber.get(number)
  if (exact) return exact
  const bare = index.byBare.get(bareNumber(number)) ?? []
  const agreeing = bare.filter((member) => normalizeName(member.values.name ?? '') === normalizeName(name))
  return agreeing.length === 1 ? agreeing[0] : undefined
}

type Judging = { index: RosterIndex; byNumber: Map<string, RosterRow>; decisions: DecisionList }

function judge(row: RosterRow, table: Table, header: RosterHeader, at: number, how: Judging): void {
  if (row.errors.length > 0) row.result = 'invalid'
  const { memberNo: number, name } = row.values
  if (!number || !name) return
  const stored = storedMember(how.index, number, name)
  const memberNo = stored?.memberNo ?? number
  row.memberNo = memberNo
  row.values.memberNo = memberNo
  const earlier = how.byNumber.get(memberNo)
  if (earlier) {
    row.otherRow = earlier.row
    earlier.otherRow ??= row.row
    if (row.result !== 'invalid')
      row.result = sameValues(earlier.values, row.values) ? 'duplicate_in_file' : 'conflict'
    if (row.result === 'conflict')
      askConflict(row, table, header, at, how, `第 ${earlier.row} 行`, `row ${earlier.row}`)
    return
  }
  how.byNumber.set(memberNo, row)
  if (!stored || row.result === 'invalid') return
  row.memberId = stored.id
  row.version = stored.version
  row.changes = changesOf(stored.values, row.values)
  row.result = row.changes.length > 0 ? 'update' : 'same'
  const renamed = normalizeName(stored.values.name ?? '') !== normalizeName(name)
  if (!renamed) return
  const was = stored.values.name ?? ''
  askConflict(row, table, header, at, how, `名册上的“${was}”`, `“${was}” on the roster`)
}

function askConflict(
  row: RosterRow,
  table: Table,
  header: RosterHeader,
  at: number,
  how: Judging,
  zh: string,
  en: string,
): void {
  const id = `roster:${table.name}:${row.row}`
  const ref = `${table.name}!${cellRef(at, header.columns.get('memberNo') ?? 0)}`
  const answer = ask(how.decisions, id, ref, () => ({
    kind: 'conflict',
    group: 'roster_conflict',
    candidates: row.memberId ? [{ memberId: row.memberId, memberNo: row.memberNo ?? '' }] : [],
    choices: ['keep', 'overwrite'],
    question: {
      zh: `编号 ${row.memberNo} 的这一行（${row.values.name}）与${zh}不一致。保留原来的，还是以这一行为准？`,
      en: `This row of number ${row.memberNo} (${row.values.name}) differs from ${en}. Keep what was there, or take this row?`,
    },
    evidence: { memberNo: row.memberNo, name: row.values.name, changes: row.changes, otherRow: row.otherRow },
  }))
  row.decisionId = id
  if (!answer) row.result = 'conflict'
  else if (answer.choice === 'keep') row.result = 'skip'
  else takeRow(row, how)
}

function takeRow(row: RosterRow, how: Judging): void {
  const earlier = row.otherRow === null ? undefined : how.byNumber.get(row.memberNo ?? '')
  if (!earlier || earlier === row) return
  row.memberId = earlier.memberId
  row.version = earlier.version
  const stored = how.index.byNumber.get(row.memberNo ?? '')
  row.changes = stored ? changesOf(stored.values, row.values) : []
  row.result = !stored ? 'new' : row.changes.length > 0 ? 'update' : 'same'
  earlier.result = 'skip'
  how.byNumber.set(row.memberNo ?? '', row)
}

function changesOf(stored: RosterValues, stated: RosterValues): RosterRow['changes'] {
  const changes: RosterRow['changes'] = []
  for (const field of ROSTER_FIELDS) {
    const to = shown(stated[field])
    const from = shown(stored[field])
    if (to === null || sameText(field, from, to)) continue
    changes.push({ field, from, to })
  }
  return changes
}

function sameValues(a: RosterValues, b: RosterValues): boolean {
  return ROSTER_FIELDS.every((field) => shown(a[field]) === shown(b[field]))
}

function sameText(field: RosterField, from: string | null, to: string): boolean {
  if (from === null) return false
  if (field === 'name') return normalizeName(from) === normalizeName(to)
  if (field === 'offices')
    return [...from.split(' ')].sort().join(' ') === [...to.split(' ')].sort().join(' ')
  return from.normalize('NFKC').trim() === to.normalize('NFKC').trim()
}

function shown(value: string | string[] | undefined): string | null {
  if (value === undefined) return null
  return typeof value === 'string' ? value : value.join(' ')
}

function newNames(rows: readonly RosterRow[], world: RosterWorld): RosterPlan['newNames'] {
  const unknown = (field: 'sector' | 'committee' | 'group', known: readonly string[]) => {
    const names = new Set(known.map(normalizeUnit))
    const found = rows.flatMap((row) => (row.result === 'invalid' ? [] : (row.values[field] ?? [])))
    return [...new Set(found)].filter((name) => !names.has(normalizeUnit(name)))
  }
  return {
    sectors: unknown('sector', world.known.sectors),
    committees: unknown('committee', world.known.committees),
    groups: unknown('group', world.known.groups),
  }
}

function isFooter(table: Table, at: number, header: RosterHeader): boolean {
  const first = (table.rows[at] ?? []).find((text) => text.trim() !== '')?.replace(/\s+/g, '') ?? ''
  if (/^(合计|小计|总计|共计|填表|填报|制表|审核|注[:：]|备注[:：]|说明[:：]|示例|例如|例[:：])/.test(first))
    return true
  const number = cellText(table, at, header.columns.get('memberNo') ?? 0).trim()
  const name = cellText(table, at, header.columns.get('name') ?? 0).trim()
  const used = (table.rows[at] ?? []).filter((text) => text.trim() !== '').length
  return number === '' && name === '' && used === 1
}

function unknownColumn(
  table: string,
  row: number,
  { col, header }: { col: number; header: string },
): PlanWarning {
  return {
    code: 'column_ignored',
    table,
    ref: cellRef(row, col),
    message: {
      zh: `“${header}”一列不在名册的范围内，未读取。`,
      en: `Column “${header}” is no part of a roster and is not read.`,
    },
    mustBeAccepted: false,
    detail: { header },
  }
}

function refuse(
  code: 'id_card_numbers' | 'columns_missing' | 'header_not_found',
  message: Text,
): RefusedPlan {
  return { verdict: 'refuse', refusal: { code, message } }
}
