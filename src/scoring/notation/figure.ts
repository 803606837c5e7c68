import { z } from 'zod'
import { isDay } from '../../core/days.ts'
import type { Figure } from '../mechanisms/figure.ts'
import { shaped } from './shaped.ts'
import { Exact, filled, isObject, token } from './vocabulary.ts'

/** Values by the day from which they hold; `null` from a day on: there is none any more. */
const ByDay = filled(
  z.record(
    z
      .string()
      .refine(isDay, { error: token('day') })
      .meta({ format: 'date' }),
    Exact.nullable(),
  ),
).transform(
  (days): Figure =>
    Object.keys(days)
      .sort()
      .map((from) => ({ from, value: days[from]! })),
)

/** A figure: one for ever, or one from each day on. */
export const FigureRule = shaped(
  'figure',
  [Exact.transform((value): Figure => [{ from: null, value }]), ByDay],
  (value, flat, byDay): z.ZodType<Figure> => (isObject(value) ? byDay : flat),
)
