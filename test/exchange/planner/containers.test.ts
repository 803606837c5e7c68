import { expect, test } from 'vitest'
import { damageFigures, MEMORY_MAX_MB, runDamage } from '../sheets/damage-run.ts'

/** More seeds run in the campaign, and the samples with them. */
const FILES = 150

test('a damaged file of any container ends in a plan, or in a refusal that says what to do', {
  timeout: 120_000,
}, async () => {
  const tally = await runDamage(801, FILES)
  console.log(damageFigures(tally))
  expect(tally.faults).toEqual([])
  expect(tally.files).toBe(FILES)
  expect(tally.outcomes.get('plan')).toBeGreaterThan(20)
  expect(tally.outcomes.get('file_corrupt')).toBeGreaterThan(20)
  expect(tally.peak.mb).toBeLessThan(MEMORY_MAX_MB)
})
