import { z } from 'zod'
import { Day } from './fields.ts'

/** A rate that says what it is made of; null over an empty denominator, never 0 or 100. */
export const Rate = z
  .object({
    value: z.number().nullable().meta({ description: 'Percent, half up to one decimal; null over nothing.' }),
    numerator: z.int(),
    denominator: z.int(),
    rule: z.string(),
    asOf: Day,
    excluded: z
      .array(z.object({ reason: z.string(), records: z.int() }))
      .optional()
      .meta({
        description: 'What is in neither, by its reason; `unresolved`: nobody has said yet what happened.',
      }),
  })
  .meta({ id: 'Rate' })
export type Rate = z.infer<typeof Rate>

/** Records of a rate of which nobody has said yet what they come to. */
export const unresolvedOf = (excluded: Rate['excluded']): number =>
  excluded?.find(({ reason }) => reason === 'unresolved')?.records ?? 0

export function rateOf(
  numerator: number,
  denominator: number,
  rule: string,
  asOf: string,
  excluded?: Rate['excluded'],
): Rate {
  // Integers until the last step: 1000·n/d rounded half up is exact for every count we can have.
  const tenths = denominator === 0 ? null : Math.floor((2000 * numerator + denominator) / (2 * denominator))
  const value = tenths === null ? null : tenths / 10
  return { value, numerator, denominator, rule, asOf, ...(excluded ? { excluded } : {}) }
}
