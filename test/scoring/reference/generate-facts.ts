import fc, { type Arbitrary } from 'fast-check'
import { addDays } from '../../../src/core/days.ts'
import { FactsDocument } from '../../../src/scoring/facts.ts'

/** Random documents: a handful of members and facts in and around the year 2024. */

export const OFFICES = ['standing_member', 'vice_chair']
export const BODY_KINDS = ['special_committee', 'activity_group']
export const BODIES = ['economy', 'culture']
export const MEETINGS = ['plenary', 'sc_meeting', 'research']
export const CLASSES = ['statutory', 'activity']
export const LEVELS = ['city', 'national']
export const FORMS = ['written', 'oral']
export const OCCASIONS = ['plenary', 'consultation']
export const TYPES: { [kind: string]: string[] } = {
  proposal: ['individual', 'joint'],
  opinion: ['suggestion', 'report'],
  service: ['charity', 'volunteering'],
  recognition: ['honour', 'criticism'],
  record: ['media_article', 'case_report'],
  assessment: ['yearly_form', 'chairs_decision'],
}
export const STATUSES: { [kind: string]: string[] } = {
  proposal: ['submitted', 'filed', 'excellent'],
  opinion: ['submitted', 'adopted'],
}
/** Units of the kinds that have amounts. */
export const UNITS: { [kind: string]: string[] } = { service: ['hour'], assessment: ['point'] }
export const RATERS = ['public', 'panel']
export const SUBJECTS = ['water', 'schools']
export const REASONS = ['study', 'illness', 'abroad']
export const EXITS = ['resigned', 'revoked', 'term_end']
export const BODY_ROLES = ['head', 'convener']
/** The bodies that a member may belong to, and that are scored themselves. */
const BODIES_THERE = [
  { id: 'b0', code: 'economy', kind: 'special_committee' },
  { id: 'b1', code: 'culture', kind: 'special_committee' },
  { id: 'b2', code: 'economy', kind: 'activity_group' },
]
const IDS = ['a', 'b', 'c', 'd', 'e', 'f']
const OUTCOMES = [
  ...['present', 'late', 'left_early', 'partial', 'observer', 'walk_in', 'leave_approved', 'leave_pending'],
  ...['leave_refused', 'absent', 'absent', 'declined', 'exempt', 'unknown'],
]

const few = (max: number) => fc.integer({ min: 0, max })
const someDay = fc.oneof(
  { weight: 8, arbitrary: few(365).map((count) => addDays('2024-01-01', count)) },
  { weight: 2, arbitrary: few(700).map((count) => addDays('2023-06-01', count)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2021-12-31', '2022-05-01', '2022-12-31', '2023-01-01', '2023-03-10'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2023-12-31', '2024-01-01', '2024-06-30', '2024-12-31', '2025-01-01'),
  },
)
const days = fc
  .record({ from: someDay, to: fc.option(someDay) })
  .map(({ from, to }) => (to !== null && to < from ? { from: to, to: from } : { from, to }))
const since = fc.record({
  from: fc.constantFrom('2022-01-01', '2024-01-01', '2024-06-01'),
  to: fc.constant(null),
})
const range = fc.oneof(since, days)
const upTo = (max: number) => ({ maxLength: max })

const member = fc.record({
  ranked: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
  mandate: fc.constantFrom(
    ...([1, 2, 3].map(() => ['2022-01-01', null]) as [string, null][]),
    ['2022-01-01', '2024-10-31'] as const,
    ['2023-09-15', null] as const,
    ['2024-03-01', null] as const,
    ['2024-03-01', '2024-08-15'] as const,
    ['2022-01-01', '2023-12-31'] as const,
    ['2025-02-01', null] as const,
  ),
  exitReason: fc.constantFrom(undefined, ...EXITS),
  before: fc.constantFrom(
    ...Array.from({ length: 4 }, () => []),
    [['2019-01-01', '2021-12-31']] as const,
    [['2019-01-01', '2022-06-30']] as const,
  ),
  offices: fc.array(fc.tuple(range, fc.constantFrom(...OFFICES)), upTo(2)),
  bodies: fc.array(
    fc.tuple(range, fc.constantFrom(...BODIES_THERE), fc.constantFrom(undefined, ...BODY_ROLES)),
    upTo(2),
  ),
  exemptions: fc.array(fc.tuple(days, fc.constantFrom(...REASONS)), upTo(1)),
})

const attendanceFact = (scope: 'meeting' | 'session') =>
  fc.record(
    {
      kind: fc.constant('attendance'),
      scope: fc.constant(scope),
      type: fc.constantFrom(...MEETINGS),
      class: fc.constantFrom(...CLASSES),
      meetingId: fc.constantFrom('m1', 'm2', 'm3', 'm4'),
      outcome: fc.constantFrom(
        ...OUTCOMES,
        ...(scope === 'meeting' ? ['attended', 'attended', 'attended'] : []),
      ),
      provisional: fc.boolean(),
    },
    { requiredKeys: ['kind', 'scope', 'type', 'meetingId', 'outcome'] },
  )
