import { gunzipSync } from 'node:zlib'
import { findRow } from '../../storage/rows.ts'
import type { Db, Storage, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { RankingRow } from '../ranking/rows.ts'
import type { MemberPart } from './snapshot.ts'
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
  const row = await db
    .selectFrom('reports')
    .select('id')
    .where('committeeId', '=', committeeId)
    .where('periodId', '=', periodId)
    .where('state', 'in', STANDING)
    .where('deletedAt', 'is', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && findRow(db, 'reports', committeeId, row.id)
}

export async function nextNumber(tx: Tx, periodId: string): Promise<number> {
  const [row] = await tx.query<{ number: number | null }>(
    'select max(number) as number from reports where committee_id = ? and period_id = ?',
    [tx.committeeId, periodId],
  )
  return Number(row?.number ?? 0) + 1
}

/** Rows of members in one statement: each carries a blob. */
const MEMBERS_PER_INSERT = 50

/** What was made, all of it in this transaction: a report is there whole or not at all. */
export async function keepReport(tx: Tx, reportId: string, made: MadeReport): Promise<void> {
  const { committeeId } = tx
  await tx.db
    .insertInto('reportInputs')
    .values({ committeeId, reportId, input: Buffer.from(made.input) })
    .execute()
  const rows = made.members.map(({ row, placing, document }, position) => ({
    committeeId,
    reportId,
    memberId: row.memberId,
    position,
    rank: row.rank,
    total: String(row.total),
    grade: row.grade,
    place: placing.place,
    placesOf: placing.of,
    row: JSON.stringify(row),
    document: Buffer.from(document),
  }))
  for (let from = 0; from < rows.length; from += MEMBERS_PER_INSERT) {
    await tx.db
      .insertInto('reportMembers')
      .values(rows.slice(from, from + MEMBERS_PER_INSERT))
      .execute()
  }
}

/** The rows of a report in its order. */
export async function rowsOf(
  storage: Pick<Storage, 'query'>,
  committeeId: string,
  reportId: string,
): Promise<RankingRow[]> {
  const rows = await storage.query<{ row: string }>(
    'select row from report_members where committee_id = ? and report_id = ? order by position',
    [committeeId, reportId],
  )
  return rows.map(({ row }) => JSON.parse(row) as RankingRow)
}

/** One member's part; undefined where the report does not hold the member. */
export async function partOf(
  storage: Pick<Storage, 'query'>,
  committeeId: string,
  reportId: string,
  memberId: string,
): Promise<MemberPart | undefined> {
  const [row] = await storage.query<{ document: Uint8Array }>(
    'select document from report_members where committee_id = ? and report_id = ? and member_id = ?',
    [committeeId, reportId, memberId],
  )
  return row && (JSON.parse(gunzipSync(row.document).toString()) as MemberPart)
}

export async function memberIdsOf(tx: Tx, reportId: string): Promise<string[]> {
  const rows = await tx.query<{ memberId: string }>(
    'select member_id from report_members where committee_id = ? and report_id = ? order by position',
    [tx.committeeId, reportId],
  )
  return rows.map(({ memberId }) => memberId)
}
