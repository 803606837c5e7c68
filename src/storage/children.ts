import { sql } from 'kysely'
import { type Columns, snake } from './columns.ts'
import { padded, runKept } from './kysely.ts'
import { decode, encode } from './rows.ts'
import type { Db, Tx } from './storage.ts'
import { type Row, type TableName, tables } from './tables.ts'

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
  const order = 'position' in tables[table].columns ? 'position' : tables[table].key.at(-1)!
  const ids = padded(parentIds)
  const query = () => sql<Record<string, unknown>>`select * from ${sql.table(snake(table))}
    where committee_id = ${committeeId} and ${sql.ref(snake(parent))} in (${sql.join(ids)})
    order by ${sql.ref(snake(order))}`
  const shape = `children ${table} ${parent} ${ids.length}`
  const rows = await runKept(db, shape, [committeeId, ...ids], () => ({ compile: () => query().compile(db) }))
  return Map.groupBy(
    rows.map((row) => decode(table, row)),
    (row) => row[parent] as string,
  )
}

/** The children of a record become these, numbered in their order where they have a `position`. */
export async function replaceChildren<N extends TableName>(
  tx: Tx,
  table: N,
  parent: keyof Row<N> & string,
  parentId: string,
  children: readonly Record<string, unknown>[],
): Promise<void> {
  const { columns } = tables[table] as { columns: Columns }
  await sql`delete from ${sql.table(snake(table))}
    where committee_id = ${tx.committeeId} and ${sql.ref(snake(parent))} = ${parentId}`.execute(tx.db)
  for (const [index, child] of children.entries()) {
    const row: Record<string, unknown> = { ...child, committeeId: tx.committeeId, [parent]: parentId }
    if ('position' in columns) row['position'] = index + 1
    const values = Object.fromEntries(Object.keys(columns).map((name) => [name, row[name] ?? null]))
    const whole = Object.entries(encode(table, values))
    await sql`insert into ${sql.table(snake(table))} (${sql.join(whole.map(([name]) => sql.ref(snake(name))))})
      values (${sql.join(whole.map(([, value]) => value))})`.execute(tx.db)
  }
}
