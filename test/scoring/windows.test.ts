import { describe, expect, it } from 'vitest'
import { partsOf, windowOf } from '../../src/scoring/mechanisms/window.ts'

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
