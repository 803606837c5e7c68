import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  ASKED_AT,
  type Difference,
  differencesOf,
  type Figures,
  figuresOf,
  operations,
  rowsIn,
} from '../../scripts/release/figures.ts'
import { startServer } from '../../src/main.ts'
import { verifyLog } from '../../src/storage/audit.ts'
import { backupSqlite, restoreSqlite } from '../../src/storage/backup.ts'
import { backupPostgres, restorePostgres } from '../../src/storage/backup-postgres.ts'
import { migrate, migrationsOf } from '../../src/storage/migrate.ts'
import { openStorage } from '../../src/storage/open.ts'
import { barePostgres, contentOf, onDatabase } from '../support/databases.ts'

/**
 * Whoever upgrades finds what they had: databases that released versions wrote are brought back, migrated, served and
 * asked for everything that is shown. What differs must be named, with its reason, in `differences.json` of the release.
 */

const RELEASES = path.join(import.meta.dirname, '../fixtures/releases')
/** A closed year and what was published of it stand: an answer may gain a field there, and nothing else. */
const STANDING = ['period', 'ranking', 'scores', 'archives', 'reports', 'publicReports', 'chain']
/** How a score is told today may say more; what was printed of it stands with its report. */
const TOLD = ['scores/*/text']
const ENGINES = inject('postgres') ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)

type Engine = (typeof ENGINES)[number]
type Named = Pick<Difference, 'path' | 'kind'> & { reason: string }

const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-releases-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const versions = readdirSync(RELEASES)
const read = (version: string, name: string) => readFileSync(path.join(RELEASES, version, name))
const json = (version: string, name: string) => JSON.parse(read(version, name).toString())
const unpacked = (version: string, name: string) => brotliDecompressSync(read(version, name))

/** The database as a release left it, in a place of its own. */
async function stored(version: string, engine: Engine): Promise<{ url: string; drop(): Promise<void> }> {
  if (engine === 'postgres') {
    const database = await barePostgres()
    await restorePostgres(path.join(RELEASES, version, 'postgres.sql.gz'), database.url)
    return database
  }
  const url = path.join(mkdtempSync(path.join(folder, 'stored-')), 'year.db')
  writeFileSync(url, unpacked(version, 'sqlite.db.br'))
  return { url, drop: async () => {} }
}

const matches = (pattern: string, at: string): boolean => {
  const [names, places] = [pattern.split('/'), at.split('/')]
  return names.length === places.length && names.every((name, n) => name === '*' || name === places[n])
}

describe.each(versions)('release %s', (version) => {
  it.each(['sqlite', 'postgres'] as const)('its migrations stand as they were released (%s)', (engine) => {
    const now = new Map(migrationsOf(engine).map(({ name, hash }) => [name, hash]))
    for (const [name, hash] of Object.entries(json(version, 'migrations.json')[engine])) {
      expect(
        now.get(name),
        `migrations/${engine}/${name} was released with ${version} and differs: take the released file back and write a further migration`,
      ).toBe(hash)
    }
  })

  const named: Named[] = json(version, 'differences.json')

  it('names differences with a reason, and none that would move what stands', () => {
    for (const { path: at, kind, reason } of named) {
      expect(reason.length, at).toBeGreaterThan(20)
      if (STANDING.includes(at.split('/')[0]!) && !TOLD.includes(at)) expect(kind, at).toBe('added')
    }
  })

  describe.each(ENGINES)('on %s', (engine) => {
    const before: Figures = JSON.parse(unpacked(version, `${engine}.figures.json.br`).toString())
    let database: Awaited<ReturnType<typeof stored>>
    let after: Figures
    let verified: Awaited<ReturnType<typeof verifyLog>>

    beforeAll(async () => {
      database = await stored(version, engine)
      await migrate({ engine, url: database.url })
      const rows = await rowsIn(database.url, Object.keys(before['rows']))
      const server = await startServer(configOf(database.url), () => new Date(`${ASKED_AT}T02:00:00.000Z`))
      try {
        after = { ...(await figuresOf(server.url, before['chain'].seq)), rows, operations: operations() }
      } finally {
        await server.close()
      }
      const storage = await openStorage(database.url, () => new Date())
      verified = await verifyLog(storage)
      await storage.close()
    })
    afterAll(() => database.drop())

    it('its figures, archives, reports and operations are what they were', () => {
      // What is new as an operation takes nothing from anybody.
      const differences = differencesOf(before, after).filter(
        ({ path: at, kind }) => !(kind === 'added' && at.startsWith('operations/')),
      )
      const unnamed = differences.filter(
        ({ path: at, kind }) => !named.some((one) => one.kind === kind && matches(one.path, at)),
      )
      expect(unnamed.slice(0, 50), `name them in ${version}/differences.json, or mend them`).toEqual([])
    })

    it('every difference that is named is there', () => {
      const differences = differencesOf(before, after)
      const needless = named.filter(
        ({ path: pattern, kind }) =>
          !differences.some((one) => one.kind === kind && matches(pattern, one.path)),
      )
      expect(needless).toEqual([])
    })

    it('its reports are still made byte for byte, and its chains hold', () => {
      const reports = Object.values(after['reports']) as { check: { same: boolean; contentHash: string } }[]
      expect(reports.length).toBeGreaterThan(1)
      for (const { check } of reports) expect(check.same).toBe(true)
      expect(verified.broken).toBeUndefined()
      expect(verified.events).toBeGreaterThanOrEqual(before['chain'].seq)
    })

    it('a copy taken before the upgrade brings the release back; the upgraded database itself is refused', {
      timeout: 120_000,
    }, async () => {
      const { url, drop } = await stored(version, engine)
      const as = await contentOf(engine, url)
      const copy = path.join(folder, `${version}-${engine}.copy`)
      if (engine === 'sqlite') backupSqlite(url, copy)
      else await backupPostgres(url, copy)
      await migrate({ engine, url })
      await onDatabase(engine, url, "insert into schema_migrations values ('9999_later.sql', 'x', 'x')")
      await expect(migrate({ engine, url })).rejects.toThrow(/9999_later\.sql.*use a newer release.*新版本/)
      await expect(startServer(configOf(url))).rejects.toThrow(/use a newer release/)
      const back = engine === 'sqlite' ? { url, drop: async () => {} } : await barePostgres()
      if (engine === 'sqlite') restoreSqlite(copy, url, true)
      else await restorePostgres(copy, back.url)
      expect(await contentOf(engine, back.url)).toEqual(as)
      await back.drop()
      await drop()
    })
  })
})

it('the first release is kept', () => expect(versions).toContain('0.1.0'))

const configOf = (databaseUrl: string) => ({
  databaseUrl,
  host: '127.0.0.1',
  port: 0,
  secret: 'a secret of at least thirty-two characters',
  logLevel: 'silent',
  trustProxy: false as const,
})
