import { dayInZone } from '../../core/days.ts'
import { taskThread } from '../../core/task-thread.ts'
import { type ImportJob, JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import { outlineIn, REST } from './chunks.ts'
import { planReceiver } from './plan-receiver.ts'
import { isRecordResource } from './planner/records/record-table.ts'
import { fingerprintOf, profilesFor } from './profiles.ts'
import { tryRecords } from './record-trial.ts'
import { dropChunks, findImport, type Import, writeChunk } from './store.ts'
import type { PlanPart, PlanResult, PlanTask } from './worker.ts'

/** The job that makes a plan: reads the file and the committee, writes nothing but the plan itself. */

const CHUNKS_PER_WRITE = 20
const POLL_MS = 300
/** Bytes of heap that a hostile workbook may take before its worker ends. */
const WORKER_HEAP_MB = 1_024
// Cells die young: a small nursery keeps the process small, at little cost in time.
const WORKER_YOUNG_MB = 8

export async function planImport(context: JobContext<ImportJob>): Promise<unknown> {
  const { storage, job } = context
  const { importId } = job.input
  const row = await findImport(storage, job.committeeId, importId)
  if (row.state !== 'planning') return { state: row.state }
  try {
    await context.progress('reading', 0, 0)
    const planSeq = await storage.sequenceOf(job.committeeId)
    await write(context, (tx) => dropChunks(tx, row.id))
    const planned = await inWorker(context, row)
    return await store(context, row, planSeq, await tried(context, planned))
  } catch (error) {
    if (error instanceof JobCancelled) await cancelled(context)
    throw error
  }
}

/** Records are tried by the rules that they will meet. */
async function tried(context: JobContext, planned: PlanResult): Promise<PlanResult> {
  const { resource } = planned
  return isRecordResource(resource) ? tryRecords(context, resource, planned) : planned
}

const taskOf = (storage: Storage, row: Import, stored: PlanTask['stored']): PlanTask => ({
  databaseUrl: storage.url,
  committeeId: row.committeeId,
  fileId: row.fileId,
  fileName: row.fileName,
  resource: row.resource,
  profile: { ...row.profile, onConflict: row.onConflict },
  answers: row.answers,
  termId: row.termId,
  ownerOrganizationId: row.ownerOrganizationId,
  today: dayInZone(new Date(row.createdAt)),
  stored,
})

const run = taskThread<PlanTask, PlanResult, PlanPart>(new URL('./planner-thread.ts', import.meta.url), {
  maxOldGenerationSizeMb: WORKER_HEAP_MB,
  maxYoungGenerationSizeMb: WORKER_YOUNG_MB,
})

/** Runs the planner in a thread of its own; a cancelled job ends it at once. */
async function inWorker(context: JobContext, row: Import): Promise<PlanResult> {
  const stored = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const receiver = planReceiver(context, row, stored)
  let settled = false
  const watch = async (): Promise<never> => {
    while (!settled) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      if (!settled) await context.progress('planning', 0, 0)
    }
    return new Promise(() => {})
  }
  try {
    const until = Promise.race([watch(), receiver.failed])
    const result = await run(taskOf(context.storage, row, stored), until, receiver.take)
    await receiver.settled()
    return result
  } catch (error) {
    await receiver.stop()
    throw error
  } finally {
    settled = true
  }
}

const write = <T>({ storage, job }: JobContext, work: (tx: Tx) => Promise<T>): Promise<T> =>
  storage.write(job.committeeId, { actor: job.createdBy, requestId: 'job' }, work)

async function cancelled(context: JobContext<ImportJob>): Promise<void> {
  const { committeeId, input } = context.job
  await write(context, async (tx) => {
    const row = await findImport(tx, committeeId, input.importId)
    await dropChunks(tx, row.id)
    await changeRow(tx, 'imports', row, { state: 'cancelled' }, { type: 'import.cancelled' })
  })
}

/** Profiles that were learned from sheets like this one, where none was given. */
async function proposedProfiles(context: JobContext, row: Import, result: PlanResult) {
  if (result.refusal || Object.keys(row.profile).length > 0) return []
  const { tables = [] } = outlineIn(result.rest)
  const fingerprint = fingerprintOf(tables)
  return fingerprint ? profilesFor(context.storage, row.committeeId, fingerprint) : []
}

/** Everything but the chunks that are there already. */
async function store(
  context: JobContext,
  row: Import,
  planSeq: number,
  result: PlanResult,
): Promise<unknown> {
  const first = result.sent + 1
  await write(context, (tx) => writeChunk(tx, row.id, REST, result.rest))
  for (let from = 0; from < result.chunks.length; from += CHUNKS_PER_WRITE) {
    await write(context, async (tx) => {
      for (const [index, chunk] of result.chunks.slice(from, from + CHUNKS_PER_WRITE).entries()) {
        await writeChunk(tx, row.id, first + from + index, chunk)
      }
    })
    await context.progress('storing the plan', from, result.chunks.length)
  }
  const state: Import['state'] = result.refusal ? 'refused' : 'planned'
  const proposed = await proposedProfiles(context, row, result)
  await write(context, async (tx) => {
    const current = await findImport(tx, context.job.committeeId, row.id)
    const patch = {
      state,
      resource: result.resource,
      planSeq,
      chunks: result.sent + result.chunks.length,
      cursor: 0,
      decisions: result.decisions,
      summary: { ...result.summary, profiles: proposed },
      error: result.refusal,
    }
    await changeRow(tx, 'imports', current, patch, { type: `import.${state}` })
  })
  return { importId: row.id, state }
}
