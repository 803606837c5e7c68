import {
  CamelCasePlugin,
  type Compilable,
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Engine } from './columns.ts'
import type { Db } from './storage.ts'

/** Runs one compiled statement and answers rows with camelCase names. */
export type Execute = (query: CompiledQuery) => Promise<QueryResult<never>>

const camelCase = new CamelCasePlugin()

// The drivers name result columns once per statement, so the plugin must not do it again per row.
const camelCaseQueries: KyselyPlugin = {
  transformQuery: (args) => camelCase.transformQuery(args),
  transformResult: async ({ result }) => result,
}

/** A query builder over connections that we own: transactions are ours, so Kysely's are refused. */
export function builderOver(engine: Engine, execute: Execute): Db {
  const connection: DatabaseConnection = {
    executeQuery: execute as DatabaseConnection['executeQuery'],
    streamQuery: () => {
      throw new Error('Streaming goes through Storage.query in pages')
    },
  }
  const refuse = async () => {
    throw new Error('Transactions are opened by Storage.write only')
  }
  const driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  const db: Db = new Kysely({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => (engine === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
      createQueryCompiler: () =>
        engine === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler(),
      createIntrospector: (db) =>
        engine === 'sqlite' ? new SqliteIntrospector(db) : new PostgresIntrospector(db),
    },
    plugins: [camelCaseQueries],
  })
  drivers.set(db, { engine, execute })
  return db
}

const drivers = new WeakMap<Db, { engine: Engine; execute: Execute }>()
const TEXTS_MAX = 1_000
const texts = new Map<string, string>()

/**
 * Runs a query whose text depends on `shape` alone: it is built at its first use and prepared ever after, because
 * building costs more than running. The parameters are given in the order in which the query names them.
 */
export async function runKept<R>(
  db: Db,
  shape: string,
  parameters: readonly unknown[],
  build: () => Compilable<R>,
): Promise<R[]> {
  const { engine, execute } = drivers.get(db)!
  const name = `${engine} ${shape}`
  let sql = texts.get(name)
  if (!sql) {
    sql = build().compile().sql
    if (texts.size >= TEXTS_MAX) texts.delete(texts.keys().next().value!)
    texts.set(name, sql)
  }
  return (await execute(CompiledQuery.raw(sql, parameters as unknown[]))).rows as R[]
}

/**
 * The values of an `in` list, the last one repeated up to a power of two: texts of queries stay few, however long
 * their lists are.
 */
export function padded<T>(values: readonly T[]): T[] {
  const size = 2 ** Math.ceil(Math.log2(Math.max(values.length, 1)))
  return Array.from({ length: size }, (_, at) => values[Math.min(at, values.length - 1)]!)
}
