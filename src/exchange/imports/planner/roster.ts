import type { Answers, Decision } from '../../../core/import-questions.ts'
import { smallest } from '../../../core/long-lists.ts'
import type { Reading } from './containers/read.ts'
import { ask, type DecisionList } from './decisions.ts'
import { findIdCards } from './detect.ts'
import { looksLikeName, normalizeName, normalizeUnit } from './names.ts'
import { isOurs } from './own-sheets.ts'
import type { PlanWarning, RefusedPlan, Text } from './plan-types.ts'
import { changesOf, readUnitAndPost, sameValues } from './roster-changes.ts'
import { findRosterHeader, type RosterBlock, type RosterColumn, type RosterHeader } from './roster-columns.ts'
import { type MobileRows, personOf, rowsByMobile } from './roster-person.ts'
import { type RosterPlace, type RosterResult, type RosterRow, readRow } from './roster-rows.ts'
import { BLOCK_WITHOUT_NUMBERS, IDS, NO_HEADER, NO_NUMBERS } from './roster-texts.ts'
import { type IgnoredRow, rosterWarnings } from './roster-warnings.ts'
import {
  indexRoster,
  memberOfNumber,
  type RosterIndex,
  type RosterMember,
  type RosterWorld,
} from './roster-world.ts'
import { cellRef, cellText, columnName, isBlankRow, type Table } from './table.ts'

export type RosterPlan = {
  verdict: 'import'
  kind: 'roster'
  table: string
  /** The lowest row of the header, and all of them. */
  headerRow: number
  headerRows: number[]
  columns: { col: string; field: RosterColumn; header: string }[]
  ignoredRows: IgnoredRow[]
  rows: RosterRow[]
  /** Sectors, committees and groups that the file names and the committee does not know yet. */
  newNames: { sectors: string[]; committees: string[]; groups: string[] }
  decisions: Decision[]
  warnings: PlanWarning[]
  counts: Record<RosterResult, number>
}

export type RosterOptions = { columns?: Readonly<Record<string, RosterColumn | 'ignore'>>; answers?: Answers }

/**
 * Plans a roster: every row by its member number. A blank cell states nothing and erases nothing; a number that is
 * stored under another name is a question, and so is a mobile, or unit and sector, of another member. Refuses ID-card
 * numbers, a missing header and a missing number column.
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
  const tables = reading.tables.filter(
    (table) => !isOurs(table) && table.rows.some((_, row) => !isBlankRow(table, row)),
  )
  const found = tables.map((table) => ({
    table,
    header: table.hidden ? undefined : findRosterHeader(table, options.columns),
  }))
  const read = found.find(({ header }) => header !== undefined)
  if (!read?.header) return refuse('header_not_found', NO_HEADER)
  const { table, header } = read
  if (!header.blocks[0]!.has('memberNo')) return refuse('columns_missing', NO_NUMBERS)
  const bare = header.blocks.find((block) => !block.has('memberNo'))
  if (bare) {
    const ref = cellRef(header.rows.at(-1)!, smallest(bare.values()))
    return refuse('columns_missing', BLOCK_WITHOUT_NUMBERS(ref))
  }
  const others = found.flatMap((one) =>
    one === read ? [] : [{ name: one.table.name, isRoster: one.header !== undefined }],
  )
  return planTable(table, header, { world, answers: options.answers ?? {}, others })
}

/** A row that was read, and how it is asked about. */
type Read = { row: RosterRow; place: RosterPlace; id: string; ref: string }

type Judging = {
  index: RosterIndex
  mobiles: MobileRows
  byNumber: Map<string, RosterRow>
  /** Members by the row that speaks of them, as they stand. */
  held: Map<RosterRow, RosterMember>
  /** Cells whose unit and post cannot be told apart. */
  unsplit: string[]
  decisions: DecisionList
}

