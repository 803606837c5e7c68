import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlanEntry } from '../../src/exchange/imports/planner/plan-types.ts'
import type {
  Part,
  Span,
  StoredAttendance,
  World,
  WorldMeeting,
  WorldMember,
} from '../../src/exchange/imports/planner/world.ts'

type SampleSpan = { from: string | null; to: string | null }
type SampleMember = {
  member_no: string
  name: string
  name_variants: string[]
  mobile: string | null
  unit: string | null
  post: string | null
  valid_from: string
  valid_to: string | null
  offices: ({ office: string } & SampleSpan)[]
  memberships: ({ kind: string; name: string } & SampleSpan)[]
}
type SampleMeeting = {
  event: string
  type: string
  title: string
  date_from: string
  date_to: string
  invited: string[]
  sessions: { session: number; date: string; to: string; part: Part; start: string; title: string | null }[]
}

/** The committee of a samples folder (`members.json`, `meetings.json`), without any attendance. */
export function loadSamplesWorld(folder: string): World {
  const roster = readJson(join(folder, 'members.json')) as {
    sectors: { name: string; aliases: string[] }[]
    members: SampleMember[]
  }
  const { meetings } = readJson(join(folder, 'meetings.json')) as { meetings: SampleMeeting[] }
  const aliases = new Map(roster.sectors.map((sector) => [sector.name, sector.aliases]))
  const invitedBySession = new Map<string, ReadonlySet<string>>()
  for (const meeting of meetings) {
    const invited = new Set(meeting.invited.map(memberId))
    for (const session of meeting.sessions) invitedBySession.set(sessionId(meeting, session), invited)
  }
  return {
    members: roster.members.map((member) => toMember(member, aliases)),
    meetings: meetings.map(toMeeting),
    sectors: roster.sectors,
    invitedBySession,
    attendance: new Map(),
  }
}

type KeptAttendance = ReadonlyMap<string, ReadonlyMap<string, StoredAttendance>>

/** The same committee after a plan's acceptable entries were stored. */
export function withAttendance(world: World, entries: readonly PlanEntry[]): World {
  const attendance = new Map<string, Map<string, StoredAttendance>>()
  for (const [session, stored] of world.attendance as KeptAttendance) attendance.set(session, new Map(stored))
  for (const { result, heldBy, sessionId: session, memberId: member, status, leaveType } of entries) {
    if (heldBy !== null || (result !== 'new' && result !== 'update')) continue
    if (session === null || member === null || status === null) throw new Error('an entry without its key')
    const stored = attendance.get(session) ?? new Map<string, StoredAttendance>()
    attendance.set(session, stored.set(member, { status, leaveType, version: 1 }))
  }
  return { ...world, attendance }
}

function toMember(member: SampleMember, aliases: ReadonlyMap<string, string[]>): WorldMember {
  const whole: Span = { from: member.valid_from, to: member.valid_to }
  return {
    id: memberId(member.member_no),
    memberNo: member.member_no,
    name: member.name,
    nameVariants: member.name_variants,
    phone: member.mobile,
    memberships: [whole],
    sectors: member.memberships
      .filter((one) => one.kind === 'sector')
      .map(({ name, from, to }) => ({ name, aliases: aliases.get(name) ?? [], from, to })),
    units: member.unit ? [{ unit: member.unit, post: member.post, from: null, to: null }] : [],
    offices: member.offices,
  }
}

function toMeeting(meeting: SampleMeeting): WorldMeeting {
  return {
    id: `meeting-${meeting.event}`,
    externalId: meeting.event,
    title: meeting.title,
    typeCode: meeting.type,
    from: meeting.date_from,
    to: meeting.date_to,
    sessions: meeting.sessions.map((session) => ({
      id: sessionId(meeting, session),
      number: session.session,
      day: session.date,
      dayTo: session.to,
      part: session.part,
      startTime: session.start,
      title: session.title,
    })),
  }
}

function memberId(memberNo: string): string {
  return `member-${memberNo}`
}

function sessionId(meeting: SampleMeeting, session: { session: number }): string {
  return `session-${meeting.event}-${session.session}`
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
