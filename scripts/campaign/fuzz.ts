import type { Outcome } from '../campaign.ts'

interface Fuzzed {
  requests: number
  failures: readonly string[]
}

/** What `test/support/fuzz.ts` offers to a longer run than the suite's. */
interface Fuzzer {
  fuzzAll?: (world: unknown, options: { runs: number; seed: number }) => Promise<Fuzzed>
}

/** Requests made from the contract, many more than in the suite. */
export async function fuzz(runs: number, seed: number): Promise<Outcome[]> {
  const { fuzzAll } = (await import('../../test/support/fuzz.ts')) as Fuzzer
  if (!fuzzAll) return [{ name: 'fuzz', ok: true, figures: 'test/support/fuzz.ts has no fuzzAll: not run' }]
  const { openWorld } = await import('../../test/support/world.ts')
  const world = await openWorld('sqlite')
  try {
    const { requests, failures } = await fuzzAll(world, { runs, seed })
    for (const failure of failures.slice(0, 5)) console.error(`  fuzz: ${failure}`)
    return [
      {
        name: 'fuzz',
        ok: failures.length === 0,
        figures: `${requests} requests, ${failures.length} failures`,
      },
    ]
  } finally {
    await world.close()
  }
}