function planTable(
  table: Table,
  header: RosterHeader,
  about: { world: RosterWorld; answers: Answers; others: { name: string; isRoster: boolean }[] },
): RosterPlan {
  const { world, answers, others } = about
  const index = indexRoster(world)
  const { read, ignoredRows } = readRows(table, header, index)
  const rows = read.map(({ row }) => row)
  const how: Judging = {
    index,
    mobiles: rowsByMobile(rows, index),
    byNumber: new Map(),
    held: new Map(),
    unsplit: [],
    decisions: { byId: new Map(), answers },
  }
  for (const one of read) judge(one, how)
  const counts = { new: 0, update: 0, same: 0, duplicate_in_file: 0, conflict: 0, invalid: 0, skip: 0 }
  for (const row of rows) counts[row.result] += 1
  return {
    verdict: 'import',
    kind: 'roster',
    table: table.name,
    headerRow: header.rows.at(-1)! + 1,
    headerRows: header.rows.map((row) => row + 1),
    columns: header.blocks.flatMap((block) =>
      [...block].map(([field, col]) => ({
        col: columnName(col),
        field,
        header: header.words.get(col) ?? '',
      })),
    ),
    ignoredRows,
    rows,
    newNames: newNames(rows, world),
    decisions: [...how.decisions.byId.values()],
    warnings: rosterWarnings({
      table: table.name,
      header,
      others,
      ignoredRows,
      read,
      held: how.held,
      unsplit: how.unsplit,
      offices: world.known.offices,
    }),
    counts,
  }
}

function readRows(table: Table, header: RosterHeader, index: RosterIndex) {
  const read: Read[] = []
  const ignoredRows: IgnoredRow[] = []
  for (let at = header.rows.at(-1)! + 1; at < table.rows.length; at += 1) {
    if (isBlankRow(table, at) || isNumberedOnly(table, at, header)) continue
    const blocks = header.blocks.filter((block) => saysAnything(table, at, block))
    if (blocks.length === 0 || isFooter(table, at, blocks)) {
      const col = table.rows[at]!.findIndex((text) => text.trim() !== '')
      ignoredRows.push({ row: at + 1, ref: cellRef(at, col), raw: cellText(table, at, col) })
      continue
    }
    for (const block of blocks) {
      const place = { table, header, block, at }
      const beside = block === header.blocks[0] ? 0 : smallest(block.values())
      read.push({
        row: readRow(place, beside, index),
        place,
        id: `roster:${table.name}:${at + 1}${beside === 0 ? '' : `.${columnName(beside)}`}`,
        ref: `${table.name}!${cellRef(at, block.get('memberNo')!)}`,
      })
    }
  }
  return { read, ignoredRows }
}

const saysAnything = (table: Table, at: number, block: RosterBlock): boolean =>
  block.values().some((col) => cellText(table, at, col).trim() !== '')

/** Rows that were numbered beforehand and never filled in. */
const isNumberedOnly = (table: Table, at: number, { blocks, unknown, words }: RosterHeader): boolean =>
  table.rows[at]!.every(
    (text, col) =>
      text.trim() === '' ||
      (/^\d+$/.test(text.trim()) &&
        words.has(col) &&
        !unknown.some((one) => one.col === col) &&
        !blocks.some((block) => block.values().some((taken) => taken === col))),
  )

/** Totals, remarks and headings name nobody. */
function isFooter(table: Table, at: number, blocks: readonly RosterBlock[]): boolean {
  const used = (table.rows[at] ?? []).filter((text) => text.trim() !== '')
  const first = used[0]?.replace(/\s+/g, '') ?? ''
  if (/^(合计|小计|总计|共计|填表|填报|制表|审核|注[:：]|备注[:：]|说明[:：]|示例|例如|例[:：])/.test(first))
    return true
  if (used.length > 1) return false
  // A heading may lie over the column of numbers or of names: it is no number and no name.
  const name = blocks.map((block) => cellText(table, at, block.get('name')!)).join('')
  const number = blocks.map((block) => cellText(table, at, block.get('memberNo')!)).join('')
  return !(looksLikeName(name) || /^[\w\s-]+$/.test(number.normalize('NFKC')))
}

