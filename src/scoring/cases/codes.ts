import { append } from '../../core/long-lists.ts'
import { valuesOf } from '../check/dead.ts'
import { FACT_KINDS, type Kind, kindsFor } from '../check/kinds.ts'
import { nearest } from '../check/nearest.ts'
import { codesIn, itemsIn, type Vocabulary, withOwn } from '../check/vocabulary.ts'
import { countedKinds } from '../format/conditions-visit.ts'
import { CONDITION, MEASURE, type Regulation } from '../format/regulation.ts'
import { token } from '../notation/vocabulary.ts'
import type { CaseCodes, CaseIssue } from './file.ts'

/** A session is counted as the attendance of its meeting. */
const SESSION = 'session'
/** What no fact is, but what the rules look at. */
const WHOLES: readonly string[] = [CONDITION, MEASURE]

/** What is known of a regulation's cases: the codes of a committee, with those that the regulation brings along and speaks of. */
export function caseCodes(regulation: Regulation, committee: Vocabulary): CaseCodes {
  const vocabulary = withOwn(committee, regulation.catalogues)
  const kinds: Readonly<Record<string, Kind>> = {
    ...kindsFor(regulation.subject, 'all'),
    [SESSION]: FACT_KINDS.attendance,
  }
  const names = [...Object.keys(kinds), ...countedKinds(regulation)].filter((name) => !WHOLES.includes(name))
  const spoken = new Set(wordsIn(regulation))
  /** Of codes that are fixed it is certain, of a catalogue, which a committee extends, where one is near. */
  const isSlip = (code: unknown, codes: readonly string[], isFixed: boolean): code is string =>
    typeof code === 'string' &&
    !codes.includes(code) &&
    !spoken.has(code) &&
    (isFixed || nearest(code, codes) !== undefined)
  const told = (
    code: unknown,
    codes: readonly string[],
    isFixed: boolean,
    path: PropertyKey[],
  ): CaseIssue[] =>
    isSlip(code, codes, isFixed) ? [{ path, message: token('unknown_code', code, codes.join(',')) }] : []
  return {
    checkMember({ office, offices = [], bodyKind, bodyRole }, path, issues) {
      const held = offices.map(({ code }, at) => [code, 'office', ['offices', at, 'code']] as const)
      for (const [code, catalogue, key] of [
        [office, 'office', ['office']] as const,
        ...held,
        [bodyKind, 'body_kind', ['bodyKind']] as const,
        [bodyRole, 'body_role', ['bodyRole']] as const,
      ])
        append(issues, told(code, codesIn(vocabulary, catalogue), false, [...path, ...key]))
    },
    check(kind, given, path, issues) {
      if (!names.includes(kind))
        issues.push({ path: [...path, kind], message: token('case_kind', kind, names.join(',')) })
      const of = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
      if (!of) return
      for (const [field, values] of Object.entries(of.fields)) {
        const codes = valuesOf(vocabulary, values)
        const key = field === 'type' || field === 'meeting' ? kind : field
        if (codes && given[key] !== 'any')
          append(issues, told(given[key], codes, 'codes' in values, [...path, key]))
      }
      const own = of.ownSteps ? codesIn(vocabulary, of.ownSteps) : []
      const reached = [...of.steps, ...own, ...ANYWHERE]
      for (const [key, status] of statusesIn(given.steps))
        append(issues, told(status, reached, false, [...path, 'steps', ...key]))
    },
    classOf(kind, type) {
      const fields = Object.hasOwn(kinds, kind) ? kinds[kind]?.fields : undefined
      const values = fields?.type ?? fields?.meeting
      if (!values || !('catalogue' in values)) return undefined
      return itemsIn(vocabulary, values.catalogue).find(({ code }) => code === type)?.class ?? undefined
    },
  }
}

/** Of every kind with steps. */
const ANYWHERE = ['withdrawn']

/** The statuses of a case with their places, in each of their three notations. */
function statusesIn(steps: unknown): [place: PropertyKey[], status: unknown][] {
  if (Array.isArray(steps))
    return steps.map((step, at) => (typeof step === 'string' ? [[at], step] : [[at, 'status'], step?.status]))
  return typeof steps === 'object' && steps !== null ? Object.keys(steps).map((key) => [[key], key]) : []
}

/** Every word of a regulation: what it asks of facts is among them. Rows of a table by two fields name both. */
function* wordsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield* [value, ...value.split('/')]
  else if (value instanceof Map) for (const entry of value) yield* wordsIn(entry)
  else if (Array.isArray(value)) for (const one of value) yield* wordsIn(one)
  else if (typeof value === 'object' && value !== null) yield* wordsIn(Object.values(value))
}
