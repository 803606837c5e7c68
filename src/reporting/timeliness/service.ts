import { deadlinesOf } from '../../committee/committees/limits.ts'
import { dayInZone, daysInclusive } from '../../core/days.ts'
import { atLeast, atMost, from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/**
 * 谁组织谁记录, in time: each event has its day, the committee's limit of entry has its last day, and what was recorded
 * has the day on which it was entered first. An import and a correction change none of these.
 */

type EntryKind = 'meeting' | 'roll' | 'service' | 'report'
type EntryState = 'on_time' | 'late' | 'missing'

export interface Entry {
  subject: string
  kind: EntryKind
  title: string
  ownerOrganizationId: string | null
  /** Last day of the event. */
  day: string
  dueOn: string
  /** Null: not entered, although it is due. */
  enteredOn: string | null
  state: EntryState
  /** Days from the deadline to the entry, or until today. */
  delay: number
}

interface Event {
  kind: EntryKind
  id: string
  title: string
  ownerId: string | null
  day: string
  createdAt: string | null
}

export interface Asked {
  committeeId: string
  from: string
  to: string
  today: string
}

const HELD = `m.committee_id = ? and m.deleted_at is null and m.state not in ('draft', 'cancelled')
  and m.ends_on >= ? and m.ends_on <= ?`

/** Meetings of these days, and all that were merged into another. */
const AMONG = 'm.committee_id = ? and (m.merged_into_id is not null or (m.ends_on >= ? and m.ends_on <= ?))'

/** A mark that was corrected was entered with its first version; one of a record that was merged counts for what stands. */
const FIRST_MARKS = `select id, min(at) as created_at from (
    select coalesce(m.merged_into_id, m.id) as id, a.updated_at as at
      from meetings m join meeting_sessions s on s.committee_id = m.committee_id and s.meeting_id = m.id
      join attendance a on a.committee_id = s.committee_id and a.session_id = s.id
     where ${AMONG} and a.version = 1 and a.deleted_at is null
    union all
    select coalesce(m.merged_into_id, m.id) as id, e.at
      from meetings m join meeting_sessions s on s.committee_id = m.committee_id and s.meeting_id = m.id
      join attendance a on a.committee_id = s.committee_id and a.session_id = s.id
      join row_versions v on v.committee_id = a.committee_id and v.resource = 'attendance' and v.version = 1
        and v.row_key = cast(a.session_id as text) || '/' || cast(a.member_id as text)
      join events e on e.committee_id = v.committee_id and e.seq = v.from_seq
     where ${AMONG} and a.version > 1 and a.deleted_at is null
  ) marks group by id`

const eventOf = (
  { id, title, ownerOrganizationId: ownerId, createdAt }: Row<'serviceRecords'> | Row<'researchReports'>,
  day: string,
): Omit<Event, 'kind'> => ({ id, title, ownerId, day, createdAt })

async function eventsOf(storage: Storage, { committeeId, from: from_, today, to }: Asked): Promise<Event[]> {
  const span = [committeeId, from_, to < today ? to : today]
  const meetings = await storage.query<Event>(
    `select m.id, m.title, m.owner_organization_id as owner_id, m.ends_on as day, m.created_at
       from meetings m where ${HELD}`,
    span,
  )
  const marks = await storage.query<{ id: string; createdAt: string }>(FIRST_MARKS, [...span, ...span])
  const firstMark = new Map(marks.map(({ id, createdAt }) => [id, createdAt]))
  const until = [atLeast(from_), atMost(to < today ? to : today)]
  const scope = inCommittee(storage, committeeId)
  const services = (await from(scope, 'serviceRecords', { deletedAt: null, endsOn: until })).map((row) =>
    eventOf(row, row.endsOn),
  )
  const reports = (await from(scope, 'researchReports', { deletedAt: null, submittedOn: until })).map((row) =>
    eventOf(row, row.submittedOn!),
  )
  const of = (kind: EntryKind, events: readonly Omit<Event, 'kind'>[]) =>
    events.map((event) => ({ ...event, kind }))
  const rolls = meetings.map((meeting) => ({ ...meeting, createdAt: firstMark.get(meeting.id) ?? null }))
  return [
    ...of('meeting', meetings),
    ...of('roll', rolls),
    ...of('service', services),
    ...of('report', reports),
  ]
}

const SUBJECTS: Record<EntryKind, string> = {
  meeting: 'meetings',
  roll: 'meetings',
  service: 'serviceRecords',
  report: 'researchReports',
}

/** What departments entered, or have not, of the events that ended in these days. */
export async function entriesOf(storage: Storage, options: Asked): Promise<Entry[]> {
  const dueOf = await deadlinesOf(storage, options.committeeId, 'entry')
  const due = new Map<string, string>()
  const entries: Entry[] = []
  for (const { kind, id, title, ownerId, day, createdAt } of await eventsOf(storage, options)) {
    const dueOn = due.get(day) ?? dueOf(day)
    due.set(day, dueOn)
    const enteredOn = createdAt === null ? null : dayInZone(new Date(createdAt))
    const until = enteredOn ?? options.today
    // A roll that is still to come is neither in time nor late.
    if (enteredOn === null && until <= dueOn) continue
    const late = until > dueOn
    entries.push({
      subject: `${SUBJECTS[kind]}/${id}`,
      kind,
      title,
      ownerOrganizationId: ownerId,
      day,
      dueOn,
      enteredOn,
      state: enteredOn === null ? 'missing' : late ? 'late' : 'on_time',
      delay: late ? daysInclusive(dueOn, until) - 1 : 0,
    })
  }
  return entries
}

/** One department's figures; `records` are those that were entered. */
export function figuresOf(entries: readonly Entry[]) {
  const count = (state: EntryState) => entries.filter((entry) => entry.state === state).length
  const [onTime, late, missing] = [count('on_time'), count('late'), count('missing')]
  const longestDelay = entries.reduce((longest, { delay }) => Math.max(longest, delay), 0)
  return { records: onTime + late, onTime, late, missing, longestDelay }
}
