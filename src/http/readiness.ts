import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { pendingMigrations } from '../storage/migrate.ts'
import type { Storage } from '../storage/storage.ts'

/** Whether a process should get requests: what an operator would look at first, asked at each probe. */

export interface Readiness {
  /** Whether the process is shutting down. */
  draining(): boolean
  /** Bytes that are free where the database lies. */
  freeBytes?(folder: string): Promise<number>
}

const DISK_WARN_BYTES = 1_073_741_824
/** A write of a large import and the log before it still fit. */
const DISK_FAIL_BYTES = 134_217_728
const ANSWER_MS = 2_000

const Status = z.enum(['pass', 'warn', 'fail'])
const Check = z
  .array(
    z.object({
      status: Status,
      output: z.string().nullable().meta({ description: 'What is wrong; null where it passes.' }),
    }),
  )
  .meta({ id: 'HealthCheck' })
const NAMES = ['database', 'writes', 'migrations', 'draining', 'disk'] as const

/** As the draft draft-inadarei-api-health-check has it. */
export const HEALTH = z
  .object({
    status: Status.meta({ description: 'The worst of the checks; `warn` still takes requests.' }),
    checks: z.object({
      database: Check.meta({ description: 'It answers.' }),
      writes: Check.meta({ description: 'It takes writes.' }),
      migrations: Check.meta({ description: 'It has the tables of this release.' }),
      draining: Check.meta({ description: 'The process is not shutting down.' }),
      disk: Check.meta({
        description: 'There is room where it lies; of a server of its own, it says nothing.',
      }),
    }),
  })
  .meta({ id: 'Health' })

type Outcome = [status: z.infer<typeof Status>, output: string | null]
const PASS: Outcome = ['pass', null]

export function readinessOf(storage: Storage, readiness: Readiness) {
  const { draining, freeBytes = freeOn } = readiness
  const asked: Record<(typeof NAMES)[number], () => Promise<Outcome>> = {
    database: () => passing(storage.ping(), 'The database does not answer'),
    writes: () => passing(storage.writable(), 'The database takes no writes'),
    migrations: () => migrated(storage),
    draining: async () => (draining() ? ['fail', 'The process is shutting down'] : PASS),
    disk: async () =>
      storage.engine === 'sqlite' ? room(freeBytes(path.dirname(path.resolve(storage.url)))) : PASS,
  }
  return async (): Promise<z.infer<typeof HEALTH>> => {
    const outcomes = await Promise.all(NAMES.map((name) => inTime(asked[name]())))
    const statuses = outcomes.map(([status]) => status)
    const checks = outcomes.map(([status, output], i) => [NAMES[i], [{ status, output }]])
    return {
      status: statuses.includes('fail') ? 'fail' : statuses.includes('warn') ? 'warn' : 'pass',
      checks: Object.fromEntries(checks),
    }
  }
}

/** A probe that waits for what hangs tells nothing. */
async function inTime(check: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(['fail', `No answer within ${ANSWER_MS / 1_000} seconds`]), ANSWER_MS)
  })
  try {
    return await Promise.race([check, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The reason stays in the log of the database: it could name hosts and paths. */
const passing = (check: Promise<void>, output: string): Promise<Outcome> =>
  check.then(
    () => PASS,
    () => ['fail', output],
  )

async function migrated(storage: Storage): Promise<Outcome> {
  try {
    const pending = await pendingMigrations(storage)
    return pending.length === 0 ? PASS : ['fail', `${pending.length} migrations are pending`]
  } catch {
    return ['fail', 'The tables are not those of this release']
  }
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function room(bytes: Promise<number>): Promise<Outcome> {
  const free = await bytes.catch(() => 0)
  if (free < DISK_FAIL_BYTES) return ['fail', 'The disk is full']
  return free < DISK_WARN_BYTES ? ['warn', 'The disk is nearly full'] : PASS
}
