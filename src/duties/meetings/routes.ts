import { checkOpen } from '../../committee/open-period.ts'
import { IdParams, TrialQuery } from '../../core/fields.ts'
import { actionRoute, resourceRoutes } from '../../http/endpoints.ts'
import { requireOwner } from '../../http/rights.ts'
import { type Route, route } from '../../http/route.ts'
import { copyRoute } from './copy.ts'
import { duplicateRoute } from './duplicates.ts'
import { mergeRoute } from './merge.ts'
import { expectedAt, remindRoute, tell } from './notices.ts'
import { confirmRoute } from './organizers.ts'
import { meetingSessions, meetings } from './resource.ts'
import { Invite, inviteToMeeting, Reason } from './schema.ts'
import { seriesRoute } from './series.ts'
import { alreadyInState, invite, meetingOf } from './service.ts'

export function meetingRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(meetings, secret),
    duplicateRoute(),
    confirmRoute(),
    copyRoute(),
    seriesRoute(),
    mergeRoute(),
    remindRoute(),
    actionRoute(meetings, {
      verb: 'cancel',
      operationId: 'cancelMeeting',
      summary: 'Cancel: attendance and penalties are void, registrations stay as history',
      permission: 'duties.record',
      body: Reason,
      failures: ['state_conflict', 'period_closed'],
      run: async (tx, row, body) => {
        await checkOpen(tx, row.startsOn)
        if (row.state === 'cancelled') throw alreadyInState('cancelled')
        await tell(tx, 'meeting_cancelled', row.id, await expectedAt(tx, row.id))
        return { state: 'cancelled' as const, cancelReason: body.reason }
      },
    }),
    route({
      method: 'POST',
      path: '/meetings/:id/invite',
      ...inviteToMeeting,
      summary: 'Set who is expected, by rule or by list',
      tag: 'meetings',
      permission: 'duties.record',
      params: IdParams,
      query: TrialQuery,
      body: Invite,
      failures: [
        'not_found',
        'not_owner',
        'unknown_reference',
        'rule_violation',
        'state_conflict',
        'period_closed',
      ],
      write: async (tx, context) => {
        const meeting = await meetingOf(tx, context.params.id)
        requireOwner(context.principal, meeting.ownerOrganizationId)
        const before = new Set(await expectedAt(tx, meeting.id))
        const body = await invite(tx, meeting, context.body)
        const fresh = (await expectedAt(tx, meeting.id)).filter((id) => !before.has(id))
        await tell(tx, 'meeting_invited', meeting.id, fresh)
        return { body }
      },
    }),
    ...resourceRoutes(meetingSessions, secret),
  ]
}
