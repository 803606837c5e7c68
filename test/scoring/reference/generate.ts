import fc, { type Arbitrary } from 'fast-check'
import type { Clause, Condition, Grade, Group, PlainRegulation, Trigger } from './format.ts'
import { clausesOf } from './generate-clauses.ts'
import { afterGrading, bound, combined, factConditions, pointsConditions } from './generate-conditions.ts'
import { grouped, mayBeCompared, needingPoints, withOtherwise, withoutDoubt } from './generate-groups.ts'
import { joined } from './generate-joined.ts'
import { measuredClauses } from './generate-measured.ts'
import { exactly, floor, office, oneOf, rarely, who } from './generate-words.ts'

/** Random regulations that the loader takes: small, over the vocabulary of the random facts. */

export const GRADES = ['优秀', '合格', '不合格']
const LIMITS = [
  [12, 4],
  [5, 0],
  ['25/6', '1/3'],
  [2.33, -1],
] as const
const WHOLE = [4, { '2024-01-01': -3, '2024-10-01': 5 }, '25/6']
export const SUBJECT = 'special_committee'

const total = {
  cap: fc.constantFrom(5, 12),
  floor,
  start: fc.constantFrom<unknown>(
    10,
    { office: { vice_chair: 8, standing_member: 6 }, others: 2 },
    { office: { standing_member: 6 }, others: 4, prorated: 'days' },
    { figure: 9, prorated: 'months' },
  ),
}

export const regulations = (kinds: readonly string[], ofBodies: boolean): Arbitrary<PlainRegulation> => {
  const facts = factConditions(kinds, ofBodies)
  const people = combined(factConditions(kinds, false))
  return fc
    .tuple(
      exactly(1, 6, clausesOf(kinds, ofBodies)),
      grouped(combined(facts)),
      fc.array(combined(facts), { maxLength: 3 }),
      fc.array(fc.tuple(fc.integer({ min: -1, max: 5 }), fc.integer({ min: -3, max: 5 }), fc.nat(9)), {
        minLength: 6,
        maxLength: 6,
      }),
    )
    .chain(([drawn, groups, conditions, places]) => {
      const names = conditions.map((_, at) => `k${at}`)
      const named: Arbitrary<Condition> =
        names.length > 0
          ? fc.oneof({ weight: 3, arbitrary: facts }, oneOf(names) as Arbitrary<Condition>)
          : facts
      const groupCodes = Object.keys(groups)
      const placed = drawn.map((clause, n): Clause => {
        const group = places[n]![0]
        return group >= 0 && groupCodes.length > 0
          ? { ...clause, within: groupCodes[group % groupCodes.length]! }
          : clause
      })
      const plain = joined(
        placed,
        places.map(([, other]) => other),
      )
      const clausesFor = exactly(6, 6, combined(named)).chain((whens) =>
        exactly(6, 6, measuredClauses(kinds, ofBodies, people, [])).map((measures) =>
          Object.fromEntries(
            Object.entries(plain).map(([code, clause], n): [string, Clause] => {
              const pick = places[n]![2]
              const { within, who: whose } = clause
              const kept = { ...(within && { within }), ...(whose && !ofBodies && { who: whose }) }
              const isUsed = Object.values(plain).some(
                ({ replaces, points }) =>
                  replaces === code || JSON.stringify(points).includes(`"of":"${code}"`),
              )
              if (isUsed || pick > 1) return [code, clause]
              if (pick === 0) return [code, { title: 'c', when: whens[n]!, points: WHOLE[n % 3]!, ...kept }]
              return [code, { ...measures[n]!, ...(within && { within }) }]
            }),
          ),
        ),
      )
      return clausesFor.chain((clauses) => {
        const compared = mayBeCompared(groups, clauses)
        const comparing =
          compared.length > 0
            ? fc.array(measuredClauses(kinds, ofBodies, people, compared), { maxLength: 1 })
            : fc.constant([])
        return comparing.chain((more) => {
          const all = { ...clauses, ...Object.fromEntries(more.map((one, n) => [`M${n}`, one])) }
          return rest(groups, all, conditions, named, ofBodies)
        })
      })
    })
}

