import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../test/support/servers.ts'
import { containers } from './campaign/containers.ts'
import { fuzz } from './campaign/fuzz.ts'
import { growth } from './campaign/growth.ts'
import { histories } from './campaign/histories.ts'
import { type ImportKills, killImports } from './campaign/import-kills.ts'
import { type Kills, killAgainAndAgain } from './campaign/kills.ts'
import { pastDays } from './campaign/lives.ts'
import { mutants } from './campaign/mutants.ts'
import type { Outcome } from './campaign/outcome.ts'
import { randomSheets } from './campaign/random-sheets.ts'
import { regulations } from './campaign/regulations.ts'
import { sheets } from './campaign/sheets.ts'

/**
 * What takes too long for the suite: kills in the middle of work, long random histories, many more fuzzed requests,
 * random regulations that are scored twice, a folder of real sheets, damaged files, requests that grow, and faults that the
 * tests have to see. `--ci` for fewer of each, `--seed N` to repeat a run, `--only NAME` for one part.
 */

const COUNTS = {
  ci: {
    kills: 20,
    importKills: 20,
    histories: 200,
    lives: 500,
    fuzz: 50,
    regulations: 10_000,
    randomSheets: 500,
    containers: 400,
    /** Each so many-th way in which a request grows. */
    growthEvery: 7,
    /** An hour of its own, whose share a sample of a few would not say. */
    mutants: 0,
  },
  full: {
    kills: 100,
    importKills: 60,
    histories: 3_000,
    lives: 10_000,
    fuzz: 400,
    regulations: 10_000,
    randomSheets: 2_500,
    containers: 3_000,
    growthEvery: 1,
    mutants: 400,
  },
}
const SHOWN_MAX = 5
const PARTS = [
  'kills',
  'import-kills',
  'histories',
  'lives',
  'fuzz',
  'regulations',
  'sheets',
  'random-sheets',
  'containers',
  'growth',
  'mutants',
]

const { values } = parseArgs({
  options: { ci: { type: 'boolean' }, seed: { type: 'string' }, only: { type: 'string' } },
})
if (values.only && !PARTS.includes(values.only)) {
  console.error(`There is no part ${values.only}: choose among ${PARTS.join(', ')}`)
  process.exit(2)
}
const seed = Number(values.seed ?? 20_190_103)
const counts = values.ci ? COUNTS.ci : COUNTS.full

/** Does the same on either engine, each with a folder and a database of its own. */
async function onBothEngines(
  name: string,
  work: (databaseUrl: string, folder: string, tell: (line: string) => void) => Promise<Omit<Outcome, 'name'>>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const engine of ['sqlite', 'postgres'] as const) {
    const folder = mkdtempSync(path.join(os.tmpdir(), `lvzhi-kills-${engine}-`))
    const server = engine === 'postgres' ? await startPostgres() : undefined
    try {
      const databaseUrl = server ? `${server.url}/postgres` : path.join(folder, 'kills.db')
      const tell = (line: string) => console.log(`  ${engine}: ${line}`)
      outcomes.push({ name: `${name} ${engine}`, ...(await work(databaseUrl, folder, tell)) })
    } finally {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return outcomes
}

const kills = () =>
  onBothEngines('kills', async (databaseUrl, folder, tell) =>
    outcomeOf(await killAgainAndAgain(databaseUrl, folder, { kills: counts.kills, seed }, tell)),
  )

const importKills = () =>
  onBothEngines('import-kills', async (databaseUrl, folder, tell) =>
    importOutcomeOf(await killImports(databaseUrl, folder, { kills: counts.importKills, seed }, tell)),
  )

function importOutcomeOf({ kills: killed, within, halves, different, events }: ImportKills) {
  const wrong = [...halves.map((one) => `half: ${one}`), ...different.map((one) => `another end: ${one}`)]
  for (const line of wrong.slice(0, SHOWN_MAX)) console.error(`  ${line}`)
  const stages = Object.entries(killed).map(
    ([stage, count]) => `${count} in ${stage} (${within[stage as keyof typeof within]} before its end)`,
  )
  return {
    ok: wrong.length === 0 && Object.values(within).every((count) => count > 0),
    figures: `${stages.join(', ')}, halves ${halves.length}, ends unlike a clean run ${different.length}, ${events} events in unbroken chains`,
  }
}

function outcomeOf(found: Kills): Omit<Outcome, 'name'> {
  const wrong = [
    ...found.lost.map((one) => `lost: ${one}`),
    ...found.halves.map((one) => `half: ${one}`),
    ...found.replaysDifferent.map((one) => `another answer: ${one}`),
    ...found.doubled.map((one) => `not exactly once: ${one}`),
    ...found.importsDifferent.map((one) => `import: ${one}`),
    ...found.reportsWrong.map((one) => `report: ${one}`),
  ]
  for (const line of wrong.slice(0, SHOWN_MAX)) console.error(`  ${line}`)
  const figures =
    `${found.kills} kills, ${found.cuts} connections cut before them, ${found.acknowledged} acknowledged, lost ${found.lost.length}, ` +
    `halves ${found.halves.length}, replays equal ${found.replaysEqual}/${found.acknowledged}, ` +
    `retried ${found.retried}, ${found.imports} imports (${found.midCommit} killed while committing) ` +
    `different ${found.importsDifferent.length}, ${found.reports} reports (${found.midReport} killed while made) ` +
    `wrong ${found.reportsWrong.length}, ${found.events} events in unbroken chains`
  return {
    ok: wrong.length === 0 && found.midCommit > 0 && found.midReport > 0,
    figures,
  }
}

const parts: Record<string, () => Promise<Outcome[]>> = {
  kills,
  'import-kills': importKills,
  histories: () => histories(counts.histories, seed),
  lives: () => pastDays(counts.lives, seed),
  fuzz: async () => fuzz(counts.fuzz, seed),
  regulations: async () => regulations(counts.regulations, seed),
  sheets,
  'random-sheets': () => randomSheets(seed, counts.randomSheets),
  containers: () => containers(seed, counts.containers),
  growth: () => growth(counts.growthEvery),
  mutants: async () =>
    counts.mutants > 0
      ? mutants(seed, counts.mutants)
      : [{ name: 'mutants', ok: true, skipped: true, figures: 'by themselves: --only mutants without --ci' }],
}

console.log(`campaign, seed ${seed}${values.ci ? ', --ci' : ''}`)
const outcomes: Outcome[] = []
for (const name of PARTS) {
  if (values.only && values.only !== name) continue
  const begin = performance.now()
  const found = await parts[name]!().catch((error): Outcome[] => [
    { name, ok: false, figures: String(error.stack ?? error) },
  ])
  for (const { name: part, ok, skipped, figures } of found)
    console.log(`${skipped ? 'skipped' : ok ? 'passed' : 'FAILED'} ${part}: ${figures}`)
  console.log(`  ${name} took ${Math.round((performance.now() - begin) / 1_000)} s`)
  outcomes.push(...found)
}
const failed = outcomes.filter(({ ok }) => !ok).length
const skipped = outcomes.filter((one) => one.skipped).length
const rest = skipped > 0 ? `, ${skipped} skipped` : ''
console.log(`${outcomes.length - failed - skipped} passed, ${failed} failed${rest}`)
process.exit(failed > 0 ? 1 : 0)
