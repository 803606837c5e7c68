import { figuresOf, runSheets } from '../../test/exchange/sheets/run.ts'
import type { Outcome } from './outcome.ts'

/** Sheets from known truths, by seed, in every shape and container; and each of them spoilt. */
export async function randomSheets(seed: number, count: number): Promise<Outcome[]> {
  const tally = await runSheets(seed, count)
  for (const fault of tally.faults) console.error(`  ${fault}`)
  const tried = [...tally.tried]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, times]) => `${name} ${times}`)
  console.log(`  tried: ${tried.join(', ')}`)
  const ok = tally.faults.length === 0 && tally.wrong === 0 && tally.falseCredits === 0
  return [{ name: 'random-sheets', ok, figures: `${figuresOf(tally)}, from seed ${seed}` }]
}
