import { newId } from '../core/ids.ts'
import { from } from './from.ts'
import { etaOf, failureOf } from './job-answers.ts'
import { updatePlain } from './plain.ts'
import type { Storage, Tx } from './storage.ts'
import type { Failure } from './tables/record.ts'
import type { Row } from './tables.ts'
import { isAway } from './unavailable.ts'

/**
 * Background work: rows with leases. A runner takes a job, renews its lease while it works, and whoever finds an
 * expired lease takes the job over, so that a kill delays work and never loses it. Runners in any number of
 * processes (PostgreSQL) take turns by the committee's head row.
 */

export type Job = Row<'jobs'>

/** What work of a kind is given, as it was stored with the job. */
export interface JobInputs {
  'import.plan': ImportJob
  'import.commit': ImportJob
  'import.revert': ImportJob
  export: { exportId: string }
  'report.make': { reportId: string }
  'schedule.run': { scheduleId: string; on: string }
  'invitations.follow': Record<string, never>
}
export type ImportJob = { importId: string }

/** Of a kind that is not listed, nothing is known. */
export type JobInput<K extends string> = K extends keyof JobInputs ? JobInputs[K] : unknown

export interface JobContext<I = unknown> {
  job: Job & { input: I }
  storage: Storage
  clock: () => Date
  /** Stores the progress; throws `JobCancelled` once somebody asked for it. */
  progress(phase: string, done: number, total: number): Promise<void>
}

/** Does the work; its result is stored. A throw fails the job with the problem. */
export type JobHandler<I> = (context: JobContext<I>) => Promise<unknown>

export class JobCancelled extends Error {}

export interface Jobs {
  /** Handlers by kind, registered in `app.ts`. */
  handle<K extends string>(kind: K, handler: JobHandler<JobInput<K>>): void
  wake(): void
  start(): void
  /** Lets the running job finish its step, then stops; what is left resumes at the next start. */
  stop(): Promise<void>
}

const LEASE_MS = 30_000
const IDLE_MS = 1_000
const ATTEMPTS_MAX = 5
const ACTOR = (job: Pick<Job, 'kind'>) => ({ actor: `job/${job.kind}`, requestId: 'job' })

/** Runners that have not stopped, by the database they work on. */
const runnersOf = new WeakMap<Storage, Set<string>>()

