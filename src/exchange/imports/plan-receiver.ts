import { collectYoung } from '../../core/collect.ts'
import type { JobContext } from '../../storage/jobs.ts'
import type { Tx } from '../../storage/storage.ts'
import { entriesOf } from './chunks.ts'
import { packRows } from './packed.ts'
import { type Import, replaceChunk, writeChunk } from './store.ts'
import type { PlanPart, PlanTask } from './worker.ts'

/** Stores the chunks of a plan while it is made; the planner waits once it is too far ahead. */
interface PlanReceiver {
  take(part: PlanPart): void
  /** All that came is stored; rejects where it could not be. */
  settled(): Promise<void>
  /** The plan is given up: nothing more is stored once this resolves. */
  stop(): Promise<void>
  /** Rejects at the first part that could not be stored. */
  failed: Promise<never>
}

const CHUNKS_PER_WRITE = 4

export function planReceiver(
  { storage, job }: JobContext,
  row: Import,
  stored: PlanTask['stored'],
): PlanReceiver {
  const actor = { actor: job.createdBy, requestId: 'job' }
  const write = (work: (tx: Tx) => Promise<void>) => storage.write(job.committeeId, actor, work)
  const waiting: Uint8Array[] = []
  let chunks = 0
  let stopped = false
  let work: Promise<void> = Promise.resolve()
  let fail: (error: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => {})

  const then = (step: () => Promise<void>) => {
    work = work.then(() => (stopped ? undefined : step()))
    work.catch(fail)
  }
  const storeWaiting = async () => {
    const batch = waiting.splice(0, CHUNKS_PER_WRITE)
    if (batch.length === 0) return
    await write(async (tx) => {
      for (const [at, chunk] of batch.entries()) await writeChunk(tx, row.id, chunks + at + 1, chunk)
    })
    chunks += batch.length
    // What a thread hands over lies outside the heap, where the engine lets it gather.
    collectYoung()
    Atomics.store(stored, 0, chunks)
    Atomics.notify(stored, 0)
  }
  const overrule = async (number: number, positions: readonly number[]) => {
    const entries = await entriesOf(storage, row, number)
    for (const position of positions) entries[position]!.result = 'skip'
    await write((tx) => replaceChunk(tx, row.id, number, packRows(entries)))
  }

  return {
    failed,
    take(part) {
      if ('chunk' in part) {
        waiting.push(part.chunk)
        then(storeWaiting)
        return
      }
      for (const [number, positions] of part.overruled) then(() => overrule(number, positions))
    },
    settled: () => work,
    stop() {
      stopped = true
      return work.catch(() => {})
    },
  }
}
