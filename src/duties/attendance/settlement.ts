import { z } from 'zod'
import { checkOpen } from '../../committee/open-period.ts'
import { AppError } from '../../core/errors.ts'
import { actionRoute } from '../../http/endpoints.ts'
import type { Context, Route } from '../../http/route.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { checkUnlikeOthers } from '../meetings/duplicates.ts'
import { meetingSessions, requireMeetingOwner, settleSession } from '../meetings/resource.ts'
import { Reason } from '../meetings/schema.ts'
import { alreadyInState, followRule, meetingOf, refuseCancelled } from '../meetings/service.ts'
import { type Session, sessionsOf } from '../meetings/store.ts'
import { tallyOf } from './status.ts'
import { rollOf } from './store.ts'

/** Settling closes a roll: what it says then counts, and a correction needs a reason. */

const Settle = z
  .strictObject({
    acceptUnknown: z
      .boolean()
      .default(false)
      .meta({ description: 'Settle although some are not registered; they score nothing.' }),
    acceptDuplicate: z.boolean().default(false).meta({
      description: 'Settle although another meeting of the day looks like this one: it is another.',
    }),
  })
  .meta({ id: 'Settle', example: { acceptUnknown: false } })

export function settlementRoutes(): Route[] {
  return [
    actionRoute(meetingSessions, {
      verb: 'settle',
      ...settleSession,
      summary:
        'Close the roll: what it says is final, points lose their “provisional”, and changes need reopening',
      permission: 'meetings.settle',
      body: Settle,
      failures: ['not_owner', 'state_conflict', 'rule_violation', 'period_closed'],
      run: (tx, row, body, context) => settle(tx, row, body, context),
    }),
    actionRoute(meetingSessions, {
      verb: 'reopen',
      operationId: 'reopenSession',
      summary: 'Open a settled roll for correction, with a reason',
      permission: 'meetings.settle',
      body: Reason,
      failures: ['not_owner', 'state_conflict', 'period_closed'],
      run: async (tx, row, body, context) => {
        const meeting = await meetingOf(tx, row.meetingId)
        requireMeetingOwner(context.principal.departments, meeting)
        refuseCancelled(meeting)
        await checkOpen(tx, meeting.startsOn)
        if (row.state !== 'settled') throw alreadyInState(row.state)
        await tx.emit({
          type: 'meeting_session.reopen_reason',
          subjectType: 'meetingSessions',
          subjectId: row.id,
          subjectVersion: row.version,
          data: { reason: body.reason },
        })
        if (meeting.state === 'settled') {
          await changeRow(tx, 'meetings', meeting, { state: 'published' }, { type: 'meeting.reopened' })
        }
        return { state: 'reopened' as const }
      },
    }),
  ]
}

/**
 * A session settles when every leave is decided and every expected member is registered, or that is accepted; and when
 * its meeting is not likely to be entered twice, or that is accepted.
 */
async function settle(
  tx: Tx,
  session: Session,
  { acceptUnknown, acceptDuplicate }: z.output<typeof Settle>,
  context: Context,
) {
  const meeting = await meetingOf(tx, session.meetingId)
  requireMeetingOwner(context.principal.departments, meeting)
  await checkOpen(tx, meeting.startsOn)
  if (session.state === 'settled' || meeting.state === 'cancelled') {
    throw alreadyInState(meeting.state === 'cancelled' ? 'cancelled' : 'settled')
  }
  await followRule(tx, session)
  const roll = await rollOf(tx, tx.committeeId, session, meeting)
  const pending = roll.filter((item) => item.status === 'leave_pending')
  const unknown = roll.filter((item) => item.status === 'unknown')
  if (pending.length > 0 || (unknown.length > 0 && !acceptUnknown)) {
    const names = [...pending, ...unknown].map((item) => item.name).slice(0, 10)
    throw new AppError(
      'rule_violation',
      {
        en: `${pending.length} leave requests wait and ${unknown.length} members are not registered (${names.join(', ')}): decide and register them, or send acceptUnknown`,
        zh: `有 ${pending.length} 个请假待批、${unknown.length} 人未登记（${names.join('、')}）：请先处理，或带上 acceptUnknown`,
      },
      { fields: { rule: 'sessions.settled_when_resolved', tally: tallyOf(roll.map((item) => item.status)) } },
    )
  }
  if (!acceptDuplicate) await checkUnlikeOthers(tx, meeting)
  const others = await sessionsOf(tx, tx.committeeId, [meeting.id])
  if (others.every((other) => other.id === session.id || other.state === 'settled')) {
    await changeRow(tx, 'meetings', meeting, { state: 'settled' }, { type: 'meeting.settled' })
  }
  return { state: 'settled' as const }
}
