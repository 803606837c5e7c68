import type { Answer } from '../../../core/import-questions.ts'
import { parseDay } from './dates.ts'
import { ask, type DecisionList, dateDecision, eventDecision } from './decisions.ts'
import { type EventText, type MeetingMatch, matchMeeting, sessionCandidate } from './match-meeting.ts'
import { normalizeTitle, similarity } from './names.ts'
import type { PlanEvent, PlannedSession } from './plan-types.ts'
import type { Invited, Part, SessionRef, WorldIndex, WorldMeeting } from './world.ts'

/** A session that a cell is about: one that exists, one that is planned, or (`open`) one not known yet. */
export type Target = {
  meeting: WorldMeeting | null
  meetingId: string | null
  sessionId: string | null
  eventKey: string
  sessionKey: string
  number: number | null
  day: string | null
  title: string
  /** Members expected there; undefined when there is no list. */
  invited: Invited | undefined
}

/** What became of a meeting's text. `badDate` and `heldBy` name the decision that is still open. */
export type ResolvedEvent = {
  targets: Target[]
  badDate: string | null
  heldBy: string | null
  skip: boolean
  matchedBy: string | null
}

export type EventBook = {
  index: WorldIndex
  decisions: DecisionList
  known: Map<EventText, ResolvedEvent>
  events: Map<string, PlanEvent>
  /** Planned sessions by their key. */
  planned: Map<string, PlannedSession>
  typeCode: string | null
}

export function newEventBook(index: WorldIndex, decisions: DecisionList, typeCode: string | null): EventBook {
  return { index, decisions, known: new Map(), events: new Map(), planned: new Map(), typeCode }
}

/** Resolves a meeting's text once; `doubt` turns a match by day alone into a question. */
export function resolveEvent(book: EventBook, table: string, event: EventText, doubt = false): ResolvedEvent {
  const found = book.known.get(event)
  if (found) return found
  const resolved = resolve(book, table, event, doubt)
  book.known.set(event, resolved)
  return resolved
}

function resolve(book: EventBook, table: string, event: EventText, doubt: boolean): ResolvedEvent {
  let match = matchMeeting(event, book.index)
  if (match.kind === 'bad_date') {
    const id = `bad_date:${table}:${event.dayText.trim() || event.title || (event.sheetRef ?? '')}`
    const problem = event.day.problem ?? 'not_a_date'
    const answer = ask(book.decisions, id, null, () =>
      dateDecision(table, event.dayText, event.title, problem),
    )
    if (answer?.choice === 'skip') return { ...NOTHING, skip: true }
    const told = answer?.day ? parseDay(answer.day) : null
    if (!told?.day)
      return { ...NOTHING, badDate: id, targets: match.meeting ? [openTarget(event, match.meeting)] : [] }
    const day = { ...told, part: answer?.part ?? event.day.part, time: event.day.time }
    match = matchMeeting({ ...event, day, dayText: told.day }, book.index)
    return settle(book, table, { ...event, day, dayText: told.day }, match)
  }
  if (doubt && match.kind === 'matched') {
    match = {
      kind: 'near',
      candidates: match.sessions,
      suggested: match.sessions,
      why: 'several_are_not_invited',
    }
  }
  return settle(book, table, event, match)
}

const NOTHING: ResolvedEvent = { targets: [], badDate: null, heldBy: null, skip: false, matchedBy: null }

function settle(book: EventBook, table: string, event: EventText, match: MeetingMatch): ResolvedEvent {
  if (match.kind === 'bad_date') return { ...NOTHING, skip: true }
  if (match.kind === 'matched') return matched(book, event, match.sessions, match.by)
  const key = eventKey(table, event)
  const near = match.kind === 'near'
  const id = `event:${key}${near && event.day.part ? `|${event.day.part}` : ''}`
  const only = match.suggested.length === 1 ? match.suggested[0]! : null
  const answer = ask(book.decisions, id, refOf(table, event), () => {
    const day = event.day.day ?? event.dayText
    const title = event.title || event.sheetTitle
    const kind = near ? 'near_event' : 'new_event'
    const suggested: Answer | undefined = only
      ? { choice: 'match', sessionId: only.session.id }
      : near
        ? undefined
        : { choice: 'create', ...typeOfLike(event.title || event.sheetTitle, book.index) }
    return eventDecision(kind, title, day, match.why, match.candidates.map(sessionCandidate), suggested)
  })
  if (answer?.choice === 'skip') return { ...NOTHING, skip: true }
  if (answer?.choice === 'match') {
    const sessions = answeredSessions(book.index, answer)
    if (sessions.length > 0) return matched(book, event, sessions, 'decided')
  }
  const day = answer?.day ?? event.day.day
  const create = answer?.choice === 'create' && day !== null ? answer : null
  if (near && !create) {
    plannedEvent(book, key, event, id, 'near', undefined)
    return {
      ...NOTHING,
      heldBy: id,
      targets: [{ ...openTarget(event, null), eventKey: key, sessionKey: `near:${id}` }],
    }
  }
  const target = plan(book, key, event, id, create ?? undefined)
  return { ...NOTHING, heldBy: create ? null : id, targets: [target] }
}

