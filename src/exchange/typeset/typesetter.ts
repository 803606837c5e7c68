import { Worker } from 'node:worker_threads'
import { AppError } from '../../core/errors.ts'
import type { MissingGlyph } from '../exports/schema.ts'
import type { BlockDocument } from './blocks.ts'
import type { TypesetSettings } from './settings.ts'
import type { TypesetAnswer, TypesetTask } from './worker.ts'

/** Sets pages in a thread that is kept warm while there is work, and ends when there was none for a while. */

export interface Typeset {
  bytes: Uint8Array
  missingGlyphs: MissingGlyph[]
}

export interface Typesetter {
  /** A Typst template of this name over this data. */
  pdf(template: string, data: unknown): Promise<Typeset>
  docx(document: BlockDocument): Promise<Typeset>
}

const IDLE_MS = 300_000
/** The longest list that is set takes seconds; what takes longer hangs. */
const TIMEOUT_MS = 180_000
const HEAP_MB = 1_024

interface Running {
  worker: Worker
  waiting: Map<number, { resolve(answer: Typeset): void; reject(error: Error): void }>
  idle: NodeJS.Timeout | undefined
}

const running = new Map<string, Running>()
let next = 0

type Task = TypesetTask extends infer T ? (T extends unknown ? Omit<T, 'id'> : never) : never

/** One thread for the same settings, whoever asks. */
export function typesetter(settings: TypesetSettings = {}): Typesetter {
  const key = JSON.stringify([settings.templates, settings.fonts])
  const send = (task: Task) => {
    const thread = running.get(key) ?? started(key, settings)
    return answerOf(thread, task)
  }
  return {
    pdf: (template, data) => send({ kind: 'pdf', template, data }),
    docx: (document) => send({ kind: 'docx', document }),
  }
}

function started(key: string, settings: TypesetSettings): Running {
  // Its own threads would take the cores that answer requests; read once, when its pool begins.
  process.env['RAYON_NUM_THREADS'] ??= '1'
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  const thread: Running = { worker, waiting: new Map(), idle: undefined }
  running.set(key, thread)
  const ended = (error: Error) => {
    if (running.get(key) === thread) running.delete(key)
    for (const { reject } of thread.waiting.values()) reject(error)
    thread.waiting.clear()
  }
  worker.on('message', ({ id, ...answer }: TypesetAnswer) => {
    const asked = thread.waiting.get(id)
    thread.waiting.delete(id)
    if ('refused' in answer) asked?.reject(unsettable(answer.refused))
    else asked?.resolve(answer)
    if (thread.waiting.size === 0) rest(thread)
  })
  worker.on('error', ended)
  worker.on('exit', (code) => ended(new Error(`the typesetter ended with code ${code}`)))
  return thread
}

/** Nothing to do: the process may end, and so may the thread after a while. */
function rest(thread: Running): void {
  thread.worker.unref()
  thread.idle = setTimeout(() => void thread.worker.terminate(), IDLE_MS)
  thread.idle.unref()
}

async function answerOf(thread: Running, task: Task): Promise<Typeset> {
  clearTimeout(thread.idle)
  thread.worker.ref()
  next += 1
  const id = next
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<Typeset>((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject })
      timer = setTimeout(() => void thread.worker.terminate(), TIMEOUT_MS)
      thread.worker.postMessage({ id, ...task })
    })
  } finally {
    clearTimeout(timer)
  }
}

/** A template that the committee has changed may be wrong: what the engine says of it is told. */
const unsettable = (message: string): AppError =>
  new AppError('rule_violation', {
    en: `The document could not be set: ${message}`,
    zh: `文档排版失败，请检查模板：${message}`,
  })
