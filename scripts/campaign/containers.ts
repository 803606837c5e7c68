import { existsSync } from 'node:fs'
import path from 'node:path'
import { damageFigures, MEMORY_MAX_MB, runDamage } from '../../test/exchange/sheets/damage-run.ts'
import type { Outcome } from './outcome.ts'

const SAMPLES = path.resolve(import.meta.dirname, '../..', process.env['SAMPLES_DIR'] ?? '../shared/samples')

/** Files of every container, damaged by seed: each ends in a plan or a refusal, soon and in bounded memory. */
export async function containers(seed: number, count: number): Promise<Outcome[]> {
  const tally = await runDamage(seed, count, existsSync(SAMPLES) ? SAMPLES : null)
  for (const fault of tally.faults) console.error(`  ${fault.slice(0, 600)}`)
  const ok = tally.faults.length === 0 && tally.peak.mb <= MEMORY_MAX_MB
  return [{ name: 'containers', ok, figures: `${damageFigures(tally)}, from seed ${seed}` }]
}
