import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

/** The days on which a proposal reached its steps. */
export interface ProposalDays {
  submittedOn: string
  filedOn: string | null
  state: string
  withdrawnOn: string | null
  mergedOn: string | null
  convertedOn: string | null
  convertedOpinionId: string | null
  repliedOn: string | null
  closedOn: string | null
  keyOn: string | null
  keyLeaderLevel: string | null
  excellentOn: string | null
}

export const STEP_COLUMNS = `p.submitted_on, p.filed_on, p.state, p.withdrawn_on, p.merged_on, p.converted_on,
  p.converted_opinion_id, p.replied_on, p.closed_on, p.key_on, p.key_leader_level, p.excellent_on`

interface ProposalRow extends ProposalDays {
  id: string
  memberId: string
  proposerKind: string
  signatureDeadline: string | null
  role: string
  signedOn: string | null
}

/** Who has a valid signature: the first proposer, the authors of a body, and co-signers who signed in time. */
function validSignature(row: ProposalRow): boolean {
  if (row.role !== 'cosigner') return true
  return row.signedOn !== null && row.signedOn <= (row.signatureDeadline ?? row.submittedOn)
}

/** Each signer's share of a proposal, with the steps that it reached. */
export async function proposalFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to, today } = scope
  // The share depends on everybody who signed, so all signers of the members' proposals are read.
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from proposal_signers mine where mine.committee_id = p.committee_id
         and mine.proposal_id = p.id${only.sql})`
    : ''
  const rows = await storage.query<ProposalRow>(
    `select p.id, s.member_id, p.proposer_kind, ${STEP_COLUMNS}, p.signature_deadline, s.role, s.signed_on
       from proposals p join proposal_signers s on s.committee_id = p.committee_id and s.proposal_id = p.id
      where p.committee_id = ? and p.deleted_at is null and p.submitted_on is not null
        and (${STEP_DAYS.map((day) => `(p.${day} >= ? and p.${day} <= ?)`).join(' or ')}) ${mine}
      order by p.submitted_on, p.id, s.position`,
    [committeeId, ...STEP_DAYS.flatMap(() => [from, to]), ...only.parameters],
  )
  const wanted = scope.memberIds && new Set(scope.memberIds)
  return [...Map.groupBy(rows, (row) => row.id)].flatMap(([id, signers]) => {
    const valid = signers.filter(validSignature)
    return signers
      .filter((row) => !wanted || wanted.has(row.memberId))
      .map((row): Fact => {
        const position = valid.indexOf(row) + 1
        const deadline = row.signatureDeadline ?? row.submittedOn
        return {
          id: `proposal/${id}`,
          memberId: row.memberId,
          day: row.submittedOn,
          kind: 'proposal',
          type: row.proposerKind,
          scope: 'record',
          role: row.role,
          share: { position: position || null, of: Math.max(valid.length, 1) },
          steps: stepsOf(row),
          verified: true,
          provisional: row.proposerKind === 'joint' && today < deadline,
        }
      })
  })
}

/** Days of steps that may be credited, each to the period in which it lies. */
export const STEP_DAYS = [
  'submitted_on',
  'filed_on',
  'merged_on',
  'converted_on',
  'replied_on',
  'closed_on',
  'key_on',
  'excellent_on',
]

/** What it reached. One that became an opinion is credited as that opinion, and here only as converted. */
export function stepsOf(row: ProposalDays): { status: string; day: string; level?: string }[] {
  const withdrawn = row.state === 'withdrawn' ? (row.withdrawnOn ?? row.submittedOn) : null
  const reached = [
    ['submitted', row.convertedOpinionId ? null : row.submittedOn],
    ['filed', row.filedOn],
    ['merged', row.mergedOn],
    ['converted', row.convertedOn],
    ['replied', row.repliedOn],
    ['closed', row.closedOn],
    ['excellent', row.excellentOn],
    ['withdrawn', withdrawn],
  ] as const
  const steps: { status: string; day: string; level?: string }[] = reached.flatMap(([status, day]) =>
    day ? [{ status, day }] : [],
  )
  if (row.keyOn) {
    steps.push({
      status: 'key',
      day: row.keyOn,
      ...(row.keyLeaderLevel ? { level: row.keyLeaderLevel } : {}),
    })
  }
  return steps
}
