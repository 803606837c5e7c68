import {
  and,
  type ColumnBuilderBaseConfig,
  type ColumnDataType,
  isNotNull,
  isNull,
  type SQL,
  sql,
} from 'drizzle-orm'
import {
  type AnySQLiteColumn,
  blob as blobColumn,
  check,
  customType,
  foreignKey,
  index,
  integer as integerColumn,
  primaryKey,
  type SQLiteColumn,
  type SQLiteColumnBuilderBase,
  type SQLiteTableWithColumns,
  sqliteTable,
  text as textColumn,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import { snake } from './naming.ts'

/**
 * The column vocabulary: a short spelling of drizzle's tables. Flags are 0 or 1 and JSON is text on both engines, so that
 * a row has the same bytes wherever it is stored; queries are written in the SQL that both engines read.
 */
export type ColumnKind = 'id' | 'text' | 'integer' | 'flag' | 'json' | 'blob'

export type Engine = 'sqlite' | 'postgres'

/** A column of values `D`, as code sees them. */
export interface Column<D = unknown, N extends boolean = boolean> {
  readonly kind: ColumnKind
  readonly nullable: N
  /** Drizzle's column of this name, nullable. */
  readonly build: (name: string) => SQLiteColumnBuilderBase<{ data: D } & AnyConfig> & { notNull(): unknown }
}

type AnyConfig = ColumnBuilderBaseConfig<ColumnDataType, string>

const column = <D>(kind: ColumnKind, build: Column<D>['build']): Column<D, false> => ({
  kind,
  nullable: false,
  build,
})

const flagColumn = customType<{ data: boolean; driverData: number }>({
  dataType: () => 'integer',
  toDriver: (value) => (value ? 1 : 0),
  fromDriver: (value) => value === 1,
})

export const id = () => column('id', (name) => textColumn(name))
/** Also days (`YYYY-MM-DD`), instants (UTC ISO) and points (exact fractions such as `25/2`). */
export const text = () => textOf<string>()
/** A code of those that have these words (`core/words/`), such as the states of a life. */
export const oneOf = <const W extends object>(_words: W) => textOf<keyof W & string>()
/** One of a few texts; what writes it has checked it. */
export const textOf = <T extends string>() => column<T>('text', (name) => textColumn(name) as never)
export const integer = () => column('integer', (name) => integerColumn(name))
export const flag = () => column('flag', (name) => flagColumn(name))
/** For values `T` that no query filters on. */
export const json = <T = unknown>() =>
  column<T>(
    'json',
    customType<{ data: T; driverData: string }>({
      dataType: () => 'text',
      toDriver: (value) => JSON.stringify(value),
      fromDriver: (value) => JSON.parse(value),
    }),
  )
export const blob = () => column('blob', (name) => blobColumn(name, { mode: 'buffer' }))
export const optional = <D>(of: Column<D, false>): Column<D, true> => ({
  ...of,
  nullable: true,
})

export type Columns = Record<string, Column>

export interface TableDefinition<C extends Columns = Columns> {
  readonly columns: C
  /** Key columns; `committee_id` always leads. */
  readonly key: readonly string[]
  /** Each list is unique within the committee. A column that is null in a row does not take part. */
  readonly unique: readonly (readonly string[])[]
  /** Column → columns that are unique among the rows in which it is null. */
  readonly uniqueWithout: Readonly<Record<string, readonly string[]>>
  readonly indexes: readonly (readonly string[])[]
  /** Unique indexes of one engine alone; the other finds these rows in a way of its own. */
  readonly uniqueOn: Readonly<Partial<Record<Engine, readonly (readonly string[])[]>>>
  /** Column → table whose `(committee_id, id)` it names. */
  readonly references: Readonly<Record<string, string>>
  /**
   * Columns of which it is kept what they said from which day on (`recordStates`): the column, and for each of its values
   * the column of the day from which it holds. A value without one holds from the day on which it was entered; of a column
   * that is a day itself, its value is the day.
   */
  readonly states: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Rows are long and their key is random: SQLite appends them and keys them aside, instead of splitting long pages. */
  readonly appended: boolean
}

export function table<C extends Columns>(
  columns: C,
  rest: Partial<Omit<TableDefinition<C>, 'columns'>> = {},
): TableDefinition<{ committeeId: ReturnType<typeof id> } & C> {
  return {
    columns: { committeeId: id(), ...columns },
    key: rest.key ?? ['id'],
    unique: rest.unique ?? [],
    uniqueWithout: rest.uniqueWithout ?? {},
    indexes: rest.indexes ?? [],
    uniqueOn: rest.uniqueOn ?? {},
    references: rest.references ?? {},
    states: rest.states ?? {},
    appended: rest.appended ?? false,
  }
}

/** A row as code sees it: flags boolean, JSON parsed. */
export type RowOf<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer D, infer N> ? (N extends true ? D | null : D) : never
}

