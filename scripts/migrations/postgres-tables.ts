import { and, isNotNull, isNull, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  check,
  customType,
  foreignKey,
  index,
  type PgColumnBuilderBase,
  type PgTable,
  pgTable,
  primaryKey,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { type ColumnKind, indexesOf, type TableDefinition } from '../../src/storage/columns.ts'
import { snake } from '../../src/storage/naming.ts'

/** The tables of PostgreSQL, spelled from the one definition: for migrations alone, since one dialect asks both engines. */

const typed = (dataType: string) => customType<{ data: string }>({ dataType: () => dataType })
/** "C" makes both engines sort text by code point. */
const textC = typed('text collate "C"')
const smallint = typed('smallint')
const bytea = typed('bytea')

const KINDS: Record<ColumnKind, (name: string) => PgColumnBuilderBase & { notNull(): PgColumnBuilderBase }> =
  {
    id: (name) => uuid(name),
    text: (name) => textC(name),
    integer: (name) => bigint(name, { mode: 'number' }),
    flag: (name) => smallint(name),
    json: (name) => textC(name),
    blob: (name) => bytea(name),
  }

type Self = Record<string, AnyPgColumn>

export function postgresTables(
  definitions: Readonly<Record<string, TableDefinition>>,
): Record<string, PgTable> {
  const tables: Record<string, PgTable> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const builders = Object.entries(definition.columns).map(([each, { kind, nullable }]) => {
      const builder = KINDS[kind](snake(each))
      return [each, nullable ? builder : builder.notNull()] as const
    })
    tables[name] = pgTable(snake(name), Object.fromEntries(builders), ((self: Self) =>
      constraintsOf(name, definition, self, tables as never)) as never)
  }
  return tables
}

function constraintsOf(name: string, definition: TableDefinition, self: Self, tables: Record<string, Self>) {
  const columnsOf = (list: readonly string[], of = self) =>
    ['committeeId', ...list].map((each) => of[each]!) as [AnyPgColumn, ...AnyPgColumn[]]
  const table = snake(name)
  const flags = Object.keys(definition.columns).filter((each) => definition.columns[each]!.kind === 'flag')
  return [
    primaryKey({ name: constraintName(table, '', 'pkey'), columns: columnsOf(definition.key) }),
    ...indexesOf('postgres', name, definition).map((layout) => {
      const on = (layout.unique ? uniqueIndex : index)(layout.name).on(...columnsOf(layout.columns))
      const where = [
        ...layout.filled.map((each) => isNotNull(self[each]!)),
        ...layout.empty.map((each) => isNull(self[each]!)),
      ]
      return where.length > 0 ? on.where(and(...where)!) : on
    }),
    ...flags.map((each) => check(constraintName(table, snake(each), 'check'), sql`${self[each]!} in (0, 1)`)),
    ...Object.entries(definition.references).map(([each, target]) =>
      foreignKey({
        name: constraintName(table, `committee_id_${snake(each)}`, 'fkey'),
        columns: columnsOf([each]),
        foreignColumns: columnsOf(['id'], tables[target]),
      }),
    ),
  ]
}

const NAME_MAX = 63

/** The name that PostgreSQL gives to a constraint without one: the longer part is cut until both fit. */
function constraintName(table: string, columns: string, label: string): string {
  let [first, second] = [table, columns]
  const room = NAME_MAX - label.length - (columns ? 2 : 1)
  while (first.length + second.length > room) {
    if (first.length > second.length) first = first.slice(0, -1)
    else second = second.slice(0, -1)
  }
  return [first, second, label].filter(Boolean).join('_')
}
