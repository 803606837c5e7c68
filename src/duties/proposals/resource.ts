import { z } from 'zod'
import { checkOpen, checkUnlocked } from '../../committee/open-period.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, Id, Line, QueryFlag, QueryYear } from '../../core/fields.ts'
import { recordOperations } from '../../http/operation.ts'
import { type Fields, resource } from '../../http/record.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { checkLineage, continuationsOf } from './lineage.ts'
import { legalMoves } from './moves.ts'
import { checkNumber } from './numbers.ts'
import { ProposalInput, ProposalOutput, ProposalState, ProposerKind } from './schema.ts'
import { proposalsWhere } from './search.ts'
import { replaceSigners, signedOrMerged, signersOf } from './store.ts'

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
    organizationId: Id.optional().meta({ description: 'The body that proposes it.' }),
    lineageOfId: Id.optional(),
    caseNo: Line(50).optional(),
    serialNo: Line(50).optional(),
    category: Line(50).optional(),
    key: QueryFlag.optional().meta({ description: 'Key proposals, or the others.' }),
    excellent: QueryFlag.optional().meta({ description: 'Named excellent, or the others.' }),
    unitId: Id.optional().meta({ description: 'This unit handles it.' }),
    overdueOn: Day.optional().meta({ description: 'A unit has not replied, and was due before this day.' }),
    promiseOpen: QueryFlag.optional().meta({
      description: 'With a promise that is not kept, or the others.',
    }),
    feedbackOpen: QueryFlag.optional().meta({
      description: 'Replied to, and a proposer has not said what they think of that; or the others.',
    }),
    memberId: Id.optional().meta({ description: 'Stands on it, in whatever role.' }),
    year: QueryYear.optional().meta({ description: 'Submitted in this year.' }),
    from: Day.optional().meta({ description: 'Submitted on or after.' }),
    to: Day.optional(),
    q: Line(100).optional().meta({ description: 'A part of its title, or the whole of one of its numbers.' }),
  }),
  where: (query) => proposalsWhere(query),
  sorts: ['createdAt', 'title'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => signedOrMerged(principal.personId),
  members: membersOf,
  decorate: async (db, rows, context) => {
    const signers = await signersOf(
      db,
      context.committeeId,
      rows.map((row) => row.id),
    )
    const later = await continuationsOf(
      db,
      context.committeeId,
      rows.map((row) => row.id),
    )
    return rows.map((row) => ({
      ...row,
      legal: legalMoves(row.state),
      signers: signers.get(row.id) ?? [],
      continuedByIds: later.get(row.id) ?? [],
    }))
  },
  onCreate: async (tx, input) => {
    await checkProposers(tx, input)
    await checkLineage(tx, input.lineageOfId, null)
    await checkNumber(tx, 'serialNo', input, null)
    const deadline = await deadlineOf(tx, input.plenarySessionId)
    return { ...input, state: 'draft', round: 1, signatureDeadline: deadline }
  },
  onChange: async (tx, before, patch) => {
    await checkOpen(tx, before.submittedOn, before.filedOn)
    const signers = patch.signers ?? (await signersOf(tx, tx.committeeId, [before.id])).get(before.id) ?? []
    await checkProposers(tx, { ...before, ...patch, signers })
    await checkFiledAs(tx, before, patch)
    if (patch.lineageOfId !== undefined) await checkLineage(tx, patch.lineageOfId, before)
    const numbered = { ...before, ...patch }
    await checkNumber(tx, 'serialNo', numbered, before.id)
    await checkNumber(tx, 'caseNo', numbered, before.id)
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
    create: ['rule_violation', 'already_exists'],
    change: ['rule_violation', 'already_exists', 'period_closed'],
    withdraw: ['period_closed'],
  },
})

const FILED_AS = ['title', 'proposerKind', 'organizationId'] as const

/** What was filed, and who proposed it, is what the review has read. */
async function checkFiledAs(
  tx: Tx,
  before: Row<'proposals'>,
  { signers, ...patch }: Fields & { signers?: SentSigner[] | undefined },
): Promise<void> {
  const decidedOn = before.filedOn ?? before.mergedOn
  if (decidedOn === null) return
  const stored: Fields = before
  const field = FILED_AS.find((name) => patch[name] !== undefined && patch[name] !== stored[name])
  const moved = field ?? (signers && !(await signedAlready(tx, before.id, signers)) ? 'signers' : undefined)
  if (!moved) return
  checkUnlocked(
    tx,
    {
      rule: 'proposals.locked_once_filed',
      en: `It was filed, or merged, on ${decidedOn}: its title and who proposes it stand`,
      zh: `该提案已于 ${decidedOn} 立案或并案，案由和提案人不能直接改动`,
    },
    `/${moved}`,
  )
}

/** Whether these are who stands on it, in their order and with their days. */
async function signedAlready(tx: Tx, id: string, sent: readonly SentSigner[]): Promise<boolean> {
  const stored = (await signersOf(tx, tx.committeeId, [id])).get(id) ?? []
  return (
    stored.length === sent.length &&
    stored.every(({ memberId, signedOn }, at) => {
      const other = sent[at]!
      return memberId === other.memberId && signedOn === (other.signedOn ?? null)
    })
  )
}

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
