import { padded, runKept } from '../../storage/kysely.ts'
import { decode } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { InvitationRule } from './schema.ts'

export type Session = Row<'meetingSessions'>

export async function sessionsOf(
  db: Db,
  committeeId: string,
  meetingIds: readonly string[],
): Promise<Session[]> {
  if (meetingIds.length === 0) return []
  const ids = padded(meetingIds)
  const rows = await runKept<Row<'meetingSessions'>>(
    db,
    `sessionsOf ${ids.length}`,
    [committeeId, ...ids],
    () =>
      db
        .selectFrom('meetingSessions')
        .selectAll()
        .where('committeeId', '=', committeeId)
        .where('meetingId', 'in', ids)
        .where('deletedAt', 'is', null)
        .orderBy('number'),
  )
  return rows.map((row) => decode('meetingSessions', row))
}

/** Whether the catalogue counts a type among the statutory meetings (例会). */
export async function isStatutory(db: Db, committeeId: string, typeCode: string): Promise<boolean> {
  const row = await db
    .selectFrom('catalogueItems')
    .select('id')
    .where('committeeId', '=', committeeId)
    .where('catalogue', '=', 'meeting_type')
    .where('code', '=', typeCode)
    .where('class', '=', 'statutory')
    .executeTakeFirst()
  return row !== undefined
}

/** Members in office on a day whom a rule names. */
export async function membersByRule(
  db: Db,
  committeeId: string,
  day: string,
  rule: InvitationRule,
): Promise<string[]> {
  const rows = await db
    .selectFrom('members as m')
    .select('m.id')
    .where('m.committeeId', '=', committeeId)
    .where('m.deletedAt', 'is', null)
    .where('m.validFrom', '<=', day)
    .where((or) => or.or([or('m.validTo', 'is', null), or('m.validTo', '>=', day)]))
    .where((is) => {
      if (rule.all) return is.eb('m.committeeId', '=', committeeId)
      const options = []
      if (rule.offices?.length) {
        options.push(
          is.exists(
            is
              .selectFrom('offices as o')
              .select('o.id')
              .whereRef('o.committeeId', '=', 'm.committeeId')
              .whereRef('o.memberId', '=', 'm.id')
              .where('o.office', 'in', rule.offices)
              .where('o.deletedAt', 'is', null)
              .where('o.validFrom', '<=', day)
              .where((or) => or.or([or('o.validTo', 'is', null), or('o.validTo', '>=', day)])),
          ),
        )
      }
      if (rule.organizationIds?.length) {
        options.push(
          is.exists(
            is
              .selectFrom('bodyRoles as b')
              .select('b.id')
              .whereRef('b.committeeId', '=', 'm.committeeId')
              .whereRef('b.memberId', '=', 'm.id')
              .where('b.organizationId', 'in', rule.organizationIds)
              .where('b.deletedAt', 'is', null)
              .where('b.validFrom', '<=', day)
              .where((or) => or.or([or('b.validTo', 'is', null), or('b.validTo', '>=', day)])),
          ),
        )
      }
      return is.or(options)
    })
    .execute()
  return rows.map((row) => row.id)
}

export async function invitedTo(
  db: Db,
  committeeId: string,
  sessionId: string,
): Promise<Row<'invitations'>[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('committeeId', '=', committeeId)
    .where('sessionId', '=', sessionId)
    .execute()
}

/** Members whose facts hang on a meeting: everybody who was invited to it or is on its roll. */
export async function membersOfMeeting(db: Db, committeeId: string, meetingId: string): Promise<string[]> {
  const sessions = await sessionsOf(db, committeeId, [meetingId])
  const found = new Set<string>()
  for (const { id } of sessions) {
    for (const table of ['invitations', 'attendance'] as const) {
      const rows = await db
        .selectFrom(table)
        .select('memberId')
        .where('committeeId', '=', committeeId)
        .where('sessionId', '=', id)
        .where('deletedAt', 'is', null)
        .execute()
      for (const { memberId } of rows) found.add(memberId)
    }
  }
  return [...found]
}

/** Those and who speaks there: a meeting that is cancelled or renamed moves their points too. */
export async function scoredByMeeting(db: Db, committeeId: string, meetingId: string): Promise<string[]> {
  const speakers = await db
    .selectFrom('speeches')
    .select('memberId')
    .where('committeeId', '=', committeeId)
    .where('meetingId', '=', meetingId)
    .where('deletedAt', 'is', null)
    .execute()
  const members = await membersOfMeeting(db, committeeId, meetingId)
  return [...new Set([...members, ...speakers.map(({ memberId }) => memberId)])]
}

const INVITATION_COLUMNS =
  'committee_id, session_id, member_id, origin, response, responded_at, version, seq, updated_at, deleted_at'

type NewInvitation = Pick<Row<'invitations'>, 'memberId' | 'origin' | 'response' | 'respondedAt'>

export const insertInvitations = (
  tx: Tx,
  sessionId: string,
  memberIds: readonly string[],
  origin: 'rule' | 'picked',
  seq: number,
): Promise<void> =>
  insertAnswered(
    tx,
    sessionId,
    memberIds.map((memberId) => ({ memberId, origin, response: 'pending', respondedAt: null })),
    seq,
  )

/** Invitations with what was answered to them. */
export async function insertAnswered(
  tx: Tx,
  sessionId: string,
  invitations: readonly NewInvitation[],
  seq: number,
): Promise<void> {
  for (let from = 0; from < invitations.length; from += 100) {
    const chunk = invitations.slice(from, from + 100)
    const values = chunk.flatMap(({ memberId, origin, response, respondedAt }) => [
      tx.committeeId,
      sessionId,
      memberId,
      origin,
      response,
      respondedAt,
      1,
      seq,
      tx.at,
      null,
    ])
    const marks = chunk.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ')
    await tx.run(`insert into invitations (${INVITATION_COLUMNS}) values ${marks}`, values)
  }
}

/** Of some meetings those to which a person was invited, or on whose roll they stand. */
export async function meetingsOfPerson(
  db: Db,
  committeeId: string,
  meetingIds: readonly string[],
  personId: string | null,
): Promise<ReadonlySet<string>> {
  if (meetingIds.length === 0 || personId === null) return new Set()
  const own = await db
    .selectFrom('members')
    .select('id')
    .where('committeeId', '=', committeeId)
    .where('personId', '=', personId)
    .execute()
  if (own.length === 0) return new Set()
  const memberIds = own.map(({ id }) => id)
  const [invited, marked] = (['invitations', 'attendance'] as const).map((table) =>
    db
      .selectFrom(table)
      .select('sessionId')
      .where('committeeId', '=', committeeId)
      .where('memberId', 'in', memberIds)
      .where('deletedAt', 'is', null),
  )
  const rows = await db
    .selectFrom('meetingSessions')
    .select('meetingId')
    .distinct()
    .where('committeeId', '=', committeeId)
    .where('meetingId', 'in', meetingIds)
    .where('id', 'in', invited!.union(marked!))
    .execute()
  return new Set(rows.map(({ meetingId }) => meetingId))
}