const bySessions = fc
  .record({
    present: few(4),
    late: few(1),
    leftEarly: few(1),
    leave: few(2),
    absent: few(2),
    unknown: few(2),
    partial: few(1),
  })
  .map((counts) => ({ ...counts, eligible: Object.values(counts).reduce((a, b) => a + b, 0) }))
const outside = fc.record({ walkIn: few(1), observer: few(1) })
const meetingFact = fc
  .tuple(attendanceFact('meeting'), bySessions, fc.option(outside, { freq: 5 }))
  .map(([{ outcome: _, ...fact }, sessions, more]) => ({ ...fact, sessions: { ...sessions, ...more } }))
const share = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.option(fc.integer({ min: 1, max: 5 }), { freq: 6 }))
  .map(([of, position]) => ({ of, position: position === null ? null : Math.min(of, position) }))
const steps = (kind: string) =>
  fc.array(
    fc.record(
      {
        status: fc.constantFrom(...[1, 2, 3].flatMap(() => STATUSES[kind]!), 'withdrawn'),
        day: someDay,
        level: fc.constantFrom(...LEVELS),
      },
      { requiredKeys: ['status', 'day'] },
    ),
    upTo(4),
  )
const verified = fc.integer({ min: 0, max: 5 }).map((n) => n > 0)
/** A proposal that became an opinion, an opinion that was a proposal. */
const seldom = (code: string) => fc.constantFrom(undefined, undefined, undefined, code)
const turned: { [kind: string]: { [field: string]: Arbitrary<unknown> } } = {
  proposal: { became: seldom('opinion') },
  opinion: { origin: seldom('proposal') },
}
const written = (kind: string) =>
  fc.record(
    {
      kind: fc.constant(kind),
      scope: fc.constant('record'),
      type: fc.constantFrom(...TYPES[kind]!),
      share,
      steps: steps(kind),
      level: fc.constantFrom(...LEVELS),
      meetingId: fc.constantFrom('m1', 'm2'),
      ...turned[kind],
      verified,
    },
    { requiredKeys: ['kind', 'scope', 'type', 'steps'] },
  )
