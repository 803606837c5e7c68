import { atMost, filled, from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface ReportRow {
  id: string
  memberId: string
  role: string
  kind: string
  submittedOn: string
  approvedOn: string | null
  sentOn: string | null
}

type InstructionRow = Pick<Row<'instructions'>, 'researchReportId' | 'leaderLevel' | 'instructedOn'>

/** Each member's part in a research report that was handed in, with the steps that it reached. */
export async function researchReportFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to } = scope
  // The share of an author depends on the other authors, so everybody on the members' reports is read.
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from research_report_members mine where mine.committee_id = r.committee_id
         and mine.research_report_id = r.id${only.sql})`
    : ''
  const during = [from, to]
  const rows = await storage.query<ReportRow>(
    `select r.id, w.member_id, w.role, r.kind, r.submitted_on, r.approved_on, r.sent_on
       from research_reports r join research_report_members w
         on w.committee_id = r.committee_id and w.research_report_id = r.id
      where r.committee_id = ? and r.deleted_at is null and r.submitted_on is not null
        and ((r.submitted_on >= ? and r.submitted_on <= ?) or (r.approved_on >= ? and r.approved_on <= ?)
          or (r.sent_on >= ? and r.sent_on <= ?) or exists (select 1 from instructions i
          where i.committee_id = r.committee_id and i.research_report_id = r.id and i.deleted_at is null
            and i.instructed_on >= ? and i.instructed_on <= ?)) ${mine}
      order by r.submitted_on, r.id, w.position`,
    [committeeId, ...during, ...during, ...during, ...during, ...only.parameters],
  )
  if (rows.length === 0) return []
  const instructed = await instructionsOn(storage, scope, [...new Set(rows.map(({ id }) => id))])
  const wanted = scope.memberIds && new Set(scope.memberIds)
  return [...Map.groupBy(rows, (row) => row.id)].flatMap(([id, all]) => {
    const authors = all.filter(({ role }) => role === 'author')
    return all
      .filter((row) => !wanted || wanted.has(row.memberId))
      .map(
        (row): Fact => ({
          id: `research_report/${id}`,
          memberId: row.memberId,
          day: row.submittedOn,
          kind: 'research_report',
          type: row.kind,
          scope: 'record',
          role: row.role,
          ...(row.role === 'author'
            ? { share: { position: authors.indexOf(row) + 1, of: authors.length } }
            : {}),
          steps: [...stepsOf(row), ...(instructed.get(id) ?? []).map(stepOf)],
          verified: true,
          provisional: false,
        }),
      )
  })
}

function stepsOf({ submittedOn, approvedOn, sentOn }: ReportRow): { status: string; day: string }[] {
  const steps = [{ status: 'submitted', day: submittedOn }]
  if (approvedOn) steps.push({ status: 'approved', day: approvedOn })
  if (sentOn) steps.push({ status: 'sent', day: sentOn })
  return steps
}

const stepOf = ({ instructedOn, leaderLevel }: InstructionRow) => ({
  status: 'instructed',
  day: instructedOn,
  level: leaderLevel,
})

async function instructionsOn(
  storage: Storage,
  { committeeId, to, memberIds }: Scope,
  reportIds: readonly string[],
): Promise<Map<string, InstructionRow[]>> {
  const match = {
    deletedAt: null,
    researchReportId: memberIds ? reportIds : filled,
    instructedOn: atMost(to),
  }
  const rows = await from(inCommittee(storage, committeeId), 'instructions', match)
    .pick('researchReportId', 'leaderLevel', 'instructedOn')
    .orderBy('instructedOn', 'id')
  return Map.groupBy(rows, (row) => row.researchReportId!)
}
