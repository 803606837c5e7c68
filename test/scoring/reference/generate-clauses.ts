import fc, { type Arbitrary } from 'fast-check'
import type { Clause, Counts, Filter } from './format.ts'
import {
  BODIES,
  BODY_KINDS,
  CLASSES,
  FORMS,
  LEVELS,
  MEETINGS,
  OCCASIONS,
  OFFICES,
  STATUSES,
  TYPES,
} from './generate-facts.ts'

/** Random clauses, and what conditions count as clauses do, over the vocabulary of the random facts. */

/** Keys that may be left out: each is, once in `often` times. */
type Optional = { [key: string]: Arbitrary<unknown> }
export const some = (often: number, keys: Optional): Arbitrary<{ [key: string]: unknown }> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(keys).map(([key, one]) => [key, fc.option(one, { freq: often, nil: undefined })]),
      ),
    )
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
export const rarely = (keys: Optional) =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(keys).map(([key, one]) => [
          key,
          fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one }),
        ]),
      ),
    )
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))

export const oneOf = (codes: readonly string[]) => fc.constantFrom(...codes)
export const filter = (codes: readonly string[]): Arbitrary<Filter> =>
  fc.oneof(
    oneOf(codes),
    fc.uniqueArray(oneOf(codes), { minLength: 1, maxLength: 2 }),
    oneOf(codes).map((not) => ({ not })),
  )

const amount = fc.constantFrom(1, 2, 3.5, 5, 10, '1/3', '25/6', -1, -2.5, -5, 0)
const positive = fc.constantFrom(1, 2, 3.5, 5, 10, '1/3')
const dated = fc.tuple(amount, amount).map(([a, b]) => ({ '2019-01-01': a, '2024-07-01': b }))
const repealed = amount.map((a) => ({ '2024-02-01': a, '2024-09-01': null }))
const figures = fc.oneof({ weight: 4, arbitrary: amount }, dated, repealed)
export const cap = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 2, 5, 7.5, 12) },
  fc.constant({ '2019-01-01': 3, '2024-06-01': 6 }),
)
export const floor = fc.constantFrom(0, -2, -4.5)
const table = (by: string, codes: readonly string[], value: Arbitrary<unknown> = figures) =>
  fc
    .uniqueArray(fc.tuple(oneOf(codes), value), {
      minLength: 1,
      maxLength: codes.length,
      selector: ([code]) => code,
    })
    .map((rows) => ({ by, is: Object.fromEntries(rows) }))

export const who = rarely({ office: filter(OFFICES), body: filter(BODIES), bodyKind: filter(BODY_KINDS) })
export const office = fc.record({ office: filter(OFFICES) })
const window = fc.constantFrom('month', 'quarter', 'half_year')
const MEETING_OUTCOMES = ['attended', 'leave_approved', 'absent', 'partial', 'observer', 'walk_in']
const SESSION_OUTCOMES = [...MEETING_OUTCOMES, 'present', 'late', 'left_early', 'leave_refused']

export const meetingCounts = fc
  .tuple(
    filter(MEETING_OUTCOMES),
    rarely({ meeting: filter(MEETINGS), class: filter(CLASSES) }),
    rarely({ attendance: fc.constantFrom('all', 'any', 'two_thirds') }),
  )
  .map(([outcome, where, more]) => ({ counts: 'attendance', where: { ...where, outcome }, ...more }))
export const sessionCounts = fc
  .tuple(filter(SESSION_OUTCOMES), rarely({ meeting: filter(MEETINGS), class: filter(CLASSES) }))
  .map(([outcome, where]) => ({ counts: 'attendance', per: 'session', where: { ...where, outcome } }))
export const attendanceCounts = fc.oneof(meetingCounts, sessionCounts)
const where = (keys: Optional) =>
  rarely(keys).map((found) => (Object.keys(found).length > 0 ? { where: found } : {}))
const counting = (kind: string, keys: Optional) => where(keys).map((found) => ({ counts: kind, ...found }))
export const proposalCounts = counting('proposal', {
  type: filter(TYPES['proposal']!),
  level: filter(LEVELS),
})
export const opinionCounts = counting('opinion', { type: filter(TYPES['opinion']!) })
export const speechCounts = counting('speech', {
  form: filter(FORMS),
  occasion: filter(OCCASIONS),
  type: filter(MEETINGS),
  role: filter(['speaker', 'author']),
})
export const serviceCounts = counting('service', { type: filter(TYPES['service']!) })
export const recognitionCounts = counting('recognition', {
  class: filter(['reward', 'penalty']),
  level: filter(LEVELS),
  type: filter(TYPES['recognition']!),
})

