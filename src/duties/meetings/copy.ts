import { z } from 'zod'
import { addDays, daysInclusive } from '../../core/days.ts'
import { Day, IdParams, TrialQuery } from '../../core/fields.ts'
import { answered, createRecord, readable } from '../../http/record.ts'
import { type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import type { Tx } from '../../storage/storage.ts'
import { meetings } from './resource.ts'
import { sessionsOf } from './store.ts'

/** The next one of a kind: what is asked of it again, nothing of what happened. */

const Copy = z
  .strictObject({ startsOn: Day.meta({ description: 'First day of the new meeting.' }) })
  .meta({ id: 'CopyMeeting', example: { startsOn: '2019-10-11' } })

export function copyRoute(): Route {
  return route({
    method: 'POST',
    path: '/meetings/:id/copy',
    operationId: 'copyMeeting',
    summary: 'Record a meeting like this one on other days: its sessions, without invitations or roll',
    tag: 'meetings',
    permission: 'duties.record',
    params: IdParams,
    query: TrialQuery,
    body: Copy,
    status: 201,
    response: outputOf(meetings),
    failures: ['not_found', 'gone', 'not_owner', 'rule_violation', 'period_closed'],
    subject: (context) => readable(meetings, context, context.params.id),
    write: async (tx, context) => {
      const row = await readable(meetings, context, context.params.id, tx)
      const days = daysInclusive(row.startsOn, context.body.startsOn) - 1
      const moved = (day: string | null) => day && addDays(day, days)
      const sessions = await sessionsOf(tx, tx.committeeId, [row.id])
      const input = {
        title: row.title,
        typeCode: row.typeCode,
        level: row.level,
        topic: row.topic,
        place: row.place,
        placeId: row.placeId,
        purpose: row.purpose,
        participationMode: row.participationMode,
        graceMinutes: row.graceMinutes,
        capacity: row.capacity,
        ownerOrganizationId: row.ownerOrganizationId,
        organizerIds: await standingOrganizers(tx, row.id),
        startsOn: moved(row.startsOn),
        endsOn: moved(row.endsOn),
        sessions: sessions.map(({ day, dayTo, part, startTime, endTime, title }) => ({
          day: moved(day),
          dayTo: moved(dayTo),
          part,
          startTime,
          endTime,
          title,
        })),
      }
      const copy = await createRecord(tx, meetings, input, context)
      const reply = await answered(meetings, tx, context, copy)
      return { ...reply, location: `/v1/meetings/${copy.id}` }
    },
  })
}

/** Joint organisers that are still there. */
async function standingOrganizers(tx: Tx, meetingId: string): Promise<string[]> {
  const rows = await tx.query<{ organizationId: string }>(
    `select j.organization_id from meeting_organizers j
       join organizations o on o.committee_id = j.committee_id and o.id = j.organization_id
      where j.committee_id = ? and j.meeting_id = ? and o.deleted_at is null order by j.organization_id`,
    [tx.committeeId, meetingId],
  )
  return rows.map(({ organizationId }) => organizationId)
}
