import { z } from 'zod'
import {
  divide,
  exactText,
  multiply,
  type Points,
  signOf,
  subtract,
  toWhole,
  whole,
} from '../../core/points.ts'
import { ROUNDS } from '../../core/words/amounts.ts'
import { Exact, strict, token } from '../notation/vocabulary.ts'

/** 取整: the total in steps of so much, before grades and places look at it. */
export interface Rounding {
  readonly to: Points
  readonly way: 'down' | 'half_up' | 'up'
}

export const RoundingRule = strict({
  to: Exact.refine((to) => signOf(to) > 0, { error: token('above_zero') }),
  way: z.enum(['down', 'half_up', 'up']),
})

/** What rounding adds to a total, below zero where it takes. */
export function roundingOf({ to, way }: Rounding, total: Points): Points {
  const steps = toWhole(divide(total, to), way)
  return subtract(multiply(whole(steps), to), total)
}

/** `总分以1分为单位，四舍五入`. */
export const roundingText = ({ to, way }: Rounding): string =>
  `总分以${exactText(to)}分为单位，${ROUNDS[way][0]}`
