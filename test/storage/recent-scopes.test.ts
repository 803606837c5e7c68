import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newId } from '../../src/core/ids.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import type { Storage, Tx } from '../../src/storage/storage.ts'

/** The lookup of retries in memory is the stored table, whatever happened to a use case. */

const committeeId = newId()
let folder: string
let storage: Storage

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-scopes-'))
  await migrate({ engine: 'sqlite', url: path.join(folder, 'a.db') })
  storage = openSqlite(path.join(folder, 'a.db'), () => new Date())
})
afterEach(async () => {
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

const write = <T>(work: (tx: Tx) => Promise<T>) =>
  storage.write(committeeId, { actor: 'test', requestId: 'test' }, work)

const keep = (tx: Tx, scope: string) =>
  tx.run(
    "insert into idempotency_keys (committee_id, scope, request_hash, status, headers, body, created_at) values (?, ?, 'h', 201, '{}', '', ?)",
    [committeeId, scope, tx.at],
  )

const scopes = (table: 'idempotency_keys' | 'recent_scopes') =>
  write(async (tx) =>
    (await tx.query<{ scope: string }>(`select scope from ${table} order by scope`, [])).map(
      ({ scope }) => scope,
    ),
  )

const same = async (expected: string[]) => {
  expect(await scopes('idempotency_keys')).toEqual(expected)
  expect(await scopes('recent_scopes')).toEqual(expected)
}

it('holds what was written, not what a failed use case wrote, and not what was swept', async () => {
  await write((tx) => keep(tx, 'b'))
  await write((tx) => keep(tx, 'a'))
  const failed = write(async (tx) => {
    await keep(tx, 'never')
    await tx.run("delete from idempotency_keys where scope = 'a'", [])
    throw new Error('refused')
  })
  await expect(failed).rejects.toThrow('refused')
  await same(['a', 'b'])
  await write((tx) => tx.run("delete from idempotency_keys where scope = 'a'", []))
  await same(['b'])
})

it('is filled again from the file at the next start', async () => {
  await write(async (tx) => {
    for (const scope of ['c', 'a', 'b']) await keep(tx, scope)
  })
  await storage.close()
  storage = openSqlite(path.join(folder, 'a.db'), () => new Date())
  await same(['a', 'b', 'c'])
})
