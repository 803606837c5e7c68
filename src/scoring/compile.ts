import type { Points } from '../core/points.ts'
import type { AttendanceRule, Outcome } from './attendance-outcome.ts'
import { readingsOf } from './check.ts'
import type { Condition } from './conditions-format.ts'
import type { Fact } from './facts.ts'
import type { Clause, Regulation } from './format.ts'
import type { Arithmetic } from './lines.ts'
import type { BestOf } from './mechanisms/best.ts'
import type { Figure, Rate } from './mechanisms/figure.ts'
import type { Ladder } from './mechanisms/ladder.ts'
import { FACT_FIELDS, type FieldTest, outcomesOf, passes, type Who } from './mechanisms/match.ts'
import type { Nth } from './mechanisms/nth.ts'
import type { Share } from './mechanisms/share.ts'
import type { Start } from './mechanisms/start.ts'
import type { Wanted } from './mechanisms/wanted.ts'
import type { Window } from './mechanisms/window.ts'
import type { Words } from './vocabulary.ts'

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
  readonly scope: Fact['scope']
  readonly attendance: AttendanceRule
  readonly who: Who | null
  readonly outcomes: ReadonlySet<Outcome> | null
  readonly tests: readonly FieldTest[]
  readonly rate: Rate | null
  readonly ladder: Ladder | null
  /** The figure, where it is one number for ever. */
  readonly constant: Points | null
  readonly share: Share | null
  readonly nth: Nth | null
  readonly wanted: Wanted | null
  /** Counted anew in each of these parts of the period. */
  readonly window: Window | null
  /** Unit in which a fact says how much: the figure is for one of it. */
  readonly quantity: string | null
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

export interface CompiledGroup {
  readonly code: string
  readonly title: Words
  readonly start: Start | null
  readonly bestOf: BestOf | null
  /** It counts only if this holds, once the groups without a condition are summed. */
  readonly needs: Condition | null
  readonly cap: Figure | null
  readonly floor: Figure | null
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
  /** Places of the groups, those inside others first. */
  readonly inwardFirst: readonly number[]
  /** The same in two parts: those that count anyhow, then those that need something of them. */
  readonly groupOrder: { readonly free: readonly number[]; readonly needing: readonly number[] }
  readonly total: {
    readonly start: Start | null
    readonly cap: Figure | null
    readonly floor: Figure | null
  }
  readonly ignoresUnverified: boolean
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
    return compileClause(code, clause, order, groupAt, replaces)
  })
  return {
    regulation,
    options: chosen,
    clauses,
    groups,
    inwardFirst,
    groupOrder: {
      free: inwardFirst.filter((at) => !groups[at]!.needs),
      needing: inwardFirst.filter((at) => groups[at]!.needs),
    },
    total: {
      start: regulation.total.start ?? null,
      cap: regulation.total.cap ?? null,
      floor: regulation.total.floor ?? null,
    },
    ignoresUnverified: regulation.unverified === 'ignore',
    clausesFor: indexOf(clauses, entries),
  }
}

function compileGroups(regulation: Regulation): CompiledGroup[] {
  const codes = Object.keys(regulation.groups)
  const parentOf = (at: number) => codes.indexOf(regulation.groups[codes[at] ?? '']?.within ?? '')
  return codes.map((code, at) => {
    const group = regulation.groups[code] as Regulation['groups'][string]
    const covers = codes.map((_, inner) => {
      for (let seen = inner, hops = 0; seen >= 0 && hops <= codes.length; seen = parentOf(seen), hops += 1) {
        if (seen === at) return true
      }
      return false
    })
    return {
      code,
      title: group.title,
      start: group.start ?? null,
      bestOf: group.bestOf ?? null,
      needs: group.needs ?? null,
      cap: group.cap ?? null,
      floor: group.floor ?? null,
      parentAt: parentOf(at),
      covers,
    }
  })
}

function depthOf(groups: readonly CompiledGroup[], at: number): number {
  return groups.filter((group) => group.covers[at]).length
}

function compileClause(
  code: string,
  clause: Clause,
  order: number,
  groupAt: number,
  replaces: number,
): CompiledClause {
  const ladder = clause.points.kind === 'ladder' ? clause.points : null
  const rate = clause.points.kind === 'ladder' ? null : clause.points
  const only = rate?.kind === 'flat' && rate.figure.length === 1 ? rate.figure[0] : undefined
  const { where } = clause
  const tests = FACT_FIELDS.flatMap((field): FieldTest[] => {
    const filter = where[field]
    return filter ? [(fact) => passes(filter, fact[field])] : []
  })
  const scope = clause.counts !== 'attendance' ? 'record' : clause.per === 'session' ? 'session' : 'meeting'
  const { once, from, fullAt } = clause
  const nth: Nth | null = once
    ? { kind: 'once' }
    : from !== undefined
      ? { kind: 'from', number: from }
      : fullAt !== undefined
        ? { kind: 'fullAt', number: fullAt }
        : null
  return {
    code,
    order,
    title: clause.title,
    article: clause.article ?? code,
    text: clause.text ?? null,
    counts: clause.counts,
    when: clause.when ?? null,
    scope,
    attendance: clause.attendance ?? 'two_thirds',
    who: clause.who ?? null,
    outcomes: where.outcome ? outcomesOf(where.outcome) : null,
    tests,
    rate,
    ladder,
    constant: only && only.from === null && clause.quantity === undefined ? only.value : null,
    share: clause.share ?? null,
    nth,
    wanted: clause.wanted ?? null,
    window: clause.window ?? null,
    quantity: clause.quantity ?? null,
    cap: clause.cap ?? null,
    floor: clause.floor ?? null,
    group: clause.within ?? null,
    groupAt,
    replaces,
    limited: clause.cap !== undefined || clause.floor !== undefined || nth !== null,
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
    let found = byClass.get(fact.class)
    if (!found) {
      found = matching(fact)
      byClass.set(fact.class, found)
    }
    return found
  }
}
