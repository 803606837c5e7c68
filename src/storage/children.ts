import type { AnyRow } from './any-row.ts'
import { keyIn } from './digests.ts'
import { encode } from './encoding.ts'
import { fromNamed, inCommittee } from './from.ts'
import { parentOf } from './hanging.ts'
import { rememberList } from './list-history.ts'
import { deleteChildren, insertChild } from './plain.ts'
import type { Db, Tx } from './storage.ts'
import { definitionOf, type Row, type TableName } from './tables.ts'

/**
 * Rows that belong to a record and have no life of their own: authors of an item, guests of a meeting. They are read
 * for a page of records at once, and replaced as a whole with their record.
 */

/** Children of records, by record, in their stored order. */
export const childrenBy = <N extends TableName>(
  db: Db,
  table: N,
  parent: keyof Row<N> & string,
  committeeId: string,
  parentIds: readonly string[],
): Promise<Map<string, Row<N>[]>> => childrenNamed(db, table, parent, committeeId, parentIds)

/** The same where data names the column of the record. */
export async function childrenNamed<N extends TableName>(
  db: Db,
  table: N,
  parent: string,
  committeeId: string,
  parentIds: readonly string[],
): Promise<Map<string, Row<N>[]>> {
  if (parentIds.length === 0) return new Map()
  const { columns, key } = definitionOf(table)
  const order = columns.position ? 'position' : key.at(-1)!
  const rows = await fromNamed(inCommittee(db, committeeId), table, { [parent]: parentIds }, [order])
  return Map.groupBy(rows, (row) => String(cellOf(row, parent)))
}

const cellOf = (row: AnyRow, column: string): unknown => row[column]

/**
 * The children of a record become these, numbered in their order where they have a `position`; to be called before the
 * record changes, whose version keeps what they were.
 */
export async function replaceChildren(
  tx: Tx,
  table: TableName,
  id: string,
  children: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const { parent, of } = parentOf(table)!
  const { columns } = definitionOf(table)
  const standing = await childrenNamed(tx, table, parent, tx.committeeId, [id])
  const before = (standing.get(id) ?? []).map((row) => encode(table, row))
  const after = children.map((child, index) => {
    const row: AnyRow = { ...child, committeeId: tx.committeeId, [parent]: id }
    if (columns.position) row.position = index + 1
    const whole: AnyRow = { committeeId: tx.committeeId }
    for (const name of Object.keys(columns)) whole[name] = row[name] ?? null
    return encode(table, whole)
  })
  if (sameRows(table, before, after)) return
  rememberList(tx, { of, id }, table, before)
  await deleteChildren(tx, table, { [parent]: id })
  for (const row of after) await insertChild(tx, table, row)
}

function sameRows(table: TableName, before: readonly AnyRow[], after: readonly AnyRow[]): boolean {
  const texts = (rows: readonly AnyRow[]) =>
    rows.map((row) => `${keyIn(table, row)} ${JSON.stringify(Object.entries(row).sort())}`).sort()
  return JSON.stringify(texts(before)) === JSON.stringify(texts(after))
}
