import { z } from 'zod'
import { within } from '../../core/days.ts'
import {
  exactText,
  multiply,
  type Points,
  pointsText,
  signOf,
  toWhole,
  whole,
  ZERO,
} from '../../core/points.ts'
import { amountText, ROUNDS, roundingText } from '../../core/words/amounts.ts'
import type { Language } from '../../core/words/word.ts'
import type { ScoredMember } from '../facts.ts'
import type { ScoreLine, WantedSum } from '../lines.ts'
import { shaped } from '../notation/shaped.ts'
import { Exact, filled, hasKey, strict, token } from '../notation/vocabulary.ts'
import { givenIn, mechanism, type Saying } from './mechanism.ts'
import { presentPart, type Span } from './presence.ts'

/** One number for all, or by the body to which one belongs: the first of those that are listed. */
interface WantedCount {
  readonly bodies: readonly (readonly [code: string, count: number])[]
  readonly others: number
}

/**
 * A number of records that is wanted in a part of the period: each missing one costs a step, each further one gives a
 * step. `shrinks`: days without a mandate and exempt days make the number smaller in proportion, with this rounding.
 */
export interface Wanted {
  readonly count: WantedCount
  readonly missing?: Points | undefined
  readonly more?: Points | undefined
  readonly shrinks?: 'down' | 'half_up' | 'up' | undefined
}

/** How many are wanted of whoever belongs to the bodies that they belong to on a day. */
export function countOn({ count }: Wanted, { bodies }: ScoredMember, day: string): number {
  const own = bodies.filter(({ from, to }) => within(day, from, to)).map(({ code }) => code)
  return count.bodies.find(([code]) => own.includes(code))?.[1] ?? count.others
}

/** How many are wanted of a member in some days. */
export function wantedIn({ shrinks }: Wanted, count: number, member: ScoredMember, span: Span): number {
  if (shrinks === undefined) return count
  return toWhole(multiply(whole(count), presentPart(member, span, 'days')), shrinks)
}

/** What a count comes to against the number that is wanted; undefined where it costs and gives nothing. */
export function stepOf(
  { missing, more }: Wanted,
  wanted: number,
  recorded: number,
): { each: Points; many: number; unit: 'missing' | 'more'; points: Points } | undefined {
  const many = Math.abs(wanted - recorded)
  const each = recorded < wanted ? missing : more
  if (many === 0 || each === undefined) return undefined
  return { each, many, unit: recorded < wanted ? 'missing' : 'more', points: multiply(each, whole(many)) }
}

/** As many are there as are wanted: that costs nothing and gives nothing. */
export const MET = { each: ZERO, many: 0, unit: 'missing', points: ZERO } as const

export const isMet = ({ full, arithmetic }: Pick<ScoreLine, 'full' | 'arithmetic'>): boolean =>
  arithmetic.wanted !== null && signOf(full) === 0

export function wantedSum(
  { shrinks }: Wanted,
  count: number,
  member: ScoredMember,
  span: Span,
  wanted: number,
  recorded: number,
): WantedSum {
  const part = shrinks === undefined ? null : presentPart(member, span, 'days')
  return { count, part, round: shrinks ?? null, wanted, there: recorded }
}

/** `第一季度应有3件提案 × 1/2（在任且未免计的部分） = 1.5，舍去尾数为1，实有0件提案`. */
export function wantedText(sum: WantedSum, part: string, kind: string, lang: Language): string {
  const { count, there: recorded } = sum
  const first = amountText(kind, count, lang) + shrunkText(sum, lang)
  if (lang === 'zh') return `${part || '本期'}应有${first}，实有${amountText(kind, recorded, lang)}`
  return `${first} wanted in ${part || 'the period'}, ${recorded} there`
}

function shrunkText({ count, part, round, wanted }: WantedSum, lang: Language): string {
  if (part === null || round === null || exactText(part) === '1') return ''
  const exact = multiply(whole(count), part)
  const words = lang === 'zh' ? '（在任且未免计的部分）' : ' (days in office and not exempt)'
  return ` × ${pointsText(part)}${words} = ${exactText(exact)}${roundingText(exact, wanted, round, lang)}`
}

const HowMany = z.int().min(1).max(1000)
const None = z.int().min(0).max(1000)
const CountRule = shaped(
  'wantedCount',
  [
    HowMany.transform((count): WantedCount => ({ bodies: [], others: count })),
    strict({ body: filled(z.record(z.string().min(1).max(50), None)), others: None }).transform(
      ({ body, others }): WantedCount => ({ bodies: Object.entries(body), others }),
    ),
  ],
  (value, one, byBody): z.ZodType<WantedCount> => (hasKey(value, 'body') ? byBody : one),
)

const WantedRule = strict({
  count: CountRule,
  missing: Exact.optional(),
  more: Exact.optional(),
  shrinks: z.enum(['down', 'half_up', 'up']).optional(),
}).refine(({ missing, more }) => missing !== undefined || more !== undefined, { error: token('wanted_step') })

/** `3件`; `教育界3件、其他2件`. */
function countText({ bodies, others }: WantedCount, { one, word }: Saying): string {
  if (bodies.length === 0) return `${others}${one}`
  return [
    ...bodies.map(([code, count]) => `${word('body', code)}${count}${one}`),
    `其他${others}${one}`,
  ].join('、')
}

/** `每季度应有1条，每少1条扣2分`. */
function demandText({ count, missing, more, shrinks }: Wanted, say: Saying): string {
  const { one, over } = say
  const given = givenIn(say.unit)
  const steps = [
    `${over}应有${countText(count, say)}`,
    ...(missing ? [`每少1${one}${given(missing)}`] : []),
    ...(more ? [`每多1${one}${given(more)}`] : []),
  ].join('，')
  return shrinks ? `${steps}；任职不满或有免计的，应有数按天数折算，${ROUNDS[shrinks][0]}` : steps
}

export const wantedMechanism = mechanism({
  keys: { wanted: WantedRule.optional() },
  tells: ({ wanted }, say) => (wanted ? [{ slot: '应有数', text: demandText(wanted, say) }] : []),
  check({ window, wanted }, report) {
    if (window === 'term' && wanted) report(['window'], 'term_wanted')
  },
  refusals: {
    wanted_step: () => ({
      zh: 'wanted 要写 missing（每少一项）或 more（每多一项）',
      en: 'wanted says what a missing one costs, or what a further one gives',
    }),
    term_wanted: () => ({
      zh: 'wanted 按一期或一期内的各段计，不能用 window: term',
      en: 'a number is wanted in the period or in parts of it, not over the term',
    }),
  },
  losses: {},
})
