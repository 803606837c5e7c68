import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Count, Day, ExternalId, Id, Prose } from '../../core/fields.ts'
import { illegalStep } from '../../core/moves.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { legalMoves, stateAfter } from './moves.ts'
import { behind, ownProposal, signersIds } from './related.ts'

/** 答复: a unit's answer, its category, what it promises, and how many suggestions it takes up. */

const SUGGESTIONS_MAX = 100

export const replies = declared({
  table: 'proposalReplies',
  path: '/proposal-replies',
  one: { en: 'proposal reply', zh: '提案答复', PascalCase: 'ProposalReply' },
  input: z.strictObject({
    proposalId: Id,
    assignmentId: Id,
    repliedOn: Day,
    category: Code.meta({
      description: 'Of the catalogue reply_category; its class is the normal form.',
      example: 'a',
    }),
    content: Prose(20_000).nullable().default(null),
    promiseDueOn: Day.nullable().default(null).meta({ description: 'Until when what is planned is done.' }),
    promiseKeptOn: Day.nullable().default(null),
    suggestionsTotal: Count(SUGGESTIONS_MAX).nullable().default(null),
    suggestionsAdopted: Count(SUGGESTIONS_MAX).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({ round: z.int().meta({ description: '1 for the first handling.' }) }),
  fixed: ['proposalId', 'assignmentId', 'repliedOn'],
  closedBy: ['repliedOn'],
  codes: { category: 'reply_category' },
  by: ['proposalId', 'assignmentId', 'category'],
  during: ['repliedOn'],
  filters: z.object({
    category: Code.optional(),
    promiseOpenOn: Day.optional().meta({ description: 'Promised until before this day, and not kept.' }),
  }),
  where: ({ promiseOpenOn: day }) =>
    day ? [{ sql: 't.promise_due_on < ? and t.promise_kept_on is null', parameters: [day] }] : [],
  sorts: ['repliedOn'],
  defaultSort: 'repliedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: ownProposal,
  checks: async (_tx, reply) => checkAdopted(reply),
  onCreate: async (tx, input) => {
    const proposal = await behind(tx, input.proposalId)
    const repliedOn = input.repliedOn
    const moved = stateAfter(proposal, 'reply')
    const assignment = await assignmentOf(tx, proposal, input.assignmentId)
    checkDay(repliedOn, assignment.assignedOn)
    await changeRow(
      tx,
      'proposalAssignments',
      assignment,
      { state: 'replied' },
      { type: 'proposal_assignment.replied', on: repliedOn },
    )
    const waiting = await unitsWithoutReply(tx, proposal, assignment.id)
    const patch = waiting === 0 && answers(assignment) ? { ...moved, repliedOn } : {}
    await changeRow(tx, 'proposals', proposal, patch, {
      type: 'proposal.replied',
      members: await signersIds(tx, tx.committeeId, proposal.id),
    })
    return { ...input, round: proposal.round }
  },
  onWithdraw: async (tx, row) => {
    const proposal = await behind(tx, row.proposalId)
    const current =
      row.round === proposal.round &&
      ['handling', 'assigned', 'rehandling', 'replied'].includes(proposal.state)
    if (!current) throw illegalStep(proposal.state, 'withdraw the reply', legalMoves(proposal.state))
    const assignment = (await findRow(tx, 'proposalAssignments', row.assignmentId))!
    const state = proposal.round > 1 ? 'rehandling' : 'handling'
    await changeRow(tx, 'proposals', proposal, answers(assignment) ? { state, repliedOn: null } : {}, {
      type: 'proposal.reply_withdrawn',
      members: await signersIds(tx, tx.committeeId, proposal.id),
    })
    await changeRow(
      tx,
      'proposalAssignments',
      assignment,
      { state: 'handling' },
      { type: 'proposal_assignment.reopened' },
    )
  },
  example: {
    proposalId: '0197f6a0-0000-7000-8000-000000000001',
    assignmentId: '0197f6a0-0000-7000-8000-000000000002',
    repliedOn: '2019-06-20',
    category: 'b',
    promiseDueOn: '2020-06-30',
  },
  refuses: {
    create: ['state_conflict'],
    withdraw: ['state_conflict'],
  },
})

/** Who joins a lead gives it an opinion (会办意见): that is no answer to the proposers. */
const answers = ({ role }: Row<'proposalAssignments'>): boolean => role !== 'co'

async function assignmentOf(
  tx: Tx,
  proposal: Row<'proposals'>,
  id: string,
): Promise<Row<'proposalAssignments'>> {
  const assignment = (await findRow(tx, 'proposalAssignments', id))!
  if (assignment.proposalId !== proposal.id) throw unknownReference('/assignmentId', id)
  if (['assigned', 'handling'].includes(assignment.state)) return assignment
  // The second round begins with all units as they stood.
  if (assignment.state === 'replied' && proposal.state === 'rehandling') return assignment
  throw illegalStep(assignment.state, 'reply', [])
}

/** Units that still owe an answer of this round. */
async function unitsWithoutReply(tx: Tx, proposal: Row<'proposals'>, replying: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `select count(*) as n from proposal_assignments a
      where a.committee_id = ? and a.proposal_id = ? and a.deleted_at is null and a.role <> 'co'
        and a.state <> 'transferred' and a.id <> ? and not exists (select 1 from proposal_replies r
          where r.committee_id = a.committee_id and r.assignment_id = a.id and r.round = ? and r.deleted_at is null)`,
    [tx.committeeId, proposal.id, replying, proposal.round],
  )
  return Number(row!.n)
}

function checkDay(repliedOn: string, assignedOn: string): void {
  if (repliedOn >= assignedOn) return
  throw ruleViolation(
    'proposals.replied_after_assigned',
    { en: `It was assigned on ${assignedOn}`, zh: `${assignedOn} 才交办` },
    '/repliedOn',
  )
}

type Counted = Pick<Row<'proposalReplies'>, 'suggestionsTotal' | 'suggestionsAdopted'>

function checkAdopted({ suggestionsTotal: total, suggestionsAdopted: adopted }: Counted): void {
  if (adopted === null || (total !== null && adopted <= total)) return
  throw ruleViolation(
    'proposals.suggestions_adopted',
    { en: 'No more suggestions are adopted than there are', zh: '采纳条数不能超过建议条数' },
    '/suggestionsAdopted',
  )
}
