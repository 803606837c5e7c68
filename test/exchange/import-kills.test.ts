import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { killImports } from '../../scripts/campaign/import-kills.ts'
import { emptyDatabase } from '../support/world.ts'

/** The server is killed while it plans, commits and takes back an import; the campaign does it again and again. */

const engines = inject('postgres') ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)

describe.each(engines)('an import whose server is killed (%s)', (engine) => {
  it('ends as one that was left alone, whatever it was about', { timeout: 120_000 }, async () => {
    const database = await emptyDatabase(engine)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-import-kills-'))
    try {
      const found = await killImports(database.url, folder, { kills: 3, seed: 7, meetings: 5 }, () => {})
      expect(found).toMatchObject({ kills: { plan: 1, commit: 1, revert: 1 }, halves: [], different: [] })
    } finally {
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
