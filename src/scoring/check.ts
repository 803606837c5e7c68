import { compare, type Points, signOf } from '../core/points.ts'
import type { Condition, CountCondition } from './conditions-format.ts'
import type { Clause, Reading, Regulation } from './format.ts'
import type { Figure, Rate } from './mechanisms/figure.ts'
import { NAMED_MEETING_OUTCOMES, NAMED_OUTCOMES } from './mechanisms/match.ts'
import { token } from './vocabulary.ts'

/** Something that each key allows by itself but the whole does not. `message` is a token of `load.ts`. */
export interface Finding {
  readonly path: readonly string[]
  readonly message: string
}

type Report = (path: readonly string[], name: string, ...values: string[]) => void

/** Words that a case file uses beside clauses and groups. */
const RESERVED = ['total', 'grade', 'start']

/** The findings about a regulation whose keys are all well formed, in the order of the file. */
export function findingsOf(regulation: Regulation): Finding[] {
  const findings: Finding[] = []
  const report: Report = (path, name, ...values) => {
    findings.push({ path, message: token(name, ...values) })
  }
  if (Object.keys({ ...regulation.clauses, ...regulation.triggers }).length === 0)
    report(['clauses'], 'empty')
  checkGroups(regulation, report)
  checkLimits(regulation.total, ['total'], report)
  for (const [code, clause] of Object.entries(regulation.clauses)) {
    checkClause(regulation, clause, code, ['clauses', code], report)
    if (Object.hasOwn(regulation.omitted, code)) report(['omitted', code], 'omitted_but_there', code)
    if (Object.hasOwn(regulation.groups, code) || RESERVED.includes(code))
      report(['clauses', code], 'taken_name', code)
  }
  for (const [code, readings] of Object.entries(regulation.readings)) {
    for (const [name, reading] of Object.entries(readings)) {
      const path = ['readings', code, name]
      if (!reading.taken) checkClause(regulation, reading.clause, code, [...path, 'clause'], report)
      else if (!numbersOf(code).every((part) => isCovered(regulation, part)))
        report(path, 'unknown_clause', code)
    }
  }
  for (const [code, name] of Object.entries(regulation.options)) {
    const offered = readingsOf(regulation, code)
    if (!offered.has(name)) report(['options', code], 'unknown_reading', name, [...offered.keys()].join(','))
  }
  checkGrades(regulation, report)
  checkConditions(regulation, report)
  return findings
}

/** The named readings of a clause. */
export function readingsOf(regulation: Regulation, code: string): ReadonlyMap<string, Reading> {
  return new Map(
    Object.hasOwn(regulation.readings, code) ? Object.entries(regulation.readings[code] ?? {}) : [],
  )
}

/** A reading may speak of one number of a clause that joins several (`TC-15` of `TC-14+15`), or of a trigger. */
function isCovered({ clauses, triggers, conditions }: Regulation, part: string): boolean {
  const articles = Object.values(conditions).flatMap(({ article }) => article ?? [])
  const codes = [...Object.keys(clauses), ...Object.keys(triggers), ...articles]
  return codes.some((code) => code === part || numbersOf(code).includes(part))
}

/** The source's numbers in a clause code: `TC-06+07` and `TC-06+TC-07` are `TC-06` and `TC-07`. */
export function numbersOf(code: string): string[] {
  const [first = '', ...more] = code.split('+')
  const prefix = first.replace(/[\p{N}.]+$/u, '')
  return [first, ...more.map((part) => (/^\p{N}/u.test(part) ? prefix + part : part))]
}

function checkGroups({ groups }: Regulation, report: Report): void {
  for (const [code, group] of Object.entries(groups)) {
    const path = ['groups', code]
    if (RESERVED.includes(code)) report(path, 'taken_name', code)
    checkLimits(group, path, report)
    if (
      group.needs &&
      (group.within !== undefined ||
        Object.values(groups).some((other) => other.within === code && other.needs))
    )
      report([...path, 'needs'], 'needs_outermost')
    if (group.within === undefined) continue
    if (!Object.hasOwn(groups, group.within)) {
      report([...path, 'within'], 'unknown_group', group.within, Object.keys(groups).join(','))
      continue
    }
    let [at, hops]: [string | undefined, number] = [group.within, 0]
    while (at !== undefined && at !== code && hops++ < 100) at = groups[at]?.within
    if (at === code) report([...path, 'within'], 'group_circle', code)
  }
}

function checkLimits(
  of: { cap?: Figure | undefined; floor?: Figure | undefined },
  path: readonly string[],
  report: Report,
): void {
  if (of.cap?.some(({ value }) => value && signOf(value) < 0)) report([...path, 'cap'], 'cap_negative')
  if (of.floor?.some(({ value }) => value && signOf(value) > 0)) report([...path, 'floor'], 'floor_positive')
}

