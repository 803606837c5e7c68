import { once } from 'node:events'
import { type ResourceLimits, Worker } from 'node:worker_threads'

/**
 * Work away from the thread that answers requests. To start a thread takes longer than most tasks, so one is kept for a
 * moment after it; a task that fails or is given up takes its thread with it.
 */

const KEPT_MS = 3_000
/** What a thread loads first; a hook on imports holds for its own thread alone. */
const DRIZZLE = ['--import', new URL('../engine/drizzle-imports.ts', import.meta.url).href]

type RunInThread<Task, Answer, Part> = (
  task: Task,
  until?: Promise<never>,
  take?: (part: Part) => void,
) => Promise<Answer>

/**
 * `file` answers each message with one, and may send `{ part }` before it as often as it likes; `until` gives a task up
 * by rejecting.
 */
export function taskThread<Task, Answer, Part = never>(
  file: URL,
  resourceLimits: ResourceLimits,
  keptMs = KEPT_MS,
): RunInThread<Task, Answer, Part> {
  let resting: Worker | undefined
  let ending: NodeJS.Timeout | undefined

  const take = (): Worker => {
    const worker = resting ?? new Worker(file, { resourceLimits, execArgv: DRIZZLE })
    resting = undefined
    clearTimeout(ending)
    worker.removeAllListeners()
    worker.ref()
    return worker
  }
  const rest = (worker: Worker): void => {
    if (resting) {
      void worker.terminate()
      return
    }
    resting = worker
    // Neither a thread that rests nor the wait for its end keeps the process.
    worker.unref()
    worker.on('error', () => {})
    worker.once('exit', () => {
      if (resting === worker) resting = undefined
    })
    ending = setTimeout(() => {
      // Nobody is given a thread that is about to end.
      if (resting === worker) resting = undefined
      void worker.terminate()
    }, keptMs)
    ending.unref()
  }

  return async (task, until, hear) => {
    const worker = take()
    const answered = new Promise<Answer>((resolve) => {
      worker.on('message', (message: Answer | { part: Part }) => {
        if (isPart(message)) hear?.(message.part)
        else resolve(message)
      })
    })
    const ended = once(worker, 'exit').then(([code]) => {
      throw new Error(`the thread ended with code ${code}`)
    })
    // Whichever does not come first is heard by nobody.
    for (const one of [answered, ended]) one.catch(() => {})
    worker.postMessage(task)
    try {
      const answer = await Promise.race([answered, ended, ...(until ? [until] : [])])
      worker.removeAllListeners()
      rest(worker)
      return answer
    } catch (error) {
      await worker.terminate()
      throw error
    }
  }
}

const isPart = <Part>(message: unknown): message is { part: Part } =>
  typeof message === 'object' && message !== null && 'part' in message
