import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../src/storage/migrate.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Historian, historian } from '../support/histories.ts'

const SEED = 20190103
/** Thousands of them are the campaign's. */
const HISTORIES = 200
const WRITES = 8

describe(`scores that are kept (seeds from ${SEED})`, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-board-'))
  let storage: Storage
  let histories: Historian

  beforeAll(async () => {
    const url = path.join(folder, 'board.db')
    await migrate({ engine: 'sqlite', url })
    storage = openSqlite(url, () => new Date('2024-12-30T04:00:00.000Z'))
    const rules = new URL('../../regulations/tongcheng-2019/rules.yaml', import.meta.url)
    histories = historian(storage, readFileSync(rules, 'utf8'))
  })
  afterAll(async () => {
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test(`after each write of ${HISTORIES} histories equal scoring all anew, and only the named were scored`, async () => {
    let scored = 0
    for (let n = 0; n < HISTORIES; n += 1) scored += (await histories.run(SEED + n, WRITES)).scored
    expect(scored).toBeGreaterThan(HISTORIES)
  }, 120_000)
})
