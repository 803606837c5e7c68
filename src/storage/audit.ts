import { append } from '../core/long-lists.ts'
import type { RowFault } from './audit-reads.ts'
import { surplusRows, verifyRows } from './audit-rows.ts'
import { type ChainEnd, type ChainedEvent, GENESIS, hashOfEvent } from './chain.ts'
import { after, from, inCommittee } from './from.ts'
import { openReader } from './reader.ts'
import type { Reader, Storage } from './storage.ts'

/** The first place at which a committee's chain does not hold. */
interface BrokenRow {
  committeeId: string
  seq: number
  reason: 'missing' | 'changed' | 'reordered' | 'head'
}

interface Verified {
  committees: number
  events: number
  /** Chains that begin with events from before there were digests: what their rows say cannot be compared. */
  older: { committeeId: string; lastSeq: number }[]
  rows: number
  forgotten: number
  /** The first place at which a chain does not hold; nothing after it is read. */
  broken: BrokenRow | undefined
  /** Rows that do not say what their events wrote. */
  faults: RowFault[]
}

const PAGE = 1_000

/**
 * Walks every chain from its beginning and compares every row with the event that wrote it, in one snapshot: what is
 * written meanwhile is no fault.
 */
export async function verifyLog({ url }: Pick<Storage, 'url'>): Promise<Verified> {
  const reader = await openReader(url)
  try {
    return await verifyAll(reader)
  } finally {
    await reader.close()
  }
}

async function verifyAll(reader: Reader): Promise<Verified> {
  const verified: Verified = {
    committees: 0,
    events: 0,
    older: [],
    rows: 0,
    forgotten: 0,
    broken: undefined,
    faults: [],
  }
  for (const head of await headsOf(reader)) {
    verified.committees += 1
    verified.broken = await verifyChain(reader, head, verified)
    if (verified.broken) return verified
    append(verified.faults, await surplusRows(reader, head.committeeId))
  }
  append(verified.faults, await lostBelow(reader))
  return verified
}

/** Committees of which nothing is left at all, their chain included: the chain above has the event that made them. */
async function lostBelow(reader: Reader): Promise<RowFault[]> {
  const lost = await reader.query<{ committeeId: string; seq: number; subjectId: string }>(
    `select e.committee_id, e.seq, e.subject_id from events e
       left join committee_heads h on cast(h.committee_id as text) = e.subject_id
      where e.type = 'committee.added_below' and h.committee_id is null order by e.committee_id, e.seq`,
    [],
  )
  return lost.map(({ committeeId, seq, subjectId: key }) => ({
    committeeId,
    seq,
    table: 'committees',
    key,
    reason: 'missing',
  }))
}

/** Ends of all chains; a committee whose chain is gone counts as one that never had an event. */
async function headsOf(reader: Reader): Promise<(ChainEnd & { committeeId: string })[]> {
  const heads = await reader.query<ChainEnd & { committeeId: string }>(
    `select c.id as committee_id, coalesce(h.seq, 0) as seq, coalesce(h.hash, '${GENESIS}') as hash
       from committees c left join committee_heads h on h.committee_id = c.id
     union
     select committee_id, seq, hash from committee_heads
      order by committee_id`,
    [],
  )
  return heads
}

async function verifyChain(
  reader: Reader,
  head: ChainEnd & { committeeId: string },
  verified: Verified,
): Promise<BrokenRow | undefined> {
  const { committeeId } = head
  const erased = new Set(
    (
      await from(inCommittee(reader, committeeId), 'events', {
        subjectType: 'salts',
        type: 'salt.erased',
      }).pick('subjectId')
    ).map(({ subjectId }) => subjectId),
  )
  let previous = GENESIS
  let seq = 0
  let digested = false
  let lastOlder = 0
  for (;;) {
    const page = await from(inCommittee(reader, committeeId), 'events', { seq: after(seq) })
      .stored()
      .orderBy('seq')
      .limit(PAGE)
    for (const event of page) {
      const reason = faultOf(event, seq + 1, previous)
      if (reason) return { committeeId, seq: reason === 'missing' ? seq + 1 : event.seq, reason }
      seq = event.seq
      previous = event.hash
      verified.events += 1
      digested ||= event.digest !== null
      if (!digested) lastOlder = event.seq
    }
    const { rows, forgotten, faults } = await verifyRows(reader, page, erased)
    verified.rows += rows
    verified.forgotten += forgotten
    append(verified.faults, faults)
    if (page.length < PAGE) break
  }
  if (lastOlder > 0) verified.older.push({ committeeId, lastSeq: lastOlder })
  // The newest events could be cut off without breaking a link: the head tells how many there were.
  return seq === head.seq && previous === head.hash
    ? undefined
    : { committeeId, seq: seq + 1, reason: 'head' }
}

function faultOf(event: ChainedEvent, expected: number, previous: string): BrokenRow['reason'] | undefined {
  if (event.seq !== expected) return 'missing'
  if (event.previousHash !== previous) return 'reordered'
  return hashOfEvent(event) === event.hash ? undefined : 'changed'
}
