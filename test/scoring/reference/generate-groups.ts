import fc, { type Arbitrary } from 'fast-check'
import type { Clause, Condition, Group } from './format.ts'
import { pointsConditions } from './generate-conditions.ts'
import { cap, exactly, floor, rarely } from './generate-words.ts'

/** Random groups, and which of their points may be asked for. */

const start = fc.oneof(
  fc.constantFrom<unknown>(0, 3, 10),
  fc.constant({ '2024-01-01': 3, '2024-02-01': 5 }),
  fc.constant({ office: { standing_member: 6 }, others: 4 }),
  fc.constantFrom('days', 'months').map((prorated) => ({ figure: 10, prorated })),
)

/** Half of those that need something say what is left otherwise. */
export const withOtherwise = <Needing extends { needs?: unknown }>(one: Needing): Arbitrary<Needing> =>
  one.needs === undefined
    ? fc.constant(one)
    : fc
        .option(fc.constantFrom({ cap: 3 }, { cap: '9/2' }, { part: '4/5' }, { part: '1/2' }), {
          freq: 2,
          nil: undefined,
        })
        .map((otherwise) => (otherwise ? { ...one, otherwise } : one))

export const grouped = (condition: Arbitrary<Condition>): Arbitrary<{ [code: string]: Group }> =>
  exactly(
    0,
    3,
    fc.tuple(
      rarely({
        cap,
        floor,
        start,
        weight: fc.constantFrom('1/2', '2/5', 1, 0),
        window: fc.constantFrom('month', 'quarter', 'half_year'),
        unit: fc.constantFrom('元', { zh: '元', en: 'yuan' }),
      }),
      fc.option(fc.constantFrom('clause', 'fact', 'meeting'), { freq: 2, nil: undefined }),
      fc.integer({ min: -2, max: 1 }),
      rarely({ needs: condition }).chain(withOtherwise),
    ),
  ).map((all) => {
    const found: { [code: string]: Group } = {}
    all.forEach(([limits, bestOf, parent, needs], at) => {
      const within = parent >= 0 && parent < at ? { within: `g${parent}` } : needs
      const { window, unit: _, ...plain } = limits as Group
      const unit = within === needs && (limits as { unit?: string }).unit
      const isLimited = (plain.cap ?? plain.floor ?? plain.start) !== undefined
      found[`g${at}`] = {
        title: 'g',
        ...plain,
        ...(window && isLimited && { window }),
        ...(unit && { unit }),
        ...within,
        ...(bestOf && { bestOf }),
      } as Group
    })
    return found
  })

const outermost = (groups: { [code: string]: Group }, code: string | undefined): string | undefined => {
  let one = code
  while (one !== undefined && groups[one]?.within !== undefined) one = groups[one]?.within
  return one
}

const LIMITING = ['cap', 'floor', 'once', 'from', 'upTo', 'fullAt', 'combine'] as const

/** What may be compared: nothing that depends on a condition, or is measured against others itself. */
export function mayBeCompared(
  groups: { [code: string]: Group },
  clauses: { [code: string]: Clause },
): string[] {
  const needing = (code: string | undefined) => {
    const top = outermost(groups, code)
    return top !== undefined && groups[top]?.needs !== undefined
  }
  const conditional = ({ when, measure, within }: Clause) =>
    when !== undefined || measure !== undefined || needing(within)
  const clear = Object.entries(clauses).filter(([, clause]) => !conditional(clause))
  const clearGroups = Object.keys(groups).filter(
    (code) =>
      !needing(code) &&
      Object.values(clauses).every(
        (clause) => outermost(groups, clause.within) !== outermost(groups, code) || !conditional(clause),
      ),
  )
  return [...clear.map(([code]) => code), ...clearGroups]
}

/** Groups and clauses that need nothing: their points may be asked by what does. */
function needless(groups: { [code: string]: Group }, clauses: { [code: string]: Clause }): string[] {
  const isFree = (code: string | undefined) => {
    const top = outermost(groups, code)
    return top === undefined || groups[top]?.needs === undefined
  }
  return [
    ...Object.keys(groups).filter(isFree),
    ...Object.keys(clauses).filter((code) => isFree(clauses[code]?.within)),
  ]
}

/** Some of the groups that need something need points of others. */
export function needingPoints(
  groups: { [code: string]: Group },
  clauses: { [code: string]: Clause },
): Arbitrary<{ [code: string]: Group }> {
  const free = needless(groups, clauses)
  if (free.length === 0) return fc.constant(groups)
  return exactly(3, 3, fc.option(pointsConditions(free), { nil: undefined })).map((conditions) =>
    Object.fromEntries(
      Object.entries(groups).map(([code, group], at) => {
        const points = conditions[at]
        if (group.needs === undefined || points === undefined) return [code, group]
        return [code, { ...group, needs: at === 2 ? { any: [points, group.needs] } : points }]
      }),
    ),
  )
}

/**
 * Not compared: the best of the lines of a record or meeting where some take points and others were brought to nothing by
 * their number or limit, or by the best of a group inside. The guide does not say whether such a line is still one of those
 * among which the best is.
 */
export function withoutDoubt(
  groups: { [code: string]: Group },
  clauses: readonly Clause[],
): { [code: string]: Group } {
  const isInside = (code: string, group: string): boolean =>
    code === group || (groups[code]?.within !== undefined && isInside(groups[code].within, group))
  const isDoubtful = (group: string) => {
    const inside = clauses.filter(({ within }) => within !== undefined && isInside(within, group))
    const takesPoints = inside.some(
      ({ points, quantity }) => quantity !== undefined || /(^|[:"[])-\d|"part"/.test(JSON.stringify(points)),
    )
    const isPicked = Object.entries(groups).some(
      ([code, { bestOf }]) => code !== group && bestOf !== undefined && isInside(code, group),
    )
    return takesPoints && (isPicked || inside.some((one) => LIMITING.some((key) => one[key] !== undefined)))
  }
  return Object.fromEntries(
    Object.entries(groups).map(([code, { bestOf, ...group }]) => {
      const kept = bestOf === 'clause' || !isDoubtful(code)
      return [code, kept && bestOf ? { ...group, bestOf } : group]
    }),
  )
}
