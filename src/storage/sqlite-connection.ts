import Database from 'better-sqlite3'
import { camel } from './naming.ts'
import { keepDatabasePrivate } from './private-file.ts'

const STATEMENTS_MAX = 500

/** A connection with the settings that the guarantees rest on. */
export function connect(file: string): Database.Database {
  keepDatabasePrivate(file)
  const connection = new Database(file)
  connection.pragma('journal_mode = wal')
  connection.pragma('synchronous = full')
  connection.pragma('foreign_keys = on')
  connection.pragma('busy_timeout = 5000')
  // Each savepoint of a use case keeps the pages that it touches: in memory, or else in a file that is written for it.
  connection.pragma('temp_store = memory')
  return connection
}

type Named = (values: readonly unknown[]) => Record<string, unknown>

interface Cached {
  statement: Database.Statement<unknown[], unknown[]>
  /** Makes a row of its values; undefined for a statement that answers none. */
  named: Named | undefined
}

/** Prepared statements of one connection, bounded; result columns are named once per statement. */
export function statementsOf(connection: Database.Database) {
  const cache = new Map<string, Cached>()
  const prepared = (sql: string): Cached => {
    let cached = cache.get(sql)
    if (!cached) {
      if (cache.size >= STATEMENTS_MAX) cache.delete(cache.keys().next().value!)
      const statement = connection.prepare<unknown[], unknown[]>(sql)
      const named = statement.reader
        ? rowMaker(statement.columns().map(({ name }) => camel(name)))
        : undefined
      if (named) statement.raw(true)
      cached = { statement, named }
      cache.set(sql, cached)
    }
    return cached
  }
  /** Rows with camelCase names. */
  const run = <R>(sql: string, parameters: readonly unknown[]): { rows: R[]; changes: number } => {
    const { statement, named } = prepared(sql)
    if (!named) return { rows: [], changes: statement.run(...parameters).changes }
    return { rows: statement.all(...parameters).map(named) as R[], changes: 0 }
  }
  return { run }
}

/**
 * A function that makes rows of one statement. It is compiled, because objects of one literal are made and copied many
 * times faster than objects that grow key by key; the names are columns of our own tables, quoted.
 */
function rowMaker(names: readonly string[]): Named {
  const fields = names.map((name, at) => `${JSON.stringify(name)}: values[${at}]`)
  return new Function('values', `return { ${fields.join(', ')} }`) as Named
}
