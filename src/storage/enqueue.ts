import { newId } from '../core/ids.ts'
import { from } from './from.ts'
import type { Job, JobInput } from './jobs.ts'
import { insertPlain } from './plain.ts'
import type { Tx } from './storage.ts'

/**
 * Stores a job in the open transaction; one with the same fingerprint that is not finished is answered instead. With
 * `runAt` (an instant) it waits until then.
 */
export async function enqueue<K extends string>(
  tx: Tx,
  kind: K,
  input: JobInput<K>,
  createdBy: string,
  fingerprint: string | null = null,
  runAt: string | null = null,
): Promise<Job> {
  if (fingerprint) {
    const match = { fingerprint, status: ['queued', 'running'] as const }
    const same = await from(tx, 'jobs', match).first()
    if (same) return same
  }
  const job: Job = {
    committeeId: tx.committeeId,
    id: newId(),
    kind,
    status: 'queued',
    fingerprint,
    input,
    phase: 'queued',
    done: 0,
    total: 0,
    measuredFrom: null,
    eta: null,
    result: null,
    error: null,
    cancelRequested: false,
    attempts: 0,
    leaseBy: null,
    leaseUntil: null,
    createdBy,
    createdAt: tx.at,
    runAt,
    startedAt: null,
    finishedAt: null,
    changes: 0,
  }
  await insertPlain(tx, 'jobs', job)
  return job
}
