import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/**
 * Brings SQLite's log back into the file in a thread of its own. A connection does that by itself in the middle of
 * some commit, whose caller and everybody behind it then wait for the disk; durability does not depend on it.
 */
export interface Checkpointer {
  /** Told of every commit. */
  committed(): void
  close(): Promise<void>
}

/** A process that writes less than this has no need of the thread. */
const COMMITS_BEFORE_START = 150
const COMMITS_BETWEEN = 16
/** Pages of the log at which the writer helps itself, should the thread fall behind. */
const LOG_PAGES_MAX = 16_000
const THREAD_HEAP_MB = 32

export function checkpointerOf(writer: Database.Database, file: string): Checkpointer {
  let commits = 0
  let thread: Worker | undefined
  let busy = false
  let broken = false

  const start = (): Worker => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { checkpoints: file },
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB, maxYoungGenerationSizeMb: 2 },
    })
    worker.unref()
    worker.on('message', () => {
      busy = false
    })
    worker.on('error', () => {
      broken = true
      if (writer.open) writer.pragma('wal_autocheckpoint = 1000')
    })
    writer.pragma(`wal_autocheckpoint = ${LOG_PAGES_MAX}`)
    return worker
  }

  return {
    committed() {
      commits += 1
      if (broken || busy || commits < COMMITS_BEFORE_START || commits % COMMITS_BETWEEN !== 0) return
      thread ??= start()
      busy = true
      thread.postMessage('checkpoint')
    },
    async close() {
      await thread?.terminate()
    },
  }
}

const file = (workerData as { checkpoints?: string } | null)?.checkpoints
if (!isMainThread && file && parentPort) {
  const port = parentPort
  const db = new Database(file)
  port.on('message', () => {
    db.pragma('wal_checkpoint(passive)')
    port.postMessage('done')
  })
}