function checkClause(
  { groups, clauses }: Regulation,
  clause: Clause,
  code: string,
  path: readonly string[],
  report: Report,
): void {
  const { within, replaces } = clause
  if (within !== undefined && !Object.hasOwn(groups, within)) {
    report([...path, 'within'], 'unknown_group', within, Object.keys(groups).join(','))
  }
  checkLimits(clause, path, report)
  if (replaces !== undefined && (replaces === code || !Object.hasOwn(clauses, replaces))) {
    report([...path, 'replaces'], 'unknown_clause', replaces, Object.keys(clauses).join(','))
  }
  const numbering = (['once', 'from', 'fullAt'] as const).filter((key) => clause[key] !== undefined)
  if (numbering.length > 1) report([...path, numbering[1] ?? ''], 'one_numbering', numbering.join(','))
  if (clause.window && numbering.length === 0 && !clause.cap && !clause.floor && !clause.wanted) {
    report([...path, 'window'], 'window_of_nothing')
  }
  if (clause.quantity !== undefined && clause.points.kind === 'ladder') {
    report([...path, 'quantity'], 'quantity_ladder')
  }
  if (clause.points.kind === 'ladder') {
    const { steps, rungs } = clause.points
    if (rungs.length > 1 && numbering[0]) report([...path, numbering[0]], 'numbering_ladder', numbering[0])
    if (new Set(rungs.map((rung) => rung.status)).size < rungs.length)
      report([...path, 'points', 'ladder'], 'step_twice')
    const negative = rungs.some(({ rate }) => figuresOf(rate).some((value) => signOf(value) < 0))
    if (steps === 'highest' && negative) report([...path, 'points', 'ladder'], 'highest_negative')
  }
  if (clause.when) checkWhen(clause, path, report)
  else if (clause.counts === 'attendance') checkAttendance(clause, path, report)
  else checkRecord(clause, path, report)
}

/** A clause of a condition has points, a group and a limit, and nothing that asks about a fact. */
function checkWhen(clause: Clause, path: readonly string[], report: Report): void {
  const asks = [
    'per',
    'attendance',
    'share',
    'once',
    'from',
    'fullAt',
    'window',
    'quantity',
    'replaces',
  ] as const
  for (const key of asks) if (clause[key] !== undefined) report([...path, key], 'not_of_condition', key)
  if (Object.values(clause.where).some((filter) => filter !== undefined))
    report([...path, 'where'], 'not_of_condition', 'where')
  if (clause.points.kind !== 'flat') report([...path, 'points'], 'not_of_condition', 'points')
}

function checkAttendance(clause: Clause, path: readonly string[], report: Report): void {
  if (clause.where.type) report([...path, 'where', 'type'], 'use_meeting')
  if (clause.points.kind === 'ladder') report([...path, 'points', 'ladder'], 'not_of_attendance', 'ladder')
  if (clause.share) report([...path, 'share'], 'not_of_attendance', 'share')
  if (clause.quantity) report([...path, 'quantity'], 'not_of_attendance', 'quantity')
  if (clause.per === 'session' && clause.attendance) report([...path, 'attendance'], 'attendance_of_session')
  const { points } = clause
  const table = points.kind === 'by' && points.field === 'outcome' ? points.is : undefined
  if (!clause.where.outcome && !table) report([...path, 'where'], 'outcome_needed')
  const known: readonly string[] = clause.per === 'session' ? NAMED_OUTCOMES : NAMED_MEETING_OUTCOMES
  const check = (outcome: string, at: readonly string[]) => {
    if (known.includes(outcome)) return
    const ofSession = (NAMED_OUTCOMES as readonly string[]).includes(outcome)
    report(at, ofSession ? 'outcome_of_session' : 'unknown_outcome', outcome, known.join(','))
  }
  for (const outcome of clause.where.outcome?.values ?? []) check(outcome, [...path, 'where', 'outcome'])
  for (const outcome of table?.keys() ?? []) check(outcome, [...path, 'points', 'is', outcome])
}

function checkRecord(clause: Clause, path: readonly string[], report: Report): void {
  if (clause.per) report([...path, 'per'], 'only_of_attendance', 'per')
  if (clause.attendance) report([...path, 'attendance'], 'only_of_attendance', 'attendance')
  if (clause.where.meeting) report([...path, 'where', 'meeting'], 'use_type')
  if (clause.where.outcome) report([...path, 'where', 'outcome'], 'only_of_attendance', 'outcome')
  const { points } = clause
  if (points.kind === 'by' && points.field === 'outcome') {
    report([...path, 'points', 'by'], 'only_of_attendance', 'outcome')
  }
}

function figuresOf(rate: Rate): Points[] {
  const figures = rate.kind === 'flat' ? [rate.figure] : [...rate.is.values()]
  return figures.flatMap((figure) => figure.flatMap(({ value }) => value ?? []))
}

