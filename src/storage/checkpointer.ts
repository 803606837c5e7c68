import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/**
 * Brings SQLite's log back into the file in a thread of its own. A connection does that by itself in the middle of
 * some commit, whose caller and everybody behind it then wait for the disk; durability does not depend on it.
 */
interface Checkpointer {
  /** Told of every commit that is on the disk. */
  committed(): void
  /** The log has grown too long: `shorten` it while nothing is written, and the next write starts it again. */
  crowded(): boolean
  shorten(): Promise<void>
  close(): Promise<void>
}

/** A process that writes less than this leaves its log to the last connection that closes. */
const COMMITS_BEFORE_START = 64
const COMMITS_BETWEEN = 64
/** Pages of the log, 64 MB, at which writes wait until it starts again at its beginning. */
const LOG_PAGES_MAX = 16_000
const THREAD_HEAP_MB = 32

interface Log {
  pages: number
  whole: boolean
}

/** `renew` moves readers past the checkpoint, so that the log may start again. */
export function checkpointerOf(file: string, renew: () => void): Checkpointer {
  let commits = 0
  let thread: Worker | undefined
  let pending: Promise<void> | undefined
  let logPages = 0
  /** All of the log was in the file when the last checkpoint ended. */
  let whole = false

  const start = (): Worker => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { checkpoints: file },
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB, maxYoungGenerationSizeMb: 2 },
    })
    worker.unref()
    // It ends with an error; who waits for it is told by its exit.
    worker.on('error', () => {})
    return worker
  }

  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      thread ??= start()
      const worker = thread
      const done = (log: Log) => {
        worker.off('message', done)
        worker.off('exit', lost)
        logPages = log.pages
        whole = log.whole
        pending = undefined
        renew()
        resolve()
      }
      // Another thread takes its place at the next request; the log has only grown meanwhile.
      const lost = () => {
        thread = undefined
        done({ pages: logPages, whole: false })
      }
      worker.on('message', done)
      worker.on('exit', lost)
      worker.postMessage('checkpoint')
    })

  return {
    committed() {
      commits += 1
      if (pending || commits < COMMITS_BEFORE_START || commits % COMMITS_BETWEEN !== 0) return
      pending = ask()
    },
    crowded: () => logPages >= LOG_PAGES_MAX,
    async shorten() {
      // The one that runs may have begun before the last commit: it takes one that sees everything.
      await pending
      pending = ask()
      await pending
      if (whole) logPages = 0
    },
    async close() {
      await pending
      await thread?.terminate()
    },
  }
}

const file = workerData?.checkpoints
if (!isMainThread && file && parentPort) {
  const port = parentPort
  const db = new Database(file)
  port.on('message', () => {
    const [{ log, checkpointed }] = db.pragma('wal_checkpoint(passive)') as [
      { log: number; checkpointed: number },
    ]
    port.postMessage({ pages: log, whole: log === checkpointed } satisfies Log)
  })
}
