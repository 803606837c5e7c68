import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadRegulation } from '../../src/scoring/load.ts'

const guide = readFileSync(new URL('../../docs/regulations.md', import.meta.url), 'utf8')
const format = [
  'format.ts',
  'conditions-format.ts',
  'counts-format.ts',
  'measure-format.ts',
  'bound-format.ts',
  'vocabulary.ts',
]
  .map((name) => readFileSync(new URL(`../../src/scoring/${name}`, import.meta.url), 'utf8'))
  // Names that a file imports are no keys.
  .map((text) => text.replaceAll(/^import [\s\S]*?from '.*'$/gm, ''))
  .join('\n')
const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const rules = blocks.filter((block) => !block.includes('\ncases:'))

describe('the guide for clerks', () => {
  test.each(rules.map((block, at) => [at + 1, block] as const))('rules block %i can be read', (_, block) => {
    const head = block.startsWith('regulation:')
      ? ''
      : 'regulation: sample\ntitle: Sample\nperiod: calendar_year\n'
    const loaded = loadRegulation(head + block)
    expect(loaded.ok ? [] : loaded.errors).toEqual([])
  })

  test('speaks of every key of the format', () => {
    const keys = [...format.matchAll(/^ {2}([a-zA-Z]+)(?:: |,$)/gm)].map((match) => match[1] ?? '')
    expect(keys.length).toBeGreaterThan(40)
    for (const key of new Set(keys)) expect(guide).toMatch(new RegExp(`\\b${key}\\b`))
  })
})
