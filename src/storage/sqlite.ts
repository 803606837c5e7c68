import type Database from 'better-sqlite3'
import { codeOf } from '../core/errors.ts'
import { type ChainEnd, GENESIS } from './chain.ts'
import { checkpointerOf } from './checkpointer.ts'
import { commitQueue, type Frames } from './commit-queue.ts'
import type { SaltCache } from './digests.ts'
import { logFlushOf } from './log-flush.ts'
import { recentScopesOn } from './recent-scopes.ts'
import { connect, statementsOf } from './sqlite-connection.ts'
import { LockTaken, type Run, type Storage } from './storage.ts'
import { failureOf } from './unavailable.ts'
import { type Heads, refuseNesting, useCase } from './write.ts'

/** About what eight requests write: beyond it, the disk takes longer than a thread costs. */
const FEW_ROWS = 32

/**
 * SQLite in one file: one writer connection behind a queue, readers beside it, WAL. An acknowledged write survives a power
 * cut, and nobody reads what would not: the log is flushed after each shared commit, then readers move on to it, then
 * callers are answered. This process is the only one that writes, so where chains end is kept in memory.
 */
export function openSqlite(file: string, clock: () => Date, logFlush = logFlushOf(file)): Storage {
  const writer = connect(file)
  // The flush that `full` makes inside `commit` is ours, beside the loop (`log-flush.ts`).
  writer.pragma('synchronous = normal')
  writer.pragma('wal_autocheckpoint = 0')
  writer.pragma('cache_size = -16000')
  // The queue waits for others, and lets requests be answered meanwhile.
  writer.pragma('busy_timeout = 0')
  const onWriter = statementsOf(writer)
  const readers = readersOf(file)
  const heads = headsOn(writer)
  const salts: SaltCache = new Map()
  const checkpointer = checkpointerOf(file, () => {
    if (queue.flushed()) readers.stepOffLog()
  })
  let commits = 0
  /** Rows since the last flush. */
  let changed = 0
  let flushing: ReadonlyMap<string, ChainEnd> = new Map()
  const locks = new Set<string>()

  const queue = commitQueue({
    frames: framesOf(writer, heads, salts),
    flush() {
      const few = changed <= FEW_ROWS
      commits += 1
      changed = 0
      flushing = heads.committed()
      readers.takeHold()
      return logFlush.flush(few)
    },
    flushed() {
      readers.moveOn(flushing)
      checkpointer.committed()
    },
    crowded: checkpointer.crowded,
    shorten: checkpointer.shorten,
  })
  const run: Run = async <R>(sql: string, parameters: readonly unknown[]) => {
    const done = onWriter.run<R>(sql, parameters)
    changed += done.changes
    // A file is one row and takes the disk as long as many.
    for (const value of parameters) if (Buffer.isBuffer(value)) changed += value.length >> 12
    return done
  }

  const ask = <R>(sql: string, parameters: readonly unknown[]): R[] => {
    try {
      return readers.run<R>(sql, parameters).rows
    } catch (error) {
      throw failureOf('sqlite', error)
    }
  }

  const storage: Storage = {
    engine: 'sqlite',
    url: file,
    query: async <R>(sql: string, parameters: readonly unknown[]) => ask<R>(sql, parameters),
    async sequenceOf(committeeId) {
      return readers.sequenceOf(committeeId)
    },
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
            const at = clock().toISOString()
            result = await useCase({ run, heads, salts, at, committeeId, actor }, work)
          },
          stored: () => resolve(result),
          failed: reject,
        })
      })
      try {
        return await stored
      } catch (error) {
        throw failureOf('sqlite', error)
      } finally {
        if (lock) locks.delete(lock)
      }
    },
    refusal: (error) => {
      const code = codeOf(error)
      if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') return 'duplicate'
      return code === 'SQLITE_CONSTRAINT_FOREIGNKEY' ? 'dangling' : undefined
    },
    commits: () => commits,
    async ping() {
      readers.run('select 1', [])
    },
    probe: async <R>(sql: string) => readers.run<R>(sql, []).rows,
    async writable() {
      const refusal = queue.refusal()
      if (refusal) throw refusal
      // A transaction that is open says it already.
      if (!writer.inTransaction) writer.exec('begin immediate; rollback')
    },
    async close() {
      await queue.idle()
      await checkpointer.close()
      readers.close()
      writer.close()
      logFlush.close()
    },
    get logins() {
      return storage
    },
  }
  return storage
}

const HEAD = 'select seq, hash from committee_heads where committee_id = ?'
const STORE_HEAD =
  'insert into committee_heads (committee_id, seq, hash) values (?, ?, ?) on conflict (committee_id) do update set seq = excluded.seq, hash = excluded.hash'

