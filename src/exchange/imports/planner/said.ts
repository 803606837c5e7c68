import { within } from '../../../core/days.ts'
import { STATUS_CODES } from '../../../core/import-profile.ts'
import { readCell } from './cell-meaning.ts'
import type { CellClaim, PersonRow } from './claim.ts'
import { ask, blankDecision, proxyDecision, symbolDecision } from './decisions.ts'
import type { Layout } from './layout.ts'
import type { Meaning } from './legend.ts'
import type { ResolvedEvent, Target } from './plan-events.ts'
import type { EntryResult } from './plan-types.ts'
import type { Person, Work } from './plan-work.ts'
import { membershipOn, type WorldMember } from './world.ts'

/** One cell with everything that is known about it. */
export type Cell = {
  work: Work
  layout: Layout
  row: PersonRow
  cell: CellClaim
  ref: string
  at: string
  event: ResolvedEvent
  person: Person
}

/** What a cell means once legend, blank policy and answers have spoken, or the result it stops at. */
export type Said =
  | { kind: 'status'; meaning: Meaning; blank: boolean }
  | { kind: 'stop'; result: EntryResult; decisionId: string | null; status: string | null }
  | { kind: 'nothing' }

/** Whether the member was in office on the day of the session. */
export function isInOffice(member: WorldMember, target: Target): boolean {
  if (target.day === null) return true
  return member.memberships.some(({ from, to }) => within(target.day!, from, to))
}

/** In office and on the list, where there is one. */
export function isExpected(member: WorldMember, target: Target): boolean {
  return (
    isInOffice(member, target) &&
    (target.invited === undefined || target.invited.has(membershipOn(member, target.day).id))
  )
}

/** Reads a cell, asking for what neither sheet, profile nor answers explain. */
export function readSaid(here: Cell): Said {
  const { work, layout, row, cell } = here
  const { legend, table } = layout
  const read = readCell(cell, {
    legend,
    profile: work.profile,
    signature: layout.shape === 'E',
    name: row.nameRaw,
    isMemberName: (key) => work.index.membersByName.has(key),
  })
  if (read.kind === 'status') return { ...read, blank: false }
  if (read.kind === 'blank') return readBlank(here)
  if (read.kind === 'proxy') {
    const id = `proxy_signature:${here.at}`
    const answer = ask(work.decisions, id, here.at, () => proxyDecision(row.nameRaw))
    if (answer && isStatus(answer.choice)) return status(answer.choice, answer.leaveType ?? null)
    return { kind: 'stop', result: answer ? 'skip' : 'needs_review', decisionId: id, status: null }
  }
  const id = `unknown_symbol:${table.name}:${read.symbol}`
  const answer = ask(work.decisions, id, here.at, () => symbolDecision(table.name, read.symbol, legend))
  if (answer?.choice === 'status' && isStatus(answer.status))
    return status(answer.status, answer.leaveType ?? null)
  const result = answer?.choice === 'ignore' ? 'skip' : 'unknown_symbol'
  return { kind: 'stop', result, decisionId: id, status: null }
}

function status(code: string, leaveType: string | null): Said {
  return { kind: 'status', meaning: { status: code, leaveType }, blank: false }
}

/** Whether a text is a code of attendance. */
export const isStatus = (code: string | undefined): code is string => STATUS_CODES.some((one) => one === code)

// An empty cell says something only about a member who was expected, and only if somebody said what.
function readBlank(here: Cell): Said {
  const { work, layout, event, person } = here
  if (person.kind === 'nobody' || event.skip || event.badDate !== null) return { kind: 'nothing' }
  const members = person.kind === 'member' ? [person.member] : person.candidates
  const wanted = members.filter((member) => event.targets.some((target) => isExpected(member, target)))
  if (wanted.length === 0) return { kind: 'nothing' }
  if (layout.legend.blank) return { kind: 'status', meaning: layout.legend.blank, blank: true }
  const id = `blank_policy:${layout.table.name}`
  const told = work.profile.blankPolicy
  // Whether an empty cell means anything hangs on whom the row speaks of: that is asked first.
  if (!told && person.kind === 'open' && wanted.length < members.length && !work.decisions.answers[id]) {
    return { kind: 'stop', result: person.result, decisionId: person.ask(here.at), status: null }
  }
  const policy = told ?? ask(work.decisions, id, here.at, () => blankDecision(layout.table.name))?.choice
  if (policy === 'ignore') return { kind: 'nothing' }
  if (policy === 'absent' || policy === 'present') {
    return { kind: 'status', meaning: { status: policy, leaveType: null }, blank: true }
  }
  return { kind: 'stop', result: 'no_data', decisionId: id, status: null }
}
