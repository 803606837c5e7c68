import { describe, expect, it } from 'vitest'
import { partsOf, partText, windowOf } from '../../src/scoring/mechanisms/window.ts'

/** Parts of the calendar year, by any day of it. */

const FIRST_MONTHS = {
  month: ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'],
  quarter: ['01', '01', '01', '04', '04', '04', '07', '07', '07', '10', '10', '10'],
  half_year: ['01', '01', '01', '01', '01', '01', '07', '07', '07', '07', '07', '07'],
} as const
const MONTHS = FIRST_MONTHS.month

describe.each(['month', 'quarter', 'half_year'] as const)('a %s', (part) => {
  it('is named by its first month, on its first day and its last', () => {
    for (const [at, month] of MONTHS.entries()) {
      const name = `2024-${FIRST_MONTHS[part][at]}`
      for (const day of ['01', '29']) expect(windowOf(`2024-${month}-${day}`, part)).toBe(name)
    }
  })

  it('covers each day of a span once, cut to it', () => {
    const parts = partsOf('2023-11-20', '2025-02-10', part)
    expect([parts[0]!.from, parts.at(-1)!.to]).toEqual(['2023-11-20', '2025-02-10'])
    for (const [at, { from, to }] of parts.entries()) {
      expect(windowOf(from, part)).toBe(windowOf(to, part))
      const next = parts[at + 1]
      if (!next) continue
      expect(Date.parse(next.from) - Date.parse(to)).toBe(86_400_000)
      expect(windowOf(next.from, part)).not.toBe(windowOf(to, part))
    }
  })
})

it('is called by its place in the year', () => {
  const called = (part: Parameters<typeof partText>[0], lang: 'zh' | 'en') => [
    ...new Set(MONTHS.map((month) => partText(part, `2024-${month}-15`, lang))),
  ]
  expect(called('half_year', 'zh')).toEqual(['上半年', '下半年'])
  expect(called('half_year', 'en')).toEqual(['the first half-year', 'the second half-year'])
  expect(called('quarter', 'zh')).toEqual(['第一季度', '第二季度', '第三季度', '第四季度'])
  expect(called('quarter', 'en').at(-1)).toBe('the fourth quarter')
  expect(called('month', 'zh').at(-1)).toBe('12月')
  expect(called('month', 'en')).toHaveLength(12)
  expect(partText('half_year', '2024-06-30', 'en')).toBe('the first half-year')
  expect(partText('half_year', '2024-07-01', 'en')).toBe('the second half-year')
  expect([partText(null, '2024-01-01', 'zh'), partText('term', '2024-01-01', 'zh')]).toEqual(['', '本届'])
})
