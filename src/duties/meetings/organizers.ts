import { z } from 'zod'
import { checkOpen } from '../../committee/open-period.ts'
import { dayInZone } from '../../core/days.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Day, Id, IdParams, TrialQuery } from '../../core/fields.ts'
import { checkNotBefore } from '../../core/moves.ts'
import { checkPrecondition } from '../../http/etag.ts'
import { answered, noteFor, readable } from '../../http/record.ts'
import { requireOwner } from '../../http/rights.ts'
import { type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { childrenBy, replaceChildren } from '../../storage/children.ts'
import { changeRow } from '../../storage/rows.ts'
import { meetings } from './resource.ts'
import { alreadyInState } from './service.ts'

/** Where two departments organise, the lead records and the other one confirms. */

const Confirm = z
  .strictObject({
    organizationId: Id.meta({ description: 'The joint organiser that confirms.' }),
    confirmedOn: Day.optional().meta({ description: 'Today by default.' }),
  })
  .meta({ id: 'ConfirmMeeting', example: { organizationId: '0197f6a0-0000-7000-8000-000000000001' } })

/** Not an action of the record's owner: another department says it. */
export function confirmRoute(): Route {
  return route({
    method: 'POST',
    path: '/meetings/:id/confirm',
    operationId: 'confirmMeeting',
    summary: 'Confirm, as a joint organiser, what the lead recorded',
    tag: 'meetings',
    permission: 'duties.record',
    params: IdParams,
    query: TrialQuery,
    body: Confirm,
    response: outputOf(meetings),
    failures: [
      'not_found',
      'gone',
      'stale_version',
      'not_owner',
      'rule_violation',
      'state_conflict',
      'period_closed',
    ],
    subject: (context) => readable(meetings, context, context.params.id),
    write: async (tx, context) => {
      const { organizationId, confirmedOn = dayInZone(new Date(tx.at)) } = context.body
      const row = await readable(meetings, context, context.params.id, tx)
      requireOwner(context.principal, organizationId)
      checkPrecondition(context.ifMatch, row.version, false)
      await checkOpen(tx, row.startsOn)
      if (row.state === 'cancelled') throw alreadyInState('cancelled')
      const of = [row.id]
      const before = (await childrenBy(tx, 'meetingOrganizers', 'meetingId', tx.committeeId, of)).get(row.id)
      const own = before?.find((organizer) => organizer.organizationId === organizationId)
      if (!own) throw notOrganizing(organizationId)
      if (own.confirmedOn !== null) throw alreadyConfirmed(own.confirmedOn)
      checkNotBefore('meetings.confirmed_after_start', 'confirmedOn', confirmedOn, row.startsOn)
      const after = before!.map((organizer) =>
        organizer === own ? { ...organizer, confirmedOn } : organizer,
      )
      await replaceChildren(tx, 'meetingOrganizers', row.id, after)
      const shown = (organizers: typeof after) => ({
        organizers: organizers.map((organizer) => ({
          organizationId: organizer.organizationId,
          confirmedOn: organizer.confirmedOn,
        })),
      })
      const note = await noteFor(meetings, tx, row, 'confirmed')
      const children = { before: shown(before!), after: shown(after) }
      // It moves nobody's points.
      const changed = await changeRow(tx, 'meetings', row, {}, { ...note, members: [], children })
      return answered(meetings, tx, context, changed)
    },
  })
}

const alreadyConfirmed = (day: string) =>
  new AppError('state_conflict', {
    en: `It was confirmed on ${day}`,
    zh: `已于 ${day} 确认`,
  })

const notOrganizing = (organizationId: string) =>
  ruleViolation(
    'meetings.joint_organizer',
    {
      en: `${organizationId} does not organise this meeting together with its owner: see organizerIds`,
      zh: `${organizationId} 不是该会议的联合主办方，见 organizerIds`,
    },
    '/organizationId',
  )
