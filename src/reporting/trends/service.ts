import { addDays, within } from '../../core/days.ts'
import type { Rate } from '../../core/rates.ts'
import { attendanceRate } from '../../duties/attendance/status.ts'
import { type Fact, type ScoredMember, sessionIn } from '../../scoring/facts.ts'
import { asPersons, earlierMandates, mandatesWith, underLast } from '../../scoring/store/mandates.ts'
import { loadMembers } from '../../scoring/store/members.ts'
import { loadFacts } from '../../scoring/store/sources.ts'
import type { Storage } from '../../storage/storage.ts'
import { yearBefore } from '../statistics/service.ts'

/**
 * Year on year, like for like: the same days of each year, and of each member only the days in office. Counted from the
 * facts that the scores count, so that a trend and a score never disagree. Logins and time online are no facts.
 */

interface YearFigures {
  from: string
  to: string
  attendance: Rate
  opinions: number
  speeches: number
  proposals: number
  /** Members in office on average over the days. */
  members: number
}

export interface Trend {
  subjectId: string
  /** The latest first. */
  years: YearFigures[]
}

export type TrendBy = 'committee' | 'sector' | 'member_group' | 'special_committee' | 'member'

interface Year {
  from: string
  to: string
  facts: Fact[]
}

const DAWN = '0001-01-01'

interface TrendQuery {
  committeeId: string
  asOf: string
  years: number
  by: TrendBy
  memberIds?: readonly string[]
}

export async function trendsOf(storage: Storage, query: TrendQuery): Promise<Trend[]> {
  const { committeeId, memberIds: asked } = query
  // Whoever was elected again goes on from one term to the next.
  const earlier = await earlierMandates(storage, { committeeId, from: DAWN, to: query.asOf })
  const memberIds = asked?.flatMap((id) => mandatesWith(earlier, id))
  const scope = { committeeId, memberIds, perSession: true, from: '', to: query.asOf, today: query.asOf }
  const members = asPersons(await loadMembers(storage, scope), earlier, scope)
  const years: Year[] = []
  let to = query.asOf
  for (let count = 0; count < query.years; count += 1) {
    const from = `${to.slice(0, 4)}-01-01`
    const facts = await loadFacts(storage, { ...scope, from, to })
    const inYear = facts.filter(({ day }) => day >= from && day <= to)
    years.push({ from, to, facts: underLast(inYear, earlier) })
    to = yearBefore(to)
  }
  return grouped(members, years, query.by)
}

/** Pure: the same members and facts give the same figures. */
export function grouped(members: readonly ScoredMember[], years: readonly Year[], by: TrendBy): Trend[] {
  const memberOf = new Map(members.map((member) => [member.id, member]))
  const perYear = years.map(({ from, to, facts }) => {
    const bySubject = Map.groupBy(
      facts.flatMap((fact) => {
        const member = memberOf.get(fact.memberId)
        const subject = member && subjectOn(member, fact.day, by)
        return subject ? [{ subject, fact }] : []
      }),
      ({ subject }) => subject,
    )
    const days = daysBySubject(members, by, from, to)
    return { from, to, bySubject, days }
  })
  const subjects = new Set(perYear.flatMap(({ bySubject, days }) => [...bySubject.keys(), ...days.keys()]))
  return [...subjects].sort().map((subjectId) => ({
    subjectId,
    years: perYear.map(({ from, to, bySubject, days }) => {
      const facts = (bySubject.get(subjectId) ?? []).map(({ fact }) => fact)
      return figuresOf(facts, days.get(subjectId) ?? 0, from, to)
    }),
  }))
}

const COMMITTEE = 'committee'

/** Whom a day of a member counts for; nobody while the mandate does not run. */
function subjectOn(member: ScoredMember, day: string, by: TrendBy): string | undefined {
  if (!within(day, member.validFrom, member.validTo)) return undefined
  if (by === 'committee') return COMMITTEE
  if (by === 'member') return member.id
  return member.bodies.find(({ kind, from, to }) => kind === by && from <= day && (to === null || to >= day))
    ?.id
}

/** Days in office per subject; bodies change on their days, so each span is counted for itself. */
function daysBySubject(members: readonly ScoredMember[], by: TrendBy, from: string, to: string) {
  const sums = new Map<string, number>()
  for (const member of members) {
    const spans =
      by === 'committee' || by === 'member'
        ? [{ id: by === 'member' ? member.id : COMMITTEE, from: member.validFrom, to: member.validTo }]
        : member.bodies.filter(({ kind }) => kind === by)
    for (const span of spans) {
      const first = [span.from, member.validFrom, from].sort().at(-1)!
      const last = [span.to ?? to, member.validTo ?? to, to].sort()[0]!
      if (first <= last) sums.set(span.id, (sums.get(span.id) ?? 0) + daysFrom(first, last))
    }
  }
  return sums
}

const daysFrom = (first: string, last: string): number =>
  Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1

function figuresOf(facts: readonly Fact[], days: number, from: string, to: string): YearFigures {
  const sessions = facts.flatMap((fact) => sessionIn(fact) ?? [])
  const records = (kind: string) =>
    new Set(facts.flatMap((fact) => (fact.kind === kind ? [fact.id] : []))).size
  return {
    from,
    to,
    attendance: attendanceRate(sessions, to),
    opinions: records('opinion'),
    speeches: records('speech'),
    proposals: records('proposal'),
    members: Math.round((10 * days) / daysFrom(from, to)) / 10,
  }
}

/** Below this many expected sessions a rate says nothing. */
export const SESSIONS_MIN = 3
/** Points of the rate by which it has fallen. */
export const FALL_MIN = 20
/** Days in office after which nothing at all is something. */
const DAYS_MIN = 90

interface Falling {
  memberId: string
  reason: 'rate_fell' | 'nothing_yet'
  now: YearFigures
  before: YearFigures
}

/** Members whose participation falls, before the year ends: a rate that fell, or nothing at all yet. */
export function fallingIn(
  trends: readonly Trend[],
  members: readonly ScoredMember[],
  asOf: string,
): Falling[] {
  const memberOf = new Map(members.map((member) => [member.id, member]))
  return trends.flatMap(({ subjectId: memberId, years: [now, before] }): Falling[] => {
    const member = memberOf.get(memberId)
    if (!now || !before || !member || (member.validTo !== null && member.validTo < asOf)) return []
    const rates = [now.attendance, before.attendance]
    const known = rates.every(({ denominator }) => denominator >= SESSIONS_MIN)
    const fell = known && before.attendance.value! - now.attendance.value! >= FALL_MIN
    if (fell) return [{ memberId, reason: 'rate_fell', now, before }]
    const long = addDays([member.validFrom, now.from].sort().at(-1)!, DAYS_MIN) <= asOf
    const did = now.attendance.numerator + now.opinions + now.speeches + now.proposals
    const nothing = long && did === 0 && now.attendance.denominator >= SESSIONS_MIN
    return nothing ? [{ memberId, reason: 'nothing_yet', now, before }] : []
  })
}
