import type { CountCondition } from '../format/counts.ts'
import { compares } from '../format/measure.ts'
import type { Clause, Regulation } from '../format/regulation.ts'
import { MECHANISMS } from '../mechanisms/all.ts'
import { NAMED_MEETING_OUTCOMES, NAMED_OUTCOMES } from '../mechanisms/match.ts'
import type { Report } from '../mechanisms/mechanism.ts'

/** What the slots of one clause may say together. */

/** One clause: what its slots may say together. */
export function checkClause(
  regulation: Regulation,
  clause: Clause,
  code: string,
  path: readonly string[],
  report: Report,
): void {
  const { groups, clauses } = regulation
  const { within, replaces } = clause
  if (within !== undefined && !Object.hasOwn(groups, within)) {
    report([...path, 'within'], 'unknown_group', within, Object.keys(groups).join(','))
  }
  if (replaces !== undefined && (replaces === code || !Object.hasOwn(clauses, replaces))) {
    report([...path, 'replaces'], 'unknown_clause', replaces, Object.keys(clauses).join(','))
  }
  for (const { check } of MECHANISMS)
    check?.(clause, (at, name, ...values) => report([...path, ...at], name, ...values))
  checkPoints(regulation, clause, path, report)
  checkBodies(regulation, clause, path, report)
  if (clause.when || clause.measure) checkWithoutFacts(clause, path, report)
  else if (clause.counts === 'attendance') checkAttendance(clause, path, report)
  else checkRecord(clause, path, report)
}

/** Points that belong to a measure, and points that are a part of another clause's. */
function checkPoints(regulation: Regulation, clause: Clause, path: readonly string[], report: Report): void {
  const { points, measure } = clause
  const { kind } = points
  if (kind === 'part') {
    const whole = regulation.clauses[points.of]?.points.kind
    const codes = Object.keys(regulation.clauses)
    if (whole === undefined) report([...path, 'points', 'of'], 'unknown_clause', points.of, codes.join(','))
    else if (!['flat', 'by', 'ladder'].includes(whole))
      report([...path, 'points', 'of'], 'part_of_figures', points.of)
  }
  const measured = kind === 'bands' || kind === 'places' || kind === 'steps'
  if (measured && !measure) report([...path, 'points'], 'points_of_measure')
  if (!measure) return
  if (!measured && kind !== 'flat') report([...path, 'points'], 'not_of_condition', 'points')
  if (measure.kind === 'place' ? kind === 'flat' : kind === 'places')
    report([...path, 'points'], 'places_of_place')
  if (measure.kind === 'ratio' || measure.kind === 'place')
    checkCompared(regulation, measure.points, path, report)
  if (measure.kind === 'number') checkCount(measure.of, [...path, 'measure'], report)
  if (measure.kind === 'share') {
    checkCount(measure.of, [...path, 'measure', 'share'], report)
    checkCount(measure.among, [...path, 'measure', 'among'], report)
  }
}

/** Members are compared by points that are known before anybody is compared. */
function checkCompared(regulation: Regulation, code: string, path: readonly string[], report: Report): void {
  const { groups, clauses } = regulation
  const codes = [...Object.keys(groups), ...Object.keys(clauses)]
  const at = [...path, 'measure']
  if (!codes.includes(code) && code !== 'total') {
    report(at, 'unknown_points', code, codes.join(','))
    return
  }
  const inside = Object.entries(clauses).some(
    ([name, { measure }]) => compares(measure ?? null) && (name === code || isInside(regulation, name, code)),
  )
  if (inside || !isFree(regulation, code)) report(at, 'compare_first', code)
}

/** Whether a clause is in a group or in one inside it. */
function isInside({ groups, clauses }: Regulation, clause: string, group: string): boolean {
  let at = clauses[clause]?.within
  for (let hops = 0; at !== undefined && hops < 100; hops += 1) {
    if (at === group) return true
    at = groups[at]?.within
  }
  return false
}

/** What only bodies have: people. */
function checkBodies({ subject }: Regulation, clause: Clause, path: readonly string[], report: Report): void {
  if (subject !== undefined) return
  if (clause.of) report([...path, 'of'], 'only_of_bodies', `of: ${clause.of}`)
  const { measure } = clause
  if (measure?.kind === 'people') report([...path, 'measure', 'people'], 'only_of_bodies', 'people')
  if (measure?.kind === 'number' && measure.per)
    report([...path, 'measure', 'each'], 'only_of_bodies', 'each: person')
}

/** A clause of a condition or a measure has points, a group and a limit, and nothing that asks about a fact. */
function checkWithoutFacts(clause: Clause, path: readonly string[], report: Report): void {
  const asks = [
    'of',
    'per',
    'attendance',
    'share',
    'once',
    'from',
    'upTo',
    'fullAt',
    'combine',
    'window',
    'quantity',
    'replaces',
  ] as const
  for (const key of asks) if (clause[key] !== undefined) report([...path, key], 'not_of_condition', key)
  if (Object.values(clause.where).some((filter) => filter !== undefined))
    report([...path, 'where'], 'not_of_condition', 'where')
  if (clause.when && clause.points.kind !== 'flat') report([...path, 'points'], 'not_of_condition', 'points')
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
  const outcomes: readonly string[] = clause.per === 'session' ? NAMED_OUTCOMES : NAMED_MEETING_OUTCOMES
  const check = (outcome: string, at: readonly string[]) => {
    if (outcomes.includes(outcome)) return
    const ofSession = (NAMED_OUTCOMES as readonly string[]).includes(outcome)
    report(at, ofSession ? 'outcome_of_session' : 'unknown_outcome', outcome, outcomes.join(','))
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

/** A group that counts anyhow: its points are known before those that need something of it. */
export function isFree({ groups, clauses }: Regulation, code: string): boolean {
  let at = groups[code] ? code : clauses[code]?.within
  for (let hops = 0; at !== undefined && hops < 100; hops += 1) {
    if (groups[at]?.needs) return false
    at = groups[at]?.within
  }
  return code !== 'total'
}

export function checkCount(condition: CountCondition, path: readonly string[], report: Report): void {
  const { clause, atLeast, atMost } = condition
  if (atLeast !== null && atMost !== null && atMost < atLeast) report([...path, 'atMost'], 'count_never')
  if (condition.sum !== null && clause.points.kind === 'ladder') report([...path, 'sum'], 'quantity_ladder')
  if (clause.counts === 'attendance' && condition.sum !== null)
    report([...path, 'sum'], 'not_of_attendance', 'sum')
  if (clause.counts === 'attendance') checkAttendance(clause, path, report)
  else checkRecord(clause, path, report)
}
