import { spawnSync } from 'node:child_process'
import path from 'node:path'
import type { Outcome } from './outcome.ts'

/** Failures are told apart from the list of what passed, each with its request. */
const FAILURES_MAX = 20_000
const ROOT = path.resolve(import.meta.dirname, '../..')

/** The suite's own fuzz over all operations and both engines, with many more requests. */
export function fuzz(requests: number, seed: number): Outcome[] {
  const vitest = path.join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const run = spawnSync(process.execPath, [vitest, 'run', 'test/http/fuzz.test.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, FUZZ_RUNS: String(requests), FUZZ_SEED: String(seed) },
  })
  const closing = /^\d+ passed, \d+ failed.*$/m.exec(run.stdout)?.[0] ?? 'it did not end'
  const ok = run.status === 0
  if (!ok) console.error(run.stderr.slice(0, FAILURES_MAX) || run.stdout.slice(-FAILURES_MAX))
  return [{ name: 'fuzz', ok, figures: `${requests} requests an operation, seed ${seed}: ${closing}` }]
}
