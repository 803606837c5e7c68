import { changeRow, decode } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row, TableName } from '../../storage/tables.ts'

/** Records that name a merged meeting name the one that stands; what both have stays behind, where it counts no more. */

type Naming = 'speeches' | 'suggestions' | 'leaveRequests' | 'attachments'

async function naming<N extends Naming>(tx: Tx, table: N, meetingId: string): Promise<Row<N>[]> {
  const rows = await tx.db
    .selectFrom(table as 'speeches')
    .selectAll()
    .where('committeeId', '=', tx.committeeId)
    .where('meetingId', '=', meetingId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => decode(table as TableName, row) as Row<N>)
}

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
    const of = { committeeId: tx.committeeId, leaveRequestId: request.id }
    const rows = await tx.db
      .selectFrom('leaveSessions')
      .selectAll()
      .where((is) => is.and(of))
      .orderBy('sessionId')
      .execute()
    const before = rows.map(({ sessionId }) => sessionId)
    const after = before.flatMap((id) => counterparts.get(id) ?? [])
    await tx.db
      .deleteFrom('leaveSessions')
      .where((is) => is.and(of))
      .execute()
    for (const sessionId of after) {
      const values = { ...of, sessionId, memberId: request.memberId }
      await tx.db.insertInto('leaveSessions').values(values).execute()
    }
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
