import { compare, type Points, parsePoints, sum, ZERO } from '../../../src/core/points.ts'
import type { Earlier, Fact, FactsDocument, ScoredMember } from '../../../src/scoring/facts.ts'
import { outcomeByTrying } from '../reference.ts'
import { type Days, during, exemptOn, mandates } from './days.ts'
import type {
  AttributeFilter,
  Codes,
  Counts,
  Dated,
  Figure,
  Filter,
  PlainRegulation,
  Where,
  Who,
} from './format.ts'

/** What every part of the scorer asks of the facts: whose, which, when, with which outcome. */

export interface Case {
  regulation: PlainRegulation
  period: FactsDocument['period']
  /** Who is scored: a member, or a body, which has no offices and no exemptions. */
  member: ScoredMember
  facts: readonly Fact[]
  /** All members of the document: a body has its people among them. */
  people: readonly ScoredMember[]
  earlier: readonly Earlier[]
}
/** A fact with the person whose it is. */
export interface Found {
  fact: Fact
  person: ScoredMember
}

export function figure(value: Figure): Points {
  const points = parsePoints(value)
  if (!points) throw new Error(`${value} is no figure`)
  return points
}

/** The figure in force on a day; undefined before the first day of the table and where it was repealed. */
export function figureOn(value: Dated | undefined, day: string): Points | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'object') return figure(value)
  let found: Figure | null | undefined
  for (const from of Object.keys(value).sort()) if (from <= day) found = value[from]
  return found === undefined || found === null ? undefined : figure(found)
}

export const listOf = (codes: Codes): string[] => (typeof codes === 'string' ? [codes] : codes)

/** Whether a value lies inside both limits, of which either may be missing. */
export const inRange = (value: Points, limits: { atLeast?: Figure; below?: Figure }): boolean =>
  (limits.atLeast === undefined || compare(value, figure(limits.atLeast)) >= 0) &&
  (limits.below === undefined || compare(value, figure(limits.below)) < 0)

/** Whether what is there (none, one or several codes) passes the filter. */
export function passes(filter: Filter | undefined, there: readonly string[]): boolean {
  if (filter === undefined) return true
  if (typeof filter === 'object' && 'not' in filter)
    return !listOf(filter.not).some((code) => there.includes(code))
  return listOf(filter).some((code) => there.includes(code))
}

function attributePasses(filter: AttributeFilter, there: unknown): boolean {
  const among = (values: unknown) => (Array.isArray(values) ? values : [values]).includes(there)
  if (typeof filter !== 'object' || Array.isArray(filter)) return among(filter)
  if ('not' in filter) return !among(filter.not)
  return typeof there === 'number' && inRange(figure(there), filter)
}

export function isFor(who: Who | undefined, member: ScoredMember, day: string): boolean {
  if (!who) return true
  const bodies = member.bodies.filter((one) => during(day, one.from, one.to))
  const offices = member.offices.filter((one) => during(day, one.from, one.to)).map(({ code }) => code)
  return (
    passes(who.office, offices) &&
    passes(
      who.body,
      bodies.flatMap(({ code }) => code ?? []),
    ) &&
    passes(
      who.bodyKind,
      bodies.map(({ kind }) => kind),
    ) &&
    passes(
      who.bodyRole,
      bodies
        .filter(
          ({ code, kind }) =>
            passes(who.body, code === undefined ? [] : [code]) && passes(who.bodyKind, [kind]),
        )
        .flatMap(({ role }) => role ?? []),
    )
  )
}

export const belongs = (person: ScoredMember, body: string, day: string): boolean =>
  person.bodies.some((one) => one.id === body && during(day, one.from, one.to))

/** Whether what a person did on a day counts for who is scored: in these days, and in the mandate of both. */
export const counted = ({ member, period }: Case, days: Days, day: string, person: ScoredMember): boolean =>
  during(day, days.from, days.to) &&
  mandates(member).some(({ from, to }) => during(day, from, to)) &&
  (period.asOf === undefined || day <= period.asOf) &&
  (person === member || (during(day, person.validFrom, person.validTo) && belongs(person, member.id, day)))

const AMONG_ATTENDED = ['present', 'late', 'left_early', 'attended']
const NAMED_ONLY = ['partial', 'observer', 'walk_in']

/** The codes that the outcome of an attendance goes by in a clause; none where it counts neither for nor against. */
export function outcomesOf({ fact, person }: Found, counts: Counts): string[] {
  const outcome = fact.sessions
    ? outcomeByTrying(fact.sessions, counts.attendance ?? 'two_thirds')
    : (fact.outcome ?? 'unknown')
  const bySession = counts.per === 'session'
  if (AMONG_ATTENDED.includes(outcome)) return bySession ? ['attended', outcome] : ['attended']
  if (['observer', 'walk_in'].includes(outcome)) return [outcome]
  if (exemptOn(person, fact.day)) return []
  if (outcome === 'leave_refused') return bySession ? ['absent', outcome] : ['absent']
  return ['absent', 'leave_approved', ...NAMED_ONLY].includes(outcome) ? [outcome] : []
}

