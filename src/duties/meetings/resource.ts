import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { AppError, unknownReference } from '../../core/errors.ts'
import { Code, Day, Id, Line } from '../../core/fields.ts'
import { greatest } from '../../core/long-lists.ts'
import { MEETING_STATES } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'
import { containing, equalTo, withinDays } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { checkRange, resource } from '../../http/record.ts'
import { requireOwner } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { from } from '../../storage/from.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow, isNamed } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { storeChildren, withChildren } from './children.ts'
import { MeetingInput, MeetingOutput, SessionInput, SessionOutput } from './schema.ts'
import { checkDay, createSessions, followRule, meetingOf, refuseCancelled, refuseSettled } from './service.ts'
import { meetingsOfPerson, membersOfMeeting, scoredByMeeting, sessionsOf } from './store.ts'

const MATCHED = [
  'typeCode',
  'state',
  'ownerOrganizationId',
  'planItemId',
  'placeId',
  'supervisionGroupId',
  'seriesId',
]

/** By its owner, who leads, or by a joint organiser. */
const organizedBy = (organizationId: string): Condition => ({
  sql: `(t.owner_organization_id = ? or exists (select 1 from meeting_organizers j
    where j.committee_id = t.committee_id and j.meeting_id = t.id and j.organization_id = ?))`,
  parameters: [organizationId, organizationId],
})

/** Whom a session expects, and what its roll counts as, follow from these. */
const COUNTED_BY = ['typeCode', 'participationMode', 'capacity', 'startsOn'] as const

export const meetings = resource({
  table: 'meetings',
  path: '/meetings',
  one: { en: 'meeting', zh: '会议活动', PascalCase: 'Meeting' },
  input: MeetingInput,
  output: MeetingOutput,
  fixed: ['sessions'],
  filters: z.object({
    typeCode: Code.optional(),
    state: coded(MEETING_STATES).optional(),
    from: Day.optional().meta({ description: 'Begins on or after.' }),
    to: Day.optional().meta({ description: 'Begins on or before.' }),
    q: Line(100).optional().meta({ description: 'Part of the title.' }),
    ownerOrganizationId: Id.optional(),
    organizerId: Id.optional().meta({ description: 'Organises it, alone or together.' }),
    planItemId: Id.optional(),
    placeId: Id.optional(),
    supervisionGroupId: Id.optional(),
    seriesId: Id.optional().meta({ description: 'Made together by one rule.' }),
  }),
  where: (query) => {
    const where = equalTo(query, MATCHED)
    if (query.organizerId) where.push(organizedBy(query.organizerId))
    where.push(...withinDays(query, 'startsOn'))
    where.push(...containing(query, 'title'))
    return where
  },
  sorts: ['startsOn', 'title'],
  defaultSort: 'startsOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  members: (tx, row) => scoredByMeeting(tx, tx.committeeId, row.id),
  decorate: async (db, rows, context) => {
    const ids = rows.map((row) => row.id)
    const sessions = Map.groupBy(
      await sessionsOf(db, context.committeeId, ids),
      (session) => session.meetingId,
    )
    const whole = await withChildren(db, context.committeeId, rows)
    const mayRead = await insiders(db, context, ids)
    return whole.map((row) => {
      const shown = mayRead === 'all' || mayRead.has(row.id) ? row : { ...row, minutes: null, guests: [] }
      return { ...shown, sessions: sessions.get(row.id) ?? [] }
    })
  },
  onCreate: async (tx, input) => {
    checkRange(input.startsOn, input.endsOn, '/endsOn')
    await checkCode(tx, tx.committeeId, 'meeting_type', input.typeCode, '/typeCode')
    await checkOpen(tx, input.startsOn)
    return { ...input, state: 'published' }
  },
  onChange: async (tx, before, patch) => {
    checkRange(patch.startsOn ?? before.startsOn, patch.endsOn ?? before.endsOn, '/endsOn')
    if (patch.typeCode) await checkCode(tx, tx.committeeId, 'meeting_type', patch.typeCode, '/typeCode')
    await checkOpen(tx, before.startsOn, patch.startsOn)
    const after = { ...before, ...patch }
    const sessions = await sessionsOf(tx, tx.committeeId, [before.id])
    for (const session of sessions) checkDay(after, session.day)
    if (COUNTED_BY.some((field) => after[field] !== before[field])) sessions.forEach(refuseSettled)
    return patch
  },
  onWithdraw: async (tx, row) => {
    await checkOpen(tx, row.startsOn)
    if (await isNamed(tx, 'meetings', 'mergedIntoId', row.id)) {
      throw new AppError('in_use', {
        en: 'Another record was merged into this one: its id leads here',
        zh: '另有会议记录已合并到本条，不能撤回',
      })
    }
    if ((await membersOfMeeting(tx, tx.committeeId, row.id)).length === 0) return
    throw new AppError('in_use', {
      en: 'Members are invited or on the roll: cancel the meeting, or empty its invitations and roll first',
      zh: '会议已有邀请或出席记录：请改为取消会议，或先清空名单和记录',
    })
  },
  afterWrite: async (tx, row, input, before) => {
    if (!before) await createSessions(tx, row, input.sessions)
    await storeChildren(tx, row.id, input)
  },
  example: {
    title: '九届十二次常委会议',
    typeCode: 'sc_meeting',
    startsOn: '2019-07-11',
    endsOn: '2019-07-11',
    sessions: [{ day: '2019-07-11', part: 'am', startTime: '09:00' }],
  },
  refuses: {
    create: ['rule_violation', 'period_closed'],
    change: ['rule_violation', 'state_conflict', 'period_closed'],
    withdraw: ['in_use', 'period_closed'],
  },
  mayLeaveRecords: true,
})

