import { addDays } from '../../../core/days.ts'
import type { Candidate } from '../../../core/import-questions.ts'
import type { DayText } from './dates.ts'
import { normalizeTitle, similarity } from './names.ts'
import { daysOfSession, type SessionRef, type WorldIndex, type WorldMeeting } from './world.ts'

/** What a sheet says about a meeting: in a row, over a column, or above the table. */
export type EventText = {
  title: string
  /** Text of the day as it stands, for questions. */
  dayText: string
  day: DayText
  /** Title above the table; may begin with the meeting's own title. */
  sheetTitle: string
  /** Identifiers made by a profile's template; they take the place of title and day. */
  externalId: string | null
  sessionExternalId: string | null
  ref: string | null
  /** Where the table begins whose only meeting it is, if it stands below or beside another. */
  sheetRef?: string
}

export type MeetingMatch =
  | { kind: 'matched'; sessions: SessionRef[]; by: string }
  | { kind: 'bad_date'; meeting: WorldMeeting | null }
  | { kind: 'new' | 'near'; candidates: SessionRef[]; suggested: SessionRef[]; why: string }

const NEAR_SAME_DAY = 0.35
const NEAR_WITHIN_DAYS = 0.6
const NEAR_DAYS = 31
const CANDIDATES_MAX = 12

/**
 * Finds the sessions a sheet means. A match needs title and day to agree (or, where a matrix gives only days,
 * a single meeting on that day and part); everything else that resembles a meeting is a question, and a meeting
 * is never made beside one that resembles it.
 */
export function matchMeeting(event: EventText, index: WorldIndex): MeetingMatch {
  if (event.externalId !== null) return matchExternalId(event, index)
  const title = normalizeTitle(event.title)
  const { day } = event.day
  const titled = title === '' ? [] : (index.meetingsByTitle.get(title) ?? [])
  if (day === null) return withoutDay(event, titled)
  if (title !== '') {
    const here = titled.filter((meeting) => sessionsAt(meeting, event.day).length > 0)
    if (here.length === 1) return chosen(here[0]!, event, index, 'title+date')
    if (here.length > 1)
      return near(
        here.flatMap((one) => sessionsAt(one, event.day)),
        [],
        'several_meetings',
      )
    const beginning = meetingOfSheetTitle(event, index, title)
    if (beginning) return chosen(beginning, event, index, 'title+date')
    return unmatched(event, title, titled, index)
  }
  const named = meetingOfSheetTitle(event, index, normalizeTitle(event.sheetTitle))
  if (named) return chosen(named, event, index, 'title')
  return matchDayAlone(event, index)
}

// Only a sheet's own title may be longer than the meeting's: `…会议签到表`.
function meetingOfSheetTitle(event: EventText, index: WorldIndex, sheetTitle: string): WorldMeeting | null {
  if (sheetTitle === '' || normalizeTitle(event.sheetTitle) !== sheetTitle) return null
  const found = index.titles.filter(
    ({ normalized, meeting }) =>
      normalized.length >= 4 &&
      sheetTitle.startsWith(normalized) &&
      sessionsAt(meeting, event.day).length > 0,
  )
  const longest = found.filter((one) => one.normalized.length === found[0]?.normalized.length)
  return longest.length === 1 ? longest[0]!.meeting : null
}

function withoutDay(event: EventText, titled: WorldMeeting[]): MeetingMatch {
  const only = titled.length === 1 ? titled[0]! : null
  // A day that is written but cannot be read is a bad date, whatever the title says.
  if (event.dayText.trim() !== '') return { kind: 'bad_date', meeting: only }
  if (titled.length === 0) return { kind: 'bad_date', meeting: null }
  const sessions = titled.flatMap((meeting) => meeting.sessions.map((session) => ({ meeting, session })))
  return near(sessions, only && only.sessions.length === 1 ? sessions : [], 'no_day_in_the_sheet')
}

function matchDayAlone(event: EventText, index: WorldIndex): MeetingMatch {
  const { day, part } = event.day
  const onDay = (index.sessionsByDay.get(day!) ?? []).filter(({ meeting }) => !meeting.cancelled)
  const meetings = [...new Set(onDay.map(({ meeting }) => meeting))]
  const fitting = meetings.filter((meeting) => pick(meeting, event.day) !== null)
  const sheetTitle = normalizeTitle(event.sheetTitle)
  const pool = part === null ? meetings : fitting
  // The sheet names a meeting of another day: one of the two is wrong.
  const elsewhere = index.titles.find(
    ({ normalized, meeting }) =>
      normalized.length >= 4 && sheetTitle.startsWith(normalized) && !meetings.includes(meeting),
  )
  if (elsewhere) {
    const own = elsewhere.meeting.sessions.map((session) => ({ meeting: elsewhere.meeting, session }))
    return near([...onDay, ...own], [], 'day_differs_from_the_title')
  }
  if (pool.length === 1 && fitting.length === 1) {
    return chosen(pool[0]!, event, index, part === null ? 'date' : 'date+part_of_day')
  }
  const titled = fitting.filter((meeting) => sheetTitle.includes(normalizeTitle(meeting.title)))
  if (titled.length === 1) return chosen(titled[0]!, event, index, 'date+sheet_title')
  if (onDay.length === 0) return { kind: 'new', candidates: [], suggested: [], why: 'no_meeting_on_that_day' }
  return near(onDay, [], meetings.length > 1 ? 'several_meetings_that_day' : 'session_not_clear')
}

