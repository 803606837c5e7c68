import fc from 'fast-check'
import { parse } from 'yaml'
import { add, type Points, pointsText, sum, ZERO } from '../../../src/core/points.ts'
import { sheetOf } from '../../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../../src/scoring/check/load.ts'
import type { FactsDocument } from '../../../src/scoring/facts.ts'
import { serves } from './days.ts'
import type { PlainRegulation } from './format.ts'
import { fileOf, GRADES, regulations, SUBJECT } from './generate.ts'
import { documents, KINDS } from './generate-facts.ts'
import { compares } from './measure.ts'
import { type Result, referenceOf } from './score.ts'

/** What is compared of a member or body: exact points, the grade, the codes of what follows, the places. */
export interface Answer {
  total: string
  clauses: { [code: string]: string }
  groups: { [code: string]: string }
  grade: string | null
  consequences: string[]
  rank: number | null
  place: number | null
  /** The first, by id, of those who are in the same list; null outside all lists. */
  list: string | null
  orders: { [code: string]: number | null }
}
export interface Answers {
  [member: string]: Answer
}

/**
 * Not compared: amounts below zero where amounts are added up, which by the guide take off and in the engine do not; the
 * list of a member who belongs to several bodies of the kind that has a list each, because the guide does not say which of
 * them it is; and, where members are compared, one who is ranked but has no mandate in the period, because the guide does
 * not say whether the average is theirs as well. And, where a status counts once for each level, a step without a level of
 * its own: elsewhere it is at the level of the record, here the engine takes it for another one.
 */
function withoutDoubt(regulation: PlainRegulation, document: FactsDocument): FactsDocument {
  const hasSums = JSON.stringify(regulation).includes('"sum":')
  const byLevel = JSON.stringify(regulation).includes('"repeat":"level"')
  const isListed = Object.values(regulation.lists ?? {}).some(({ each }) => each !== undefined)
  const isCompared = Object.values(regulation.clauses ?? {}).some(({ measure }) => compares(measure))
  const inOffice = <T extends { ranked: boolean; validFrom: string; validTo: string | null }>(one: T): T =>
    isCompared ? { ...one, ranked: one.ranked && serves(one, document.period) } : one
  const members = document.members.map((one) => {
    const more = one.bodies.filter(({ kind }) => kind === SUBJECT).slice(1)
    return isListed ? { ...one, bodies: one.bodies.filter((body) => !more.includes(body)) } : one
  })
  return {
    ...document,
    members: members.map(inOffice),
    bodies: document.bodies.map(inOffice),
    facts: document.facts.map(({ quantity, steps, ...fact }) => ({
      ...fact,
      ...(quantity !== undefined && { quantity: hasSums ? Math.abs(quantity) : quantity }),
      ...(steps && { steps: byLevel ? steps.map((step) => ({ level: fact.level, ...step })) : steps }),
    })),
  }
}

/** Any kinds of facts, and often those that have a mechanism of their own. */
const kinds = fc.oneof(
  { weight: 6, arbitrary: fc.subarray(KINDS, { minLength: 1 }) },
  fc.constant(['attendance', 'speech']),
  fc.constant(['assessment']),
  fc.constant(['proposal', 'opinion']),
)

export const pairs = fc
  .tuple(kinds, fc.constantFrom(true, false, false))
  .chain(([some, ofBodies]) => fc.tuple(regulations(some, ofBodies), documents(some, ofBodies, GRADES)))
  .map(([regulation, document]): [PlainRegulation, FactsDocument] => [
    regulation,
    withoutDoubt(regulation, document),
  ])

const texts = (points: { [code: string]: Points }) =>
  Object.fromEntries(Object.entries(points).map(([code, value]) => [code, pointsText(value)]))

interface Listed {
  member: string
  list: string | null
}
/** A list has another name in each scorer: it is told by the first of its members. */
function listOf(one: Listed, all: readonly Listed[]): string | null {
  if (one.list === null) return null
  return all
    .filter(({ list }) => list === one.list)
    .map(({ member }) => member)
    .sort()[0]!
}

export const byReference = (file: string, document: FactsDocument): Answers =>
  answersIn(referenceOf(parse(file) as PlainRegulation, document))

function answersIn(found: readonly Result[]): Answers {
  return Object.fromEntries(
    found.map((one) => {
      const { amounts, member, list: _, ...rest } = one
      const { total, clauses, groups } = amounts
      const points = { total: pointsText(total), clauses: texts(clauses), groups: texts(groups) }
      return [member, { ...points, ...rest, list: listOf(one, found) }]
    }),
  )
}

export function regulationOf(file: string) {
  const loaded = loadRegulation(file)
  if (!loaded.ok) throw new Error(`refused: ${JSON.stringify(loaded.errors, null, 1)}`)
  return loaded.regulation
}

export function byEngine(file: string, document: FactsDocument): Answers {
  const plain = parse(file) as PlainRegulation
  const groups = Object.entries(plain.groups ?? {})
  const sheet = sheetOf(document, regulationOf(file))
  const listed = sheet.map(({ memberId, list }) => ({ member: memberId, list }))
  return Object.fromEntries(
    sheet.map(({ memberId, total, standing, lines, rank, place, list }) => {
      const clauses: { [code: string]: Points } = {}
      const inGroups: { [code: string]: Points } = Object.fromEntries(groups.map(([code]) => [code, ZERO]))
      for (const code of Object.keys(plain.clauses ?? {})) {
        clauses[code] = sum(
          lines.filter((one) => one.order >= 0 && one.clause === code).map(({ points }) => points),
        )
      }
      for (const line of lines) {
        let group = line.order < 0 ? line.clause : (plain.clauses?.[line.clause]?.within ?? '')
        while (group in inGroups) {
          inGroups[group] = add(inGroups[group]!, line.points)
          group = plain.groups?.[group]?.within ?? ''
        }
      }
      const consequences = standing.consequences.flatMap(({ code, then }) =>
        then.map((word) => `${code}: ${word}`),
      )
      const points = { total: pointsText(total), clauses: texts(clauses), groups: texts(inGroups) }
      const orders = Object.fromEntries(
        standing.figures.flatMap((one) => (one.ordered ? [[one.code, one.place]] : [])),
      )
      const placed = { rank, place, list: listOf({ member: memberId, list }, listed), orders }
      return [memberId, { ...points, grade: standing.grade, consequences, ...placed }]
    }),
  )
}

/** The answers of both for one pair. */
export function answersOf([regulation, document]: [PlainRegulation, FactsDocument]) {
  const file = fileOf(regulation)
  return { engine: byEngine(file, document), reference: byReference(file, document) }
}
