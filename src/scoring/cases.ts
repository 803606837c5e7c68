import { z } from 'zod'
import { Code, Day } from '../core/fields.ts'
import { compare, exactText, type Points, parsePoints, ZERO } from '../core/points.ts'
import { readingsOf } from './check.ts'
import { compile, type Options } from './compile.ts'
import { treeOf } from './explain.ts'
import { type Earlier, Fact, type Period, ScoredMember } from './facts.ts'
import type { Regulation } from './format.ts'
import { type FileError, flatten, readYaml } from './load.ts'
import { placeAll } from './places.ts'
import { scoreMember, standingFor, totalOf } from './score.ts'
import type { Words } from './vocabulary.ts'
import { token } from './vocabulary.ts'

/**
 * Cases are situations with the expected points, that a clerk can write and check by hand. They stand in
 * `cases.yaml` beside the rules; `docs/regulations.md` shows the notation.
 */
export const CASES_MAX = 2000

/** What a fact of a case may say; the one further key is its kind, with its type as the value. */
const FIELDS = strictFields({
  day: Day.optional(),
  meeting: z.string().max(60).optional(),
  class: Code.optional(),
  outcome: z.string().max(40).optional(),
  sessions: z.record(z.string(), z.int().min(0).max(1000)).optional(),
  form: Code.optional(),
  occasion: Code.optional(),
  level: Code.optional(),
  role: Code.optional(),
  share: z
    .string()
    .regex(/^(\d+|unsigned) of \d+$/, { error: token('share_words') })
    .optional(),
  steps: z
    .union([
      z.array(z.union([Code, z.strictObject({ status: Code, day: Day.optional(), level: Code.optional() })])),
      z.record(Code, Day),
    ])
    .optional(),
  quantity: z.number().min(0).max(1e9).optional(),
  unit: Code.optional(),
  times: z.int().min(1).max(500).optional(),
  verified: z.boolean().optional(),
  provisional: z.boolean().optional(),
})

function strictFields<Shape extends z.ZodRawShape>(shape: Shape) {
  return { shape, names: Object.keys(shape), schema: z.object(shape) }
}

const Held = z.strictObject({ code: Code, from: Day, to: Day.nullable().default(null) })
const CaseMember = z.strictObject({
  office: Code.optional(),
  offices: z.array(Held).optional(),
  body: Code.optional(),
  bodyKind: Code.optional(),
  from: Day.optional(),
  to: Day.optional(),
  exempt: z.strictObject({ from: Day, to: Day.nullable().default(null) }).optional(),
})
const Case = z.strictObject({
  name: z.string().trim().min(1).max(300),
  /** Clauses and readings (`TC-15/first_adoption`) that the case is there to show. */
  shows: z.array(z.string().max(100)).default([]),
  options: z.record(z.string(), Code).default({}),
  member: CaseMember.default({}),
  facts: z.array(z.record(z.string(), z.unknown())).max(500),
  /** Totals and grades of the years before, the latest last. */
  earlier: z
    .array(z.strictObject({ total: z.number(), grade: z.string().nullable().default(null) }))
    .max(20)
    .default([]),
  expect: z.record(z.string(), z.union([z.number(), z.string()])),
})
const CasesFile = z.strictObject({
  regulation: z.string(),
  year: z.int().min(1900).max(2199),
  cases: z.array(Case).min(1).max(CASES_MAX),
})
type Case = z.output<typeof Case>

/** One number that came out otherwise than the case says. */
export interface Difference {
  /** A clause, a group, `total` or `grade`. */
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
}

export type CasesRun =
  | { readonly ok: true; readonly results: readonly CaseResult[] }
  | { readonly ok: false; readonly errors: readonly FileError[] }

type CaseIssue = { path: PropertyKey[]; message: string; code?: string }

/** Runs a cases file against a regulation. A file that cannot be read says where; cases that fail say by how much. */
export function runCases(text: string, regulation: Regulation): CasesRun {
  const read = readYaml(text)
  if (!read.ok) return read
  const parsed = CasesFile.safeParse(read.value)
  if (!parsed.success) return { ok: false, errors: read.errorsOf(parsed.error.issues.flatMap(flatten)) }
  const { year, cases } = parsed.data
  const issues: CaseIssue[] = []
  if (parsed.data.regulation !== regulation.regulation) {
    issues.push({ path: ['regulation'], message: token('other_regulation', regulation.regulation) })
  }
  const period: Period = { kind: 'calendar_year', from: `${year}-01-01`, to: `${year}-12-31` }
  const results = cases.map((item, at) => {
    const facts = item.facts.flatMap((fact, nth) =>
      readFact(fact, nth, period, ['cases', at, 'facts', nth], issues),
    )
    checkNames(item, regulation, ['cases', at], issues)
    return issues.length > 0 ? undefined : runCase(item, facts, regulation, period)
  })
  if (issues.length > 0) return { ok: false, errors: read.errorsOf(issues) }
  return { ok: true, results: results.filter((result) => result !== undefined) }
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
  const known = [
    'total',
    'grade',
    ...Object.keys(regulation.groups),
    ...Object.keys(regulation.clauses),
    ...Object.keys(regulation.triggers),
    ...Object.keys(item.options),
  ]
  for (const [of, points] of Object.entries(item.expect)) {
    const at = [...path, 'expect', of]
    if (!known.includes(of))
      issues.push({ path: at, message: token('unknown_expectation', of, known.join(',')) })
    else if (of !== 'grade' && !Object.hasOwn(regulation.triggers, of) && parsePoints(points) === undefined)
      issues.push({ path: at, message: token('points') })
  }
}