function chosen(meeting: WorldMeeting, event: EventText, index: WorldIndex, by: string): MeetingMatch {
  const sessions = pick(meeting, event.day)
  const on = sessionsAt(meeting, event.day)
  if (meeting.cancelled) return near(on, on.length === 1 ? on : [], 'meeting_cancelled')
  if (sessions) return { kind: 'matched', sessions, by }
  const others = (index.sessionsByDay.get(event.day.day!) ?? []).filter((ref) => ref.meeting === meeting)
  return near(on.length > 0 ? on : others, [], 'session_not_clear')
}

/** The sessions of a meeting that a day, part and time mean, or null when it is not clear which. */
function pick(meeting: WorldMeeting, day: DayText): SessionRef[] | null {
  const on = sessionsAt(meeting, day)
  if (on.length === 0) return null
  if (day.to !== null) return on.length === 1 ? on : null
  const fitting =
    day.part === null
      ? on
      : day.part === 'day'
        ? on
        : on.filter(({ session }) => {
            const long = session.dayTo !== null && session.dayTo !== undefined && session.dayTo > session.day
            return long || session.part === 'day' || session.part === day.part
          })
  if (fitting.length === 1) return fitting
  if (fitting.length === 0) return null
  const atTime = day.time ? fitting.filter(({ session }) => session.startTime?.slice(0, 5) === day.time) : []
  if (atTime.length === 1) return atTime
  return day.part === 'day' && fitting.every(({ session }) => session.part !== 'day') ? fitting : null
}

function sessionsAt(meeting: WorldMeeting, day: DayText): SessionRef[] {
  if (day.day === null) return []
  const last = day.to ?? day.day
  return meeting.sessions
    .filter((session) => daysOfSession(session).some((one) => one >= day.day! && one <= last))
    .map((session) => ({ meeting, session }))
}

function unmatched(
  event: EventText,
  title: string,
  titled: readonly WorldMeeting[],
  index: WorldIndex,
): MeetingMatch {
  const day = event.day.day!
  const found = new Set<SessionRef>()
  // A meeting that is named stands among the candidates, on whatever day it was: it is not to be made again.
  const named = index.titles.filter(
    ({ normalized }) => normalized.length >= 4 && title.startsWith(normalized),
  )
  const same = new Set([...titled, ...named.map(({ meeting }) => meeting)])
  for (const meeting of same) for (const session of meeting.sessions) found.add({ meeting, session })
  for (let at = -NEAR_DAYS; at <= NEAR_DAYS; at += 1) {
    for (const ref of index.sessionsByDay.get(addDays(day, at)) ?? []) {
      const known = normalizeTitle(ref.meeting.title)
      if (same.has(ref.meeting)) continue
      const alike = similarity(known, title)
      const inside = at === 0 && (known.includes(title) || title.includes(known))
      if (inside || alike >= (at === 0 ? NEAR_SAME_DAY : NEAR_WITHIN_DAYS)) found.add(ref)
    }
  }
  const candidates = [...found]
  if (candidates.length === 0) return { kind: 'new', candidates: [], suggested: [], why: 'no_such_meeting' }
  return near(candidates, [], same.size > 0 ? 'day_differs' : 'title_differs')
}

function matchExternalId(event: EventText, index: WorldIndex): MeetingMatch {
  const meeting = index.meetingByExternalId.get(event.externalId!)
  if (!meeting) return { kind: 'new', candidates: [], suggested: [], why: 'no_such_external_id' }
  const sessions = meeting.sessions
    .filter((session) => session.externalId === event.sessionExternalId)
    .map((session) => ({ meeting, session }))
  const only = sessions.length === 1 ? sessions[0]! : null
  const agrees =
    only !== null &&
    (event.day.day === null || sessionsAt(meeting, event.day).some((ref) => ref.session === only.session))
  if (only && agrees && !meeting.cancelled) return { kind: 'matched', sessions, by: 'external_id' }
  return near(sessions.length > 0 ? sessions : sessionsAt(meeting, event.day), [], 'session_not_clear')
}

function near(candidates: SessionRef[], suggested: SessionRef[], why: string): MeetingMatch {
  return { kind: 'near', candidates: candidates.slice(0, CANDIDATES_MAX), suggested, why }
}

/** How a session is shown among the candidates of a question. */
export function sessionCandidate({ meeting, session }: SessionRef): Candidate {
  return {
    meetingId: meeting.id,
    externalId: meeting.externalId,
    title: meeting.title,
    sessionId: session.id,
    session: session.number,
    day: session.day,
    part: session.part,
  }
}
