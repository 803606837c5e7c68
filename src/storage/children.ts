import { encode } from './encoding.ts'
import { from, inCommittee, type Match } from './from.ts'
import { deletePlain, insertStored } from './plain.ts'
import type { Db, Tx } from './storage.ts'
import { definitions, type Row, type TableName } from './tables.ts'

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
  const { columns, key } = definitions[table]
  const order = 'position' in columns ? 'position' : key.at(-1)!
  const match = { [parent]: parentIds } as unknown as Match<N>
  const rows = await from(inCommittee(db, committeeId), table, match).orderBy(order as keyof Row<N> & string)
  return Map.groupBy(rows, (row) => row[parent] as string)
}

/** The children of a record become these, numbered in their order where they have a `position`. */
export async function replaceChildren<N extends TableName>(
  tx: Tx,
  table: N,
  parent: keyof Row<N> & string,
  parentId: string,
  children: readonly Record<string, unknown>[],
): Promise<void> {
  const { columns } = definitions[table]
  await deletePlain(tx, table, { [parent]: parentId } as unknown as Match<N>)
  for (const [index, child] of children.entries()) {
    const row: Record<string, unknown> = { ...child, committeeId: tx.committeeId, [parent]: parentId }
    if ('position' in columns) row['position'] = index + 1
    const values = Object.fromEntries(Object.keys(columns).map((name) => [name, row[name] ?? null]))
    await insertStored(tx, table, encode(table, values))
  }
}
