import { crowded } from './unavailable.ts'

/**
 * Turns by committee, taken before a connection is: the writes of one committee stand in its own line, so that they
 * never hold the connections that others need while they wait for each other.
 */
export interface Turns {
  /** Resolves with the function that ends the turn. Rejects with `unavailable` where too many wait, or too long. */
  take(committeeId: string, options?: { always?: boolean }): Promise<() => void>
}

interface Waiter {
  begin: () => void
  timer: NodeJS.Timeout | undefined
}

interface Line {
  running: number
  waiting: Waiter[]
}

export function turnsOf(limits: {
  /** Writes of one committee that hold a connection at the same time. */
  atOnce: number
  waitingMax: number
  waitMs: number
}): Turns {
  const lines = new Map<string, Line>()

  const end = (committeeId: string, line: Line) => {
    const next = line.waiting.shift()
    if (next) {
      clearTimeout(next.timer)
      next.begin()
      return
    }
    line.running -= 1
    if (line.running === 0) lines.delete(committeeId)
  }

  return {
    /** With `always` nobody is turned away: work in the background is bounded elsewhere, and would be lost. */
    async take(committeeId, { always = false } = {}) {
      let line = lines.get(committeeId)
      if (!line) {
        line = { running: 0, waiting: [] }
        lines.set(committeeId, line)
      }
      const own = line
      const release = () => end(committeeId, own)
      if (own.running < limits.atOnce) {
        own.running += 1
        return release
      }
      if (!always && own.waiting.length >= limits.waitingMax) throw crowded()
      await new Promise<void>((resolve, reject) => {
        const waiter: Waiter = { begin: resolve, timer: undefined }
        if (!always) {
          waiter.timer = setTimeout(() => {
            own.waiting.splice(own.waiting.indexOf(waiter), 1)
            reject(crowded())
          }, limits.waitMs)
        }
        own.waiting.push(waiter)
      })
      return release
    },
  }
}
