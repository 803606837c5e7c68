import { from, inCommittee } from '../../storage/from.ts'
import { insertPlain } from '../../storage/plain.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Storage, Tx } from '../../storage/storage.ts'
import type { RankingRow } from '../../storage/tables/reports.ts'
import type { Row } from '../../storage/tables.ts'
import { type MemberPart, partIn } from './snapshot.ts'
import type { MadeReport } from './worker.ts'

export type Report = Row<'reports'>

/** Versions that say something: neither being made, nor failed, nor taken back. */
const STANDING = ['draft', 'verifying', 'submitted', 'approved', 'published'] as const

/** The newest version of a period that stands. */
export async function newestReport(
  db: Db,
  committeeId: string,
  periodId: string,
): Promise<Report | undefined> {
  const row = await from(inCommittee(db, committeeId), 'reports', {
    periodId,
    state: STANDING,
    deletedAt: null,
  })
    .pick('id')
    .orderBy('-number')
    .first()
  return row && findRow(inCommittee(db, committeeId), 'reports', row.id)
}

export const nextNumber = async (tx: Tx, periodId: string): Promise<number> =>
  (await from(tx, 'reports', { periodId }).max('number')) + 1

/** What was made, all of it in this transaction: a report is there whole or not at all. */
export async function keepReport(tx: Tx, reportId: string, made: MadeReport): Promise<void> {
  await insertPlain(tx, 'reportInputs', { reportId, input: Buffer.from(made.input) })
  for (const [position, { row, placing, document }] of made.members.entries()) {
    await insertPlain(tx, 'reportMembers', {
      reportId,
      memberId: row.memberId,
      position,
      rank: row.rank,
      total: String(row.total),
      grade: row.grade,
      place: placing.place,
      placesOf: placing.of,
      row,
      document: Buffer.from(document),
    })
  }
}

/** The rows of a report in its order. */
export async function rowsOf(
  storage: Pick<Storage, 'query'>,
  committeeId: string,
  reportId: string,
): Promise<RankingRow[]> {
  const rows = await from(inCommittee(storage, committeeId), 'reportMembers', { reportId })
    .pick('row')
    .orderBy('position')
  return rows.map(({ row }) => row)
}

/** One member's part; undefined where the report does not hold the member. */
export async function partOf(
  storage: Pick<Storage, 'query'>,
  committeeId: string,
  reportId: string,
  memberId: string,
): Promise<MemberPart | undefined> {
  const row = await from(inCommittee(storage, committeeId), 'reportMembers', { reportId, memberId })
    .pick('document')
    .first()
  return row && partIn(row.document)
}

export async function memberIdsOf(tx: Tx, reportId: string): Promise<string[]> {
  const rows = await from(tx, 'reportMembers', { reportId }).pick('memberId').orderBy('position')
  return rows.map(({ memberId }) => memberId)
}
