import { append } from '../core/long-lists.ts'
import type { AnyRow } from './any-row.ts'
import { hangingVerified } from './audit-hanging.ts'
import { type RowFault, saltsFor } from './audit-reads.ts'
import type { ChainedEvent } from './chain.ts'
import { digestWith, keyIn, partsOf, subjectOf } from './digests.ts'
import { encode } from './encoding.ts'
import { from, fromNamed, inCommittee } from './from.ts'
import { snake } from './naming.ts'
import type { Reader } from './storage.ts'
import { definitionOf, TABLE_NAMES, type TableName } from './tables.ts'

/**
 * Rows against the events that wrote them: every row version is found again by the key that its event names, hashed and
 * compared; then rows are counted by event, so that one that no event wrote is seen as well.
 */

interface RowsVerified {
  rows: number
  /** Rows about people who were forgotten: their salt is gone, by an event of the log. */
  forgotten: number
  faults: RowFault[]
}

const KEYS_PER_QUERY = 100
/** Tables whose rows carry the event that wrote them, and keep what they said before. */
const VERSIONED = TABLE_NAMES.filter((name) => {
  const { columns } = definitionOf(name)
  return name !== 'rowVersions' && columns.version && columns.seq
})

interface Expected {
  event: ChainedEvent
  table: TableName
  keys: string[]
}

/** Compares the rows of some events of one committee; `erased` are subjects whose salt was erased by an event. */
export async function verifyRows(
  reader: Reader,
  events: readonly ChainedEvent[],
  erased: ReadonlySet<string>,
): Promise<RowsVerified> {
  const verified: RowsVerified = { rows: 0, forgotten: 0, faults: [] }
  const expected = events.flatMap((event): Expected[] =>
    event.digest === null ? [] : [{ event, table: partsOf(event.digest).table, keys: keysOf(event) }],
  )
  for (const [table, group] of Map.groupBy(expected, (entry) => entry.table)) {
    const { written, standing } = await writtenRows(reader, table, group)
    const newest = group.flatMap(({ event }) => (standing.has(event.seq) ? [event] : []))
    const { forgotten, faults } = await hangingVerified(reader, table, newest, erased)
    verified.forgotten += forgotten
    append(verified.faults, faults)
    const salts = await saltsFor(reader, [...written.values()].flat())
    for (const { event, keys } of group) {
      const rows = keys.flatMap((key) => written.get(`${event.seq} ${key}`) ?? [])
      verified.rows += rows.length
      const at = { committeeId: event.committeeId, seq: event.seq, table }
      const unsalted = rows.flatMap((row) => subjectOf(row) ?? []).filter((subject) => !salts.has(subject))
      if (rows.length === keys.length && unsalted.length > 0) {
        if (unsalted.every((subject) => erased.has(subject))) verified.forgotten += rows.length
        else verified.faults.push({ ...at, key: keys.length === 1 ? keys[0]! : null, reason: 'salt' })
        continue
      }
      if (rows.length === keys.length && digestWith({ table, rows }, salts) === partsOf(event.digest!).ofRows)
        continue
      const present = new Set(rows.map((row) => keyIn(table, row)))
      const missing = keys.filter((key) => !present.has(key))
      for (const key of missing) verified.faults.push({ ...at, key, reason: 'missing' })
      if (missing.length > 0) continue
      for (const key of changedIn(event, table, rows)) verified.faults.push({ ...at, key, reason: 'changed' })
    }
  }
  return verified
}

interface Lists {
  marks?: [session: string, member: string, before: string | null, presence: string | null][]
  added?: string[]
  keys?: string[]
}

/** What the data of an event lists, where it wrote many rows. */
const listsIn = (data: string): Lists => JSON.parse(data)

/** Keys of the rows that an event says it wrote: its subject, or the list that an event of many rows carries. */
function keysOf({ type, subjectType, subjectId, data, digest }: ChainedEvent): string[] {
  const { table } = partsOf(digest!)
  const lists = listsIn(data)
  if (type.endsWith('.reassigned') && lists.keys) return lists.keys
  if (type === 'attendance.recorded') return lists.marks!.map(([session, member]) => `${session}/${member}`)
  if (type === 'invitations.set') return lists.added!.map((member) => `${subjectId}/${member}`)
  return subjectType === table ? [subjectId] : []
}

