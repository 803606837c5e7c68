import { dayInZone, isDay } from '../core/days.ts'
import { isKeyOf } from '../core/records.ts'
import { textIn } from '../core/text-in.ts'
import type { AnyRow } from './any-row.ts'
import { keyIn } from './digests.ts'
import { encode } from './encoding.ts'
import { fromNamed, type NamedMatch, type Scope } from './from.ts'
import { type Lists, takeLists } from './list-history.ts'
import { deleteNamed, insertStored, updateNamed } from './plain.ts'
import type { Tx } from './storage.ts'
import { definitionOf, type Row, type TableName } from './tables.ts'

/**
 * The one way in which records change: every function here writes the row, keeps what it said before as a row
 * version, and adds one event to the committee's chain, in the open transaction.
 */

/** Values of these columns never enter the event log as they are. */
export const PERSONAL: Partial<Record<TableName, readonly string[]>> = {
  members: ['phone', 'birthDate', 'note'],
  leaveRequests: ['leaveType', 'reason', 'decisionNote'],
  exemptions: ['reason', 'note'],
  // What a plan says of a sheet quotes its cells.
  imports: ['summary', 'decisions', 'answers'],
  changeRequests: ['fields', 'note'],
  attendance: ['note', 'leaveType'],
  instructions: ['summary'],
  recognitions: ['reason'],
  assessments: ['reason'],
  attachments: ['name'],
  corrections: ['request'],
  appeals: ['reason', 'decision'],
  reportVerifications: ['note'],
  dutyReports: ['text', 'note'],
  users: ['passwordHash', 'codeHash'],
  apiKeys: ['keyHash'],
  calendarLinks: ['tokenHash'],
}
const BOOKKEEPING = new Set(['version', 'seq', 'createdAt', 'updatedAt', 'deletedAt', 'committeeId'])

/** What accompanies a change into the event log. */
export interface Note {
  type: string
  members?: readonly string[] | 'all'
  ownerOrganizationId?: string | null
  /** Since when, where no column of the record says it, and why it is what it is now: kept with its state. */
  on?: string | undefined
  reason?: string | undefined
  /** What hangs on the row in tables of its own, such as the signers of a proposal, as the log tells it. */
  children?: { before: Record<string, unknown>; after: Record<string, unknown> }
}

type Bookkeeping = 'committeeId' | 'version' | 'seq' | 'createdAt' | 'updatedAt' | 'deletedAt'
type NewRow<N extends TableName> = Omit<Row<N>, Bookkeeping>

export async function insertRow<N extends TableName>(
  tx: Tx,
  name: N,
  values: NewRow<N>,
  note: Note,
): Promise<Row<N>> {
  const { columns } = definitionOf(name)
  const row: AnyRow = { committeeId: tx.committeeId, ...values, version: 1 }
  if (columns.createdAt) row.createdAt = tx.at
  if (columns.updatedAt) row.updatedAt = tx.at
  if (columns.deletedAt) row.deletedAt = null
  const stored = encode(name, row)
  row.seq = await emitFor(tx, name, row, stored, note, { after: visible(name, row) })
  await insertStored(tx, name, { ...stored, seq: row.seq })
  await keepStates(tx, name, {}, row, note)
  return row as Row<N>
}

/** Changes a row; equal values change nothing: no version, no event. Answers the row as it is now. */
export const changeRow = <N extends TableName>(
  tx: Tx,
  name: N,
  before: Row<N>,
  patch: Partial<Row<N>>,
  note: Note,
): Promise<Row<N>> => changeNamed(tx, name, before, patch, note)

