import { replaceChildren } from '../../storage/children.ts'
import { from, fromNamed } from '../../storage/from.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** Records that name a merged meeting name the one that stands; what both have stays behind, where it counts no more. */

type Naming = 'speeches' | 'suggestions' | 'leaveRequests' | 'attachments'

const naming = <N extends Naming>(tx: Tx, table: N, meetingId: string): Promise<Row<N>[]> =>
  fromNamed(tx, table, { meetingId, deletedAt: null }, ['id']).execute()

const speechKey = (speech: Row<'speeches'>): string =>
  JSON.stringify([speech.memberId, speech.form, speech.role, speech.title])

/** The same member with the same text was entered twice as well. */
export async function moveSpeeches(tx: Tx, fromId: string, meetingId: string): Promise<void> {
  const had = new Set((await naming(tx, 'speeches', meetingId)).map(speechKey))
  for (const speech of await naming(tx, 'speeches', fromId)) {
    if (had.has(speechKey(speech))) continue
    const note = { type: 'speech.changed', members: [speech.memberId] }
    await changeRow(tx, 'speeches', speech, { meetingId }, note)
  }
}

/** A request covers the counterparts of its sessions; an approved one still comes before one that waits. */
export async function moveLeave(
  tx: Tx,
  fromId: string,
  meetingId: string,
  counterparts: ReadonlyMap<string, string>,
): Promise<void> {
  for (const request of await naming(tx, 'leaveRequests', fromId)) {
    const { id: leaveRequestId, memberId } = request
    const rows = await from(tx, 'leaveSessions', { leaveRequestId }).orderBy('sessionId')
    const before = rows.map(({ sessionId }) => sessionId)
    const after = before.flatMap((id) => counterparts.get(id) ?? [])
    const covered = after.map((sessionId) => ({ sessionId, memberId }))
    await replaceChildren(tx, 'leaveSessions', leaveRequestId, covered)
    const children = { before: { sessionIds: before }, after: { sessionIds: after } }
    const note = { type: 'leave_request.changed', members: [request.memberId], children }
    await changeRow(tx, 'leaveRequests', request, { meetingId }, note)
  }
}

/** Suggestions that were put there, and files that belong to it. */
export async function moveDocuments(tx: Tx, fromId: string, meetingId: string): Promise<void> {
  const had = new Set((await naming(tx, 'suggestions', meetingId)).map(({ text }) => text))
  for (const suggestion of await naming(tx, 'suggestions', fromId)) {
    if (had.has(suggestion.text)) continue
    await changeRow(tx, 'suggestions', suggestion, { meetingId }, { type: 'suggestion.changed' })
  }
  for (const attachment of await naming(tx, 'attachments', fromId)) {
    await changeRow(tx, 'attachments', attachment, { meetingId }, { type: 'attachment.changed' })
  }
}
