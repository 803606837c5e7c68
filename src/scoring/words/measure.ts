import {
  compare,
  decimalText,
  divide,
  exactText,
  negate,
  type Points,
  rounded,
  signOf,
  subtract,
  toWhole,
  whole,
} from '../../core/points.ts'
import { pointsIn, roundingText } from '../../core/words/amounts.ts'
import { UNITS } from '../../core/words/scoring.ts'
import { codeText, type Language } from '../../core/words/word.ts'
import type { CompiledClause } from '../apply/compile.ts'
import type { Arithmetic } from '../lines.ts'
import type { MeasuredPoints } from '../mechanisms/measure.ts'

/** How the points of a measured value came about: the value, the step from it, the points. */

type Measured = NonNullable<Arithmetic['measured']>
type Rule = NonNullable<CompiledClause['measure']>

/** `18/20 = 90%，20分 × 18/20 = 18分`, `第3名（共30名），前3名一档，8分`. */
export function measuredText(
  { measured, rate }: Arithmetic & { measured: Measured },
  { of, points }: Rule,
  full: Points,
  lang: Language,
): string {
  const comma = lang === 'zh' ? '，' : ', '
  const found = valueText(measured, of, lang)
  return [found, ...pointsText(points, measured, rate, full, lang)].join(comma)
}

function valueText({ unit, value, of, among }: Measured, measure: Rule['of'], lang: Language): string {
  const isZh = lang === 'zh'
  if (unit === 'place') {
    const [place, all] = [exactText(value), exactText(among!)]
    return isZh ? `第${place}名（共${all}名）` : `place ${place} of ${all}`
  }
  const shown = unit === 'percent' ? percentText(value) : exactText(value)
  const unitOf =
    measure.kind === 'number' && measure.of.sum !== null ? ` ${codeText(UNITS, measure.of.sum, lang)}` : ''
  if (!of || !among) return `${shown}${unitOf}`
  return `${[of, among].map(bracketed).join('/')}${comparedTo(measure, lang)} = ${shown}${unitOf}`
}

/** `（平均）`: what the points are compared to. */
function comparedTo(measure: Rule['of'], lang: Language): string {
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
  measured: Measured,
  rate: Points,
  full: Points,
  lang: Language,
): string[] {
  const result = pointsIn(full, lang)
  const isZh = lang === 'zh'
  const sign = measured.unit === 'percent' ? '%' : ''
  switch (how.kind) {
    case 'steps':
      return stepsText(how, measured, full, lang)
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
      return [`${pointsIn(rate, lang)} × ${times} = ${result}`]
    }
  }
}

/** `比80%低40/3，进为整数为14，-0.5分 × 14 = -7分`. */
function stepsText(
  how: Extract<MeasuredPoints, { kind: 'steps' }>,
  { value, unit }: Measured,
  full: Points,
  lang: Language,
): string[] {
  const isZh = lang === 'zh'
  const { target, at, each, round } = how
  const gap = subtract(value, target)
  const aim = `${exactText(target)}${unit === 'percent' ? '%' : ''}`
  const result = pointsIn(full, lang)
  if (signOf(gap) === 0) return [isZh ? `正好是目标${aim}` : `just the target ${aim}`, result]
  const isAbove = signOf(gap) > 0
  const size = isAbove ? gap : negate(gap)
  const exact = divide(size, each)
  const divided = exactText(each) === '1' ? '' : ` ÷ ${exactText(each)} = ${exactText(exact)}`
  const many = round === 'exact' ? exact : whole(toWhole(exact, round))
  const rounding = round === 'exact' ? '' : roundingText(exact, toWhole(exact, round), round, lang)
  const told = `${exactText(size)}${divided}${rounding}`
  const step = isAbove ? how.above : how.below
  return [
    isZh
      ? `比目标${aim}${isAbove ? '高' : '低'}${told}`
      : `${told} ${isAbove ? 'above' : 'below'} the target ${aim}`,
    `${startText(at, step, lang)} × ${exactText(many)} = ${result}`,
  ]
}

/** `5分 - 0.5分`: the points at the target and the step; the step alone where there are none. */
function startText(at: Points, step: Points, lang: Language): string {
  if (signOf(at) === 0) return pointsIn(step, lang)
  const [sign, size] = signOf(step) < 0 ? ['-', negate(step)] : ['+', step]
  return `${pointsIn(at, lang)} ${sign} ${pointsIn(size, lang)}`
}
