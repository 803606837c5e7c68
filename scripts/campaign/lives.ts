import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { migrate } from '../../src/storage/migrate.ts'
import { livesIn } from '../../test/support/lives.ts'
import type { Outcome } from './outcome.ts'

const DAYS = 14
/** A new database: what the committees before it left is read by nobody, and kept by everybody. */
const OFFICES_A_DATABASE = 25

/** Until so many lives were lived: what every figure said on a day is what it says of that day for ever. */
export async function pastDays(lives: number, seed: number): Promise<Outcome[]> {
  const sum = { offices: 0, lives: 0, steps: 0, refused: 0, figures: 0 }
  while (sum.lives < lives) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-lives-'))
    const url = path.join(folder, 'lives.db')
    await migrate({ engine: 'sqlite', url })
    const office = await livesIn(url)
    try {
      for (let n = 0; n < OFFICES_A_DATABASE && sum.lives < lives; n += 1) {
        const lived = await office.run(seed + sum.offices, DAYS, sum.offices % 3 === 2)
        sum.offices += 1
        for (const name of ['lives', 'steps', 'refused', 'figures'] as const) sum[name] += lived[name]
      }
    } finally {
      await office.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const figures = `${sum.lives} lives in ${sum.offices} offices, ${sum.steps} steps (${sum.refused} refused), ${sum.figures} figures asked again, all as they were`
  return [{ name: 'lives', ok: true, figures }]
}
