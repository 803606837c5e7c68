import type { AnyRow } from './any-row.ts'
import { encode } from './encoding.ts'
import { fromNamed, inCommittee } from './from.ts'
import { deleteNamed, insertStored } from './plain.ts'
import type { Db, Tx } from './storage.ts'
import { definitionOf, type Row, type TableName } from './tables.ts'

/**
 * Rows that belong to a record and have no life of their own: authors of an item, guests of a meeting. They are read
 * for a page of records at once, and replaced as a whole with their record.
 */

/** Children of records, by record, in their stored order. */
export async function childrenBy<N extends TableName>(
  db: Db,
  table: N,
  parent: keyof Row<N> & string,
  committeeId: string,
  parentIds: readonly string[],
): Promise<Map<string, Row<N>[]>> {
  if (parentIds.length === 0) return new Map()
  const { columns, key } = definitionOf(table)
  const order = columns.position ? 'position' : key.at(-1)!
  const rows = await fromNamed(inCommittee(db, committeeId), table, { [parent]: parentIds }, [order])
  return Map.groupBy(rows, (row) => String(row[parent]))
}

/** The children of a record become these, numbered in their order where they have a `position`. */
export async function replaceChildren<N extends TableName>(
  tx: Tx,
  table: N,
  parent: keyof Row<N> & string,
  parentId: string,
  children: readonly Record<string, unknown>[],
): Promise<void> {
  const { columns } = definitionOf(table)
  await deleteNamed(tx, table, { [parent]: parentId })
  for (const [index, child] of children.entries()) {
    const row: AnyRow = { ...child, committeeId: tx.committeeId, [parent]: parentId }
    if (columns.position) row.position = index + 1
    const whole: AnyRow = { committeeId: tx.committeeId }
    for (const name of Object.keys(columns)) whole[name] = row[name] ?? null
    await insertStored(tx, table, encode(table, whole))
  }
}