type DrizzleColumn<D, N extends boolean> = SQLiteColumn<{
  name: string
  tableName: string
  dataType: ColumnDataType
  columnType: string
  data: D
  driverParam: unknown
  notNull: N extends true ? false : true
  hasDefault: false
  isPrimaryKey: false
  isAutoincrement: false
  hasRuntimeDefault: false
  enumValues: undefined
  baseColumn: never
  identity: undefined
  generated: undefined
}>

/** Drizzle's table of a definition. */
type TableOf<C extends Columns> = SQLiteTableWithColumns<{
  name: string
  schema: undefined
  dialect: 'sqlite'
  columns: { [K in keyof C]: C[K] extends Column<infer D, infer N> ? DrizzleColumn<D, N> : never }
}>

type TablesOf<D extends Record<string, TableDefinition>> = {
  readonly [N in keyof D & string]: TableOf<D[N]['columns']>
}

/** An index, by its name; its columns in their order, and for which rows it is. */
interface IndexLayout {
  readonly name: string
  readonly columns: readonly string[]
  readonly unique: boolean
  /** Columns that are null in these rows, and those that are not. */
  readonly empty: readonly string[]
  readonly filled: readonly string[]
}

/** The indexes of a table on an engine. */
export function indexesOf(engine: Engine, name: string, definition: TableDefinition): IndexLayout[] {
  const { columns, unique, uniqueOn, uniqueWithout, indexes } = definition
  const nameOf = (list: readonly string[]) => [name, ...list].map(snake).join('_').slice(0, NAME_MAX)
  // A number or code of a record that was withdrawn is free again; what another system calls it names it for ever.
  const standing = 'deletedAt' in columns ? ['deletedAt'] : []
  return [
    ...[...unique, ...(uniqueOn[engine] ?? [])].map((list): IndexLayout => {
      // What is null takes no part, so that it need not be written either.
      const filled = list.filter((each) => columns[each]!.nullable)
      const empty = filled.length < list.length ? standing : []
      return { name: nameOf(list), columns: list, unique: true, empty, filled }
    }),
    ...Object.entries(uniqueWithout).map(([without, list]): IndexLayout => {
      const empty = [...new Set([without, ...standing])]
      return { name: nameOf(['without', without]), columns: list, unique: true, empty, filled: [] }
    }),
    ...indexes.map((list): IndexLayout => {
      return { name: nameOf(list), columns: list, unique: false, empty: [], filled: [] }
    }),
  ]
}

const NAME_MAX = 60

/** The definitions as drizzle's tables, under the names that code gives them; each is made when it is first asked for. */
export function drizzleTables<D extends Record<string, TableDefinition>>(definitions: D): TablesOf<D> {
  const tables = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const get = () => {
      const value = drizzleTable(name, definition, tables)
      Object.defineProperty(tables, name, { value, enumerable: true })
      return value
    }
    Object.defineProperty(tables, name, { get, enumerable: true, configurable: true })
  }
  return tables as TablesOf<D>
}

function drizzleTable(name: string, definition: TableDefinition, tables: Readonly<Record<string, unknown>>) {
  const builders = Object.entries(definition.columns).map(([each, { build, nullable }]) => {
    const builder = build(snake(each))
    return [each, nullable ? builder : builder.notNull()] as const
  })
  const keys = (self: Record<string, AnySQLiteColumn>) => constraintsOf(name, definition, self, tables)
  return sqliteTable(snake(name), Object.fromEntries(builders) as never, keys as never)
}

function constraintsOf(
  name: string,
  definition: TableDefinition,
  self: Record<string, AnySQLiteColumn>,
  tables: Readonly<Record<string, unknown>>,
) {
  const columnsOf = (list: readonly string[], of = self) =>
    ['committeeId', ...list].map((each) => of[each]!) as [AnySQLiteColumn, ...AnySQLiteColumn[]]
  const flags = Object.entries(definition.columns).filter(([, { kind }]) => kind === 'flag')
  return [
    primaryKey({ columns: columnsOf(definition.key) }),
    ...indexesOf('sqlite', name, definition).map((layout) => {
      const where = [
        ...layout.filled.map((each) => isNotNull(self[each]!)),
        ...layout.empty.map((each) => isNull(self[each]!)),
      ]
      const on = (layout.unique ? uniqueIndex : index)(layout.name).on(...columnsOf(layout.columns))
      return where.length > 0 ? on.where(and(...where) as SQL) : on
    }),
    ...flags.map(([each]) => check(`${snake(name)}_${snake(each)}`, sql`${self[each]!} in (0, 1)`)),
    ...Object.entries(definition.references).map(([each, target]) =>
      foreignKey({
        columns: columnsOf([each]),
        foreignColumns: columnsOf(['id'], tables[target] as Record<string, AnySQLiteColumn>),
      }),
    ),
  ]
}
