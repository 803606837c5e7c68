import { within } from '../core/days.ts'
import { type AttendanceStatus, type Presence, statusOf } from '../duties/attendance/status.ts'
import type { Storage } from '../storage/storage.ts'
import { countSessions } from './attendance-outcome.ts'
import type { Fact, ScoredMember } from './facts.ts'

/**
 * The facts of a committee as the engine takes them. All tables are read here and nowhere else, one query per kind,
 * for all members or for a few.
 */

export interface Scope {
  committeeId: string
  from: string
  to: string
  /** Undefined: all members of the committee. */
  memberIds?: readonly string[] | undefined
  /** Facts of single sessions too, for clauses that count `per: session`. */
  perSession: boolean
  /** The day that is today: a joint proposal whose signatures may still come is provisional. */
  today: string
}

/** Ids in one statement; more members than that are cheaper to read all at once. */
export const MEMBERS_PER_QUERY = 100

interface Filtered {
  sql: string
  parameters: readonly string[]
}

const onlyMembers = (column: string, { memberIds }: Scope): Filtered =>
  memberIds
    ? { sql: ` and ${column} in (${memberIds.map(() => '?').join(', ')})`, parameters: memberIds }
    : { sql: '', parameters: [] }

export async function loadMembers(storage: Storage, scope: Scope): Promise<ScoredMember[]> {
  const { committeeId } = scope
  const byId = onlyMembers('id', scope)
  const byMember = onlyMembers('r.member_id', scope)
  const members = await storage.query<{
    id: string
    ranked: number
    validFrom: string
    validTo: string | null
  }>(
    `select id, ranked, valid_from, valid_to from members
      where committee_id = ? and deleted_at is null${byId.sql} order by id`,
    [committeeId, ...byId.parameters],
  )
  const offices = await storage.query<{
    memberId: string
    office: string
    validFrom: string
    validTo: string | null
  }>(
    `select member_id, office, valid_from, valid_to from offices r
      where committee_id = ? and deleted_at is null${byMember.sql} order by valid_from, office`,
    [committeeId, ...byMember.parameters],
  )
  const bodies = await storage.query<{
    memberId: string
    id: string
    code: string
    kind: string
    role: string
    validFrom: string
    validTo: string | null
  }>(
    `select r.member_id, o.id, o.code, o.kind, r.role, r.valid_from, r.valid_to
       from body_roles r join organizations o on o.committee_id = r.committee_id and o.id = r.organization_id
      where r.committee_id = ? and r.deleted_at is null${byMember.sql} order by r.valid_from, o.id`,
    [committeeId, ...byMember.parameters],
  )
  const exemptions = await loadExemptions(storage, scope)
  const officesOf = Map.groupBy(offices, (row) => row.memberId)
  const bodiesOf = Map.groupBy(bodies, (row) => row.memberId)
  return members.map(({ id, ranked, validFrom, validTo }) => ({
    id,
    ranked: ranked === 1,
    validFrom,
    validTo,
    offices: (officesOf.get(id) ?? []).map((one) => ({
      code: one.office,
      from: one.validFrom,
      to: one.validTo,
    })),
    bodies: (bodiesOf.get(id) ?? []).map((one) => ({
      id: one.id,
      code: one.code,
      kind: one.kind,
      role: one.role,
      from: one.validFrom,
      to: one.validTo,
    })),
    exemptions: (exemptions.get(id) ?? []).map((one) => ({
      from: one.validFrom,
      to: one.validTo,
      reason: one.reason,
    })),
  }))
}

interface Exempt {
  memberId: string
  validFrom: string
  validTo: string | null
  reason: string
}

async function loadExemptions(storage: Storage, scope: Scope): Promise<Map<string, Exempt[]>> {
  const only = onlyMembers('member_id', scope)
  const rows = await storage.query<Exempt>(
    `select member_id, valid_from, valid_to, reason from exemptions
      where committee_id = ? and deleted_at is null${only.sql}`,
    [scope.committeeId, ...only.parameters],
  )
  return Map.groupBy(rows, (row) => row.memberId)
}

