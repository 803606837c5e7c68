import { ofPerson } from '../../committee/members/store.ts'
import { notFound } from '../../core/errors.ts'
import { BelowQuery, Id, IdParams, TrialQuery } from '../../core/fields.ts'
import { noteClearRead, shownInClear } from '../../http/clear-reads.ts'
import { equalTo } from '../../http/filters.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { masked, refuseNobody } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { requireMeetingOwner } from '../meetings/resource.ts'
import { isStatutory } from '../meetings/store.ts'
import { keepingKinds, seesKinds } from './kinds.ts'
import { lateBy } from './late.ts'
import { AttendanceRow, getSessionRoll, RollCall, rollOperation } from './schema.ts'
import { checkMarks, recordAttendance, recordableSession } from './service.ts'
import { quorumOf, tallyOf } from './status.ts'
import { rollOf } from './store.ts'

const tag = 'attendance'
const params = IdParams

export function attendanceRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/meeting-sessions/:id/attendance',
      ...getSessionRoll,
      summary: 'Who was expected and who came: derived status and tally',
      tag,
      permission: 'duties.read',
      params,
      query: BelowQuery,
      failures: ['not_found'],
      tagged: true,
      read: async (context) => ({
        body: await sessionRoll(context.storage, context, context.params.id),
      }),
    }),
    route({
      method: 'POST',
      path: '/meeting-sessions/:id/attendance',
      ...rollOperation,
      summary:
        'Record a roll call: all marks or none; a second mark corrects the first, an empty one takes it back',
      tag,
      permission: 'duties.record',
      params,
      query: TrialQuery,
      body: RollCall,
      // A full roll with a full note in Chinese on every mark.
      bodyMax: 2 * 1_048_576,
      failures: ['not_found', 'not_owner', 'state_conflict', 'rule_violation', 'period_closed'],
      write: async (tx, { params: { id }, body, principal }) => {
        const { session, meeting } = await recordableSession(tx, id)
        requireMeetingOwner(principal.departments, meeting)
        await checkMarks(tx, session, body.items)
        const source = { method: body.method, importId: null }
        const items = seesKinds(principal, meeting)
          ? body.items
          : await keepingKinds(tx, session.id, body.items)
        const marks = lateBy(session, meeting.graceMinutes, items)
        const { created, changed, unchanged } = await recordAttendance(tx, session, marks, source)
        return { body: { created, changed, unchanged } }
      },
    }),
    route({
      method: 'GET',
      path: '/attendance',
      operationId: 'listAttendance',
      summary: 'Recorded marks in pages, for systems that mirror them',
      tag,
      permission: 'duties.read',
      query: PageQuery.omit({ externalId: true }).extend({
        sessionId: Id.optional(),
        memberId: Id.optional(),
        meetingId: Id.optional(),
      }),
      response: page(AttendanceRow, 'AttendancePage'),
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: (context) =>
        listPage(context.storage, context, context.query, {
          table: 'attendance',
          path: '/attendance',
          where: conditions(context),
          sorts: ['sessionId', 'memberId'],
          defaultSort: 'sessionId',
          key: ['sessionId', 'memberId'],
          tombstones: true,
          present: async (rows) => {
            const sight = sightOf(context.principal, { ownRows: true })
            if (sight === 'masked') return rows.map((row) => masked(PERSONAL_OF_MARKS, row))
            if (sight === 'clear') await noteMarks(context, rows)
            return rows
          },
          secret,
        }),
    }),
  ]
}

interface MarksQuery {
  sessionId?: string | undefined
  memberId?: string | undefined
  meetingId?: string | undefined
}

function conditions({ query, principal }: Context<unknown, MarksQuery>): Condition[] {
  const where = equalTo({ ...query }, ['sessionId', 'memberId'])
  if (query.meetingId) {
    where.push({
      sql: 't.session_id in (select id from meeting_sessions where committee_id = t.committee_id and meeting_id = ?)',
      parameters: [query.meetingId],
    })
  }
  if (!principal.permissions.has('records.read')) {
    refuseNobody(principal)
    where.push(ofPerson(principal.personId))
  }
  return where
}

async function sessionRoll(db: Db, context: Context, id: string) {
  const session = await findRow(inCommittee(db, context.committeeId), 'meetingSessions', id)
  if (!session || session.deletedAt) throw notFound('meeting session', id)
  const meeting = (await findRow(inCommittee(db, context.committeeId), 'meetings', session.meetingId))!
  const roll = await rollOf(db, context.committeeId, session, meeting)
  return {
    sessionId: id,
    meetingId: meeting.id,
    day: session.day,
    state: session.state,
    tally: tallyOf(roll.map((item) => item.status)),
    quorum: (await isStatutory(db, context.committeeId, meeting.typeCode)) ? quorumOf(roll) : null,
    items: await seenBy(db, context, meeting, roll),
  }
}

/** Which kind of leave it was tells an illness. */
const PERSONAL_OF_MARKS = ['note', 'leaveType']

const noteMarks = (context: Context, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> =>
  noteClearRead(context, 'attendance', shownInClear(rows, PERSONAL_OF_MARKS, context.principal.personId))

/** A member finds their own line; notes and kinds of leave are for those who see personal fields. */
async function seenBy<T extends { memberId: string; note: string | null; leaveType: string | null }>(
  db: Db,
  context: Context,
  meeting: Row<'meetings'>,
  roll: T[],
): Promise<T[]> {
  const { principal, committeeId } = context
  if (!principal.permissions.has('records.read')) {
    refuseNobody(principal)
    const own = await from(inCommittee(db, committeeId), 'members', {
      personId: principal.personId ?? '00000000-0000-0000-0000-000000000000',
    }).pick('id')
    return roll.filter((item) => own.some((row) => row.id === item.memberId))
  }
  if (sightOf(principal) === 'clear') {
    if (db === context.storage) await noteMarks(context, roll)
    return roll
  }
  const kinds = seesKinds(principal, meeting)
  return roll.map((item) => ({ ...item, note: null, leaveType: kinds ? item.leaveType : null }))
}
