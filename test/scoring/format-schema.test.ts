import { readdirSync, readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadRegulation } from '../../src/scoring/check/load.ts'

const FOLDER = new URL('../../regulations/', import.meta.url)
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const read = (name: string) => readFileSync(new URL(`${name}/rules.yaml`, FOLDER), 'utf8')

const ajv = new Ajv.default({ allowUnionTypes: true, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync(new URL('schema.json', FOLDER), 'utf8')))
const errorsOf = (text: string) => {
  validate(parse(text))
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

describe.each(names)('rules.yaml of %s', (name) => {
  test('names the schema in its first line and follows it', () => {
    expect(read(name).split('\n')[0]).toBe('# yaml-language-server: $schema=../schema.json')
    expect(errorsOf(read(name))).toEqual([])
  })

  test('a wrong key is refused in the file and in a clause', () => {
    const wrong = read(name)
      .replace(/^period:/m, 'perod:')
      .replace(/^ {4}(counts|when):/m, '    count:')
    const errors = errorsOf(wrong)
    expect(errors).toContain(' must NOT have additional properties')
    expect(errors).toContain(" must have required property 'period'")
    // A file of triggers alone has no clause to spoil.
    if (/^clauses:/m.test(wrong))
      expect(errors.join('\n')).toMatch(/^\/clauses\/[^/]+ must NOT have additional properties$/m)
  })
})

/** A file of one clause, with these slots beside what every clause has. */
const file = (slots: string, points = '1') => `
regulation: sample
title: 样例
period: calendar_year
clauses:
  a: { title: 甲, counts: proposal, points: ${points}${slots && `, ${slots}`} }
`

describe('the schema and the service', () => {
  test.each([
    file(''),
    file('', '"25/6"'),
    file('', '{ 2019-01-01: -2, 2021-01-01: null }'),
    file('', '{ by: level, is: { city: 3, national: { 2019-01-01: 8 } } }'),
    file('', '{ ladder: [{ submitted: 1 }, { adopted: { by: level, is: { city: 3 } } }], steps: highest }'),
    file('share: first_only'),
    file('share: { first: 1/2, others: rest }'),
    file('share: { each: equal, limit: 3 }'),
    file('where: { meeting: { not: [plenary, sc_topic] }, outcome: absent }', '-1').replace(
      'proposal',
      'attendance',
    ),
    file('upTo: 3, from: 2'),
    file('quantity: { unit: yuan, each: 1000, round: down }'),
    file('quantity: { attribute: words }'),
    file('quantity: point, combine: average'),
    file('quantity: point, combine: { by: role, weights: { public: 0.3 } }'),
    file('where: { attributes: { words: { atLeast: 1000 }, media: { not: [a, b] }, signed: true } }'),
    file('', '{ ladder: [{ filed: 1 }], repeat: level }'),
    file('', '{ part: 1/2, of: b }').replace('  a:', '  b: { title: 乙, counts: b, points: 2 }\n  a:'),
    file('', '{ bands: { 90: 20, 80: 15 } }').replace('counts: proposal', 'measure: { counts: proposal }'),
    file('', '{ places: { 1: 10 } }')
      .replace('counts: proposal', 'measure: { place: b }')
      .replace('  a:', '  b: { title: 乙, counts: b, points: 2 }\n  a:'),
    `${file('')}subject: sector\ntotal: { start: { figure: 60, prorated: days }, needs: { mandate: whole } }\n`,
    `${file('')}groups: { g: { title: 组, weight: 2/5 } }\nlists: { l: { title: 名单, each: sector } }\n`,
    `${file('')}triggers: { t: { title: 后果, when: { counts: b, sum: hour, atLeast: 2, over: { periods: 2 } }, unless: { exempt: any }, then: talk } }\n`,
    `${file('')}readings: { a: { one: { text: 甲, taken: true }, two: { text: 乙, clause: { title: 乙, counts: b, points: 2 } } } }`,
  ])('both take %s', (text) => {
    expect(errorsOf(text)).toEqual([])
    expect(loadRegulation(text)).toMatchObject({ ok: true })
  })

  test.each([
    file('', 'many'),
    file('', '"1/0"'),
    file('', '{}'),
    file('', '{ 2019-02-30: 1 }'),
    file('', '{ by: size, is: { city: 3 } }'),
    file('', '{ ladder: [{ submitted: 1, filed: 2 }] }'),
    file('share: { first: 1/2 }'),
    file('share: { each: equal, limmit: 3 }'),
    file('where: { metting: plenary }'),
    file('where: { outcome: [] }'),
    file('once: false'),
    file('').replace('样例', '{ zh: 样例 }'),
    file('').replace('  a:', '  1a:'),
    `${file('')}readings: { a: { one: { text: 甲 } } }`,
  ])('both refuse %s', (text) => {
    expect(errorsOf(text)).not.toEqual([])
    expect(loadRegulation(text)).toMatchObject({ ok: false })
  })
})
