import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FACT_KINDS, type Kind, kindsFor } from '../../src/scoring/check/kinds.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { standardVocabulary } from '../../src/scoring/check/vocabulary.ts'

const guide = readFileSync(new URL('../../docs/regulations.md', import.meta.url), 'utf8')
const format = readFileSync(new URL('../../regulations/schema.json', import.meta.url), 'utf8')
const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const rules = blocks.filter((block) => !block.includes('\ncases:'))

describe('the guide for clerks', () => {
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
})

describe('the page of codes', () => {
  const page = readFileSync(new URL('../../docs/regulation-codes.md', import.meta.url), 'utf8')

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
