import { multiply, type Points } from '../../core/points.ts'
import { readingsOf } from '../check/regulation.ts'
import type { Fact } from '../facts.ts'
import type { Condition } from '../format/conditions.ts'
import { compares, type Measure } from '../format/measure.ts'
import type { Award, Clause, Group, Regulation } from '../format/regulation.ts'
import type { Arithmetic } from '../lines.ts'
import type { AttendanceRule, Outcome } from '../mechanisms/attendance-outcome.ts'
import type { Combine } from '../mechanisms/combine.ts'
import type { Figure, Ladder, Rate } from '../mechanisms/figure.ts'
import {
  attributeTest,
  FACT_FIELDS,
  type FieldTest,
  outcomesOf,
  passes,
  type Who,
} from '../mechanisms/match.ts'
import type { MeasuredPoints } from '../mechanisms/measure.ts'
import { type Nth, nthOf } from '../mechanisms/nth.ts'
import type { Quantity } from '../mechanisms/quantity.ts'
import type { Share } from '../mechanisms/share.ts'
import type { Wanted } from '../mechanisms/wanted.ts'
import type { Window } from '../mechanisms/window.ts'
import type { Filter, Words } from '../notation/vocabulary.ts'

export type Whose = 'own' | NonNullable<Clause['of']>

/** A clause ready to be asked, in the order of the file. */
export interface CompiledClause {
  readonly code: string
  readonly order: number
  readonly title: Words
  readonly article: string
  readonly text: string | null
  readonly counts: string
  /** Its points are given once this holds, instead of for each fact. */
  readonly when: Condition | null
  /** Its points follow this value, instead of facts one by one. */
  readonly measure: { readonly of: Measure; readonly points: MeasuredPoints } | null
  /** Of a body: whether it counts its own facts, those of its people, or both. */
  readonly whose: Whose
  readonly scope: Fact['scope']
  readonly attendance: AttendanceRule
  readonly who: Who | null
  readonly outcomes: ReadonlySet<Outcome> | null
  readonly tests: readonly FieldTest[]
  readonly rate: Rate | null
  readonly ladder: Ladder | null
  /** At which levels a step counts. */
  readonly stepLevel: Filter | null
  /** Steps that a record may not have reached. */
  readonly unreached: readonly string[] | null
  /** The figure, where it is one number for ever. */
  readonly constant: Points | null
  readonly share: Share | null
  readonly nth: Nth | null
  readonly combine: Combine | null
  readonly wanted: Wanted | null
  /** Counted anew in each of these parts of the period. */
  readonly window: Window | null
  /** The figure is for so much of a unit. */
  readonly quantity: Quantity | null
  readonly cap: Figure | null
  readonly floor: Figure | null
  readonly group: string | null
  readonly groupAt: number
  /** Place of the clause whose meeting points this one replaces, -1 for none. */
  readonly replaces: number
  readonly limited: boolean
  /** Sums that are the same for every fact with an outcome, made once. */
  readonly plain: Map<Outcome | null, Arithmetic>
}

export interface CompiledGroup extends Group {
  readonly code: string
  readonly parentAt: number
  /** For each group of the regulation, whether it is this one or inside it. */
  readonly covers: readonly boolean[]
}

/** Names of readings that are switched on, by clause: `{ 'TC-10': 'equal_shares' }`. */
export type Options = Readonly<Record<string, string>>

/** A regulation made ready for scoring. */
export interface Compiled {
  readonly regulation: Regulation
  readonly options: Options
  readonly clauses: readonly CompiledClause[]
  readonly groups: readonly CompiledGroup[]
  /** Groups of what is counted in a unit of its own, and stands beside the total. */
  readonly apart: ReadonlySet<string>
  /** Places of the groups, those inside others first. */
  readonly inwardFirst: readonly number[]
  /** The same in two parts: those that count anyhow, then those that need something of them. */
  readonly groupOrder: { readonly free: readonly number[]; readonly needing: readonly number[] }
  /** Some clause compares members: points of everybody come first. */
  readonly comparing: boolean
  readonly ignoresUnverified: boolean
  readonly converted: Regulation['converted']
  readonly clausesFor: (fact: Fact) => readonly CompiledClause[]
}

