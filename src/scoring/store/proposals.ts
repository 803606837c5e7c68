import { tableOn } from '../../storage/states.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { milestonesOf, reachedWithin } from './milestones.ts'
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

/** One signer of a proposal, with what decides whether the signature is valid. */
export interface SignerRow {
  memberId: string
  proposerKind: string
  submittedOn: string
  signatureDeadline: string | null
  role: string
  signedOn: string | null
}

type ProposalRow = SignerRow & ProposalDays & { id: string }

export const SIGNER_COLUMNS = 's.member_id, p.proposer_kind, p.signature_deadline, s.role, s.signed_on'

/** Who has a valid signature: the first proposer, the authors of a body, and co-signers who signed in time. */
function validSignature(row: SignerRow, asOf: string | undefined): boolean {
  if (row.role !== 'cosigner') return true
  const { signedOn, signatureDeadline, submittedOn } = row
  return signedOn !== null && signedOn <= (signatureDeadline ?? submittedOn) && signedOn <= (asOf ?? signedOn)
}

/** Which of how many each signer is, and whether signatures may still come. */
export function sharesOf<Signer extends SignerRow>(
  signers: readonly Signer[],
  { today, asOf }: Scope,
): { row: Signer; share: { position: number | null; of: number }; provisional: boolean }[] {
  const valid = signers.filter((row) => validSignature(row, asOf))
  return signers.map((row) => ({
    row,
    share: { position: valid.indexOf(row) + 1 || null, of: Math.max(valid.length, 1) },
    provisional: row.proposerKind === 'joint' && (asOf ?? today) < (row.signatureDeadline ?? row.submittedOn),
  }))
}

/** Each signer's share of a proposal, with the steps that it reached. */
export async function proposalFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to, asOf } = scope
  const proposals = tableOn('proposals', asOf)
  // The share depends on everybody who signed, so all signers of the members' proposals are read.
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from proposal_signers mine where mine.committee_id = p.committee_id
         and mine.proposal_id = p.id${only.sql})`
    : ''
  const rows = await storage.query<ProposalRow>(
    `select p.id, ${SIGNER_COLUMNS}, ${STEP_COLUMNS}
       from ${proposals.sql} p join proposal_signers s on s.committee_id = p.committee_id and s.proposal_id = p.id
      where p.committee_id = ? and p.deleted_at is null and p.submitted_on is not null
        and ${STEPPED.sql} ${mine}
      order by p.submitted_on, p.id, s.position`,
    [...proposals.parameters, committeeId, ...STEPPED.parameters(from, to), ...only.parameters],
  )
  const byId = Map.groupBy(rows, (row) => row.id)
  const ownSteps = await milestonesOf(storage, scope, 'proposalId', scope.memberIds && [...byId.keys()])
  const wanted = scope.memberIds && new Set(scope.memberIds)
  return [...byId].flatMap(([id, signers]) =>
    sharesOf(signers, scope)
      .filter(({ row }) => !wanted || wanted.has(row.memberId))
      .map(
        ({ row, share, provisional }): Fact => ({
          id: `proposal/${id}`,
          memberId: row.memberId,
          day: row.submittedOn,
          kind: 'proposal',
          type: row.proposerKind,
          scope: 'record',
          role: row.role,
          share,
          ...conversionOf(row),
          steps: [...stepsOf(row), ...ownSteps(id)],
          verified: true,
          provisional,
        }),
      ),
  )
}

/** Days of steps that may be credited, each to the period in which it lies. */
const STEP_DAYS = [
  'submitted_on',
  'filed_on',
  'merged_on',
  'converted_on',
  'replied_on',
  'closed_on',
  'key_on',
  'excellent_on',
]

/** A proposal `p` with a step from a day to another. */
export const STEPPED = {
  sql: `(${STEP_DAYS.map((day) => `(p.${day} >= ? and p.${day} <= ?)`).join(' or ')}
    or ${reachedWithin('proposalId', 'p')})`,
  parameters: (from: string, to: string) => [...STEP_DAYS, 'milestones'].flatMap(() => [from, to]),
}

/** What it became: the opinion has its own record, a letter none. */
export const conversionOf = ({ convertedOn, convertedOpinionId }: ProposalDays): Pick<Fact, 'became'> =>
  convertedOn && convertedOpinionId ? { became: 'opinion' } : {}

/** What it reached. */
export function stepsOf(row: ProposalDays): { status: string; day: string; level?: string }[] {
  const withdrawn = row.state === 'withdrawn' ? (row.withdrawnOn ?? row.submittedOn) : null
  const reached = [
    ['submitted', row.submittedOn],
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
