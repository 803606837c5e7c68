import { dueBy } from '../../committee/committees/limits.ts'
import { boxesOf, type NoticeType, notify } from '../../committee/inbox/notify.ts'
import { ruleViolation } from '../../core/errors.ts'
import { from } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { proposersOf } from './related.ts'

/** 反馈: whose word on the reply is still waited for, and until when. */

type Proposal = Row<'proposals'>

/** Proposers who have not said what they think of this round. */
export async function unheardOf(tx: Tx, { id, round }: Pick<Proposal, 'id' | 'round'>): Promise<string[]> {
  const said = await from(tx, 'proposalFeedbacks', { proposalId: id, round, deletedAt: null }).pick(
    'memberId',
  )
  const heard = new Set(said.map(({ memberId }) => memberId))
  return [...(await proposersOf(tx, id))].filter((memberId) => !heard.has(memberId))
}

/** Until when they may; computed of what was replied to before that day was kept. */
export const feedbackDueOf = async (tx: Tx, { feedbackDueOn, repliedOn }: Proposal): Promise<string> =>
  feedbackDueOn ?? dueBy(tx, tx.committeeId, 'feedback', repliedOn!)

/** A proposal is closed once everybody was heard, or the time to answer is over. */
export async function checkHeard(tx: Tx, proposal: Proposal, closedOn: string): Promise<void> {
  const due = await feedbackDueOf(tx, proposal)
  if (closedOn > due) return
  const unheard = await unheardOf(tx, proposal)
  if (unheard.length === 0) return
  const members = await from(tx, 'members', { id: unheard }).pick('name').orderBy('memberNo')
  const names = members.map(({ name }) => name)
  throw ruleViolation(
    'proposals.proposers_heard',
    {
      en: `${names.join(', ')} may say until ${due} what they think of the reply: enter their feedback, or close it after that day`,
      zh: `${names.join('、')}可在 ${due} 前反馈意见：请先登记其反馈，或在期限届满后办结`,
    },
    '/closedOn',
  )
}

/** Tells everybody who stands on a proposal what became of it. */
export async function tellProposers(tx: Tx, proposalId: string, type: NoticeType): Promise<void> {
  const boxes = await boxesOf(tx, [...(await proposersOf(tx, proposalId))])
  await notify(tx, boxes, { type, subjectType: 'proposals', subjectId: proposalId })
}
