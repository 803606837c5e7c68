import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, expectTypeOf, inject, it } from 'vitest'
import {
  currentSnapshot,
  fullSchema,
  lastSnapshot,
  migrationBetween,
} from '../../scripts/migrations/schema.ts'
import { contractRoutes } from '../../src/app.ts'
import { newId } from '../../src/core/ids.ts'
import type { AnyRow } from '../../src/storage/any-row.ts'
import type { TableDefinition } from '../../src/storage/columns.ts'
import { migrate, migrationsOf } from '../../src/storage/migrate.ts'
import { snake } from '../../src/storage/naming.ts'
import { connect } from '../../src/storage/sqlite-connection.ts'
import { definitions, type Row, type TableName } from '../../src/storage/tables.ts'

/** What the released migrations build is what the one definition of the tables says, on both engines. */

/** One line per column, key and reference, sorted: two catalogs are equal when their lines are. */
type Catalog = string[]

const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-schema-'))
const postgres = inject('postgres')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function sqliteCatalog(file: string): Catalog {
  const db = connect(file)
  const all = <R>(sql: string, ...values: string[]) => db.prepare(sql).all(...values) as R[]
  const lines: Catalog = []
  for (const { name } of all<{ name: string }>(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite%'",
  )) {
    if (name === 'schema_migrations') continue
    for (const column of all<{ name: string; type: string; notnull: number; pk: number }>(
      'select * from pragma_table_info(?)',
      name,
    )) {
      lines.push(
        `${name}.${column.name} ${column.type.toLowerCase()}${column.notnull ? ' not null' : ''}${column.pk ? ` key ${column.pk}` : ''}`,
      )
    }
    for (const index of all<{ name: string; unique: number; origin: string }>(
      'select * from pragma_index_list(?)',
      name,
    )) {
      if (index.origin === 'pk') continue
      const columns = all<{ name: string }>(
        'select name from pragma_index_info(?) order by seqno',
        index.name,
      )
      lines.push(`${name} ${index.unique ? 'unique' : 'index'} ${columns.map((one) => one.name).join(', ')}`)
    }
    const references = all<{ id: number; table: string; from: string; to: string }>(
      'select * from pragma_foreign_key_list(?) order by id, seq',
      name,
    )
    for (const [, parts] of Map.groupBy(references, (one) => one.id)) {
      lines.push(
        `${name} (${parts.map((one) => one.from)}) names ${parts[0]!.table} (${parts.map((one) => one.to)})`,
      )
    }
  }
  // What no pragma tells: conditions of indexes, checks, and how the rows of a table lie.
  for (const { type, name, sql } of all<{ type: string; name: string; sql: string }>(
    "select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite%'",
  )) {
    if (name === 'schema_migrations') continue
    if (type !== 'table') lines.push(`${name}: ${plain(sql)}`)
    else {
      for (const [check] of plain(sql).matchAll(/check \w+ in 0,1/g)) lines.push(`${name} ${check}`)
      if (/without rowid\s*$/i.test(sql)) lines.push(`${name} without rowid`)
    }
  }
  db.close()
  return lines.sort()
}

/** A statement without what does not matter: quotes, brackets, the names of tables before columns, twice the same. */
const plain = (sql: string): string =>
  sql
    .toLowerCase()
    .replace(/["`]/g, '')
    .replace(/\b(?!old|new)\w+\.(?=\w)/g, '')
    .replace(/[()]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ?, ?/g, ',')
    .replace(/(\w+ is null) and \1/g, '$1')
    .trim()

async function postgresCatalog(url: string): Promise<Catalog> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(`
    select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
           || coalesce(' collate ' || (select collname from pg_collation where oid = a.attcollation), '')
           || case when a.attnotnull then ' not null' else '' end as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
       and c.relname <> 'schema_migrations'
    union all
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
     where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text <> 'schema_migrations'
    union all
    select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'schema_migrations'
    union all
    select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`)
  await client.end()
  const twice = /\((\([^()]+\)) AND \1\)/
  return rows.map((row) => (row.line as string).replace(twice, '$1')).sort()
}

async function freshPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: `${postgres}/postgres` })
  const name = `s_${newId().replaceAll('-', '')}`
  await admin.connect()
  await admin.query(`create database ${name}`)
  try {
    return await work(`${postgres}/${name}`)
  } finally {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
}

