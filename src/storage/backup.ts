import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { sha256 } from '../core/ids.ts'
import { migrationsOf } from './migrate.ts'
import { createPrivate, keepPrivate } from './private-file.ts'

/** Copies of an SQLite database: made beside a running server, brought back while none is running. */

/** Writes a consistent copy; the server goes on writing. The target must not exist. */
export function backupSqlite(database: string, target: string): void {
  if (!existsSync(database)) throw new Error(`There is no database ${database} · 没有数据库 ${database}`)
  createBackupFile(target)
  const db = new Database(database, { readonly: true })
  try {
    db.pragma('busy_timeout = 30000')
    // One read transaction: the copy is the state of one instant.
    db.prepare('vacuum into ?').run(target)
  } catch (error) {
    rmSync(target, { force: true })
    throw error
  } finally {
    db.close()
  }
}

/** An empty file that only its owner reads, for a copy; refused where the name is taken or leads nowhere. */
export function createBackupFile(target: string): void {
  if (existsSync(target))
    throw new Error(`${target} exists: choose another name · ${target} 已存在，请换个名字`)
  const folder = path.dirname(path.resolve(target))
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder}: make it first · 没有目录 ${folder}，请先建立`)
  createPrivate(target)
}

export const noBackup = (copy: string) => new Error(`There is no backup ${copy} · 没有备份 ${copy}`)

/** Checks a copy and puts it in the database's place; refused while a server holds it. */
export function restoreSqlite(copy: string, database: string, overwrite: boolean): void {
  if (!existsSync(copy)) throw noBackup(copy)
  checkCopy(copy)
  if (existsSync(database)) {
    if (!overwrite) {
      throw new Error(
        `${database} exists: add --overwrite to replace it · 数据库已存在，确要替换请加 --overwrite`,
      )
    }
    refuseLocked(database)
  }
  const fresh = `${database}.restoring`
  rmSync(fresh, { force: true })
  createPrivate(fresh)
  copyFileSync(copy, fresh)
  keepPrivate(fresh)
  // A write-ahead log of the old database must not be applied to the new one.
  for (const rest of ['-wal', '-shm']) rmSync(`${database}${rest}`, { force: true })
  renameSync(fresh, database)
}

function checkCopy(copy: string): void {
  const db = new Database(copy, { readonly: true })
  try {
    const state = db.pragma('integrity_check', { simple: true })
    if (state !== 'ok') throw new Error(`${copy} is damaged (${state}) · 备份已损坏`)
    const known = new Set(migrationsOf('sqlite').map(({ name }) => name))
    const applied = db.prepare<[], { name: string }>('select name from schema_migrations').all()
    const foreign = applied.find(({ name }) => !known.has(name))
    if (foreign) throw new Error(`${copy} comes from a newer release (${foreign.name}) · 备份来自更新的版本`)
  } finally {
    db.close()
  }
}

/** Every connection to a write-ahead log keeps others out of exclusive mode. */
export function refuseLocked(database: string): void {
  const db = new Database(database, { timeout: 0 })
  try {
    db.pragma('locking_mode = exclusive')
    db.exec('begin exclusive; commit')
  } catch (error) {
    throw new Error(`A server holds ${database}: stop it first · 服务正在使用 ${database}，请先停止`, {
      cause: error,
    })
  } finally {
    db.close()
  }
}

/** A hash per table over all rows in key order: equal databases have equal hashes, whichever release made them. */
export function tableHashes(database: string): Record<string, string> {
  const db = new Database(database, { readonly: true })
  try {
    const names = db.prepare<[], string>(TABLES).pluck().all()
    return Object.fromEntries(
      names.map((name) => {
        const key = db
          .prepare<[string], string>(KEY)
          .pluck()
          .all(name)
          .map((column) => `"${column}"`)
        const rows = db
          .prepare(`select * from ${name} order by ${key.join(', ')}`)
          .raw()
          .all()
        return [name, sha256(JSON.stringify(rows))]
      }),
    )
  } finally {
    db.close()
  }
}

const TABLES = "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name"
const KEY = 'select name from pragma_table_info(?) where pk > 0 order by pk'
