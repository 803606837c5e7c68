import { z } from 'zod'
import {
  add,
  compare,
  decimalText,
  divide,
  exactText,
  multiply,
  negate,
  ONE,
  type Points,
  rounded,
  signOf,
  subtract,
  toWhole,
  whole,
  ZERO,
} from '../../core/points.ts'
import { pointsIn, roundingText, type Unit } from '../../core/words/amounts.ts'
import { UNITS } from '../../core/words/scoring.ts'
import { codeText, type Language } from '../../core/words/word.ts'
import type { Measure } from '../format/measure.ts'
import type { Arithmetic, Measured } from '../lines.ts'
import { Exact, filled, strict, token } from '../notation/vocabulary.ts'
import { type Figure, FigureRule, figureOn, figureText } from './figure.ts'
import { givenIn, type Saying } from './mechanism.ts'

/**
 * Points that follow a measured value instead of single facts: a rate, a number, a place among others. The value of a
 * rate is in percent.
 */
export type MeasuredPoints =
  /** The figure of the highest band that the value reaches. */
  | { readonly kind: 'bands'; readonly bands: readonly (readonly [atLeast: Points, figure: Figure])[] }
  /** The figure of the first row that the place is not beyond. */
  | { readonly kind: 'places'; readonly places: readonly (readonly [upTo: number, figure: Figure])[] }
  /** A figure at the target, a step for each unit above and below it. */
  | {
      readonly kind: 'steps'
      readonly target: Points
      readonly at: Points
      readonly each: Points
      readonly above: Points
      readonly below: Points
      readonly round: 'exact' | 'down' | 'up'
    }
  /** The figure is for the whole of a rate, or for one of a number. */
  | { readonly kind: 'flat'; readonly figure: Figure }

/** What a value earns on a day; undefined where nothing is in force or no band is reached. */
export function pointsFor(how: MeasuredPoints, { value, unit }: Measured, day: string): Points | undefined {
  switch (how.kind) {
    case 'bands': {
      const band = how.bands.find(([atLeast]) => compare(value, atLeast) >= 0)
      return band && figureOn(band[1], day)
    }
    case 'places': {
      const row = how.places.find(([upTo]) => compare(value, whole(upTo)) <= 0)
      return row && figureOn(row[1], day)
    }
    case 'steps': {
      const { target, at, each, above, below, round } = how
      const isAbove = compare(value, target) >= 0
      const exact = divide(isAbove ? subtract(value, target) : subtract(target, value), each)
      const many = round === 'exact' ? exact : whole(toWhole(exact, round))
      return add(at, multiply(isAbove ? above : below, many))
    }
    case 'flat': {
      const figure = figureOn(how.figure, day)
      if (!figure) return undefined
      return multiply(figure, unit === 'percent' ? divide(value, whole(100)) : value)
    }
  }
}

/** Some of a number in percent; undefined of nothing, of which there is no part. */
export function percentOf(of: Points, among: Points, factIds: readonly string[]): Measured | undefined {
  if (compare(among, ZERO) <= 0) return undefined
  return { unit: 'percent', value: divide(multiply(of, whole(100)), among), of, among, factIds }
}

const Limit = z.string().regex(/^-?\d+(\.\d+)?$/, { error: token('band') })
const UpTo = z.string().regex(/^[1-9]\d{0,5}$/, { error: token('band') })