const speech = fc.record(
  {
    kind: fc.constant('speech'),
    scope: fc.constant('record'),
    type: fc.constantFrom(...MEETINGS),
    form: fc.constantFrom(...FORMS),
    occasion: fc.constantFrom(...OCCASIONS),
    meetingId: fc.constantFrom('m1', 'm2', 'm3', 'm4'),
    role: fc.constantFrom('speaker', 'author'),
    verified,
  },
  { requiredKeys: ['kind', 'scope', 'form'] },
)
const service = fc.record(
  {
    kind: fc.constant('service'),
    scope: fc.constant('record'),
    type: fc.constantFrom(...TYPES['service']!),
    quantity: fc.constantFrom(0, 0.5, 1, 2.5, 3, -1, -2.5),
    unit: fc.constantFrom('hour', 'hour', 'day'),
    share,
    verified,
  },
  { requiredKeys: ['kind', 'scope', 'type'] },
)
const recognition = fc.record(
  {
    kind: fc.constant('recognition'),
    scope: fc.constant('record'),
    type: fc.constantFrom(...TYPES['recognition']!),
    class: fc.constantFrom('reward', 'penalty'),
    level: fc.constantFrom(...LEVELS),
    verified,
  },
  { requiredKeys: ['kind', 'scope', 'class'] },
)
const record = fc.record(
  {
    kind: fc.constant('record'),
    scope: fc.constant('record'),
    type: fc.constantFrom(...TYPES['record']!),
    attributes: fc.record(
      {
        words: fc.constantFrom(300, 400, 1000, 1200, null, '1200'),
        subject: fc.constantFrom(...SUBJECTS, null),
        urgent: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    verified,
  },
  { requiredKeys: ['kind', 'scope', 'type'] },
)
const assessment = fc.record(
  {
    kind: fc.constant('assessment'),
    scope: fc.constant('record'),
    type: fc.constantFrom(...TYPES['assessment']!),
    role: fc.constantFrom(...RATERS, 'other'),
    quantity: fc.constantFrom(0, 1, 2.5, 4, 10, -1, -3),
    unit: fc.constantFrom('point', 'point', 'point', 'hour'),
    verified,
  },
  { requiredKeys: ['kind', 'scope', 'type', 'role', 'quantity', 'unit'] },
)
const factsOf: { [kind: string]: Arbitrary<object> } = {
  attendance: fc.oneof(attendanceFact('meeting'), meetingFact, attendanceFact('session')),
  proposal: written('proposal'),
  opinion: written('opinion'),
  speech,
  service,
  recognition,
  record,
  assessment,
}
export const KINDS = Object.keys(factsOf)

/** What earlier years came to, the latest year more often than the one before it. */
const earlierYears = (grades: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom([], ['2023'], ['2023', '2022'], ['2022'], ['2023', '2021'], ['2023', '2022', '2021']),
      fc.array(few(100), { minLength: 3, maxLength: 3 }),
    )
    .chain(([years, numbers]) =>
      fc.array(fc.constantFrom(...grades, null), { minLength: 3, maxLength: 3 }).map((found) =>
        years.map((year, at) => ({
          from: `${year}-01-01`,
          to: `${year}-12-31`,
          total: numbers[at]! / 8 - 3,
          grade: found[at]!,
        })),
      ),
    )

interface Drawn {
  id: string
  memberId: string
  share?: { of: number; position: number | null }
}
/** A record of several people is one fact for each of them: the same id, the next place. */
const coSigned = (fact: Drawn, other: string | undefined): Drawn[] => {
  const { share } = fact
  if (!share || other === undefined || other === fact.memberId) return [fact]
  const position = share.position === null ? 1 : share.of === 1 ? null : (share.position % share.of) + 1
  return [fact, { ...fact, memberId: other, share: { ...share, position } }]
}

/**
 * Not compared: what a member of a body did outside the mandate. By the guide it counts for nobody; the engine counts it
 * for the body while the member is one of its people.
 */
function inMandate(
  valid: { from: string; to: string | null },
  [validFrom, validTo]: readonly [string, string | null],
): { from: string; to: string | null }[] {
  const from = valid.from > validFrom ? valid.from : validFrom
  const to = validTo !== null && (valid.to === null || valid.to > validTo) ? validTo : valid.to
  return to !== null && to < from ? [] : [{ from, to }]
}

export const documents = (
  kinds: readonly string[],
  ofBodies: boolean,
  grades: readonly string[],
): Arbitrary<FactsDocument> =>
  fc
    .record({
      members: fc.array(member, { minLength: 1, maxLength: 6 }),
      bodies: fc.array(
        fc.record({
          ranked: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
          validFrom: fc.constantFrom('1900-01-01', '1900-01-01', '2024-03-01'),
          validTo: fc.constantFrom(null, null, '2024-09-30'),
        }),
        { minLength: BODIES_THERE.length, maxLength: BODIES_THERE.length },
      ),
      facts: fc.constantFrom(...Array.from({ length: 37 }, (_, at) => at)).chain((count) =>
        fc.array(fc.tuple(few(7), few(6), someDay, fc.oneof(...kinds.map((kind) => factsOf[kind]!))), {
          minLength: count,
          maxLength: count,
        }),
      ),
      earlier: fc.array(earlierYears(grades), { minLength: 6, maxLength: 6 }),
      today: fc.option(fc.constantFrom('2024-05-20', '2024-12-31'), { freq: 3, nil: undefined }),
    })
    .map(({ members, bodies, facts, earlier, today }) => {
      const ids = members.map((_, at) => IDS[at]!)
      const owners = ofBodies ? [...ids, ...BODIES_THERE.map(({ id }) => id)] : ids
      return FactsDocument.parse({
        period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31', ...(today && { today }) },
        members: members.map((one, at) => ({
          ranked: one.ranked,
          id: ids[at],
          validFrom: one.mandate[0],
          validTo: one.mandate[1],
          ...(one.exitReason && one.mandate[1] !== null && { exitReason: one.exitReason }),
          ...(one.before.length > 0 &&
            one.before[0]![1] < one.mandate[0] && {
              mandates: [...one.before, one.mandate].map(([from, to]) => ({ from, to })),
            }),
          offices: one.offices.map(([valid, code]) => ({ ...valid, code })),
          bodies: one.bodies.flatMap(([valid, body, role]) => {
            const within = ofBodies ? inMandate(valid, one.mandate) : [valid]
            return within.map((during) => ({ ...during, ...body, ...(role && { role }) }))
          }),
          exemptions: one.exemptions.map(([valid, reason]) => ({ ...valid, reason })),
        })),
        bodies: bodies.map((one, at) => ({ ...BODIES_THERE[at], ...one })),
        earlier: owners.flatMap((memberId, at) => (earlier[at] ?? []).map((year) => ({ ...year, memberId }))),
        facts: facts.flatMap(([whose, other, day, fact], at) => {
          const memberId = owners[whose % owners.length]!
          const { kind } = fact as { kind: string }
          const id = kind === 'attendance' ? `attendance/f${at}/${memberId}` : `${kind}/f${at}`
          return coSigned({ id, memberId, day, ...fact } as Drawn, ids[other])
        }),
      })
    })