const MEMBER = 'member'

/** A fact in the short notation: `{ attendance: plenary, sessions: { present: 6, leave: 2 } }`. */
function readFact(
  given: Record<string, unknown>,
  nth: number,
  period: Period,
  path: PropertyKey[],
  issues: CaseIssue[],
): Fact[] {
  const before = issues.length
  const kinds = Object.keys(given).filter((key) => !FIELDS.names.includes(key))
  const [kind = ''] = kinds
  if (kinds.length !== 1)
    issues.push({ path, message: token('one_kind', kinds.join(','), FIELDS.names.join(',')) })
  const fields = FIELDS.schema.safeParse(given)
  if (!fields.success) {
    for (const issue of fields.error.issues) issues.push({ ...issue, path: [...path, ...issue.path] })
  }
  if (!fields.success || issues.length > before) return []
  const { meeting, share, steps, times = 1, day = period.from, sessions, ...plain } = fields.data
  const attendance = kind === 'attendance' || kind === 'session'
  return Array.from({ length: times }, (_, at) => {
    const key = `${String(nth + 1).padStart(3, '0')}-${String(at + 1).padStart(3, '0')}`
    const fact = Fact.safeParse({
      ...plain,
      id: attendance ? `attendance/${key}/${MEMBER}` : `${kind}/${key}`,
      memberId: MEMBER,
      day,
      kind: attendance ? 'attendance' : kind,
      type: given[kind] === null || given[kind] === 'any' ? undefined : given[kind],
      scope: kind === 'attendance' ? 'meeting' : kind === 'session' ? 'session' : 'record',
      meetingId: meeting ?? (attendance ? key : undefined),
      sessions: sessions && withEligible(sessions),
      share: share && readShare(share),
      steps: steps && readSteps(steps, day),
    })
    if (fact.success) return fact.data
    for (const issue of fact.error.issues) issues.push({ ...issue, path })
    return undefined
  }).filter((fact) => fact !== undefined)
}

function withEligible(sessions: Record<string, number>): Record<string, number> {
  const counted = Object.entries(sessions).filter(([name]) => name !== 'walkIn' && name !== 'observer')
  return { eligible: counted.reduce((all, [, count]) => all + count, 0), ...sessions }
}

function readShare(words: string): { position: number | null; of: number } {
  const [position, of] = words.split(' of ')
  return { position: position === 'unsigned' ? null : Number(position), of: Number(of) }
}

type Steps = NonNullable<z.output<typeof FIELDS.schema>['steps']>

function readSteps(steps: Steps, day: string) {
  if (!Array.isArray(steps)) return Object.entries(steps).map(([status, on]) => ({ status, day: on }))
  return steps.map((step) =>
    typeof step === 'string' ? { status: step, day } : { ...step, day: step.day ?? day },
  )
}

function readMember(member: Case['member'], period: Period): ScoredMember {
  const { office, offices = [], body, bodyKind, from, to, exempt } = member
  const always = '1900-01-01'
  return ScoredMember.parse({
    id: MEMBER,
    validFrom: from ?? period.from,
    validTo: to ?? null,
    offices: office === undefined ? offices : [...offices, { code: office, from: always }],
    bodies: body || bodyKind ? [{ id: 'body', code: body, kind: bodyKind ?? 'body', from: always }] : [],
    exemptions: exempt ? [{ ...exempt, reason: 'exempt' }] : [],
  })
}

/** The years before, one for each result. */
function earlierOf({ earlier }: Case, period: Period): Earlier[] {
  const year = Number(period.from.slice(0, 4)) - earlier.length
  return earlier.map((one, at) => ({
    ...one,
    memberId: MEMBER,
    from: `${year + at}-01-01`,
    to: `${year + at}-12-31`,
  }))
}

function runCase(item: Case, facts: readonly Fact[], regulation: Regulation, period: Period): CaseResult {
  const compiled = compile(regulation, item.options as Options)
  const years = earlierOf(item, period)
  const member = readMember({ from: years[0]?.from, ...item.member }, period)
  const lines = scoreMember(member, facts, period, compiled)
  // One member alone is first and last of one.
  const alone = { memberId: MEMBER, member, ranked: true, total: totalOf(lines) }
  const found = standingFor(member, facts, lines, period, compiled, years)
  const { standing } = placeAll(regulation, [{ ...alone, standing: found }], period.to).get(MEMBER)!
  const tree = treeOf(MEMBER, lines, compiled, period.to, standing)
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
  const differences = Object.entries(item.expect).flatMap(([of, value]): Difference[] => {
    if (Object.hasOwn(regulation.triggers, of)) {
      const got = triggered.get(of) ?? 'none'
      return String(value) === got ? [] : [differ(of, String(value), got)]
    }
    if (of === 'grade') {
      return String(value) === (tree.grade ?? 'none') ? [] : [differ(of, String(value), tree.grade ?? 'none')]
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
