/**
 * Points are exact rationals: whole numbers and hundredths nearly always, a share such as 25/6 keeps its fraction.
 *
 * Numerator and denominator are safe integers; only when one outgrows 2^53 does it become a bigint, so that no sum
 * is ever silently wrong. Rounding happens once, at the edge (`hundredthsOf`, `printPoints`).
 */
type Int = number | bigint

/** An exact number of points: `n / d` in lowest terms, `d` above zero. Made only by the functions of this file. */
export interface Points {
  readonly n: Int
  readonly d: Int
}

/** Longest text that is read as points; a figure of a regulation has a handful of digits. */
const POINTS_DIGITS_MAX = 12

const SMALL = 512
const smallWholes: readonly Points[] = Array.from({ length: 2 * SMALL + 1 }, (_, at) => ({
  n: at - SMALL,
  d: 1,
}))

/** A whole number of points. */
export function whole(n: number): Points {
  if (n >= -SMALL && n <= SMALL) {
    const cached = smallWholes[n + SMALL]
    if (cached) return cached
  }
  if (!Number.isSafeInteger(n)) throw new RangeError(`${n} is not a whole number of points`)
  return { n, d: 1 }
}

export const ZERO: Points = whole(0)
export const ONE: Points = whole(1)

/** `n / d` in lowest terms; refuses a zero denominator and anything that is not a whole number. */
export function fraction(n: number, d: number): Points {
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(d) || d === 0) {
    throw new RangeError(`${n}/${d} is not a fraction of whole numbers`)
  }
  return reduced(n, d)
}

function reduced(n: number, d: number): Points {
  if (d === 1) return whole(n)
  const divisor = gcd(Math.abs(n), Math.abs(d)) * (d < 0 ? -1 : 1)
  const [top, bottom] = [n / divisor, d / divisor]
  return bottom === 1 ? whole(top) : { n: top, d: bottom }
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}

function reducedBig(n: bigint, d: bigint): Points {
  let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d]
  while (b !== 0n) [a, b] = [b, a % b]
  const divisor = d < 0n ? -a : a
  const [top, bottom] = [n / divisor, d / divisor]
  const safe = top <= MAX_BIG && top >= -MAX_BIG && bottom <= MAX_BIG
  return safe ? reduced(Number(top), Number(bottom)) : { n: top, d: bottom }
}

const MAX_BIG = BigInt(Number.MAX_SAFE_INTEGER)
const fits = (value: number): boolean => value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER

export function add(a: Points, b: Points): Points {
  const { n: an, d: ad } = a
  const { n: bn, d: bd } = b
  if (typeof an === 'number' && typeof bn === 'number' && typeof ad === 'number' && typeof bd === 'number') {
    if (ad === bd) {
      const n = an + bn
      if (fits(n)) return ad === 1 ? whole(n) : reduced(n, ad)
    } else {
      const [left, right, d] = [an * bd, bn * ad, ad * bd]
      if (fits(left) && fits(right) && fits(left + right) && fits(d)) return reduced(left + right, d)
    }
  }
  return reducedBig(BigInt(an) * BigInt(bd) + BigInt(bn) * BigInt(ad), BigInt(ad) * BigInt(bd))
}

export function negate(a: Points): Points {
  if (a.n === 0) return a
  return a.d === 1 && typeof a.n === 'number' ? whole(-a.n) : { n: -a.n, d: a.d }
}

export function subtract(a: Points, b: Points): Points {
  return add(a, negate(b))
}

export function multiply(a: Points, b: Points): Points {
  const { n: an, d: ad } = a
  const { n: bn, d: bd } = b
  if (typeof an === 'number' && typeof bn === 'number' && typeof ad === 'number' && typeof bd === 'number') {
    const [n, d] = [an * bn, ad * bd]
    if (fits(n) && fits(d)) return reduced(n === 0 ? 0 : n, d)
  }
  return reducedBig(BigInt(an) * BigInt(bn), BigInt(ad) * BigInt(bd))
}

/** Refuses to divide by zero. */
export function divide(a: Points, b: Points): Points {
  if (b.n === 0) throw new RangeError('points divided by zero')
  return multiply(a, b.n < 0 ? { n: -b.d, d: -b.n } : { n: b.d, d: b.n })
}

