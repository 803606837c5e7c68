import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { dayInZone } from '../../core/days.ts'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, ExternalId, Id, Instant, Prose } from '../../core/fields.ts'
import { LEAVE_FORMS, LEAVE_STATES } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'
import { equalTo } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { resource } from '../../http/record.ts'
import { isOwnMember, requirePerson } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { replaceChildren } from '../../storage/children.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { requireMeetingOwner } from '../meetings/resource.ts'
import { meetingOf, recordableMeeting } from '../meetings/service.ts'
import { invitedTo, movedWith, sessionsOf } from '../meetings/store.ts'
import { checkForm, checkRequest, policyOf } from './policy.ts'

const LeaveState = coded(LEAVE_STATES)

export const leaveRequests = resource({
  table: 'leaveRequests',
  path: '/leave-requests',
  one: { en: 'leave request', zh: '请假', PascalCase: 'LeaveRequest' },
  input: z.strictObject({
    memberId: Id,
    meetingId: Id,
    sessionIds: z.array(Id).min(1).max(40).optional().meta({ description: 'Half-days covered; none: all.' }),
    leaveType: Code.meta({ example: 'sick' }),
    reason: Prose(500).nullable().default(null),
    form: coded(LEAVE_FORMS).default('written'),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    state: LeaveState,
    sessionIds: z.array(Id),
    retroactive: z.boolean().meta({ description: '补假: entered after the meeting.' }),
    submittedAt: Instant,
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
    decisionNote: z.string().nullable(),
    approverMemberId: Id.nullable().meta({ description: 'The member by whose office it was decided.' }),
  }),
  fixed: ['memberId', 'meetingId', 'sessionIds'],
  filters: z.object({ memberId: Id.optional(), meetingId: Id.optional(), state: LeaveState.optional() }),
  where: (query) => equalTo(query, ['memberId', 'meetingId', 'state']),
  sorts: ['submittedAt'],
  defaultSort: 'submittedAt',
  permission: { read: 'duties.read', write: 'leave.request' },
  // Of every kind, or one would tell sick leave by what is withheld.
  personal: ['leaveType', 'reason', 'decisionNote'],
  claim: () => ({ ownRows: true, decidedBy: 'leave.decide' }),
  ownRows: (principal) => ofPerson(principal.personId),
  members: (tx, row) => movedWith(tx, tx.committeeId, row.meetingId, [row.memberId]),
  decorate: async (db, rows, context) => {
    const covered = rows.length
      ? await from(inCommittee(db, context.committeeId), 'leaveSessions', {
          leaveRequestId: rows.map((row) => row.id),
        })
          .pick('leaveRequestId', 'sessionId')
          .orderBy('sessionId')
      : []
    const byRequest = Map.groupBy(covered, (row) => row.leaveRequestId)
    return rows.map((row) => ({
      ...row,
      sessionIds: (byRequest.get(row.id) ?? []).map((session) => session.sessionId),
    }))
  },
  onCreate: async (tx, input, context) => {
    await checkRequester(tx, input.memberId, context)
    await checkCode(tx, tx.committeeId, 'leave_type', input.leaveType, '/leaveType')
    const meeting = await recordableMeeting(tx, input.meetingId, '/meetingId')
    await checkEnterer(tx, input.memberId, meeting, context)
    await checkAwaited(tx, meeting, input)
    const retroactive = dayInZone(new Date(tx.at)) > meeting.endsOn
    const isStaff = context.principal.permissions.has('records.read')
    if (!isStaff) await checkUnsettled(tx, meeting.id, input.sessionIds)
    await checkRequest(tx, meeting, {
      memberId: input.memberId,
      form: input.form,
      sessionIds: input.sessionIds,
      excused: retroactive && isStaff,
    })
    return { ...input, state: 'submitted', retroactive, submittedAt: tx.at }
  },
  onChange: async (tx, before, patch, context) => {
    checkUndecided(before)
    const meeting = await recordableMeeting(tx, before.meetingId)
    await checkEnterer(tx, before.memberId, meeting, context)
    if (patch.form) checkForm(await policyOf(tx, meeting, before), patch.form)
    if (patch.leaveType) {
      await checkCode(tx, tx.committeeId, 'leave_type', patch.leaveType, '/leaveType')
    }
    return patch
  },
  onWithdraw: async (tx, row, context) => {
    checkUndecided(row)
    const meeting = await meetingOf(tx, row.meetingId)
    await checkEnterer(tx, row.memberId, meeting, context)
    await checkOpen(tx, meeting.startsOn)
  },
  afterWrite: async (tx, row, input, before) => {
    if (!before) await coverSessions(tx, row, input.sessionIds)
  },
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    meetingId: '0197f6a0-0000-7000-8000-000000000002',
    leaveType: 'sick',
    reason: '门诊复查',
  },
  refuses: {
    create: ['not_owner', 'rule_violation', 'state_conflict', 'period_closed'],
    change: ['not_owner', 'rule_violation', 'state_conflict', 'period_closed'],
    withdraw: ['not_owner', 'state_conflict', 'period_closed'],
  },
})