function answeredSessions(index: WorldIndex, answer: Answer): SessionRef[] {
  const ids = answer.sessionIds ?? (answer.sessionId ? [answer.sessionId] : [])
  return ids.flatMap((id) => index.sessionById.get(id) ?? [])
}

function matched(
  book: EventBook,
  event: EventText,
  sessions: readonly SessionRef[],
  by: string,
): ResolvedEvent {
  const { meeting } = sessions[0]!
  if (!book.events.has(meeting.id)) {
    book.events.set(meeting.id, {
      key: meeting.id,
      match: 'matched',
      title: event.title || meeting.title,
      day: event.day.day,
      meetingId: meeting.id,
      externalId: meeting.externalId,
      matchedBy: by,
      decisionId: null,
      ref: event.ref,
      create: null,
    })
  }
  return { ...NOTHING, matchedBy: by, targets: sessions.map((ref) => existingTarget(book.index, ref)) }
}

function existingTarget(index: WorldIndex, { meeting, session }: SessionRef): Target {
  return {
    meeting,
    meetingId: meeting.id,
    sessionId: session.id,
    eventKey: meeting.id,
    sessionKey: session.id,
    number: session.number,
    day: session.day,
    title: meeting.title,
    invited: index.world.invitedBySession.get(session.id),
  }
}

function openTarget(event: EventText, meeting: WorldMeeting | null): Target {
  return {
    meeting,
    meetingId: meeting?.id ?? null,
    sessionId: null,
    eventKey: meeting?.id ?? '',
    sessionKey: '',
    number: null,
    day: event.day.day,
    title: meeting?.title ?? event.title,
    invited: undefined,
  }
}

// A planned meeting is one title on one day; morning and afternoon are its sessions.
function eventKey(table: string, event: EventText): string {
  if (event.externalId !== null) return `new:ext:${event.externalId}`
  const title = normalizeTitle(event.title)
  if (title === '') return `new:${table}!${event.ref ?? ''}|${event.day.day ?? ''}`
  return `new:${title}|${event.day.day ?? ''}`
}

function plan(
  book: EventBook,
  key: string,
  event: EventText,
  id: string,
  answer: Answer | undefined,
): Target {
  const day = answer?.day ?? event.day.day
  const part: Part = answer?.part ?? event.day.part ?? 'day'
  const sessionKey = event.sessionExternalId
    ? `${key}#${event.sessionExternalId}`
    : `${key}#${part}${event.day.time ?? ''}`
  const planned = plannedEvent(book, key, event, id, 'new', answer)
  if (!book.planned.has(sessionKey) && day !== null) {
    const session: PlannedSession = {
      key: sessionKey,
      number: 0,
      day,
      dayTo: event.day.to,
      part,
      startTime: event.day.time,
      externalId: event.sessionExternalId,
    }
    book.planned.set(sessionKey, session)
    planned.create?.sessions.push(session)
  }
  const target = openTarget(event, null)
  return { ...target, eventKey: key, sessionKey, day, title: planned.title }
}

function plannedEvent(
  book: EventBook,
  key: string,
  event: EventText,
  id: string,
  match: 'new' | 'near',
  answer: Answer | undefined,
): PlanEvent {
  const known = book.events.get(key)
  if (known && known.match === match) return known
  const title = answer?.title ?? (event.title || event.sheetTitle)
  const planned: PlanEvent = {
    key,
    match,
    title,
    day: answer?.day ?? event.day.day,
    meetingId: null,
    externalId: event.externalId,
    matchedBy: null,
    decisionId: id,
    ref: event.ref,
    create:
      match === 'new'
        ? { title, typeCode: answer?.typeCode ?? book.typeCode, externalId: event.externalId, sessions: [] }
        : null,
  }
  book.events.set(key, planned)
  return planned
}

function refOf(table: string, event: EventText): string | null {
  return event.ref === null ? null : `${table}!${event.ref}`
}

const PART_ORDER: Record<Part, number> = { day: 0, am: 1, pm: 2, evening: 3 }

/** Numbers the sessions of planned meetings by day and part, and drops meetings that nothing refers to. */
export function numberPlanned(book: EventBook): void {
  for (const { create } of book.events.values()) {
    create?.sessions.sort(
      (a, b) =>
        a.day.localeCompare(b.day) ||
        PART_ORDER[a.part] - PART_ORDER[b.part] ||
        (a.startTime ?? '').localeCompare(b.startTime ?? ''),
    )
    for (const [at, session] of (create?.sessions ?? []).entries()) session.number = at + 1
  }
}

const LIKE_MIN = 0.5

/** The type of the recorded meeting whose title is most like this one: 45 titles a year are of ten types. */
function typeOfLike(title: string, { titles }: WorldIndex): { typeCode?: string } {
  const key = normalizeTitle(title)
  let best: { typeCode: string; likeness: number } | undefined
  for (const { normalized, meeting } of titles) {
    const likeness = similarity(normalized, key)
    if (meeting.typeCode && likeness >= LIKE_MIN && likeness > (best?.likeness ?? 0)) {
      best = { typeCode: meeting.typeCode, likeness }
    }
  }
  return best ? { typeCode: best.typeCode } : {}
}
