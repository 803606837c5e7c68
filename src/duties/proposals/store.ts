import { replaceChildren } from '../../storage/children.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

export type SignerRow = Row<'proposalSigners'>

export async function signersOf(
  db: Db,
  committeeId: string,
  proposalIds: readonly string[],
): Promise<Map<string, SignerRow[]>> {
  if (proposalIds.length === 0) return new Map()
  const rows = await from(inCommittee(db, committeeId), 'proposalSigners', {
    proposalId: proposalIds,
  }).orderBy('position')
  return Map.groupBy(rows, (row) => row.proposalId)
}

/** Replaces who stands on a proposal; the first one is its first proposer. */
export async function replaceSigners(
  tx: Tx,
  proposalId: string,
  kind: string,
  signers: readonly { memberId: string; signedOn: string | null }[],
): Promise<void> {
  const rows = signers.map(({ memberId, signedOn }, index) => {
    const role = kind === 'collective' ? 'contributor' : index === 0 ? 'first' : 'cosigner'
    return { memberId, role, signedOn }
  })
  await replaceChildren(tx, 'proposalSigners', proposalId, rows)
}

/** Rows of a person: `proposal` is the column that names the proposal. */
export const signedBy = (personId: string | null, proposal = 't.id') => ({
  sql: `exists (select 1 from proposal_signers s join members own
           on own.committee_id = s.committee_id and own.id = s.member_id
         where s.committee_id = t.committee_id and s.proposal_id = ${proposal} and own.person_id = ?)`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

/** The same, and those into which theirs was merged: the lead is handled for them too. */
export const signedOrMerged = (personId: string | null) => ({
  sql: `exists (select 1 from proposal_signers s
      join members own on own.committee_id = s.committee_id and own.id = s.member_id
      join proposals q on q.committee_id = s.committee_id and q.id = s.proposal_id
    where s.committee_id = t.committee_id and own.person_id = ?
      and (q.id = t.id or (q.merged_into_id = t.id and q.deleted_at is null)))`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

export const onProposal = (memberId: string) => ({
  sql: `exists (select 1 from proposal_signers s
         where s.committee_id = t.committee_id and s.proposal_id = t.id and s.member_id = ?)`,
  parameters: [memberId],
})
