import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Measure } from './figures.ts'
import { measureBoard } from './measures/board.ts'
import { measureCreate } from './measures/create.ts'
import { measureDeepPages } from './measures/deep-pages.ts'
import { measureExport } from './measures/export.ts'
import { measureImport, measureImportXlsx } from './measures/import.ts'
import { measureImportCancel } from './measures/import-cancel.ts'
import { measureImportEdges } from './measures/import-edges.ts'
import { measureMillion } from './measures/import-million.ts'
import { measureNeighbours } from './measures/neighbours.ts'
import { measurePage } from './measures/page.ts'
import { measureQuotas } from './measures/quotas.ts'
import { measureRegulation } from './measures/regulation.ts'
import { measureScore } from './measures/score.ts'
import { measureStart } from './measures/start.ts'
import { measureStatistics } from './measures/statistics.ts'

/**
 * Measures the product against the fastest that can be written by hand, side by side in one run: rounds in turns,
 * medians and spread. Prints one JSON document; a floor that is missed ends with 1. `--only NAME` runs one group.
 */

const HEARD_MS = 500

const GROUPS: Record<string, (folder: string) => Promise<Measure[]>> = {
  page: measurePage,
  create: measureCreate,
  import: measureImport,
  'import-xlsx': measureImportXlsx,
  'import-edges': measureImportEdges,
  'import-cancel': measureImportCancel,
  'import-million': measureMillion,
  export: measureExport,
  score: measureScore,
  regulation: measureRegulation,
  statistics: measureStatistics,
  board: measureBoard,
  'deep-pages': measureDeepPages,
  neighbours: measureNeighbours,
  quotas: measureQuotas,
  start: measureStart,
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
if (values.only && !GROUPS[values.only]) {
  console.error(`There is no measure ${values.only}: choose among ${Object.keys(GROUPS).join(', ')}`)
  process.exit(2)
}

const begin = performance.now()
const measures: Measure[] = []
for (const [name, group] of Object.entries(GROUPS)) {
  if (values.only && values.only !== name) continue
  const folder = mkdtempSync(path.join(os.tmpdir(), `lvzhi-bench-${name}-`))
  try {
    measures.push(...(await group(folder)))
  } catch (error) {
    // A server that ended is heard of a moment after its connections: what it said comes first.
    await setTimeout(HEARD_MS)
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const machine = {
  cores: os.cpus().length,
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  node: process.version,
  cpu: os.cpus()[0]?.model ?? 'unknown',
  platform: `${os.platform()} ${os.release()}`,
}
const missed = measures.filter(({ ok }) => !ok).map(({ name }) => name)
const seconds = Math.round((performance.now() - begin) / 1_000)
console.log(JSON.stringify({ machine, seconds, measures, missed }, null, 2))
process.exit(missed.length > 0 ? 1 : 0)