interface KeptHeads extends Heads {
  /** Writes the ends that moved in this transaction. */
  write(): void
  /** The transaction is committed. */
  keep(): void
  /** Ends that were committed since this was last asked. */
  committed(): ReadonlyMap<string, ChainEnd>
  /** After a rollback: the rows say where the chains end. */
  forget(): void
}

/** Ends of chains in memory; each is written once in a transaction, however many use cases share it. */
function headsOn(writer: Database.Database): KeptHeads {
  const find = prepareLater<ChainEnd>(writer, HEAD)
  const store = prepareLater(writer, STORE_HEAD)
  const ends = new Map<string, ChainEnd>()
  const moved = new Set<string>()
  let committed = new Map<string, ChainEnd>()
  return {
    async load(committeeId) {
      return ends.get(committeeId) ?? find().get(committeeId) ?? { seq: 0, hash: GENESIS }
    },
    async store(committeeId, end) {
      ends.set(committeeId, end)
      moved.add(committeeId)
    },
    write() {
      for (const committeeId of moved) {
        const { seq, hash } = ends.get(committeeId)!
        store().run(committeeId, seq, hash)
      }
    },
    keep() {
      for (const committeeId of moved) committed.set(committeeId, ends.get(committeeId)!)
      moved.clear()
    },
    committed() {
      const taken = committed
      committed = new Map()
      return taken
    },
    forget() {
      ends.clear()
      moved.clear()
    },
  }
}

/**
 * Readers stand on what was flushed last. Two connections take turns: one holds the read transaction that is read from
 * (which also spares each statement its own), the other takes hold of what the next flush will bring to the disk.
 */
function readersOf(file: string) {
  let [current, next] = [readerOf(file), readerOf(file)]
  const sequences = new Map<string, number>()
  current.take()
  return {
    run: <R>(sql: string, parameters: readonly unknown[]) => current.run<R>(sql, parameters),
    sequenceOf(committeeId: string): number {
      let seq = sequences.get(committeeId)
      if (seq === undefined) {
        seq = current.run<ChainEnd>(HEAD, [committeeId]).rows[0]?.seq ?? 0
        sequences.set(committeeId, seq)
      }
      return seq
    },
    /** What is committed now is what is read after `moveOn`. */
    takeHold: () => next.take(),
    moveOn(moved: ReadonlyMap<string, ChainEnd>) {
      current.release()
      ;[current, next] = [next, current]
      for (const [committeeId, { seq }] of moved) sequences.set(committeeId, seq)
    },
    /** Once everything is flushed and in the file: whoever stands on the log keeps it from starting again. */
    stepOffLog() {
      current.release()
      current.take()
    },
    close() {
      current.close()
      next.close()
    },
  }
}

function readerOf(file: string) {
  const connection = connect(file)
  connection.pragma('query_only = on')
  const begin = prepareLater(connection, 'begin')
  const touch = prepareLater(connection, 'select 1 from sqlite_schema limit 1')
  const end = prepareLater(connection, 'commit')
  const release = () => {
    if (connection.inTransaction) end().run()
  }
  return {
    ...statementsOf(connection),
    release,
    take() {
      release()
      begin().run()
      touch().get()
    },
    close: () => connection.close(),
  }
}

/** The statements around use cases, prepared: they frame every write. */
function framesOf(writer: Database.Database, heads: KeptHeads, salts: SaltCache): Frames {
  const prepared = (sql: string) => {
    const statement = writer.prepare(sql)
    return () => void statement.run()
  }
  const fillScopes = recentScopesOn(writer)
  const begin = prepared('begin immediate')
  const commit = prepared('commit')
  const release = prepared('release use_case')
  const undo = prepared('rollback to use_case')
  return {
    begin() {
      fillScopes()
      begin()
    },
    commit() {
      heads.write()
      commit()
      heads.keep()
    },
    rollback() {
      heads.forget()
      // One that an earlier use case of the same transaction had made may have been read and is undone now.
      salts.clear()
      if (writer.inTransaction) writer.exec('rollback')
    },
    save: prepared('savepoint use_case'),
    release,
    undo() {
      undo()
      release()
    },
    open: () => writer.inTransaction,
  }
}

/** A statement that is prepared at its first use: the tables may not exist yet. */
function prepareLater<R>(connection: Database.Database, sql: string): () => Database.Statement<unknown[], R> {
  let statement: Database.Statement<unknown[], R> | undefined
  return () => {
    statement ??= connection.prepare<unknown[], R>(sql)
    return statement
  }
}