/** Bands, places and steps: the points of a measured value. */
export const BandsRule = strict({ bands: filled(z.record(Limit, FigureRule)) }).transform(
  ({ bands }): MeasuredPoints => ({
    kind: 'bands',
    bands: Object.entries(bands)
      .map(([limit, figure]) => [Exact.parse(limit) as Points, figure] as const)
      .sort(([a], [b]) => compare(b, a)),
  }),
)
export const PlacesRule = strict({ places: filled(z.record(UpTo, FigureRule)) }).transform(
  ({ places }): MeasuredPoints => ({
    kind: 'places',
    places: Object.entries(places)
      .map(([upTo, figure]) => [Number(upTo), figure] as const)
      .sort(([a], [b]) => a - b),
  }),
)
export const StepsRule = strict({
  target: Exact,
  at: Exact.optional(),
  each: Exact.refine((each) => signOf(each) > 0, { error: token('above_zero') }).optional(),
  above: Exact.optional(),
  below: Exact.optional(),
  round: z.enum(['exact', 'down', 'up']).default('exact'),
}).transform(
  ({ target, at, each, above, below, round }): MeasuredPoints => ({
    kind: 'steps',
    target,
    at: at ?? ZERO,
    each: each ?? ONE,
    above: above ?? ZERO,
    below: below ?? ZERO,
    round,
  }),
)

type Value = Omit<Measured, 'factIds'>

/** `18/20 = 90%，20分 × 18/20 = 18分`, `第3名（共30名），前3名一档，8分`. */
export function measuredText(
  { measured, rate }: Arithmetic & { measured: Value },
  { of, points }: { readonly of: Measure; readonly points: MeasuredPoints },
  full: Points,
  lang: Language,
  unit: Unit,
): string {
  const comma = lang === 'zh' ? '，' : ', '
  const valueWords = valueText(measured, of, lang)
  return [valueWords, ...pointsText(points, measured, rate, full, lang, unit)].join(comma)
}

function valueText({ unit, value, of, among }: Value, measure: Measure, lang: Language): string {
  const isZh = lang === 'zh'
  if (unit === 'place') {
    const [place, all] = [exactText(value), exactText(among!)]
    return isZh ? `第${place}名（共${all}名）` : `place ${place} of ${all}`
  }
  const number = unit === 'percent' ? percentText(value) : exactText(value)
  const unitOf =
    measure.kind === 'number' && measure.of.sum !== null ? ` ${codeText(UNITS, measure.of.sum, lang)}` : ''
  if (!of || !among) return `${number}${unitOf}`
  return `${[of, among].map(bracketed).join('/')}${comparedTo(measure, lang)} = ${number}${unitOf}`
}

/** `（平均）`: what the points are compared to. */
function comparedTo(measure: Measure, lang: Language): string {
  if (measure.kind !== 'ratio') return ''
  if (measure.to === 'average') return lang === 'zh' ? '（平均）' : ' (the average)'
  return lang === 'zh' ? '（最高）' : ' (the best)'
}

const percentText = (value: Points): string => `${decimalText(value) ?? rounded(value)}%`

/** A fraction within a division is put in brackets. */
function bracketed(points: Points): string {
  const text = exactText(points)
  return text.includes('/') ? `(${text})` : text
}

/** From the value to the points. */
function pointsText(
  how: MeasuredPoints,
  measured: Value,
  rate: Points,
  full: Points,
  lang: Language,
  unit: Unit,
): string[] {
  const result = pointsIn(full, lang, unit)
  const isZh = lang === 'zh'
  const sign = measured.unit === 'percent' ? '%' : ''
  switch (how.kind) {
    case 'steps':
      return stepsText(how, measured, full, lang, unit)
    case 'bands': {
      const reached = how.bands.find(([atLeast]) => compare(measured.value, atLeast) >= 0)
      const limit = `${exactText((reached ?? how.bands.at(-1)!)[0])}${sign}`
      if (reached) return [isZh ? `达到${limit}一档` : `the band from ${limit}`, result]
      return [isZh ? `未达到最低一档（${limit}）` : `below the lowest band (${limit})`, result]
    }
    case 'places': {
      const reached = how.places.find(([upTo]) => compare(measured.value, whole(upTo)) <= 0)
      const limit = (reached ?? how.places.at(-1)!)[0]
      if (reached) return [isZh ? `前${limit}名一档` : `the row up to place ${limit}`, result]
      return [isZh ? `不在前${limit}名内` : `beyond place ${limit}`, result]
    }
    case 'flat': {
      if (exactText(rate) === exactText(full)) return [result]
      const { of, among, value } = measured
      const parts = measured.unit === 'percent' && of && among
      const times = parts ? [of, among].map(bracketed).join('/') : `${exactText(value)}${sign}`
      return [`${pointsIn(rate, lang, unit)} × ${times} = ${result}`]
    }
  }
}

