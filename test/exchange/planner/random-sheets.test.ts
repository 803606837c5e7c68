import { expect, test } from 'vitest'
import { figuresOf, runSheets } from '../sheets/run.ts'

/** More seeds run in the campaign. */
const SHEETS = 80

test('random sheets are read as they were made, and spoilt ones credit nobody falsely', {
  timeout: 120_000,
}, async () => {
  const tally = await runSheets(1, SHEETS)
  console.log(figuresOf(tally))
  expect(tally.faults).toEqual([])
  expect([tally.wrong, tally.falseCredits, tally.taken]).toEqual([0, 0, tally.plain])
  expect(tally.plain).toBeGreaterThan(2_000)
  expect(tally.mutated).toBeGreaterThan(SHEETS)
})