/**
 * Makes a regulation ready for scoring. `options` switches named readings on, over those that the file switches on.
 * Throws a RangeError for a reading that the regulation does not offer.
 */
export function compile(regulation: Regulation, options: Options = {}): Compiled {
  const chosen: Options = { ...regulation.options, ...options }
  const entries = new Map(Object.entries(regulation.clauses))
  for (const [code, name] of Object.entries(chosen)) {
    const reading = readingsOf(regulation, code).get(name)
    if (!reading) throw new RangeError(`${regulation.regulation} has no reading ${name} of ${code}`)
    if (!reading.taken) entries.set(code, reading.clause)
  }
  const groups = compileGroups(regulation)
  const inwardFirst = groups
    .map((_, at) => at)
    .sort((a, b) => depthOf(groups, b) - depthOf(groups, a) || a - b)
  const orderOf = new Map([...entries.keys()].map((code, order) => [code, order]))
  const clauses = [...entries].map(([code, clause], order) => {
    const groupAt =
      clause.within === undefined ? -1 : groups.findIndex((group) => group.code === clause.within)
    const replaces = clause.replaces === undefined ? -1 : (orderOf.get(clause.replaces) ?? -1)
    const points = awardOf(clause.points, (of) => entries.get(of)?.points)
    return compileClause(code, clause, points, order, groupAt, replaces)
  })
  return {
    regulation,
    options: chosen,
    clauses,
    groups,
    apart: new Set(
      groups.flatMap(({ unit, covers }) =>
        unit ? groups.flatMap(({ code }, at) => (covers[at] ? [code] : [])) : [],
      ),
    ),
    inwardFirst,
    groupOrder: {
      free: inwardFirst.filter((at) => !groups[at]!.needs),
      needing: inwardFirst.filter((at) => groups[at]!.needs),
    },
    comparing: clauses.some(({ measure }) => compares(measure?.of ?? null)),
    ignoresUnverified: regulation.unverified === 'ignore',
    converted: regulation.converted,
    clausesFor: indexOf(clauses, entries),
  }
}

function compileGroups(regulation: Regulation): CompiledGroup[] {
  const codes = Object.keys(regulation.groups)
  const parentOf = (at: number) => codes.indexOf(regulation.groups[codes[at] ?? '']?.within ?? '')
  return codes.map((code, at) => {
    const group = regulation.groups[code]!
    const covers = codes.map((_, inner) => {
      for (
        let ancestor = inner, hops = 0;
        ancestor >= 0 && hops <= codes.length;
        ancestor = parentOf(ancestor), hops += 1
      ) {
        if (ancestor === at) return true
      }
      return false
    })
    return { ...group, code, parentAt: parentOf(at), covers }
  })
}

function depthOf(groups: readonly CompiledGroup[], at: number): number {
  return groups.filter((group) => group.covers[at]).length
}

type Own = Exclude<Award, { kind: 'part' }>

/** The points of a clause; a part of what another clause gives is its figures, each times the part. */
function awardOf(award: Award, pointsOf: (code: string) => Award | undefined): Own {
  if (award.kind !== 'part') return award
  const whole = pointsOf(award.of)
  if (!whole || whole.kind === 'part') throw new RangeError(`no points of ${award.of}`)
  const scaled = (figure: Figure): Figure =>
    figure.map(({ from, value }) => ({ from, value: value && multiply(value, award.part) }))
  const ofRate = (rate: Rate): Rate =>
    rate.kind === 'flat'
      ? { kind: 'flat', figure: scaled(rate.figure) }
      : { ...rate, is: new Map([...rate.is].map(([value, figure]) => [value, scaled(figure)])) }
  if (whole.kind === 'flat' || whole.kind === 'by') return ofRate(whole)
  if (whole.kind !== 'ladder') throw new RangeError(`the points of ${award.of} follow a measure`)
  return { ...whole, rungs: whole.rungs.map(({ statuses, rate }) => ({ statuses, rate: ofRate(rate) })) }
}

