import { from, inCommittee, inForce } from '../../storage/from.ts'
import { snake } from '../../storage/naming.ts'
import { findRow, lastVersions, removeKeyed } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { InvitationRule } from '../../storage/tables/meetings.ts'
import type { Row } from '../../storage/tables.ts'

export type Session = Row<'meetingSessions'>

export async function sessionsOf(
  db: Db,
  committeeId: string,
  meetingIds: readonly string[],
): Promise<Session[]> {
  if (meetingIds.length === 0) return []
  return from(inCommittee(db, committeeId), 'meetingSessions', {
    meetingId: meetingIds,
    deletedAt: null,
  }).orderBy('number')
}

/** Whether the catalogue counts a type among the statutory meetings (例会). */
export async function isStatutory(db: Db, committeeId: string, typeCode: string): Promise<boolean> {
  const match = { catalogue: 'meeting_type', code: typeCode, class: 'statutory' }
  return from(inCommittee(db, committeeId), 'catalogueItems', match).exists()
}

/** Members in office on a day whom a rule names. */
export async function membersByRule(
  db: Db,
  committeeId: string,
  day: string,
  rule: InvitationRule,
): Promise<string[]> {
  const scope = inCommittee(db, committeeId)
  const standing = { deletedAt: null, ...inForce(day) }
  const members = (await from(scope, 'members', standing).pick('id')).map(({ id }) => id)
  if (rule.all) return members
  const [offices, bodies] = [rule.offices ?? [], rule.organizationIds ?? []]
  const holders = await from(scope, 'offices', { ...standing, office: offices }).pick('memberId')
  const belonging = await from(scope, 'bodyRoles', { ...standing, organizationId: bodies }).pick('memberId')
  const named = new Set([...holders, ...belonging].map(({ memberId }) => memberId))
  return members.filter((id) => named.has(id))
}

export async function invitedTo(
  db: Db,
  committeeId: string,
  sessionId: string,
): Promise<Row<'invitations'>[]> {
  return from(inCommittee(db, committeeId), 'invitations', { sessionId }).orderBy('memberId')
}

/** Members whose facts hang on a meeting: everybody who was invited to it or is on its roll. */
export async function membersOfMeeting(db: Db, committeeId: string, meetingId: string): Promise<string[]> {
  const sessions = await sessionsOf(db, committeeId, [meetingId])
  const ids = new Set<string>()
  for (const { id } of sessions) {
    for (const table of ['invitations', 'attendance'] as const) {
      const rows = await from(inCommittee(db, committeeId), table, { sessionId: id, deletedAt: null }).pick(
        'memberId',
      )
      for (const { memberId } of rows) ids.add(memberId)
    }
  }
  return [...ids]
}

/**
 * Whose facts move with the answer or the leave of some: where places are few, whoever is invited may move up or have to
 * wait.
 */
export async function movedWith(
  db: Db,
  committeeId: string,
  meetingId: string,
  memberIds: readonly string[],
): Promise<string[]> {
  const meeting = await findRow(inCommittee(db, committeeId), 'meetings', meetingId)
  if (!meeting || meeting.capacity === null) return [...memberIds]
  return [...new Set([...memberIds, ...(await membersOfMeeting(db, committeeId, meetingId))])]
}

/** Those and who speaks there: a meeting that is cancelled or renamed moves their points too. */
export async function scoredByMeeting(db: Db, committeeId: string, meetingId: string): Promise<string[]> {
  const speakers = await from(inCommittee(db, committeeId), 'speeches', { meetingId, deletedAt: null }).pick(
    'memberId',
  )
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
  const { meetingId } = (await findRow(tx, 'meetingSessions', session.id))!
  const seq = await tx.emit({
    type: 'invitations.set',
    subjectType: 'meetingSessions',
    subjectId: session.id,
    subjectVersion: session.version,
    members: await movedWith(tx, tx.committeeId, meetingId, [...addedIds!, ...removedIds!]),
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
  const scope = inCommittee(db, committeeId)
  const memberId = (await from(scope, 'members', { personId }).pick('id')).map(({ id }) => id)
  const sessions = await from(scope, 'meetingSessions', { meetingId: meetingIds }).pick('id', 'meetingId')
  const match = { sessionId: sessions.map(({ id }) => id), memberId, deletedAt: null }
  const invited = await from(scope, 'invitations', match).pick('sessionId')
  const marked = await from(scope, 'attendance', match).pick('sessionId')
  const own = new Set([...invited, ...marked].map(({ sessionId }) => sessionId))
  const rows = sessions.filter(({ id }) => own.has(id))
  return new Set(rows.map(({ meetingId }) => meetingId))
}
