import { type ChainedEvent, GENESIS, hashOfEvent } from './chain.ts'
import type { Storage } from './storage.ts'

/** The first place at which a committee's chain does not hold. */
export interface BrokenRow {
  committeeId: string
  seq: number
  reason: 'missing' | 'changed' | 'reordered' | 'head'
}

export interface Verified {
  committees: number
  events: number
  broken: BrokenRow | undefined
}

const PAGE = 1_000

/** Walks every chain from its beginning; names the first broken row. */
export async function verifyChains(storage: Storage): Promise<Verified> {
  const heads = await storage.query<{ committeeId: string; seq: number; hash: string }>(
    'select committee_id, seq, hash from committee_heads order by committee_id',
    [],
  )
  let events = 0
  for (const head of heads) {
    const { count, broken } = await verifyChain(storage, head)
    events += count
    if (broken) return { committees: heads.length, events, broken }
  }
  return { committees: heads.length, events, broken: undefined }
}

async function verifyChain(storage: Storage, head: { committeeId: string; seq: number; hash: string }) {
  const { committeeId } = head
  let previous = GENESIS
  let seq = 0
  for (;;) {
    const page = await storage.query<ChainedEvent>(
      'select * from events where committee_id = ? and seq > ? order by seq limit ?',
      [committeeId, seq, PAGE],
    )
    for (const event of page) {
      const reason = faultOf(event, seq + 1, previous)
      if (reason)
        return {
          count: seq,
          broken: { committeeId, seq: reason === 'missing' ? seq + 1 : event.seq, reason },
        }
      seq = event.seq
      previous = event.hash
    }
    if (page.length < PAGE) break
  }
  // The newest events could be cut off without breaking a link: the head tells how many there were.
  if (seq !== head.seq || previous !== head.hash) {
    return { count: seq, broken: { committeeId, seq: seq + 1, reason: 'head' as const } }
  }
  return { count: seq, broken: undefined }
}

function faultOf(event: ChainedEvent, expected: number, previous: string): BrokenRow['reason'] | undefined {
  if (event.seq !== expected) return 'missing'
  if (event.previousHash !== previous) return 'reordered'
  return hashOfEvent(event) === event.hash ? undefined : 'changed'
}
