import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import { leaveOf } from './store.ts'

/**
 * 候补: a meeting with few places gives them in the order of the answers; who says yes later waits. A place is never
 * stored: it follows from the answers and the leave that stand, so that nobody is left waiting beside an empty chair.
 * Attendance knows nothing of it: who waits and comes all the same was there.
 */

export interface Answer {
  memberId: string
  response: string
  respondedAt: string | null
  /** Of the event that made it: orders answers of the same instant. */
  seq: number
}

export interface Place {
  /** Null: did not say that they come, or asked for leave; or the meeting has places for everybody. */
  place: 'taken' | 'waiting' | null
  /** 1 is the next to move up. */
  waitingNumber: number | null
}

const NONE: Place = { place: null, waitingNumber: null }

/** Pure: the place of everybody who answered. */
export function placesOf(
  answers: readonly Answer[],
  onLeave: ReadonlySet<string>,
  capacity: number | null,
): Map<string, Place> {
  if (capacity === null) return new Map(answers.map(({ memberId }) => [memberId, NONE]))
  const coming = answers
    .filter(({ memberId, response }) => response === 'accepted' && !onLeave.has(memberId))
    .sort((a, b) => compare(a.respondedAt ?? '', b.respondedAt ?? '') || a.seq - b.seq)
  const places = new Map(answers.map(({ memberId }) => [memberId, NONE]))
  for (const [index, { memberId }] of coming.entries()) {
    const waits = index - capacity + 1
    places.set(
      memberId,
      waits > 0 ? { place: 'waiting', waitingNumber: waits } : { place: 'taken', waitingNumber: null },
    )
  }
  return places
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Who asked for leave and was not refused: their place is free while that stands. */
async function askedForLeave(db: Db, committeeId: string, sessionId: string): Promise<Set<string>> {
  const leave = await leaveOf(db, committeeId, [sessionId])
  return new Set(
    [...leave].flatMap(([key, { state }]) => (state === 'refused' ? [] : [key.slice(sessionId.length + 1)])),
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