describe('the schema', () => {
  it.each<[string, (sql: string) => string]>([
    ['the condition of an index', (sql) => sql.replace(/ WHERE "\w+"."deleted_at" is null;/, ';')],
    ['the way in which rows lie', (sql) => sql.replace(' WITHOUT ROWID', '')],
    ['a check', (sql) => sql.replace(/,\s+CONSTRAINT "\w+" CHECK\([^()]+\(0, 1\)\)/, '')],
    [
      'the order of an index',
      (sql) => sql.replace(/(CREATE INDEX `\w+` ON `\w+` \(`committee_id`,)(`\w+`),(`\w+`)/, '$1$3,$2'),
    ],
    ['a trigger', (sql) => sql.replace('before delete on events', 'after delete on events')],
  ])('SQLite: %s that differs is seen', async (what, changed) => {
    const sql = await fullSchema('sqlite')
    expect(changed(sql)).not.toBe(sql)
    const catalogs = [sql, changed(sql)].map((script, n) => {
      const file = path.join(folder, `${what}-${n}.db`)
      const db = connect(file)
      db.exec(script)
      db.close()
      return sqliteCatalog(file)
    })
    expect(catalogs[0]).not.toEqual(catalogs[1])
  })

  it('what compares them leaves lists and texts as they are', () => {
    expect([Object.keys(Array.prototype), Object.keys(String.prototype)]).toEqual([[], []])
  })

  it('SQLite: migrations and definition agree', async () => {
    const [migrated, defined] = [path.join(folder, 'migrated.db'), path.join(folder, 'defined.db')]
    await migrate({ engine: 'sqlite', url: migrated })
    const db = connect(defined)
    db.exec(await fullSchema('sqlite'))
    db.close()
    expect(sqliteCatalog(migrated)).toEqual(sqliteCatalog(defined))
  })

  it.each(['sqlite', 'postgres'] as const)('%s: the newest snapshot is the definition', async (engine) => {
    expect(await migrationBetween(engine, lastSnapshot(engine), await currentSnapshot(engine))).toEqual([])
  })

  it.runIf(postgres)('PostgreSQL: migrations and definition agree', async () => {
    const migrated = await freshPostgres(async (url) => {
      await migrate({ engine: 'postgres', url })
      return postgresCatalog(url)
    })
    const defined = await freshPostgres(async (url) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(await fullSchema('postgres'))
      await client.end()
      return postgresCatalog(url)
    })
    expect(migrated).toEqual(defined)
    // The form of `request_counts` is that of the library which counts.
    const ours = migrated.filter((line) => !line.startsWith('request_counts'))
    const columns = ours.filter((line) => /^\w+\.\w+ /.test(line)).map((line) => line.split(' ')[0]!)
    expect(columns).toEqual(definedColumns())
  })

  it('SQLite has the columns of the definition, each as nullable as it says', async () => {
    const file = path.join(folder, 'columns.db')
    await migrate({ engine: 'sqlite', url: file })
    const lines = sqliteCatalog(file).filter((line) => /^\w+\.\w+ /.test(line))
    expect(lines.map((line) => line.split(' ')[0]!)).toEqual(definedColumns())
  })

  it('both engines have the same migrations, applied once', async () => {
    const names = (engine: 'sqlite' | 'postgres') => migrationsOf(engine).map(({ name }) => name)
    expect(names('sqlite')).toEqual(names('postgres'))
    const file = path.join(folder, 'twice.db')
    expect(await migrate({ engine: 'sqlite', url: file })).toEqual(names('sqlite'))
    expect(await migrate({ engine: 'sqlite', url: file })).toEqual([])
  })

  it('every table belongs to a committee first', () => {
    for (const [name, { columns, key, indexes }] of Object.entries(definitions) as [
      string,
      TableDefinition,
    ][]) {
      expect(Object.keys(columns)[0], name).toBe('committeeId')
      for (const list of [key, ...indexes]) expect(list, name).not.toContain('committeeId')
    }
  })
})

const definedColumns = (): string[] =>
  Object.entries(definitions)
    .flatMap(([name, { columns }]) => Object.keys(columns).map((column) => `${snake(name)}.${snake(column)}`))
    .sort()

describe('lists', () => {
  const lists = contractRoutes().flatMap(({ operationId, lists: of }) =>
    of ? [[operationId, of] as const] : [],
  )

  it.each(lists)('%s: an index holds its rows in their usual order', (_operation, { table, sort }) => {
    const { key, unique, indexes } = definitions[table as keyof typeof definitions]
    const wanted = sort.replaceAll('-', '').split(',')
    const serves = (columns: readonly string[]) => {
      const rest = columns.slice(wanted.length)
      return wanted.every((column, at) => columns[at] === column) && (rest.length === 0 || rest[0] === 'id')
    }
    expect([key, ...unique, ...indexes].some(serves), `${table} by ${sort}`).toBe(true)
  })
})

it('columns that many tables have are of one type in all of them', () => {
  expectTypeOf<Row<TableName>>().toExtend<AnyRow>()
})
