import { unknownReference } from '../../core/errors.ts'
import type { Principal } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { signersOf } from './store.ts'

/** What every record that belongs to a proposal asks of it. */

export async function behind(tx: Tx, proposalId: string): Promise<Row<'proposals'>> {
  const proposal = await findRow(tx, 'proposals', proposalId)
  if (!proposal || proposal.deletedAt) throw unknownReference('/proposalId', proposalId)
  return proposal
}

/** A member sees what belongs to a proposal that they signed, or into which theirs was merged. */
export const ownProposal = ({ personId }: Principal) => ({
  sql: `exists (select 1 from proposal_signers s join members own
           on own.committee_id = s.committee_id and own.id = s.member_id
         where s.committee_id = t.committee_id and own.person_id = ? and (s.proposal_id = t.proposal_id
           or exists (select 1 from proposals q where q.committee_id = s.committee_id and q.id = s.proposal_id
             and q.merged_into_id = t.proposal_id and q.deleted_at is null)))`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

/** Members whose points hang on a proposal. */
export async function signersIds(db: Db, committeeId: string, proposalId: string): Promise<string[]> {
  const signers = (await signersOf(db, committeeId, [proposalId])).get(proposalId) ?? []
  return signers.map((signer) => signer.memberId)
}

/** Whom a reply answers: who signed the proposal, and who signed one that was merged into it (并案). */
export async function proposersOf(tx: Tx, proposalId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ memberId: string }>(
    `select s.member_id from proposal_signers s
       join proposals p on p.committee_id = s.committee_id and p.id = s.proposal_id
      where s.committee_id = ? and p.deleted_at is null and (p.id = ? or p.merged_into_id = ?)`,
    [tx.committeeId, proposalId, proposalId],
  )
  return new Set(rows.map(({ memberId }) => memberId))
}
