import type { CellClaim, PersonRow } from './claim.ts'
import {
  addRef,
  ask,
  conflictDecision,
  invitationDecision,
  officeDecision,
  symbolDecision,
} from './decisions.ts'
import type { Layout } from './layout.ts'
import type { Meaning } from './legend.ts'
import type { ResolvedEvent, Target } from './plan-events.ts'
import type { EntryResult, PlanEntry } from './plan-types.ts'
import type { Person, Work } from './plan-work.ts'
import { type Cell, isExpected, isInOffice, isStatus, type Said } from './said.ts'
import { readStated } from './stated.ts'
import { cellRef } from './table.ts'
import { membershipOn, type WorldMember } from './world.ts'

/**
 * Adds the entries of one cell: one for each session it is about. When several results apply, the first of
 * bad_date, unknown_symbol, no_data, needs_review, the name, the mandate, the invitation, the file's own
 * duplicates and the store is given.
 */
export function planCell(
  work: Work,
  layout: Layout,
  row: PersonRow,
  cell: CellClaim,
  event: ResolvedEvent,
  person: Person,
): Meaning | null {
  const ref = cellRef(row.row, cell.col)
  const at = `${layout.table.name}!${ref}`
  const here: Cell = { work, layout, row, cell, ref, at, event, person }
  const said = readStated(here)
  const meaning = said.kind === 'status' ? said.meaning : null
  if (said.kind === 'nothing') return null
  if (event.badDate !== null) {
    if (said.kind === 'status' && said.blank) return null
    addRef(work.decisions, event.badDate, at)
    push(here, event.targets[0] ?? null, meaning, 'bad_date', { decisionId: event.badDate })
    return meaning
  }
  if (event.skip) {
    if (cell.raw.trim() !== '') push(here, null, meaning, 'skip', {})
    return meaning
  }
  for (const target of event.targets) planTarget(here, target, said)
  return meaning
}

function planTarget(here: Cell, target: Target, said: Exclude<Said, { kind: 'nothing' }>): void {
  const { work, person, event, at } = here
  if (event.heldBy !== null) addRef(work.decisions, event.heldBy, at)
  if (said.kind === 'stop') {
    push(
      here,
      target,
      said.status === null ? null : { status: said.status, leaveType: null },
      said.result,
      said,
    )
    return
  }
  const { meaning } = said
  if (person.kind === 'nobody') {
    if (!said.blank) push(here, target, meaning, 'skip', {})
    return
  }
  if (person.kind === 'open') {
    if (said.blank && !person.candidates.some((member) => isExpected(member, target))) return
    push(here, target, meaning, person.result, { decisionId: person.ask(at) })
    return
  }
  if (said.blank && !isExpected(person.member, target)) return
  planMember(here, target, meaning, membershipOn(person.member, target.day))
}

function planMember(here: Cell, target: Target, meaning: Meaning, member: WorldMember): void {
  const { work, row, at } = here
  const facts = {
    memberNo: member.memberNo,
    name: member.name,
    title: target.title,
    day: target.day,
    status: meaning.status,
  }
  if (!isInOffice(member, target)) {
    const id = `not_in_office:${row.personKey}`
    const answer = ask(work.decisions, id, at, () => officeDecision(facts, member.memberships))
    if (answer?.choice !== 'observer') {
      const result = answer ? 'skip' : 'not_in_office_on_date'
      push(here, target, meaning, result, { decisionId: id })
      return
    }
    planStored(here, target, { status: 'observer', leaveType: null }, member, id, false)
    return
  }
  const listed = target.invited === undefined || target.invited.has(member.id)
  if (listed && target.invited !== undefined && meaning.status === 'observer') {
    observerOnTheList(here, target, meaning)
    return
  }
  if (listed || meaning.status === 'observer') {
    planStored(here, target, meaning, member, null, false)
    return
  }
  const id = `not_invited:${row.personKey}:${target.eventKey}`
  const answer = ask(work.decisions, id, at, () => invitationDecision(facts))
  if (!answer || answer.choice === 'skip') {
    push(here, target, meaning, answer ? 'skip' : 'not_invited', { decisionId: id })
    return
  }
  const add = answer.choice === 'add_to_invitation'
  const status = add ? meaning : { status: answer.choice, leaveType: null }
  planStored(here, target, status, member, id, add)
}

// 列席 of somebody who is expected there is a contradiction: an observer is no member of the body.
function observerOnTheList(here: Cell, target: Target, meaning: Meaning): void {
  const symbol = `${here.cell.raw.trim()}（在应到名单内）`
  const id = `unknown_symbol:${here.layout.table.name}:${symbol}`
  const answer = ask(here.work.decisions, id, here.at, () =>
    symbolDecision(here.layout.table.name, symbol, here.layout.legend),
  )
  const status = answer?.status
  if (answer?.choice === 'status' && isStatus(status) && here.person.kind === 'member') {
    planStored(
      here,
      target,
      { status, leaveType: answer.leaveType ?? null },
      membershipOn(here.person.member, target.day),
      id,
      false,
    )
    return
  }
  push(here, target, meaning, answer?.choice === 'ignore' ? 'skip' : 'unknown_symbol', { decisionId: id })
}

