import { taskThread } from '../../core/task-thread.ts'
import type { CheckedReport, MadeReport, ReportTask } from './worker.ts'

const WORKER_HEAP_MB = 2_048
/** A period of a large committee takes seconds; what takes longer hangs. */
const TIMEOUT_MS = 300_000

type Answer<T extends ReportTask> = T extends { kind: 'make' } ? MadeReport : CheckedReport

const run = taskThread<ReportTask, MadeReport | CheckedReport>(new URL('./worker.ts', import.meta.url), {
  maxOldGenerationSizeMb: WORKER_HEAP_MB,
})

/** Makes or checks a report in a thread of its own. */
export async function inWorker<T extends ReportTask>(task: T): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the report was not ready in time')), TIMEOUT_MS)
  })
  try {
    return (await run(task, late)) as Answer<T>
  } finally {
    clearTimeout(timer)
  }
}
