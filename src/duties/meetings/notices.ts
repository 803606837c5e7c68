import { z } from 'zod'
import { boxesOf, type NoticeType, notify } from '../../committee/inbox/notify.ts'
import { dayInZone } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { IdParams, TrialQuery } from '../../core/fields.ts'
import { requireOwner } from '../../http/rights.ts'

import { type Route, route } from '../../http/route.ts'
import type { Tx } from '../../storage/storage.ts'
import { meetingOf, refuseCancelled } from './service.ts'

/** Notices of meetings that are still to come; what is entered afterwards tells nobody anything. */

const Reminded = z.object({ reminded: z.int() }).meta({ id: 'MeetingReminded' })

export function remindRoute(): Route {
  return route({
    method: 'POST',
    path: '/meetings/:id/remind',
    operationId: 'remindInvited',
    summary: 'Remind those who have neither answered nor asked for leave',
    tag: 'meetings',
    permission: 'duties.record',
    params: IdParams,
    query: TrialQuery,
    response: Reminded,
    failures: ['not_found', 'not_owner', 'state_conflict'],
    write: async (tx, { params: { id }, principal }) => {
      const meeting = await meetingOf(tx, id)
      requireOwner(principal, meeting.ownerOrganizationId)
      refuseCancelled(meeting)
      if (meeting.endsOn < dayInZone(new Date(tx.at))) {
        throw new AppError('state_conflict', {
          en: `The meeting ended on ${meeting.endsOn}: there is nobody to remind`,
          zh: `会议已于 ${meeting.endsOn} 结束，无需提醒`,
        })
      }
      const waiting = await unanswered(tx, id)
      await tell(tx, 'meeting_reminder', id, waiting)
      return { body: { reminded: waiting.length } }
    },
  })
}

/** Members who have said nothing of a session that is still to come. */
async function unanswered(tx: Tx, meetingId: string): Promise<string[]> {
  const rows = await tx.query<{ memberId: string }>(
    `select distinct i.member_id from invitations i
       join meeting_sessions s on s.committee_id = i.committee_id and s.id = i.session_id
      where i.committee_id = ? and s.meeting_id = ? and s.deleted_at is null and s.day >= ? and i.deleted_at is null
        and i.response = 'pending' and not exists (select 1 from leave_sessions c
          join leave_requests l on l.committee_id = c.committee_id and l.id = c.leave_request_id
         where c.committee_id = i.committee_id and c.session_id = i.session_id and c.member_id = i.member_id
           and l.state in ('submitted', 'approved') and l.deleted_at is null)
      order by i.member_id`,
    [tx.committeeId, meetingId, dayInZone(new Date(tx.at))],
  )
  return rows.map(({ memberId }) => memberId)
}

export async function tell(
  tx: Tx,
  type: NoticeType,
  meetingId: string,
  memberIds: readonly string[],
): Promise<void> {
  const boxes = await boxesOf(tx, memberIds)
  await notify(tx, boxes, { type, subjectType: 'meetings', subjectId: meetingId })
}

/** Everybody who is expected at a session that is still to come. */
export async function expectedAt(tx: Tx, meetingId: string): Promise<string[]> {
  const rows = await tx.query<{ memberId: string }>(
    `select distinct i.member_id from invitations i
       join meeting_sessions s on s.committee_id = i.committee_id and s.id = i.session_id
      where i.committee_id = ? and s.meeting_id = ? and s.deleted_at is null and s.day >= ? and i.deleted_at is null
      order by i.member_id`,
    [tx.committeeId, meetingId, dayInZone(new Date(tx.at))],
  )
  return rows.map(({ memberId }) => memberId)
}
