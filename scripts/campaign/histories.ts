import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { migrate } from '../../src/storage/migrate.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { historian } from '../../test/support/histories.ts'
import type { Outcome } from './outcome.ts'

const WRITES = 20
const RULES = new URL('../../regulations/tongcheng-2019/rules.yaml', import.meta.url)

/** Longer and more histories than in the suite. */
export async function histories(runs: number, seed: number): Promise<Outcome[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-histories-'))
  const url = path.join(folder, 'histories.db')
  await migrate({ engine: 'sqlite', url })
  const storage = openSqlite(url, () => new Date('2024-12-30T04:00:00.000Z'))
  const all = historian(storage, readFileSync(RULES, 'utf8'))
  const sum = { writes: 0, refused: 0, scored: 0 }
  try {
    for (let n = 0; n < runs; n += 1) {
      const { writes, refused, scored } = await all.run(seed + n, WRITES)
      sum.writes += writes
      sum.refused += refused
      sum.scored += scored
    }
  } finally {
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const figures = `${runs} histories, ${sum.writes} writes (${sum.refused} refused), ${sum.scored} members scored again, all equal to scoring anew`
  return [{ name: 'histories', ok: true, figures }]
}
