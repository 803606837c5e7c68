import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runCases } from '../../src/scoring/cases.ts'
import { numbersOf } from '../../src/scoring/check.ts'
import { loadRegulation } from '../../src/scoring/load.ts'

const FOLDER = new URL('../../regulations/', import.meta.url)
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}.yaml`, FOLDER), 'utf8')

describe.each(names)('regulation %s', (name) => {
  const loaded = loadRegulation(read(name, 'rules'))
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
  const { regulation } = loaded
  const run = runCases(read(name, 'cases'), regulation)
  if (!run.ok) throw new Error(JSON.stringify(run.errors, null, 2))

  test('has the name of its folder', () => {
    expect(regulation.regulation).toBe(name)
  })

  test.each(run.results.map((result) => [result.name, result] as const))('%s', (_, { differences }) => {
    expect(differences.map(({ message }) => message.en)).toEqual([])
  })

  test('every number of every clause is shown by a case in which the clause gives a line', () => {
    const shown = new Set(run.results.flatMap((result) => result.shows))
    for (const code of Object.keys(regulation.clauses)) {
      for (const number of numbersOf(code)) expect(shown).toContain(number)
      expect(run.results.some((result) => result.clauses.includes(code))).toBe(true)
    }
  })

  test('every reading is shown by a case', () => {
    const shown = new Set(run.results.flatMap((result) => result.shows))
    for (const [code, readings] of Object.entries(regulation.readings)) {
      for (const reading of Object.keys(readings)) expect(shown).toContain(`${code}/${reading}`)
    }
  })

  test('what is omitted has a reason in both languages', () => {
    for (const reason of Object.values(regulation.omitted)) {
      expect(reason.zh).toMatch(/\p{Script=Han}/u)
      expect(reason.en).toMatch(/^[\x20-\x7e]+$/)
    }
  })
})

describe('the clauses of Tongcheng', () => {
  test('each of the sixteen is encoded, a limit, or omitted with a reason', () => {
    const loaded = loadRegulation(read('tongcheng-2019', 'rules'))
    if (!loaded.ok) throw new Error('not readable')
    const { clauses, omitted, groups } = loaded.regulation
    const told = [
      ...Object.keys(clauses).flatMap(numbersOf),
      ...Object.keys(omitted),
      ...Object.values(groups).flatMap((group) => group.article ?? []),
    ].sort()
    expect(told).toEqual(Array.from({ length: 16 }, (_, at) => `TC-${String(at + 1).padStart(2, '0')}`))
  })
})
