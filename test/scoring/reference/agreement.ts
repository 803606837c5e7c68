import fc from 'fast-check'
import { parse } from 'yaml'
import { add, type Points, pointsText, sum, ZERO } from '../../../src/core/points.ts'
import type { FactsDocument, ScoredMember } from '../../../src/scoring/facts.ts'
import { loadRegulation } from '../../../src/scoring/load.ts'
import { sheetOf } from '../../../src/scoring/sheet.ts'
import type { PlainRegulation } from './format.ts'
import { fileOf, regulations } from './generate.ts'
import { documents, KINDS } from './generate-facts.ts'
import { referenceOf } from './score.ts'

/** What is compared of a member: exact points, the grade and the codes of what follows. */
export interface Answer {
  total: string
  clauses: { [code: string]: string }
  groups: { [code: string]: string }
  grade: string | null
  consequences: string[]
}
export interface Answers {
  [member: string]: Answer
}

/**
 * Not compared, where a condition holds in each part of the year: `today`, because by the schema of the facts nothing is
 * missing yet in a part that is not over, and the engine asks such a part all the same; and an exemption beside a
 * mandate that begins or ends in the year, because the guide does not say whether a part is exempt as a whole when it is
 * exempt on every day of the mandate.
 */
export const pairs = fc
  .subarray(KINDS, { minLength: 1 })
  .chain((kinds) => fc.tuple(regulations(kinds), documents(kinds)))
  .map(([regulation, document]): [PlainRegulation, FactsDocument] => {
    if (!/"each":"(month|quarter|half_year)"/.test(JSON.stringify(regulation))) return [regulation, document]
    const { today: _, ...period } = document.period
    const whole = (member: ScoredMember) =>
      member.validFrom < period.from && (member.validTo ?? '9') > period.to
    const members = document.members.map((member) => (whole(member) ? member : { ...member, exemptions: [] }))
    return [regulation, { ...document, period, members }]
  })

const texts = (points: { [code: string]: Points }) =>
  Object.fromEntries(Object.entries(points).map(([code, value]) => [code, pointsText(value)]))

export function byReference(file: string, document: FactsDocument): Answers {
  const found = referenceOf(parse(file) as PlainRegulation, document)
  return Object.fromEntries(
    found.map(({ member, amounts: { total, clauses, groups }, grade, consequences }) => [
      member,
      { total: pointsText(total), clauses: texts(clauses), groups: texts(groups), grade, consequences },
    ]),
  )
}

export function byEngine(file: string, document: FactsDocument): Answers {
  const loaded = loadRegulation(file)
  if (!loaded.ok) throw new Error(`refused: ${JSON.stringify(loaded.errors, null, 1)}`)
  const plain = parse(file) as PlainRegulation
  const groups = Object.entries(plain.groups ?? {})
  return Object.fromEntries(
    sheetOf(document, loaded.regulation).map(({ memberId, total, standing, lines }) => {
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
      const answer = { total: pointsText(total), clauses: texts(clauses), groups: texts(inGroups) }
      return [memberId, { ...answer, grade: standing.grade, consequences }]
    }),
  )
}

/**
 * The answers of both for one pair. Where two came to the same in a group of which only the best counts, the guide does
 * not say which one it is: of such a member the total alone is compared.
 */
export function answersOf([regulation, document]: [PlainRegulation, FactsDocument]) {
  const file = fileOf(regulation)
  const tied = referenceOf(regulation, document).filter(({ amounts }) => amounts.tied)
  const compared = (answers: Answers): Answers => {
    const blank = { clauses: {}, groups: {}, grade: null, consequences: [] }
    const open = tied.map(
      ({ member }) => [member, { total: answers[member]?.total ?? '', ...blank }] as const,
    )
    return { ...answers, ...Object.fromEntries(open) }
  }
  return { engine: compared(byEngine(file, document)), reference: compared(byReference(file, document)) }
}
