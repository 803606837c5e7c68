import { snake } from '../../storage/columns.ts'
import { padded, runKept } from '../../storage/kysely.ts'
import { decode, lastVersions, removeKeyed } from '../../storage/rows.ts'
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
    .orderBy('memberId')
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

const INVITATION_COLUMNS = [
  'committeeId',
  'sessionId',
  'memberId',
  'origin',
  'response',
  'respondedAt',
  'version',
  'seq',
  'updatedAt',
  'deletedAt',
] as const

type NewInvitation = Pick<Row<'invitations'>, 'memberId' | 'origin' | 'response' | 'respondedAt'>

export const unanswered = (memberIds: readonly string[], origin: 'rule' | 'picked'): NewInvitation[] =>
  memberIds.map((memberId) => ({ memberId, origin, response: 'pending', respondedAt: null }))

/**
 * Invites some to a session and takes others off its list, under one event. What is taken off is kept as a version, and
 * who is invited again goes on from it.
 */
export async function moveInvitations(
  tx: Tx,
  session: Pick<Session, 'id' | 'version'>,
  { added, removed }: { added: readonly NewInvitation[]; removed: readonly Row<'invitations'>[] },
  data: Record<string, unknown>,
): Promise<void> {
  const last = await lastVersions(
    tx,
    'invitations',
    added.map(({ memberId }) => `${session.id}/${memberId}`),
  )
  const rows = added.map((invitation) => ({
    committeeId: tx.committeeId,
    sessionId: session.id,
    ...invitation,
    version: (last.get(`${session.id}/${invitation.memberId}`) ?? 0) + 1,
    seq: 0,
    updatedAt: tx.at,
    deletedAt: null,
  }))
  const [addedIds, removedIds] = [added, removed].map((of) => of.map(({ memberId }) => memberId))
  const seq = await tx.emit({
    type: 'invitations.set',
    subjectType: 'meetingSessions',
    subjectId: session.id,
    subjectVersion: session.version,
    members: [...addedIds!, ...removedIds!],
    data: { ...data, added: addedIds, removed: removedIds },
    wrote: { table: 'invitations', rows },
  })
  await removeKeyed(tx, 'invitations', removed, seq)
  for (let from = 0; from < rows.length; from += 100) {
    const chunk = rows.slice(from, from + 100).map((row) => ({ ...row, seq }))
    const marks = chunk.map(() => `(${INVITATION_COLUMNS.map(() => '?').join(', ')})`).join(', ')
    await tx.run(
      `insert into invitations (${INVITATION_COLUMNS.map(snake).join(', ')}) values ${marks}`,
      chunk.flatMap((row) => INVITATION_COLUMNS.map((column) => row[column])),
    )
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
