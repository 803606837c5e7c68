import { within } from '../../core/days.ts'
import { type AttendanceStatus, type Presence, statusOf } from '../../duties/attendance/status.ts'
import type { Storage } from '../../storage/storage.ts'
import { countSessions } from '../attendance-outcome.ts'
import type { Fact } from '../facts.ts'
import { type Exempt, loadExemptions } from './members.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface SessionRow {
  sessionId: string
  meetingId: string
  number: number
  day: string
  state: string
  startsOn: string
  typeCode: string
  class: string | null
  participationMode: string
}

const SESSIONS = `select s.id as session_id, s.meeting_id, s.number, s.day, s.state, m.starts_on, m.type_code, c.class,
    m.participation_mode
  from meetings m
  join meeting_sessions s on s.committee_id = m.committee_id and s.meeting_id = m.id and s.deleted_at is null
  left join catalogue_items c
    on c.committee_id = m.committee_id and c.catalogue = 'meeting_type' and c.code = m.type_code
  where m.committee_id = ? and m.starts_on >= ? and m.starts_on <= ? and m.state <> 'cancelled'
    and m.deleted_at is null
  order by m.starts_on, m.id, s.number`

const DURING = ` and exists (select 1 from meeting_sessions s join meetings m
    on m.committee_id = s.committee_id and m.id = s.meeting_id
  where s.committee_id = k.committee_id and s.id = k.session_id and m.starts_on >= ? and m.starts_on <= ?)`

interface KeyRow {
  sessionId: string
  memberId: string
  response?: string
  presence?: Presence
  state?: string
}

/** One fact per meeting and member, with the counts of its sessions; on demand one per session as well. */
export async function attendanceFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to } = scope
  const sessions = await storage.query<SessionRow>(SESSIONS, [committeeId, from, to])
  const only = onlyMembers('k.member_id', scope)
  // What a few members have of other years is little, and is left out below; of all members it is most.
  const during = scope.memberIds ? { sql: '', parameters: [] } : { sql: DURING, parameters: [from, to] }
  const keyed = (sql: string) =>
    storage.query<KeyRow>(`${sql}${during.sql}`, [committeeId, ...only.parameters, ...during.parameters])
  const invitations = await keyed(
    `select k.session_id, k.member_id, k.response from invitations k
      where k.committee_id = ?${only.sql} and k.deleted_at is null`,
  )
  const marks = await keyed(
    `select k.session_id, k.member_id, k.presence from attendance k
      where k.committee_id = ?${only.sql} and k.deleted_at is null`,
  )
  const leave = await keyed(
    `select k.session_id, k.member_id, r.state from leave_sessions k
       join leave_requests r on r.committee_id = k.committee_id and r.id = k.leave_request_id
      where k.committee_id = ?${only.sql} and r.deleted_at is null and r.state <> 'withdrawn'`,
  )
  const exemptions = await loadExemptions(storage, scope)
  const statuses = statusesBySession(sessions, { invitations, marks, leave, exemptions })
  return factsOf(sessions, statuses, scope.perSession)
}

interface Inputs {
  invitations: KeyRow[]
  marks: KeyRow[]
  leave: KeyRow[]
  exemptions: Map<string, Exempt[]>
}

const LEAVE_ORDER = ['approved', 'submitted', 'refused']

/** Derived status by session, then member. */
function statusesBySession(
  sessions: SessionRow[],
  inputs: Inputs,
): Map<string, Map<string, AttendanceStatus>> {
  const group = (rows: KeyRow[]) => Map.groupBy(rows, (row) => row.sessionId)
  const [invitations, marks, leave] = [group(inputs.invitations), group(inputs.marks), group(inputs.leave)]
  const found = new Map<string, Map<string, AttendanceStatus>>()
  for (const { sessionId, day, participationMode } of sessions) {
    const invited = new Map(
      (invitations.get(sessionId) ?? []).map((row) => [row.memberId, row.response ?? null]),
    )
    const presences = new Map((marks.get(sessionId) ?? []).map((row) => [row.memberId, row.presence ?? null]))
    const leaves = new Map<string, string>()
    for (const { memberId, state } of leave.get(sessionId) ?? []) {
      const old = leaves.get(memberId)
      if (!old || LEAVE_ORDER.indexOf(state!) < LEAVE_ORDER.indexOf(old)) leaves.set(memberId, state!)
    }
    const statuses = new Map<string, AttendanceStatus>()
    for (const memberId of new Set([...invited.keys(), ...presences.keys()])) {
      const status = statusOf({
        invited: invited.has(memberId),
        response: invited.get(memberId) ?? null,
        participationMode,
        leaveState: leaves.get(memberId) ?? null,
        presence: presences.get(memberId) ?? null,
        exempt: (inputs.exemptions.get(memberId) ?? []).some((one) =>
          within(day, one.validFrom, one.validTo),
        ),
      })
      if (status) statuses.set(memberId, status)
    }
    found.set(sessionId, statuses)
  }
  return found
}

function factsOf(
  sessions: SessionRow[],
  statuses: Map<string, Map<string, AttendanceStatus>>,
  perSession: boolean,
): Fact[] {
  const facts: Fact[] = []
  for (const [meetingId, own] of Map.groupBy(sessions, (session) => session.meetingId)) {
    const first = own[0]!
    const base = {
      kind: 'attendance',
      type: first.typeCode,
      ...(first.class ? { class: first.class } : {}),
      meetingId,
      verified: true,
    }
    const byMember = new Map<string, AttendanceStatus[]>()
    for (const session of own) {
      for (const [memberId, status] of statuses.get(session.sessionId) ?? []) {
        const list = byMember.get(memberId)
        if (list) list.push(status)
        else byMember.set(memberId, [status])
        if (!perSession) continue
        const id = `attendance/${session.sessionId}/${memberId}`
        const provisional = session.state !== 'settled'
        facts.push({
          ...base,
          id,
          memberId,
          day: session.day,
          scope: 'session',
          outcome: status,
          provisional,
        })
      }
    }
    const provisional = own.some((session) => session.state !== 'settled')
    for (const [memberId, list] of byMember) {
      const id = `attendance/${meetingId}/${memberId}`
      const sessionCounts = countSessions(list)
      facts.push({
        ...base,
        id,
        memberId,
        day: first.startsOn,
        scope: 'meeting',
        sessions: sessionCounts,
        provisional,
      })
    }
  }
  return facts
}
