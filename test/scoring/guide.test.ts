import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { FACT_KINDS, type Kind, kindsFor } from '../../src/scoring/check/kinds.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { standardVocabulary } from '../../src/scoring/check/vocabulary.ts'

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
const format = readFileSync(new URL('../../regulations/schema.json', import.meta.url), 'utf8')
const blocksOf = (guide: string) =>
  [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const GUIDES = [
  ['English', read('regulations.md')],
  ['Chinese', read('regulations.zh.md')],
] as const

describe.each(GUIDES)('the guide for clerks in %s', (_language, guide) => {
  const rules = blocksOf(guide).filter((block) => !block.includes('\ncases:'))

  test.each(rules.map((block, at) => [at + 1, block] as const))(
    'rules block %i can be read, and count',
    (_, block) => {
      const head = block.startsWith('regulation:')
        ? ''
        : 'regulation: sample\ntitle: Sample\nperiod: calendar_year\n'
      const loaded = loadRegulation(head + block, standardVocabulary())
      expect(loaded.ok ? [] : loaded.errors).toEqual([])
    },
  )

  test('speaks of every key of the format', () => {
    const keys: string[] = []
    JSON.parse(format, (key, value) => {
      if (key === 'properties') keys.push(...Object.keys(value))
      return value
    })
    expect(new Set(keys).size).toBeGreaterThan(80)
    for (const key of new Set(keys)) expect(guide).toMatch(new RegExp(`\\b${key}\\b`))
  })

  test('names files that there are', () => {
    const named = [...guide.matchAll(/`((?:docs|regulations)\/[\w./-]+)`/g)].map(([, name]) => name ?? '')
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !existsSync(path.join(import.meta.dirname, '../..', name)))).toEqual([])
  })
})

describe('the two guides', () => {
  const [english, chinese] = GUIDES.map(([, guide]) => guide) as [string, string]
  const lines = (guide: string, start: RegExp) => guide.split('\n').filter((line) => start.test(line))

  test('have the same examples, but for the comments in them', () => {
    const values = (guide: string) => blocksOf(guide).map((block) => parse(block))
    expect(values(chinese)).toEqual(values(english))
  })

  test('quote the same sources and explanations', () => {
    expect(lines(chinese, /^> /)).toEqual(lines(english, /^> /))
  })

  test('have as many sections, and tables of as many rows', () => {
    for (const start of [/^## /, /^\|/])
      expect(lines(chinese, start)).toHaveLength(lines(english, start).length)
  })

  test('explain the same keys and codes', () => {
    const explained = (guide: string) => {
      const text = guide.slice(guide.indexOf('\n|')).replaceAll(/```yaml[\s\S]*?```/g, '')
      return [...text.matchAll(/`[^`]+`/g)].flatMap(([code]) => code.match(/\b[a-z]\w+/g) ?? [])
    }
    const known = new Set([...explained(chinese), 'condition'])
    expect(explained(english).filter((code) => !known.has(code))).toEqual([])
  })
})

describe('the page of codes', () => {
  const page = read('regulation-codes.md')

  test('is of words', () => {
    expect(page).not.toMatch(/\[object|undefined/)
  })

  test.each(Object.entries<Kind>({ ...kindsFor('sector', undefined), ...FACT_KINDS }))(
    'tells the steps, the fields and the units of %s',
    (kind, { zh, steps, ownSteps, fields, units }) => {
      // What a clause with a condition or a measure counts has no name.
      if (zh === '') return
      const [, section = ''] = page.split(`### \`${kind}\` · ${zh}`)
      const [told = ''] = section.split('\n#')
      const codes = [...steps, ...Object.keys(fields), ...units, ...(ownSteps ? [ownSteps] : [])]
      expect(codes.filter((code) => !told.includes(`\`${code}\``))).toEqual([])
    },
  )

  test('names every catalogue that a file may add to', () => {
    const { properties } = JSON.parse(format)
    const catalogues: string[] = properties.catalogues.propertyNames.enum
    expect(catalogues.length).toBeGreaterThan(10)
    expect(catalogues.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
  })
})
