import { Worker } from 'node:worker_threads'
import type { CheckedReport, MadeReport, ReportTask } from './worker.ts'

const WORKER_HEAP_MB = 2_048
/** A period of a large committee takes seconds; what takes longer hangs. */
const TIMEOUT_MS = 300_000

type Answer<T extends ReportTask> = T extends { kind: 'make' } ? MadeReport : CheckedReport

/** Makes or checks a report in a thread of its own, which ends with it. */
export async function inWorker<T extends ReportTask>(task: T): Promise<Answer<T>> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<Answer<T>>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the report was not ready in time')), TIMEOUT_MS)
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the report ended with code ${code}`)))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
