import { z } from 'zod'
import { checkOpen } from '../../committee/open-period.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, Id, Line, QueryFlag } from '../../core/fields.ts'
import { containing, equalTo, withinDays } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { resource } from '../../http/record.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { legalMoves } from './moves.ts'
import { ProposalInput, ProposalOutput, ProposalState, ProposerKind } from './schema.ts'
import { onProposal, replaceSigners, signedBy, signersOf } from './store.ts'

interface SentSigner {
  memberId: string
  signedOn: string | null
}

export const proposals = resource({
  table: 'proposals',
  path: '/proposals',
  one: { en: 'proposal', zh: '提案', PascalCase: 'Proposal' },
  input: ProposalInput,
  output: ProposalOutput,
  filters: z.object({
    state: ProposalState.optional(),
    proposerKind: ProposerKind.optional(),
    plenarySessionId: Id.optional(),
    mergedIntoId: Id.optional(),
    key: QueryFlag.optional().meta({ description: 'Key proposals, or the others.' }),
    memberId: Id.optional().meta({ description: 'Stands on it, in whatever role.' }),
    from: Day.optional().meta({ description: 'Submitted on or after.' }),
    to: Day.optional(),
    q: Line(100).optional(),
  }),
  where: (query) => {
    const where = equalTo(query, ['state', 'proposerKind', 'plenarySessionId', 'mergedIntoId'])
    if (query.key !== undefined) {
      where.push({ sql: `t.key_on is ${query.key ? 'not ' : ''}null`, parameters: [] })
    }
    if (query.memberId) where.push(onProposal(query.memberId))
    where.push(...withinDays(query, 'submittedOn'))
    where.push(...containing(query, 'title'))
    return where
  },
  sorts: ['createdAt', 'title'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => signedBy(principal.personId),
  members: membersOf,
  decorate: async (db, rows, context) => {
    const signers = await signersOf(
      db,
      context.committeeId,
      rows.map((row) => row.id),
    )
    return rows.map((row) => ({ ...row, legal: legalMoves(row.state), signers: signers.get(row.id) ?? [] }))
  },
  onCreate: async (tx, input) => {
    await checkProposers(tx, input)
    const deadline = await deadlineOf(tx, input.plenarySessionId)
    return { ...input, state: 'draft', round: 1, signatureDeadline: deadline }
  },
  onChange: async (tx, before, patch) => {
    await checkOpen(tx, before.submittedOn, before.filedOn)
    const signers = patch.signers ?? (await signersOf(tx, tx.committeeId, [before.id])).get(before.id) ?? []
    await checkProposers(tx, { ...before, ...patch, signers })
    const moved = patch.plenarySessionId
    return moved === undefined ? patch : { ...patch, signatureDeadline: await deadlineOf(tx, moved) }
  },
  onWithdraw: (tx, row) => checkOpen(tx, row.submittedOn, row.filedOn),
  afterWrite: async (tx, row, input) => {
    if (input.signers) await replaceSigners(tx, row.id, row.proposerKind, input.signers)
  },
  example: {
    title: '关于加强沿江步道夜间照明的建议',
    proposerKind: 'joint',
    signers: [
      { memberId: '0197f6a0-0000-7000-8000-000000000001' },
      { memberId: '0197f6a0-0000-7000-8000-000000000002', signedOn: '2019-02-26' },
    ],
  },
  refuses: {
    create: ['rule_violation'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
})

/** Everybody who stands on it, before and after. */
async function membersOf(
  tx: Tx,
  row: Row<'proposals'>,
  { signers = [] }: { signers?: SentSigner[] },
): Promise<string[]> {
  const stored = (await signersOf(tx, tx.committeeId, [row.id])).get(row.id) ?? []
  return [...new Set([...stored, ...signers].map((signer) => signer.memberId))]
}

/** Last day of a valid co-signature: the plenary session's, else the day of submission. */
async function deadlineOf(tx: Tx, plenarySessionId: string | null): Promise<string | null> {
  if (!plenarySessionId) return null
  const session = await findRow(tx, 'plenarySessions', plenarySessionId)
  if (!session || session.deletedAt) throw unknownReference('/plenarySessionId', plenarySessionId)
  return session.signatureDeadline
}

interface Proposers {
  proposerKind: string
  organizationId: string | null
  signers: readonly SentSigner[]
}

/** Who may propose in which form (one, several, a body). */
async function checkProposers(
  tx: Tx,
  { proposerKind: kind, organizationId, signers }: Proposers,
): Promise<void> {
  const wrong =
    (kind === 'individual' && signers.length > 1) ||
    (kind === 'joint' && signers.length === 1) ||
    (kind === 'collective') !== (organizationId !== null)
  if (wrong) {
    throw ruleViolation(
      'proposals.proposers',
      {
        en: 'An individual proposal has one signer, a joint one several, a collective one names its organization',
        zh: '个人提案一人，联名提案至少两人，集体提案须写明组织',
      },
      kind === 'collective' ? '/organizationId' : '/signers',
    )
  }
  for (const [index, { memberId }] of signers.entries()) {
    if (signers.findIndex((other) => other.memberId === memberId) < index) {
      throw ruleViolation(
        'proposals.signers_once',
        { en: 'A member signs once', zh: '同一委员只能签名一次' },
        `/signers/${index}/memberId`,
      )
    }
    const member = await findRow(tx, 'members', memberId)
    if (!member || member.deletedAt) throw unknownReference(`/signers/${index}/memberId`, memberId)
  }
}

export const proposalOperations = recordOperations<
  'proposals',
  z.infer<typeof ProposalOutput> & Pick<z.infer<typeof ProposalInput>, 'signers'>
>(proposals)
