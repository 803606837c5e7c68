import Database from 'better-sqlite3'
import { addDays, startOfDay } from '../core/days.ts'
import type { AnyRow } from './any-row.ts'
import { encode } from './encoding.ts'
import { after, atMost, before, from, fromNamed, inCommittee } from './from.ts'
import { migrationsOf } from './migrate.ts'
import { snake } from './naming.ts'
import { statementsOf } from './sqlite-connection.ts'
import type { Storage } from './storage.ts'
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
  row: AnyRow & Partial<Children>
}

/** What a version keeps of what hangs on its record. */
interface Children {
  authorIds: string[]
  signers: AnyRow[]
  sitesVisited: string[]
  sessionIds: string[]
  memberIds: string[]
}

/** Answers queries over the past; to be closed by whoever asked. */
export async function knownOn(
  storage: Storage,
  committeeId: string,
  day: string,
): Promise<Reader & { close(): void }> {
  const scope = inCommittee(storage, committeeId)
  const seq = await from(scope, 'events', { at: before(startOfDay(addDays(day, 1)).toISOString()) }).max(
    'seq',
  )
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
    const children = CHILDREN[name]
    if (!children) continue
    const since = of.slice(of.indexOf(then)).map((version) => version.row)
    restoreChildren(children, memory, row, since)
  }
}

/** A version holds its children where the change touched them: the first that does says what they were. */
function restoreChildren<F extends keyof Children>(
  field: F,
  memory: Database.Database,
  row: AnyRow,
  since: readonly Partial<Children>[],
): void {
  const stood = since.find((version) => version[field] !== undefined)?.[field]
  if (stood) RESTORED[field](memory, row, stood)
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

/** Under which field the versions of a table keep them. */
const CHILDREN: Partial<Record<TableName, keyof Children>> = {
  opinions: 'authorIds',
  proposals: 'signers',
  meetings: 'sitesVisited',
  leaveRequests: 'sessionIds',
  serviceRecords: 'memberIds',
}

type Restore<V> = (memory: Database.Database, row: AnyRow, stood: V) => void

const RESTORED: { readonly [F in keyof Children]: Restore<Children[F]> } = {
  authorIds(memory, { committeeId, id: opinionId }, stood) {
    memory.prepare("delete from opinion_authors where opinion_id = ? and role = 'author'").run(opinionId)
    const insert = inserter(memory, 'opinionAuthors')
    for (const [index, memberId] of stood.entries())
      insert({ committeeId, opinionId, memberId, position: index + 1, role: 'author' })
  },
  signers(memory, { id }, stood) {
    memory.prepare('delete from proposal_signers where proposal_id = ?').run(id)
    const insert = inserter(memory, 'proposalSigners')
    for (const signer of stood) insert(signer)
  },
  sitesVisited(memory, { committeeId, id: meetingId }, stood) {
    memory.prepare('delete from meeting_sites where meeting_id = ?').run(meetingId)
    const insert = inserter(memory, 'meetingSites')
    for (const [index, name] of stood.entries()) insert({ committeeId, meetingId, position: index + 1, name })
  },
  sessionIds(memory, { committeeId, id: leaveRequestId, memberId }, stood) {
    memory.prepare('delete from leave_sessions where leave_request_id = ?').run(leaveRequestId)
    const insert = inserter(memory, 'leaveSessions')
    for (const sessionId of stood) insert({ committeeId, leaveRequestId, memberId, sessionId })
  },
  memberIds(memory, { committeeId, id: serviceRecordId }, stood) {
    memory.prepare('delete from service_record_members where service_record_id = ?').run(serviceRecordId)
    const insert = inserter(memory, 'serviceRecordMembers')
    for (const [index, memberId] of stood.entries())
      insert({ committeeId, serviceRecordId, memberId, position: index + 1 })
  },
}
