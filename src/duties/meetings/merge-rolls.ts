import { from } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { recordMarks } from '../attendance/service.ts'
import { invitedTo, moveInvitations, type Session } from './store.ts'

/** Rolls and invitations of a merged session go to its counterpart, for members of whom that says nothing. */

type Mark = Row<'attendance'>
type Invitation = Row<'invitations'>

/** A session that was entered twice, with what stands on the record that goes. */
export interface Moved {
  source: Session
  target: Session
  marks: readonly Mark[]
  invitations: readonly Invitation[]
}

export const marksIn = (tx: Tx, sessionId: string): Promise<Mark[]> =>
  from(tx, 'attendance', { sessionId, deletedAt: null }).orderBy('memberId').execute()

export async function invitationsIn(tx: Tx, sessionId: string): Promise<Invitation[]> {
  const rows = await invitedTo(tx, tx.committeeId, sessionId)
  return rows.filter((row) => row.deletedAt === null)
}

/** What was answered goes along. */
export async function carryInvitations(tx: Tx, { source, target, invitations }: Moved): Promise<void> {
  const had = new Set((await invitationsIn(tx, target.id)).map(({ memberId }) => memberId))
  const added = invitations
    .filter(({ memberId }) => !had.has(memberId))
    .map(({ memberId, origin, response, respondedAt }) => ({ memberId, origin, response, respondedAt }))
  if (added.length > 0) await moveInvitations(tx, target, { added, removed: [] }, { mergedFrom: source.id })
}

/** Marks keep how they were taken, each kind of source under an event of its own. */
export async function moveMarks(tx: Tx, { target, marks }: Moved): Promise<void> {
  const had = new Set((await marksIn(tx, target.id)).map(({ memberId }) => memberId))
  const added = marks.filter(({ memberId }) => !had.has(memberId))
  const bySource = Map.groupBy(added, ({ method, importId }) => `${method} ${importId}`)
  const subject = { type: 'meetingSessions', id: target.id, version: target.version }
  for (const group of bySource.values()) {
    const { method, importId } = group[0]!
    const moved = group.map(({ memberId, presence, leaveType, arrivedAt, note }) => ({
      sessionId: target.id,
      memberId,
      presence: presence,
      leaveType,
      arrivedAt,
      note,
    }))
    await recordMarks(tx, moved, { method, importId }, subject)
  }
}
