import { realpathSync } from 'node:fs'
import Database from 'better-sqlite3'
import { keepPrivate } from './private-file.ts'

/**
 * One server for a database: it keeps the ends of the chains and the scores in memory, and a second writer would break
 * both. The lock is the operating system's, on a file beside the database, and ends with the process however it ends. A
 * symbolic link leads to the same lock.
 */
export function lockDatabase(file: string): () => void {
  keepPrivate(file)
  const lock = `${realpathSync(file)}.lock`
  keepPrivate(lock)
  const held = new Database(lock, { timeout: 0 })
  try {
    held.exec('begin exclusive')
  } catch (error) {
    held.close()
    throw new Error(
      `Another server serves ${file}: stop it, or give this one a database of its own (DATABASE_URL) · ` +
        `已有服务正在使用 ${file}，请先停止，或用 DATABASE_URL 指定另一个数据库`,
      { cause: error },
    )
  }
  return () => void held.close()
}
