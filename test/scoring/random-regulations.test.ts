import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, compare, type Points, sum } from '../../src/core/points.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { scoreCompiled } from '../../src/scoring/apply/everybody.ts'
import { scoreMember, totalOf } from '../../src/scoring/apply/score.ts'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import type { FactsDocument } from '../../src/scoring/facts.ts'
import { ROUNDING, type ScoreLine } from '../../src/scoring/lines.ts'
import { pairs, regulationOf } from './reference/agreement.ts'
import { partsOf } from './reference/days.ts'
import { figureOn } from './reference/facts.ts'
import type { Clause, PlainRegulation } from './reference/format.ts'
import { fileOf } from './reference/generate.ts'
import { compares } from './reference/measure.ts'

const SEED = 20240721
const runs = (at: number) => ({ seed: SEED + at, numRuns: 120 })

const compiledOf = (regulation: PlainRegulation) => compile(regulationOf(fileOf(regulation)))
const pointsOf = (lines: readonly ScoreLine[]): Points => sum(lines.map(({ points }) => points))
/** What is in a group with a unit of its own is no part of the total. */
const inTotal = (regulation: PlainRegulation, lines: readonly ScoreLine[]) => {
  const beside = Object.entries(regulation.groups ?? {}).flatMap(([code, { unit }]) =>
    unit === undefined ? [] : linesIn(regulation, lines, code),
  )
  return lines.filter((line) => !beside.includes(line))
}
const subjectsIn = (regulation: PlainRegulation, { members, bodies }: FactsDocument): string[] =>
  regulation.subject === undefined
    ? members.map(({ id }) => id)
    : bodies.filter(({ kind }) => kind === regulation.subject).map(({ id }) => id)

