import { AsyncLocalStorage } from 'node:async_hooks'
import { type ChainEnd, type ChainedEvent, type Head, nextEvent, seal } from './chain.ts'
import { digestOf, type SaltCache } from './digests.ts'
import { childTablesOf, hangingDigest } from './hanging.ts'
import { checkListsTaken } from './list-history.ts'
import type { Actor, Run, Tx } from './storage.ts'
import type { TableName } from './tables.ts'

const insideWrite = new AsyncLocalStorage<true>()

/** A write inside a write would wait for itself for ever; say so instead. */
export function refuseNesting(): void {
  if (insideWrite.getStore())
    throw new Error('Storage.write inside Storage.write: pass the open transaction on')
}

/**
 * A turn of the loop in the middle of a long write: on SQLite, whose calls do not wait, requests that only read would
 * otherwise stand behind the whole of it.
 */
export const letOthersRead = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Where chains end, as an engine keeps it. */
export interface Heads {
  /** On PostgreSQL with the row's lock, which orders the chain and every invariant of the committee. */
  load(committeeId: string): Promise<ChainEnd>
  /** Called once the events before this end are written. */
  store(committeeId: string, end: ChainEnd): Promise<void>
}

/**
 * One use case on an open connection: takes the committee's head first, runs the work, then appends its events to the
 * chain.
 */
export async function useCase<T>(
  options: {
    run: Run
    heads: Heads
    salts: SaltCache
    at: string
    committeeId: string
    actor: Actor
  },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { run, at, committeeId, actor } = options
  const salts = { cache: options.salts, fresh: new Map() }
  const heads = new Map<string, Head>()
  /** The last event of each record on which something may hang. */
  const last = new Map<string, { event: ChainedEvent; table: TableName }>()
  /** Records that this transaction has made. */
  const made = new Set<string>()
  let open = true
  const headOf = async (id: string): Promise<Head> => {
    let head = heads.get(id)
    if (!head) {
      head = { ...(await options.heads.load(id)), events: [] }
      heads.set(id, head)
    }
    return head
  }
  await headOf(committeeId)
  const tx: Tx = {
    ...actor,
    committeeId,
    at,
    async emit(change, other = committeeId) {
      if (!open) throw new Error('The transaction has ended')
      const digest = change.wrote?.rows.length ? await digestOf(change.wrote, run, salts) : null
      const event = nextEvent(await headOf(other), other, at, actor, change, digest)
      const table = change.wrote?.table
      if (table && digest && childTablesOf(table).length > 0)
        last.set(`${other} ${event.subjectId}`, { event, table })
      if (table && change.subjectVersion === 1) made.add(`${table} ${event.subjectId}`)
      return event.seq
    },
    async run(sql, parameters) {
      if (!open) throw new Error('The transaction has ended')
      return (await run(sql, parameters)).changes
    },
    async query<R>(sql: string, parameters: readonly unknown[]) {
      return (await run<R>(sql, parameters)).rows
    },
  }
  const result = await insideWrite.run(true, () => work(tx))
  open = false
  checkListsTaken(tx, (record) => made.has(record))
  for (const { event, table } of last.values()) {
    const record = { table, committeeId: event.committeeId, id: event.subjectId }
    event.digest = `${event.digest}:${await hangingDigest(record, run, salts)}`
  }
  for (const [id, head] of heads) {
    if (head.events.length === 0) continue
    const end = seal(head)
    for (const event of head.events) await insertEvent(run, event)
    await options.heads.store(id, end)
  }
  return result
}

const INSERT_EVENT =
  'insert into events (committee_id, seq, at, type, subject_type, subject_id, subject_version, actor, request_id, owner_organization_id, members, data, previous_hash, hash, digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'

async function insertEvent(run: Run, event: ChainedEvent): Promise<void> {
  await run(INSERT_EVENT, [
    event.committeeId,
    event.seq,
    event.at,
    event.type,
    event.subjectType,
    event.subjectId,
    event.subjectVersion,
    event.actor,
    event.requestId,
    event.ownerOrganizationId,
    event.members,
    event.data,
    event.previousHash,
    event.hash,
    event.digest,
  ])
}
