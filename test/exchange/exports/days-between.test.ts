import { expect, it } from 'vitest'
import { daysBetween } from '../../../src/exchange/documents/data/days-between.ts'

/** The days of a mandate that no period has. */

const span = (text: string) => {
  const [from = '', to = ''] = text.split('..')
  return { from, to }
}

it.each([
  [
    'no period: by calendar years',
    [],
    '2018-11-01..2019-02-01',
    ['2018-11-01..2018-12-31', '2019-01-01..2019-02-01'],
  ],
  ['all of it', ['2018-01-01..2018-12-31'], '2018-03-01..2018-10-31', []],
  [
    'before and after',
    ['2018-04-01..2018-06-30'],
    '2018-03-31..2018-07-01',
    ['2018-03-31..2018-03-31', '2018-07-01..2018-07-01'],
  ],
  [
    'periods that meet and overlap',
    ['2018-06-01..2018-12-31', '2018-01-01..2018-06-30'],
    '2018-01-01..2018-12-31',
    [],
  ],
  [
    'a period that begins after the last day',
    ['2019-01-01..2019-12-31'],
    '2018-12-01..2018-12-15',
    ['2018-12-01..2018-12-15'],
  ],
  ['nothing where the last day lies before the first', [], '2019-01-01..2018-12-31', []],
])('%s', (_, spans, whole, free) => {
  const { from, to } = span(whole)
  expect(daysBetween(spans.map(span), from, to)).toEqual(free.map(span))
})
