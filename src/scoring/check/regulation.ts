import { compare } from '../../core/points.ts'
import type { Reading, Regulation } from '../format/regulation.ts'
import { checkLimits } from '../mechanisms/limit.ts'
import type { Report } from '../mechanisms/mechanism.ts'
import { token } from '../notation/vocabulary.ts'
import { checkClause } from './clauses.ts'
import { checkConditions } from './conditions.ts'

/** Something that each key allows by itself but the whole does not. `message` is a token of `load.ts`. */
export interface Finding {
  readonly path: readonly string[]
  readonly message: string
}

/** Words that a case file uses beside clauses and groups. */
const RESERVED = ['total', 'grade', 'colour', 'place', 'list', 'start', 'rounding']

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

/** A reading may speak of one number of a clause that joins several (`TC-15` of `TC-14+15`), of a trigger, or of an article. */
function isCovered({ clauses, groups, triggers, conditions }: Regulation, part: string): boolean {
  const citing = [...Object.values(clauses), ...Object.values(groups), ...Object.values(conditions)]
  const articles = citing.flatMap(({ article }) => article ?? [])
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
    if (group.unit) report([...path, 'unit'], 'unit_outermost')
    if (!Object.hasOwn(groups, group.within)) {
      report([...path, 'within'], 'unknown_group', group.within, Object.keys(groups).join(','))
      continue
    }
    let [at, hops]: [string | undefined, number] = [group.within, 0]
    while (at !== undefined && at !== code && hops++ < 100) at = groups[at]?.within
    if (at === code) report([...path, 'within'], 'group_circle', code)
  }
}

function checkGrades({ grades }: Regulation, report: Report): void {
  grades.forEach(({ grade, min, forced }, at) => {
    if (grades.findIndex((other) => other.grade === grade) < at)
      report(['grades', String(at), 'grade'], 'grade_twice', grade)
    const above = grades[at - 1]
    // One that is forced may stand below a grade for everybody.
    if (!above || (forced !== undefined && min === undefined)) return
    // A higher grade asks for something that the lower one does not: a higher limit, a condition or a quota.
    const more = above.needs !== undefined || above.top !== undefined
    const order = above.min === undefined ? 0 : min === undefined ? 1 : compare(above.min, min)
    if (order < 0 || (order === 0 && !more)) report(['grades', String(at), 'min'], 'grades_order')
  })
}
