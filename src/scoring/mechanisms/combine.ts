import { z } from 'zod'
import {
  compare,
  divide,
  multiply,
  type Points,
  pointsText,
  signOf,
  subtract,
  whole,
  ZERO,
} from '../../core/points.ts'
import { isRecord } from '../../core/records.ts'
import type { DraftLine } from '../lines.ts'
import { take, takeAll } from '../lines.ts'
import { shaped } from '../notation/shaped.ts'
import { Code, filled, Part, strict } from '../notation/vocabulary.ts'
import { en, inPart, limitOf, mechanism, type Saying } from './mechanism.ts'
import { numberingOf } from './nth.ts'

/**
 * Several values for one thing (raters, rounds, readings) become one: their average, the middle one, the highest, the
 * lowest, the latest, or the average without the highest and the lowest (`trimmed`, from three values on). With
 * weights, the values of each role are averaged and the averages weighted; a role that gave no value gives nothing.
 */
const COMBINED = ['average', 'median', 'highest', 'lowest', 'latest', 'trimmed'] as const
export type Combine =
  | { readonly kind: (typeof COMBINED)[number] }
  | { readonly kind: 'weighted'; readonly weights: ReadonlyMap<string, Points> }

/** Books on the lines of one clause what makes their sum the combined value; `lines` are in order. */
export function combine(
  how: Combine,
  lines: readonly DraftLine[],
  roleOf: (line: DraftLine) => string | undefined,
  where: string,
): void {
  const counting = lines.filter((line) => line.lost.length === 0)
  if (counting.length === 0) return
  if (how.kind === 'weighted') {
    for (const [role, same] of Map.groupBy(counting, roleOf)) {
      const weight = (role !== undefined && how.weights.get(role)) || ZERO
      for (const line of same) keepPart(line, divide(weight, whole(same.length)), where)
    }
    return
  }
  const byValue = counting.toSorted((a, b) => compare(a.points, b.points))
  const taken = keptOf(how.kind, counting, byValue)
  for (const line of counting) {
    if (taken.includes(line)) keepPart(line, divide(whole(1), whole(taken.length)), where)
    else if (signOf(line.points) !== 0) takeAll(line, 'combined', where)
  }
}

function keptOf(kind: (typeof COMBINED)[number], values: DraftLine[], byValue: DraftLine[]): DraftLine[] {
  const count = values.length
  switch (kind) {
    case 'average':
      return values
    case 'median':
      return byValue.slice(Math.floor((count - 1) / 2), Math.floor(count / 2) + 1)
    case 'highest':
      return byValue.slice(-1)
    case 'lowest':
      return byValue.slice(0, 1)
    case 'latest':
      return values.slice(-1)
    case 'trimmed':
      return count < 3 ? values : byValue.slice(1, -1)
  }
}

/** Leaves a part of what a line has. */
function keepPart(line: DraftLine, part: Points, where: string): void {
  const amount = subtract(line.points, multiply(line.points, part))
  if (signOf(amount) !== 0) take(line, { reason: 'combined', amount, limit: part, where })
}

/** How several values for one thing become one. */
const CombineRule = shaped(
  'combine',
  [
    z.enum(COMBINED).transform((kind): Combine => ({ kind })),
    strict({ by: z.literal('role'), weights: filled(z.record(Code, Part)) }).transform(
      ({ weights }): Combine => ({ kind: 'weighted', weights: new Map(Object.entries(weights)) }),
    ),
  ],
  (value, word, weighted): z.ZodType<Combine> => (isRecord(value) ? weighted : word),
)

const TAKEN: Record<(typeof COMBINED)[number], string> = {
  average: '取平均',
  median: '取中位数',
  highest: '取最高的一个',
  lowest: '取最低的一个',
  latest: '取最后的一个',
  trimmed: '去掉一个最高、一个最低后取平均（三个以上时）',
}

function combineText(how: Combine, { over, word }: Saying): string {
  if (how.kind !== 'weighted') return `${over}有几个的，${TAKEN[how.kind]}`
  const weights = [...how.weights].map(([role, part]) => `${word('role', role)}占${pointsText(part)}`)
  return `${over}各类评分人分别取平均，再加权相加：${weights.join('、')}；没有评分的一类计0分`
}

export const combineMechanism = mechanism({
  keys: { combine: CombineRule.optional() },
  tells: ({ combine: how }, say) => (how ? [{ slot: '合成', text: combineText(how, say) }] : []),
  check(clause, report) {
    if (clause.combine && (clause.points.kind === 'ladder' || numberingOf(clause).length > 0))
      report(['combine'], 'combine_alone')
  },
  refusals: {
    combine_alone: () => ({
      zh: 'combine 不能与 ladder、once、from、upTo、fullAt 同用',
      en: 'combine cannot go with a ladder, once, from, upTo or fullAt',
    }),
  },
  losses: {
    combined: (loss, before, { part, unit }) =>
      loss.limit
        ? [
            `${part}多个评分合成，此项占${limitOf(loss)}`,
            `one of several values${inPart(part)}, ${limitOf(loss)} of ${en(before, unit)}`,
          ]
        : [`${part}多个评分合成，此项不取`, `one of several values${inPart(part)}, this one is not taken`],
  },
})
