import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BrokenRecord, csvRecords } from '../../../src/exchange/imports/planner/containers/csv.ts'

/** Delimited text, cut into blocks anywhere, against a parser that reads it at once. */

const expected = (text: string, delimiter: string): string[][] | 'broken' => {
  try {
    return parse(text, { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: false })
  } catch {
    return 'broken'
  }
}

const found = (blocks: string[], delimiter: string): string[][] | 'broken' => {
  try {
    return [...csvRecords(blocks, delimiter)]
  } catch (error) {
    if (error instanceof BrokenRecord) return 'broken'
    throw error
  }
}

const text = fc
  .array(
    fc.constantFrom('"', '"', '""', ',', ';', '\n', '\r\n', '\r', 'a', '姓名', ' ', '缺席', '"x",', '\n"'),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(''))

describe('records of delimited text', () => {
  it('are those of another parser, wherever the blocks are cut', () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.nat(60), { maxLength: 6 }),
        fc.constantFrom(',', ';'),
        (whole, cuts, delimiter) => {
          const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort(
            (a, b) => a - b,
          )
          const blocks = at.slice(1).map((end, n) => whole.slice(at[n], end))
          expect(found(blocks, delimiter)).toEqual(expected(whole, delimiter))
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it('a quote that is never closed is named by the line in which its record begins', () => {
    expect(() => [...csvRecords(['a,b\nc,d\n"e,', 'f\ng,h\n'], ',')]).toThrow(
      'the record of line 3 does not end',
    )
  })

  it('a record of more than a million characters is not waited for', () => {
    const endless = function* () {
      yield 'a,b\n"'
      for (;;) yield 'x'.repeat(100_000)
    }
    expect(() => [...csvRecords(endless(), ',')]).toThrow(BrokenRecord)
  })
})
