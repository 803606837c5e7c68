import { AppError, codeOf } from '../../core/errors.ts'
import { taskThread } from '../../core/task-thread.ts'
import { wordsFor } from '../check/refusals.ts'
import type { Vocabulary } from '../check/vocabulary.ts'
// Types alone: the reader of files has no place on the thread that answers.
import type { CheckedSource, SourceError, TriedCases } from './source.ts'
import type { SourceAnswer, SourceTask } from './source-thread.ts'

/**
 * Files that a request brings are read in a thread, one at a time and not for long: whatever stands in one, the others
 * are answered meanwhile. A file of ours takes some milliseconds.
 */

const LIMIT_MS = 5_000
const WAITING_MAX = 16
const HEAP_MB = 256

const TOO_SLOW = Symbol('too slow')

/** One thread with its queue; other limits are for tests. */
export function sourceReader({ limitMs = LIMIT_MS, waitingMax = WAITING_MAX } = {}) {
  const run = taskThread<SourceTask, SourceAnswer>(new URL('./source-thread.ts', import.meta.url), {
    maxOldGenerationSizeMb: HEAP_MB,
  })
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  /** After whatever came before; 503 where too many wait already. */
  const inTurn = async (task: SourceTask): Promise<SourceAnswer | typeof TOO_SLOW> => {
    if (waiting >= waitingMax) throw tooMany()
    waiting += 1
    const mine = last.then(() => limited(task))
    last = mine.catch(() => {})
    try {
      return await mine
    } finally {
      waiting -= 1
    }
  }
  const limited = async (task: SourceTask): Promise<SourceAnswer | typeof TOO_SLOW> => {
    let timer: NodeJS.Timeout | undefined
    const until = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(TOO_SLOW), limitMs)
    })
    until.catch(() => {})
    try {
      return await run(task, until)
    } catch (error) {
      if (error === TOO_SLOW || codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') return TOO_SLOW
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
  const slow = (): SourceError => ({
    line: 1,
    column: 1,
    pointer: '',
    code: 'too_slow',
    ...wordsFor('too_slow', [String(limitMs / 1_000)]),
  })

  return {
    /** `checkSource` in the thread; a file that takes too long has that as its error. */
    async check(
      source: string,
      options: Record<string, string>,
      vocabulary: Vocabulary,
    ): Promise<CheckedSource> {
      const checked = await inTurn({ kind: 'check', source, options, vocabulary })
      return checked === TOO_SLOW ? { errors: [slow()], read: undefined } : (checked as CheckedSource)
    },
    /** `tryCases` in the thread. */
    async tryCases(source: string, cases: string, vocabulary: Vocabulary): Promise<TriedCases> {
      const tried = await inTurn({ kind: 'cases', source, cases, vocabulary })
      if (tried !== TOO_SLOW) return tried as TriedCases
      return { passed: 0, failed: 0, errors: [{ file: 'source', ...slow() }], cases: [] }
    },
  }
}

const tooMany = () =>
  new AppError('unavailable', {
    en: 'Too many rules files are being read: try again in a moment',
    zh: '正在读取的规则文件太多，请稍后重试',
  })

/** The reader of this process. */
export const { check: checkInThread, tryCases: tryInThread } = sourceReader()
