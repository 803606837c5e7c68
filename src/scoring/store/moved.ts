import { atMost, from, inCommittee, after as past } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import { type FactSource, movedBy } from './sources.ts'

/** Whose scores the events since a reading may have moved, and which of their facts. */
export interface Moved {
  /** Per member the sources to read again; `all` when every member may have moved. */
  stale: Map<string, Set<FactSource> | 'everything'> | 'all'
  /** No event touched a meeting or a session itself. */
  meetingsStand: boolean
}

/** More events than this, and all is scored anew. */
const EVENTS_MAX = 5_000
/** Events of nobody's duty: they name no member and move no meeting. */
const APART = /^(user|job|export|plan_item|supervision_group|suggestion|place|attachment|leave_policy)\./

export async function movedSince(
  storage: Storage,
  committeeId: string,
  after: number,
  upTo: number,
): Promise<Moved> {
  const moved: Moved = { stale: 'all', meetingsStand: false }
  if (upTo - after > EVENTS_MAX) return moved
  const match = { seq: [past(after), atMost(upTo)] }
  const events = await from(inCommittee(storage, committeeId), 'events', match).pick('type', 'members')
  moved.meetingsStand = events.every(({ type }) => movedBy(type).length > 0 || APART.test(type))
  const stale = new Map<string, Set<FactSource> | 'everything'>()
  for (const { type, members } of events) {
    const named = members as string[] | 'all'
    if (named === 'all') return moved
    const sources = movedBy(type)
    for (const id of named) {
      const before = stale.get(id)
      if (sources.length === 0 || before === 'everything') stale.set(id, 'everything')
      else stale.set(id, new Set([...(before ?? []), ...sources]))
    }
  }
  moved.stale = stale
  return moved
}
