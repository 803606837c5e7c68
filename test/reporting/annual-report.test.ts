import { describe, expect, it } from 'vitest'
import { report } from '../../src/commands/statistics.ts'

const words = (zh: string, en: string) => ({ zh, en })
const one = {
  kind: 'rate',
  title: words('立案率', 'Filing rate'),
  means: words('收到|立案', 'Received | filed'),
  value: 87.5,
  numerator: 238,
  denominator: 272,
  asOf: '2019-12-31',
  previous: { value: null, numerator: 0, denominator: 0 },
}
const count = {
  ...one,
  kind: 'count',
  title: words('立案', 'Filed'),
  value: 238,
  denominator: null,
  previous: undefined,
}

describe('the numbers of a year on a terminal', () => {
  it('as lines', () => {
    expect(report([one, count], 'zh', false)).toBe('截止 2019-12-31\n立案率  87.5% (238/272)\n立案  238')
    expect(report([], 'en', false)).toBe('As of —')
  })
  it('as a table for the report', () => {
    expect(report([one, count], 'en', true).split('\n')).toEqual([
      'As of 2019-12-31',
      '',
      '| Figure | Value | Year before | Definition |',
      '| --- | --- | --- | --- |',
      '| Filing rate | 87.5% (238/272) | — | Received \\| filed |',
      '| Filed | 238 | — | Received \\| filed |',
    ])
  })
})
