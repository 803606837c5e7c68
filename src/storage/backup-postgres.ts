import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { codeOf } from '../core/errors.ts'
import { createBackupFile, noBackup } from './backup.ts'
import { ADVISORY_LOCK, CREATE_REGISTER, migrationsOf, pending } from './migrate.ts'

/**
 * Copies of a PostgreSQL database without its client tools: a gzipped script of `copy … from stdin` blocks in PostgreSQL's
 * own text form, after a line that names the migrations and before one that counts the rows. Equal databases make equal
 * scripts. Neither way holds more than a piece of it in memory.
 */

const HEAD = '-- lvzhi backup '
const END = '-- rows '
const FORMAT = 1
const COPY = /^copy "([a-z0-9_]+)" \("[a-z0-9_]+"(?:, "[a-z0-9_]+")*\) from stdin;$/
const LEVEL = 6
const PIECE = 1_048_576

interface Applied {
  name: string
  hash: string
}

interface Table {
  name: string
  columns: string[]
  key: string[]
  /** Tables that must be filled before this one. */
  needs: string[]
}

/** Writes one instant of the database; the server goes on writing. The target must not exist. */
export async function backupPostgres(url: string, target: string): Promise<void> {
  createBackupFile(target)
  const client = new pg.Client({ connectionString: url, application_name: 'lvzhi-backup' })
  try {
    await client.connect()
    await client.query('begin isolation level repeatable read, read only')
    await pipeline(scriptOf(client), createGzip({ level: LEVEL }), createWriteStream(target))
    await client.query('commit')
  } catch (error) {
    rmSync(target, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function* scriptOf(client: pg.Client): AsyncGenerator<Buffer | string> {
  const register = await client.query("select to_regclass('schema_migrations') as it")
  if (register.rows[0].it === null)
    throw new Error('The database has no tables: check DATABASE_URL · 数据库中没有表，请检查 DATABASE_URL')
  const { rows: migrations } = await client.query('select name, hash from schema_migrations order by name')
  yield `${HEAD}${JSON.stringify({ format: FORMAT, migrations })}\n`
  const counts: Record<string, number> = {}
  for (const { name, columns, key } of await tablesOf(client)) {
    const list = columns.map(quoted).join(', ')
    yield `copy ${quoted(name)} (${list}) from stdin;\n`
    const sql = `copy (select ${list} from ${quoted(name)} order by ${key.map(quoted).join(', ')}) to stdout`
    const rows = client.query(copyTo(sql))
    yield* rows
    counts[name] = rows.rowCount
    yield '\\.\n'
  }
  yield `${END}${JSON.stringify(counts)}\n`
}

const quoted = (name: string): string => `"${name}"`

const TABLES = `
  select c.relname as name,
         (select json_agg(a.attname order by a.attnum) from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         (select json_agg(a.attname order by k.at)
            from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, at)
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
           where i.indrelid = c.oid and i.indisprimary) as key,
         (select coalesce(json_agg(distinct r.relname), '[]') from pg_constraint f
            join pg_class r on r.oid = f.confrelid
           where f.conrelid = c.oid and f.contype = 'f' and r.oid <> c.oid) as needs
    from pg_class c
   where c.relnamespace = current_schema()::text::regnamespace and c.relkind = 'r'
   order by c.relname`

/** What the database has, whichever release made it; each table after those that it references. */
async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(TABLES)
  const ordered = new Set<Table>()
  const visit = (table: Table) => {
    if (ordered.has(table)) return
    for (const name of table.needs) visit(rows.find((other) => other.name === name)!)
    ordered.add(table)
  }
  for (const table of rows) visit(table)
  return [...ordered]
}

/**
 * Brings a copy into an empty database, in one transaction: the tables by the migrations that the copy names, then their
 * rows. Refused where there are tables already, where a newer release wrote the copy, and where its end is missing.
 */
export async function restorePostgres(copy: string, url: string): Promise<void> {
  if (!existsSync(copy)) throw noBackup(copy)
  const client = new pg.Client({ connectionString: url, application_name: 'lvzhi-restore' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK])
    await refuseFilled(client)
    await pipeline(createReadStream(copy), createGunzip({ chunkSize: PIECE }), (source) =>
      load(client, scannerOf(source), copy),
    )
    await client.query('analyze')
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw asRefusal(error, copy)
  } finally {
    await client.end()
  }
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`${TABLES} limit 1`)
  if (rows.length === 0) return
  throw new Error(
    `The database has tables (${rows[0].name}): make an empty one with createdb and set DATABASE_URL to it · ` +
      '数据库中已有表，请先用 createdb 新建空库，并把 DATABASE_URL 指向它',
  )
}

