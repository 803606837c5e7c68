import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as kit from 'drizzle-kit/api'
import type { Engine, TableDefinition } from '../../src/storage/columns.ts'
import { snake } from '../../src/storage/naming.ts'
import { definitions, tables } from '../../src/storage/tables.ts'
import { postgresTables } from './postgres-tables.ts'

/** What the tables are, as drizzle-kit sees them, and what leads from one state of them to the next. */

// drizzle-kit gives lists and texts methods of its own, which whoever walks the keys of a list would meet in it.
for (const prototype of [Array.prototype, String.prototype])
  for (const name of Object.keys(prototype)) Object.defineProperty(prototype, name, { enumerable: false })

const FOLDER = path.join(import.meta.dirname, '../../migrations')

type Snapshot = Record<string, unknown>

const ENGINES = {
  sqlite: {
    snapshot: async (of: object): Promise<Snapshot> => kit.generateSQLiteDrizzleJson(of as never),
    statements: (from: Snapshot, to: Snapshot) => kit.generateSQLiteMigration(from as never, to as never),
    tables: () => tables,
  },
  postgres: {
    snapshot: async (of: object): Promise<Snapshot> => kit.generateDrizzleJson(of as never),
    statements: (from: Snapshot, to: Snapshot) => kit.generateMigration(from as never, to as never),
    tables: () => postgresTables(definitions),
  },
}

/** The tables as they are defined now. */
export const currentSnapshot = (engine: Engine): Promise<Snapshot> =>
  ENGINES[engine].snapshot(ENGINES[engine].tables())

export const emptySnapshot = (engine: Engine): Promise<Snapshot> => ENGINES[engine].snapshot({})

export const snapshotFolder = (engine: Engine): string => path.join(FOLDER, engine, 'meta')

/** The tables as the newest migration leaves them. */
export function lastSnapshot(engine: Engine): Snapshot {
  const folder = snapshotFolder(engine)
  const newest = readdirSync(folder).sort().at(-1)!
  return JSON.parse(readFileSync(path.join(folder, newest), 'utf8'))
}

/** The statements from one state to another; none where they are equal. */
export async function migrationBetween(engine: Engine, from: Snapshot, to: Snapshot): Promise<string[]> {
  const statements = await ENGINES[engine].statements(from, to)
  return engine === 'sqlite' ? statements.flatMap(forSqlite) : statements
}

const CREATED = /^CREATE TABLE `(?:__new_)?(\w+)`/
const bySqlName = new Map<string, TableDefinition>(
  Object.entries(definitions).map(([name, definition]) => [snake(name), definition]),
)

/** What drizzle-kit does not know: how rows lie, and that events are never changed; the migrator sets the pragmas. */
function forSqlite(statement: string): string[] {
  if (/^PRAGMA/i.test(statement)) return []
  const table = CREATED.exec(statement)?.[1]
  const laid =
    // Rows of SQLite tables without rowid lie in key order: the natural key is the cluster.
    table && !bySqlName.get(table)!.appended ? statement.trim().replace(/;$/, ' WITHOUT ROWID;') : statement
  // Who builds the table of events anew takes its triggers along.
  return /^ALTER TABLE `__new_events`/.test(statement) ? [laid, ...APPEND_ONLY.sqlite] : [laid]
}

/** The events of a committee are never changed or removed, not even by a mistake of ours. */
export const APPEND_ONLY: Record<Engine, string[]> = {
  sqlite: ['update', 'delete'].map(
    (verb) =>
      `create trigger events_no_${verb} before ${verb} on events begin select raise(abort, 'events are append-only'); end;`,
  ),
  postgres: [
    "create function events_append_only() returns trigger language plpgsql as $$ begin raise exception 'events are append-only'; end $$;",
    'create trigger events_no_change before update or delete on events for each row execute function events_append_only();',
    'create trigger events_no_truncate before truncate on events for each statement execute function events_append_only();',
  ],
}

/** Requests counted over all processes, in the form of the library that counts; lost with a crash, and no harm done. */
const REQUEST_COUNTS =
  'create unlogged table request_counts (key varchar(255) primary key, points integer not null default 0, expire bigint);'

/** The whole schema from nothing: what all migrations together must give. */
export async function fullSchema(engine: Engine): Promise<string> {
  const statements = await migrationBetween(
    engine,
    await emptySnapshot(engine),
    await currentSnapshot(engine),
  )
  const shared = engine === 'postgres' ? [REQUEST_COUNTS] : []
  return `${[...statements, ...APPEND_ONLY[engine], ...shared].join('\n')}\n`
}
