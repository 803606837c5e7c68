import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Loaded, loadRegulation } from '../../src/scoring/check/load.ts'
import { standardVocabulary } from '../../src/scoring/check/vocabulary.ts'
import { sourceReader } from '../../src/scoring/regulations/in-thread.ts'
import { type Client, inEveryWorld } from '../support/world.ts'

/** Whatever somebody sends as a rules file is read away from the thread that answers, and is refused in a sentence. */

const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n')

const HOSTILE: [string, string, string][] = [
  ['many keys', lines(9_000, (n) => `k${n}: 1`), 'unknown_key'],
  ['one key many times', 'a: 1\n'.repeat(20_000), 'duplicate_key'],
  ['anchors', lines(9_000, (n) => `- &a${n} x`), 'wrong_type'],
  ['aliases', `a: &a [x]\nb:\n${'  - *a\n'.repeat(12_000)}`, 'yaml'],
  ['open brackets', '['.repeat(99_000), 'too_deep'],
  ['open braces', '{'.repeat(99_000), 'too_deep'],
  ['maps in maps', `${'{a: '.repeat(20_000)}1${'}'.repeat(19_000)}`, 'too_deep'],
  ['lists in lists', `${'- '.repeat(40_000)}x`, 'too_deep'],
  ['a long scalar', `a: ${'x'.repeat(99_000)}`, 'unknown_key'],
  ['a comment', `#${'x'.repeat(99_000)}`, 'wrong_type'],
  ['tags', lines(9_000, (n) => `- !t${n} x`), 'yaml'],
  ['quotes that stay open', lines(9_000, (n) => `k${n}: "a`), 'yaml'],
  ['a long line of brackets and quotes', `a: {${'{a, '.repeat(90)}${'"a", '.repeat(19_000)}`, 'yaml'],
  ['full-width marks', `{ ${'会议，'.repeat(30_000)}`, 'yaml'],
  ['steps to the right', lines(400, (n) => `${' '.repeat(n % 200)}a${n}: 1`), 'yaml'],
]

inEveryWorld('hostile rules files', (world) => {
  let member: Client
  beforeAll(async () => {
    member = await world.as('auditor')
  })

  it.each(HOSTILE)('%s', async (_name, source, code) => {
    const wanted = { name: 'hostile', source }
    const { body } = await member.post('/v1/regulations/validate', wanted).expect(200)
    expect(body.valid).toBe(false)
    expect(body.errors.map((error: { code: string }) => error.code)).toContain(code)
    expect(body.errors.length).toBeLessThanOrEqual(100)
    const tried = await member.post('/v1/regulations/test', { source, cases: source }).expect(200)
    expect(tried.body.errors[0].file).toBe('source')
    const refused = await world.admin.post('/v1/regulations', wanted).expect(422)
    expect(refused.body.code).toBe('regulation_invalid')
  })

  it('a hundred brackets within each other are read, and one more is not', () => {
    const nested = (deep: number) => loadRegulation(`${'['.repeat(deep)}${']'.repeat(deep)}`)
    const codes = (loaded: Loaded) => (loaded.ok ? [] : loaded.errors.map(({ code }) => code))
    expect(codes(nested(100))).toEqual(['wrong_type'])
    expect(codes(nested(101))).toEqual(['too_deep'])
    // What is closed before does not count.
    const again = (deep: number) => loadRegulation(`[[], ${'['.repeat(deep - 1)}${']'.repeat(deep - 1)}]`)
    const later = (deep: number) => loadRegulation(`{}\n---\n${'['.repeat(deep)}${']'.repeat(deep)}`)
    expect(codes(again(100))).not.toContain('too_deep')
    expect(codes(again(101))).toEqual(['too_deep'])
    expect(codes(later(100))).not.toContain('too_deep')
    expect(codes(later(101))).toEqual(['too_deep'])
  })

  it('a key that stands twice is told with its line and column, in every block', async () => {
    const source = 'a:\n  b: 1\n  c: 2\n  b: 3\nd: {e: 1, e: 2}\na: 1\n'
    const { body } = await member.post('/v1/regulations/validate', { name: 'twice', source }).expect(200)
    const places = body.errors.map(({ code, line, column }: Record<string, unknown>) => [code, line, column])
    expect(places.sort()).toEqual([
      ['duplicate_key', 4, 3],
      ['duplicate_key', 5, 11],
      ['duplicate_key', 6, 1],
    ])
  })

  it('a file of more characters than ten of the longest that we know is refused unread', async () => {
    const { body } = await member
      .post('/v1/regulations/validate', { name: 'long', source: 'x'.repeat(100_001) })
      .expect(400)
    expect(body.errors[0].pointer).toBe('/source')
  })

  it('when more come at once than may wait, the rest are asked to come again', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        member.post('/v1/regulations/validate', { name: 'many', source: HOSTILE[0]![1] }),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    const refused = answers.find(({ status }) => status === 503)!
    expect(refused.headers['retry-after']).toBe('1')
    expect(refused.body).toMatchObject({ code: 'unavailable', retryable: true })
  })
})

describe('the reader', () => {
  const source = readFileSync(new URL('../../regulations/tongcheng-2019/rules.yaml', import.meta.url), 'utf8')

  it('gives a file up that takes too long, and reads the next one', async () => {
    const impatient = sourceReader({ limitMs: 1 })
    const given = await impatient.check(
      lines(9_000, (n) => `k${n}: 1`),
      {},
      standardVocabulary(),
    )
    expect(given).toMatchObject({ read: undefined, errors: [{ code: 'too_slow', line: 1 }] })
    expect(given.errors[0]!.zh).toContain('没有读完')
    expect((await impatient.tryCases(source, source, standardVocabulary())).errors[0]).toMatchObject({
      code: 'too_slow',
    })
    const patient = sourceReader()
    expect((await patient.check(source, {}, standardVocabulary())).errors).toEqual([])
  })
})
