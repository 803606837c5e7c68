import { z } from 'zod'
import { dueBy } from '../../committee/committees/limits.ts'
import { declared } from '../../committee/declared/declared.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Count, Day, ExternalId, Id, Prose, QueryFlag } from '../../core/fields.ts'
import { checkNotBefore, illegalStep } from '../../core/moves.ts'
import { from } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { tellProposers } from './heard.ts'
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
    promiseKeptOn: Day.nullable()
      .default(null)
      .meta({ description: 'When it was done; also after the proposal is closed or archived.' }),
    suggestionsTotal: Count(SUGGESTIONS_MAX).nullable().default(null),
    suggestionsAdopted: Count(SUGGESTIONS_MAX).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    round: z.int().meta({ description: '1 for the first handling.' }),
    dueOn: Day.nullable().meta({ description: 'Until when the unit had to reply in this round.' }),
  }),
  fixed: ['proposalId', 'assignmentId', 'repliedOn'],
  closedBy: ['repliedOn'],
  codes: { category: 'reply_category' },
  by: ['proposalId', 'assignmentId', 'category'],
  during: ['repliedOn'],
  filters: z.object({
    category: Code.optional(),
    promiseOpenOn: Day.optional().meta({ description: 'Promised until before this day, and not kept.' }),
    promiseOpen: QueryFlag.optional().meta({ description: 'Promised and not kept, or the others.' }),
    promiseDueUntil: Day.optional(),
  }),
  where: ({ promiseOpenOn: day, promiseOpen, promiseDueUntil }) => [
    ...(day ? [{ sql: 't.promise_due_on < ? and t.promise_kept_on is null', parameters: [day] }] : []),
    ...(promiseOpen === undefined
      ? []
      : [
          {
            sql: `${promiseOpen ? '' : 'not '}(t.promise_due_on is not null and t.promise_kept_on is null)`,
            parameters: [],
          },
        ]),
    ...(promiseDueUntil ? [{ sql: 't.promise_due_on <= ?', parameters: [promiseDueUntil] }] : []),
  ],
  sorts: ['repliedOn', 'promiseDueOn'],
  defaultSort: 'repliedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: ownProposal,
  checks: async (tx, reply) => {
    checkAdopted(reply)
    checkPromise(reply, dayInZone(new Date(tx.at)))
  },
  onCreate: async (tx, input) => {
    const proposal = await behind(tx, input.proposalId)
    const repliedOn = input.repliedOn
    const moved = stateAfter(proposal, 'reply')
    const assignment = await assignmentOf(tx, proposal, input.assignmentId)
    checkDay(repliedOn, assignment.assignedOn)
    checkNotBefore('proposals.replied_after_rehandled', 'repliedOn', repliedOn, proposal.rehandledOn)
    await changeRow(
      tx,
      'proposalAssignments',
      assignment,
      { state: 'replied' },
      { type: 'proposal_assignment.replied', on: repliedOn },
    )
    const waiting = await unitsWithoutReply(tx, proposal, assignment.id)
    const isLast = waiting === 0 && answers(assignment)
    // The last day among the units' replies, whichever is entered last.
    const last = isLast ? await lastReply(tx, proposal, repliedOn) : repliedOn
    const patch = isLast
      ? { ...moved, repliedOn: last, feedbackDueOn: await dueBy(tx, tx.committeeId, 'feedback', last) }
      : {}
    await changeRow(tx, 'proposals', proposal, patch, {
      type: 'proposal.replied',
      members: await signersIds(tx, tx.committeeId, proposal.id),
    })
    if (isLast) await tellProposers(tx, proposal.id, 'proposal_replied')
    return { ...input, round: proposal.round, dueOn: assignment.extendedTo ?? assignment.dueOn }
  },
  onWithdraw: async (tx, row) => {
    const proposal = await behind(tx, row.proposalId)
    const current =
      row.round === proposal.round &&
      ['handling', 'assigned', 'rehandling', 'replied'].includes(proposal.state)
    if (!current) throw illegalStep(proposal.state, 'withdraw the reply', legalMoves(proposal.state))
    const assignment = (await findRow(tx, 'proposalAssignments', row.assignmentId))!
    const state = proposal.round > 1 ? 'rehandling' : 'handling'
    await changeRow(
      tx,
      'proposals',
      proposal,
      answers(assignment) ? { state, repliedOn: null, feedbackDueOn: null } : {},
      {
        type: 'proposal.reply_withdrawn',
        members: await signersIds(tx, tx.committeeId, proposal.id),
      },
    )
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
  throw illegalStep(assignment.state, 'reply', [])
}

async function lastReply(tx: Tx, { id, round }: Row<'proposals'>, repliedOn: string): Promise<string> {
  const days = await from(tx, 'proposalReplies', { proposalId: id, round, deletedAt: null }).pick('repliedOn')
  return days.reduce((last, { repliedOn: day }) => (day > last ? day : last), repliedOn)
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

type Promised = Pick<Row<'proposalReplies'>, 'repliedOn' | 'promiseDueOn' | 'promiseKeptOn'>

/** A promise is for a day to come, and was kept between its reply and today. */
function checkPromise({ repliedOn, promiseDueOn: due, promiseKeptOn: kept }: Promised, today: string): void {
  if (due !== null && due < repliedOn) {
    throw ruleViolation(
      'proposals.promise_after_reply',
      {
        en: `What is promised on ${repliedOn} is for a later day`,
        zh: `承诺期限不能早于答复日（${repliedOn}）`,
      },
      '/promiseDueOn',
    )
  }
  if (kept === null || (due !== null && kept >= repliedOn && kept <= today)) return
  throw ruleViolation(
    'proposals.promise_kept',
    {
      en: `What was promised (promiseDueOn) is kept between the reply (${repliedOn}) and today (${today})`,
      zh: `须先有承诺期限（promiseDueOn），兑现日在答复日（${repliedOn}）至今日（${today}）之间`,
    },
    '/promiseKeptOn',
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
