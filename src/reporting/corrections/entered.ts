import { after, from } from '../../storage/from.ts'
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
    const events = await from(tx, 'events', { subjectType: type, subjectId: id })
      .pick('actor', 'members')
      .orderBy('-seq')
      .limit(EVENTS_MAX)
    const last = events.find(({ members }) => concerns(members, memberIds)) ?? events[0]
    if (last) actors.add(last.actor)
  }
  return [...actors]
}

const concerns = (named: string[] | 'all', memberIds: readonly string[]): boolean =>
  named === 'all' || named.some((id) => memberIds.includes(id))

/** Whether something of these subjects has moved since the log stood there. */
export async function movedSince(tx: Tx, subjects: Touched['subjects'], seq: number): Promise<boolean> {
  for (const { type, id } of subjects) {
    const event = await from(tx, 'events', { subjectType: type, subjectId: id, seq: after(seq) })
      .pick('seq')
      .first()
    if (event) return true
  }
  return false
}
