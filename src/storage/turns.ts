import { performance } from 'node:perf_hooks'
import { crowded } from './unavailable.ts'

/**
 * Turns by committee, taken before a connection is: the writes of one committee stand in its own line, one at a time,
 * so that they never hold the connections that others need while they wait for each other.
 */
export interface Turns {
  /** Resolves with the function that ends the turn. Rejects with `unavailable` where too many wait, or too long. */
  take(committeeId: string, options?: { always?: boolean }): Promise<() => void>
}

interface Waiter {
  begin: () => void
  timer: NodeJS.Timeout | undefined
}

/** In a busy process a line rests this many times as long as its last write took, and not longer than the limit. */
const REST_SHARE = 1.5
const REST_MAX_MS = 20
/** The share of its time that a process works, from which on it has none to spare. */
const BUSY_FROM = 0.85

/** `isBusy` tells whether the process has had no time to spare since it was last asked. */
export function turnsOf(limits: { waitingMax: number; waitMs: number }, isBusy = busyWatch()): Turns {
  /** Who waits for a committee's turn; no line: nobody has it. */
  const lines = new Map<string, Waiter[]>()

  const end = (committeeId: string, line: Waiter[], tookMs: number) => {
    const next = line.shift()
    if (!next) {
      lines.delete(committeeId)
      return
    }
    clearTimeout(next.timer)
    // A crowd in one committee would have most of a busy process, and reads of the others would stand behind it.
    if (isBusy()) setTimeout(next.begin, Math.min(REST_SHARE * tookMs, REST_MAX_MS))
    else next.begin()
  }

  return {
    /** With `always` nobody is turned away: work in the background is bounded elsewhere, and would be lost. */
    async take(committeeId, { always = false } = {}) {
      const line = lines.get(committeeId)
      const own = line ?? []
      if (line) {
        if (!always && line.length >= limits.waitingMax) throw crowded()
        await new Promise<void>((resolve, reject) => {
          const waiter: Waiter = { begin: resolve, timer: undefined }
          if (!always) {
            waiter.timer = setTimeout(() => {
              line.splice(line.indexOf(waiter), 1)
              reject(crowded())
            }, limits.waitMs)
          }
          line.push(waiter)
        })
      } else lines.set(committeeId, own)
      const begun = performance.now()
      return () => end(committeeId, own, performance.now() - begun)
    },
  }
}

function busyWatch(): () => boolean {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization >= BUSY_FROM
  }
}
