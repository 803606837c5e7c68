import { expect, test } from 'vitest'
import { ANONYMOUS_READS_MAX, anonymousReadsOf } from '../../src/access/anonymous-limit.ts'

test('an address begins anew with each minute, and is told how long it lasts', () => {
  let now = new Date('2019-12-31T04:00:10.000Z')
  const count = anonymousReadsOf(() => now)
  const read = (times: number) => {
    for (let n = 0; n < times; n += 1) count('203.0.113.7')
  }
  read(ANONYMOUS_READS_MAX)
  expect(() => read(1)).toThrow(expect.objectContaining({ code: 'rate_limited' }))
  count('203.0.113.8')
  try {
    read(1)
  } catch (error) {
    expect(error).toMatchObject({ extras: { retryAfter: 50 } })
  }
  now = new Date('2019-12-31T04:01:00.000Z')
  read(ANONYMOUS_READS_MAX)
  expect(() => read(1)).toThrow(expect.objectContaining({ code: 'rate_limited' }))
})

test('all begin anew once there are fifty thousand addresses', () => {
  const count = anonymousReadsOf(() => new Date('2019-12-31T04:00:10.000Z'))
  const own = '203.0.113.7'
  for (let n = 0; n < ANONYMOUS_READS_MAX; n += 1) count(own)
  for (let n = 1; n < 50_000; n += 1) count(`2001:db8::${n}`)
  count(own)
  expect(() => {
    for (let n = 1; n < ANONYMOUS_READS_MAX; n += 1) count(own)
  }).not.toThrow()
})
