import { hash } from 'node:crypto'
import type { AnyRow } from './any-row.ts'
import { digestWith, type Salts, saltsOf, subjectOf } from './digests.ts'
import { snake } from './naming.ts'
import type { Run, Wrote } from './storage.ts'
import { definitionOf, STATED_TABLES, type TableName, tableOf } from './tables.ts'

/**
 * What hangs on a record in tables without versions of their own, such as the signers of a proposal, belongs to what the
 * newest event of the record says: each event that is a record's last one in its transaction carries a hash over it.
 */

interface ChildTable {
  readonly table: TableName
  /** The column that names the record; it leads the key. */
  readonly parent: string
}

/** The tables that hang on the records of a table, by their names. */
const CHILD_TABLES: ReadonlyMap<TableName, readonly ChildTable[]> = Map.groupBy(
  [...STATED_TABLES].sort().flatMap((table): ChildTable[] => {
    const { columns, key, references } = definitionOf(table)
    const [parent = ''] = key
    return !columns.seq && references[parent] ? [{ table, parent }] : []
  }),
  ({ table, parent }) => tableOf(definitionOf(table).references[parent]!),
)

export const childTablesOf = (table: TableName): readonly ChildTable[] => CHILD_TABLES.get(table) ?? []

const PARENTS: ReadonlyMap<TableName, ChildTable & { of: TableName }> = new Map(
  [...CHILD_TABLES].flatMap(([of, children]) => children.map((child) => [child.table, { ...child, of }])),
)

/** A table that hangs on the records of another one: of which. */
export const parentOf = (table: TableName) => PARENTS.get(table)

/** What hangs on some records of a table, by record; at most 200 of them, and only those on which something does. */
export async function hangingOn(
  run: Run,
  table: TableName,
  committeeId: string,
  ids: readonly string[],
): Promise<Map<string, Wrote[]>> {
  const hanging = new Map<string, Wrote[]>()
  for (const child of childTablesOf(table)) {
    const { rows } = await run<AnyRow>(
      `select * from ${snake(child.table)} where committee_id = ? and ${snake(child.parent)} in (${ids.map(() => '?').join(', ')})`,
      [committeeId, ...ids],
    )
    const of = Map.groupBy(rows, (row) => String(row[child.parent]))
    for (const [id, own] of of)
      hanging.set(id, [...(hanging.get(id) ?? []), { table: child.table, rows: own }])
  }
  return hanging
}

/** The subjects whose salts are needed. */
export const subjectsOf = (hanging: readonly Wrote[]): Set<string> =>
  new Set(hanging.flatMap(({ rows }) => rows.flatMap((row) => subjectOf(row) ?? [])))

/** One hash over all that hangs on a record: a table of which nothing does leaves no trace in it. */
export const hashHanging = (hanging: readonly Wrote[], salts: ReadonlyMap<string, string>): string =>
  hash('sha256', hanging.map((rows) => digestWith(rows, salts)).join('\n'))

/** The hash of what hangs on a record now, with salts that are made where they are missing. */
export async function hangingDigest(
  record: { table: TableName; committeeId: string; id: string },
  run: Run,
  known: Salts,
): Promise<string> {
  const { table, committeeId, id } = record
  const hanging = (await hangingOn(run, table, committeeId, [id])).get(id) ?? []
  return hashHanging(hanging, await saltsOf(committeeId, subjectsOf(hanging), run, known))
}