/** The same of columns that data names and not the program. */
async function changeNamed<N extends TableName>(
  tx: Tx,
  name: N,
  before: Row<N>,
  patch: object,
  note: Note,
): Promise<Row<N>> {
  const old: AnyRow = before
  const changed = Object.entries(patch).filter(
    ([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(old[key]),
  )
  const lists = takeLists(tx, name, keyIn(name, old))
  if (changed.length === 0 && !note.children && !lists) return before
  const set: Partial<AnyRow> = Object.fromEntries(changed)
  set.version = Number(old.version) + 1
  if (definitionOf(name).columns.updatedAt) set.updatedAt = tx.at
  const after: AnyRow = { ...old, ...set }
  const keys = changed.map(([key]) => key)
  const seq = await emitFor(tx, name, after, encode(name, after), note, {
    before: { ...visible(name, pick(old, keys)), ...note.children?.before },
    after: { ...visible(name, pick(after, keys)), ...note.children?.after },
  })
  await keepVersion(tx, name, old, seq, lists)
  set.seq = seq
  await updateNamed(tx, name, keyOf(name, old), set)
  await keepStates(tx, name, old, { ...after, seq }, note)
  return { ...after, seq } as Row<N>
}

/** Leaves a tombstone, so that systems that mirror us can drop their copy; `freed` are keys that it gives back. */
export async function withdrawRow<N extends TableName>(
  tx: Tx,
  name: N,
  before: Row<N>,
  note: Note,
  freed: Partial<Row<N>> = {},
): Promise<Row<N>> {
  return changeNamed(tx, name, before, { ...freed, deletedAt: tx.at }, note)
}

/** What a state is from now on, and from which day; of a table that keeps them. */
async function keepStates(
  tx: Tx,
  name: TableName,
  before: Readonly<Partial<AnyRow>>,
  after: Readonly<AnyRow>,
  { on, reason }: Note,
): Promise<void> {
  const today = dayInZone(new Date(tx.at))
  for (const [field, days] of Object.entries(definitionOf(name).states)) {
    const value = textIn(after, field)
    if (value === textIn(before, field)) continue
    const stated = value !== null && isDay(value) ? value : textIn(after, days[value ?? ''] ?? '')
    await insertStored(tx, 'recordStates', {
      committeeId: after.committeeId,
      resource: name,
      recordId: after.id,
      field,
      seq: after.seq,
      value,
      day: on ?? stated ?? today,
      since: stated ?? on ?? today,
      reason: reason ?? null,
    })
  }
}

async function keepVersion(
  tx: Tx,
  name: TableName,
  old: Readonly<AnyRow>,
  toSeq: number,
  lists?: Lists,
): Promise<void> {
  await insertStored(tx, 'rowVersions', {
    committeeId: tx.committeeId,
    resource: name,
    rowKey: keyIn(name, old),
    version: Number(old.version),
    fromSeq: Number(old.seq),
    toSeq,
    row: JSON.stringify(lists ? { ...old, lists } : old),
  })
}

/** Takes rows away whose key says all of them, such as a name on a list; what they said is kept as a version. */
export async function removeKeyed(
  tx: Tx,
  name: TableName,
  rows: readonly AnyRow[],
  toSeq: number,
): Promise<void> {
  for (const row of rows) {
    await keepVersion(tx, name, row, toSeq)
    await deleteNamed(tx, name, keyOf(name, row))
  }
}

/** The newest version that was kept of each key, for rows that come again under a key that was given up. */
export async function lastVersions(
  tx: Tx,
  name: TableName,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const last = new Map<string, number>()
  for (let from = 0; from < keys.length; from += KEYS_PER_QUERY) {
    const chunk = keys.slice(from, from + KEYS_PER_QUERY)
    const rows = await tx.query<{ rowKey: string; version: number }>(
      `select row_key, max(version) as version from row_versions
        where committee_id = ? and resource = ? and row_key in (${chunk.map(() => '?').join(', ')}) group by row_key`,
      [tx.committeeId, name, ...chunk],
    )
    for (const { rowKey, version } of rows) last.set(rowKey, Number(version))
  }
  return last
}

const KEYS_PER_QUERY = 200

/** The columns that tell a row from the others of its committee. */
const keyOf = (name: TableName, row: Readonly<AnyRow>): NamedMatch => pick(row, definitionOf(name).key)

function emitFor(
  tx: Tx,
  name: TableName,
  row: Readonly<AnyRow>,
  stored: Readonly<AnyRow>,
  note: Note,
  data: unknown,
) {
  return tx.emit({
    type: note.type,
    subjectType: name,
    subjectId: keyIn(name, row),
    subjectVersion: Number(row.version),
    ...(note.members ? { members: note.members } : {}),
    ownerOrganizationId: note.ownerOrganizationId ?? row.ownerOrganizationId ?? null,
    data,
    wrote: { table: name, rows: [stored] },
  })
}

const pick = (row: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, row[key]]))

/** The values of a row as the log may keep them. */
function visible(name: TableName, row: Record<string, unknown>): Record<string, unknown> {
  const personal = PERSONAL[name] ?? []
  const shown: Record<string, unknown> = {}
  for (const key of Object.keys(row)) {
    const value = row[key]
    if (BOOKKEEPING.has(key) || value === undefined) continue
    shown[key] = value !== null && personal.includes(key) ? '***' : value
  }
  return shown
}

/** The data of an event as those may see it who see no personal values; what was written before they were masked, too. */
export function withoutPersonal(subjectType: string, data: unknown): unknown {
  const personal = isKeyOf(PERSONAL, subjectType) ? PERSONAL[subjectType] : undefined
  if (!personal || data === null || typeof data !== 'object') return data
  const hidden: Record<string, unknown> = { ...data }
  for (const part of ['before', 'after']) {
    const values = hidden[part]
    if (!values) continue
    const masked = Object.entries(values).map(([key, value]) => [
      key,
      value !== null && personal.includes(key) ? '***' : value,
    ])
    hidden[part] = Object.fromEntries(masked)
  }
  return hidden
}

/** One row by its id, tombstones included. */
export const findRow = <N extends TableName>(
  scope: Scope,
  name: N,
  id: string,
): Promise<Row<N> | undefined> => fromNamed(scope, name, { id }).first()

/** Whether a standing row of a table names this id in a column. */
export const isNamed = (scope: Scope, table: TableName, column: string, id: string): Promise<boolean> =>
  fromNamed(scope, table, { [column]: id, deletedAt: null }).exists()