export async function loadFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  return [
    ...(await attendanceFacts(storage, scope)),
    ...(await proposalFacts(storage, scope)),
    ...(await opinionFacts(storage, scope)),
    ...(await speechFacts(storage, scope)),
  ]
}

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

interface KeyRow {
  sessionId: string
  memberId: string
  response?: string
  presence?: Presence
  state?: string
}

/** One fact per meeting and member, with the counts of its sessions; on demand one per session as well. */
async function attendanceFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to } = scope
  const sessions = await storage.query<SessionRow>(SESSIONS, [committeeId, from, to])
  const only = onlyMembers('k.member_id', scope)
  const during = `exists (select 1 from meeting_sessions s join meetings m
      on m.committee_id = s.committee_id and m.id = s.meeting_id
    where s.committee_id = k.committee_id and s.id = k.session_id and m.starts_on >= ? and m.starts_on <= ?)`
  const keyed = (sql: string) => storage.query<KeyRow>(sql, [committeeId, ...only.parameters, from, to])
  const invitations = await keyed(
    `select k.session_id, k.member_id, k.response from invitations k
      where k.committee_id = ?${only.sql} and k.deleted_at is null and ${during}`,
  )
  const marks = await keyed(
    `select k.session_id, k.member_id, k.presence from attendance k
      where k.committee_id = ?${only.sql} and k.deleted_at is null and ${during}`,
  )
  const leave = await keyed(
    `select k.session_id, k.member_id, r.state from leave_sessions k
       join leave_requests r on r.committee_id = k.committee_id and r.id = k.leave_request_id
      where k.committee_id = ?${only.sql} and r.deleted_at is null and r.state <> 'withdrawn' and ${during}`,
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

interface ProposalRow {
  id: string
  memberId: string
  proposerKind: string
  submittedOn: string
  filedOn: string | null
  state: string
  signatureDeadline: string | null
  withdrawnOn: string | null
  role: string
  signedOn: string | null
}

/** Who has a valid signature: the first proposer, the authors of a body, and co-signers who signed in time. */
function validSignature(row: ProposalRow): boolean {
  if (row.role !== 'cosigner') return true
  return row.signedOn !== null && row.signedOn <= (row.signatureDeadline ?? row.submittedOn)
}

async function proposalFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to, today } = scope
  // The share depends on everybody who signed, so all signers of the members' proposals are read.
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from proposal_signers mine where mine.committee_id = p.committee_id
         and mine.proposal_id = p.id${only.sql})`
    : ''
  const rows = await storage.query<ProposalRow>(
    `select p.id, s.member_id, p.proposer_kind, p.submitted_on, p.filed_on, p.state, p.signature_deadline,
        p.withdrawn_on, s.role, s.signed_on
       from proposals p join proposal_signers s on s.committee_id = p.committee_id and s.proposal_id = p.id
      where p.committee_id = ? and p.deleted_at is null and p.submitted_on is not null
        and ((p.submitted_on >= ? and p.submitted_on <= ?) or (p.filed_on >= ? and p.filed_on <= ?)) ${mine}
      order by p.submitted_on, p.id, s.position`,
    [committeeId, from, to, from, to, ...only.parameters],
  )
  const wanted = scope.memberIds && new Set(scope.memberIds)
  return [...Map.groupBy(rows, (row) => row.id)].flatMap(([id, signers]) => {
    const valid = signers.filter(validSignature)
    return signers
      .filter((row) => !wanted || wanted.has(row.memberId))
      .map((row): Fact => {
        const position = valid.indexOf(row) + 1
        const deadline = row.signatureDeadline ?? row.submittedOn
        return {
          id: `proposal/${id}`,
          memberId: row.memberId,
          day: row.submittedOn,
          kind: 'proposal',
          type: row.proposerKind,
          scope: 'record',
          role: row.role,
          share: { position: position || null, of: Math.max(valid.length, 1) },
          steps: stepsOf(row),
          verified: true,
          provisional: row.proposerKind === 'joint' && today < deadline,
        }
      })
  })
}

function stepsOf(row: ProposalRow): { status: string; day: string }[] {
  const steps = [{ status: 'submitted', day: row.submittedOn }]
  if (row.filedOn) steps.push({ status: 'filed', day: row.filedOn })
  if (row.state === 'withdrawn') steps.push({ status: 'withdrawn', day: row.withdrawnOn ?? row.submittedOn })
  return steps
}

interface OpinionRow {
  id: string
  memberId: string
  position: number
  submittedOn: string
}

async function opinionFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to } = scope
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from opinion_authors mine where mine.committee_id = o.committee_id
         and mine.opinion_id = o.id${only.sql})`
    : ''
  const authors = await storage.query<OpinionRow>(
    `select o.id, a.member_id, a.position, o.submitted_on
       from opinions o join opinion_authors a on a.committee_id = o.committee_id and a.opinion_id = o.id
      where o.committee_id = ? and o.deleted_at is null and o.state = 'submitted' and o.submitted_on <= ?
        and (o.submitted_on >= ? or exists (select 1 from opinion_adoptions d
          where d.committee_id = o.committee_id and d.opinion_id = o.id and d.deleted_at is null
            and d.adopted_on >= ? and d.adopted_on <= ?)) ${mine}
      order by o.submitted_on, o.id, a.position`,
    [committeeId, to, from, from, to, ...only.parameters],
  )
  const adoptions = await storage.query<{ opinionId: string; level: string; adoptedOn: string }>(
    `select opinion_id, level, adopted_on from opinion_adoptions
      where committee_id = ? and deleted_at is null and adopted_on <= ? order by adopted_on, id`,
    [committeeId, to],
  )
  const adopted = Map.groupBy(adoptions, (row) => row.opinionId)
  const wanted = scope.memberIds && new Set(scope.memberIds)
  return [...Map.groupBy(authors, (row) => row.id)].flatMap(([id, all]) =>
    all
      .filter((row) => !wanted || wanted.has(row.memberId))
      .map(
        (row): Fact => ({
          id: `opinion/${id}`,
          memberId: row.memberId,
          day: row.submittedOn,
          kind: 'opinion',
          scope: 'record',
          role: 'author',
          share: { position: row.position, of: all.length },
          steps: [
            { status: 'submitted', day: row.submittedOn },
            ...(adopted.get(id) ?? []).map(({ level, adoptedOn }) => ({
              status: 'adopted',
              day: adoptedOn,
              level,
            })),
          ],
          verified: true,
          provisional: false,
        }),
      ),
  )
}

