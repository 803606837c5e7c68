import { z } from 'zod'
import { checkOpen } from '../../committee/open-period.ts'
import { Id, Prose } from '../../core/fields.ts'
import { actionRoute, resourceRoutes } from '../../http/endpoints.ts'
import type { Route } from '../../http/route.ts'
import { meetingOf, recordableMeeting } from '../meetings/service.ts'
import { approverFor, policyOf } from './policy.ts'
import { approveLeave, checkEnterer, checkUndecided, leaveRequests, refuseLeave } from './resource.ts'

const Decision = z
  .strictObject({
    note: Prose(500).nullable().default(null),
    approverMemberId: Id.nullable()
      .default(null)
      .meta({ description: 'Who decided, where staff enter it: holds the office that the policy names.' }),
  })
  .meta({ id: 'LeaveDecision', example: { note: '同意' } })

export function leaveRequestRoutes(secret: string): Route[] {
  const decide = (verb: 'approve' | 'refuse', state: 'approved' | 'refused') =>
    actionRoute(leaveRequests, {
      verb,
      ...(verb === 'approve' ? approveLeave : refuseLeave),
      summary:
        verb === 'approve'
          ? 'Approve leave; a settled session is counted anew'
          : 'Refuse leave: absence counts',
      permission: 'leave.decide',
      body: Decision,
      failures: ['state_conflict', 'four_eyes', 'rule_violation', 'unknown_reference', 'period_closed'],
      run: async (tx, row, body, context) => {
        checkUndecided(row)
        const meeting = await recordableMeeting(tx, row.meetingId)
        await checkOpen(tx, meeting.startsOn)
        const policy = await policyOf(tx, meeting, row)
        const named = body.approverMemberId
        const approverMemberId = await approverFor(tx, policy, row, named, context)
        const decisionNote = body.note ?? null
        return { state, decidedBy: context.principal.actor, decidedAt: tx.at, decisionNote, approverMemberId }
      },
    })
  return [
    ...resourceRoutes(leaveRequests, secret),
    decide('approve', 'approved'),
    decide('refuse', 'refused'),
    actionRoute(leaveRequests, {
      verb: 'recall',
      operationId: 'recallLeaveRequest',
      summary: 'Take a request back while it is undecided',
      permission: 'leave.request',
      failures: ['not_owner', 'state_conflict', 'period_closed'],
      run: async (tx, row, _body, context) => {
        checkUndecided(row)
        const meeting = await meetingOf(tx, row.meetingId)
        await checkEnterer(tx, row.memberId, meeting, context)
        await checkOpen(tx, meeting.startsOn)
        return { state: 'withdrawn' as const }
      },
    }),
  ]
}
