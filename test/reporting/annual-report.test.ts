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
  it('with what stands beside them', () => {
    const target = { ...count, value: 3, plan: { items: 1, wanted: 4, floor: true, met: false } }
    const several = { ...count, value: 3, plan: { items: 1, wanted: null, floor: true, met: null } }
    const range = { ...count, kind: 'range', value: 2, range: { least: 3, most: 5 } }
    const list = { ...count, kind: 'list', value: 2, parts: [{ part: '南湖' }, { part: '井冈山' }] }
    const monthly = { ...count, value: 10, missingMonths: ['2019-07', '2019-08'] }
    expect(report([target, several, range, list, monthly], 'zh', false).split('\n').slice(1)).toEqual([
      '立案  3；目标 ≥ 4 (未达到)',
      '立案  3；目标：若干',
      '立案  2 (3–5)',
      '立案  2: 南湖、井冈山',
      '立案  10；未开展月份 2019-07、2019-08',
    ])
    expect(report([target], 'en', false)).toContain('Filed  3; target ≥ 4 (not reached)')
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
