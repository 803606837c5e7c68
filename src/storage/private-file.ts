import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs'
import { codeOf } from '../core/errors.ts'

/** Files with personal data: nobody reads them but the account that the service runs under. */

const PRIVATE = 0o600
const OTHERS = 0o077

/** Makes an empty file for its owner alone; throws `EEXIST` where there is one. */
export function createPrivate(file: string): void {
  closeSync(openSync(file, 'wx', PRIVATE))
}

/** Narrows a file that others may open; makes an empty one where there is none, so that it never was wider. */
export function keepPrivate(file: string): void {
  if (!existsSync(file)) {
    closeSync(openSync(file, 'a', PRIVATE))
    return
  }
  narrow(file)
}

/** A database of SQLite with its log and index, which get the mode of the database when they are made. */
export function keepDatabasePrivate(file: string): void {
  keepPrivate(file)
  for (const beside of [`${file}-wal`, `${file}-shm`]) if (existsSync(beside)) narrow(beside)
}

function narrow(file: string): void {
  const { mode } = statSync(file)
  if (!statSync(file).isFile() || (mode & OTHERS) === 0) return
  try {
    chmodSync(file, mode & ~OTHERS)
  } catch (error) {
    // Of somebody else's file the mode is theirs to say; what is on it can be served all the same.
    if (codeOf(error) !== 'EPERM') throw error
  }
}
