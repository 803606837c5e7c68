import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import pg from 'pg'
import { clientOf } from '../examples/client.ts'
import { readStory } from '../examples/committee.ts'
import { calendarAt, publishTheYear } from '../examples/end-of-year.ts'
import { LOGINS, liveTheYear } from '../examples/year.ts'
import { startServer } from '../src/main.ts'
import { backupSqlite } from '../src/storage/backup.ts'
import { backupPostgres } from '../src/storage/backup-postgres.ts'
import { migrationsOf } from '../src/storage/migrate.ts'
import { snake } from '../src/storage/naming.ts'
import { definitions } from '../src/storage/tables.ts'
import { startPostgres } from '../test/support/servers.ts'
import { ASKED_AT, type Figures, figuresOf, operations, rowsIn } from './release/figures.ts'

/**
 * `node scripts/release.ts`: keeps what this release stores and says, so that later ones are held against it. The invented
 * committee lives its year on each engine; the database, its figures, the contract and the migrations go to
 * `test/fixtures/releases/<version>/`, where `test/storage/releases.test.ts` finds them.
 */

const ROOT = path.join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
const FOLDER = path.join(ROOT, 'test/fixtures/releases', version)
const keep = (name: string, content: string | Buffer) => writeFileSync(path.join(FOLDER, name), content)
const pressed = (content: string | Buffer) =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } })
const pressedJson = (value: unknown) => pressed(JSON.stringify(value))

async function main(): Promise<void> {
  // Fails where it is there: what was released does not change.
  mkdirSync(FOLDER)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-release-'))
  const postgres = await startPostgres()
  try {
    const file = path.join(folder, 'year.db')
    const copy = path.join(folder, 'copy.db')
    const sqlite = await lived(file)
    backupSqlite(file, copy)
    keep('sqlite.db.br', pressed(readFileSync(copy)))
    keep('sqlite.figures.json.br', pressedJson(sqlite))

    const url = await freshDatabase(postgres.url)
    const onPostgres = await lived(url)
    await backupPostgres(url, path.join(FOLDER, 'postgres.sql.gz'))
    keep('postgres.figures.json.br', pressedJson(onPostgres))

    keep('openapi.yaml.br', pressed(readFileSync(path.join(ROOT, 'openapi.yaml'))))
    const hashes = (engine: 'sqlite' | 'postgres') =>
      Object.fromEntries(migrationsOf(engine).map(({ name, hash }) => [name, hash]))
    const migrations = { sqlite: hashes('sqlite'), postgres: hashes('postgres') }
    keep('migrations.json', `${JSON.stringify(migrations, null, 2)}\n`)
    keep('differences.json', '[]\n')
    keep('contract.json', '[]\n')
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The year on an empty database, and what it says some days after its report was published. */
async function lived(databaseUrl: string): Promise<Figures> {
  const calendar = calendarAt('2019-12-31')
  const secret = 'only for this year, gone with its folder'
  const config = {
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    secret,
    logLevel: 'silent',
    trustProxy: false as const,
  }
  const server = await startServer(config, calendar.clock)
  try {
    const story = readStory()
    const { period, records, office } = await liveTheYear(clientOf(server.url), story, server.setupToken!)
    const committee = story.committee.code
    const { turnTo } = calendar
    await publishTheYear(office, { committee, logins: LOGINS, period, records, turnTo })
    turnTo(ASKED_AT)
    const figures = await figuresOf(server.url)
    const rows = await rowsIn(databaseUrl, Object.keys(definitions).map(snake))
    return { ...figures, rows, operations: operations() }
  } finally {
    await server.close()
  }
}

async function freshDatabase(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  await client.query('create database lvzhi_year')
  await client.end()
  return `${server}/lvzhi_year`
}

await main()
