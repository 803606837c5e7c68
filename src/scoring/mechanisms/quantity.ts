import { z } from 'zod'
import {
  compare,
  divide,
  equal,
  exactText,
  ONE,
  type Points,
  parsePoints,
  signOf,
  toWhole,
  whole,
} from '../../core/points.ts'
import { isRecord } from '../../core/records.ts'
import { ROUNDS } from '../../core/words/amounts.ts'
import { UNITS } from '../../core/words/scoring.ts'
import { codeText, type Language } from '../../core/words/word.ts'
import type { Fact } from '../facts.ts'
import type { Arithmetic } from '../lines.ts'
import { shaped } from '../notation/shaped.ts'
import { Code, Exact, strict, token } from '../notation/vocabulary.ts'
import { mechanism, type Saying } from './mechanism.ts'

/**
 * A figure for one of a unit: each hour, each half-day. `each`: for so many of it (every 1 000 yuan), where a part of
 * the last one counts in proportion (`exact`), not at all (`down`) or as a whole one (`up`).
 */
export interface Quantity {
  readonly unit: string
  /** The further field of the record that holds the number, instead of its amount. */
  readonly attribute: string | null
  readonly each: Points
  readonly round: 'exact' | 'down' | 'up'
}

/** How much there is, and how many times the figure is earned; undefined for a fact that speaks of another unit. */
export function timesOf(quantity: Quantity, fact: Fact): { amount: Points; many: Points } | undefined {
  const { each, round } = quantity
  const there = amountOf(quantity, fact)
  if (there === undefined) return undefined
  const amount = parsePoints(there)!
  const exact = divide(amount, each)
  return { amount, many: round === 'exact' ? exact : whole(toWhole(exact, round)) }
}

function amountOf({ unit, attribute }: Quantity, fact: Fact): number | undefined {
  if (attribute === null) return fact.unit === unit ? fact.quantity : undefined
  const value = fact.attributes?.[attribute]
  return typeof value === 'number' ? value : undefined
}

/** An allotment that is held in whole is no product. */
export const isWholePart = ({ quantity }: Arithmetic): boolean =>
  quantity?.unit === 'in_office' && exactText(quantity.many) === '1'

/** `3 小时`; of every 1 000 yuan: `2（2500 元 ÷ 1000 = 2.5，舍去尾数）`. */
export function timesText({ many, unit, each, amount }: Times, lang: Language): string {
  const name = codeText(UNITS, unit, lang)
  if (!amount || (exactText(each) === '1' && equal(amount, many))) return `${exactText(many)} ${name}`
  const exact = divide(amount, each)
  const sum = `${exactText(amount)} ${name} ÷ ${exactText(each)}`
  const zh = lang === 'zh'
  const round = equal(exact, many) ? '' : ROUNDS[compare(many, exact) < 0 ? 'down' : 'up'][zh ? 0 : 1]
  const rounded = round && ` = ${exactText(exact)}${zh ? '，' : ', '}${round}`
  return zh ? `${exactText(many)}（${sum}${rounded}）` : `${exactText(many)} (${sum}${rounded})`
}
type Times = NonNullable<Arithmetic['quantity']>

/** For one of a unit, or for so many of it; of the amount of a fact, or of a number in one of its further fields. */
const QuantityRule = shaped(
  'quantity',
  [
    Code.transform((unit): Quantity => ({ unit, attribute: null, each: ONE, round: 'exact' })),
    strict({
      unit: Code.optional(),
      attribute: z.string().min(1).max(60).optional(),
      each: Exact.refine((each) => signOf(each) > 0, { error: token('above_zero') }).optional(),
      round: z.enum(['exact', 'down', 'up']).default('exact'),
    })
      .refine(({ unit, attribute }) => (unit === undefined) !== (attribute === undefined), {
        error: token('unit_or_attribute'),
      })
      .transform(
        ({ unit, attribute, each, round }): Quantity => ({
          unit: unit ?? attribute!,
          attribute: attribute ?? null,
          each: each ?? ONE,
          round,
        }),
      ),
  ],
  (value, unit, each): z.ZodType<Quantity> => (isRecord(value) ? each : unit),
)

/** `每小时`, `每满1000元`: what the figure of a clause is for. */
export function perText({ unit, attribute, each, round }: Quantity, { word }: Saying): string {
  const many = equal(each, ONE) ? '' : exactText(each)
  const [before, name] = attribute === null ? ['', word('unit', unit)] : [`${word('attribute', unit)}`, '']
  const size = many || (attribute === null ? '' : '1')
  if (round === 'down') return `${before}每满${size || 1}${name}`
  const rest =
    round === 'up' ? `（不足${size || 1}${name}的按${size || 1}${name}）` : size ? '（不足的按比例）' : ''
  return `${before}每${size}${name}${rest}`
}

export const quantityMechanism = mechanism({
  keys: { quantity: QuantityRule.optional() },
  check({ quantity, points }, report) {
    if (quantity !== undefined && points.kind === 'ladder') report(['quantity'], 'quantity_ladder')
  },
  refusals: {
    unit_or_attribute: () => ({
      zh: 'quantity 写 unit（数量单位）或 attribute（记录的某个数字项）之一',
      en: 'a quantity names a unit, or an attribute that holds a number, one of them',
    }),
    quantity_ladder: () => ({
      zh: 'quantity 不能与 ladder 同用',
      en: 'a quantity cannot go with a ladder',
    }),
  },
  losses: {},
})
