import { overlaps, within } from '../../core/days.ts'
import type { Rate } from '../../core/rates.ts'
import { recordOf } from '../../core/records.ts'
import {
  attendanceRate,
  isCounted,
  isPresent,
  isUnresolved,
  type SessionStatus,
} from '../../duties/attendance/status.ts'
import { type Fact, type ScoredMember, sessionIn } from '../../scoring/facts.ts'
import { loadPersons } from '../../scoring/store/mandates.ts'
import type { Storage } from '../../storage/storage.ts'

/**
 * 年度履职统计表: each member's sessions by type of meeting and records by kind, from the facts that the scores count.
 * Points are no part of it: what a regulation makes of it is the ranking.
 */

export const RECORD_KINDS = [
  'proposal',
  'opinion',
  'speech',
  'research_report',
  'service',
  'recognition',
  'record',
] as const
type RecordKind = (typeof RECORD_KINDS)[number]

interface Participation {
  memberId: string
  attendance: Rate
  /** Sessions by the code of the meeting's type; who came without being expected is a walk-in, outside the rate. */
  byType: { code: string; expected: number; present: number; walkIns: number; unresolved: number }[]
  /** Records of each kind that the member stands on. */
  records: Record<RecordKind, number>
  /** Neither at a session nor on a record (零履职). */
  nothing: boolean
}

/** Everybody who was in office on some day of the span, in the order of the members given. */
export async function participationIn(
  storage: Storage,
  { committeeId, from, to }: { committeeId: string; from: string; to: string },
): Promise<Participation[]> {
  const scope = { committeeId, perSession: true, from, to, today: to }
  const { members, facts } = await loadPersons(storage, scope)
  return participationOf(members, facts, { from, to })
}

/** Pure: the same members and facts give the same table. */
function participationOf(
  members: readonly ScoredMember[],
  facts: readonly Fact[],
  { from, to }: { from: string; to: string },
): Participation[] {
  const inside = facts.filter(({ day }) => day >= from && day <= to)
  const byMember = Map.groupBy(inside, ({ memberId }) => memberId)
  const serving = members.filter((member) => overlaps(member, from, to))
  return serving.map((member) => rowOf(member, byMember.get(member.id) ?? [], to))
}

function rowOf(member: ScoredMember, facts: readonly Fact[], to: string): Participation {
  const held = facts.filter(({ day }) => within(day, member.validFrom, member.validTo))
  const sessions = held.flatMap((fact) => {
    const session = sessionIn(fact)
    return session && fact.type !== undefined ? [{ type: fact.type, ...session }] : []
  })
  const byType = [...Map.groupBy(sessions, ({ type }) => type)]
    .map(([code, of]) => ({ code, ...countsOf(of) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
  const records = recordOf(
    RECORD_KINDS,
    (kind) => new Set(held.flatMap((fact) => (fact.kind === kind ? [fact.id] : []))).size,
  )
  const { present, walkIns } = countsOf(sessions)
  const attendance = attendanceRate(sessions, to)
  const cameInPart = sessions.some(({ status }) => status === 'partial' || status === 'observer')
  const came = present > 0 || walkIns > 0 || cameInPart
  const nothing = !came && Object.values(records).every((count) => count === 0)
  return { memberId: member.id, attendance, byType, records, nothing }
}

function countsOf(sessions: readonly SessionStatus[]) {
  const number = (which: (session: SessionStatus) => boolean) => sessions.filter(which).length
  return {
    expected: number(isCounted),
    present: number(({ status }) => isPresent(status)),
    walkIns: number(({ status }) => status === 'walk_in'),
    unresolved: number(isUnresolved),
  }
}
