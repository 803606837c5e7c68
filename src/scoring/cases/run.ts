import { compare, exactText, type Points, parsePoints, ZERO } from '../../core/points.ts'
import { compile, type Options } from '../apply/compile.ts'
import { sheetOf } from '../apply/sheet.ts'
import type { FileError } from '../check/file-error.ts'
import { errorsOf, flatten, readYaml } from '../check/load.ts'
import { readingsOf } from '../check/regulation.ts'
import { lostCharacter, withSlips } from '../check/slips.ts'
import { standardVocabulary, type Vocabulary } from '../check/vocabulary.ts'
import type { FactsDocument, Period } from '../facts.ts'
import type { Regulation } from '../format/regulation.ts'
import type { Words } from '../notation/vocabulary.ts'
import { token } from '../notation/vocabulary.ts'
import { type Tree, treeOf } from '../words/explain.ts'
import { caseCodes } from './codes.ts'
import {
  type Case,
  type CaseIssue,
  CasesFile,
  documentOf,
  type FactReader,
  MEMBER,
  readFact,
} from './file.ts'

/**
 * Cases are situations with the expected points, that a clerk can write and check by hand. They stand in
 * `cases.yaml` beside the rules; `docs/regulations.md` shows the notation.
 */

/** One number that came out otherwise than the case says. */
export interface Difference {
  /** A clause, a group, a trigger, `total`, `grade`, `colour`, `place` or `list`. */
  readonly of: string
  readonly expected: string
  readonly got: string
  readonly message: Words
}

export interface CaseResult {
  readonly name: string
  readonly shows: readonly string[]
  readonly passed: boolean
  readonly differences: readonly Difference[]
  /** The clauses that gave a line in this case. */
  readonly clauses: readonly string[]
  /** How the total came to be. */
  readonly tree: Tree
}

export type CasesRun =
  | { readonly ok: true; readonly results: readonly CaseResult[] }
  | { readonly ok: false; readonly errors: readonly FileError[] }

/**
 * Runs a cases file against a regulation, with the codes of a committee or those that a new one starts with. A file that
 * cannot be read says where; cases that fail say by how much.
 */
export function runCases(
  text: string,
  regulation: Regulation,
  vocabulary: Vocabulary = standardVocabulary(),
): CasesRun {
  const lost = lostCharacter(text)
  if (lost) return { ok: false, errors: [lost] }
  const read = readCases(text)
  if (!read.ok) return { ok: false, errors: withSlips(text, read.errors, errorsOf(readCases)) }
  const { yaml } = read
  const { year, cases } = read.file
  const issues: CaseIssue[] = []
  if (read.file.regulation !== regulation.regulation) {
    issues.push({ path: ['regulation'], message: token('other_regulation', regulation.regulation) })
  }
  const period: Period = { kind: 'calendar_year', from: `${year}-01-01`, to: `${year}-12-31` }
  const reading = { period, codes: caseCodes(regulation, vocabulary), issues }
  const results = cases.map((item, at) => {
    const reader: FactReader = (given, of, path) =>
      given.flatMap((fact, nth) => readFact(fact, nth, reading, ['cases', at, ...path, 'facts', nth], of))
    const document = documentOf(item, regulation.subject, period, reader)
    checkNames(item, regulation, ['cases', at], issues)
    reading.codes.checkMember(item.member, ['cases', at, 'member'], issues)
    for (const name of ['others', 'people'] as const)
      for (const [nth, { member }] of item[name].entries())
        reading.codes.checkMember(member, ['cases', at, name, nth, 'member'], issues)
    return issues.length > 0 ? undefined : runCase(item, document, regulation)
  })
  if (issues.length > 0) return { ok: false, errors: yaml.errorsOf(issues) }
  return { ok: true, results: results.filter((result) => result !== undefined) }
}