interface SpeechRow {
  id: string
  memberId: string
  meetingId: string
  form: string
  startsOn: string
  typeCode: string
  class: string | null
}

/** Written speeches once they are listed, oral ones once they are delivered. */
async function speechFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const only = onlyMembers('s.member_id', scope)
  const rows = await storage.query<SpeechRow>(
    `select s.id, s.member_id, s.meeting_id, s.form, m.starts_on, m.type_code, c.class
       from speeches s join meetings m on m.committee_id = s.committee_id and m.id = s.meeting_id
       left join catalogue_items c
         on c.committee_id = m.committee_id and c.catalogue = 'meeting_type' and c.code = m.type_code
      where s.committee_id = ? and s.deleted_at is null and m.deleted_at is null and m.state <> 'cancelled'
        and ((s.form = 'written' and s.state in ('listed', 'delivered')) or s.state = 'delivered')
        and m.starts_on >= ? and m.starts_on <= ?${only.sql}
      order by m.starts_on, s.id`,
    [scope.committeeId, scope.from, scope.to, ...only.parameters],
  )
  return rows.map((row) => ({
    id: `speech/${row.id}`,
    memberId: row.memberId,
    day: row.startsOn,
    kind: 'speech',
    type: row.typeCode,
    ...(row.class ? { class: row.class } : {}),
    scope: 'record',
    meetingId: row.meetingId,
    form: row.form,
    occasion: occasionOf(row),
    verified: true,
    provisional: false,
  }))
}

/** Consultations of every type are one occasion; the topic meeting of the standing committee keeps its own name. */
const occasionOf = ({ typeCode, class: className }: SpeechRow): string =>
  className === 'consultation' && typeCode !== 'sc_topic' ? 'consultation' : typeCode
