import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../core/errors.ts'
import type { MissingGlyph } from '../../storage/tables/exports.ts'
import type { BlockDocument } from './blocks.ts'
import type { TypesetAnswer, TypesetTask } from './engine.ts'
import type { TypesetSettings } from './settings.ts'

/** Sets pages in a process of its own, which is kept warm while there is work and ends when there was none for a while. */

export interface Typeset {
  bytes: Uint8Array
  missingGlyphs: MissingGlyph[]
}

export interface Typesetter {
  /** A Typst template of this name over this data; `tagged` for readers that speak, which a file of many hundred pages
   * cannot afford. */
  pdf(template: string, data: unknown, tagged?: boolean): Promise<Typeset>
  docx(document: BlockDocument): Promise<Typeset>
}

const IDLE_MS = 300_000
/** The longest list that is set takes seconds; what takes longer hangs. */
const TIMEOUT_MS = 180_000
const HEAP_MB = 1_024
/** What the engine may keep between documents. */
const MEMORY_MAX = 900 * 2 ** 20
const ENGINE = fileURLToPath(new URL('./engine.ts', import.meta.url))

interface Running {
  engine: ChildProcess
  waiting: Map<number, { resolve(answer: Typeset): void; reject(error: Error): void }>
  idle: NodeJS.Timeout | undefined
}

const running = new Map<string, Running>()
let next = 0

type Task = TypesetTask extends infer T ? (T extends unknown ? Omit<T, 'id'> : never) : never

/** One process for the same settings, whoever asks. */
export function typesetter(settings: TypesetSettings = {}): Typesetter {
  const key = JSON.stringify({ templates: settings.templates, fonts: settings.fonts })
  const send = (task: Task) => answerOf(running.get(key) ?? started(key), task)
  return {
    pdf: (template, data, tagged = true) => send({ kind: 'pdf', template, data, tagged }),
    docx: (document) => send({ kind: 'docx', document }),
  }
}

function started(key: string): Running {
  const engine = fork(ENGINE, [key], {
    execArgv: ['--no-warnings', `--max-old-space-size=${HEAP_MB}`],
    serialization: 'advanced',
    // Its own threads would take the cores that answer requests; nothing else of the environment is its business.
    env: { RAYON_NUM_THREADS: '1', PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const one: Running = { engine, waiting: new Map(), idle: undefined }
  running.set(key, one)
  const ended = (error: Error) => {
    if (running.get(key) === one) running.delete(key)
    for (const { reject } of one.waiting.values()) reject(error)
    one.waiting.clear()
  }
  engine.on('message', (answer: TypesetAnswer) => {
    const asked = one.waiting.get(answer.id)
    one.waiting.delete(answer.id)
    if ('refused' in answer) asked?.reject(unsettable(answer.refused))
    else asked?.resolve(answer)
    if (one.waiting.size > 0) return
    rest(one)
    // A large document leaves much behind; the next one finds a fresh engine.
    if (answer.memory > MEMORY_MAX) {
      running.delete(key)
      engine.kill()
    }
  })
  engine.on('error', ended)
  engine.on('exit', (code) => ended(new Error(`the typesetter ended with code ${code}`)))
  return one
}

/** Nothing to do: the server may end, and so may the engine after a while. */
function rest(one: Running): void {
  one.engine.unref()
  one.engine.channel?.unref()
  one.idle = setTimeout(() => one.engine.kill(), IDLE_MS)
  one.idle.unref()
}

async function answerOf(one: Running, task: Task): Promise<Typeset> {
  clearTimeout(one.idle)
  one.engine.ref()
  one.engine.channel?.ref()
  next += 1
  const id = next
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<Typeset>((resolve, reject) => {
      one.waiting.set(id, { resolve, reject })
      timer = setTimeout(() => one.engine.kill(), TIMEOUT_MS)
      one.engine.send({ id, ...task })
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
