import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import { type Answer, freesPlace, type Place, placesOf } from './places.ts'
import { leaveOf } from './store.ts'

/** Who asked for leave and was not refused: their place is free while that stands. */
async function askedForLeave(db: Db, committeeId: string, sessionId: string): Promise<Set<string>> {
  const leave = await leaveOf(db, committeeId, [sessionId])
  return new Set(
    [...leave].flatMap(([key, { state }]) => (freesPlace(state) ? [key.slice(sessionId.length + 1)] : [])),
  )
}

export interface Answers {
  capacity: number | null
  answers: (Answer & Place)[]
}

/** The answers to the invitations of a session, in their order; who has not answered comes last. */
export async function answersTo(
  db: Db,
  committeeId: string,
  session: { id: string; meetingId: string },
): Promise<Answers> {
  const meeting = (await findRow(inCommittee(db, committeeId), 'meetings', session.meetingId))!
  const rows = await from(inCommittee(db, committeeId), 'invitations', { sessionId: session.id }).pick(
    'memberId',
    'response',
    'respondedAt',
    'seq',
  )
  const { capacity } = meeting
  const places = placesOf(rows, await askedForLeave(db, committeeId, session.id), capacity)
  const last = '~'
  const answers = rows
    .map((row) => ({ ...row, ...places.get(row.memberId)! }))
    .sort(
      (a, b) =>
        compare(a.respondedAt ?? last, b.respondedAt ?? last) ||
        a.seq - b.seq ||
        compare(a.memberId, b.memberId),
    )
  return { capacity, answers }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
