import type { ICalEventStatus } from 'ical-generator'
import { addDays, startOfDay } from '../../core/days.ts'
import type { Storage } from '../../storage/storage.ts'

/** A member's meetings as a calendar (RFC 5545): title, time and place of what they are invited to, and no more. */

interface Session {
  id: string
  title: string
  sessionTitle: string | null
  place: string | null
  state: string
  day: string
  dayTo: string | null
  startTime: string | null
  endTime: string | null
  updatedAt: string
  version: number
}

const SESSIONS = `select s.id, m.title, s.title as session_title, m.place, m.state, s.day, s.day_to, s.start_time,
    s.end_time, m.updated_at, m.version
  from invitations i
  join meeting_sessions s on s.committee_id = i.committee_id and s.id = i.session_id and s.deleted_at is null
  join meetings m on m.committee_id = s.committee_id and m.id = s.meeting_id and m.deleted_at is null
  where i.committee_id = ? and i.member_id = ? and i.deleted_at is null and i.response <> 'declined' and s.day >= ?
  order by s.day, s.number, s.id`

/** What lies further back is in the archive, not in a calendar. */
const DAYS_BACK = 90
const MS_PER_MINUTE = 60_000

export async function calendarOf(
  storage: Storage,
  committeeId: string,
  memberId: string,
  today: string,
): Promise<string> {
  const sessions = await storage.query<Session>(SESSIONS, [committeeId, memberId, addDays(today, -DAYS_BACK)])
  const { default: ical, ICalCalendarMethod, ICalEventStatus: status } = await import('ical-generator')
  const calendar = ical({
    name: '政协履职',
    prodId: { company: 'lvzhi', product: 'calendar', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const session of sessions) calendar.createEvent(eventOf(session, status))
  return calendar.toString()
}

function eventOf(session: Session, { CANCELLED, CONFIRMED }: typeof ICalEventStatus) {
  const { day, dayTo, startTime, endTime } = session
  const days = startTime
    ? { start: at(day, startTime), end: at(dayTo ?? day, endTime ?? startTime), allDay: false }
    : { start: wholeDay(day), end: wholeDay(addDays(dayTo ?? day, 1)), allDay: true }
  return {
    id: session.id,
    ...days,
    summary: session.sessionTitle ? `${session.title} · ${session.sessionTitle}` : session.title,
    ...(session.place ? { location: session.place } : {}),
    status: session.state === 'cancelled' ? CANCELLED : CONFIRMED,
    // The same records give the same bytes.
    stamp: new Date(session.updatedAt),
    sequence: session.version,
  }
}

/** A day without a time has no zone either; its end is the day after. */
const wholeDay = (day: string): Date => new Date(`${day}T00:00:00Z`)

function at(day: string, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return new Date(startOfDay(day).getTime() + (hours * 60 + minutes) * MS_PER_MINUTE)
}
