import { isKeyOf } from '../../core/records.ts'
import { EXIT_REASONS } from '../../core/words/members.ts'
import { codesOf } from '../../core/words/word.ts'
import { type Placed, placedClauses, placedConditions, placedCounts } from '../format/conditions-visit.ts'
import type { CountCondition } from '../format/counts.ts'
import { type Clause, CONDITION, MEASURE, type Regulation } from '../format/regulation.ts'
import type { Rate, Table } from '../mechanisms/figure.ts'
import type { Report } from '../mechanisms/mechanism.ts'
import { type Filter, token, type Who } from '../notation/vocabulary.ts'
import { CODE_FIELDS, type CodeField, FACT_KINDS, type Kind, kindsFor, type Values } from './kinds.ts'
import type { Finding } from './regulation.ts'
import { BODIES, classesIn, codesIn, itemsIn, knowsBodies, type Vocabulary, withOwn } from './vocabulary.ts'

/**
 * What is well formed and can never match: a kind, a step or a code that no record here ever has, a field that a kind does
 * not have. Such a clause would be silent for ever, or hold for ever.
 */
export function deadIn(regulation: Regulation, committee: Vocabulary): Finding[] {
  const findings: Finding[] = []
  const check: Check = {
    regulation,
    vocabulary: withOwn(committee, regulation.catalogues),
    report: (path, name, ...values) => void findings.push({ path, message: token(name, ...values) }),
    asked: new Set(),
  }
  checkCode(check, ['subject'], regulation.subject, 'body_kind')
  for (const [code, body] of Object.entries(regulation.catalogues.body ?? {}))
    checkCode(check, ['catalogues', 'body', code], body.class ?? undefined, 'body_kind')
  for (const { of: clause, path } of placedClauses(regulation)) {
    checkWho(check, [...path, 'who'], clause.who)
    checkAsking(check, { of: clause, path }, (at, status) => ['points', 'ladder', String(at), status])
    checkReplaced(check, clause, path)
    checkBodies(check, clause.wanted?.count.bodies.map(([code]) => code) ?? [], [
      ...path,
      'wanted',
      'count',
      'body',
    ])
    if (clause.quantity) checkAmount(check, clause, [...path, 'quantity'], clause.quantity)
  }
  for (const { of: count, path } of placedCounts(regulation)) {
    checkWho(check, [...path, 'who'], count.clause.who)
    checkAsking(check, { of: count.clause, path }, () => ['status'])
    if (count.sum !== null) checkAmount(check, count.clause, [...path, 'sum'], { unit: count.sum })
  }
  for (const { of, path } of placedConditions(regulation)) {
    if (of.kind === 'office') checkFilter(check, [...path, 'office'], of.office, 'office')
    if (of.kind === 'exit') for (const code of of.reasons.values) checkExit(check, [...path, 'exit'], code)
    if (of.kind === 'exempt' && of.reasons)
      checkFilter(check, [...path, 'exempt'], of.reasons, 'exemption_reason')
  }
  checkBeside(check)
  return findings
}

interface Check {
  readonly regulation: Regulation
  readonly vocabulary: Vocabulary
  readonly report: Report
  /** Whom a clause is for is asked of its measure, too: told once. */
  readonly asked: Set<Who>
}

function checkExit({ report }: Check, path: readonly string[], code: string): void {
  const reasons = codesOf(EXIT_REASONS)
  if (!isKeyOf(EXIT_REASONS, code)) report(path, 'unknown_code', code, reasons.join(','), '', 'exit')
}

/** Lists, triggers, allotments. */
function checkBeside(check: Check): void {
  const { lists, triggers, total, groups } = check.regulation
  for (const [code, { who, each }] of Object.entries(lists)) {
    checkWho(check, ['lists', code, 'who'], who)
    checkCode(check, ['lists', code, 'each'], each, 'body_kind')
  }
  for (const [code, { who }] of Object.entries(triggers)) checkWho(check, ['triggers', code, 'who'], who)
  const starts = Object.entries(groups).map(([code, { start }]) => ({ start, path: ['groups', code] }))
  for (const { start, path } of [{ start: total.start, path: ['total'] }, ...starts])
    for (const [office] of start?.offices ?? [])
      checkCode(check, [...path, 'start', 'office', office], office, 'office')
}

/** What a clause and a count have in common. */
type Asking = Clause | CountCondition['clause']

