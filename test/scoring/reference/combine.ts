import { compare, divide, multiply, ONE, type Points, whole, ZERO } from '../../../src/core/points.ts'
import type { Line } from './clauses.ts'
import { figure } from './facts.ts'
import type { Combine } from './format.ts'

/** One value of several: each line keeps the part of it that is in the value, so that the lines add up to it. */
export function combined(rule: Combine | undefined, lines: readonly Line[]): Line[] {
  if (rule === undefined || lines.length === 0) return [...lines]
  const inOrder = lines.toSorted((a, b) => (`${a.day} ${a.id}` < `${b.day} ${b.id}` ? -1 : 1))
  if (typeof rule === 'object') {
    const same = Map.groupBy(inOrder, ({ role }) => role)
    return [...same].flatMap(([role, some]) => {
      const weight = role === undefined ? undefined : rule.weights[role]
      return keep(some, some, weight === undefined ? ZERO : figure(weight))
    })
  }
  const rising = inOrder.toSorted((a, b) => compare(a.points, b.points))
  switch (rule) {
    case 'average':
      return keep(inOrder, inOrder, ONE)
    case 'trimmed':
      return keep(inOrder, rising.length < 3 ? rising : rising.slice(1, -1), ONE)
    case 'median':
      return keep(inOrder, rising.slice((rising.length - 1) >> 1, (rising.length >> 1) + 1), ONE)
    case 'highest':
      return keep(inOrder, rising.slice(-1), ONE)
    case 'lowest':
      return keep(inOrder, rising.slice(0, 1), ONE)
    case 'latest':
      return keep(inOrder, inOrder.slice(-1), ONE)
  }
}

/** The average of some of the lines, times a weight. */
function keep(lines: readonly Line[], some: readonly Line[], weight: Points): Line[] {
  const part = divide(weight, whole(some.length))
  return lines.map((line) => ({ ...line, points: some.includes(line) ? multiply(line.points, part) : ZERO }))
}
