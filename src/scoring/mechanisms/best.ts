import { add, compare, type Points, signOf, ZERO } from '../../core/points.ts'
import type { DraftLine } from '../lines.ts'
import { takeAll } from '../lines.ts'
import { mechanism } from './mechanism.ts'

/**
 * Of what overlaps only the best counts: of the clauses of a group the one that comes to most, over the whole period
 * (`clause`), for each record (`fact`), or for each meeting (`meeting`).
 */
export const BEST_OF = ['clause', 'fact', 'meeting'] as const
type BestOf = (typeof BEST_OF)[number]

/**
 * Books what the best one takes from the others. `clauses` are all of the group in the order of the file, of which of
 * equals the first stays: one that nothing came to is worth nothing, which is better than one that takes points. For a
 * record or a meeting, of equals the first in the order of the lines stays.
 */
export function keepBest(lines: readonly DraftLine[], of: BestOf, clauses: readonly string[]): void {
  if (of === 'clause') keepBestClause(lines, clauses)
  else keepBestOfEach(lines, of)
}

function keepBestClause(lines: readonly DraftLine[], clauses: readonly string[]): void {
  const earned = sumsOf(lines)
  const best = bestOfAll(new Map(clauses.map((clause) => [clause, earned.get(clause) ?? ZERO])))
  if (best === undefined) return
  for (const line of lines) {
    if (line.clause !== best && signOf(line.points) !== 0) takeAll(line, 'best_of', best)
  }
}

function keepBestOfEach(lines: readonly DraftLine[], of: 'fact' | 'meeting'): void {
  const keyOf = (line: DraftLine) => (of === 'fact' ? line.factId : line.meetingId)
  // What earns nothing for a reason of its own is not one of those that are compared.
  const counting = lines.filter(
    (line) => keyOf(line) !== null && (line.lost.length === 0 || signOf(line.points) !== 0),
  )
  for (const group of Map.groupBy(counting, (line) => keyOf(line)!).values()) {
    const sums = sumsOf(group)
    const best = bestOfAll(sums)!
    for (const line of group) {
      if (line.clause !== best && signOf(line.points) !== 0) takeAll(line, 'best_of', best)
    }
  }
}

/** What each clause comes to, in the order of the lines. */
function sumsOf(lines: readonly DraftLine[]): Map<string, Points> {
  const sums = new Map<string, Points>()
  for (const { clause, points } of lines) sums.set(clause, add(sums.get(clause) ?? ZERO, points))
  return sums
}

function bestOfAll(sums: ReadonlyMap<string, Points>): string | undefined {
  let best: [string, Points] | undefined
  for (const [clause, sum] of sums) if (!best || compare(sum, best[1]) > 0) best = [clause, sum]
  return best?.[0]
}

const KEPT: Record<BestOf, string> = {
  clause: '组内各条只计得分最高的一条',
  fact: '同一件事有几条给分的，只计最高的一条',
  meeting: '同一会议有几条给分的，只计最高的一条',
}

export const bestMechanism = mechanism({
  keys: {},
  tells: ({ bestOf }) => (bestOf ? [{ slot: '就高', text: KEPT[bestOf] }] : []),
  refusals: {},
  losses: {
    best_of: ({ where }) => [
      `同类只计最好的一项（${where}），此项不计`,
      `only the best of these counts (${where}), this one does not`,
    ],
  },
})