function readCases(text: string) {
  const yaml = readYaml(text)
  if (!yaml.ok) return yaml
  const parsed = CasesFile.safeParse(yaml.value)
  if (parsed.success) return { ok: true as const, yaml, file: parsed.data }
  return { ok: false as const, errors: yaml.errorsOf(parsed.error.issues.flatMap(flatten)) }
}

function checkNames(item: Case, regulation: Regulation, path: PropertyKey[], issues: CaseIssue[]): void {
  for (const [code, name] of Object.entries(item.options)) {
    const offered = readingsOf(regulation, code)
    if (offered.has(name)) continue
    issues.push({
      path: [...path, 'options', code],
      message: token('unknown_reading', name, [...offered.keys()].join(',')),
    })
  }
  const names = [
    'total',
    ...WORDS,
    ...Object.keys(regulation.groups),
    ...Object.keys(regulation.clauses),
    ...Object.keys(regulation.triggers),
    ...Object.keys(regulation.orders),
    ...Object.keys(item.options),
  ]
  for (const [of, points] of Object.entries(item.expect)) {
    const at = [...path, 'expect', of]
    if (!names.includes(of))
      issues.push({ path: at, message: token('unknown_expectation', of, names.join(',')) })
    else if (
      !WORDS.includes(of) &&
      !Object.hasOwn(regulation.orders, of) &&
      !Object.hasOwn(regulation.triggers, of) &&
      parsePoints(points) === undefined
    )
      issues.push({ path: at, message: token('points') })
  }
}

/** What a case may expect beside points and consequences. */
const WORDS: readonly string[] = ['grade', 'colour', 'place', 'list']

function runCase(item: Case, document: FactsDocument, regulation: Regulation): CaseResult {
  const options = item.options as Options
  const { lines, standing, place, list } = sheetOf(document, regulation, options).find(
    ({ memberId }) => memberId === MEMBER,
  )!
  const tree = treeOf(MEMBER, lines, compile(regulation, options), document.period.to, standing)
  const actual: Record<string, string | number | null> = {
    grade: tree.grade,
    colour: tree.colour,
    place,
    list,
    ...Object.fromEntries(
      standing.figures.flatMap((figure) => (figure.ordered ? [[figure.code, figure.place]] : [])),
    ),
  }
  const triggered = new Map(tree.consequences.map(({ code, then }) => [code, then.join(', ')]))
  const got = new Map<string, Points>([['total', tree.points]])
  const visit = (nodes: { groups: typeof tree.groups; clauses: typeof tree.clauses }) => {
    for (const clause of nodes.clauses) got.set(clause.code, clause.points)
    for (const group of nodes.groups) {
      got.set(group.code, group.points)
      visit(group)
    }
  }
  visit(tree)
  visit({ groups: tree.apart, clauses: [] })
  const differences = Object.entries(item.expect).flatMap(([of, value]): Difference[] => {
    if (Object.hasOwn(regulation.triggers, of)) {
      const got = triggered.get(of) ?? 'none'
      return String(value) === got ? [] : [differ(of, String(value), got)]
    }
    if (WORDS.includes(of) || Object.hasOwn(regulation.orders, of)) {
      const word = String(actual[of] ?? 'none')
      return String(value) === word ? [] : [differ(of, String(value), word)]
    }
    const [expected, points] = [parsePoints(value) ?? ZERO, got.get(of) ?? ZERO]
    return compare(expected, points) === 0 ? [] : [differ(of, exactText(expected), exactText(points))]
  })
  return {
    name: item.name,
    shows: item.shows,
    passed: differences.length === 0,
    differences,
    clauses: [...new Set([...lines.map((line) => line.clause), ...triggered.keys()])],
    tree,
  }
}

function differ(of: string, expected: string, got: string): Difference {
  return {
    of,
    expected,
    got,
    message: { zh: `${of}：应为 ${expected}，算得 ${got}`, en: `${of}: expected ${expected}, got ${got}` },
  }
}
