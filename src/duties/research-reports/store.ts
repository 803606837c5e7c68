import { childrenBy } from '../../storage/children.ts'
import type { Condition } from '../../storage/list.ts'
import type { Db } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

export type ReportMember = Pick<Row<'researchReportMembers'>, 'memberId' | 'role'>

/** Who wrote reports, by report, in order. */
export async function reportMembers(
  db: Db,
  committeeId: string,
  reportIds: readonly string[],
): Promise<Map<string, ReportMember[]>> {
  const rows = await childrenBy(db, 'researchReportMembers', 'researchReportId', committeeId, reportIds)
  return new Map(
    [...rows].map(([id, members]) => [id, members.map(({ memberId, role }) => ({ memberId, role }))]),
  )
}

export const membersOfReport = async (db: Db, committeeId: string, reportId: string): Promise<string[]> =>
  ((await reportMembers(db, committeeId, [reportId])).get(reportId) ?? []).map(({ memberId }) => memberId)

export const reportOf = (personId: string | null): Condition => ({
  sql: `exists (select 1 from research_report_members w join members own
           on own.committee_id = w.committee_id and own.id = w.member_id
         where w.committee_id = t.committee_id and w.research_report_id = t.id and own.person_id = ?)`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

export const reportBy = (memberId: string): Condition => ({
  sql: `exists (select 1 from research_report_members w
         where w.committee_id = t.committee_id and w.research_report_id = t.id and w.member_id = ?)`,
  parameters: [memberId],
})