describe(`any regulation with any facts (seed ${SEED})`, () => {
  test('the order of facts, members, bodies and earlier years changes nothing', () => {
    fc.assert(
      fc.property(pairs, fc.integer(), ([regulation, document], salt) => {
        const key = (text: string) => [...text].reduce((at, c) => (at * 31 + c.charCodeAt(0) + salt) | 0, 7)
        const shuffled = {
          ...document,
          facts: document.facts.toSorted((a, b) => key(a.id + a.memberId) - key(b.id + b.memberId)),
          members: document.members.toSorted((a, b) => key(a.id) - key(b.id)),
          bodies: document.bodies.toReversed(),
          earlier: document.earlier.toReversed(),
        }
        const loaded = regulationOf(fileOf(regulation))
        const answer = (of: FactsDocument) => ({
          lines: told(regulation, scoreCompiled(of, compile(loaded))),
          rows: sheetOf(of, loaded).map((row) => ({ ...row, lines: told(regulation, row.lines) })),
        })
        expect(answer(shuffled)).toEqual(answer(document))
      }),
      runs(1),
    )
  })

  test('the total is the exact sum of the lines', () => {
    fc.assert(
      fc.property(pairs, ([regulation, document]) => {
        const loaded = regulationOf(fileOf(regulation))
        const lines = scoreCompiled(document, compile(loaded))
        const rows = sheetOf(document, loaded)
        expect(rows.map(({ memberId }) => memberId).sort()).toEqual(subjectsIn(regulation, document).sort())
        for (const row of rows) {
          const own = lines.filter(({ memberId }) => memberId === row.memberId)
          expect(row.lines).toEqual(own)
          expect(row.total).toEqual(pointsOf(inTotal(regulation, own)))
          expect(totalOf(own, compile(loaded))).toEqual(row.total)
        }
      }),
      runs(2),
    )
  })

  test('full = points + lost on every line', () => {
    fc.assert(
      fc.property(pairs, ([regulation, document]) => {
        const lines = scoreCompiled(document, compiledOf(regulation))
        for (const line of lines) {
          expect(add(line.points, sum(line.lost.map(({ amount }) => amount)))).toEqual(line.full)
        }
      }),
      runs(3),
    )
  })

  test('after everything no cap of the total, of a group or of a clause is exceeded', () => {
    fc.assert(
      fc.property(pairs, ([regulation, document]) => {
        const lines = scoreCompiled(document, compiledOf(regulation))
        const { to } = document.period
        const isInside = (sum: Points, cap: Points | undefined) =>
          cap === undefined || expect(compare(sum, cap)).toBeLessThanOrEqual(0)
        for (const id of subjectsIn(regulation, document)) {
          const own = lines.filter(({ memberId }) => memberId === id)
          // Rounding comes after the cap.
          const unrounded = own.filter(({ clause }) => clause !== ROUNDING)
          isInside(pointsOf(inTotal(regulation, unrounded)), figureOn(regulation.total?.cap, to))
          for (const [code, { cap, window }] of Object.entries(regulation.groups ?? {})) {
            if (isLifted(regulation, regulation.groups?.[code]?.within)) continue
            for (const days of partsOf(document.period, window)) {
              const inside = linesIn(regulation, own, code).filter(
                ({ day }) => day >= days.from && day <= days.to,
              )
              isInside(pointsOf(inside), figureOn(cap, to))
            }
          }
          for (const [code, clause] of Object.entries(regulation.clauses ?? {})) {
            const { window, cap, within } = clause
            // Over the term earlier years are in the sum, and they are not among the lines.
            if (window === 'term' || isLifted(regulation, within) || isPicked(regulation, within)) continue
            const inClause = own.filter((line) => line.order >= 0 && line.clause === code)
            for (const days of partsOf(document.period, window)) {
              const inside = inClause.filter(({ day }) => day >= days.from && day <= days.to)
              isInside(pointsOf(inside), figureOn(cap, to))
            }
          }
        }
      }),
      runs(4),
    )
  })

  test('a further fact leaves alone what neither counts its kind nor leans on what does', () => {
    let alone = 0
    fc.assert(
      fc.property(pairs, fc.nat(), ([drawn, document], at) => {
        const added = document.facts[at % Math.max(document.facts.length, 1)]
        if (added === undefined) return
        // A limit or a condition of the total binds all clauses together.
        const { cap: _, floor: __, needs: ___, otherwise: ____, round: _____, ...total } = drawn.total ?? {}
        const regulation = { ...drawn, total }
        const compiled = compiledOf(regulation)
        const facts = document.facts.filter((fact) => fact !== added)
        const touched = touchedBy(added.kind, regulation)
        const others = (lines: readonly ScoreLine[]) => lines.filter(({ clause }) => !touched.has(clause))
        const before = others(scoreCompiled({ ...document, facts }, compiled))
        alone += before.length
        expect(others(scoreCompiled(document, compiled))).toEqual(before)
      }),
      runs(5),
    )
    expect(alone).toBeGreaterThan(120)
  })

  test('one member scored alone has the same lines, where no clause compares members', () => {
    fc.assert(
      fc.property(pairs, ([drawn, document]) => {
        const clauses = Object.entries(drawn.clauses ?? {}).filter(([, { measure }]) => !compares(measure))
        const compiled = compiledOf(withClauses(drawn, Object.fromEntries(clauses)))
        if (compiled.comparing) throw new Error('a clause still compares')
        const all = scoreCompiled(document, compiled)
        for (const id of subjectsIn(drawn, document)) {
          const own = all.filter(({ memberId }) => memberId === id)
          if (drawn.subject !== undefined) {
            const bodies = document.bodies.filter((body) => body.id === id)
            expect(scoreCompiled({ ...document, bodies }, compiled)).toEqual(own)
            continue
          }
          const member = document.members.find((one) => one.id === id)!
          const facts = document.facts.filter(({ memberId }) => memberId === id)
          expect(scoreMember(member, facts, document.period, compiled)).toEqual(own)
        }
      }),
      runs(6),
    )
  })
})

/**
 * Not compared: how the sum of a line is told, where a number is wanted or several people of a body share a record. The
 * engine takes it from whoever comes first; the points are the same.
 */
