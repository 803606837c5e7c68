import { z } from 'zod'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { addDays } from '../../core/days.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Id } from '../../core/fields.ts'
import { illegalStep } from '../../core/moves.ts'
import { actionRoute } from '../../http/endpoints.ts'
import { noteFor } from '../../http/record.ts'
import { requireOwner } from '../../http/rights.ts'
import type { Context, Route } from '../../http/route.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { storeChildren, withChildren } from './children.ts'
import { moveDocuments, moveLeave, moveSpeeches } from './merge-records.ts'
import { carryInvitations, invitationsIn, type Moved, marksIn, moveMarks } from './merge-rolls.ts'
import { meetings } from './resource.ts'
import { type Session, scoredByMeeting, sessionsOf } from './store.ts'

/**
 * One occasion that was entered twice becomes one record. The other one keeps its id, so that what is known elsewhere
 * by it still leads here; it is cancelled, so that nothing of it counts; and what it alone knew goes to the one that stands.
 */

type Meeting = Row<'meetings'>

const Merge = z
  .strictObject({ intoId: Id.meta({ description: 'The record that stands.' }) })
  .meta({ id: 'MergeMeeting', example: { intoId: '0197f6a0-0000-7000-8000-000000000002' } })

export function mergeRoute(): Route {
  return actionRoute(meetings, {
    verb: 'merge',
    operationId: 'mergeMeeting',
    summary: 'Entered twice: hand over to the record that stands, before either is settled',
    permission: 'duties.record',
    body: Merge,
    failures: ['unknown_reference', 'rule_violation', 'state_conflict', 'period_closed'],
    run: (tx, row, body, context) => merge(tx, row, body.intoId, context),
  })
}

async function merge(tx: Tx, row: Meeting, intoId: string, context: Context): Promise<Partial<Meeting>> {
  const into = await findRow(tx, 'meetings', intoId)
  if (!into || into.deletedAt) throw unknownReference('/intoId', intoId)
  requireOwner(context.principal, into.ownerOrganizationId)
  await checkOpen(tx, row.startsOn, into.startsOn)
  checkDays(row, into)
  const from = await sessionsOf(tx, tx.committeeId, [row.id])
  const to = await sessionsOf(tx, tx.committeeId, [into.id])
  for (const [meeting, sessions] of [
    [row, from],
    [into, to],
  ] as const) {
    if (meeting.state !== 'published') throw illegalStep(meeting.state, 'merge', [])
    if (sessions.some((session) => session.state === 'settled'))
      throw illegalStep('settled', 'merge', ['reopen'])
  }
  const pairs = await counterparts(tx, from, to)
  const had = await scoredByMeeting(tx, tx.committeeId, into.id)
  for (const pair of pairs) {
    await checkMandates(tx, pair)
    await carryInvitations(tx, pair)
    await moveMarks(tx, pair)
  }
  await moveSpeeches(tx, row.id, into.id)
  await moveLeave(tx, row.id, into.id, new Map(pairs.map(({ source, target }) => [source.id, target.id])))
  await moveDocuments(tx, row.id, into.id)
  await complete(tx, row, into, had)
  return { state: 'cancelled', mergedIntoId: into.id }
}

/** Sessions by their number. One without a counterpart may be left behind only if nobody stands on it. */
async function counterparts(tx: Tx, from: readonly Session[], to: readonly Session[]): Promise<Moved[]> {
  const pairs: Moved[] = []
  for (const source of from) {
    const target = to.find(({ number }) => number === source.number)
    const marks = await marksIn(tx, source.id)
    if (target) {
      pairs.push({ source, target, marks, invitations: await invitationsIn(tx, source.id) })
      continue
    }
    if (marks.length === 0 && !(await hasLeave(tx, source.id))) continue
    throw ruleViolation('meetings.merge_sessions', {
      en: `Members stand on session ${source.number}, which the other record does not have: add it there first`,
      zh: `第 ${source.number} 场已有出席或请假记录，而另一条会议没有该场次：请先在那里增加场次`,
    })
  }
  return pairs
}

async function hasLeave(tx: Tx, sessionId: string): Promise<boolean> {
  const [row] = await tx.query(
    `select 1 as one from leave_sessions s join leave_requests r
        on r.committee_id = s.committee_id and r.id = s.leave_request_id
      where s.committee_id = ? and s.session_id = ? and r.deleted_at is null limit 1`,
    [tx.committeeId, sessionId],
  )
  return row !== undefined
}

function checkDays(row: Meeting, into: Meeting): void {
  const apart = row.startsOn < addDays(into.startsOn, -1) || row.startsOn > addDays(into.startsOn, 1)
  if (row.id !== into.id && !apart) return
  throw ruleViolation(
    'meetings.merge_one_occasion',
    {
      en: 'Two records of one occasion are merged: another record, beginning within a day of this one',
      zh: '只能合并同一活动的两条记录：须是另一条，且开始日期相差不超过一天',
    },
    '/intoId',
  )
}

/** On another day somebody may not be in office yet, or no longer. */
async function checkMandates(tx: Tx, { source, target, marks, invitations }: Moved): Promise<void> {
  if (source.day === target.day) return
  const place = { rule: 'meetings.merge_in_office', pointer: '/intoId' }
  for (const { memberId } of [...marks, ...invitations]) await checkInOffice(tx, memberId, target.day, place)
}

const FILLED = [
  'topic',
  'place',
  'placeId',
  'purpose',
  'planItemId',
  'supervisionGroupId',
  'presidingMemberId',
  'minutes',
] as const satisfies (keyof Meeting)[]

/** What the one that stands does not say itself; its organisers are those of both. */
async function complete(tx: Tx, row: Meeting, into: Meeting, had: readonly string[]): Promise<void> {
  const whole = await withChildren(tx, tx.committeeId, [row, into])
  const [other, own] = [whole[0]!, whole[1]!]
  const organizerIds = new Set([
    ...own.organizerIds,
    ...(row.ownerOrganizationId ? [row.ownerOrganizationId] : []),
    ...other.organizerIds,
  ])
  if (into.ownerOrganizationId) organizerIds.delete(into.ownerOrganizationId)
  const lists = {
    organizerIds: [...organizerIds],
    guests: own.guests.length > 0 ? own.guests : other.guests,
    sitesVisited: own.sitesVisited.length > 0 ? own.sitesVisited : other.sitesVisited,
    documents: own.documents.length > 0 ? own.documents : other.documents,
  }
  await storeChildren(tx, into.id, lists)
  const { guests, sitesVisited, documents } = own
  const before = { organizerIds: own.organizerIds, guests, sitesVisited, documents }
  const blank = FILLED.filter((name) => into[name] === null && row[name] !== null)
  const patch = Object.fromEntries(blank.map((name) => [name, row[name]]))
  const note = await noteFor(meetings, tx, into, 'completed')
  const members = [...new Set([...had, ...note.members])]
  await changeRow(tx, 'meetings', into, patch, { ...note, members, children: { before, after: lists } })
}