export function jobsOf(
  storage: Storage,
  clock: () => Date,
  onError: (error: unknown, job: Job) => void,
): Jobs {
  const handlers = new Map<string, JobHandler<never>>()
  const runner = newId()
  const living = runnersOf.get(storage) ?? new Set<string>()
  runnersOf.set(storage, living)
  let stopping = false
  let started = false
  let wakeUp: (() => void) | undefined
  let loop: Promise<void> = Promise.resolve()

  const run = async () => {
    // What cannot be freed now is free once its lease ends.
    if (storage.engine === 'sqlite') await freeTheDead(storage, living).catch(() => {})
    while (!stopping) {
      const job = await takeJob(storage, clock, runner, [...handlers.keys()]).catch(() => undefined)
      if (job) {
        await perform(storage, clock, runner, job, handlers.get(job.kind)!, onError)
        continue
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, IDLE_MS)
        timer.unref()
        wakeUp = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  return {
    handle: (kind, handler) => void handlers.set(kind, handler),
    wake: () => wakeUp?.(),
    start() {
      if (started) return
      started = true
      stopping = false
      living.add(runner)
      loop = run()
    },
    async stop() {
      stopping = true
      wakeUp?.()
      await loop
      living.delete(runner)
      started = false
    },
  }
}

/** One process owns a SQLite database: a job that none of its runners holds is a dead one's and waits no longer. */
async function freeTheDead(storage: Storage, living: ReadonlySet<string>): Promise<void> {
  const leased = await storage.query<{ committeeId: string; id: string; leaseBy: string }>(
    `select committee_id, id, lease_by from jobs where status = 'running'`,
    [],
  )
  for (const { committeeId, id, leaseBy } of leased) {
    if (living.has(leaseBy)) continue
    await storage.write(committeeId, ACTOR({ kind: 'take' }), (tx) => giveBack(tx, id, leaseBy))
  }
}

/** The oldest job that is queued, or whose runner died. */
async function takeJob(
  storage: Storage,
  clock: () => Date,
  runner: string,
  kinds: readonly string[],
): Promise<Job | undefined> {
  if (kinds.length === 0) return undefined
  const now = clock().toISOString()
  const marks = kinds.map(() => '?').join(', ')
  const free = await storage.query<{ id: string; committeeId: string }>(
    `select id, committee_id from jobs
      where kind in (${marks})
        and ((status = 'queued' and (run_at is null or run_at <= ?)) or (status = 'running' and lease_until < ?))
      order by created_at, id limit 5`,
    [...kinds, now, now],
  )
  for (const { id, committeeId } of free) {
    const job = await storage.write(committeeId, ACTOR({ kind: 'take' }), (tx) => claim(tx, id, runner))
    if (job) return job
  }
  return undefined
}

/** Decided in the transaction, so that two runners never hold one job. */
async function claim(tx: Tx, id: string, runner: string): Promise<Job | undefined> {
  // The committee's head row, which this transaction holds, keeps other runners out.
  const row = await jobRow(tx, id)
  if (!row) return undefined
  const due = row.status === 'queued' && (row.runAt === null || row.runAt <= tx.at)
  const free = due || (row.status === 'running' && row.leaseUntil! < tx.at)
  if (!free) return undefined
  if (row.attempts >= ATTEMPTS_MAX) {
    await finish(tx, id, 'failed', null, {
      code: 'internal',
      en: `The job was interrupted ${ATTEMPTS_MAX} times; start it again`,
      zh: `任务中断 ${ATTEMPTS_MAX} 次，请重新发起`,
    })
    return undefined
  }
  const patch = {
    status: 'running' as const,
    attempts: row.attempts + 1,
    leaseBy: runner,
    leaseUntil: leaseEnd(tx.at),
    startedAt: row.startedAt ?? tx.at,
    eta: null,
    changes: row.changes + 1,
  }
  await setJob(tx, id, patch)
  return { ...row, ...patch }
}

const jobRow = (tx: Tx, id: string) => from(tx, 'jobs', { id }).first()

const setJob = (tx: Tx, id: string, patch: Partial<Job>) => updatePlain(tx, 'jobs', { id }, patch)

const leaseEnd = (at: string): string => new Date(Date.parse(at) + LEASE_MS).toISOString()

async function perform(
  storage: Storage,
  clock: () => Date,
  runner: string,
  job: Job,
  handler: JobHandler<never>,
  onError: (error: unknown, job: Job) => void,
): Promise<void> {
  const write = <T>(work: (tx: Tx) => Promise<T>) => storage.write(job.committeeId, ACTOR(job), work)
  // Long steps between two progress calls must not lose the lease.
  const heart = setInterval(() => void write((tx) => renew(tx, job.id, runner)).catch(() => {}), LEASE_MS / 3)
  heart.unref()
  try {
    const result = await handler({
      // `enqueue` took for this kind what its handler takes.
      job: job as Job & { input: never },
      storage,
      clock,
      progress: (phase, done, total) => write((tx) => report(tx, job.id, runner, phase, done, total)),
    })
    await write((tx) => finish(tx, job.id, 'succeeded', result, null))
  } catch (error) {
    if (error instanceof LeaseLost) return
    if (error instanceof JobCancelled) {
      await write((tx) => finish(tx, job.id, 'cancelled', null, null))
      return
    }
    onError(error, job)
    // The database went away: the work itself is sound, and goes on once it is back. Where even this cannot be written,
    // the lease ends by itself.
    await write((tx) =>
      goesOn(job, error)
        ? giveBack(tx, job.id, runner)
        : finish(tx, job.id, 'failed', null, failureOf(error)),
    ).catch(() => {})
  } finally {
    clearInterval(heart)
  }
}

/**
 * Whether a job that ended so is taken up again: the database went away under it, here or under a thread of it. Its
 * subject is no failure then.
 */
export const goesOn = (job: Pick<Job, 'attempts'>, error: unknown): boolean =>
  job.attempts < ATTEMPTS_MAX && isAway(error)

async function giveBack(tx: Tx, id: string, runner: string): Promise<void> {
  const row = await jobRow(tx, id)
  if (row?.leaseBy !== runner || row.status !== 'running') return
  await setJob(tx, id, { status: 'queued', leaseBy: null, leaseUntil: null, changes: row.changes + 1 })
}

/** Another runner has taken the job over: this one leaves it alone. */
class LeaseLost extends Error {}

async function renew(tx: Tx, id: string, runner: string): Promise<void> {
  await updatePlain(tx, 'jobs', { id, leaseBy: runner, status: 'running' }, { leaseUntil: leaseEnd(tx.at) })
}

async function report(
  tx: Tx,
  id: string,
  runner: string,
  phase: string,
  done: number,
  total: number,
): Promise<void> {
  const row = await jobRow(tx, id)
  if (row?.leaseBy !== runner || row.status !== 'running') throw new LeaseLost()
  if (row.cancelRequested) throw new JobCancelled()
  const measuredFrom = row.total === total ? (row.measuredFrom ?? tx.at) : tx.at
  const patch = { phase, done, total, measuredFrom, eta: etaOf(measuredFrom, tx.at, done, total) }
  await setJob(tx, id, { ...patch, leaseUntil: leaseEnd(tx.at), changes: row.changes + 1 })
}

async function finish(
  tx: Tx,
  id: string,
  status: Job['status'],
  result: unknown,
  error: Failure | null,
): Promise<void> {
  const row = await jobRow(tx, id)
  if (!row) return
  await setJob(tx, id, {
    status,
    phase: status,
    done: status === 'succeeded' ? row.total : row.done,
    eta: null,
    result: result ?? null,
    error,
    leaseBy: null,
    leaseUntil: null,
    finishedAt: tx.at,
    changes: row.changes + 1,
  })
  await tx.emit({
    type: `job.${status}`,
    subjectType: 'jobs',
    subjectId: id,
    subjectVersion: row.changes + 1,
    data: { kind: row.kind },
  })
}
