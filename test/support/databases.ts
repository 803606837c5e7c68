import { readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { inject } from 'vitest'
import { newId, sha256 } from '../../src/core/ids.ts'
import { tableHashes } from '../../src/storage/backup.ts'
import { backupPostgres } from '../../src/storage/backup-postgres.ts'
import type { Engine } from '../../src/storage/columns.ts'
import { connect } from '../../src/storage/sqlite-connection.ts'

/** Databases without the application. */

/** A PostgreSQL database with no table in it. */
export async function barePostgres(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgres')!
  const name = `b_${newId().replaceAll('-', '')}`
  await onDatabase('postgres', `${server}/postgres`, `create database ${name}`)
  return {
    url: `${server}/${name}`,
    drop: () => onDatabase('postgres', `${server}/postgres`, `drop database ${name} with (force)`),
  }
}

export async function onDatabase(engine: Engine, url: string, sql: string): Promise<void> {
  if (engine === 'sqlite') {
    const db = connect(url)
    db.exec(sql)
    db.close()
    return
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** What all tables hold, as hashes: equal where the databases are equal. */
export async function contentOf(engine: Engine, url: string): Promise<Record<string, string>> {
  if (engine === 'sqlite') return tableHashes(url)
  const copy = path.join(os.tmpdir(), `lvzhi-content-${newId()}.gz`)
  await backupPostgres(url, copy)
  const blocks = gunzipSync(readFileSync(copy)).toString().split('\ncopy "')
  rmSync(copy)
  return Object.fromEntries(blocks.map((block) => [block.slice(0, block.indexOf('"')), sha256(block)]))
}
