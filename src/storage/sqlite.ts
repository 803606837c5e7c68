import Database from 'better-sqlite3'
import { checkpointerOf } from './checkpointer.ts'
import { camel } from './columns.ts'
import { builderOver, type Execute } from './kysely.ts'
import { LockTaken, type Storage } from './storage.ts'
import { type Run, refuseNesting, useCase } from './write.ts'

const STATEMENTS_MAX = 500
/** Use cases that wait together share one commit, up to this many: more would keep the first ones waiting. */
const SHARED_COMMIT_MAX = 64

interface Waiting {
  run(): Promise<void>
  committed(): void
  failed(error: unknown): void
}

/**
 * SQLite in one file: one writer connection behind a queue, one reader, WAL, `synchronous=FULL`, because an
 * acknowledged write must survive a power cut. Use cases that wait share a transaction, each in its savepoint, and
 * are answered after the commit, so that the disk's flush is paid once for all of them.
 */
export function openSqlite(file: string, clock: () => Date): Storage {
  const writer = connect(file)
  const reader = connect(file)
  reader.pragma('query_only = on')
  const onWriter = statements(writer)
  const onReader = statements(reader)
  const frames = framesOf(writer)
  const checkpointer = checkpointerOf(writer, file)
  const db = builderOver('sqlite', onWriter.execute)
  const queue: Waiting[] = []
  let draining: Promise<void> | undefined
  let commits = 0
  const locks = new Set<string>()

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      await shareCommit(queue.splice(0, SHARED_COMMIT_MAX), writer, frames, () => {
        commits += 1
        checkpointer.committed()
      })
    }
    draining = undefined
  }

  return {
    engine: 'sqlite',
    read: builderOver('sqlite', onReader.execute),
    query: async <R>(sql: string, parameters: readonly unknown[]) =>
      onReader.run(sql, parameters).rows as R[],
    async write(committeeId, actor, work, lock) {
      refuseNesting()
      if (lock) {
        if (locks.has(lock)) throw LockTaken
        locks.add(lock)
      }
      const stored = new Promise<Awaited<ReturnType<typeof work>>>((resolve, reject) => {
        let result: Awaited<ReturnType<typeof work>>
        queue.push({
          async run() {
            const run: Run = async (sql, parameters) => onWriter.run(sql, parameters)
            const at = clock().toISOString()
            result = await useCase({ db, run, lockHead: false, at, committeeId, actor }, work)
          },
          committed: () => resolve(result),
          failed: reject,
        })
        // One turn of the loop lets requests that arrived together join the same commit.
        draining ??= new Promise<void>((next) => setImmediate(next)).then(drain)
      })
      try {
        return await stored
      } finally {
        if (lock) locks.delete(lock)
      }
    },
    refusal: (error) => {
      const code = (error as { code?: unknown })?.code
      if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') return 'duplicate'
      return code === 'SQLITE_CONSTRAINT_FOREIGNKEY' ? 'dangling' : undefined
    },
    commits: () => commits,
    async ping() {
      reader.prepare('select 1').get()
    },
    async close() {
      await draining
      await checkpointer.close()
      reader.close()
      writer.close()
    },
  }
}

/** A connection with the settings that the guarantees rest on. */
export function connect(file: string): Database.Database {
  const connection = new Database(file)
  connection.pragma('journal_mode = wal')
  connection.pragma('synchronous = full')
  connection.pragma('foreign_keys = on')
  connection.pragma('busy_timeout = 5000')
  return connection
}

/** The statements around use cases, prepared: they frame every write. */
function framesOf(writer: Database.Database) {
  const prepared = (sql: string) => {
    const statement = writer.prepare(sql)
    return () => void statement.run()
  }
  return {
    begin: prepared('begin immediate'),
    commit: prepared('commit'),
    save: prepared('savepoint use_case'),
    release: prepared('release use_case'),
    undo: prepared('rollback to use_case'),
  }
}

async function shareCommit(
  turn: Waiting[],
  writer: Database.Database,
  frames: ReturnType<typeof framesOf>,
  onCommit: () => void,
): Promise<void> {
  const done: Waiting[] = []
  try {
    frames.begin()
    for (const waiting of turn) {
      frames.save()
      try {
        await waiting.run()
        frames.release()
        done.push(waiting)
      } catch (error) {
        if (!writer.inTransaction) throw error
        frames.undo()
        frames.release()
        waiting.failed(error)
      }
    }
    frames.commit()
    onCommit()
  } catch (error) {
    // The engine itself gave up (disk full, I/O error): nothing of this turn is stored, and nobody is told it is.
    if (writer.inTransaction) writer.exec('rollback')
    for (const waiting of turn) waiting.failed(error)
    return
  }
  for (const waiting of done) waiting.committed()
}

type Named = (values: readonly unknown[]) => Record<string, unknown>

interface Cached {
  statement: Database.Statement
  /** Makes a row of its values; undefined for a statement that answers none. */
  named: Named | undefined
}

/** Prepared statements of one connection, bounded; result columns are named once per statement. */
function statements(connection: Database.Database) {
  const cache = new Map<string, Cached>()
  const prepared = (sql: string): Cached => {
    let cached = cache.get(sql)
    if (!cached) {
      if (cache.size >= STATEMENTS_MAX) cache.delete(cache.keys().next().value!)
      const statement = connection.prepare(sql)
      const named = statement.reader
        ? rowMaker(statement.columns().map(({ name }) => camel(name)))
        : undefined
      if (named) statement.raw(true)
      cached = { statement, named }
      cache.set(sql, cached)
    }
    return cached
  }
  const run = (sql: string, parameters: readonly unknown[]) => {
    const { statement, named } = prepared(sql)
    if (!named) return { rows: [] as unknown[], changes: statement.run(...parameters).changes }
    const rows = statement.all(...parameters) as unknown[][]
    return { rows: rows.map(named) as unknown[], changes: 0 }
  }
  const execute: Execute = async (query) => {
    const { rows, changes } = run(query.sql, query.parameters)
    return { rows: rows as never[], numAffectedRows: BigInt(changes) }
  }
  return { run, execute }
}

/**
 * A function that makes rows of one statement. It is compiled, because objects of one literal are made and copied many
 * times faster than objects that grow key by key; the names are columns of our own tables, quoted.
 */
function rowMaker(names: readonly string[]): Named {
  const fields = names.map((name, at) => `${JSON.stringify(name)}: values[${at}]`)
  return new Function('values', `return { ${fields.join(', ')} }`) as Named
}
