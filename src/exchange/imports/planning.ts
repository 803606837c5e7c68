import { keptThread } from '../../core/kept-thread.ts'
import { JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import { tryRecords } from './record-trial.ts'
import { isRecordResource } from './record-use-cases.ts'
import { dropChunks, findImport, type Import, REST, writeChunk } from './store.ts'
import type { PlanResult, PlanTask } from './worker.ts'

/** The job that makes a plan: reads the file and the committee, writes nothing but the plan itself. */

const CHUNKS_PER_WRITE = 20
const POLL_MS = 300
/** Bytes of heap that a hostile workbook may take before its worker ends. */
const WORKER_HEAP_MB = 1_024
// Cells die young: a small nursery keeps the process small, at little cost in time.
const WORKER_YOUNG_MB = 16

export async function planImport(context: JobContext): Promise<unknown> {
  const { storage, job } = context
  const { importId } = job.input as { importId: string }
  const row = await findImport(storage.read, job.committeeId, importId)
  if (row.state !== 'planning') return { state: row.state }
  await context.progress('reading', 0, 0)
  const planSeq = await storage.sequenceOf(job.committeeId)
  const planned = await inWorker(context, taskOf(storage, row))
  return store(context, row, planSeq, await tried(context, planned))
}

/** Records are tried by the rules that they will meet; a cancelled job ends that too. */
async function tried(context: JobContext, planned: PlanResult): Promise<PlanResult> {
  const { resource } = planned
  if (!isRecordResource(resource)) return planned
  try {
    return await tryRecords(context, resource, planned)
  } catch (error) {
    if (error instanceof JobCancelled) await cancelled(context)
    throw error
  }
}

const taskOf = (storage: Storage, row: Import): PlanTask => ({
  databaseUrl: storage.url,
  committeeId: row.committeeId,
  fileId: row.fileId,
  fileName: row.fileName,
  resource: row.resource as PlanTask['resource'],
  profile: { ...row.profile, onConflict: row.onConflict },
  answers: row.answers,
  termId: row.termId,
  ownerOrganizationId: row.ownerOrganizationId,
})

const run = keptThread<PlanTask, PlanResult>(new URL('./worker.ts', import.meta.url), {
  maxOldGenerationSizeMb: WORKER_HEAP_MB,
  maxYoungGenerationSizeMb: WORKER_YOUNG_MB,
})

/** Runs the planner in a thread of its own; a cancelled job ends it at once. */
async function inWorker(context: JobContext, task: PlanTask): Promise<PlanResult> {
  let settled = false
  const watch = async (): Promise<never> => {
    while (!settled) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      if (!settled) await context.progress('planning', 0, 0)
    }
    return new Promise(() => {})
  }
  try {
    return await run(task, watch())
  } catch (error) {
    if (error instanceof JobCancelled) await cancelled(context)
    throw error
  } finally {
    settled = true
  }
}

async function cancelled({ storage, job }: JobContext): Promise<void> {
  const actor = { actor: job.createdBy, requestId: 'job' }
  await storage.write(job.committeeId, actor, async (tx) => {
    const row = await findImport(tx.db, job.committeeId, (job.input as { importId: string }).importId)
    await changeRow(tx, 'imports', row, { state: 'cancelled' }, { type: 'import.cancelled' })
  })
}

async function store(
  context: JobContext,
  row: Import,
  planSeq: number,
  result: PlanResult,
): Promise<unknown> {
  const { storage, job } = context
  const actor = { actor: job.createdBy, requestId: 'job' }
  const packed = [result.rest, ...result.chunks]
  for (let from = 0; from < packed.length; from += CHUNKS_PER_WRITE) {
    await storage.write(job.committeeId, actor, async (tx) => {
      if (from === 0) await dropChunks(tx, row.id)
      for (const [index, chunk] of packed.slice(from, from + CHUNKS_PER_WRITE).entries()) {
        await writeChunk(tx, row.id, REST + from + index, chunk)
      }
    })
    await context.progress('storing the plan', from, packed.length)
  }
  const state = result.refusal ? 'refused' : 'planned'
  await storage.write(job.committeeId, actor, async (tx) => {
    const current = await findImport(tx.db, job.committeeId, row.id)
    const patch = {
      state,
      resource: result.resource,
      planSeq,
      chunks: result.chunks.length,
      cursor: 0,
      decisions: result.decisions,
      summary: result.summary,
      error: result.refusal,
    }
    await changeRow(tx, 'imports', current, patch, { type: `import.${state}` })
  })
  return { importId: row.id, state }
}
