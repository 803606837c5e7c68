import { encode, encodeValue } from './encoding.ts'
import { type Match, matchOf, type NamedMatch, textOnce } from './from.ts'
import { parentOf } from './hanging.ts'
import { snake } from './naming.ts'
import type { Tx } from './storage.ts'
import type { Row, TableName } from './tables.ts'

/**
 * Rows that have no history of their own: jobs, tokens, files. What has one changes through `rows.ts`, and the lists inside
 * a record through `children.ts`, which keeps what they were.
 */

/** One row; its committee is the one that is written to. */
export const insertPlain = <N extends TableName>(tx: Tx, name: N, row: Omit<Row<N>, 'committeeId'>) =>
  insertStored(tx, name, encode(name, { ...row, committeeId: tx.committeeId }))

/** One row as it is stored. */
export function insertStored(
  tx: Pick<Tx, 'run'>,
  name: TableName,
  stored: Readonly<Record<string, unknown>>,
): Promise<void> {
  refuseLists(name)
  return insertChild(tx, name, stored)
}

/** The same of a row of a list inside a record. */
export async function insertChild(
  tx: Pick<Tx, 'run'>,
  name: TableName,
  stored: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(stored)
  const text = textOnce(`insert ${name} ${columns.join(' ')}`, () => {
    const marks = columns.map(() => '?').join(', ')
    return `insert into ${snake(name)} (${columns.map(quoted).join(', ')}) values (${marks})`
  })
  await tx.run(text, Object.values(stored))
}

/** Changes the rows that match; answers how many. */
export const updatePlain = <N extends TableName>(
  tx: Tx,
  name: N,
  match: Match<N>,
  patch: Partial<Row<N>>,
): Promise<number> => updateNamed(tx, name, match, patch)

/** The same of columns that data names and not the program. */
export function updateNamed(
  tx: Tx,
  name: TableName,
  match: NamedMatch,
  patch: Readonly<Record<string, unknown>>,
): Promise<number> {
  refuseLists(name)
  const { shape, condition, parameters } = matchOf(tx, name, match)
  const columns = Object.keys(patch)
  const text = textOnce(`update ${name} ${columns.join(' ')}|${shape}`, () => {
    const set = columns.map((column) => `${quoted(column)} = ?`).join(', ')
    return `update ${snake(name)} set ${set} where ${condition()}`
  })
  const values = columns.map((column) => encodeValue(name, column, patch[column]))
  return tx.run(text, [...values, ...parameters])
}

/** Removes the rows that match; answers how many. */
export const deletePlain = <N extends TableName>(tx: Tx, name: N, match: Match<N>): Promise<number> =>
  deleteNamed(tx, name, match)

/** The same of columns that data names and not the program. */
export function deleteNamed(tx: Tx, name: TableName, match: NamedMatch): Promise<number> {
  refuseLists(name)
  return deleteChildren(tx, name, match)
}

/** The same of rows of a list inside a record. */
export function deleteChildren(tx: Tx, name: TableName, match: NamedMatch): Promise<number> {
  const { shape, condition, parameters } = matchOf(tx, name, match)
  const text = textOnce(`delete ${name}|${shape}`, () => `delete from ${snake(name)} where ${condition()}`)
  return tx.run(text, parameters)
}

/** A list that changed here would be forgotten when the past is asked for. */
function refuseLists(name: TableName): void {
  if (parentOf(name))
    throw new Error(`Rows of ${name} change through replaceChildren, which keeps what they were`)
}

// "column", "row" and "number" are words of SQL.
const quoted = (name: string): string => `"${snake(name)}"`
