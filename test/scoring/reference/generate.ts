import fc, { type Arbitrary } from 'fast-check'
import type { Clause, Condition, Counts, Grade, Group, PlainRegulation, Trigger } from './format.ts'
import {
  attendanceCounts,
  cap,
  clausesOf,
  floor,
  meetingCounts,
  office,
  oneOf,
  opinionCounts,
  proposalCounts,
  rarely,
  recognitionCounts,
  serviceCounts,
  sessionCounts,
  speechCounts,
  who,
} from './generate-clauses.ts'
import { STATUSES } from './generate-facts.ts'

/** Random regulations that the loader takes: small, over the vocabulary of the random facts. */

/** As many as drawn, each number as often as the others. */
const exactly = <T>(min: number, max: number, one: Arbitrary<T>): Arbitrary<T[]> =>
  fc
    .constantFrom(...Array.from({ length: max - min + 1 }, (_, at) => min + at))
    .chain((count) => fc.array(one, { minLength: count, maxLength: count }))

const groups = exactly(
  0,
  3,
  fc.tuple(
    rarely({ cap, floor }),
    fc.option(fc.constantFrom('clause', 'fact', 'meeting'), { freq: 2, nil: undefined }),
    rarely({
      start: fc.oneof(
        fc.constantFrom(0, 3, 10),
        fc.constant({ '2024-01-01': 3, '2024-02-01': 5 }),
        fc.constant({ office: { standing_member: 6 }, others: 4 }),
      ),
    }),
    fc.integer({ min: -2, max: 1 }),
  ),
).map((all) => {
  const found: { [code: string]: Group } = {}
  all.forEach(([limits, bestOf, start, parent], at) => {
    const within = parent >= 0 && parent < at ? { within: `g${parent}` } : {}
    found[`g${at}`] = { title: 'g', ...limits, ...start, ...within, ...(bestOf && { bestOf }) } as Group
  })
  return found
})

const counted: { [kind: string]: Arbitrary<unknown> } = {
  attendance: attendanceCounts,
  proposal: fc
    .tuple(proposalCounts, rarely({ status: oneOf(STATUSES['proposal']!) }))
    .map(([a, b]) => ({ ...a, ...b })),
  opinion: fc
    .tuple(opinionCounts, rarely({ status: oneOf(STATUSES['opinion']!) }))
    .map(([a, b]) => ({ ...a, ...b })),
  speech: speechCounts,
  service: serviceCounts,
  recognition: recognitionCounts,
}
const countsFor = (kinds: readonly string[]) =>
  fc
    .tuple(fc.oneof(...kinds.map((kind) => counted[kind]!)), rarely({ who }))
    .map(([counts, whose]) => ({ ...(counts as Counts), ...whose }) as Counts)
const countOf = (kinds: readonly string[]) =>
  fc
    .tuple(
      countsFor(kinds),
      fc.constantFrom(
        { atLeast: 1 },
        { atLeast: 2 },
        { atMost: 0 },
        { atMost: 1 },
        { atLeast: 1, atMost: 2 },
      ),
      fc.constantFrom(
        {},
        {},
        { over: 'term' },
        { each: 'month' },
        { each: 'quarter' },
        { each: 'half_year' },
      ),
    )
    .map(([counts, limits, over]) => ({ ...counts, ...limits, ...over }) as Condition)
const meetingRates = fc.tuple(meetingCounts, meetingCounts)
const sessionRates = fc.tuple(sessionCounts, sessionCounts)
const attendanceRate = fc
  .tuple(
    fc.oneof(meetingRates, sessionRates),
    fc.constantFrom({ atLeast: 50 }, { below: 80 }, { atLeast: '100/3' }),
  )
  .map(([[share, among], limit]) => ({ share, among, ...limit }) as Condition)
const pointsOf = (codes: readonly string[]) =>
  fc
    .tuple(oneOf(codes), fc.constantFrom({ atLeast: 0 }, { atLeast: 5 }, { below: 3 }, { below: 0 }))
    .map(([points, limit]) => ({ points, ...limit }) as Condition)
