import fc, { type Arbitrary } from 'fast-check'
import type { Clause, Condition, Measure } from './format.ts'
import { countsFor, ratesFor } from './generate-counts.ts'
import { cap, figures, floor, rarely, some, who } from './generate-words.ts'

/** Random clauses that measure a value of the whole period. */

const bands = (limits: readonly string[]) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...limits), figures), {
      minLength: 1,
      selector: ([limit]) => limit,
    })
    .map((rows) => ({ bands: Object.fromEntries(rows) }))
const target = (wanted: readonly number[], each: readonly (number | string)[]) =>
  fc
    .tuple(
      fc.constantFrom(...wanted),
      some({
        at: figuresOnce,
        each: fc.constantFrom(...each),
        round: fc.constantFrom('exact', 'down', 'up'),
        above: figuresOnce,
        below: figuresOnce,
      }),
    )
    .map(([value, how]) => ({ target: value, ...how }))
const figuresOnce = fc.constantFrom(1, 2, '1/3', -0.5, -2)
const ofNumber = fc.oneof(figures, bands(['0', '1', '2', '4.5', '-1']), target([1, 2], [2, '3/2', '1/2']))
const ofPercent = fc.oneof(
  figures,
  bands(['90', '50', '100', '33.3', '0']),
  target([80, 100, 50], [3, 10, '100/3']),
)
const places = fc
  .uniqueArray(fc.tuple(fc.constantFrom('1', '2', '3', '5'), figures), {
    minLength: 1,
    selector: ([upTo]) => upTo,
  })
  .map((rows) => ({ places: Object.fromEntries(rows) }))

type Drawn = { measure: Measure; points: unknown }

const own = (
  kinds: readonly string[],
  ofBodies: boolean,
  condition: Arbitrary<Condition>,
): Arbitrary<Drawn> => {
  const counted = countsFor(kinds, ofBodies)
  const number = counted.chain((counts) =>
    some(ofBodies ? { each: fc.constant('person') } : {}).map((each) => ({ ...counts, ...each }) as Measure),
  )
  const all: Arbitrary<Drawn>[] = [
    fc.record({ measure: number, points: ofNumber }),
    fc.record({ measure: ratesFor(kinds, ofBodies) as Arbitrary<Measure>, points: ofPercent }),
  ]
  if (ofBodies) all.push(fc.record({ measure: condition.map((people) => ({ people })), points: ofPercent }))
  return fc.oneof(...all)
}

/** Of the points of the clause or group that is named. */
const ofPoints = (name: string): Arbitrary<Drawn> =>
  fc.oneof(
    fc.record({
      measure: fc.constantFrom('average' as const, 'maximum' as const).map((to) => ({ points: name, to })),
      points: ofPercent,
    }),
    fc.record({ measure: fc.constant({ place: name }), points: places }),
  )

/** A clause with a measure; the names are those that may be compared. */
export const measuredClauses = (
  kinds: readonly string[],
  ofBodies: boolean,
  condition: Arbitrary<Condition>,
  names: readonly string[],
): Arbitrary<Clause> =>
  fc
    .tuple(
      names.length === 0
        ? own(kinds, ofBodies, condition)
        : fc.oneof(own(kinds, ofBodies, condition), fc.constantFrom(...names).chain(ofPoints)),
      rarely({ cap, floor, ...(!ofBodies && { who }) }),
    )
    .map(([drawn, more]) => ({ title: 'c', ...drawn, ...more }) as Clause)
