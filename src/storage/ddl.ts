import type { ColumnKind, Engine, TableDefinition } from './columns.ts'
import { snake } from './columns.ts'
import { tables } from './tables.ts'

/** The SQL of both engines, spelled from the one definition. Released migrations are files; this makes new ones. */
const TYPES: Record<Engine, Record<ColumnKind, string>> = {
  sqlite: { id: 'text', text: 'text', integer: 'integer', flag: 'integer', json: 'text', blob: 'blob' },
  // "C" makes both engines sort text by code point.
  postgres: {
    id: 'uuid',
    text: 'text collate "C"',
    integer: 'bigint',
    flag: 'smallint',
    json: 'text collate "C"',
    blob: 'bytea',
  },
}

/** `create table` and its indexes, in an order that satisfies the references. */
export function createTable(engine: Engine, name: string, definition: TableDefinition): string[] {
  const sqlName = snake(name)
  const key = ['committeeId', ...definition.key].map(snake).join(', ')
  const lines = Object.entries(definition.columns).map(([column, { kind, nullable }]) => {
    const check = kind === 'flag' ? ` check (${snake(column)} in (0, 1))` : ''
    return `  ${quoted(snake(column))} ${TYPES[engine][kind]}${nullable ? '' : ' not null'}${check}`
  })
  lines.push(`  primary key (${key})`)
  for (const [column, target] of Object.entries(definition.references)) {
    lines.push(
      `  foreign key (committee_id, ${snake(column)}) references ${snake(target)} (committee_id, id)`,
    )
  }
  // Rows of SQLite tables without rowid lie in key order: the natural key is the cluster.
  const natural = engine === 'sqlite' && !definition.appended
  const statements = [`create table ${sqlName} (\n${lines.join(',\n')}\n)${natural ? ' without rowid' : ''};`]
  const isNull = (column: string, not = '') => `${quoted(snake(column))} is ${not}null`
  // A number or code of a record that was withdrawn is free again; what another system calls it names it for ever.
  const standing = definition.columns['deletedAt'] ? [isNull('deletedAt')] : []
  for (const columns of [...definition.unique, ...(definition.uniqueOn[engine] ?? [])]) {
    // What is null takes no part, so that it need not be written either.
    const nullable = columns.filter((column) => definition.columns[column]!.nullable)
    const parts = nullable.map((column) => isNull(column, 'not '))
    if (nullable.length < columns.length) parts.push(...standing)
    const where = parts.join(' and ')
    statements.push(indexSql(sqlName, columns, { unique: true, where }))
  }
  for (const [column, columns] of Object.entries(definition.uniqueWithout)) {
    const name = `${sqlName}_without_${snake(column)}`
    statements.push(
      indexSql(sqlName, columns, { unique: true, where: [isNull(column), ...standing].join(' and '), name }),
    )
  }
  for (const columns of definition.indexes) statements.push(indexSql(sqlName, columns, {}))
  return statements
}

function indexSql(
  table: string,
  columns: readonly string[],
  options: { unique?: boolean; where?: string; name?: string },
): string {
  const names = columns.map(snake)
  const name = (options.name ?? `${table}_${names.join('_')}`).slice(0, 60)
  const unique = options.unique ? 'unique ' : ''
  const where = options.where ? ` where ${options.where}` : ''
  return `create ${unique}index ${name} on ${table} (committee_id, ${names.map(quoted).join(', ')})${where};`
}

// "column", "row" and "number" are words of SQL.
const quoted = (name: string): string => `"${name}"`

/** The events of a committee are never changed or removed, not even by a mistake of ours. */
function appendOnly(engine: Engine): string[] {
  if (engine === 'sqlite') {
    return ['update', 'delete'].map(
      (verb) =>
        `create trigger events_no_${verb} before ${verb} on events begin select raise(abort, 'events are append-only'); end;`,
    )
  }
  return [
    "create function events_append_only() returns trigger language plpgsql as $$ begin raise exception 'events are append-only'; end $$;",
    'create trigger events_no_change before update or delete on events for each row execute function events_append_only();',
    'create trigger events_no_truncate before truncate on events for each statement execute function events_append_only();',
  ]
}

/** Requests counted over all processes, in the form of the library that counts; lost with a crash, and no harm done. */
const REQUEST_COUNTS =
  'create unlogged table request_counts (key varchar(255) primary key, points integer not null default 0, expire bigint);'

/** The whole schema as one script. */
export function fullSchema(engine: Engine): string {
  const ordered = inReferenceOrder()
  const parts = ordered.flatMap((name) => createTable(engine, name, tables[name as keyof typeof tables]))
  const shared = engine === 'postgres' ? [REQUEST_COUNTS] : []
  return `${[...parts, ...appendOnly(engine), ...shared].join('\n')}\n`
}

function inReferenceOrder(): string[] {
  const done: string[] = []
  const visit = (name: string) => {
    if (done.includes(name)) return
    for (const target of Object.values((tables as Record<string, TableDefinition>)[name]!.references)) {
      if (target !== name) visit(target)
    }
    done.push(name)
  }
  for (const name of Object.keys(tables)) visit(name)
  return done
}
