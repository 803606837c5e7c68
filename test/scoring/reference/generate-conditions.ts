import fc, { type Arbitrary } from 'fast-check'
import type { Bound, Condition, Counts } from './format.ts'
import { countsFor, ratesFor } from './generate-counts.ts'
import { EXITS, REASONS } from './generate-facts.ts'
import { filter, office, oneOf } from './generate-words.ts'

/** Random conditions, from counts of facts to what was so in earlier years. */

const LIMITS = [{ atLeast: 1 }, { atLeast: 2 }, { atMost: 0 }, { atMost: 1 }, { atLeast: 1, atMost: 2 }]
const YEARS = [{ over: { periods: 2 } }, { over: { periods: 3 } }]
const WHEN = [
  ...[{}, {}, { over: 'term' }, { each: 'month' }, { each: 'quarter' }, { each: 'half_year' }],
  ...YEARS.flatMap((over) => [over, { ...over, each: 'period' }]),
]

/** Records alone: amounts are not put together. */
const recordsFor = (kinds: readonly string[], ofBodies: boolean): Arbitrary<Counts> =>
  countsFor(kinds, ofBodies).map(({ sum: _, ...counts }) => counts)

const inOffice: Arbitrary<Condition> = fc.constantFrom(
  { inOffice: 'day', below: 183 } as const,
  { inOffice: 'day', atLeast: 245 } as const,
  { inOffice: 'month', atLeast: 6 } as const,
  { inOffice: 'month', below: 10 } as const,
)

export const factConditions = (kinds: readonly string[], ofBodies: boolean): Arbitrary<Condition> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(countsFor(kinds, ofBodies), fc.constantFrom(...LIMITS), fc.constantFrom(...WHEN))
        .map(([counts, limits, when]) => ({ ...counts, ...limits, ...when }) as Condition),
    },
    office as Arbitrary<Condition>,
    inOffice,
    fc
      .tuple(
        fc.array(recordsFor(kinds, ofBodies), { minLength: 2, maxLength: 3 }),
        fc.constantFrom(...LIMITS, { atLeast: 3 }),
        fc.constantFrom({}, {}, { over: 'term' }, ...YEARS),
      )
      .map(([together, limits, when]) => ({ together, ...limits, ...when }) as Condition),
    fc
      .tuple(
        ratesFor(kinds, ofBodies),
        fc.constantFrom(2, 3),
        fc.constantFrom({}, {}, { over: 'term' }, ...YEARS),
      )
      .map(([{ share, among }, inRow, when]) => ({ inRow, of: share, among, ...when }) as Condition),
    fc.oneof(fc.constant('any'), filter(REASONS)).map((exempt) => ({ exempt })),
    filter(EXITS).map((exit) => ({ exit })),
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          ratesFor(kinds, ofBodies),
          fc.constantFrom({ atLeast: 50 }, { below: 80 }, { atLeast: '100/3' }, { atLeast: 30, below: 90 }),
        )
        .map(([rates, limit]) => ({ ...rates, ...limit }) as Condition),
    },
  )

export const pointsConditions = (codes: readonly string[]): Arbitrary<Condition> =>
  fc
    .tuple(oneOf(codes), fc.constantFrom({ atLeast: 0 }, { atLeast: 5 }, { below: 3 }, { below: 0 }))
    .map(([points, limit]) => ({ points, ...limit }))

export const bound: Arbitrary<Bound> = fc.oneof(
  fc.integer({ min: 1, max: 3 }),
  fc.record({ number: fc.integer({ min: 1, max: 3 }), ties: fc.constantFrom('in' as const, 'out' as const) }),
  fc.record({
    ties: fc.constantFrom(undefined, 'in' as const, 'out' as const),
    share: fc.constantFrom(20, 50, '100/3'),
    round: fc.constantFrom('down' as const, 'half_up' as const, 'up' as const),
  }),
)

export const combined = (leaf: Arbitrary<Condition>): Arbitrary<Condition> =>
  fc.oneof(
    { weight: 4, arbitrary: leaf },
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    leaf.map((not) => ({ not })),
  )

/** What a trigger may ask besides: places, the grade that was found, what was so in earlier years. */
export const afterGrading = (
  scored: Arbitrary<Condition>,
  grades: readonly string[],
): Arbitrary<Condition> => {
  const graded = grades.length > 0 ? [oneOf(grades).map((grade): Condition => ({ grade }))] : []
  const known = fc.oneof(pointsConditions(['total']), ...graded)
  return fc.oneof(
    { weight: 3, arbitrary: scored },
    bound.map((top): Condition => ({ top })),
    bound.map((bottom): Condition => ({ bottom })),
    fc.tuple(fc.constantFrom(2, 3), known).map(([running, of]): Condition => ({ running, of })),
    fc.tuple(fc.constantFrom(2, 3), known).map(([times, of]): Condition => ({ times, of })),
    ...graded,
  )
}
