import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sha256 } from '../core/ids.ts'
import type { Engine } from './columns.ts'
import { connect } from './sqlite-connection.ts'
import { teachPlanner } from './statistics.ts'
import type { Storage } from './storage.ts'

const FOLDER = path.join(import.meta.dirname, '../../migrations')
export const ADVISORY_LOCK = 7_236_402
const CONNECT_MS = 5_000

interface Migration {
  name: string
  sql: string
  hash: string
}

/** The released migrations of an engine, in the order in which they run. */
export function migrationsOf(engine: Engine): Migration[] {
  const folder = path.join(FOLDER, engine)
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8')
    return { name, sql, hash: sha256(sql) }
  })
}

/**
 * Applies what is pending, one at a time under a lock; answers the names applied. A released file that was edited,
 * or a database from a newer release, is refused.
 */
export async function migrate(target: { engine: Engine; url: string }): Promise<string[]> {
  return target.engine === 'sqlite' ? migrateSqlite(target.url) : migratePostgres(target.url)
}

export const CREATE_REGISTER =
  'create table if not exists schema_migrations (name text primary key, hash text not null, applied_at text not null)'

const released = new Map<Engine, Migration[]>()

/** Names of what this release would still apply; throws where the database is of another release. */
export async function pendingMigrations({ engine, probe }: Storage): Promise<string[]> {
  if (!released.has(engine)) released.set(engine, migrationsOf(engine))
  const applied = await probe<Pick<Migration, 'name' | 'hash'>>('select name, hash from schema_migrations')
  return pending(released.get(engine)!, applied).map(({ name }) => name)
}

/** Of the released migrations those that were not applied; throws where the database is of another release. */
export function pending(all: Migration[], applied: { name: string; hash: string }[]): Migration[] {
  for (const { name, hash } of applied) {
    const file = all.find((migration) => migration.name === name)
    if (!file)
      throw new Error(
        `The database has migration ${name}, which this release does not know: use a newer release, or restore a backup made by this one · ` +
          `数据库来自更新的版本（${name}）：请使用新版本，或恢复本版本的备份`,
      )
    if (file.hash !== hash)
      throw new Error(
        `Migration ${name} was edited after it was applied: restore the released file · 迁移 ${name} 在执行后被改动：请恢复发布时的文件`,
      )
  }
  return all.filter(({ name }) => !applied.some((migration) => migration.name === name))
}

function migrateSqlite(file: string): string[] {
  const db = connect(file)
  try {
    // A table rebuild needs foreign keys off, and the pragma is a no-op inside a transaction.
    db.pragma('foreign_keys = off')
    db.exec('begin immediate')
    db.exec(CREATE_REGISTER)
    const applied = db
      .prepare<[], Pick<Migration, 'name' | 'hash'>>('select name, hash from schema_migrations')
      .all()
    const todo = pending(migrationsOf('sqlite'), applied)
    for (const { name, sql, hash } of todo) {
      db.exec(sql)
      const register = db.prepare('insert into schema_migrations values (?, ?, ?)')
      register.run(name, hash, new Date().toISOString())
    }
    const broken = db.prepare('select 1 from pragma_foreign_key_check').all()
    if (broken.length > 0) throw new Error(`Migration leaves ${broken.length} dangling references`)
    if (todo.length > 0) teachPlanner(db)
    db.exec('commit')
    return todo.map(({ name }) => name)
  } catch (error) {
    if (db.inTransaction) db.exec('rollback')
    throw error
  } finally {
    db.close()
  }
}

async function migratePostgres(url: string): Promise<string[]> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  // A cut connection is told by the statement that fails; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK])
    await client.query("set local lock_timeout = '5s'")
    await client.query(CREATE_REGISTER)
    const applied = await client.query('select name, hash from schema_migrations')
    const todo = pending(migrationsOf('postgres'), applied.rows)
    for (const { name, sql, hash } of todo) {
      await client.query(sql)
      const values = [name, hash, new Date().toISOString()]
      await client.query('insert into schema_migrations values ($1, $2, $3)', values)
    }
    await client.query('commit')
    return todo.map(({ name }) => name)
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await client.end()
  }
}
