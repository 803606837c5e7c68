import type { AnyRow } from './any-row.ts'
import { storedSalts, subjectOf } from './digests.ts'
import type { Reader, Run } from './storage.ts'
import type { TableName } from './tables.ts'

const KEYS_PER_QUERY = 100

export interface RowFault {
  committeeId: string
  /** The event that wrote, or should have written, the row. */
  seq: number
  table: TableName
  /** The key of the row; null where an event of many rows does not tell which of them it is. */
  key: string | null
  /**
   * `salt`: it cannot be compared, and nobody has erased what it was hashed with. `hanging`: what hangs on it, such as the
   * signers of a proposal, is not what its newest event says.
   */
  reason: 'changed' | 'missing' | 'surplus' | 'salt' | 'hanging'
}

/** Reads as a write would run it. */
export const runOn =
  (reader: Reader): Run =>
  async <R>(sql: string, parameters: readonly unknown[]) => ({
    rows: await reader.query<R>(sql, parameters),
    changes: 0,
  })

/** The salts of rows of one committee. */
export async function saltsFor(
  reader: Reader,
  rows: readonly Readonly<AnyRow>[],
): Promise<Map<string, string>> {
  const salts = new Map<string, string>()
  const subjects = [...new Set(rows.flatMap((row) => subjectOf(row) ?? []))]
  for (let from = 0; from < subjects.length; from += KEYS_PER_QUERY) {
    const chunk = subjects.slice(from, from + KEYS_PER_QUERY)
    for (const [subject, salt] of await storedSalts(rows[0]!.committeeId, chunk, runOn(reader)))
      salts.set(subject, salt)
  }
  return salts
}