/** Members see that there is a meeting; its minutes and guests are for those who were invited or came. */
async function insiders(
  db: Db,
  { principal, committeeId }: Context,
  ids: readonly string[],
): Promise<'all' | ReadonlySet<string>> {
  if (principal.permissions.has('records.read')) return 'all'
  return meetingsOfPerson(db, committeeId, ids, principal.personId)
}

export const meetingSessions = resource({
  table: 'meetingSessions',
  path: '/meeting-sessions',
  one: { en: 'meeting session', zh: '场次', PascalCase: 'MeetingSession' },
  input: SessionInput,
  output: SessionOutput,
  fixed: ['meetingId'],
  filters: z.object({ meetingId: Id.optional(), from: Day.optional(), to: Day.optional() }),
  where: (query) => [...equalTo(query, ['meetingId']), ...withinDays(query, 'day')],
  sorts: ['day', 'number'],
  defaultSort: 'day,number',
  permission: { read: 'duties.read', write: 'duties.record' },
  members: (tx, row) => membersOfMeeting(tx, tx.committeeId, row.meetingId),
  onCreate: async (tx, input, context) => {
    const meeting = await findRow(tx, 'meetings', input.meetingId)
    if (!meeting || meeting.deletedAt) throw unknownReference('/meetingId', input.meetingId)
    requireMeetingOwner(context.principal.departments, meeting)
    refuseCancelled(meeting)
    checkDay(meeting, input.day)
    await checkOpen(tx, meeting.startsOn)
    const others = await sessionsOf(tx, tx.committeeId, [meeting.id])
    return {
      ...input,
      number:
        greatest(
          others.map((session) => session.number),
          0,
        ) + 1,
      state: 'open',
      picked: false,
      invitationRule: null,
    }
  },
  onChange: async (tx, before, patch, context) => {
    const meeting = await meetingOf(tx, before.meetingId)
    requireMeetingOwner(context.principal.departments, meeting)
    if (patch.day) checkDay(meeting, patch.day)
    await checkOpen(tx, meeting.startsOn)
    if (patch.day && patch.day !== before.day) {
      refuseSettled(before)
      await followRule(tx, { ...before, day: patch.day })
    }
    return patch
  },
  onWithdraw: async (tx, row, context) => {
    const meeting = await meetingOf(tx, row.meetingId)
    requireMeetingOwner(context.principal.departments, meeting)
    await checkOpen(tx, meeting.startsOn)
    const onRoll = await from(tx, 'attendance', { sessionId: row.id }).pick('memberId').first()
    if (!onRoll) return
    throw new AppError('in_use', {
      en: 'The session has a roll: clear it before you withdraw the session',
      zh: '该场次已有出席记录，请先清空再撤回',
    })
  },
  example: { meetingId: '0197f6a0-0000-7000-8000-000000000001', day: '2019-07-11', part: 'pm' },
  refuses: {
    create: ['not_owner', 'rule_violation', 'state_conflict', 'period_closed'],
    change: ['not_owner', 'rule_violation', 'state_conflict', 'period_closed'],
    withdraw: ['not_owner', 'in_use', 'period_closed'],
  },
  mayLeaveRecords: true,
})

/** A session belongs to whoever owns its meeting. */
export function requireMeetingOwner(
  departments: readonly string[] | null,
  meeting: Pick<Row<'meetings'>, 'ownerOrganizationId'>,
): void {
  requireOwner({ departments }, meeting.ownerOrganizationId, {
    en: 'Another department organised this meeting: it records its sessions and rolls',
    zh: '该会议由其他部门组织，场次和出席由该部门登记',
  })
}

export const meetingOperations = recordOperations<'meetings', z.infer<typeof MeetingOutput>>(meetings)

export const sessionOperations = recordOperations<'meetingSessions'>(meetingSessions)
export const settleSession = sessionOperations.step('settleSession')