function compileClause(
  code: string,
  clause: Clause,
  points: Own,
  order: number,
  groupAt: number,
  replaces: number,
): CompiledClause {
  const ladder = points.kind === 'ladder' ? points : null
  const rate = points.kind === 'flat' || points.kind === 'by' ? points : null
  const only = rate?.kind === 'flat' && rate.figure.length === 1 ? rate.figure[0] : undefined
  const { where } = clause
  const tests = FACT_FIELDS.flatMap((field): FieldTest[] => {
    const filter = where[field]
    // Where steps are counted, the level is that of the step.
    if (!filter || (ladder && field === 'level')) return []
    return [(fact) => passes(filter, fact[field])]
  })
  for (const [name, rule] of Object.entries(where.attributes ?? {})) tests.push(attributeTest(name, rule))
  const scope = clause.counts !== 'attendance' ? 'record' : clause.per === 'session' ? 'session' : 'meeting'
  const nth = nthOf(clause)
  return {
    code,
    order,
    title: clause.title,
    article: clause.article ?? code,
    text: clause.text ?? null,
    counts: clause.counts,
    when: clause.when ?? null,
    measure:
      clause.measure && points.kind !== 'by' && points.kind !== 'ladder'
        ? { of: clause.measure, points }
        : null,
    whose: clause.of ?? 'own',
    scope,
    attendance: clause.attendance ?? 'two_thirds',
    who: clause.who ?? null,
    outcomes: where.outcome ? outcomesOf(where.outcome) : null,
    tests,
    rate,
    ladder,
    unreached: where.unreached ?? null,
    stepLevel: ladder ? (where.level ?? null) : null,
    constant: only && only.from === null && clause.quantity === undefined ? only.value : null,
    share: clause.share ?? null,
    nth,
    combine: clause.combine ?? null,
    wanted: clause.wanted ?? null,
    window: clause.window ?? null,
    quantity: clause.quantity ?? null,
    cap: clause.cap ?? null,
    floor: clause.floor ?? null,
    group: clause.within ?? null,
    groupAt,
    replaces,
    limited:
      clause.cap !== undefined ||
      clause.floor !== undefined ||
      clause.combine !== undefined ||
      clause.of !== undefined ||
      nth !== null,
    plain: new Map(),
  }
}

type Bucket = Map<string | undefined, Map<string | undefined, readonly CompiledClause[]>>

/** Finds the clauses for a fact by kind, scope, type and class; what they ask further is asked of each fact. */
function indexOf(
  clauses: readonly CompiledClause[],
  entries: ReadonlyMap<string, Clause>,
): (fact: Fact) => readonly CompiledClause[] {
  const kinds = new Map<string, Record<Fact['scope'], Bucket>>()
  for (const { counts } of clauses) {
    kinds.set(counts, { meeting: new Map(), session: new Map(), record: new Map() })
  }
  const matching = ({ kind, scope, type, class: ofClass }: Fact) =>
    clauses.filter((clause) => {
      if (clause.counts !== kind || clause.scope !== scope) return false
      const where = entries.get(clause.code)?.where
      const byType = where?.meeting ?? where?.type
      return (!byType || passes(byType, type)) && (!where?.class || passes(where.class, ofClass))
    })
  const none: readonly CompiledClause[] = []
  return (fact) => {
    const bucket = kinds.get(fact.kind)?.[fact.scope]
    if (!bucket) return none
    let byClass = bucket.get(fact.type)
    if (!byClass) {
      byClass = new Map()
      bucket.set(fact.type, byClass)
    }
    let matches = byClass.get(fact.class)
    if (!matches) {
      matches = matching(fact)
      byClass.set(fact.class, matches)
    }
    return matches
  }
}
