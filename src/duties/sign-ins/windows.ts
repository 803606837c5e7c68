import { z } from 'zod'
import { addDays, minuteOf, startOfDay } from '../../core/days.ts'
import { AppError, notFound, ruleViolation, unknownReference } from '../../core/errors.ts'
import { ExternalId, Id, Instant, SentInstant } from '../../core/fields.ts'
import { equalTo } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { resource } from '../../http/record.ts'
import type { Principal } from '../../http/route.ts'
import type { Scope } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { requireMeetingOwner } from '../meetings/resource.ts'
import { recordableMeeting, refuseSettled } from '../meetings/service.ts'

/** 签到时段: from when to when members sign in to a session. Outside it a code is refused, and the roll still stands. */

const HOURS_MAX = 24
const MS_PER_HOUR = 3_600_000

export type SignInWindow = Row<'signInWindows'>

export const signInWindows = resource({
  table: 'signInWindows',
  path: '/sign-in-windows',
  one: { en: 'sign-in window', zh: '签到时段', PascalCase: 'SignInWindow' },
  input: z.strictObject({
    sessionId: Id,
    opensAt: SentInstant,
    closesAt: SentInstant.meta({ description: `At most ${HOURS_MAX} hours later.` }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({ opensAt: Instant, closesAt: Instant }),
  fixed: ['sessionId'],
  filters: z.object({ sessionId: Id.optional() }),
  where: (query) => equalTo(query, ['sessionId']),
  sorts: ['opensAt', 'createdAt'],
  defaultSort: 'opensAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  onCreate: async (tx, input, { principal }) => {
    const session = await findRow(tx, 'meetingSessions', input.sessionId)
    if (!session || session.deletedAt) throw unknownReference('/sessionId', input.sessionId)
    await checkHeld(tx, session, principal)
    checkTimes(session, input)
    return input
  },
  onChange: async (tx, row, patch, { principal }) => {
    const session = await sessionOf(tx, row)
    await checkHeld(tx, session, principal)
    checkTimes(session, { ...row, ...patch })
    return patch
  },
  onWithdraw: async (tx, row, { principal }) => {
    await checkHeld(tx, await sessionOf(tx, row), principal)
  },
  example: {
    sessionId: '0197f6a0-0000-7000-8000-000000000001',
    opensAt: '2019-03-05T00:30:00.000Z',
    closesAt: '2019-03-05T02:00:00.000Z',
  },
  refuses: {
    create: ['not_owner', 'state_conflict', 'rule_violation', 'period_closed'],
    change: ['not_owner', 'state_conflict', 'rule_violation', 'period_closed'],
    withdraw: ['not_owner', 'state_conflict', 'period_closed'],
  },
})

/** The window, its session and whether it is open at a moment; 404 where there is none. */
export async function windowOf(
  tx: Scope,
  id: string,
): Promise<{ window: SignInWindow; session: Row<'meetingSessions'> }> {
  const window = await findRow(tx, 'signInWindows', id)
  if (!window || window.deletedAt) throw notFound('sign-in window', id)
  return { window, session: await sessionOf(tx, window) }
}

/** Refuses before it opens and after it has closed. */
export function checkOpenAt({ opensAt, closesAt }: SignInWindow, at: string): void {
  if (at >= opensAt && at < closesAt) return
  const [from, to] = [minuteOf(opensAt), minuteOf(closesAt)]
  throw ruleViolation('sign_ins.window_open', {
    en: `Signing in is open from ${from} to ${to}; after that staff record it on the roll`,
    zh: `签到时间为 ${from} 至 ${to}，之后请由工作人员在出席名单上登记`,
  })
}

async function sessionOf(tx: Scope, window: SignInWindow) {
  return (await findRow(tx, 'meetingSessions', window.sessionId))!
}

async function checkHeld(tx: Tx, session: Row<'meetingSessions'>, principal: Principal): Promise<void> {
  const meeting = await recordableMeeting(tx, session.meetingId)
  requireMeetingOwner(principal.departments, meeting)
  refuseSettled(session)
}

type Times = Pick<SignInWindow, 'opensAt' | 'closesAt'>

/** It closes after it opens, is no longer than a day, and opens on the days of its session. */
function checkTimes(session: Row<'meetingSessions'>, { opensAt, closesAt }: Times): void {
  const [from, to] = [Date.parse(opensAt), Date.parse(closesAt)]
  if (to <= from || to - from > HOURS_MAX * MS_PER_HOUR) {
    throw ruleViolation(
      'sign_ins.window_length',
      {
        en: `A window closes after it opens, at most ${HOURS_MAX} hours later`,
        zh: `签到时段的结束须晚于开始，且不超过 ${HOURS_MAX} 小时`,
      },
      '/closesAt',
    )
  }
  const [first, after] = [startOfDay(session.day), startOfDay(addDays(session.dayTo ?? session.day, 1))]
  if (from >= first.getTime() && from < after.getTime()) return
  throw ruleViolation(
    'sign_ins.on_the_day',
    {
      en: `The session is on ${session.day}: a window opens on that day`,
      zh: `该场次在 ${session.day} 举行，签到时段须在当天开始`,
    },
    '/opensAt',
  )
}

/** The code at the meeting is for staff of the department that holds it, while the window is open. */
export async function checkMayShow(tx: Scope, id: string, principal: Principal, at: string): Promise<void> {
  const { window, session } = await windowOf(tx, id)
  const meeting = (await findRow(tx, 'meetings', session.meetingId))!
  requireMeetingOwner(principal.departments, meeting)
  if (meeting.state === 'cancelled' || session.state === 'settled') {
    throw new AppError('state_conflict', {
      en: 'The session is settled or its meeting cancelled: nobody signs in any more',
      zh: '该场次已结算或会议已取消，不再签到',
    })
  }
  checkOpenAt(window, at)
}

export const signInWindowOperations = recordOperations<'signInWindows'>(signInWindows)
