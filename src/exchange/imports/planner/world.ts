import { within } from '../../../core/days.ts'
import { normalizeMobile, normalizeName, normalizeSector, normalizeTitle, normalizeUnit } from './names.ts'

/** What the committee holds, as far as a plan needs it. */
export type World = {
  members: readonly WorldMember[]
  meetings: readonly WorldMeeting[]
  /** Every sector the committee knows, so that a sector nobody of that name holds can contradict. */
  sectors?: readonly { name: string; aliases: readonly string[] }[]
  /** Names that nobody bears, and whom a person decided that they mean. */
  aliases?: readonly { key: string; memberId: string }[]
  /** Members expected at a session. A session without an entry has no list, and nobody is refused there. */
  invitedBySession: Lookup<Invited>
  /** Stored attendance by session, then member. */
  attendance: Lookup<Lookup<StoredAttendance>>
}

/** A map as far as a plan needs one. */
type Lookup<T> = { get(id: string): T | undefined }

/** Who is expected at a session. */
export type Invited = { has(memberId: string): boolean }

export type WorldMember = {
  id: string
  /** Who was elected again has several memberships. */
  personId?: string
  /** Of such a person, the memberships one by one; what is said here is said of all of them, with the last one's id. */
  each?: readonly WorldMember[]
  memberNo: string
  name: string
  nameVariants: readonly string[]
  phone: string | null
  memberships: readonly Span[]
  sectors: readonly (Span & { name: string; aliases?: readonly string[] })[]
  units: readonly (Span & { unit: string; post: string | null })[]
  offices?: readonly (Span & { office: string })[]
}

/** Both ends are days, inclusive; null is open. */
export type Span = { from: string | null; to: string | null }

export type Part = 'am' | 'pm' | 'evening' | 'day'

export type WorldMeeting = {
  id: string
  externalId: string | null
  title: string
  typeCode: string | null
  from: string
  to: string
  /** A cancelled meeting is never matched without asking. */
  cancelled?: boolean
  sessions: readonly WorldSession[]
}

export type WorldSession = {
  id: string
  externalId?: string | null
  number: number
  day: string
  /** Last day of a session that runs over several days. */
  dayTo?: string | null
  part: Part
  startTime: string | null
  title: string | null
}

export type StoredAttendance = { status: string; leaveType: string | null; version: number }

export type SessionRef = { meeting: WorldMeeting; session: WorldSession }

/** The maps a plan looks things up in. Built once for a plan, never changed by it. */
export type WorldIndex = {
  world: World
  memberById: Map<string, WorldMember>
  membersByNumber: Map<string, WorldMember[]>
  membersByBareNumber: Map<string, WorldMember[]>
  membersByMobile: Map<string, WorldMember[]>
  membersByName: Map<string, WorldMember[]>
  /** Whom a name means that nobody bears: by a decision. */
  memberByAlias: Map<string, WorldMember>
  /** Normalised word → the sectors (their normalised names) that it may mean. */
  sectorWords: Map<string, Set<string>>
  units: Set<string>
  meetingById: Map<string, WorldMeeting>
  meetingsByTitle: Map<string, WorldMeeting[]>
  meetingByExternalId: Map<string, WorldMeeting>
  sessionById: Map<string, SessionRef>
  sessionsByDay: Map<string, SessionRef[]>
  titles: { normalized: string; meeting: WorldMeeting }[]
}

const SESSION_DAYS_MAX = 60

/** Builds the lookup maps of a world. */
export function indexWorld(world: World): WorldIndex {
  const index: WorldIndex = {
    world,
    memberById: new Map(),
    membersByNumber: new Map(),
    membersByBareNumber: new Map(),
    membersByMobile: new Map(),
    membersByName: new Map(),
    memberByAlias: new Map(),
    sectorWords: new Map(),
    units: new Set(),
    meetingById: new Map(),
    meetingsByTitle: new Map(),
    meetingByExternalId: new Map(),
    sessionById: new Map(),
    sessionsByDay: new Map(),
    titles: [],
  }
  for (const sector of world.sectors ?? []) addSector(index, sector.name, sector.aliases)
  for (const member of peopleOf(world.members)) addMember(index, member)
  for (const { key, memberId } of world.aliases ?? []) {
    const member = index.memberById.get(memberId)
    // Somebody who bears the name came since: the decision was about nobody of that name.
    if (member && !index.membersByName.has(key)) index.memberByAlias.set(key, member)
  }
  for (const meeting of world.meetings) addMeeting(index, meeting)
  index.titles.sort((a, b) => b.normalized.length - a.normalized.length)
  return index
}

