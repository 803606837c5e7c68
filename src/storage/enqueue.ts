import { newId } from '../core/ids.ts'
import type { Job } from './jobs.ts'
import { decode } from './rows.ts'
import type { Tx } from './storage.ts'

/**
 * Stores a job in the open transaction; one with the same fingerprint that is not finished is answered instead. With
 * `runAt` (an instant) it waits until then.
 */
export async function enqueue(
  tx: Tx,
  kind: string,
  input: unknown,
  createdBy: string,
  fingerprint: string | null = null,
  runAt: string | null = null,
): Promise<Job> {
  if (fingerprint) {
    const same = await tx.db
      .selectFrom('jobs')
      .selectAll()
      .where('committeeId', '=', tx.committeeId)
      .where('fingerprint', '=', fingerprint)
      .where('status', 'in', ['queued', 'running'])
      .executeTakeFirst()
    if (same) return decode('jobs', same)
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
  await tx.db
    .insertInto('jobs')
    .values({ ...job, input: JSON.stringify(input), cancelRequested: 0 })
    .execute()
  return job
}
