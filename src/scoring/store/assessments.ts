import { tableOn } from '../../storage/states.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { SIGNER_COLUMNS, type SignerRow, sharesOf } from './proposals.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface AssessmentRow {
  id: string
  subjectId: string
  form: string
  raterKind: string
  points: string
  assessedOn: string
  state: string
}

/**
 * What raters gave members and their proposals; what nobody has confirmed yet is a declared fact, what was refused is
 * none.
 */
export async function assessmentFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  return [
    ...(await factsBy(storage, scope, 'member_id', onlyMembers('a.member_id', scope))),
    ...(await proposalAssessmentFacts(storage, scope)),
  ]
}

/** What raters gave a body. */
export function bodyAssessmentFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  return factsBy(storage, scope, 'organization_id', { sql: '', parameters: [] })
}

/** The quality of a proposal is a fact of everybody who has signed it, with the share of the proposal itself. */
async function proposalAssessmentFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to, asOf } = scope
  const proposals = tableOn('proposals', asOf)
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from proposal_signers mine where mine.committee_id = p.committee_id
         and mine.proposal_id = p.id${only.sql})`
    : ''
  const rows = await storage.query<Omit<AssessmentRow, 'subjectId'> & SignerRow>(
    `select a.id, a.form, a.rater_kind, a.points, a.assessed_on, a.state, p.submitted_on, ${SIGNER_COLUMNS}
       from assessments a
       join ${proposals.sql} p on p.committee_id = a.committee_id and p.id = a.proposal_id
       join proposal_signers s on s.committee_id = p.committee_id and s.proposal_id = p.id
      where a.committee_id = ? and a.deleted_at is null and a.state <> 'refused'
        and a.assessed_on >= ? and a.assessed_on <= ?
        and p.deleted_at is null and p.submitted_on is not null and p.state <> 'withdrawn' ${mine}
      order by a.assessed_on, a.id, s.position`,
    [...proposals.parameters, committeeId, from, to, ...only.parameters],
  )
  const wanted = scope.memberIds && new Set(scope.memberIds)
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((signers) =>
    sharesOf(signers, scope)
      .filter(({ row, share }) => share.position !== null && (!wanted || wanted.has(row.memberId)))
      .map(({ row, share, provisional }) => {
        const fact = factOf({ ...row, subjectId: row.memberId })
        return { ...fact, share, provisional: fact.provisional || provisional }
      }),
  )
}

async function factsBy(
  storage: Storage,
  { committeeId, from, to }: Scope,
  column: 'member_id' | 'organization_id',
  only: { sql: string; parameters: readonly string[] },
): Promise<Fact[]> {
  const rows = await storage.query<AssessmentRow>(
    `select a.id, a.${column} as subject_id, a.form, a.rater_kind, a.points, a.assessed_on, a.state
       from assessments a
      where a.committee_id = ? and a.deleted_at is null and a.${column} is not null and a.state <> 'refused'
        and a.assessed_on >= ? and a.assessed_on <= ?${only.sql}
      order by a.assessed_on, a.id`,
    [committeeId, from, to, ...only.parameters],
  )
  return rows.map(factOf)
}

const factOf = ({ id, subjectId, form, raterKind, points, assessedOn, state }: AssessmentRow): Fact => ({
  id: `assessment/${id}`,
  memberId: subjectId,
  day: assessedOn,
  kind: 'assessment',
  type: form,
  scope: 'record',
  role: raterKind,
  quantity: Number(points),
  unit: 'point',
  verified: state === 'confirmed',
  provisional: state !== 'confirmed',
})
