/**
 * The column vocabulary: one neutral spelling of a table, from which both engines' SQL and the row types come.
 * Flags are 0 or 1 and JSON is text on both engines, so that a row has the same bytes wherever it is stored.
 */
export type ColumnKind = 'id' | 'text' | 'integer' | 'flag' | 'json' | 'blob'

export type Engine = 'sqlite' | 'postgres'

export interface Column<K extends ColumnKind = ColumnKind, N extends boolean = boolean> {
  readonly kind: K
  readonly nullable: N
}

const column = <K extends ColumnKind>(kind: K): Column<K, false> => ({ kind, nullable: false })

export const id = () => column('id')
/** Also days (`YYYY-MM-DD`), instants (UTC ISO) and points (exact fractions such as `25/2`). */
export const text = () => column('text')
export const integer = () => column('integer')
export const flag = () => column('flag')
/** For values that no query filters on. */
export const json = () => column('json')
export const blob = () => column('blob')
export const optional = <K extends ColumnKind>(of: Column<K, false>): Column<K, true> => ({
  kind: of.kind,
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
  /** Rows are long and their key is random: SQLite appends them and keys them aside, instead of splitting long pages. */
  readonly appended: boolean
}

export function table<C extends Columns>(
  columns: C,
  rest: Partial<Omit<TableDefinition<C>, 'columns'>> = {},
): TableDefinition<C & { committeeId: Column<'id', false> }> {
  return {
    columns: { committeeId: id(), ...columns },
    key: rest.key ?? ['id'],
    unique: rest.unique ?? [],
    uniqueWithout: rest.uniqueWithout ?? {},
    indexes: rest.indexes ?? [],
    uniqueOn: rest.uniqueOn ?? {},
    references: rest.references ?? {},
    appended: rest.appended ?? false,
  }
}

type Stored<K extends ColumnKind> = K extends 'integer' | 'flag' ? number : K extends 'blob' ? Buffer : string
// biome-ignore lint/suspicious/noExplicitAny: a JSON column holds what its resource's schema says -- checked there
type Decoded<K extends ColumnKind> = K extends 'flag' ? boolean : K extends 'json' ? any : Stored<K>

/** A row as SQL sees it: flags 0 or 1, JSON as text. */
export type StoredRow<T extends TableDefinition> = {
  [N in keyof T['columns']]: T['columns'][N]['nullable'] extends true
    ? Stored<T['columns'][N]['kind']> | null
    : Stored<T['columns'][N]['kind']>
}

/** A row as code sees it: flags boolean, JSON parsed. */
export type RowOf<T extends TableDefinition> = {
  [N in keyof T['columns']]: T['columns'][N]['nullable'] extends true
    ? Decoded<T['columns'][N]['kind']> | null
    : Decoded<T['columns'][N]['kind']>
}

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
export const camel = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