/** Which rows no longer say what their event says: told by the presence that a roll's event lists, else one of them. */
function changedIn(event: ChainedEvent, table: TableName, rows: readonly AnyRow[]): (string | null)[] {
  if (rows.length === 1) return [keyIn(table, rows[0]!)]
  const { marks = [] } = listsIn(event.data)
  const presences = new Map(marks.map(([session, member, , presence]) => [`${session}/${member}`, presence]))
  const changed = rows
    .filter((row) => presences.has(keyIn(table, row)))
    .filter((row) => presences.get(keyIn(table, row)) !== (row.deletedAt ? null : row.presence))
  return changed.length > 0 ? changed.map((row) => keyIn(table, row)) : [null]
}

/** The rows under `seq key`: what stands, or what was kept when it changed; and the events of those that stand. */
async function writtenRows(
  reader: Reader,
  table: TableName,
  expected: readonly Expected[],
): Promise<{ written: Map<string, AnyRow[]>; standing: Set<number> }> {
  const written = new Map<string, AnyRow[]>()
  const standing = new Set<number>()
  const wanted = new Set(expected.flatMap(({ event, keys }) => keys.map((key) => `${event.seq} ${key}`)))
  const keys = [...new Set(expected.flatMap((entry) => entry.keys))]
  const add = (seq: unknown, row: AnyRow) => {
    const place = `${Number(seq)} ${keyIn(table, row)}`
    if (wanted.has(place)) written.set(place, [...(written.get(place) ?? []), row])
  }
  const { committeeId } = expected[0]!.event
  const columns = definitionOf(table).key.map((name) => `"${snake(name)}"`)
  for (let start = 0; start < keys.length; start += KEYS_PER_QUERY) {
    const chunk = keys.slice(start, start + KEYS_PER_QUERY)
    const tuple = `(${columns.map((column) => `${column} = ?`).join(' and ')})`
    const current = await reader.query<AnyRow>(
      `select * from ${snake(table)} where committee_id = ? and (${chunk.map(() => tuple).join(' or ')})`,
      [committeeId, ...chunk.flatMap((key) => key.split('/'))],
    )
    for (const row of current) {
      add(row.seq, row)
      standing.add(Number(row.seq))
    }
    const replaced = await from(inCommittee(reader, committeeId), 'rowVersions', {
      resource: table,
      rowKey: chunk,
    }).pick('fromSeq', 'row')
    for (const { fromSeq, row } of replaced) add(fromSeq, encode(table, row))
  }
  return { written, standing }
}

/** Rows of a committee that no event wrote, or more of them than their event wrote. */
export async function surplusRows(reader: Reader, committeeId: string): Promise<RowFault[]> {
  const faults: RowFault[] = []
  for (const table of VERSIONED) {
    const odd = await reader.query<{ seq: number; n: number; digest: string | null }>(
      `select w.seq, w.n, e.digest from (
         select seq, count(*) as n from (
           select seq from ${snake(table)} where committee_id = ?
           union all select from_seq as seq from row_versions where committee_id = ? and resource = ?
         ) written group by seq
       ) w left join events e on e.committee_id = ? and e.seq = w.seq
       where e.seq is null or (e.digest is not null and e.digest not like '${table}:' || w.n || ':%')
       order by w.seq`,
      [committeeId, committeeId, table, committeeId],
    )
    for (const { seq, n, digest } of odd) {
      const allowed = digest?.startsWith(`${table}:`) ? partsOf(digest).count : 0
      if (Number(n) <= allowed) continue
      for (const key of await keysAt(reader, committeeId, table, Number(seq)))
        faults.push({ committeeId, seq: Number(seq), table, key, reason: 'surplus' })
    }
  }
  return faults
}

/** Keys of the rows under an event that its list, where it has one, does not name. */
async function keysAt(reader: Reader, committeeId: string, table: TableName, seq: number): Promise<string[]> {
  const rows = await fromNamed(inCommittee(reader, committeeId), table, { seq })
  const replaced = await from(inCommittee(reader, committeeId), 'rowVersions', {
    resource: table,
    fromSeq: seq,
  }).pick('rowKey')
  const event = await from(inCommittee(reader, committeeId), 'events', { seq }).stored().first()
  const named = new Set(event?.digest ? keysOf(event) : [])
  const keys = [...rows.map((row) => keyIn(table, row)), ...replaced.map(({ rowKey }) => rowKey)]
  return keys.filter((key) => !named.has(key))
}
