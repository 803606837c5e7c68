import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runCases } from '../../src/scoring/cases/run.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { numbersOf } from '../../src/scoring/check/regulation.ts'

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

  test('every number of every clause and trigger is shown by a case in which it gives something', () => {
    const shown = new Set(run.results.flatMap((result) => result.shows))
    for (const code of [...Object.keys(regulation.clauses), ...Object.keys(regulation.triggers)]) {
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

/** Published clause lists, where they stand beside the project. */
const SOURCES = new URL('../../../shared/regulations/', import.meta.url)
const ENCODED: Record<string, string> = {
  'tongcheng-2019': '06-tongcheng',
  'jinan-2015': '01-jinan',
  xuanwei: '04-xuanwei',
  'guangshui-2017': '05-guangshui-2017',
  'hefei-2015': '07-hefei',
  'guangzhou-2016': '11-guangzhou',
  'xiangyang-2017': '21-xiangyang',
  'shandong-sheng-2013': '27-shandong-sheng',
  'yongchun-2018': '16-yongchun',
  'kenli-2019': '14-kenli',
  'huangshi-2014': '22-huangshi',
  'fengjie-2022': '19-fengjie',
  'shaoxing-2017': '17-shaoxing',
  'guangshui-2014': '26-guangshui-2014',
  'lengshuiguan-renda': '46-lengshuiguan-renda',
}

/** A file of its own for what scores bodies instead of members. */
const BESIDE: Record<string, string> = { 'guangshui-2017': 'guangshui-2017-groups' }

describe.skipIf(!existsSync(SOURCES))(
  'against the published clause lists (skipped where they are not beside)',
  () => {
    test('every encoded regulation names its source', () => {
      expect([...Object.keys(ENCODED), ...Object.values(BESIDE), ...OWN].toSorted()).toEqual(names.toSorted())
    })

    test.each(Object.entries(ENCODED))(
      '%s: each clause is encoded, or omitted with a reason',
      (name, file) => {
        const loaded = loadRegulation(read(name, 'rules'))
        if (!loaded.ok) throw new Error('not readable')
        const { clauses, conditions, omitted, groups, triggers } = loaded.regulation
        const told = new Set([
          ...Object.keys(clauses).flatMap(numbersOf),
          ...Object.keys(triggers).flatMap(numbersOf),
          ...Object.keys(omitted),
          ...Object.values(groups).flatMap((group) => group.article ?? []),
          ...Object.values(conditions).flatMap((condition) => condition.article ?? []),
        ])
        const source = parse(readFileSync(new URL(`${file}.yaml`, SOURCES), 'utf8'))
        const wanted = source.clauses.map((clause: { id: string }) => clause.id)
        expect(wanted.filter((id: string) => !told.has(id))).toEqual([])
        // What the source states, and gives points, a grade or a consequence, is encoded.
        const stated = source.clauses.filter((one: { certainty: string; id: string }) =>
          one.certainty.startsWith('stated'),
        )
        const beside = loadRegulation(read(BESIDE[name] ?? name, 'rules'))
        const elsewhere = beside.ok && BESIDE[name] ? Object.keys(beside.regulation.clauses) : []
        const left = stated.flatMap(({ id }: { id: string }) =>
          Object.hasOwn(omitted, id) && !elsewhere.includes(id) ? [id] : [],
        )
        expect(left).toEqual(LEFT[name] ?? [])
      },
    )
  },
)

/** Written for the project itself. */
const OWN = ['present-absent']

/** Stated clauses that stay out, and why. */
const LEFT: Record<string, string[]> = {
  // The weights are in annexes that are not known.
  'guangshui-2014': ['GP-02', 'GP-04', 'GP-05'],
  // The size of each share is not stated; two readings of it are offered.
  'tongcheng-2019': ['TC-10'],
  // The kind of a session; a reading is offered.
  'guangshui-2017': ['GS-09'],
  // No figure: every special committee has a standard of its own.
  'guangzhou-2016': ['GZ-04'],
  // A start whose size is known from the result of one member only.
  'shaoxing-2017': ['SX-01'],
}

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
