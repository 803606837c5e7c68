import { type RowFault, runOn, saltsFor } from './audit-reads.ts'
import type { ChainedEvent } from './chain.ts'
import { partsOf } from './digests.ts'
import { childTablesOf, hangingOn, hashHanging, subjectsOf } from './hanging.ts'
import type { Reader } from './storage.ts'
import type { TableName } from './tables.ts'

const RECORDS_PER_QUERY = 100

/** Compares what hangs on the records of a table with the events that wrote their newest versions. */
export async function hangingVerified(
  reader: Reader,
  table: TableName,
  newest: readonly ChainedEvent[],
  erased: ReadonlySet<string>,
): Promise<{ forgotten: number; faults: RowFault[] }> {
  const faults: RowFault[] = []
  let forgotten = 0
  if (childTablesOf(table).length === 0) return { forgotten, faults }
  for (let from = 0; from < newest.length; from += RECORDS_PER_QUERY) {
    const events = newest.slice(from, from + RECORDS_PER_QUERY)
    const { committeeId } = events[0]!
    const ids = events.map(({ subjectId }) => subjectId)
    const all = await hangingOn(runOn(reader), table, committeeId, ids)
    const rows = [...all.values()].flat().flatMap((hanging) => hanging.rows)
    const salts = await saltsFor(reader, rows)
    for (const { seq, subjectId: key, digest } of events) {
      const hanging = all.get(key) ?? []
      const unsalted = [...subjectsOf(hanging)].filter((subject) => !salts.has(subject))
      if (unsalted.length > 0 && unsalted.every((subject) => erased.has(subject))) {
        for (const { rows: own } of hanging) forgotten += own.length
      } else if (hashHanging(hanging, salts) !== partsOf(digest!).hanging)
        faults.push({ committeeId, seq, table, key, reason: 'hanging' })
    }
  }
  return { forgotten, faults }
}
