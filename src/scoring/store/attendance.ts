import { within } from '../../core/days.ts'
import { append } from '../../core/long-lists.ts'
import { turnYielder } from '../../core/yielding.ts'
import { freesPlace, waitersIn } from '../../duties/attendance/places.ts'
import { type AttendanceStatus, outranks, type Presence, statusOf } from '../../duties/attendance/status.ts'
import { leaveOf } from '../../duties/attendance/store.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { countSessions } from '../mechanisms/attendance-outcome.ts'
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
  capacity: number | null
}

const SESSIONS = `select s.id as session_id, s.meeting_id, s.number, s.day, s.state, m.starts_on, m.type_code, c.class,
    m.participation_mode, m.capacity
  from meetings m
  join meeting_sessions s on s.committee_id = m.committee_id and s.meeting_id = m.id and s.deleted_at is null
  left join catalogue_items c
    on c.committee_id = m.committee_id and c.catalogue = 'meeting_type' and c.code = m.type_code
  where m.committee_id = ? and m.starts_on >= ? and m.starts_on <= ? and m.state not in ('draft', 'cancelled')
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

/** A meeting with its sessions, as every fact of it says it. */
export interface PeriodMeeting {
  meetingId: string
  startsOn: string
  typeCode: string
  class: string | null
  participationMode: string
  /** Some session of it is not settled. */
  provisional: boolean
  sessions: SessionRow[]
}

/** The meetings that begin in the period, each with its sessions. */
export async function periodMeetings(storage: Storage, scope: Scope): Promise<PeriodMeeting[]> {
  const rows = await storage.query<SessionRow>(SESSIONS, [scope.committeeId, scope.from, scope.to])
  return [...Map.groupBy(rows, (row) => row.meetingId)].map(([meetingId, sessions]) => {
    const { startsOn, typeCode, class: className, participationMode } = sessions[0]!
    const provisional = sessions.some((session) => session.state !== 'settled')
    return { meetingId, startsOn, typeCode, class: className, participationMode, provisional, sessions }
  })
}

/** One fact per meeting and member, with the counts of its sessions; on demand one per session as well. */
export async function attendanceFacts(
  storage: Storage,
  scope: Scope,
  meetings: readonly PeriodMeeting[],
): Promise<Fact[]> {
  const { committeeId } = scope
  const turn = turnYielder()
  const only = onlyMembers('k.member_id', scope)
  // What a few members have of other years is little, and is left out below; of all members it is most.
  const during = scope.memberIds
    ? { sql: '', parameters: [] }
    : { sql: DURING, parameters: [scope.from, scope.to] }
  const keyed = async (sql: string) => {
    await turn()
    return storage.query<KeyRow>(`${sql}${during.sql}`, [
      committeeId,
      ...only.parameters,
      ...during.parameters,
    ])
  }
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
  const mandates = await loadMandates(storage, scope)
  await turn()
  const bySession = knownBySession({
    invitations,
    marks,
    leave,
    waiting: await waitingIn(storage, committeeId, meetings),
  })
  const facts: Fact[] = []
  for (const meeting of meetings) {
    await turn()
    append(facts, factsOf(meeting, bySession, { mandates, exemptions }, scope.perSession))
  }
  return facts
}

/** Who waits for a place: that follows from what all have answered, whose facts are asked for or not. */
async function waitingIn(
  storage: Storage,
  committeeId: string,
  meetings: readonly PeriodMeeting[],
): Promise<KeyRow[]> {
  const scarce = meetings.flatMap(({ sessions }) =>
    sessions.filter(
      ({ participationMode, capacity }) => capacity !== null && participationMode === 'sign_up',
    ),
  )
  if (scarce.length === 0) return []
  const sessionIds = scarce.map(({ sessionId }) => sessionId)
  const match = { sessionId: sessionIds, response: 'accepted' as const }
  const answers = await from(inCommittee(storage, committeeId), 'invitations', match)
  const bySession = Map.groupBy(answers, ({ sessionId }) => sessionId)
  const leave = await leaveOf(storage, committeeId, sessionIds)
  return scarce.flatMap(({ sessionId, capacity }) => {
    const own = bySession.get(sessionId) ?? []
    const onLeave = own.filter(({ memberId }) =>
      freesPlace(leave.get(`${sessionId}/${memberId}`)?.state ?? null),
    )
    const waiters = waitersIn(own, new Set(onLeave.map(({ memberId }) => memberId)), capacity)
    return [...waiters].map((memberId) => ({ sessionId, memberId }))
  })
}

type Mandates = ReadonlyMap<string, { validFrom: string; validTo: string | null }>

async function loadMandates(storage: Storage, scope: Scope): Promise<Mandates> {
  const only = onlyMembers('m.id', scope)
  const rows = await storage.query<{ id: string; validFrom: string; validTo: string | null }>(
    `select m.id, m.valid_from, m.valid_to from members m where m.committee_id = ?${only.sql}`,
    [scope.committeeId, ...only.parameters],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** What is known of one member at one session, before it becomes a status. */
interface Known {
  invited: boolean
  response: string | null
  waits: boolean
  leaveState: string | null
  presence: Presence | null
}

function knownBySession(rows: {
  invitations: KeyRow[]
  marks: KeyRow[]
  leave: KeyRow[]
  waiting: KeyRow[]
}): Map<string, Map<string, Known>> {
  const sessions = new Map<string, Map<string, Known>>()
  const knownOf = ({ sessionId, memberId }: KeyRow): Known => {
    let session = sessions.get(sessionId)
    if (!session) {
      session = new Map()
      sessions.set(sessionId, session)
    }
    let entry = session.get(memberId)
    if (!entry) {
      entry = { invited: false, response: null, waits: false, leaveState: null, presence: null }
      session.set(memberId, entry)
    }
    return entry
  }
  for (const row of rows.invitations) {
    const entry = knownOf(row)
    entry.invited = true
    entry.response = row.response ?? null
  }
  for (const { sessionId, memberId } of rows.waiting) {
    const entry = sessions.get(sessionId)?.get(memberId)
    if (entry) entry.waits = true
  }
  for (const row of rows.marks) knownOf(row).presence = row.presence ?? null
  for (const row of rows.leave) {
    const entry = knownOf(row)
    const before = entry.leaveState
    if (before === null || outranks(row.state!, before)) entry.leaveState = row.state!
  }
  return sessions
}

function factsOf(
  meeting: PeriodMeeting,
  bySession: ReadonlyMap<string, ReadonlyMap<string, Known>>,
  { mandates, exemptions }: { mandates: Mandates; exemptions: ReadonlyMap<string, readonly Exempt[]> },
  perSession: boolean,
): Fact[] {
  const {
    meetingId,
    startsOn,
    typeCode,
    class: className,
    participationMode,
    provisional,
    sessions,
  } = meeting
  const facts: Fact[] = []
  const base = {
    kind: 'attendance',
    type: typeCode,
    ...(className ? { class: className } : {}),
    meetingId,
    verified: true,
  }
  const byMember = new Map<string, AttendanceStatus[]>()
  for (const { sessionId, day, state } of sessions) {
    for (const [memberId, known] of bySession.get(sessionId) ?? []) {
      const exempt = (exemptions.get(memberId) ?? []).some((span) =>
        within(day, span.validFrom, span.validTo),
      )
      const mandate = mandates.get(memberId)
      const inOffice = mandate !== undefined && within(day, mandate.validFrom, mandate.validTo)
      const status = statusOf({ ...known, inOffice, participationMode, exempt })
      if (!status) continue
      const list = byMember.get(memberId)
      if (list) list.push(status)
      else byMember.set(memberId, [status])
      if (!perSession) continue
      const id = `attendance/${sessionId}/${memberId}`
      facts.push({
        ...base,
        id,
        memberId,
        day,
        scope: 'session',
        outcome: status,
        provisional: state !== 'settled',
      })
    }
  }
  for (const [memberId, list] of byMember) {
    const id = `attendance/${meetingId}/${memberId}`
    const counts = countSessions(list)
    facts.push({ ...base, id, memberId, day: startsOn, scope: 'meeting', sessions: counts, provisional })
  }
  return facts
}