function outcomePasses(
  filter: Filter | undefined,
  outcomes: readonly string[],
  listed: readonly string[],
): boolean {
  if (outcomes.length === 0) return false
  const named = filter !== undefined && (typeof filter === 'string' || Array.isArray(filter))
  if (!named && outcomes.some((code) => NAMED_ONLY.includes(code) && !listed.includes(code))) return false
  return passes(filter, outcomes)
}

/** The facts that are looked at, whatever their day: one's own, or of a body those of everybody who may be of it. */
export function factsFor(given: Case, counts: Counts, listed: readonly string[] = []): Found[] {
  const persons =
    counts.of === undefined
      ? [given.member]
      : counts.of === 'all'
        ? [given.member, ...given.people]
        : given.people
  return given.facts.flatMap((fact) => {
    const person = persons.find(({ id }) => id === fact.memberId)
    const found = person && { fact, person }
    return found && isCounted(given, found, counts, listed) ? [found] : []
  })
}

/** Whether a fact is one of those that are counted, the day and the person apart; `listed` are outcomes of a table. */
function isCounted(given: Case, found: Found, counts: Counts, listed: readonly string[]): boolean {
  const { fact } = found
  if (fact.kind !== counts.counts) return false
  if (!fact.verified && given.regulation.unverified !== 'count') return false
  if (fact.share?.position === null) return false
  if ((fact.steps ?? []).some(({ status }) => status === 'withdrawn')) return false
  const until = given.period.asOf ?? given.period.to
  const never = listOf(counts.where?.unreached ?? [])
  if ((fact.steps ?? []).some(({ status, day }) => never.includes(status) && day <= until)) return false
  const { converted = 'instead' } = given.regulation
  if (fact.became !== undefined && converted !== 'both') return false
  if (fact.origin !== undefined && converted === 'none') return false
  const where: Where = counts.where ?? {}
  if (fact.kind === 'attendance') {
    if (fact.scope !== (counts.per === 'session' ? 'session' : 'meeting')) return false
    if (!outcomePasses(where.outcome, outcomesOf(found, counts), listed)) return false
  }
  const there = (value: string | undefined) => (value === undefined ? [] : [value])
  const attributes = Object.entries(where.attributes ?? {})
  return (
    attributes.every(([name, one]) => attributePasses(one, fact.attributes?.[name] ?? undefined)) &&
    passes(where.meeting, there(fact.type)) &&
    passes(where.type, there(fact.type)) &&
    passes(where.class, there(fact.class)) &&
    passes(where.form, there(fact.form)) &&
    passes(where.occasion, there(fact.occasion)) &&
    (counts.status !== undefined || counts.steps || passes(where.level, there(fact.level))) &&
    passes(where.origin, there(fact.origin)) &&
    passes(where.role, there(fact.role))
  )
}

/** Whether a step was reached at a level that is asked for; one without a level of its own at that of the record. */
export const isAtLevel = ({ level }: Where, fact: Fact, step: { level?: string | undefined }): boolean =>
  passes(
    level,
    [step.level ?? fact.level].flatMap((code) => code ?? []),
  )

/** The first day on which a record reached a status. */
export const firstDay = (fact: Fact, status: Codes, where: Where = {}): string | undefined =>
  (fact.steps ?? [])
    .filter((step) => listOf(status).includes(step.status) && isAtLevel(where, fact, step))
    .map(({ day }) => day)
    .sort()[0]

/** The facts that are counted in these days; one that reached a status counts on the first day on which it did. */
export function countedIn(given: Case, counts: Counts, days: Days): Found[] {
  return factsFor(given, counts).filter(({ fact, person }) => {
    const day = counts.status === undefined ? fact.day : firstDay(fact, counts.status, counts.where)
    return day !== undefined && counted(given, days, day, person) && isFor(counts.who, person, day)
  })
}

/** How many records there are, each once whoever brought it in, or how much of a unit they come to. */
export function amountIn(given: Case, counts: Counts, days: Days): Points {
  const records = new Map(countedIn(given, counts, days).map(({ fact }) => [fact.id, fact]))
  if (counts.sum === undefined) return figure(records.size)
  return sum(
    [...records.values()].map(({ unit, quantity }) => (unit === counts.sum ? figure(quantity ?? 0) : ZERO)),
  )
}
