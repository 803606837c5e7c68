import type { AnyRow } from './any-row.ts'
import type { Tx } from './storage.ts'
import type { TableName } from './tables.ts'

/**
 * What the lists inside a record, such as the guests of a meeting, said before a transaction changed them. The next version
 * of the record takes it along, so that a past day can be shown with its lists. A list that changes without a version
 * of its record undoes the transaction.
 */

/** Rows of lists as they were stored, by their tables. */
export type Lists = { [N in TableName]?: AnyRow[] }

const changedLists = new WeakMap<Tx, Map<string, Lists>>()

const keyOf = (of: TableName, id: string): string => `${of} ${id}`

/** Remembers a list as it stood; what is known of it already is older, and stays. */
export function rememberList(
  tx: Tx,
  record: { of: TableName; id: string },
  table: TableName,
  rows: AnyRow[],
): void {
  const records = changedLists.get(tx) ?? new Map<string, Lists>()
  changedLists.set(tx, records)
  const key = keyOf(record.of, record.id)
  records.set(key, { [table]: rows, ...records.get(key) })
}

/** The lists of a record that changed since its last version in this transaction; a version takes them once. */
export function takeLists(tx: Tx, of: TableName, id: string): Lists | undefined {
  const key = keyOf(of, id)
  const lists = changedLists.get(tx)?.get(key)
  if (lists) changedLists.get(tx)!.delete(key)
  return lists
}

/** Throws where a list of a record that stood before has changed and no version of the record says so. */
export function checkListsTaken(tx: Tx, isNew: (record: string) => boolean): void {
  for (const record of changedLists.get(tx)?.keys() ?? []) {
    if (isNew(record)) continue
    throw new Error(`A list of ${record} changed after its version was written: change the list first`)
  }
}
