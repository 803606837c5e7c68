import Database from 'better-sqlite3'
import { addDays, startOfDay } from '../core/days.ts'
import type { AnyRow } from './any-row.ts'
import { encode } from './encoding.ts'
import { after, atMost, before, from, fromNamed, inCommittee } from './from.ts'
import { childTablesOf } from './hanging.ts'
import { migrationsOf } from './migrate.ts'
import { snake } from './naming.ts'
import { statementsOf } from './sqlite-connection.ts'
import type { Storage } from './storage.ts'
import type { VersionRow } from './tables/record.ts'
import { definitionOf, STATED_TABLES, type TableName } from './tables.ts'

/**
 * The records as they were known at the end of a day: what was entered or changed later is not seen. Row versions say
 * what each row said before, so the tables are built again in memory, and the same queries run over them.
 */

export type Reader = Pick<Storage, 'query'>

interface Version {
  resource: string
  rowKey: string
  fromSeq: number
  row: VersionRow
}

/** Answers queries over the past; to be closed by whoever asked. */
export async function knownOn(
  storage: Storage,
  committeeId: string,
  day: string,
): Promise<Reader & { close(): void }> {
  const seq = await lastEventOn(storage, committeeId, day)
  const memory = new Database(':memory:')
  memory.pragma('foreign_keys = off')
  for (const { sql } of migrationsOf('sqlite')) memory.exec(sql)
  const later = await laterVersions(storage, committeeId, seq)
  for (const name of STATED_TABLES) await copyTable(storage, committeeId, seq, name, memory)
  for (const name of STATED_TABLES) restore(memory, name, later.get(name) ?? [], seq)
  const { run } = statementsOf(memory)
  return {
    query: async <R>(sql: string, parameters: readonly unknown[]) => run<R>(sql, parameters).rows,
    close: () => memory.close(),
  }
}

/** The last event of a day or before it. */
export const lastEventOn = (storage: Storage, committeeId: string, day: string): Promise<number> =>
  from(inCommittee(storage, committeeId), 'events', {
    at: before(startOfDay(addDays(day, 1)).toISOString()),
  }).max('seq')

/** Versions that were replaced after the day, the oldest first, by table. */
async function laterVersions(
  storage: Storage,
  committeeId: string,
  seq: number,
): Promise<Map<string, Version[]>> {
  const rows: Version[] = await from(inCommittee(storage, committeeId), 'rowVersions', { toSeq: after(seq) })
    .pick('resource', 'rowKey', 'fromSeq', 'row')
    .orderBy('rowKey', 'version')
  return Map.groupBy(rows, ({ resource }) => resource)
}

/** Rows that have not changed since, and those without versions of their own, which live and die with their record. */
async function copyTable(
  storage: Storage,
  committeeId: string,
  seq: number,
  name: TableName,
  memory: Database.Database,
): Promise<void> {
  const match = definitionOf(name).columns.seq ? { seq: atMost(seq) } : {}
  const rows = await fromNamed(inCommittee(storage, committeeId), name, match).stored()
  const insert = inserter(memory, name)
  for (const row of rows) insert(row)
}

function restore(
  memory: Database.Database,
  name: TableName,
  versions: readonly Version[],
  seq: number,
): void {
  const insert = inserter(memory, name)
  for (const [, of] of Map.groupBy(versions, ({ rowKey }) => rowKey)) {
    const then = of.find(({ fromSeq }) => Number(fromSeq) <= seq)
    if (!then) continue
    const { row } = then
    insert(encode(name, row))
    const since = of.slice(of.indexOf(then)).map((version) => version.row)
    for (const { table, parent } of childTablesOf(name)) restoreList(memory, { table, parent }, row, since)
  }
}

/** A version holds the lists that the change after it touched: the first that holds one says what it was. */
function restoreList(
  memory: Database.Database,
  { table, parent }: { table: TableName; parent: string },
  record: AnyRow,
  since: readonly VersionRow[],
): void {
  const stood = since.map((version) => version.lists?.[table] ?? earlierList(table, record, version))
  const rows = stood.find((list) => list !== undefined)
  if (!rows) return
  memory.prepare(`delete from ${snake(table)} where ${snake(parent)} = ?`).run(record.id)
  const insert = inserter(memory, table)
  for (const row of rows) insert(row)
}

function inserter(
  memory: Database.Database,
  name: TableName,
): (row: Readonly<Record<string, unknown>>) => void {
  const columns = Object.keys(definitionOf(name).columns)
  const names = columns.map((column) => `"${snake(column)}"`).join(', ')
  const statement = memory.prepare(
    `insert or replace into ${snake(name)} (${names}) values (${columns.map(() => '?').join(', ')})`,
  )
  return (row) => void statement.run(...columns.map((column) => row[column] ?? null))
}

/** The rows of a list in a version of a release before 0.2.0, which kept five of them, each in its own way. */
function earlierList(table: TableName, record: AnyRow, version: VersionRow): AnyRow[] | undefined {
  const { committeeId, id, memberId = null } = record
  const { authorIds, signers, sitesVisited, sessionIds, memberIds } = version
  const at = (index: number) => ({ committeeId, position: index + 1 })
  switch (table) {
    case 'opinionAuthors':
      return authorIds?.map((author, index) => ({
        ...at(index),
        opinionId: id,
        memberId: author,
        role: 'author',
      }))
    case 'proposalSigners':
      return signers
    case 'meetingSites':
      return sitesVisited?.map((name, index) => ({ ...at(index), meetingId: id, name }))
    case 'leaveSessions':
      return sessionIds?.map((sessionId) => ({ committeeId, leaveRequestId: id, sessionId, memberId }))
    case 'serviceRecordMembers':
      return memberIds?.map((member, index) => ({ ...at(index), serviceRecordId: id, memberId: member }))
    default:
      return undefined
  }
}
