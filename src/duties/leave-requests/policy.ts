import { memberNamed } from '../../committee/members/in-office.ts'
import { addDays, dayInZone, within } from '../../core/days.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import type { Context } from '../../http/route.ts'
import { from, not } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { halfDaysOf, type LeavePolicy, policiesOf, policyFor } from '../leave-policies/policy.ts'
import { type Session, sessionsOf } from '../meetings/store.ts'

/** What the committee's leave policy asks of a request and of who decides it. */

type Meeting = Row<'meetings'>
type Request = Row<'leaveRequests'>

/** The policy for leave from these sessions of a meeting; none named: from all of them. */
async function policyOn(
  tx: Tx,
  meeting: Meeting,
  sessionIds: readonly string[] | undefined,
): Promise<LeavePolicy | undefined> {
  const all = await sessionsOf(tx, tx.committeeId, [meeting.id])
  const covered: Session[] = sessionIds ? all.filter(({ id }) => sessionIds.includes(id)) : all
  return policyFor(await policiesOf(tx), meeting.typeCode, halfDaysOf(covered))
}

/** The policy for a request that stands. */
export async function policyOf(tx: Tx, meeting: Meeting, request: Request): Promise<LeavePolicy | undefined> {
  const rows = await from(tx, 'leaveSessions', { leaveRequestId: request.id }).pick('sessionId')
  return policyOn(
    tx,
    meeting,
    rows.map(({ sessionId }) => sessionId),
  )
}

/** In time, in writing, and not once more than may be. Staff who enter leave after the meeting need no notice. */
export async function checkRequest(
  tx: Tx,
  meeting: Meeting,
  request: { memberId: string; form: string; sessionIds: readonly string[] | undefined; excused: boolean },
): Promise<void> {
  const policy = await policyOn(tx, meeting, request.sessionIds)
  if (!policy) return
  checkForm(policy, request.form)
  const last = addDays(meeting.startsOn, -policy.noticeDays)
  if (policy.noticeDays > 0 && !request.excused && dayInZone(new Date(tx.at)) > last) {
    throw ruleViolation('leave.notice', {
      en: `Leave from this meeting is asked for ${policy.noticeDays} days before it begins, by ${last}`,
      zh: `该会议请假须提前 ${policy.noticeDays} 天，最迟 ${last} 提出`,
    })
  }
  const { maxRequests } = policy
  if (maxRequests === null || (await requestsOf(tx, meeting.id, request.memberId)) < maxRequests) return
  throw ruleViolation('leave.max_requests', {
    en: `A member asks for leave from this meeting ${maxRequests} times at most`,
    zh: `同一会议每名委员最多请假 ${maxRequests} 次`,
  })
}

export function checkForm(policy: LeavePolicy | undefined, form: string): void {
  if (!policy?.writtenOnly || form === 'written') return
  throw ruleViolation(
    'leave.written',
    { en: 'Leave from this meeting is asked for in writing', zh: '该会议请假须以书面形式提出' },
    '/form',
  )
}

/** Requests of a member for a meeting; those that were taken back do not count. */
async function requestsOf(tx: Tx, meetingId: string, memberId: string): Promise<number> {
  const rows = await from(tx, 'leaveRequests', {
    meetingId,
    memberId,
    state: not('withdrawn'),
    deletedAt: null,
  }).pick('id')
  return rows.length
}

/**
 * The member whose office decides: the one who is logged in, or the one that staff name. Nobody decides their own
 * leave, and where a policy names an office its holder of today decides.
 */
export async function approverFor(
  tx: Tx,
  policy: LeavePolicy | undefined,
  request: Request,
  named: string | null,
  { principal }: Context,
): Promise<string | null> {
  const asking = await findRow(tx, 'members', request.memberId)
  const today = dayInZone(new Date(tx.at))
  checkAnother(asking, principal.personId)
  if (named !== null) {
    const approver = await memberNamed(tx, named, '/approverMemberId')
    checkAnother(asking, approver.personId)
    const holds = policy?.approverOffice
      ? await holderAmong(tx, [approver], policy.approverOffice, today)
      : within(today, approver.validFrom, approver.validTo)
    if (!holds) throw noApprover(policy?.approverOffice ?? null, today)
    return named
  }
  if (!policy?.approverOffice) return null
  const own = principal.personId ? await membersOfPerson(tx, principal.personId) : []
  const holder = await holderAmong(tx, own, policy.approverOffice, today)
  if (!holder) throw noApprover(policy.approverOffice, today)
  return holder
}

function checkAnother(asking: Row<'members'> | undefined, deciding: string | null): void {
  if (deciding === null || asking?.personId !== deciding) return
  throw new AppError('four_eyes', {
    en: 'Another person decides your own leave',
    zh: '本人的请假须由他人审批',
  })
}

const noApprover = (office: string | null, today: string) =>
  ruleViolation(
    'leave.approver',
    office
      ? {
          en: `A holder of the office ${office} on ${today} decides: name one as approverMemberId`,
          zh: `须由 ${today} 任 ${office} 的委员审批：请用 approverMemberId 写明`,
        }
      : { en: `That member is not in office on ${today}`, zh: `该委员在 ${today} 不在任` },
    '/approverMemberId',
  )

type Mandate = Pick<Row<'members'>, 'id' | 'validFrom' | 'validTo'>

async function membersOfPerson(tx: Tx, personId: string): Promise<Mandate[]> {
  return from(tx, 'members', { personId, deletedAt: null }).pick('id', 'validFrom', 'validTo')
}

/** The one among members in office who holds an office on a day. */
async function holderAmong(
  tx: Tx,
  members: readonly Mandate[],
  office: string,
  day: string,
): Promise<string | undefined> {
  const ids = members.filter((member) => within(day, member.validFrom, member.validTo)).map(({ id }) => id)
  if (ids.length === 0) return undefined
  const rows = await from(tx, 'offices', { memberId: ids, office, deletedAt: null }).pick(
    'memberId',
    'validFrom',
    'validTo',
  )
  return rows.find((row) => within(day, row.validFrom, row.validTo))?.memberId
}
