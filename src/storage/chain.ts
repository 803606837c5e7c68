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

/** Where one chain ended before this write, and what the write adds. */
export interface Head extends ChainEnd {
  events: ChainedEvent[]
}

/** The next event of a chain, not hashed yet: until the write ends, what hangs on its record may still change. */
export function nextEvent(
  head: Head,
  committeeId: string,
  at: string,
  actor: Actor,
  change: Change,
  digest: string | null,
): ChainedEvent {
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
    previousHash: '',
    digest,
    hash: '',
  }
  head.events.push(event)
  return event
}

/** Hashes the events of a write in their order: each hash covers every field and the hash before it. */
export function seal(head: Head): ChainEnd {
  let { seq, hash } = head
  for (const event of head.events) {
    event.previousHash = hash
    hash = hashOfEvent(event)
    event.hash = hash
    seq = event.seq
  }
  return { seq, hash }
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
