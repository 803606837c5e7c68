import type { Tx } from '../../storage/storage.ts'
import type { Touched } from './run.ts'

/** Events of a subject that are looked at for who entered what now stands. */
const EVENTS_MAX = 200

/**
 * Who entered what these subjects say of these members now: nobody of them decides on it. Found in the log, before
 * anything of the decision is written.
 */
export async function enteredBy(
  tx: Tx,
  subjects: Touched['subjects'],
  memberIds: string[],
): Promise<string[]> {
  const actors = new Set<string>()
  for (const { type, id } of subjects) {
    const events = await tx.query<{ actor: string; members: string }>(
      `select actor, members from events where committee_id = ? and subject_type = ? and subject_id = ?
        order by seq desc limit ${EVENTS_MAX}`,
      [tx.committeeId, type, id],
    )
    const last = events.find(({ members }) => concerns(members, memberIds)) ?? events[0]
    if (last) actors.add(last.actor)
  }
  return [...actors]
}

function concerns(members: string, memberIds: readonly string[]): boolean {
  const named = JSON.parse(members) as string[] | 'all'
  return named === 'all' || named.some((id) => memberIds.includes(id))
}

/** Whether something of these subjects has moved since the log stood there. */
export async function movedSince(tx: Tx, subjects: Touched['subjects'], seq: number): Promise<boolean> {
  for (const { type, id } of subjects) {
    const [event] = await tx.query(
      'select seq from events where committee_id = ? and subject_type = ? and subject_id = ? and seq > ? limit 1',
      [tx.committeeId, type, id, seq],
    )
    if (event) return true
  }
  return false
}