function told(regulation: PlainRegulation, lines: readonly ScoreLine[]): unknown[] {
  if (!/"wanted":|"of":"members"/.test(JSON.stringify(regulation))) return [...lines]
  return lines.map(({ arithmetic: _, ...line }) => line)
}

type Groups = NonNullable<PlainRegulation['groups']>

/** A group and those around it, the innermost first. */
function around({ groups = {} }: PlainRegulation, code: string | undefined): Groups[string][] {
  const found: Groups[string][] = []
  for (let one = code; one !== undefined; one = groups[one]?.within) found.push(groups[one]!)
  return found
}

/** A floor further out gives back what a line took off, and may so lift a clause or group above its own cap. */
const isLifted = (regulation: PlainRegulation, within: string | undefined): boolean =>
  regulation.total?.floor !== undefined || around(regulation, within).some(({ floor }) => floor !== undefined)

/** The best of several lines leaves those that take off out, after the limit of the clause. */
const isPicked = (regulation: PlainRegulation, within: string | undefined): boolean =>
  around(regulation, within).some(({ bestOf }) => bestOf === 'fact' || bestOf === 'meeting')

function linesIn(regulation: PlainRegulation, lines: readonly ScoreLine[], group: string): ScoreLine[] {
  const { groups = {}, clauses = {} } = regulation
  return lines.filter(({ clause, order }) => {
    const own = order < 0 ? clause : clauses[clause]?.within
    return own !== undefined && own !== 'total' && around(regulation, own).includes(groups[group]!)
  })
}

/** The clauses and groups that may change with a fact of this kind; what stands beside them may not. */
function touchedBy(kind: string, regulation: PlainRegulation): Set<string> {
  const { clauses = {}, groups = {}, conditions = {} } = regulation
  const touched = new Set<string>()
  const leans = (text: string): boolean =>
    text.includes(`"counts":"${kind}"`) ||
    [...touched].some((code) => text.includes(`"points":"${code}"`) || text.includes(`"place":"${code}"`)) ||
    Object.entries(conditions).some(([name, is]) => text.includes(`"${name}"`) && leans(JSON.stringify(is)))
  const top = (code: string | undefined) => around(regulation, code).at(-1)
  const isTouched = (code: string, { counts, when, measure, within }: Clause): boolean =>
    counts === kind ||
    leans(JSON.stringify({ when, measure })) ||
    Object.entries(clauses).some(([other, { replaces }]) => replaces === code && touched.has(other)) ||
    (within !== undefined && Object.keys(groups).some((one) => touched.has(one) && top(one) === top(within)))
  const isGroupTouched = (code: string): boolean =>
    leans(JSON.stringify(top(code)?.needs ?? '')) ||
    Object.entries(clauses).some(([one, { within }]) => touched.has(one) && top(within) === top(code))
  for (let size = -1; size !== touched.size; ) {
    size = touched.size
    for (const [code, clause] of Object.entries(clauses)) if (isTouched(code, clause)) touched.add(code)
    for (const code of Object.keys(groups)) if (isGroupTouched(code)) touched.add(code)
  }
  return touched
}

/** The regulation with some of its clauses, and without what would name the others. */
function withClauses(regulation: PlainRegulation, clauses: { [code: string]: Clause }): PlainRegulation {
  const { tieBreak: _, triggers: __, grades: ___, orders: ____, total, groups = {}, ...rest } = regulation
  const names = (condition: unknown) => JSON.stringify(condition ?? '').includes('"points":"M')
  const { needs, otherwise, ...limits } = total ?? {}
  return {
    ...rest,
    clauses,
    total:
      needs !== undefined && !names(needs) ? { ...limits, needs, ...(otherwise && { otherwise }) } : limits,
    groups: Object.fromEntries(
      Object.entries(groups).map(([code, { needs: needed, otherwise: left, ...group }]) => [
        code,
        needed !== undefined && !names(needed)
          ? { ...group, needs: needed, ...(left && { otherwise: left }) }
          : group,
      ]),
    ),
  }
}
