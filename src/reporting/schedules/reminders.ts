import { boxesOf, boxesOfRoles, type NoticeType, notify } from '../../committee/inbox/notify.ts'
import { addDays } from '../../core/days.ts'
import { unheardOf } from '../../duties/proposals/heard.ts'
import { from } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'

/** What is due goes into the boxes of whom it waits for, on chosen days, so that a box tells what is new. */

/** Days before its last day on which somebody is reminded; below zero: after it. */
const VERIFICATION_DAYS = [2, 0]
const APPEAL_DAYS = [3, 0, -1, -7]
const DUTY_REPORT_DAYS = [14, 3, 0, -1, -7]
const FEEDBACK_DAYS = [5, 0]

const on = (day: string, days: readonly number[]): string[] => days.map((count) => addDays(day, count))
const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ')

export async function remind(tx: Tx, day: string): Promise<void> {
  await verifications(tx, day)
  await appeals(tx, day)
  await dutyReports(tx, day)
  await feedbacks(tx, day)
}

const notice = (type: NoticeType, subjectType: string, subjectId: string) => ({
  type,
  subjectType,
  subjectId,
})

/** Members who have said nothing of their part. */
async function verifications(tx: Tx, day: string): Promise<void> {
  const days = on(day, VERIFICATION_DAYS)
  const waiting = await tx.query<{ reportId: string; memberId: string }>(
    `select p.report_id, p.member_id from reports r
       join report_members p on p.committee_id = r.committee_id and p.report_id = r.id
      where r.committee_id = ? and r.state = 'verifying' and r.deleted_at is null and r.verify_until in (${marks(days)})
        and not exists (select 1 from report_verifications v
          where v.committee_id = p.committee_id and v.report_id = p.report_id and v.member_id = p.member_id)
      order by p.report_id, p.position`,
    [tx.committeeId, ...days],
  )
  for (const [reportId, rows] of Map.groupBy(waiting, ({ reportId: id }) => id)) {
    const boxes = await boxesOf(
      tx,
      rows.map(({ memberId }) => memberId),
    )
    await notify(tx, boxes, notice('verification_closing', 'reports', reportId))
  }
}

async function appeals(tx: Tx, day: string): Promise<void> {
  const days = on(day, APPEAL_DAYS)
  const match = { state: ['opened', 'accepted_for_review'] as const, deletedAt: null, dueOn: days }
  const due = await from(tx, 'appeals', match).pick('id', 'handler').orderBy('id')
  for (const { id, handler } of due) {
    const boxes = handler === null ? await boxesOfRoles(tx, ['reviewer', 'approver'], day) : [handler]
    await notify(tx, boxes, notice('appeal_due', 'appeals', id))
  }
}

async function dutyReports(tx: Tx, day: string): Promise<void> {
  const days = on(day, DUTY_REPORT_DAYS)
  const match = { state: ['open', 'returned'], deletedAt: null, dueOn: days }
  const due = await from(tx, 'dutyReports', match).pick('id', 'memberId').orderBy('id')
  for (const { id, memberId } of due) {
    await notify(tx, await boxesOf(tx, [memberId]), notice('duty_report_due', 'dutyReports', id))
  }
}

/** Proposers who have not said what they think of a reply. */
async function feedbacks(tx: Tx, day: string): Promise<void> {
  const match = { state: 'replied' as const, deletedAt: null, feedbackDueOn: on(day, FEEDBACK_DAYS) }
  for (const proposal of await from(tx, 'proposals', match).pick('id', 'round').orderBy('id')) {
    const boxes = await boxesOf(tx, await unheardOf(tx, proposal))
    await notify(tx, boxes, notice('proposal_feedback_due', 'proposals', proposal.id))
  }
}
