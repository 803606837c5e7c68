import type { Condition } from '../format/conditions.ts'
import type { Regulation } from '../format/regulation.ts'
import type { Report } from '../mechanisms/mechanism.ts'
import { checkCount, isFree } from './clauses.ts'

/** Names that conditions use: of other conditions, and of what they take the points of. */
export function checkConditions(regulation: Regulation, report: Report): void {
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
        if (path[0] === 'total' && condition.of === 'total') report([...path, 'points'], 'points_of_needing')
        if (path[0] === 'groups' && !isFree(regulation, condition.of))
          report([...path, 'points'], 'points_of_needing')
        const codes = ['total', ...Object.keys(groups), ...Object.keys(clauses)]
        if (!codes.includes(condition.of))
          report([...path, 'points'], 'unknown_points', condition.of, codes.join(','))
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
      case 'exempt':
      case 'exit':
      case 'mandate':
      case 'inOffice':
        return
      case 'repeated':
        if (path[0] !== 'triggers' && path[0] !== 'conditions') report(path, 'repeated_of_trigger')
        if (!isKnownLater(condition.of)) report([...path, 'of'], 'repeated_what')
        visit(condition.of, [...path, 'of'], through)
        return
      case 'ratio':
        checkCount(condition.of, [...path, 'share'], report)
        checkCount(condition.among, [...path, 'among'], report)
        return
      case 'together':
        for (const [at, count] of condition.of.entries())
          checkCount(count, [...path, 'together', String(at)], report)
        return
      case 'row':
        checkCount(condition.of, [...path, 'of'], report)
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
  for (const [at, { needs, forced }] of grades.entries()) {
    visit(needs, ['grades', String(at), 'needs'], [])
    visit(forced, ['grades', String(at), 'forced'], [])
  }
  visit(regulation.total.needs, ['total', 'needs'], [])
  for (const [code, { when, measure }] of Object.entries(clauses)) {
    visit(when, ['clauses', code, 'when'], [])
    if (measure?.kind === 'people') visit(measure.is, ['clauses', code, 'measure', 'people'], [])
  }
  for (const [code, { needs }] of Object.entries(groups)) visit(needs, ['groups', code, 'needs'], [])
  for (const [code, ofClause] of Object.entries(regulation.readings)) {
    for (const [name, reading] of Object.entries(ofClause)) {
      if (!reading.taken) visit(reading.clause.when, ['readings', code, name, 'clause', 'when'], [])
    }
  }
  const codes = [...Object.keys(groups), ...Object.keys(clauses)]
  const checkNamed = (named: readonly string[], path: readonly string[]) => {
    for (const [at, code] of named.entries())
      if (!codes.includes(code)) report([...path, String(at)], 'unknown_points', code, codes.join(','))
  }
  checkNamed(regulation.tieBreak, ['tieBreak'])
  for (const [code, { by }] of Object.entries(regulation.orders)) {
    if (codes.includes(code)) report(['orders', code], 'taken_name', code)
    checkNamed(by, ['orders', code, 'by'])
  }
  for (const [code, { when, unless }] of Object.entries(triggers)) {
    if (Object.hasOwn(clauses, code)) report(['triggers', code], 'taken_name', code)
    visit(when, ['triggers', code, 'when'], [])
    visit(unless, ['triggers', code, 'unless'], [])
  }
}

/** What is kept of a period that is over: its total, the grade and the place. */
function isKnownLater(condition: Condition): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.every(isKnownLater)
  if (condition.kind === 'not') return isKnownLater(condition.of)
  if (condition.kind === 'points') return condition.of === 'total'
  return condition.kind === 'grade' || condition.kind === 'place'
}