/** The total, lists, grades and triggers beside the groups and clauses. */
function rest(
  groups: { [code: string]: Group },
  clauses: { [code: string]: Clause },
  conditions: readonly Condition[],
  named: Arbitrary<Condition>,
  ofBodies: boolean,
): Arbitrary<PlainRegulation> {
  const codes = [...Object.keys(clauses), ...Object.keys(groups)]
  const scored = fc.oneof({ weight: 2, arbitrary: named }, pointsConditions([...codes, 'total']))
  const row = rarely({ needs: combined(scored), top: bound, forced: combined(named) })
  const grades = fc.option(
    fc
      .tuple(row, row, fc.constantFrom(...LIMITS), fc.option(rarely({ forced: combined(named) })))
      .map(([first, second, [high, low], last]): Grade[] => [
        { grade: GRADES[0]!, min: high, ...first },
        { grade: GRADES[1]!, min: low, ...second },
        ...(last ? [{ grade: GRADES[2]!, ...last }] : []),
      ]),
    { freq: 3, nil: undefined },
  )
  const lists = fc
    .tuple(office, fc.boolean(), fc.constantFrom(undefined, undefined, SUBJECT))
    .map(([first, both, each]) => ({
      l0: { title: 'l', who: first, ...(each && { each }) },
      ...(both && { l1: each ? { title: 'l', each } : { title: 'l', who: { office: { not: 'nobody' } } } }),
    }))
  const more = rarely({
    unverified: fc.constant('count'),
    converted: fc.constantFrom('both', 'none'),
    total: rarely({
      ...total,
      needs: combined(fc.oneof({ weight: 2, arbitrary: named }, pointsConditions(codes))),
      round: fc.record({ to: fc.constantFrom(1, '1/2', 0.1), way: fc.constantFrom('down', 'half_up', 'up') }),
    }).chain(withOtherwise),
    ...(!ofBodies && { lists }),
    tieBreak: fc.uniqueArray(oneOf(codes), { minLength: 1, maxLength: 2 }),
    orders: fc.uniqueArray(oneOf(codes), { minLength: 1, maxLength: 3 }).map(([first, ...by]) => ({
      o0: { title: 'o', by: first! },
      ...(by.length > 0 && { o1: { title: 'o', by } }),
    })),
  })
  return fc.tuple(grades, more).chain(([graded, others]) => {
    const leaf = afterGrading(scored, graded?.map(({ grade }) => grade) ?? [])
    const triggers = fc.array(
      fc
        .tuple(
          combined(leaf),
          rarely({ unless: combined(leaf), ...(!ofBodies && { who }) }),
          fc.constantFrom('talk', 'reminder', ['award', 'circular']),
        )
        .map(([when, rule, then]) => ({ title: 't', when, ...rule, then }) as Trigger),
      { maxLength: 3 },
    )
    return fc.tuple(triggers, needingPoints(groups, clauses)).map(
      ([then, found]) =>
        ({
          ...(ofBodies && { subject: SUBJECT }),
          ...others,
          ...(Object.keys(groups).length > 0 && { groups: withoutDoubt(found, Object.values(clauses)) }),
          clauses,
          ...(conditions.length > 0 && {
            conditions: Object.fromEntries(conditions.map((one, n) => [`k${n}`, one])),
          }),
          ...(graded && { grades: graded }),
          ...(then.length > 0 && { triggers: Object.fromEntries(then.map((one, n) => [`T${n}`, one])) }),
        }) as PlainRegulation,
    )
  })
}

/** The file of a regulation; JSON is YAML. */
export const fileOf = (regulation: PlainRegulation): string =>
  JSON.stringify({ regulation: 'random', title: 'random', period: 'calendar_year', ...regulation }, null, 1)