/** Below zero when `a` is less, zero when equal, above zero when more. */
export function compare(a: Points, b: Points): number {
  const { n: an, d: ad } = a
  const { n: bn, d: bd } = b
  if (typeof an === 'number' && typeof bn === 'number' && typeof ad === 'number' && typeof bd === 'number') {
    if (ad === bd) return an - bn
    const [left, right] = [an * bd, bn * ad]
    if (fits(left) && fits(right)) return left - right
  }
  const [left, right] = [BigInt(an) * BigInt(bd), BigInt(bn) * BigInt(ad)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** -1, 0 or 1. */
export function signOf(a: Points): number {
  return a.n === 0 ? 0 : a.n < 0 ? -1 : 1
}

export const equal = (a: Points, b: Points): boolean => a.n === b.n && a.d === b.d
export const min = (a: Points, b: Points): Points => (compare(a, b) <= 0 ? a : b)
export const max = (a: Points, b: Points): Points => (compare(a, b) >= 0 ? a : b)

/** The exact sum, in any order of its terms. */
export function sum(terms: Iterable<Points>): Points {
  let total = ZERO
  for (const term of terms) total = add(total, term)
  return total
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/
const FRACTION = /^([+-]?\d+)\s*\/\s*(\d+)$/

/** Reads `12.5`, `-2` or `"25/2"`; undefined for anything else (exponents, more than 12 digits, a zero below). */
export function parsePoints(input: unknown): Points | undefined {
  if (typeof input !== 'number' && typeof input !== 'string') return undefined
  const text = String(input).trim()
  const decimal = DECIMAL.exec(text)
  if (decimal) {
    const [, sign, units = '', parts = ''] = decimal
    if (units.length + parts.length > POINTS_DIGITS_MAX) return undefined
    const n = Number(units + parts)
    return reduced(sign === '-' && n !== 0 ? -n : n, 10 ** parts.length)
  }
  const parted = FRACTION.exec(text)
  if (!parted || text.length > 2 * POINTS_DIGITS_MAX) return undefined
  const [n, d] = [Number(parted[1]), Number(parted[2])]
  if (d === 0 || !Number.isSafeInteger(n) || !Number.isSafeInteger(d)) return undefined
  return reduced(n === 0 ? 0 : n, d)
}

/** Text for storage: `"25/2"`, `"-3"`. `parseText` gives the same points back. */
export function pointsText(a: Points): string {
  return a.d === 1 ? String(a.n) : `${a.n}/${a.d}`
}

/** Points from the text that `pointsText` wrote; throws on anything else, because storage must not hold it. */
export function parseText(text: string): Points {
  const match = /^(-?\d+)(?:\/(\d+))?$/.exec(text)
  if (!match || match[2] === '0') throw new RangeError(`"${text}" is not points`)
  return reducedBig(BigInt(match[1] ?? '0'), BigInt(match[2] ?? '1'))
}

/**
 * Rounded to whole hundredths, half up as on paper (四舍五入): the digits are rounded and the sign is put back, so
 * 0.125 gives 13 and -0.125 gives -13.
 */
export function hundredthsOf(a: Points): number {
  if (a.d === 1 && typeof a.n === 'number') return a.n * 100
  const [n, d] = [BigInt(a.n), BigInt(a.d)]
  const size = n < 0n ? -n : n
  const rounded = Number((size * 200n + d) / (2n * d))
  return n < 0n && rounded !== 0 ? -rounded : rounded
}

/** The number that is printed: rounded once to 0.01. */
export function rounded(a: Points): number {
  return hundredthsOf(a) / 100
}

/** A whole number, rounded as it says: a half goes up. */
export function toWhole(a: Points, round: 'down' | 'up' | 'half_up'): number {
  const [n, d] = [BigInt(a.n), BigInt(a.d)]
  const rest = ((n % d) + d) % d
  const more = round === 'up' ? rest > 0n : round === 'half_up' && 2n * rest >= d
  return Number((n - rest) / d) + (more ? 1 : 0)
}

/** The exact decimal, or undefined where it does not end (25/6) or takes more than six places. */
export function decimalText(a: Points): string | undefined {
  if (a.d === 1) return String(a.n)
  const scale = 1_000_000n
  const [n, d] = [BigInt(a.n), BigInt(a.d)]
  if ((n * scale) % d !== 0n) return undefined
  const size = String(((n < 0n ? -n : n) * scale) / d).padStart(7, '0')
  const text = `${size.slice(0, -6)}.${size.slice(-6)}`.replace(/0+$/, '').replace(/\.$/, '')
  return n < 0n ? `-${text}` : text
}

/** For people: `12.5`, or the fraction where the decimal does not end (`25/6`). */
export function exactText(a: Points): string {
  return decimalText(a) ?? pointsText(a)
}

/** For people: the total as printed, without trailing zeros (`87.5`, `4.17`). */
export function printPoints(a: Points): string {
  return String(rounded(a))
}

/** Points on the wire: the decimal, and the fraction beside it where the decimal does not end. */
interface WirePoints {
  value: number
  fraction?: string
}

/** `{ value: 12.5 }`, or `{ value: 4.17, fraction: "25/6" }` where the decimal does not end. */
export function toWire(a: Points): WirePoints {
  const text = decimalText(a)
  return text === undefined ? { value: rounded(a), fraction: pointsText(a) } : { value: Number(text) }
}
