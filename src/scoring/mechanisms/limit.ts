import { add, compare, exactText, min, negate, type Points, signOf, subtract } from '../../core/points.ts'
import type { Unit } from '../../core/words/amounts.ts'
import type { Language } from '../../core/words/word.ts'
import type { Finding } from '../apply/finding.ts'
import type { DraftLine, Loss, LossReason } from '../lines.ts'
import { take } from '../lines.ts'
import { type Figure, FigureRule, figureText } from './figure.ts'
import { en, inPart, type LossPlace, type LossWords, mechanism, type Report, zh } from './mechanism.ts'

/** A cap and a floor of one window: at most, and at least. */
export interface Limits {
  readonly cap: Points | undefined
  readonly floor: Points | undefined
}

/**
 * Applies a cap and a floor once, to the exact sum of a window, and books the loss from the latest line back. `lines`
 * are in order (day, clause, fact id); `counts` says which of them belong to the window. Gives the sum after it.
 */
export function limit(
  lines: readonly DraftLine[],
  counts: (line: DraftLine) => boolean,
  sum: Points,
  { cap, floor }: Limits,
  reasons: { cap: LossReason; floor: LossReason },
  where: string,
  because?: Finding,
): Points {
  if (cap !== undefined && compare(sum, cap) > 0) {
    let excess = subtract(sum, cap)
    for (let at = lines.length - 1; at >= 0 && signOf(excess) > 0; at -= 1) {
      const line = lines[at]
      if (!line || signOf(line.points) <= 0 || !counts(line)) continue
      const amount = min(line.points, excess)
      take(line, { reason: reasons.cap, amount, limit: cap, where, ...(because && { because }) })
      excess = subtract(excess, amount)
    }
    return cap
  }
  if (floor !== undefined && compare(sum, floor) < 0) {
    let excess = subtract(sum, floor)
    for (let at = lines.length - 1; at >= 0 && signOf(excess) < 0; at -= 1) {
      const line = lines[at]
      if (!line || signOf(line.points) >= 0 || !counts(line)) continue
      const amount = compare(line.points, excess) > 0 ? line.points : excess
      take(line, { reason: reasons.floor, amount, limit: floor, where })
      excess = subtract(excess, amount)
    }
    return floor
  }
  return sum
}

/** The exact sum of the points of those lines that count. */
export function sumOf(
  lines: readonly DraftLine[],
  counts: (line: DraftLine) => boolean,
  start: Points,
): Points {
  let total = start
  for (const line of lines) if (counts(line)) total = add(total, line.points)
  return total
}

/** A cap takes and a floor gives: neither the other way round. */
export function checkLimits(
  of: { readonly cap?: Figure | undefined; readonly floor?: Figure | undefined },
  path: readonly string[],
  report: Report,
): void {
  if (of.cap?.some(({ value }) => value && signOf(value) < 0)) report([...path, 'cap'], 'cap_negative')
  if (of.floor?.some(({ value }) => value && signOf(value) > 0)) report([...path, 'floor'], 'floor_positive')
}

/** What earlier periods have used of the limit: only the clause's own cap runs over the term. */
function usedText({ reason }: Loss, { used, unit }: LossPlace, lang: Language): string {
  if (reason !== 'cap' || used === null || signOf(used) === 0) return ''
  return lang === 'zh'
    ? `（此前各期已计${zh(used, unit)}）`
    : ` (${en(used, unit)} counted before this period)`
}

const capped: LossWords = (loss, before, at) => {
  const { amount, limit } = loss
  const { place, part, unit } = at
  return [
    `${place}${part}封顶${limit ? zh(limit, unit) : ''}${usedText(loss, at, 'zh')}，${zh(before, unit)}中失去${zh(amount, unit)}`,
    `${place} stops at ${limit ? en(limit, unit) : ''}${inPart(part)}${usedText(loss, at, 'en')}: ${exactText(amount)} of ${en(before, unit)} lost`,
  ]
}
const floored: LossWords = ({ amount, limit }, before, { place, part, unit }) => [
  `${place}${part}不低于${limit ? zh(limit, unit) : ''}，应扣${zh(negate(before), unit)}，少扣${zh(negate(amount), unit)}`,
  `${place} does not go below ${limit ? en(limit, unit) : ''}${inPart(part)}: ${exactText(negate(amount))} of ${en(negate(before), unit)} not taken off`,
]

function boundText(word: string, figure: Figure, unit: Unit): string {
  const told = figureText(figure, (points) => zh(points, unit))
  return figure.length === 1 ? word + told : `${word}：${told}（以期末为准）`
}

export const limitMechanism = mechanism({
  keys: { cap: FigureRule.optional(), floor: FigureRule.optional() },
  tells({ cap, floor }, { over, unit }) {
    const bounds = [
      ...(cap ? [boundText('封顶', cap, unit)] : []),
      ...(floor ? [boundText('不低于', floor, unit)] : []),
    ]
    return bounds.length > 0 ? [{ slot: '限额', text: `${over}${bounds.join('，')}` }] : []
  },
  check(clause, report) {
    checkLimits(clause, [], report)
  },
  refusals: {
    cap_negative: () => ({ zh: '封顶不能小于 0', en: 'a cap cannot be below 0' }),
    floor_positive: () => ({
      zh: '下限不能大于 0；先给的分写作 start',
      en: 'a floor cannot be above 0; what is held from the start is start',
    }),
  },
  losses: {
    cap: capped,
    group_cap: capped,
    total_cap: capped,
    floor: floored,
    group_floor: floored,
    total_floor: floored,
  },
})
