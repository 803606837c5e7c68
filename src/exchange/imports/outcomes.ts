import { from, inCommittee } from '../../storage/from.ts'
import { updatePlain } from '../../storage/plain.ts'
import type { Db, Storage, Tx } from '../../storage/storage.ts'
import type { Invited, KeptRecord, Overtaken, WrittenMark } from '../../storage/tables/imports.ts'
import type { Import } from './store.ts'

/**
 * What a commit did to a chunk of attendance. It is written in the transaction that did it, so the last one tells where
 * a commit that was interrupted goes on, and the last one that was not taken back where a revert does.
 */

export interface Outcome {
  created: number
  changed: number
  unchanged: number
  marks: WrittenMark[]
  changedSince: Overtaken[]
  invited: Invited[]
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
  kept: readonly KeptRecord[],
): Promise<void> {
  await updatePlain(tx, 'importOutcomes', { importId, number }, { kept: [...kept] })
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
  const rows = await from(inCommittee(tx, committeeId), 'importOutcomes', { importId: id })
    .pick('changedSince')
    .orderBy('number')
  const of = (count: number | null | undefined) => Number(count ?? 0)
  return {
    created: of(sums?.created),
    changed: of(sums?.changed),
    unchanged: of(sums?.unchanged),
    changedSince: rows.flatMap(({ changedSince }) => changedSince),
  }
}

export async function keptMarks(tx: Tx, importId: string): Promise<KeptRecord[]> {
  const rows = await from(tx, 'importOutcomes', { importId }).pick('kept').orderBy('number')
  return rows.flatMap(({ kept }) => kept ?? [])
}

export async function invitedBy(tx: Tx, importId: string): Promise<Invited[]> {
  const rows = await from(tx, 'importOutcomes', { importId }).pick('invited').orderBy('number')
  return rows.flatMap(({ invited }) => invited)
}