function checkGrades({ grades }: Regulation, report: Report): void {
  grades.forEach(({ min }, at) => {
    const above = grades[at - 1]
    if (!above) return
    // A higher grade asks for something that the lower one does not: a higher limit, a condition or a quota.
    const more = above.needs !== undefined || above.top !== undefined
    const order =
      above.min === undefined ? (min === undefined ? 0 : -1) : min === undefined ? 1 : compare(above.min, min)
    if (order < 0 ? above.min !== undefined || !more : order === 0 && !more)
      report(['grades', String(at), 'min'], 'grades_order')
  })
}

/** Names that conditions use: of other conditions, and of what they take the points of. */
function checkConditions(regulation: Regulation, report: Report): void {
  const { conditions, grades, triggers, groups, clauses } = regulation
  const visit = (
    condition: Condition | undefined,
    path: readonly string[],
    through: readonly string[],
  ): void => {
    if (!condition) return
    switch (condition.kind) {
      case 'named': {
        const { code } = condition
        if (!Object.hasOwn(conditions, code))
          report(path, 'unknown_condition', code, Object.keys(conditions).join(','))
        else if (through.includes(code)) report(path, 'condition_circle', code)
        else visit(conditions[code]?.is, path, [...through, code])
        return
      }
      case 'points': {
        if (path[0] === 'clauses' || path[0] === 'readings') report([...path, 'points'], 'points_of_points')
        if (path[0] === 'groups' && !isFree(regulation, condition.of))
          report([...path, 'points'], 'points_of_needing')
        const known = ['total', ...Object.keys(groups), ...Object.keys(clauses)]
        if (!known.includes(condition.of))
          report([...path, 'points'], 'unknown_points', condition.of, known.join(','))
        return
      }
      case 'not':
        visit(condition.of, [...path, 'not'], through)
        return
      case 'all':
      case 'any': {
        const { kind } = condition
        for (const [at, part] of condition.of.entries()) visit(part, [...path, kind, String(at)], through)
        return
      }
      case 'office':
        return
      case 'repeated':
        if (path[0] !== 'triggers' && path[0] !== 'conditions') report(path, 'repeated_of_trigger')
        if (condition.of.kind !== 'grade' && !(condition.of.kind === 'points' && condition.of.of === 'total'))
          report([...path, 'of'], 'repeated_what')
        visit(condition.of, [...path, 'of'], through)
        return
      case 'ratio':
        checkCount(condition.of, [...path, 'share'], report)
        checkCount(condition.among, [...path, 'among'], report)
        return
      case 'place':
        if (path[0] !== 'triggers') report(path, 'place_of_trigger')
        return
      case 'grade': {
        const names = grades.map(({ grade }) => grade)
        if (path[0] !== 'triggers') report([...path, 'grade'], 'grade_of_trigger')
        else if (!names.includes(condition.grade))
          report([...path, 'grade'], 'unknown_grade', condition.grade, names.join(','))
        return
      }
      case 'count':
        checkCount(condition, path, report)
    }
  }
  for (const [code, { is }] of Object.entries(conditions)) visit(is, ['conditions', code], [code])
  grades.forEach(({ needs }, at) => visit(needs, ['grades', String(at), 'needs'], []))
  for (const [code, { when }] of Object.entries(clauses)) visit(when, ['clauses', code, 'when'], [])
  for (const [code, { needs }] of Object.entries(groups)) visit(needs, ['groups', code, 'needs'], [])
  for (const [code, named] of Object.entries(regulation.readings)) {
    for (const [name, reading] of Object.entries(named)) {
      if (!reading.taken) visit(reading.clause.when, ['readings', code, name, 'clause', 'when'], [])
    }
  }
  for (const [at, code] of regulation.tieBreak.entries()) {
    const known = [...Object.keys(groups), ...Object.keys(clauses)]
    if (!known.includes(code)) report(['tieBreak', String(at)], 'unknown_points', code, known.join(','))
  }
  for (const [code, { when, unless }] of Object.entries(triggers)) {
    if (Object.hasOwn(clauses, code)) report(['triggers', code], 'taken_name', code)
    visit(when, ['triggers', code, 'when'], [])
    visit(unless, ['triggers', code, 'unless'], [])
  }
}

/** A group that counts anyhow: its points are known before those that need something of it. */
function isFree({ groups, clauses }: Regulation, code: string): boolean {
  let at = groups[code] ? code : clauses[code]?.within
  for (let hops = 0; at !== undefined && hops < 100; hops += 1) {
    if (groups[at]?.needs) return false
    at = groups[at]?.within
  }
  return code !== 'total'
}

function checkCount(condition: CountCondition, path: readonly string[], report: Report): void {
  const { clause, atLeast, atMost } = condition
  if (atLeast !== null && atMost !== null && atMost < atLeast) report([...path, 'atMost'], 'count_never')
  if (clause.counts === 'attendance') checkAttendance(clause, path, report)
  else checkRecord(clause, path, report)
}
