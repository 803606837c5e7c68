import type { z } from 'zod'
import { lastEventOn, type Reader } from '../../storage/as-known.ts'
import { after, from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import { definitionOf, tableOf } from '../../storage/tables.ts'
import type { Query } from './line.ts'
import type { StatisticChange, StatisticRecord } from './schema.ts'

/** What was entered late, corrected or taken back since a day, of the records behind a number. */

export type Recorded = z.infer<typeof StatisticRecord>
type Changed = z.infer<typeof StatisticChange>
type Difference = Omit<Changed, 'corrections'>

/** All records of a number, in the order of their days. */
export async function allRecords(reader: Reader, { sql, parameters }: Query): Promise<Recorded[]> {
  const rows = await reader.query<Recorded>(
    `select subject, member_id, day, label, part, counted from (${sql}) r order by coalesce(day, ''), subject`,
    parameters,
  )
  return rows.map((row) => ({ ...row, counted: Number(row.counted) }))
}

/** What differs between the records as they were known and as they stand, those that came first. */
export function changesBetween(known: readonly Recorded[], standing: readonly Recorded[]): Difference[] {
  const before = new Map(known.map((record) => [keyOf(record), record]))
  const changes: Difference[] = []
  for (const record of standing) {
    const was = before.get(keyOf(record))
    before.delete(keyOf(record))
    if (was && was.part === record.part && was.counted === record.counted && was.day === record.day) continue
    changes.push({ ...record, change: was ? 'corrected' : 'entered', before: was ? pick(was) : null })
  }
  for (const was of before.values())
    changes.push({ ...was, counted: 0, change: 'taken_back', before: pick(was) })
  return changes
}

/**
 * The same with every event that changed the record since the day, in the order of the log: two corrections within one
 * second are two.
 */
export async function withCorrections(
  storage: Storage,
  committeeId: string,
  day: string,
  changes: readonly Difference[],
): Promise<Changed[]> {
  const scope = inCommittee(storage, committeeId)
  const seq = await lastEventOn(storage, committeeId, day)
  const listed: Changed[] = []
  for (const change of changes) {
    const [kind = '', ...rest] = change.subject.split('/')
    const resource = tableOf(kind)
    const rowKey = rest.slice(0, definitionOf(resource).key.length).join('/')
    const versions = await from(scope, 'rowVersions', { resource, rowKey, toSeq: after(seq) }).pick('toSeq')
    const seqs = versions.map(({ toSeq }) => toSeq)
    const events = await from(scope, 'events', { seq: seqs }).pick('seq', 'at').orderBy('seq')
    listed.push({ ...change, corrections: seqs.length > 0 ? events : [] })
  }
  return listed
}

const keyOf = ({ subject, memberId }: Recorded): string => `${subject} ${memberId ?? ''}`
const pick = ({ day, part, counted }: Recorded) => ({ day, part, counted })
