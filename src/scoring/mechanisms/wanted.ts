import { z } from 'zod'
import { exactText, multiply, type Points, pointsText, toWhole, whole } from '../../core/points.ts'
import { amountText, ROUNDS, roundingText } from '../../core/words/amounts.ts'
import type { Language } from '../../core/words/word.ts'
import type { ScoredMember } from '../facts.ts'
import type { WantedSum } from '../lines.ts'
import { Exact, strict, token } from '../notation/vocabulary.ts'
import { givenText, mechanism, type Saying } from './mechanism.ts'
import { presentPart, type Span } from './presence.ts'

/**
 * A number of records that is wanted in a part of the period: each missing one costs a step, each further one gives a
 * step. `shrinks`: days without a mandate and exempt days make the number smaller in proportion, with this rounding.
 */
export interface Wanted {
  readonly count: number
  readonly missing?: Points | undefined
  readonly more?: Points | undefined
  readonly shrinks?: 'down' | 'half_up' | 'up' | undefined
}

/** How many are wanted of a member in some days. */
export function wantedIn({ count, shrinks }: Wanted, member: ScoredMember, span: Span): number {
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

export function wantedSum(
  { count, shrinks }: Wanted,
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

const WantedRule = strict({
  count: z.int().min(1).max(1000),
  missing: Exact.optional(),
  more: Exact.optional(),
  shrinks: z.enum(['down', 'half_up', 'up']).optional(),
}).refine(({ missing, more }) => missing !== undefined || more !== undefined, { error: token('wanted_step') })

/** `每季度应有1条，每少1条扣2分`. */
function demandText({ count, missing, more, shrinks }: Wanted, { one, over }: Saying): string {
  const steps = [
    `${over}应有${count}${one}`,
    ...(missing ? [`每少1${one}${givenText(missing)}`] : []),
    ...(more ? [`每多1${one}${givenText(more)}`] : []),
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
