import type { ReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { taskThread } from '../../../core/task-thread.ts'
import type { Storage } from '../../../storage/storage.ts'
import type { Import } from '../store.ts'
import type { AnswerFile, AnswerFormat, Only } from './answer-file.ts'
import type { SheetView } from './sheet-view.ts'
import type { AnswerMade, AnswerTask, ViewTask } from './worker.ts'

/** Answers are made one after the other in a thread of their own: two at once would hold two files in memory. */

const WORKER_HEAP_MB = 1_024
const WORKER_YOUNG_MB = 16

const run = taskThread<AnswerTask | ViewTask, AnswerMade | SheetView>(
  new URL('./worker.ts', import.meta.url),
  {
    maxOldGenerationSizeMb: WORKER_HEAP_MB,
    maxYoungGenerationSizeMb: WORKER_YOUNG_MB,
  },
)

let last: Promise<unknown> = Promise.resolve()

/** After whatever was asked before. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work)
  last = mine.catch(() => {})
  return mine
}

type Answered = AnswerFile & { size: number; stream: ReadStream }

/**
 * The file that goes back. It lies on the disk without a name while it is sent, so that a slow reader holds neither
 * memory nor the thread. Undefined where the uploaded file can be read no longer.
 */
export async function makeAnswer(
  { url }: Pick<Storage, 'url'>,
  row: Import,
  only: Only,
  format: AnswerFormat | undefined,
): Promise<Answered | undefined> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lvzhi-answer-'))
  try {
    const into = path.join(folder, 'answer')
    const made = (await inTurn(() => run({ databaseUrl: url, row, only, format, into }))) as AnswerMade
    if (!made) return undefined
    const file = await open(into, 'r')
    const { size } = await file.stat()
    return { ...made, size, stream: file.createReadStream() }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A piece of a sheet with what became of it; undefined where there is no such sheet. */
export const makeView = (
  { url }: Pick<Storage, 'url'>,
  row: Import,
  table: string | undefined,
  from: number,
): Promise<SheetView | undefined> =>
  inTurn(() => run({ databaseUrl: url, row, table, from })) as Promise<SheetView | undefined>
