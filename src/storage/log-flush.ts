import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const fdatasync = promisify(fs.fdatasync)

/**
 * Brings SQLite's log to the disk in the thread pool. With `synchronous = full` SQLite does the same inside `commit`,
 * on the thread that answers requests; here that thread goes on, and callers are answered when this has ended.
 */
interface LogFlush {
  /** With `few`, what a thread costs would count. */
  flush(few: boolean): Promise<void>
  close(): void
}

/** A disk that answers sooner than this is waited for on the spot for a few writes: a thread costs as much. */
const ON_THE_SPOT_MS = 0.5

export function logFlushOf(file: string): LogFlush {
  let log: number | undefined
  let lastMs = Number.POSITIVE_INFINITY
  return {
    async flush(few) {
      // The log exists from the first write on, and stays the same file while a connection is open.
      log ??= openLog(`${file}-wal`)
      const begin = performance.now()
      if (few && lastMs < ON_THE_SPOT_MS) fs.fdatasyncSync(log)
      else await fdatasync(log)
      lastMs = performance.now() - begin
    },
    close() {
      if (log !== undefined) fs.closeSync(log)
      log = undefined
    },
  }
}

/** The name of a new log must survive too: its folder is flushed once. */
function openLog(file: string): number {
  const log = fs.openSync(file, 'r+')
  // A folder cannot be opened on Windows, whose file systems keep the name by themselves.
  if (process.platform !== 'win32') {
    const folder = fs.openSync(path.dirname(file), 'r')
    fs.fsyncSync(folder)
    fs.closeSync(folder)
  }
  return log
}
