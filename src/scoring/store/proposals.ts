import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface ProposalRow {
  id: string
  memberId: string
  proposerKind: string
  submittedOn: string
  filedOn: string | null
  state: string
  signatureDeadline: string | null
  withdrawnOn: string | null
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
    `select p.id, s.member_id, p.proposer_kind, p.submitted_on, p.filed_on, p.state, p.signature_deadline,
        p.withdrawn_on, s.role, s.signed_on
       from proposals p join proposal_signers s on s.committee_id = p.committee_id and s.proposal_id = p.id
      where p.committee_id = ? and p.deleted_at is null and p.submitted_on is not null
        and ((p.submitted_on >= ? and p.submitted_on <= ?) or (p.filed_on >= ? and p.filed_on <= ?)) ${mine}
      order by p.submitted_on, p.id, s.position`,
    [committeeId, from, to, from, to, ...only.parameters],
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

function stepsOf(row: ProposalRow): { status: string; day: string }[] {
  const steps = [{ status: 'submitted', day: row.submittedOn }]
  if (row.filedOn) steps.push({ status: 'filed', day: row.filedOn })
  if (row.state === 'withdrawn') steps.push({ status: 'withdrawn', day: row.withdrawnOn ?? row.submittedOn })
  return steps
}
