import { describe, expect, test } from 'vitest'
import { runCases } from '../../src/scoring/cases/run.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'

/** Rules without their head, and cases for them, each under the name of what they show. */
export type Mechanisms = Readonly<Record<string, { rules: string; cases: string }>>

const HEAD = 'regulation: sample\ntitle: Sample\nperiod: calendar_year\n'

/** Runs every case; a file that cannot be read fails where it stands. */
export function checkMechanisms(mechanisms: Mechanisms): void {
  describe.each(Object.entries(mechanisms))('%s', (_, { rules, cases }) => {
    const loaded = loadRegulation(`${HEAD}${rules}\n`)
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
    const run = runCases(`regulation: sample\nyear: 2024\ncases:${cases}\n`, loaded.regulation)
    if (!run.ok) throw new Error(JSON.stringify(run.errors, null, 2))
    test.each(run.results.map((result) => [result.name, result] as const))('%s', (__, { differences }) => {
      expect(differences.map(({ message }) => message.en)).toEqual([])
    })
  })
}

/** What is wrong with some rules: the codes of the refusals, in the order of the file. */
export function refusalsOf(rules: string): string[] {
  const loaded = loadRegulation(`${HEAD}${rules}\n`)
  return loaded.ok ? [] : loaded.errors.map(({ code }) => code)
}

/** The same, each with its place. */
export function refusedAt(rules: string): string[] {
  const loaded = loadRegulation(`${HEAD}${rules}\n`)
  return loaded.ok ? [] : loaded.errors.map(({ pointer, code }) => `${pointer} ${code}`)
}
