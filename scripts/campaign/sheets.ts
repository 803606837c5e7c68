import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Outcome } from './outcome.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** Every sheet of the samples folder: planned, answered, committed, compared and reverted. */
export async function sheets(): Promise<Outcome[]> {
  const folder = path.resolve(ROOT, process.env['SAMPLES_DIR'] ?? '../shared/samples')
  if (!existsSync(path.join(folder, 'compare.mjs'))) {
    return [
      { name: 'sheets', ok: true, skipped: true, figures: `no samples in ${path.basename(folder)}: not run` },
    ]
  }
  const run = spawnSync(process.execPath, ['scripts/samples.ts', '--commit', folder], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  })
  const last = run.stdout.trimEnd().split('\n').at(-1) ?? ''
  if (run.status !== 0) console.error(`${run.stdout.slice(-3_000)}${run.stderr.slice(-3_000)}`)
  return [{ name: 'sheets', ok: run.status === 0, figures: last }]
}
