import { setTimeout } from 'node:timers/promises'
import { codeOf } from '../core/errors.ts'
import { outcomeUnknown, unavailable } from './unavailable.ts'

/**
 * One writer for all: use cases that wait together share a transaction, each in its savepoint, and are answered once
 * the disk has it. The flush runs beside the loop, so that requests are read and answered meanwhile.
 */

/** Use cases that wait together share one commit, up to this many: more would keep the first ones waiting. */
const SHARED_COMMIT_MAX = 64
const BUSY_POLL_MS = 20
const BUSY_MAX_MS = 5_000

export interface Waiting {
  run(): Promise<void>
  /** Its effects are on the disk. */
  stored(): void
  failed(error: unknown): void
}

/** The statements around use cases, on the writer's connection. */
export interface Frames {
  begin(): void
  commit(): void
  rollback(): void
  save(): void
  release(): void
  undo(): void
  /** Whether the transaction still stands: some failures of the engine end it by themselves. */
  open(): boolean
}

interface CommitQueue {
  push(waiting: Waiting): void
  /** Everything that was committed is on the disk; never again once the disk has refused something. */
  flushed(): boolean
  /** Why the disk refused something, since when nothing is written any more; undefined while it has not. */
  refusal(): unknown
  /** Resolves when nothing is waiting, running or being flushed. */
  idle(): Promise<void>
}

export function commitQueue(options: {
  frames: Frames
  /** Brings what was committed so far to the disk. */
  flush(): Promise<void>
  /** Told after a flush: whoever reads may see it from now on. */
  flushed(): void
  /** The log is too long to go on: the next turn waits until all of it is flushed, and then for `shorten`. */
  crowded(): boolean
  shorten(): Promise<void>
}): CommitQueue {
  const { frames } = options
  let queue: Waiting[] = []
  /** Committed, and not yet on the disk. */
  let unflushed: Waiting[] = []
  let flushing = 0
  let running = false
  let broken: unknown
  let whenIdle: (() => void)[] = []

  const wake = () => {
    if (running) return
    if (queue.length === 0) {
      if (flushing + unflushed.length === 0) settle()
      return
    }
    // While the disk works, at least half as many gather as it works for: commits stay few, and the disk busy.
    const ahead = flushing + unflushed.length
    if (queue.length * 2 < ahead || (ahead > 0 && options.crowded())) return
    running = true
    // One turn of the loop lets requests that arrived together join the same commit.
    setImmediate(() => void turn())
  }

  const turn = async () => {
    // A log that could not be shortened is tried again at the next turn; it has only grown meanwhile.
    if (options.crowded()) await options.shorten().catch(() => {})
    const sharing = queue.slice(0, SHARED_COMMIT_MAX)
    queue = queue.slice(SHARED_COMMIT_MAX)
    // Awaited first: a flush that ends meanwhile takes the list with it and leaves another in its place.
    const committed = broken ? sharing : await shareCommit(sharing, frames)
    if (broken) for (const waiting of committed) waiting.failed(unavailable(broken))
    else unflushed.push(...committed)
    running = false
    flush()
    wake()
  }

  const flush = () => {
    if (flushing > 0 || unflushed.length === 0) return
    const batch = unflushed
    unflushed = []
    flushing = batch.length
    void bringToDisk(batch)
  }

  const bringToDisk = async (batch: readonly Waiting[]) => {
    try {
      await options.flush()
      options.flushed()
    } catch (error) {
      // What the disk refused may be lost or not: nobody is told that it is stored, and nothing is built on it.
      broken = error
      for (const waiting of [...batch, ...unflushed]) waiting.failed(outcomeUnknown(error))
      unflushed = []
      flushing = 0
      wake()
      return
    }
    flushing = 0
    for (const waiting of batch) waiting.stored()
    flush()
    wake()
  }

  const settle = () => {
    for (const resolve of whenIdle) resolve()
    whenIdle = []
  }

  return {
    refusal: () => broken,
    flushed: () => !broken && flushing + unflushed.length === 0,
    push(waiting) {
      queue.push(waiting)
      wake()
    },
    idle: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve)
        wake()
      }),
  }
}

/** Somebody else who writes to the file is waited for beside the loop: a wait inside the engine would stop every read. */
async function begun(frames: Frames): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += BUSY_POLL_MS) {
    try {
      frames.begin()
      return
    } catch (error) {
      const busy = codeOf(error)?.startsWith('SQLITE_BUSY')
      if (!busy || waitedMs >= BUSY_MAX_MS) throw error
      await setTimeout(BUSY_POLL_MS)
    }
  }
}

/** Runs use cases in one transaction; answers those whose effects were committed. */
async function shareCommit(turn: readonly Waiting[], frames: Frames): Promise<Waiting[]> {
  const done: Waiting[] = []
  try {
    await begun(frames)
    for (const waiting of turn) {
      frames.save()
      try {
        await waiting.run()
        frames.release()
        done.push(waiting)
      } catch (error) {
        if (!frames.open()) throw error
        frames.undo()
        waiting.failed(error)
      }
    }
    frames.commit()
    return done
  } catch (error) {
    // The engine itself gave up (disk full, I/O error): nothing of this turn is stored, and nobody is told it is.
    frames.rollback()
    for (const waiting of turn) waiting.failed(error)
    return []
  }
}