/** `比80%低40/3，进为整数为14，-0.5分 × 14 = -7分`. */
function stepsText(
  how: Extract<MeasuredPoints, { kind: 'steps' }>,
  { value, unit: measuredIn }: Value,
  full: Points,
  lang: Language,
  unit: Unit,
): string[] {
  const isZh = lang === 'zh'
  const { target, at, each, round } = how
  const gap = subtract(value, target)
  const aim = `${exactText(target)}${measuredIn === 'percent' ? '%' : ''}`
  const result = pointsIn(full, lang, unit)
  if (signOf(gap) === 0) return [isZh ? `正好是目标${aim}` : `just the target ${aim}`, result]
  const isAbove = signOf(gap) > 0
  const size = isAbove ? gap : negate(gap)
  const exact = divide(size, each)
  const divided = exactText(each) === '1' ? '' : ` ÷ ${exactText(each)} = ${exactText(exact)}`
  const many = round === 'exact' ? exact : whole(toWhole(exact, round))
  const rounding = round === 'exact' ? '' : roundingText(exact, toWhole(exact, round), round, lang)
  const sumText = `${exactText(size)}${divided}${rounding}`
  const step = isAbove ? how.above : how.below
  return [
    isZh
      ? `比目标${aim}${isAbove ? '高' : '低'}${sumText}`
      : `${sumText} ${isAbove ? 'above' : 'below'} the target ${aim}`,
    `${stepText(at, step, lang, unit)} × ${exactText(many)} = ${result}`,
  ]
}

/** `5分 - 0.5分`: the points at the target and the step; the step alone where there are none. */
function stepText(at: Points, step: Points, lang: Language, unit: Unit): string {
  if (signOf(at) === 0) return pointsIn(step, lang, unit)
  const [sign, size] = signOf(step) < 0 ? ['-', negate(step)] : ['+', step]
  return `${pointsIn(at, lang, unit)} ${sign} ${pointsIn(size, lang, unit)}`
}

const PARTLY = { exact: '，不足的按比例', down: '，不足一份的不计', up: '，不足一份的按一份计' } as const

/** `达到90%的计20分，达到80%的计15分，达不到的不计`: how points follow from a value; a number is counted in something. */
export function measuredRuleText(
  how: MeasuredPoints,
  unit: Measured['unit'],
  countedIn: string,
  { unit: paidIn }: Pick<Saying, 'unit'>,
): string {
  const given = givenIn(paidIn)
  const sign = unit === 'percent' ? '%' : countedIn
  switch (how.kind) {
    case 'bands': {
      const told = how.bands.map(
        ([limit, figure]) => `达到${exactText(limit)}${sign}的${figureText(figure, given)}`,
      )
      return `${told.join('，')}，达不到的不计`
    }
    case 'places': {
      const told = how.places.map(([upTo, figure], at) => {
        const first = (how.places[at - 1]?.[0] ?? 0) + 1
        return `第${first === upTo ? upTo : `${first}至${upTo}`}名${figureText(figure, given)}`
      })
      return `${told.join('，')}，以后的不计`
    }
    case 'steps': {
      const { target, at, each, above, below, round } = how
      const one = `${exactText(each)}${unit === 'percent' ? '个百分点' : countedIn}`
      const steps = [
        ...(signOf(above) === 0 ? [] : [`每高${one}${given(above)}`]),
        ...(signOf(below) === 0 ? [] : [`每低${one}${given(below)}`]),
      ]
      return `目标${exactText(target)}${sign}，正好达到的${given(at)}；在此之上，${steps.join('，')}${PARTLY[round]}`
    }
    case 'flat': {
      const each = figureText(how.figure, given)
      return unit === 'percent' ? `100%的${each}，其他按比例` : `每1${countedIn}${each}`
    }
  }
}
