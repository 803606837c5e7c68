import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as points from '../../src/core/points.ts'

const SEED = 20190101
const runs = { seed: SEED, numRuns: 1000 }

const numerator = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.maxSafeInteger())
const denominator = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 2 ** 40 }))
const anyPoints = fc.tuple(numerator, denominator).map(([n, d]) => points.fraction(n, d))
const cross = (a: points.Points, b: points.Points) =>
  [BigInt(a.n) * BigInt(b.d), BigInt(b.n) * BigInt(a.d)] as const

/** Equal by the definition of a fraction, without trusting lowest terms. */
function same(a: points.Points, n: bigint, d: bigint): boolean {
  return BigInt(a.n) * d === n * BigInt(a.d)
}

describe(`points are exact (seed ${SEED})`, () => {
  test('sum, product, quotient and order agree with big integers', () => {
    fc.assert(
      fc.property(anyPoints, anyPoints, (a, b) => {
        const [an, ad, bn, bd] = [BigInt(a.n), BigInt(a.d), BigInt(b.n), BigInt(b.d)]
        expect(same(points.add(a, b), an * bd + bn * ad, ad * bd)).toBe(true)
        expect(same(points.subtract(a, b), an * bd - bn * ad, ad * bd)).toBe(true)
        expect(same(points.multiply(a, b), an * bn, ad * bd)).toBe(true)
        if (bn !== 0n) expect(same(points.divide(a, b), an * bd, ad * bn)).toBe(true)
        const [left, right] = cross(a, b)
        expect(Math.sign(points.compare(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0)
      }),
      runs,
    )
  })

  test('are equal where their difference is nothing', () => {
    fc.assert(
      fc.property(anyPoints, anyPoints, (a, b) => {
        expect(points.equal(a, b)).toBe(points.subtract(a, b).n === 0)
        expect(points.equal(a, a)).toBe(true)
      }),
      runs,
    )
    expect(points.equal(points.fraction(1, 2), points.fraction(1, 3))).toBe(false)
    expect(points.equal(points.fraction(1, 3), points.fraction(2, 3))).toBe(false)
  })

  test('equal values have equal parts, in lowest terms with a denominator above zero', () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 1, max: 50 }), (a, by) => {
        const scaled = points.divide(points.multiply(a, points.whole(by)), points.whole(by))
        expect(scaled).toEqual(a)
        expect(a.d > 0).toBe(true)
        expect(points.subtract(a, a)).toEqual(points.ZERO)
      }),
      runs,
    )
  })

  test('a sum does not depend on the order of its terms, also when it outgrows safe integers', () => {
    fc.assert(
      fc.property(fc.array(anyPoints, { maxLength: 12 }), (terms) => {
        expect(points.sum(terms.toReversed())).toEqual(points.sum(terms))
      }),
      runs,
    )
    const shares = [67, 71, 73, 79, 83, 89, 97, 101, 103].map((of) => points.fraction(1, of))
    const total = points.sum(shares)
    expect(typeof total.d).toBe('bigint')
    expect(shares.reduce(points.subtract, total)).toEqual(points.ZERO)
  })

  test('text for storage gives the same points back', () => {
    fc.assert(
      fc.property(anyPoints, (a) => {
        expect(points.parseText(points.pointsText(a))).toEqual(a)
        expect(points.parseText(points.pointsText(points.multiply(a, a)))).toEqual(points.multiply(a, a))
      }),
      runs,
    )
  })

  test('rounding moves by half a hundredth at most, halves away from zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 9999 }), (n, d) => {
        const rounded = BigInt(points.hundredthsOf(points.fraction(n, d)))
        const [off, half] = [2n * (rounded * BigInt(d) - 100n * BigInt(n)), BigInt(d)]
        const size = off < 0n ? -off : off
        expect(size <= half).toBe(true)
        if (size === half) expect(n < 0 ? off < 0n : off > 0n).toBe(true)
      }),
      runs,
    )
  })
})

describe('reading points', () => {
  test.each([
    [12.5, '25/2'],
    ['12.50', '25/2'],
    ['-2', '-2'],
    ['1/2', '1/2'],
    ['-25 / 6', '-25/6'],
    [0.1, '1/10'],
    ['-0', '0'],
    ['+3', '3'],
    [0.25, '1/4'],
  ])('%s is %s', (input, text) => {
    const read = points.parsePoints(input)
    expect(read && points.pointsText(read)).toBe(text)
  })

  test.each([
    '',
    'two',
    '1/0',
    '1e3',
    '1.',
    '.5',
    '1/2/3',
    '½',
    '1234567890123',
    Number.NaN,
    1e21,
    null,
    true,
    {},
  ])('%s is refused', (input) => {
    expect(points.parsePoints(input)).toBeUndefined()
  })

  test('storage text that is not points throws', () => {
    for (const text of ['', '1.5', '1/0', 'x']) expect(() => points.parseText(text)).toThrow(RangeError)
  })
})

describe('a whole number', () => {
  test.each([
    ['7/2', 3, 4, 4],
    ['-7/2', -4, -3, -3],
    ['10/3', 3, 4, 3],
    ['11/3', 3, 4, 4],
    ['4', 4, 4, 4],
  ])('of %s is %i down, %i up and %i half up', (text, down, up, halfUp) => {
    const read = points.parseText(text)
    expect([
      points.toWhole(read, 'down'),
      points.toWhole(read, 'up'),
      points.toWhole(read, 'half_up'),
    ]).toEqual([down, up, halfUp])
  })
})

describe('points on the edge', () => {
  test.each([
    ['25/2', { value: 12.5 }],
    ['25/6', { value: 4.17, fraction: '25/6' }],
    ['1/8', { value: 0.125 }],
    ['-1/3', { value: -0.33, fraction: '-1/3' }],
    ['87', { value: 87 }],
    ['-1/1000000', { value: -0.000001 }],
  ])('%s on the wire', (text, wire) => {
    expect(points.toWire(points.parseText(text))).toEqual(wire)
  })

  test.each([
    ['1/8', 0.13],
    ['-1/8', -0.13],
    ['-1/1000', 0],
    ['25/6', 4.17],
    ['199/200', 1],
  ])('%s is printed as %s', (text, printed) => {
    expect(points.rounded(points.parseText(text))).toBe(printed)
  })
})
