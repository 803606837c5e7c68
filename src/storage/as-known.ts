import Database from 'better-sqlite3'
import { addDays, startOfDay } from '../core/days.ts'
import type { Columns } from './columns.ts'
import { encode } from './encoding.ts'
import { after, atMost, before, from, inCommittee, type Match } from './from.ts'
import { migrationsOf } from './migrate.ts'
import { snake } from './naming.ts'
import { statementsOf } from './sqlite-connection.ts'
import type { Storage } from './storage.ts'
import { definitions, STATED_TABLES, type TableName } from './tables.ts'

/**
 * The records as they were known at the end of a day: what was entered or changed later is not seen. Row versions say
 * what each row said before, so the tables are built again in memory, and the same queries run over them.
 */

export type Reader = Pick<Storage, 'query'>

interface Version {
  resource: string
  rowKey: string
  fromSeq: number
  row: unknown
}

type Fields = Record<string, unknown>

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
  for (const [name, versions] of later) restore(memory, name, versions, seq)
  const { run } = statementsOf(memory)
  return {
    query: async (sql, parameters) => run(sql, parameters).rows as never[],
    close: () => memory.close(),
  }
}

/** Versions that were replaced after the day, the oldest first, by table. */
async function laterVersions(
  storage: Storage,
  committeeId: string,
  seq: number,
): Promise<Map<TableName, Version[]>> {
  const rows = await from(inCommittee(storage, committeeId), 'rowVersions', { toSeq: after(seq) })
    .pick('resource', 'rowKey', 'fromSeq', 'row')
    .orderBy('rowKey', 'version')
  const stated = rows.filter(({ resource }) => (STATED_TABLES as readonly string[]).includes(resource))
  return Map.groupBy(stated, ({ resource }) => resource as TableName)
}

/** Rows that have not changed since, and those without versions of their own, which live and die with their record. */
async function copyTable(
  storage: Storage,
  committeeId: string,
  seq: number,
  name: TableName,
  memory: Database.Database,
): Promise<void> {
  const versioned = 'seq' in definitions[name].columns
  const match = (versioned ? { seq: atMost(seq) } : {}) as Match<typeof name>
  const rows: Fields[] = await from(inCommittee(storage, committeeId), name, match).stored()
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
    const row = then.row as Fields
    insert(encode(name, { ...row }))
    const children = CHILDREN[name]
    // A version holds its children where the change touched them: the first that does says what they were.
    const kept = of.slice(of.indexOf(then)).map((version) => (version.row as Fields)[children?.field ?? ''])
    const stood = kept.find((value) => value !== undefined)
    if (children && stood) children.restore(memory, row, stood as never)
  }
}

function inserter(memory: Database.Database, name: TableName): (row: Fields) => void {
  const columns = Object.keys(definitions[name].columns as Columns)
  const names = columns.map((column) => `"${snake(column)}"`).join(', ')
  const statement = memory.prepare(
    `insert or replace into ${snake(name)} (${names}) values (${columns.map(() => '?').join(', ')})`,
  )
  return (row) => void statement.run(...columns.map((column) => row[column] ?? null))
}

/** Children that a version keeps under a field of its own. */
const CHILDREN: Partial<
  Record<TableName, { field: string; restore(memory: Database.Database, row: Fields, stood: never): void }>
> = {
  opinions: {
    field: 'authorIds',
    restore: (memory, row, stood: string[]) => {
      memory.prepare("delete from opinion_authors where opinion_id = ? and role = 'author'").run(row['id'])
      const insert = inserter(memory, 'opinionAuthors')
      for (const [index, memberId] of stood.entries()) {
        insert({
          committeeId: row['committeeId'],
          opinionId: row['id'],
          memberId,
          position: index + 1,
          role: 'author',
        })
      }
    },
  },
  proposals: {
    field: 'signers',
    restore: (memory, row, stood: Fields[]) => {
      memory.prepare('delete from proposal_signers where proposal_id = ?').run(row['id'])
      const insert = inserter(memory, 'proposalSigners')
      for (const signer of stood) insert(signer)
    },
  },
  meetings: {
    field: 'sitesVisited',
    restore: (memory, row, stood: string[]) => {
      memory.prepare('delete from meeting_sites where meeting_id = ?').run(row['id'])
      const insert = inserter(memory, 'meetingSites')
      for (const [index, name] of stood.entries()) {
        insert({ committeeId: row['committeeId'], meetingId: row['id'], position: index + 1, name })
      }
    },
  },
  leaveRequests: {
    field: 'sessionIds',
    restore: (memory, row, stood: string[]) => {
      memory.prepare('delete from leave_sessions where leave_request_id = ?').run(row['id'])
      const insert = inserter(memory, 'leaveSessions')
      const of = { committeeId: row['committeeId'], leaveRequestId: row['id'], memberId: row['memberId'] }
      for (const sessionId of stood) insert({ ...of, sessionId })
    },
  },
  serviceRecords: {
    field: 'memberIds',
    restore: (memory, row, stood: string[]) => {
      memory.prepare('delete from service_record_members where service_record_id = ?').run(row['id'])
      const insert = inserter(memory, 'serviceRecordMembers')
      for (const [index, memberId] of stood.entries()) {
        const of = { committeeId: row['committeeId'], serviceRecordId: row['id'] }
        insert({ ...of, memberId, position: index + 1 })
      }
    },
  },
}