/** The kind, what is asked of its fields, and its steps; `stepPath` is where a step of it is written. */
function checkAsking(
  check: Check,
  { of: clause, path }: Placed<Asking>,
  stepPath: (at: number, status: string) => string[],
): void {
  const kind = kindOf(check, clause, path)
  if (!kind) return
  const { attributes = {} } = clause.where
  for (const field of CODE_FIELDS) {
    const filter = clause.where[field]
    if (filter) checkField(check, kind, clause, field, filter.values, [...path, 'where', field])
  }
  for (const name of Object.keys(attributes))
    checkAttribute(check, clause, name, [...path, 'where', 'attributes', name])
  const steps = [...kind.steps, ...ownStepsOf(check, kind)]
  for (const status of clause.where.unreached ?? [])
    if (!steps.includes(status))
      check.report([...path, 'where', 'unreached'], 'unknown_step', status, steps.join(','), clause.counts)
  const { points } = clause
  if (points.kind === 'by') checkTable(check, kind, clause, points, [...path, 'points'])
  if (clause.where.level && kind.steps.length > 0 && !countsSteps(check, clause))
    check.report([...path, 'where', 'level'], 'level_of_step', kind.leveled.join(','))
  if (points.kind !== 'ladder') return
  for (const [at, { statuses, rate }] of points.rungs.entries()) {
    const isOne = statuses.length === 1
    for (const status of statuses)
      checkStep(check, kind, clause, { status, rate }, [...path, ...stepPath(at, isOne ? status : 'anyOf')])
  }
}

/** Steps are counted by a ladder, also where a clause takes a part of one. */
function countsSteps({ regulation }: Check, { points }: Asking): boolean {
  const whole = points.kind === 'part' ? regulation.clauses[points.of]?.points : points
  return whole?.kind === 'ladder'
}

/** The kinds that may be counted there: a condition about the people of a body is asked of each of them. */
const kindsAt = ({ regulation }: Check, { of }: Asking, path: readonly string[]): Record<string, Kind> =>
  kindsFor(regulation.subject, /\/measure\/people(\/|$)/.test(path.join('/')) ? 'members' : of)

function kindOf(check: Check, clause: Asking, path: readonly string[]): Kind | undefined {
  const { report } = check
  const { subject } = check.regulation
  const kinds = kindsAt(check, clause, path)
  const kind = kinds[clause.counts]
  if (kind) return kind
  const names = Object.keys(kinds).filter((name) => name !== CONDITION && name !== MEASURE)
  const at = [...path, 'counts']
  const typed = kindOfType(check, clause.counts)
  if (subject === undefined && isOfBodies(clause.counts)) report(at, 'only_of_bodies', clause.counts)
  else if (subject !== undefined && Object.hasOwn(kindsFor(subject, 'members'), clause.counts))
    report(at, 'kind_of_people', clause.counts, names.join(','))
  else if (typed) report(at, 'kind_is_type', clause.counts, ...typed)
  else report(at, 'unknown_kind', clause.counts, names.join(','))
  return undefined
}

const isOfBodies = (name: string): boolean => Object.hasOwn(kindsFor('sector', 'all'), name)

/** A type that is written where its kind belongs: a plenary is an attendance of this type. */
function kindOfType({ vocabulary }: Check, code: string): readonly [kind: string, field: string] | undefined {
  return (['service', 'recognition', 'record', 'attendance'] as const)
    .flatMap((kind) =>
      Object.entries(FACT_KINDS[kind].fields).map(([field, values]) => ({ kind, field, values })),
    )
    .filter(({ values }) => 'catalogue' in values && values.catalogue !== 'level')
    .filter(({ values }) => valuesOf(vocabulary, values)?.includes(code))
    .map(({ kind, field }) => [kind, field] as const)[0]
}

function checkField(
  { vocabulary, report }: Check,
  kind: Kind,
  { counts }: Asking,
  field: CodeField,
  codes: readonly string[],
  path: readonly string[],
): void {
  const values = kind.fields[field]
  if (!values) {
    report(path, 'field_of_kind', counts, field, Object.keys(kind.fields).join(','))
    return
  }
  const known = valuesOf(vocabulary, values)
  for (const code of codes)
    if (known && !known.includes(code))
      report(path, 'unknown_code', code, known.join(','), sourceOf(values), field)
}

/** The codes that a field may have; undefined where whoever enters a record chooses them. */
export function valuesOf(vocabulary: Vocabulary, values: Values): readonly string[] | undefined {
  if ('catalogue' in values) return [...codesIn(vocabulary, values.catalogue), ...(values.also ?? [])]
  if ('classesOf' in values) return classesIn(vocabulary, values.classesOf)
  return 'codes' in values ? values.codes : undefined
}

const sourceOf = (values: Values): string => ('catalogue' in values ? values.catalogue : '')

