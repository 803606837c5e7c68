import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { committeeByCode } from '../../src/access/directory.ts'
import { renameTwins } from '../../src/committee/committees/twins.ts'
import { newId } from '../../src/core/ids.ts'
import { verifyLog } from '../../src/storage/audit.ts'
import { migrate, migrationsOf } from '../../src/storage/migrate.ts'
import { openStorage } from '../../src/storage/open.ts'
import { connect } from '../../src/storage/sqlite-connection.ts'

/** What an installation brings along whose committees were made before there was a directory of them. */

const OLDER = '0197f6a0-0000-7000-8000-000000000001'
const YOUNGER = '0197f6a0-0000-7000-8000-00000abcdef2'
const ALONE = '0197f6a0-0000-7000-8000-000000000003'

interface Bare {
  url: string
  run(sql: string): Promise<void>
  drop(): Promise<void>
}

async function bareSqlite(): Promise<Bare> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-directory-'))
  const url = path.join(folder, 'bare.db')
  const run = async (sql: string) => {
    const db = connect(url)
    db.exec(sql)
    db.close()
  }
  return { url, run, drop: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function barePostgres(server: string): Promise<Bare> {
  const runOn = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  const name = `d_${newId().replaceAll('-', '')}`
  const [admin, url] = [`${server}/postgres`, `${server}/${name}`]
  await runOn(admin, `create database ${name}`)
  return {
    url,
    run: (sql) => runOn(url, sql),
    drop: () => runOn(admin, `drop database ${name} with (force)`),
  }
}

const postgres = inject('postgres')
const engines = postgres ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)

describe.each(engines)('an upgrade to the directory (%s)', (engine) => {
  it('lists every committee; the younger of two with one code gets another, in its record and its log', async () => {
    const database = engine === 'sqlite' ? await bareSqlite() : await barePostgres(postgres!)
    const [first] = migrationsOf(engine)
    await database.run(first!.sql)
    await database.run(
      'create table schema_migrations (name text primary key, hash text not null, applied_at text not null)',
    )
    await database.run(
      `insert into schema_migrations values ('${first!.name}', '${first!.hash}', '2019-12-31')`,
    )
    let now = new Date('2019-12-31T04:00:00.000Z')
    // As the first release wrote them: it knew less of its own rows.
    for (const [id, code, parentId] of [
      [OLDER, 'same', null],
      [YOUNGER, 'same', OLDER],
      [ALONE, 'other', OLDER],
    ] as const) {
      const at = now.toISOString()
      const parent = parentId === null ? 'null' : `'${parentId}'`
      await database.run(
        `insert into committees (committee_id, id, parent_id, code, name, level, zone, settings, version, seq, created_at, updated_at)
         values ('${id}', '${id}', ${parent}, '${code}', '${code}', 'city', 'Asia/Shanghai', '{}', 1, 1, '${at}', '${at}')`,
      )
      now = new Date(now.getTime() + 1)
    }

    await migrate({ engine, url: database.url })
    const storage = await openStorage(database.url, () => now)
    expect(await committeeByCode(storage, 'same')).toBe(OLDER)
    expect(await committeeByCode(storage, 'same_bcdef2')).toBe(YOUNGER)
    expect(await committeeByCode(storage, 'other')).toBe(ALONE)
    expect(await renameTwins(storage)).toEqual([{ from: 'same', to: 'same_bcdef2' }])
    expect(await renameTwins(storage)).toEqual([])
    const rows = await storage.query('select code, version from committees order by code', [])
    expect(rows).toEqual([
      { code: 'other', version: 1 },
      { code: 'same', version: 1 },
      { code: 'same_bcdef2', version: 2 },
    ])
    expect(await verifyLog(storage)).toMatchObject({ committees: 3, events: 1, broken: undefined })
    await storage.close()
    await database.drop()
  })
})