async function load(client: pg.Client, script: Scanner, copy: string): Promise<void> {
  const migrations = migrationsIn(await script.line(), copy)
  const all = migrationsOf('postgres')
  pending(all, migrations)
  await client.query(CREATE_REGISTER)
  for (const { name, sql } of all)
    if (migrations.some((migration) => migration.name === name)) await client.query(sql)
  const counts: Record<string, number> = {}
  for (;;) {
    const line = await script.line()
    if (line.startsWith(END)) {
      if (line.slice(END.length) === JSON.stringify(counts)) return
      throw damaged(copy)
    }
    const name = COPY.exec(line)?.[1]
    if (!name) throw damaged(copy)
    const into = client.query(copyFrom(line.slice(0, -1)))
    await pipeline(script.rows(), into)
    counts[name] = into.rowCount
  }
}

function migrationsIn(line: string, copy: string): Applied[] {
  if (!line.startsWith(HEAD)) throw damaged(copy)
  const { format, migrations }: { format: number; migrations: Applied[] } = JSON.parse(
    line.slice(HEAD.length),
  )
  if (format !== FORMAT) {
    throw new Error(`${copy} comes from a newer release: restore it with that one · 备份来自更新的版本`)
  }
  return migrations
}

const damaged = (copy: string, cause?: unknown) =>
  new Error(`${copy} is damaged or no whole backup: take another one · 备份已损坏或不完整，请换一份`, {
    cause,
  })

/** What is wrong with the file is told as that; what the database says stays its own. */
function asRefusal(error: unknown, copy: string): unknown {
  const cut = error instanceof CutShort || codeOf(error)?.startsWith('Z_')
  return cut || error instanceof SyntaxError ? damaged(copy, error) : error
}

class CutShort extends Error {}

interface Scanner {
  line(): Promise<string>
  /** Pieces of a block of rows, up to the line that ends it. */
  rows(): AsyncGenerator<Buffer>
}

const BLOCK_END = Buffer.from('\n\\.\n')

function scannerOf(source: AsyncIterable<Buffer>): Scanner {
  const pieces = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  const readOn = async () => {
    const { value, done } = await pieces.next()
    if (done) throw new CutShort('the file ends early')
    rest = rest.length === 0 ? value : Buffer.concat([rest, value])
  }
  const take = (length: number): Buffer => {
    const taken = rest.subarray(0, length)
    rest = rest.subarray(length)
    return taken
  }
  return {
    async line() {
      while (!rest.includes(10)) await readOn()
      const text = take(rest.indexOf(10)).toString()
      take(1)
      return text
    },
    async *rows() {
      const first = BLOCK_END.subarray(1)
      while (rest.length < first.length) await readOn()
      if (rest.subarray(0, first.length).equals(first)) {
        take(first.length)
        return
      }
      for (;;) {
        const end = rest.indexOf(BLOCK_END)
        if (end >= 0) {
          yield take(end + 1)
          take(first.length)
          return
        }
        // The end may begin in what was read and go on in what comes.
        if (rest.length > BLOCK_END.length) yield take(rest.length - BLOCK_END.length)
        await readOn()
      }
    },
  }
}