/** The rows of a table of points. */
function checkTable(check: Check, kind: Kind, clause: Asking, table: Table, path: readonly string[]): void {
  const { field, and, is } = table
  if (field === 'outcome') return
  if ((field === 'level' || and === 'level') && kind.steps.length > 0 && clause.points.kind !== 'ladder') {
    check.report([...path, 'by'], 'level_of_step', kind.leveled.join(','))
    return
  }
  for (const [nth, of] of [field, and].entries()) {
    if (of === null || of === 'outcome') continue
    const asked = of === 'type' && clause.counts === 'attendance' ? 'meeting' : of
    const codes = new Set([...is.keys()].map((row) => row.split('/')[nth]!))
    if (kind.fields[asked])
      for (const code of codes)
        checkField(check, kind, clause, asked, [code], [...path, 'is', ...(nth === 0 ? [code] : [])])
    else checkField(check, kind, clause, asked, [], [...path, 'by'])
  }
}

const ownStepsOf = ({ vocabulary }: Check, { ownSteps }: Kind): string[] =>
  ownSteps === undefined ? [] : codesIn(vocabulary, ownSteps)

function checkStep(
  check: Check,
  kind: Kind,
  clause: Asking,
  { status, rate }: { status: string; rate: Rate },
  path: readonly string[],
): void {
  const own = ownStepsOf(check, kind)
  const steps = [...kind.steps, ...own]
  if (!steps.includes(status)) {
    check.report(path, 'unknown_step', status, steps.join(','), clause.counts, kind.ownSteps ?? '')
    return
  }
  const byLevel = rate.kind === 'by' && (rate.field === 'level' || rate.and === 'level')
  const asksLevel = byLevel || (clause.where.level && !clause.where.level.not)
  if (asksLevel && !kind.leveled.includes(status) && !own.includes(status))
    check.report(path, 'no_level_of_step', status, [...kind.leveled, ...own].join(','))
  if (rate.kind === 'by') checkTable(check, kind, clause, rate, path)
}

/** A further field belongs to a kind of duty: to one of those that the clause asks for. */
function checkAttribute(check: Check, clause: Asking, name: string, path: readonly string[]): void {
  const { vocabulary, report } = check
  if (clause.counts !== 'record') {
    report(path, 'attributes_of_record', clause.counts)
    return
  }
  const { type } = clause.where
  const kinds = itemsIn(vocabulary, 'duty_kind').filter(
    ({ code }) => !type || type.values.includes(code) !== type.not,
  )
  const names = [...new Set(kinds.flatMap(({ fields }) => Object.keys(fields ?? {})))]
  if (!names.includes(name)) report(path, 'unknown_attribute', name, names.join(','))
}

/** What is added up or counted by the unit. */
function checkAmount(
  check: Check,
  clause: Asking,
  path: readonly string[],
  { unit, attribute }: { unit: string; attribute?: string | null },
): void {
  if (attribute) {
    checkAttribute(check, clause, attribute, path)
    return
  }
  const units = kindsAt(check, clause, path)[clause.counts]?.units
  if (units && !units.includes(unit)) check.report(path, 'unit_of_kind', clause.counts, unit, units.join(','))
}

/** Only what stands at a meeting can stand in the place of another at the same meeting. */
function checkReplaced({ regulation, report }: Check, clause: Clause, path: readonly string[]): void {
  const { replaces } = clause
  const replaced = replaces === undefined ? undefined : regulation.clauses[replaces]
  for (const { of, counts } of replaced ? [clause, replaced] : []) {
    const kind = kindsFor(regulation.subject, of)[counts]
    if (kind && !kind.atMeeting) report([...path, 'replaces'], 'replaces_at_meeting', counts)
  }
}

function checkWho(check: Check, path: readonly string[], who: Who | undefined): void {
  if (!who || check.asked.has(who)) return
  check.asked.add(who)
  const { office, body, bodyKind, bodyRole } = who
  if (office) checkFilter(check, [...path, 'office'], office, 'office')
  if (bodyKind) checkFilter(check, [...path, 'bodyKind'], bodyKind, 'body_kind')
  if (bodyRole) checkFilter(check, [...path, 'bodyRole'], bodyRole, 'body_role')
  if (body) checkBodies(check, body.values, [...path, 'body'])
}

/** Bodies of the committee, where they are known. */
function checkBodies({ vocabulary, report }: Check, codes: readonly string[], path: readonly string[]): void {
  const bodies = codesIn(vocabulary, BODIES)
  for (const code of knowsBodies(vocabulary) ? codes : [])
    if (!bodies.includes(code)) report(path, 'unknown_body', code, bodies.join(','))
}

function checkFilter(check: Check, path: readonly string[], filter: Filter, catalogue: string): void {
  for (const code of filter.values) checkCode(check, path, code, catalogue)
}

function checkCode(
  { vocabulary, report }: Check,
  path: readonly string[],
  code: string | undefined,
  catalogue: string,
): void {
  const codes = codesIn(vocabulary, catalogue)
  if (code !== undefined && !codes.includes(code))
    report(path, 'unknown_code', code, codes.join(','), catalogue)
}
