import fc, { type Arbitrary } from 'fast-check'
import type { Filter } from './format.ts'
import { BODIES, BODY_KINDS, BODY_ROLES, LEVELS, OFFICES } from './generate-facts.ts'

/** The small parts of random regulations: keys that may be left out, filters, figures and tables of them. */

type Optional = { [key: string]: Arbitrary<unknown> }
type Keys = { [key: string]: unknown }

const there = (all: Keys): Keys =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
const optional = (left: number, kept: number, keys: Optional): Arbitrary<Keys> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(keys).map(([key, one]) => [
          key,
          fc.oneof(
            { weight: left, arbitrary: fc.constant(undefined) },
            { weight: kept, arbitrary: one as Arbitrary<unknown> },
          ),
        ]),
      ),
    )
    .map(there)

/** Each of the keys is there half of the time, or once in four times. */
export const some = (keys: Optional) => optional(1, 1, keys)
export const rarely = (keys: Optional) => optional(3, 1, keys)

/** As many as drawn, each number as often as the others. */
export const exactly = <T>(min: number, max: number, one: Arbitrary<T>): Arbitrary<T[]> =>
  fc
    .constantFrom(...Array.from({ length: max - min + 1 }, (_, at) => min + at))
    .chain((count) => fc.array(one, { minLength: count, maxLength: count }))

export const oneOf = (codes: readonly string[]) => fc.constantFrom(...codes)
export const filter = (codes: readonly string[]): Arbitrary<Filter> =>
  fc.oneof(
    oneOf(codes),
    fc.uniqueArray(oneOf(codes), { minLength: 1, maxLength: 2 }),
    oneOf(codes).map((not) => ({ not })),
  )
export const who = rarely({
  office: filter(OFFICES),
  body: filter(BODIES),
  bodyKind: filter(BODY_KINDS),
  bodyRole: filter(BODY_ROLES),
})
export const office = fc.record({ office: filter(OFFICES) })

const amount = fc.constantFrom(1, 2, 3.5, 5, 10, '1/3', '25/6', -1, -2.5, -5, 0)
const positive = fc.constantFrom(1, 2, 3.5, 5, 10, '1/3')
const dated = fc.tuple(amount, amount).map(([a, b]) => ({ '2019-01-01': a, '2024-07-01': b }))
const repealed = amount.map((a) => ({ '2024-02-01': a, '2024-09-01': null }))
export const figures = fc.oneof({ weight: 4, arbitrary: amount }, dated, repealed)
export const cap = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 2, 5, 7.5, 12) },
  fc.constant({ '2019-01-01': 3, '2024-06-01': 6 }),
)
export const floor = fc.constantFrom(0, -2, -4.5)

export const table = (by: string, codes: readonly string[], value: Arbitrary<unknown> = figures) =>
  fc
    .uniqueArray(fc.tuple(oneOf(codes), value), {
      minLength: 1,
      maxLength: codes.length,
      selector: ([code]) => code,
    })
    .map((rows) => ({ by, is: Object.fromEntries(rows) }))

/** By two fields: each row of the first holds rows of the second. */
export const crossTable = (first: [string, readonly string[]], second: [string, readonly string[]]) =>
  fc
    .tuple(table(...first), fc.array(table(...second), { minLength: 3, maxLength: 3 }))
    .map(([rows, inner]) => ({
      by: [first[0], second[0]],
      is: Object.fromEntries(Object.keys(rows.is).map((code, at) => [code, inner[at % 3]!.is])),
    }))

export const ladder = (statuses: readonly string[]) =>
  fc
    .tuple(
      fc.subarray([...statuses], { minLength: 1 }),
      fc.array(fc.oneof(positive, table('level', LEVELS, positive)), { minLength: 3, maxLength: 3 }),
      rarely({ steps: fc.constantFrom('add', 'highest'), repeat: fc.constantFrom('level', 'always') }),
    )
    .chain(([chosen, rates, more]) =>
      fc.boolean().map((together) => ({
        ladder:
          together && chosen.length > 1
            ? [{ anyOf: chosen, points: rates[0] }]
            : chosen.map((status, at) => ({ [status]: rates[at] })),
        ...more,
      })),
    )
