import { AsyncLocalStorage } from 'node:async_hooks'
import { chain, GENESIS, type Head } from './chain.ts'
import type { Actor, Db, Tx } from './storage.ts'

/** SQL with `?` placeholders on the connection of an open transaction. */
export type Run = (
  sql: string,
  parameters: readonly unknown[],
) => Promise<{ rows: unknown[]; changes: number }>

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

/**
 * One use case on an open connection: takes the committee's head first (on PostgreSQL with its row lock, which
 * orders the chain and every invariant of the committee), runs the work, then appends its events to the chain.
 */
export async function useCase<T>(
  options: { db: Db; run: Run; lockHead: boolean; at: string; committeeId: string; actor: Actor },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { db, run, lockHead, at, committeeId, actor } = options
  const heads = new Map<string, Head>()
  let open = true
  const headOf = async (id: string): Promise<Head> => {
    let head = heads.get(id)
    if (!head) {
      head = await loadHead(run, id, lockHead)
      heads.set(id, head)
    }
    return head
  }
  await headOf(committeeId)
  const tx: Tx = {
    ...actor,
    db,
    committeeId,
    at,
    async emit(change, other = committeeId) {
      if (!open) throw new Error('The transaction has ended')
      return chain(await headOf(other), other, at, actor, change).seq
    },
    async run(sql, parameters) {
      if (!open) throw new Error('The transaction has ended')
      return (await run(sql, parameters)).changes
    },
  }
  const result = await insideWrite.run(true, () => work(tx))
  open = false
  for (const [id, head] of heads) await saveHead(run, id, head)
  return result
}

async function loadHead(run: Run, committeeId: string, lock: boolean): Promise<Head> {
  const sql = `select seq, hash from committee_heads where committee_id = ?${lock ? ' for update' : ''}`
  const [row] = (await run(sql, [committeeId])).rows as { seq: number; hash: string }[]
  return row
    ? { seq: Number(row.seq), hash: row.hash, events: [], isNew: false }
    : { seq: 0, hash: GENESIS, events: [], isNew: true }
}

const EVENT_COLUMNS =
  'committee_id, seq, at, type, subject_type, subject_id, subject_version, actor, request_id, owner_organization_id, members, data, previous_hash, hash'

async function saveHead(run: Run, committeeId: string, head: Head): Promise<void> {
  if (head.events.length === 0) return
  for (const event of head.events) {
    await run(`insert into events (${EVENT_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
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
    ])
  }
  const sql = head.isNew
    ? 'insert into committee_heads (seq, hash, committee_id) values (?, ?, ?)'
    : 'update committee_heads set seq = ?, hash = ? where committee_id = ?'
  await run(sql, [head.seq, head.hash, committeeId])
}