/** One for each person: two memberships of one are no two people, and the day tells which of them is meant. */
function peopleOf(members: readonly WorldMember[]): WorldMember[] {
  const byPerson = Map.groupBy(members, ({ id, personId }) => personId ?? id)
  return [...byPerson.values()].map((each) => {
    const last = each.reduce((a, b) => (firstDay(a) > firstDay(b) ? a : b))
    if (each.length === 1) return last
    return {
      ...last,
      each,
      nameVariants: [...new Set(each.flatMap(({ name, nameVariants }) => [name, ...nameVariants]))],
      memberships: each.flatMap(({ memberships }) => memberships),
      sectors: each.flatMap(({ sectors }) => sectors),
      units: each.flatMap(({ units }) => units),
    }
  })
}

const firstDay = ({ memberships: [first] }: WorldMember): string => first?.from ?? ''

/** The membership of a person on a day; the last one where none covers it. */
export function membershipOn(member: WorldMember, day: string | null): WorldMember {
  if (!member.each || day === null) return member
  return (
    member.each.find(({ memberships }) => memberships.some(({ from, to }) => within(day, from, to))) ?? member
  )
}

function addMember(index: WorldIndex, member: WorldMember): void {
  const each = member.each ?? [member]
  for (const { id } of each) index.memberById.set(id, member)
  const numbers = new Set(each.map(({ memberNo }) => normalizeNumber(memberNo)).filter(Boolean))
  for (const number of numbers) push(index.membersByNumber, number, member)
  for (const bare of new Set([...numbers].map(bareNumber).filter(Boolean)))
    push(index.membersByBareNumber, bare, member)
  for (const mobile of new Set(each.flatMap(({ phone }) => normalizeMobile(phone ?? ''))))
    push(index.membersByMobile, mobile, member)
  for (const name of new Set([member.name, ...member.nameVariants].map(normalizeName))) {
    if (name) push(index.membersByName, name, member)
  }
  for (const sector of member.sectors) addSector(index, sector.name, sector.aliases ?? [])
  for (const { unit } of member.units) if (unit) index.units.add(normalizeUnit(unit))
}

function addSector(index: WorldIndex, name: string, aliases: readonly string[]): void {
  const sector = normalizeSector(name)
  for (const word of [name, ...aliases]) {
    const key = normalizeSector(word)
    const known = index.sectorWords.get(key)
    if (known) known.add(sector)
    else index.sectorWords.set(key, new Set([sector]))
  }
}

function addMeeting(index: WorldIndex, meeting: WorldMeeting): void {
  index.meetingById.set(meeting.id, meeting)
  if (meeting.externalId) index.meetingByExternalId.set(meeting.externalId, meeting)
  const normalized = normalizeTitle(meeting.title)
  if (normalized) {
    push(index.meetingsByTitle, normalized, meeting)
    index.titles.push({ normalized, meeting })
  }
  for (const session of meeting.sessions) {
    const ref = { meeting, session }
    index.sessionById.set(session.id, ref)
    for (const day of daysOfSession(session)) push(index.sessionsByDay, day, ref)
  }
}

/** The days a session covers; one that claims more than two months is taken at its first day. */
export function daysOfSession(session: WorldSession): string[] {
  const last = session.dayTo ?? session.day
  const days = [session.day]
  const at = new Date(`${session.day}T00:00:00Z`)
  while (days.length <= SESSION_DAYS_MAX) {
    at.setUTCDate(at.getUTCDate() + 1)
    const day = at.toISOString().slice(0, 10)
    if (day > last) return days
    days.push(day)
  }
  return [session.day]
}

/** A member's number as it is compared: half width, no spaces, upper case. */
export function normalizeNumber(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
}

/** The number without leading zeros, which spreadsheets lose. */
export function bareNumber(number: string): string {
  return /^\d+$/.test(number) ? number.replace(/^0+/, '') : number
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
