import { isDeepStrictEqual } from 'node:util'
import { checkCode } from '../../committee/catalogues/store.ts'
import { checkOpen, isCorrecting } from '../../committee/open-period.ts'
import { AppError, notFound, ruleViolation, unknownReference } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import { changeRow, findRow, insertRow, withdrawRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { InvitationRule } from '../../storage/tables/meetings.ts'
import type { Row } from '../../storage/tables.ts'
import {
  invitedTo,
  membersByRule,
  membersOfMeeting,
  moveInvitations,
  type Session,
  sessionsOf,
  unanswered,
} from './store.ts'

type Meeting = Row<'meetings'>

/** Sessions of a new meeting, numbered by day and time as they are sent. */
export async function createSessions(
  tx: Tx,
  meeting: Meeting,
  sent: readonly Partial<Session>[] | undefined,
): Promise<void> {
  const list: readonly Partial<Session>[] = sent?.length ? sent : [{ day: meeting.startsOn }]
  for (const [index, session] of list.entries()) {
    checkDay(meeting, session.day!)
    await insertRow(
      tx,
      'meetingSessions',
      {
        id: newId(),
        meetingId: meeting.id,
        number: index + 1,
        day: session.day!,
        dayTo: session.dayTo ?? null,
        part: session.part ?? 'day',
        startTime: session.startTime ?? null,
        endTime: session.endTime ?? null,
        title: session.title ?? null,
        state: 'open',
        picked: false,
        invitationRule: null,
        externalId: session.externalId ?? null,
      },
      { type: 'meeting_session.created' },
    )
  }
}

/** A meeting that an import found in a sheet and a person decided to record. */
export async function createMeeting(
  tx: Tx,
  input: {
    title: string
    typeCode: string
    ownerOrganizationId: string | null
    externalId: string | null
    sessions: readonly {
      day: string
      dayTo: string | null
      part: Session['part']
      startTime: string | null
      externalId: string | null
    }[]
  },
): Promise<{ id: string; sessionIds: string[] }> {
  await checkCode(tx, tx.committeeId, 'meeting_type', input.typeCode, '/typeCode')
  const days = input.sessions.flatMap((session) => [session.day, session.dayTo ?? session.day]).sort()
  await checkOpen(tx, days[0])
  const meeting = await insertRow(
    tx,
    'meetings',
    {
      id: newId(),
      title: input.title,
      typeCode: input.typeCode,
      level: 'district',
      topic: null,
      place: null,
      participationMode: 'sign_up',
      startsOn: days[0]!,
      endsOn: days.at(-1)!,
      state: 'published',
      cancelReason: null,
      graceMinutes: 15,
      capacity: null,
      answerBy: null,
      seriesId: null,
      purpose: null,
      planItemId: null,
      placeId: null,
      supervisionGroupId: null,
      presidingMemberId: null,
      minutes: null,
      mergedIntoId: null,
      ownerOrganizationId: input.ownerOrganizationId,
      externalId: input.externalId,
    },
    { type: 'meeting.created' },
  )
  await createSessions(tx, meeting, input.sessions)
  const sessions = await sessionsOf(tx, tx.committeeId, [meeting.id])
  return { id: meeting.id, sessionIds: sessions.map((session) => session.id) }
}

/** Takes a meeting back that nobody stands on any more; one with people on it stays. */
export async function withdrawMeeting(tx: Tx, id: string): Promise<void> {
  const meeting = await findRow(tx, 'meetings', id)
  if (!meeting || meeting.deletedAt) return
  if ((await membersOfMeeting(tx, tx.committeeId, id)).length > 0) return
  await withdrawRow(tx, 'meetings', meeting, { type: 'meeting.withdrawn' })
}

/** A session lies within its meeting. */
export function checkDay(meeting: { startsOn: string; endsOn: string }, day: string): void {
  if (day >= meeting.startsOn && day <= meeting.endsOn) return
  throw ruleViolation(
    'meetings.session_within_meeting',
    {
      en: `The session is on ${day}, outside the meeting (${meeting.startsOn} to ${meeting.endsOn})`,
      zh: `场次日期 ${day} 不在会议期间（${meeting.startsOn} 至 ${meeting.endsOn}）`,
    },
    '/day',
  )
}

export async function meetingOf(tx: Tx, meetingId: string): Promise<Meeting> {
  const meeting = await findRow(tx, 'meetings', meetingId)
  if (!meeting || meeting.deletedAt) throw notFound('meeting', meetingId)
  return meeting
}

/** A meeting that takes records: not cancelled, not in a closed period. `pointer`: the field that names it. */
export async function recordableMeeting(tx: Tx, meetingId: string, pointer?: string): Promise<Meeting> {
  const meeting = await findRow(tx, 'meetings', meetingId)
  if (!meeting || meeting.deletedAt) {
    throw pointer ? unknownReference(pointer, meetingId) : notFound('meeting', meetingId)
  }
  await checkOpen(tx, meeting.startsOn)
  refuseCancelled(meeting)
  return meeting
}

/** Nothing more is recorded of a meeting that did not take place. */
export function refuseCancelled({ state }: Meeting): void {
  if (state !== 'cancelled') return
  throw new AppError('state_conflict', {
    en: 'The meeting was cancelled: nobody is invited to it or attended it',
    zh: '会议已取消，不能再邀请委员或登记出席',
  })
}

/** What a settled session was counted by changes only once it is reopened. */
export function refuseSettled({ state, day }: Session): void {
  if (state !== 'settled') return
  throw new AppError('state_conflict', {
    en: `The session of ${day} is settled: reopen it with a reason first`,
    zh: `${day} 的场次已结算：请先说明理由重新打开`,
  })
}

interface InviteInput {
  sessionIds?: string[] | undefined
  rule?: InvitationRule | undefined
  memberIds?: string[] | undefined
}

/** Sets who is expected: the list becomes what the rule or the picked members say, session by session. */
export async function invite(tx: Tx, meeting: Meeting, input: InviteInput) {
  refuseCancelled(meeting)
  await checkOpen(tx, meeting.startsOn)
  const all = await sessionsOf(tx, tx.committeeId, [meeting.id])
  for (const [index, id] of (input.sessionIds ?? []).entries()) {
    if (!all.some((session) => session.id === id)) throw unknownReference(`/sessionIds/${index}`, id)
  }
  if (input.rule) await checkRule(tx, input.rule)
  const chosen = input.sessionIds ? all.filter((session) => input.sessionIds!.includes(session.id)) : all
  if (!isCorrecting(tx)) for (const session of chosen) refuseSettled(session)
  const sessions = []
  for (const session of chosen) {
    const wanted = input.memberIds ?? (await membersByRule(tx, tx.committeeId, session.day, input.rule!))
    if (input.memberIds) await checkInOffice(tx, input.memberIds, session.day)
    const origin = input.memberIds ? 'picked' : 'rule'
    const moved = await setInvitations(tx, session, [...new Set(wanted)].sort(), origin)
    const [picked, invitationRule] = [origin === 'picked', input.rule ?? null]
    if (session.picked !== picked || !isDeepStrictEqual(session.invitationRule, invitationRule)) {
      const note = { type: 'meeting_session.changed' }
      await changeRow(tx, 'meetingSessions', session, { picked, invitationRule }, note)
    }
    sessions.push({ sessionId: session.id, invited: wanted.length, ...moved })
  }
  return { sessions }
}

/** A rule that names what is not there would invite nobody and say nothing. */
async function checkRule(tx: Tx, { organizationIds = [], offices = [] }: InvitationRule): Promise<void> {
  for (const [index, id] of organizationIds.entries()) {
    const body = await findRow(tx, 'organizations', id)
    if (!body || body.deletedAt) throw unknownReference(`/rule/organizationIds/${index}`, id)
  }
  for (const [index, code] of offices.entries())
    await checkCode(tx, tx.committeeId, 'office', code, `/rule/offices/${index}`)
}

/** Asks the rule of a session again: offices, bodies and mandates may have moved since. Who was picked beside it stays. */
export async function followRule(tx: Tx, session: Session): Promise<void> {
  if (session.invitationRule === null) return
  const wanted = await membersByRule(tx, tx.committeeId, session.day, session.invitationRule)
  const picked = (await invitedTo(tx, tx.committeeId, session.id)).filter((row) => row.origin === 'picked')
  const all = new Set([...wanted, ...picked.map((row) => row.memberId)])
  await setInvitations(tx, session, [...all].sort(), 'rule')
}

async function setInvitations(tx: Tx, session: Session, wanted: string[], origin: 'rule' | 'picked') {
  const old = await invitedTo(tx, tx.committeeId, session.id)
  const had = new Set(old.map((row) => row.memberId))
  const want = new Set(wanted)
  const added = wanted.filter((id) => !had.has(id))
  const removed = old.filter(({ memberId }) => !want.has(memberId))
  if (added.length > 0 || removed.length > 0)
    await moveInvitations(tx, session, { added: unanswered(added, origin), removed }, { origin })
  return { added: added.length, removed: removed.length }
}

/** Nobody is expected before their membership begins or after it ends. */
async function checkInOffice(tx: Tx, memberIds: readonly string[], day: string): Promise<void> {
  if (memberIds.length === 0) return
  const known = new Set(await membersByRule(tx, tx.committeeId, day, { all: true }))
  const outside = memberIds.filter((id) => !known.has(id))
  if (outside.length === 0) return
  throw ruleViolation(
    'invitations.in_office',
    {
      en: `${outside.length} of the members are unknown or not in office on ${day}, first ${outside[0]}`,
      zh: `有 ${outside.length} 人在 ${day} 不是在任委员，第一个是 ${outside[0]}`,
    },
    '/memberIds',
  )
}

export function alreadyInState(state: string): AppError {
  return new AppError('state_conflict', {
    en: `It is ${state} already: read it again`,
    zh: `当前状态已是 ${state}，请重新读取`,
  })
}