const shares = fc.oneof(
  fc.constant('first_only'),
  fc.record({ each: fc.constantFrom('whole', 'equal') }),
  fc.record({ each: fc.constantFrom('whole', 'equal'), limit: fc.constantFrom(2, 3) }),
  fc.record({ first: fc.constantFrom('1/2', 1, '1/3'), others: fc.constantFrom('rest', 'none', '1/4') }),
  fc.constant({ first: 0, others: 1 }),
)
const ladder = (kind: string) =>
  fc
    .tuple(
      fc.subarray(STATUSES[kind]!, { minLength: 1 }),
      fc.array(fc.oneof(positive, table('level', LEVELS, positive)), { minLength: 3, maxLength: 3 }),
      fc.constantFrom('add', 'highest', undefined),
    )
    .map(([statuses, rates, steps]) => ({
      ladder: statuses.map((status, at) => ({ [status]: rates[at] })),
      ...(steps && { steps }),
    }))
const numbers = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.constant({ once: true }),
  fc.constantFrom(2, 3).map((from) => ({ from })),
  fc.constant({ fullAt: 2 }),
  fc
    .tuple(
      fc.constantFrom(1, 2),
      some(3, { missing: fc.constantFrom(-1, '-3/2'), more: fc.constantFrom(1, 2) }),
      rarely({ shrinks: fc.constantFrom('down', 'half_up', 'up') }),
    )
    .filter(([, steps]) => Object.keys(steps).length > 0)
    .map(([count, steps, shrinks]) => ({ wanted: { count, ...steps, ...shrinks } })),
)

const byOutcome = fc
  .tuple(fc.constantFrom('meeting', 'session'), rarely({ meeting: filter(MEETINGS) }))
  .chain(([per, where]) =>
    table('outcome', per === 'session' ? SESSION_OUTCOMES : MEETING_OUTCOMES).map(
      (points): [unknown, unknown] => [
        {
          counts: 'attendance',
          ...(per === 'session' && { per }),
          ...(Object.keys(where).length > 0 && { where }),
        },
        points,
      ],
    ),
  )
const body: { [kind: string]: Arbitrary<[unknown, unknown]> } = {
  attendance: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(
        attendanceCounts,
        fc.oneof({ weight: 3, arbitrary: figures }, table('type', MEETINGS)),
      ),
    },
    byOutcome,
  ),
  proposal: fc.tuple(proposalCounts, fc.oneof({ weight: 3, arbitrary: ladder('proposal') }, figures)),
  opinion: fc.tuple(
    opinionCounts,
    fc.oneof({ weight: 3, arbitrary: ladder('opinion') }, figures, table('level', LEVELS)),
  ),
  speech: fc.tuple(
    speechCounts,
    fc.oneof(
      figures,
      figures,
      table('form', FORMS),
      table('occasion', OCCASIONS),
      table('role', ['speaker']),
    ),
  ),
  service: fc.tuple(serviceCounts, fc.oneof(figures, figures, table('type', TYPES['service']!))),
  recognition: fc.tuple(
    recognitionCounts,
    fc.oneof(figures, table('level', LEVELS), table('class', ['reward', 'penalty'])),
  ),
}
export const clausesOf = (kinds: readonly string[]) =>
  fc
    .tuple(
      fc.oneof(...kinds.map((kind) => body[kind]!)),
      rarely({ who }),
      numbers,
      rarely({ window, cap, floor }),
      some(2, { share: shares }),
      fc.boolean(),
    )
    .map(([[counts, points], whose, drawn, limits, share, byQuantity]): Clause => {
      const { counts: kind } = counts as Counts
      const { ladder: rungs, steps } = points as { ladder?: unknown[]; steps?: string }
      // A ladder of several steps has no number: the loader refuses it with once, from and fullAt. Not compared: a number
      // that is wanted, of records whose best step alone counts. The guide does not say whether a record is there in a
      // part of the year in which it reached a step that adds nothing.
      const kept = 'wanted' in drawn ? steps !== 'highest' : (rungs ?? []).length < 2
      const number = kept ? drawn : {}
      // Not compared: a first proposer's share of 0 with the number of the record. The guide does not say whether a record
      // that earned a share of 0 has a number.
      const shared =
        ['proposal', 'opinion', 'service'].includes(kind) &&
        !(Object.keys(number).length > 0 && firstIsZero(share))
          ? share
          : {}
      const quantity = kind === 'service' && byQuantity ? { quantity: 'hour' } : {}
      const windowed =
        Object.keys(number).length > 0 || limits['cap'] !== undefined || limits['floor'] !== undefined
      const { window: _, ...unwindowed } = limits
      return {
        title: 'c',
        ...(counts as Counts),
        points,
        ...whose,
        ...number,
        ...(windowed ? limits : unwindowed),
        ...shared,
        ...quantity,
      } as Clause
    })

const firstIsZero = ({ share }: { share?: unknown }): boolean =>
  typeof share === 'object' && share !== null && 'first' in share && share.first === 0
