import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Frees what has just been thrown away, in a millisecond or two. What a socket hands over lies outside the heap, and the
 * engine lets 64 MB of it gather before it looks; the process would stay that much larger.
 */
export function collectYoung(): void {
  collect ??= exposed()
  collect({ type: 'minor' })
}

/** Frees everything that is not in use, in some tens of milliseconds: for threads that answer nobody. */
export function collectAll(): void {
  collect ??= exposed()
  collect({ type: 'major' })
}

/**
 * The same, and gives the memory back to the system, which the engine itself does only many seconds after a thread has
 * ended: for a thread that has done its work.
 */
export function releaseAll(): void {
  collect ??= exposed()
  collect({ type: 'major', flavor: 'last-resort' })
}

type Collect = (options: { type: 'minor' | 'major'; flavor?: 'last-resort' }) => void

let collect: Collect | undefined

function exposed(): Collect {
  // Only a context that is made after the flag has the function; the one that everything runs in never gets it.
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  setFlagsFromString('--no-expose-gc')
  return collect
}
