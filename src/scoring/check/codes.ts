import { countsIn } from '../format/conditions-visit.ts'
import type { Clause, Regulation } from '../format/regulation.ts'
import type { Rate } from '../mechanisms/figure.ts'
import type { Filter } from '../notation/vocabulary.ts'

/** What a code in a regulation is a code of. */
type CodeOf =
  | 'kind'
  | 'meeting'
  | 'type'
  | 'class'
  | 'form'
  | 'occasion'
  | 'level'
  | 'role'
  | 'office'
  | 'body'
  | 'bodyKind'
  | 'bodyRole'
  | 'status'

/** One use of a catalogue code by a clause; `pointer` leads to it in the file. */
export interface CodeUse {
  readonly of: CodeOf
  readonly code: string
  /** The kind of fact that the clause counts. */
  readonly kind: string
  readonly clause: string
  readonly pointer: string
}

/**
 * Every catalogue code that a regulation speaks of, readings included. Activating a regulation refuses those that
 * the committee's catalogues do not know: a misspelt code would silently never count.
 */
export function codesOf(regulation: Regulation): CodeUse[] {
  const readings = Object.entries(regulation.readings).flatMap(([code, ofClause]) =>
    Object.entries(ofClause).flatMap(([name, reading]) =>
      reading.taken ? [] : codesOfClause(code, reading.clause, `/readings/${code}/${name}/clause`),
    ),
  )
  const clauses = Object.entries(regulation.clauses).flatMap(([code, clause]) =>
    codesOfClause(code, clause, `/clauses/${code}`),
  )
  const counts = countsIn(regulation).flatMap(({ clause }) =>
    codesOfClause('conditions', clause, '/conditions'),
  )
  return [...clauses, ...readings, ...counts]
}

/** The kinds of fact that some clause counts; a recorded kind that is not among them earns nothing. */
export function countedKinds(regulation: Regulation): string[] {
  return [...new Set(codesOf(regulation).flatMap(({ of, code }) => (of === 'kind' ? [code] : [])))].sort()
}

function codesOfClause(clause: string, rule: Clause, at: string): CodeUse[] {
  const kind = rule.counts
  const use = (of: CodeOf, code: string, path: string): CodeUse => ({
    of,
    code,
    kind,
    clause,
    pointer: `${at}/${path}`,
  })
  const usesIn = (of: CodeOf, filter: Filter | undefined, path: string) =>
    (filter?.values ?? []).map((code) => use(of, code, path))
  const keyed = (rate: Rate, path: string): CodeUse[] => {
    if (rate.kind === 'flat' || rate.field === 'outcome') return []
    const of = rate.field === 'type' && kind === 'attendance' ? 'meeting' : rate.field
    return [...rate.is.keys()].map((code) => use(of, code, `${path}/is/${code}`))
  }
  const { where, who, points } = rule
  const rungs = points.kind === 'ladder' ? points.rungs : []
  return [
    use('kind', kind, 'counts'),
    ...usesIn('meeting', where.meeting, 'where/meeting'),
    ...(['type', 'class', 'form', 'occasion', 'level', 'role'] as const).flatMap((of) =>
      usesIn(of, where[of], `where/${of}`),
    ),
    ...(['office', 'body', 'bodyKind', 'bodyRole'] as const).flatMap((of) =>
      usesIn(of, who?.[of], `who/${of}`),
    ),
    ...(points.kind === 'flat' || points.kind === 'by' ? keyed(points, 'points') : []),
    ...rungs.flatMap(({ status, rate }, rung) => {
      const path = `points/ladder/${rung}/${status}`
      return [use('status', status, path), ...keyed(rate, path)]
    }),
  ]
}
