import { z } from 'zod'
import { shaped } from '../notation/shaped.ts'
import { hasKey, strict, type Who } from '../notation/vocabulary.ts'
import { type Condition, ConditionRule } from './conditions.ts'
import { type CountCondition, counted, countOf } from './counts.ts'

/** What a clause measures of a member, or of a body, instead of counting fact by fact. */
export type Measure =
  | { readonly kind: 'number'; readonly of: CountCondition; readonly per: 'person' | null }
  | { readonly kind: 'share'; readonly of: CountCondition; readonly among: CountCondition }
  /** The points of a clause, of a group or of the total, against the average or the best of the list. */
  | { readonly kind: 'ratio'; readonly points: string; readonly to: 'average' | 'maximum' }
  | { readonly kind: 'place'; readonly points: string }
  /** Of the people of a body, the part for whom a condition holds. */
  | { readonly kind: 'people'; readonly is: Condition }

const ALL = { atLeast: null, atMost: null, over: 'period', each: null } as const
const PointsName = z.string().min(1).max(80)

export const MeasureRule = shaped(
  'measure',
  [
    strict({ ...counted, each: z.literal('person').optional() }).transform(
      ({ each, ...count }): Measure => ({ kind: 'number', of: countOf(count, ALL), per: each ?? null }),
    ),
    strict({ share: strict(counted), among: strict(counted) }).transform(
      ({ share, among }): Measure => ({ kind: 'share', of: countOf(share, ALL), among: countOf(among, ALL) }),
    ),
    strict({ points: PointsName, to: z.enum(['average', 'maximum']) }).transform(
      (ratio): Measure => ({ kind: 'ratio', ...ratio }),
    ),
    strict({ place: PointsName }).transform(({ place }): Measure => ({ kind: 'place', points: place })),
    strict({ people: ConditionRule }).transform(({ people }): Measure => ({ kind: 'people', is: people })),
  ],
  (value, number, share, ratio, place, people): z.ZodType<Measure> => {
    if (hasKey(value, 'share')) return share
    if (hasKey(value, 'points')) return ratio
    if (hasKey(value, 'place')) return place
    return hasKey(value, 'people') ? people : number
  },
)

/** Whether a clause looks at records of its own member, so that its `who` is asked on the day of each. */
export const looksAtRecords = (measure: Measure): boolean =>
  measure.kind === 'share' || (measure.kind === 'number' && measure.per === null)

/** `who` of the clause holds for its counts, where they do not say it themselves. */
export function measuredFor(measure: Measure, who: z.output<typeof Who> | undefined): Measure {
  if (!who || !looksAtRecords(measure)) return measure
  const asked = (count: CountCondition): CountCondition => ({
    ...count,
    clause: { ...count.clause, who: count.clause.who ?? who },
  })
  if (measure.kind === 'share') return { ...measure, of: asked(measure.of), among: asked(measure.among) }
  return measure.kind === 'number' ? { ...measure, of: asked(measure.of) } : measure
}

/** The name of a code that a measure may not look at itself through. */
const measuredCode = (measure: Measure): string | undefined =>
  measure.kind === 'ratio' || measure.kind === 'place' ? measure.points : undefined

/** Whether a measure needs the other members. */
export const compares = (measure: Measure | null): measure is Extract<Measure, { points: string }> =>
  measure !== null && measuredCode(measure) !== undefined