const bound = fc.oneof(
  fc.integer({ min: 1, max: 3 }),
  fc.record({ share: fc.constantFrom(20, 50, '100/3'), round: fc.constantFrom('down', 'half_up', 'up') }),
)
const combined = (leaf: Arbitrary<Condition>): Arbitrary<Condition> =>
  fc.oneof(
    { weight: 4, arbitrary: leaf },
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(leaf, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    leaf.map((not) => ({ not })),
  )

const GRADES = ['优秀', '合格', '不合格']
const limits = fc.constantFrom([12, 4], [5, 0], ['25/6', '1/3'], [2.33, -1])

export const regulations = (kinds: readonly string[]): Arbitrary<PlainRegulation> =>
  fc
    .tuple(exactly(1, 6, clausesOf(kinds)), groups, fc.integer({ min: 0, max: 3 }))
    .chain(([all, grouped, conditionCount]) => {
      const codes = [...all.map((_, at) => `C${at}`), ...Object.keys(grouped), 'total']
      const facts = fc.oneof(
        { weight: 4, arbitrary: countOf(kinds) },
        office as Arbitrary<Condition>,
        attendanceRate,
      )
      const names = Array.from({ length: conditionCount }, (_, at) => `k${at}`)
      const named =
        names.length > 0
          ? fc.oneof({ weight: 3, arbitrary: facts }, oneOf(names) as Arbitrary<Condition>)
          : facts
      const scored = fc.oneof({ weight: 2, arbitrary: named }, pointsOf(codes))
      const conditions = fc.array(combined(facts), { minLength: conditionCount, maxLength: conditionCount })
      // Not compared: a quota beside a condition. By the guide the first who reach the condition have the grade; the
      // engine lets a better placed member without the condition use up a place.
      const gradeRow = fc.oneof(rarely({ needs: combined(scored) }), rarely({ top: bound }))
      const placed = (graded: boolean): Arbitrary<Condition> =>
        fc.oneof(
          { weight: 3, arbitrary: scored },
          bound.map((top) => ({ top })),
          bound.map((bottom) => ({ bottom })),
          graded ? oneOf(GRADES).map((grade) => ({ grade })) : scored,
        )
      const triggers = (graded: boolean) =>
        fc.array(
          fc
            .tuple(
              combined(placed(graded)),
              rarely({ unless: combined(placed(graded)), who }),
              fc.constantFrom('talk', 'reminder', ['award', 'circular']),
            )
            .map(([when, more, then]) => ({ title: 't', when, ...more, then }) as Trigger),
          { maxLength: 2 },
        )
      const grades = fc.option(
        fc
          .tuple(gradeRow, gradeRow, limits, fc.boolean())
          .map(([first, second, [high, low], last]): Grade[] => [
            { grade: GRADES[0]!, min: high!, ...first },
            { grade: GRADES[1]!, min: low!, ...second },
            ...(last ? [{ grade: GRADES[2]! }] : []),
          ]),
        { freq: 3, nil: undefined },
      )
      const more = rarely({
        unverified: fc.constant('count'),
        total: rarely({
          cap: fc.constantFrom(5, 12),
          floor,
          start: fc.constantFrom(10, { office: { vice_chair: 8, standing_member: 6 }, others: 2 }),
        }),
        lists: fc.tuple(office, fc.boolean()).map(([first, both]) => ({
          l0: { title: 'l', who: first },
          ...(both && { l1: { title: 'l', who: { office: { not: 'nobody' } } } }),
        })),
      })
      const when = fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), combined(named)), {
        minLength: 6,
        maxLength: 6,
      })
      const places = fc.array(fc.tuple(fc.integer({ min: -1, max: 5 }), fc.integer({ min: -2, max: 5 })), {
        minLength: 6,
        maxLength: 6,
      })
      return fc
        .tuple(conditions, grades, more, when, places)
        .chain(([named, graded, rest, conditioned, at]) =>
          triggers(graded?.length === 3).map((then): PlainRegulation => {
            const groupCount = Object.keys(grouped).length
            const clauseOf = (clause: Clause, n: number): Clause => {
              const [group, other] = at[n]!
              const within = group >= 0 && groupCount > 0 ? { within: `g${group % groupCount}` } : {}
              const [pick, condition] = conditioned[n]!
              if (pick === 0)
                return {
                  title: 'c',
                  when: condition,
                  points: 4,
                  ...within,
                  ...(clause.who && { who: clause.who }),
                }
              if (other < 0 || other === n || !mayReplace(clause, all[other], conditioned[other]![0])) {
                return { ...clause, ...within }
              }
              return { ...clause, points: 5, ...within, replaces: `C${other}` }
            }
            const numbered = Object.fromEntries(all.map((clause, n) => [`C${n}`, clauseOf(clause, n)]))
            return {
              ...rest,
              ...(groupCount > 0 && { groups: withoutDoubt(grouped, Object.values(numbered)) }),
              clauses: numbered,
              ...(named.length > 0 && {
                conditions: Object.fromEntries(named.map((one, n) => [`k${n}`, one])),
              }),
              ...(graded && { grades: graded }),
              ...(then.length > 0 && { triggers: Object.fromEntries(then.map((one, n) => [`T${n}`, one])) }),
            }
          }),
        )
    })

/**
 * Not compared: the best of several where something takes points. By the guide the best counts; in the engine a line that
 * takes points stays beside the best of its record or meeting, and a clause that nothing came to does not stand above one
 * that takes points. Nor the best of several over a group with a limit of its own, because the guide does not say which
 * of the two is first.
 */
function withoutDoubt(
  groups: { [code: string]: Group },
  clauses: readonly Clause[],
): { [code: string]: Group } {
  const doubtful = new Set<string>()
  const above = (code: string | undefined) => {
    for (let one = code; one !== undefined; one = groups[one]?.within) doubtful.add(one)
  }
  for (const { points, wanted, within } of clauses) {
    if (/[:"[]-\d/.test(JSON.stringify([points, wanted]))) above(within)
  }
  for (const { cap, floor, within } of Object.values(groups)) {
    if (cap !== undefined || floor !== undefined) above(within)
  }
  return Object.fromEntries(
    Object.entries(groups).map(([code, { bestOf, ...group }]) => {
      return [code, bestOf === undefined || doubtful.has(code) ? group : { ...group, bestOf }]
    }),
  )
}

/**
 * Not compared: a replacing clause that gives nothing or takes points, which by the guide takes back what the other gave
 * and in the engine does not; and a replaced clause with once, from or fullAt, because the guide does not say whether a
 * record that was replaced keeps its number.
 */
const mayReplace = (clause: Clause, other: Clause | undefined, otherPick: number): boolean =>
  otherPick > 0 &&
  clause.counts === 'speech' &&
  other?.counts === 'attendance' &&
  other.once === undefined &&
  other.from === undefined &&
  other.fullAt === undefined

/** The file of a regulation; JSON is YAML. */
export const fileOf = (regulation: PlainRegulation): string =>
  JSON.stringify({ regulation: 'random', title: 'random', period: 'calendar_year', ...regulation }, null, 1)
