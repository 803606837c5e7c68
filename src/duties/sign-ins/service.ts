import { AppError, notFound, ruleViolation } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import type { Principal } from '../../http/route.ts'
import { atLeast, atMost, from, orNull } from '../../storage/from.ts'
import { insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { lateBy } from '../attendance/late.ts'
import { checkMarks, recordAttendance, recordableSession } from '../attendance/service.ts'
import { requireMeetingOwner } from '../meetings/resource.ts'
import { readCode } from './codes.ts'
import type { Means } from './schema.ts'
import { checkOpenAt, windowOf } from './windows.ts'

/** 签到: it writes the same mark as a roll call or a paper sheet does, and keeps beside it how the member signed. */

interface Arrival {
  windowId: string
  /** The membership, or the person of whom the one in office on the day is meant. */
  member: { id: string } | { personId: string }
  means: Means
  /** The half minute of the member's own code: each is read once. */
  step: number | null
}

/** A member with the code at the meeting: in their own name, and only where they are expected. */
export async function signInByCode(
  tx: Tx,
  key: Buffer,
  code: string,
  principal: Principal,
): Promise<Row<'signIns'>> {
  if (principal.personId === null) throw notFound('membership of', principal.id)
  const read = readCode(key, 'window', code, new Date(tx.at))
  if (!read) throw codeOver()
  const member = { personId: principal.personId }
  return signIn(tx, { windowId: read.id, member, means: 'code', step: null }, principal)
}

/** Staff at the door: with the code on the member's phone, or because they know the member. */
export async function signInByStaff(
  tx: Tx,
  key: Buffer,
  windowId: string,
  sent: { memberCode?: string | undefined; memberId?: string | undefined },
  principal: Principal,
): Promise<Row<'signIns'>> {
  if (sent.memberId !== undefined) {
    return signIn(tx, { windowId, member: { id: sent.memberId }, means: 'desk', step: null }, principal)
  }
  const read = readCode(key, 'person', sent.memberCode!, new Date(tx.at))
  if (!read) throw codeOver()
  const { id: personId, step } = read
  return signIn(tx, { windowId, member: { personId }, means: 'member_code', step }, principal)
}

async function signIn(tx: Tx, arrival: Arrival, principal: Principal): Promise<Row<'signIns'>> {
  const { window, session: named } = await windowOf(tx, arrival.windowId)
  const { session, meeting } = await recordableSession(tx, named.id)
  if (arrival.means !== 'code') requireMeetingOwner(principal.departments, meeting)
  checkOpenAt(window, tx.at)
  const memberId = await memberAt(tx, arrival, session.day)
  if (arrival.means === 'code') await checkExpected(tx, session.id, memberId)
  if (arrival.step !== null) await checkUnused(tx, memberId, arrival.step)
  await checkUnmarked(tx, session.id, memberId)
  const mark = { memberId, presence: 'present' as const, leaveType: null, arrivedAt: tx.at, note: null }
  await checkMarks(tx, session, [mark])
  const marks = lateBy(session, meeting.graceMinutes, [mark])
  await recordAttendance(tx, session, marks, { method: METHODS[arrival.means], importId: null })
  const { windowId, means, step } = arrival
  return insertRow(
    tx,
    'signIns',
    {
      id: newId(),
      externalId: null,
      windowId,
      sessionId: session.id,
      memberId,
      means,
      presence: marks[0]!.presence === 'late' ? 'late' : 'present',
      codeStep: step,
      signedAt: tx.at,
      signedBy: principal.actor,
    },
    { type: 'sign_in.recorded', members: [memberId], ownerOrganizationId: meeting.ownerOrganizationId },
  )
}

/** As a roll call names it. */
const METHODS: Record<Means, Row<'attendance'>['method']> = { code: 'qr', member_code: 'qr', desk: 'staff' }

async function memberAt(tx: Tx, { member }: Arrival, day: string): Promise<string> {
  if ('id' in member) return member.id
  const members = await from(tx, 'members', {
    personId: member.personId,
    deletedAt: null,
    validFrom: atMost(day),
    validTo: orNull(atLeast(day)),
  })
    .pick('id')
    .orderBy('-validFrom', 'id')
    .first()
  if (members) return members.id
  throw ruleViolation('sign_ins.in_office', {
    en: `This person is no member on ${day}: guests are listed by staff`,
    zh: `此人在 ${day} 不是在任委员；列席人员请由工作人员登记`,
  })
}

async function checkExpected(tx: Tx, sessionId: string, memberId: string): Promise<void> {
  const invited = await from(tx, 'invitations', { sessionId, memberId, deletedAt: null })
    .pick('memberId')
    .first()
  if (invited) return
  throw ruleViolation('sign_ins.expected', {
    en: 'You are not on the list of this session: sign in with the staff at the door',
    zh: '您不在本场次的应到名单中，请到签到处由工作人员登记',
  })
}

/** A code of a phone that was photographed over a shoulder opens no second door. */
async function checkUnused(tx: Tx, memberId: string, step: number): Promise<void> {
  const used = await from(tx, 'signIns', { memberId, codeStep: atLeast(step) })
    .pick('id')
    .first()
  if (used) throw codeOver()
}

/** What is on the roll stands, whoever wrote it: paper, staff and codes are equal, and the first is kept. */
async function checkUnmarked(tx: Tx, sessionId: string, memberId: string): Promise<void> {
  const mark = await from(tx, 'attendance', { sessionId, memberId, deletedAt: null }).pick('memberId').first()
  if (!mark) return
  throw new AppError('already_exists', {
    en: 'Already on the roll of this session; if it is wrong there, staff correct the roll',
    zh: '本场次出席名单上已有登记，如有误请由工作人员更正',
  })
}

const codeOver = () =>
  ruleViolation(
    'sign_ins.code_good',
    {
      en: 'This code is over, was used, or was not made here: read the one that is shown now',
      zh: '此码已过期、已使用或不是本系统生成的，请重新扫描当前显示的码',
    },
    '/code',
  )