/** The file's own earlier rows first, then what is stored. */
function planStored(
  here: Cell,
  target: Target,
  meaning: Meaning,
  member: WorldMember,
  decidedBy: string | null,
  addInvitation: boolean,
): void {
  const { work, at } = here
  const { sessionKey } = target
  const earlier = sessionKey === '' ? undefined : work.entries.earlier(sessionKey, member.id)
  const more: More = { decisionId: decidedBy, addInvitation }
  if (earlier) {
    more.earlierRow = earlier.row
    if (agrees(meaning, earlier)) {
      push(here, target, meaning, 'duplicate_in_file', more)
      return
    }
    const id = `conflict:${at}`
    const other = {
      where: 'file' as const,
      status: earlier.status ?? '',
      leaveType: earlier.leaveType,
      at: `${earlier.table}!${earlier.ref}`,
    }
    const answer = ask(work.decisions, id, at, () =>
      conflictDecision({ ...factsOf(member, target, meaning), leaveType: meaning.leaveType }, other),
    )
    if (answer?.choice !== 'overwrite') {
      push(here, target, meaning, answer ? 'skip' : 'conflict', { ...more, decisionId: id })
      return
    }
    work.entries.overrule(earlier)
    more.decisionId = id
  }
  const result = againstStore(here, target, meaning, member, more)
  const entry = push(here, target, meaning, result, more)
  if (sessionKey !== '') work.entries.remember(sessionKey, entry)
}

function againstStore(
  here: Cell,
  target: Target,
  meaning: Meaning,
  member: WorldMember,
  more: More,
): EntryResult {
  const { work, at } = here
  const stored =
    target.sessionId === null ? undefined : work.index.world.attendance.get(target.sessionId)?.get(member.id)
  if (!stored) return 'new'
  more.previous = { status: stored.status, leaveType: stored.leaveType, version: stored.version }
  if (stored.status === 'unknown') return 'update'
  if (agrees(meaning, stored)) return 'same'
  const policy = work.profile.onConflict ?? 'ask'
  if (policy === 'overwrite') return 'update'
  if (policy === 'keep') return 'skip'
  const id = `conflict:${at}`
  const other = { where: 'stored' as const, status: stored.status, leaveType: stored.leaveType, at: null }
  const answer = ask(work.decisions, id, at, () =>
    conflictDecision({ ...factsOf(member, target, meaning), leaveType: meaning.leaveType }, other),
  )
  more.decisionId = id
  if (answer?.choice === 'overwrite') return 'update'
  return answer ? 'skip' : 'conflict'
}

// A file that says 请假 agrees with a stored sick leave; one that names another leave does not.
function agrees(meaning: Meaning, other: { status: string | null; leaveType: string | null }): boolean {
  if (meaning.status !== other.status) return false
  return meaning.leaveType === null || meaning.leaveType === other.leaveType
}

function factsOf(member: WorldMember, target: Target, meaning: Meaning) {
  const { memberNo, name } = member
  return { memberNo, name, title: target.title, day: target.day, status: meaning.status }
}

type More = {
  decisionId?: string | null
  previous?: PlanEntry['previous']
  earlierRow?: number
  addInvitation?: boolean
}

function push(
  here: Cell,
  target: Target | null,
  meaning: Meaning | null,
  result: EntryResult,
  more: More,
): PlanEntry {
  const { work, layout, row, cell, ref, event, person } = here
  const member = person.kind === 'member' ? membershipOn(person.member, target?.day ?? null) : null
  const entry: PlanEntry = {
    table: layout.table.name,
    row: row.row + 1,
    col: cell.col,
    ref,
    raw: cell.raw,
    result,
    memberId: member?.id ?? null,
    memberNo: member?.memberNo ?? null,
    rung: person.kind === 'member' ? person.rung : null,
    meetingId: target?.meetingId ?? null,
    sessionId: target?.sessionId ?? null,
    eventKey: target?.eventKey || null,
    sessionKey: target?.sessionKey || null,
    session: target?.number ?? null,
    day: target?.day ?? null,
    status: meaning?.status ?? null,
    leaveType: meaning?.leaveType ?? null,
    decisionId: more.decisionId ?? null,
    heldBy: result === 'skip' ? null : event.heldBy,
    previous: more.previous ?? null,
    earlierRow: more.earlierRow ?? null,
    addInvitation: more.addInvitation ?? false,
    note: cell.note === '' ? null : cell.note,
  }
  work.entries.add(entry)
  return entry
}
