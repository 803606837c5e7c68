import { sha256 } from '../core/ids.ts'
import type { Actor, Change } from './storage.ts'

/** The hash of a committee's chain before its first event. */
export const GENESIS = '0'.repeat(64)

export interface ChainedEvent {
  committeeId: string
  seq: number
  at: string
  type: string
  subjectType: string
  subjectId: string
  subjectVersion: number
  actor: string
  requestId: string
  ownerOrganizationId: string | null
  members: string
  data: string
  previousHash: string
  hash: string
  /** Of the rows that it wrote (`digests.ts`); null where it wrote none, and in events from before there were digests. */
  digest: string | null
}

/** The last event of a chain, by number and hash; number 0 stands before the first. */
export interface ChainEnd {
  seq: number
  hash: string
}

/** An event that has its number; it is hashed when the write ends, since what hangs on its record may still change. */
export type OpenEvent = Omit<ChainedEvent, 'previousHash' | 'hash'>

/** Where one chain ended before this write, and what the write adds. */
export interface Head extends ChainEnd {
  events: OpenEvent[]
}

/** The next event of a chain. */
export function nextEvent(
  head: Head,
  committeeId: string,
  at: string,
  actor: Actor,
  change: Change,
  digest: string | null,
): OpenEvent {
  const event = {
    committeeId,
    seq: head.seq + head.events.length + 1,
    at,
    type: change.type,
    subjectType: change.subjectType,
    subjectId: change.subjectId,
    subjectVersion: change.subjectVersion,
    actor: actor.actor,
    requestId: actor.requestId,
    ownerOrganizationId: change.ownerOrganizationId ?? null,
    members: JSON.stringify(change.members ?? []),
    data: JSON.stringify(change.data ?? {}),
    digest,
  }
  head.events.push(event)
  return event
}

/** The events of a write in their chain: the hash of each covers every field and the hash before it. */
export function chain({ hash: end, events }: Head): ChainedEvent[] {
  let previousHash = end
  return events.map((event) => {
    const body = { ...event, previousHash }
    previousHash = hashOfEvent(body)
    return { ...body, hash: previousHash }
  })
}

export function hashOfEvent(event: Omit<ChainedEvent, 'hash'>): string {
  const { committeeId, seq, at, type, subjectType, subjectId, subjectVersion, actor, requestId } = event
  const { ownerOrganizationId, members, data, previousHash, digest } = event
  // A list, so that no field can run into its neighbour.
  return sha256(
    JSON.stringify([
      previousHash,
      committeeId,
      seq,
      at,
      type,
      subjectType,
      subjectId,
      subjectVersion,
      actor,
      requestId,
      ownerOrganizationId,
      members,
      data,
      // An event without one hashes as all of them did before there were digests.
      ...(digest === null ? [] : [digest]),
    ]),
  )
}
