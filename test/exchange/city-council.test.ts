import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCouncil } from '../../examples/city-council.ts'

const root = path.resolve(import.meta.dirname, '../..')
const folder = path.resolve(root, process.env['SAMPLES_DIR'] ?? '../shared/samples', 'real')
const file = path.join(folder, 'toronto-attendance.csv')
const present = existsSync(file)
if (!present)
  console.log(`${file} is absent, so the city council is not imported in this run (set SAMPLES_DIR)`)

interface Truth {
  members_stored: { members: { name: string; present: number; absent: number }[] }
}

describe.runIf(present)('a real city council', () => {
  it('6 105 facts as published, one contradiction kept as a decision, scored', {
    timeout: 120_000,
  }, async () => {
    const work = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-council-'))
    try {
      const { planned, counts, ranking } = await runCouncil(file, path.join(work, 'council.db'))
      expect(planned.summary.counts).toMatchObject({ new: 6105, duplicate_in_file: 5, conflict: 1 })
      expect(planned.decisions.map((decision: { kind: string }) => decision.kind)).toEqual(['conflict'])
      const truth = JSON.parse(readFileSync(path.join(folder, 'toronto.truth.json'), 'utf8')) as Truth
      const wanted = new Map(truth.members_stored.members.map((one) => [one.name, one]))
      expect(counts.size).toBe(28)
      for (const [name, { present: came, absent }] of wanted) {
        expect({ name, ...counts.get(name) }).toEqual({ name, present: came, absent })
      }
      for (const { name, total } of ranking.items) {
        const own = wanted.get(name)!
        expect(total, name).toBe(own.present - own.absent)
      }
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  })
})
