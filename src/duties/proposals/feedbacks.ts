import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Prose } from '../../core/fields.ts'
import { illegalStep } from '../../core/moves.ts'
import { SATISFACTION } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { requirePerson } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { feedbackDueOf } from './heard.ts'
import { legalMoves } from './moves.ts'
import { behind, ownProposal, proposersOf } from './related.ts'

/** 评议: what each proposer says of the handling and of its result. The two scales are never one. */

const Scale = coded(SATISFACTION)

export const feedbacks = declared({
  table: 'proposalFeedbacks',
  path: '/proposal-feedbacks',
  one: { en: 'proposal feedback', zh: '提案反馈', PascalCase: 'ProposalFeedback' },
  input: z.strictObject({
    proposalId: Id,
    memberId: Id.meta({ description: 'The proposer who gives it.' }),
    attitude: Scale.meta({ description: 'Of how it was handled (办理态度).' }),
    result: Scale.meta({ description: 'Of what came of it (办理结果).' }),
    comment: Prose(2_000).nullable().default(null),
    returnedOn: Day,
    defaulted: z.boolean().default(false).meta({
      description:
        'Nobody answered in time, and a local rule takes that as satisfied. An answer that comes after all ends it.',
    }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({ round: z.int().meta({ description: 'The handling that it speaks of.' }) }),
  fixed: ['proposalId', 'memberId'],
  by: ['proposalId', 'memberId', 'result'],
  filters: z.object({ memberId: Id.optional(), result: Scale.optional() }),
  sorts: ['returnedOn'],
  defaultSort: 'returnedOn',
  permission: { read: 'duties.read', write: 'proposals.feedback' },
  ownRows: ownProposal,
  onCreate: async (tx, input, context) => {
    const proposal = await behind(tx, input.proposalId)
    const memberId = input.memberId
    if (!(await proposersOf(tx, proposal.id)).has(memberId)) throw unknownReference('/memberId', memberId)
    await checkSpeaker(tx, memberId, context)
    checkReplied(proposal, input.returnedOn)
    await checkDefaulted(tx, proposal, input)
    return { ...input, round: proposal.round }
  },
  onChange: async (tx, before, patch, context) => {
    await checkSpeaker(tx, before.memberId, context)
    const proposal = await behind(tx, before.proposalId)
    // Who answers after all speaks for themselves: what stood for their silence ends.
    const answered = patch.attitude !== undefined || patch.result !== undefined
    const change = { ...(before.defaulted && answered ? { defaulted: false } : {}), ...patch }
    const after = { ...before, ...change }
    checkReplied(proposal, after.returnedOn)
    await checkDefaulted(tx, proposal, after)
    return change
  },
  onWithdraw: async (tx, row, context) => {
    await checkSpeaker(tx, row.memberId, context)
    checkReplied(await behind(tx, row.proposalId), row.returnedOn)
  },
  example: {
    proposalId: '0197f6a0-0000-7000-8000-000000000001',
    memberId: '0197f6a0-0000-7000-8000-000000000002',
    attitude: 'satisfied',
    result: 'basically_satisfied',
    returnedOn: '2019-07-02',
  },
  refuses: {
    create: ['rule_violation', 'state_conflict'],
    change: ['rule_violation', 'state_conflict'],
    withdraw: ['state_conflict'],
  },
})

/** A member speaks for themselves; the office enters paper forms for anybody. */
async function checkSpeaker(tx: Tx, memberId: string, { principal }: Context): Promise<void> {
  const member = await findRow(tx, 'members', memberId)
  requirePerson(principal, member?.personId, 'records.read', {
    en: 'A proposer gives their own feedback only',
    zh: '提案人只能反馈本人的意见',
  })
}

/** Silence says something only once the committee's limit is over. */
async function checkDefaulted(
  tx: Tx,
  proposal: Row<'proposals'>,
  { defaulted, returnedOn }: Pick<Row<'proposalFeedbacks'>, 'defaulted' | 'returnedOn'>,
): Promise<void> {
  if (!defaulted) return
  const due = await feedbackDueOf(tx, proposal)
  if (returnedOn > due) return
  throw ruleViolation(
    'proposals.defaulted_after_limit',
    {
      en: `The proposer may answer until ${due}: nobody’s silence says anything before that`,
      zh: `提案人可在 ${due} 前反馈，期限届满前不得视为默认`,
    },
    '/returnedOn',
  )
}

function checkReplied(proposal: Row<'proposals'>, returnedOn: string): void {
  if (proposal.state !== 'replied') throw illegalStep(proposal.state, 'feedback', legalMoves(proposal.state))
  if (returnedOn >= proposal.repliedOn!) return
  throw ruleViolation(
    'proposals.feedback_after_reply',
    { en: `The last reply is of ${proposal.repliedOn}`, zh: `最后一份答复日期为 ${proposal.repliedOn}` },
    '/returnedOn',
  )
}