function judge({ row, place, id, ref }: Read, how: Judging): void {
  if (row.errors.length > 0) row.result = 'invalid'
  const { memberNo: number, name } = row.values
  if (!number || !name) return
  const person = row.result === 'invalid' ? undefined : personOf(row, { ref, id: `${id}:who` }, how)
  const holder = memberOfNumber(how.index, number, name)
  if (person && person.state !== 'known') {
    row.memberNo = holder?.memberNo ?? number
    row.decisionId = person.decisionId
    row.result = person.state === 'skip' ? 'skip' : 'conflict'
    // A second row of the number waits until it is known whom this one means.
    if (person.state === 'open' && !how.byNumber.has(row.memberNo)) how.byNumber.set(row.memberNo, row)
    return
  }
  const stored = person ? person.member : holder
  const memberNo = stored?.memberNo ?? number
  row.memberNo = memberNo
  row.values.memberNo = memberNo
  if (stored) how.held.set(row, stored)
  if (!readUnitAndPost(row.values, stored?.values) && row.result !== 'invalid')
    how.unsplit.push(cellRef(place.at, place.block.get('unitPost')!))
  const earlier = how.byNumber.get(memberNo)
  if (earlier) {
    row.otherRow = earlier.row
    earlier.otherRow ??= row.row
    if (row.result !== 'invalid')
      row.result = sameValues(earlier.values, row.values) ? 'duplicate_in_file' : 'conflict'
    if (row.result === 'conflict')
      askConflict({ row, id, ref }, how, `第 ${earlier.row} 行`, `row ${earlier.row}`)
    return
  }
  how.byNumber.set(memberNo, row)
  if (!stored || row.result === 'invalid') return
  takeOver(row, stored, how)
  if (normalizeName(stored.values.name ?? '') === normalizeName(name)) return
  const was = stored.values.name ?? ''
  askConflict({ row, id, ref }, how, `名册上的“${was}”`, `“${was}” on the roster`)
}

function takeOver(row: RosterRow, stored: RosterMember, { index }: Judging): void {
  row.memberId = stored.id
  row.version = stored.version
  row.changes = changesOf(stored.values, row.values, index.world.known.offices)
  row.result = row.changes.length > 0 ? 'update' : 'same'
}

function askConflict(
  { row, id, ref }: Pick<Read, 'row' | 'id' | 'ref'>,
  how: Judging,
  zh: string,
  en: string,
): void {
  const answer = ask(how.decisions, id, ref, () => ({
    kind: 'conflict',
    // Each row is a person of its own: no two are answered together.
    group: id,
    candidates: row.memberId ? [{ memberId: row.memberId, memberNo: row.memberNo ?? '' }] : [],
    choices: ['keep', 'overwrite'],
    question: {
      zh: `编号 ${row.memberNo} 的这一行（${row.values.name}）与${zh}不一致。保留原来的，还是以这一行为准？`,
      en: `This row of number ${row.memberNo} (${row.values.name}) differs from ${en}. Keep what was there, or take this row?`,
    },
    evidence: {
      memberNo: row.memberNo,
      name: row.values.name,
      changes: row.changes,
      otherRow: row.otherRow,
    },
  }))
  row.decisionId = id
  if (!answer) row.result = 'conflict'
  else if (answer.choice === 'keep') row.result = 'skip'
  else takeRow(row, how)
}

function takeRow(row: RosterRow, how: Judging): void {
  const earlier = row.otherRow === null ? undefined : how.byNumber.get(row.memberNo ?? '')
  if (!earlier || earlier === row) return
  const stored = how.held.get(row)
  row.result = 'new'
  if (stored) takeOver(row, stored, how)
  earlier.result = 'skip'
  how.byNumber.set(row.memberNo ?? '', row)
}

function newNames(rows: readonly RosterRow[], world: RosterWorld): RosterPlan['newNames'] {
  const unknown = (field: 'sector' | 'committee' | 'group', known: RosterWorld['known']['sectors']) => {
    const names = new Set(known.flatMap(({ name, aliases }) => [name, ...aliases]).map(normalizeUnit))
    const found = rows.flatMap((row) => (row.result === 'invalid' ? [] : (row.values[field] ?? [])))
    return [...new Set(found)].filter((name) => !names.has(normalizeUnit(name)))
  }
  return {
    sectors: unknown('sector', world.known.sectors),
    committees: unknown('committee', world.known.committees),
    groups: unknown('group', world.known.groups),
  }
}

function refuse(
  code: 'id_card_numbers' | 'columns_missing' | 'header_not_found',
  message: Text,
): RefusedPlan {
  return { verdict: 'refuse', refusal: { code, message } }
}
