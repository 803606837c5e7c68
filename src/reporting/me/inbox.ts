import { z } from 'zod'
import { NOTICE_TYPES, type NoticeType, personBox } from '../../committee/inbox/notify.ts'
import { Id, Instant, TrialQuery } from '../../core/fields.ts'
import { operation } from '../../http/operation.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { type Principal, type Route, route } from '../../http/route.ts'
import type { Condition } from '../../storage/list.ts'
import { updatePlain } from '../../storage/plain.ts'

/** The box of a person: what waits for them, each an event of the log. */

const READ_MAX = 200

const Entry = z
  .object({
    id: Id,
    type: z.enum(NOTICE_TYPES),
    title: z.object({ zh: z.string(), en: z.string() }),
    subjectType: z.string(),
    subjectId: z.string(),
    seq: z.int().meta({ description: 'The event that it stands for.' }),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: 'InboxEntry' })

export const listMyInbox = operation('listMyInbox', page(Entry, 'InboxPage'))
export const markMyInbox = operation('markMyInbox', z.object({ read: z.int() }).meta({ id: 'InboxRead' }))

const TITLES: Record<NoticeType, [zh: string, en: string]> = {
  meeting_invited: ['会议通知：请答复是否参加', 'You are invited: please answer'],
  meeting_reminder: ['您尚未答复会议通知', 'You have not answered an invitation'],
  meeting_cancelled: ['会议已取消', 'A meeting was cancelled'],
  report_ready: ['通报已生成，请核对', 'A report is ready'],
  report_failed: ['通报生成失败，请重新生成', 'A report could not be made: make it again'],
  verification_open: ['请核对您的履职记录和得分', 'Please look at your record and points'],
  verification_closing: ['履职记录核对即将截止', 'The time to look at your record is nearly over'],
  report_returned: ['通报被退回，请修改', 'A report was returned'],
  report_approved: ['通报已审定', 'A report was approved'],
  report_published: ['履职情况通报已发布', 'A report was published'],
  appeal_opened: ['有新的申诉待受理', 'A new appeal waits'],
  appeal_accepted: ['您的申诉已受理', 'Your appeal is being looked into'],
  appeal_decided: ['您的申诉已有结果', 'Your appeal was decided'],
  appeal_due: ['申诉即将到期或已逾期', 'An appeal is due'],
  correction_decided: ['您提出的更正已有结果', 'A correction that you proposed was decided'],
  duty_report_due: ['年度履职报告即将到期', 'Your annual duty report is due'],
  duty_report_decided: ['您的年度履职报告已审阅', 'Your annual duty report was looked at'],
  participation_falls: ['有委员参与明显减少，请关心', 'The participation of some members falls'],
}

export function inboxRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/me/inbox',
      ...listMyInbox,
      summary: 'What waits for you, the newest first',
      tag: 'me',
      permission: 'any',
      query: PageQuery.pick({ limit: true, cursor: true, includeTotal: true }).extend({
        unread: z.enum(['true']).optional().meta({ description: 'Only what you have not marked as read.' }),
      }),
      status: 200,
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: (context) => {
        const { unread, ...query } = context.query
        return listPage(
          context.storage,
          context,
          { ...query, ...(unread ? { unread } : {}) },
          {
            table: 'inbox',
            path: '/me/inbox',
            where: [
              { column: 'recipient', op: 'in', value: boxesOf(context.principal) },
              ...(unread ? ([{ column: 'readAt', op: 'null' }] as Condition[]) : []),
            ],
            sorts: ['seq'],
            defaultSort: '-seq',
            key: ['id'],
            tombstones: false,
            present: async (rows) =>
              rows.map(({ recipient: _, committeeId: _id, ...row }) => {
                const [zh, en] = TITLES[row.type as NoticeType]
                return { ...row, title: { zh, en } }
              }),
            secret,
          },
        )
      },
    }),
    route({
      method: 'POST',
      path: '/me/inbox/read',
      ...markMyInbox,
      summary: 'Mark entries as read',
      tag: 'me',
      permission: 'any',
      query: TrialQuery,
      body: z
        .strictObject({ ids: z.array(Id).min(1).max(READ_MAX) })
        .meta({ id: 'ReadInbox', example: { ids: ['0197f6a0-0000-7000-8000-000000000001'] } }),
      status: 200,
      failures: [],
      write: async (tx, { body, principal }) => {
        const match = { recipient: boxesOf(principal), id: body.ids, readAt: null }
        const read = await updatePlain(tx, 'inbox', match, { readAt: tx.at })
        if (read > 0) {
          const subject = { subjectType: 'inbox', subjectId: principal.id, subjectVersion: 0 }
          await tx.emit({ type: 'inbox.read', ...subject, data: { read } })
        }
        return { body: { read } }
      },
    }),
  ]
}

/** A person's box and the one of the login. */
function boxesOf({ actor, personId }: Principal): string[] {
  return personId === null ? [actor] : [actor, personBox(personId)]
}
