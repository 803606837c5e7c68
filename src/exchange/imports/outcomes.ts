import { from, inCommittee, type Scope } from '../../storage/from.ts'
import { updatePlain } from '../../storage/plain.ts'
import type { Db, Storage, Tx } from '../../storage/storage.ts'
import type { Import } from './store.ts'

/**
 * What a commit did to a chunk of attendance. It is written in the transaction that did it, so the last one tells where
 * a commit that was interrupted goes on, and the last one that was not taken back where a revert does.
 */

/** Place in the chunk, the version that was written, and what stood there before. */
export type WrittenMark = [position: number, version: number, previous: PreviousMark | null]

export interface PreviousMark {
  presence: string
  leaveType: string | null
  note: string | null
}

/** A mark whose record moved between plan and commit: left alone and listed. */
export interface Overtaken {
  ref: string
  memberId: string
  sessionId: string
}

export interface Outcome {
  created: number
  changed: number
  unchanged: number
  marks: WrittenMark[]
  changedSince: Overtaken[]
  invited: { sessionId: string; memberIds: string[] }[]
}

/** A mark that a revert left, because somebody changed it since. */
export interface Kept {
  ref: string
  targetKey: string
}

export async function writeOutcome(
  tx: Tx,
  importId: string,
  number: number,
  outcome: Outcome,
): Promise<void> {
  const { created, changed, unchanged, marks, changedSince, invited } = outcome
  await tx.run(
    `insert into import_outcomes (committee_id, import_id, "number", written, created, changed, unchanged, marks,
       changed_since, invited, kept) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)`,
    [
      tx.committeeId,
      importId,
      number,
      marks.length,
      created,
      changed,
      unchanged,
      ...[marks, changedSince, invited].map((list) => JSON.stringify(list)),
    ],
  )
}

/** The last chunk that was committed; 0 before the first. */
export const committedChunks = (tx: Db, { committeeId, id }: Import): Promise<number> =>
  from(inCommittee(tx, committeeId), 'importOutcomes', { importId: id }).max('number')

/** The last chunk that still stands; 0 once all are taken back. */
export const standingChunks = (tx: Db, { committeeId, id }: Import): Promise<number> =>
  from(inCommittee(tx, committeeId), 'importOutcomes', { importId: id, kept: null }).max('number')

/** What was written of one chunk. */
export async function writtenMarks(storage: Storage, row: Import, number: number): Promise<WrittenMark[]> {
  const outcome = await from(inCommittee(storage, row.committeeId), 'importOutcomes', {
    importId: row.id,
    number,
  })
    .pick('marks')
    .first()
  return outcome?.marks ?? []
}

export async function takeBack(
  tx: Tx,
  importId: string,
  number: number,
  kept: readonly Kept[],
): Promise<void> {
  await updatePlain(tx, 'importOutcomes', { importId, number }, { kept })
}

/** The counts of a commit so far, and what it left alone. */
export async function outcomeSoFar(
  tx: Db,
  { committeeId, id }: Import,
): Promise<Pick<Outcome, 'created' | 'changed' | 'unchanged' | 'changedSince'>> {
  const [sums] = await tx.query<Record<'created' | 'changed' | 'unchanged', number | null>>(
    `select sum(created) as created, sum(changed) as changed, sum(unchanged) as unchanged
       from import_outcomes where committee_id = ? and import_id = ?`,
    [committeeId, id],
  )
  const of = (count: number | null | undefined) => Number(count ?? 0)
  return {
    created: of(sums?.created),
    changed: of(sums?.changed),
    unchanged: of(sums?.unchanged),
    changedSince: await listed(inCommittee(tx, committeeId), id, 'changedSince'),
  }
}

export const keptMarks = (tx: Tx, importId: string): Promise<Kept[]> => listed(tx, importId, 'kept')

export const invitedBy = (tx: Tx, importId: string): Promise<Outcome['invited']> =>
  listed(tx, importId, 'invited')

async function listed<T>(
  scope: Scope,
  importId: string,
  column: 'changedSince' | 'invited' | 'kept',
): Promise<T[]> {
  const rows = await from(scope, 'importOutcomes', { importId }).pick(column).orderBy('number')
  return rows.flatMap((row): T[] => row[column] ?? [])
}
