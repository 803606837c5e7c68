import { multiply, ONE, type Points, pointsText, signOf, subtract } from '../../core/points.ts'
import type { DraftLine } from '../lines.ts'
import { take } from '../lines.ts'
import { en, limitOf, mechanism, zh } from './mechanism.ts'

/**
 * A part of the whole that counts by its weight: 40 % of the points of meetings. Each line keeps its part, after every
 * cap and floor of the group and before those of the groups around it.
 */
export function weigh(weight: Points, lines: readonly DraftLine[], where: string): void {
  const rest = subtract(ONE, weight)
  for (const line of lines) {
    const amount = multiply(line.points, rest)
    if (signOf(amount) !== 0) take(line, { reason: 'weighted', amount, limit: weight, where })
  }
}

export const weightMechanism = mechanism({
  keys: {},
  tells: ({ weight }) =>
    weight ? [{ slot: '权重', text: `封顶、下限之后的得分按${pointsText(weight)}计入` }] : [],
  refusals: {},
  losses: {
    weighted: (loss, before, { place, unit }) => [
      `${place}按${limitOf(loss)}计入，${zh(before, unit)}`,
      `${place} counts by ${limitOf(loss)} of ${en(before, unit)}`,
    ],
  },
})
