import os from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

/** Milliseconds of work between rests: as long as somebody else may wait for the core. */
const WORK_MS = 1
const REST_MS = 0.05

const clock = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
let rested = 0

/**
 * A short rest in the middle of long work in a thread. A kernel takes a core from a thread that never waits only at its
 * tick, so who answers requests would often wait for milliseconds; they get it at once from one that rests. Called as
 * often as one likes; costs a twentieth of the time.
 */
export function yieldCore(): void {
  if (isMainThread) return
  const now = performance.now()
  if (now - rested < WORK_MS) return
  Atomics.wait(clock, 0, 0, REST_MS)
  rested = performance.now()
}

/** Milliseconds that one request works before those that came meanwhile are looked at. */
const TURN_MS = 10

/**
 * The same where requests are answered, between two pieces of work for one of them: a turn of the loop once they took so
 * long, and nothing to wait for until then.
 */
export function turnYielder(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < TURN_MS) return undefined
    return setImmediate().then(() => {
      since = performance.now()
    })
  }
}

/** Works step by step, and others have their turns between. */
export async function inTurns<T>(steps: Iterator<unknown, T>): Promise<T> {
  const turn = turnYielder()
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    const others = turn()
    if (others) await others
  }
}

/** All steps at once, in a thread of one's own. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Of nice(2): a thread that answers requests gets nine tenths of a core that both want. */
const NICENESS = 10

/** From now on this thread stands behind those that answer requests. Elsewhere than on Linux the whole process would. */
export function giveWay(): void {
  if (isMainThread || process.platform !== 'linux') return
  try {
    os.setPriority(0, NICENESS)
  } catch {
    // A wish that a sandbox may refuse.
  }
}