/** A member asks for their own leave; the office may enter it for anybody. */
async function checkRequester(tx: Tx, memberId: string, { principal }: Context): Promise<void> {
  const member = await findRow(tx, 'members', memberId)
  if (!member || member.deletedAt) throw unknownReference('/memberId', memberId)
  requirePerson(principal, member.personId, 'records.read', {
    en: 'A member asks for leave in their own name only',
    zh: '委员只能为本人请假',
  })
}

/** A department enters leave from the meetings that it organised, for whoever tells it; members for themselves from any. */
export async function checkEnterer(
  tx: Tx,
  memberId: string,
  meeting: Row<'meetings'>,
  { principal }: Pick<Context, 'principal'>,
): Promise<void> {
  if (principal.departments === null) return
  if (await isOwnMember(tx, tx.committeeId, memberId, principal)) return
  requireMeetingOwner(principal.departments, meeting)
}

/** What is settled is settled: leave for it is entered by the office (补假), and marked as retroactive. */
async function checkUnsettled(tx: Tx, meetingId: string, wanted: string[] | undefined): Promise<void> {
  const sessions = await sessionsOf(tx, tx.committeeId, [meetingId])
  const settled = sessions.find(
    (session) => session.state === 'settled' && (wanted?.includes(session.id) ?? true),
  )
  if (!settled) return
  throw new AppError('state_conflict', {
    en: `The session of ${settled.day} is settled: ask the office, which enters leave afterwards`,
    zh: `${settled.day} 的场次已结算：补假请联系办公室登记`,
  })
}

export function checkUndecided(row: Row<'leaveRequests'>): void {
  if (row.state === 'submitted') return
  throw new AppError('state_conflict', {
    en: `The request is ${row.state}; it changes no more. Enter a new one`,
    zh: `该请假已${row.state === 'approved' ? '批准' : '处理'}，不能再改，请另行提交`,
  })
}

/** Leave is asked for by whoever is expected: in office on the day, and on the list of each session that has one. */
async function checkAwaited(
  tx: Tx,
  { id, startsOn }: Row<'meetings'>,
  { memberId, sessionIds }: { memberId: string; sessionIds?: string[] | undefined },
): Promise<void> {
  await checkInOffice(tx, memberId, startsOn, { rule: 'leave.in_office', pointer: '/memberId' })
  const sessions = await sessionsOf(tx, tx.committeeId, [id])
  for (const session of sessions) {
    if (sessionIds && !sessionIds.includes(session.id)) continue
    const invited = await invitedTo(tx, tx.committeeId, session.id)
    if (invited.length === 0 || invited.some((row) => row.memberId === memberId)) continue
    throw ruleViolation(
      'leave.expected',
      {
        en: `The member is not invited to the session of ${session.day}: nobody waits for them there, and no leave is needed`,
        zh: `该委员不在 ${session.day} 场次的邀请名单内，无须请假；如应到会，请先由主办单位加入名单`,
      },
      sessionIds ? '/sessionIds' : '/meetingId',
    )
  }
}

async function coverSessions(tx: Tx, row: Row<'leaveRequests'>, wanted: string[] | undefined): Promise<void> {
  const sessions = await sessionsOf(tx, tx.committeeId, [row.meetingId])
  const covered = [...new Set(wanted ?? sessions.map((session) => session.id))]
  for (const [index, id] of covered.entries())
    if (!sessions.some((session) => session.id === id)) throw unknownReference(`/sessionIds/${index}`, id)
  const rows = covered.map((sessionId) => ({ sessionId, memberId: row.memberId }))
  await replaceChildren(tx, 'leaveSessions', row.id, rows)
}

export const leaveRequestOperations = recordOperations<'leaveRequests'>(leaveRequests)
export const approveLeave = leaveRequestOperations.step('approveLeaveRequest')
export const refuseLeave = leaveRequestOperations.step('refuseLeaveRequest')
