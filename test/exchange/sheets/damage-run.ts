import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** Damaged files by seed: each ends in a plan or in a refusal that says what to do, soon and in bounded memory. */

export interface DamageTask {
  seed: number
  samples: string | null
}

export interface DamageAnswer {
  name: string
  size: number
  /** `plan`, or the code of the refusal. */
  outcome: string
  fault: string | null
  ms: number
  /** Of the process so far. */
  peakMb: number
}

export interface DamageTally {
  files: number
  outcomes: Map<string, number>
  faults: string[]
  slowest: { ms: number; of: string }
  peak: { mb: number; of: string }
}

/** As the planner has it. */
const HEAP_MB = 1_024
/** Megabytes of the whole process. */
export const MEMORY_MAX_MB = 1_400
export const FILE_MS_MAX = 10_000
const START_MS = 30_000
/** A process holds what it once took: after so many files another one begins. */
const FILES_EACH = 250

export async function runDamage(
  from: number,
  count: number,
  samples: string | null = null,
): Promise<DamageTally> {
  const tally: DamageTally = {
    files: 0,
    outcomes: new Map(),
    faults: [],
    slowest: { ms: 0, of: '' },
    peak: { mb: 0, of: '' },
  }
  let child: ChildProcess | undefined
  try {
    for (let seed = from; seed < from + count; seed += 1) {
      if (tally.files % FILES_EACH === 0) child?.kill('SIGKILL')
      if (!child || child.killed || child.exitCode !== null) child = await started()
      const answer = await asked(child, { seed, samples })
      tally.files += 1
      note(tally, seed, answer)
      if (typeof answer === 'string') child.kill('SIGKILL')
    }
  } finally {
    child?.kill('SIGKILL')
  }
  return tally
}

async function started(): Promise<ChildProcess> {
  const child = fork(new URL('./damaged-child.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  child.stderr!.resume()
  await once(child, 'message', { signal: AbortSignal.timeout(START_MS) })
  return child
}

/** The answer, or why there is none. */
async function asked(child: ChildProcess, task: DamageTask): Promise<DamageAnswer | string> {
  const answered = new AbortController()
  const signal = AbortSignal.any([answered.signal, AbortSignal.timeout(FILE_MS_MAX * 1.5)])
  child.send(task)
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([answer]) => answer as DamageAnswer),
      once(child, 'exit', { signal }).then(([code, by]) => `died: ${by ?? code}`),
    ])
  } catch {
    return 'no answer in time'
  } finally {
    answered.abort()
  }
}

function note(tally: DamageTally, seed: number, answer: DamageAnswer | string): void {
  if (typeof answer === 'string') {
    tally.faults.push(`seed ${seed}: ${answer}`)
    return
  }
  const { outcome, fault, ms, peakMb, name, size } = answer
  const of = `seed ${seed}, ${name}, ${size} bytes`
  const key = fault ? 'fault' : outcome
  tally.outcomes.set(key, (tally.outcomes.get(key) ?? 0) + 1)
  if (fault) tally.faults.push(`${of}: ${fault}`)
  if (ms > FILE_MS_MAX) tally.faults.push(`${of}: ${Math.round(ms)} ms`)
  if (ms > tally.slowest.ms) tally.slowest = { ms, of }
  if (peakMb > tally.peak.mb) tally.peak = { mb: peakMb, of }
}

/** One line of figures. */
export function damageFigures({ files, outcomes, slowest, peak }: DamageTally): string {
  const told = [...outcomes].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`)
  return (
    `${files} files: ${told.join(', ')}; slowest ${Math.round(slowest.ms)} ms (${slowest.of}), ` +
    `peak ${peak.mb} MB (${peak.of})`
  )
}
