import type { z } from 'zod'
import { isKeyOf } from '../../core/records.ts'
import { PRESENCES, STATUSES } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'

/**
 * The one place where the four facts of a session and a member (invitation, response, leave, presence) become the
 * status that people see. Pure.
 */

/** What a roll or a sheet says of a member. */
export const Presence = coded(PRESENCES)
export type Presence = z.infer<typeof Presence>

export const AttendanceStatus = coded(STATUSES).meta({ id: 'AttendanceStatus' })
export type AttendanceStatus = z.infer<typeof AttendanceStatus>

/** The status that the outcome of a fact tells; undefined where it tells none. */
export const statusIn = (outcome: string | undefined): AttendanceStatus | undefined =>
  outcome !== undefined && isKeyOf(STATUSES, outcome) ? outcome : undefined

export interface FourFacts {
  /** A member on the day: nobody else is expected, whatever an invitation or a mark says. */
  inOffice: boolean
  invited: boolean
  response: string | null
  participationMode: string
  /** State of the leave request that covers the session, the decided one first. */
  leaveState: string | null
  presence: Presence | null
  /** In a non-assessable period on the day. */
  exempt: boolean
}

const CAME = ['present', 'late', 'left_early', 'partial'] as const

const LEAVE_ORDER = ['approved', 'submitted', 'refused']

/** Of two requests for leave of one member from one session, whether the first counts rather than the other. */
export const outranks = (state: string, other: string): boolean =>
  LEAVE_ORDER.indexOf(state) < LEAVE_ORDER.indexOf(other)

/** The status; undefined for a member who was not expected and did not come. */
export function statusOf(facts: FourFacts): AttendanceStatus | undefined {
  const invited = facts.invited && facts.inOffice
  const { presence } = facts
  if (presence === 'observer') return 'observer'
  const came = CAME.find((status) => status === presence)
  if (came) return invited ? came : 'walk_in'
  if (!facts.inOffice || (!invited && presence === null)) return undefined
  if (facts.exempt) return 'exempt'
  if (presence === 'leave' || facts.leaveState === 'approved') return 'leave_approved'
  if (facts.leaveState === 'submitted') return 'leave_pending'
  if (facts.leaveState === 'refused') return 'leave_refused'
  if (presence === 'absent') return 'absent'
  if (facts.participationMode === 'sign_up' && facts.response === 'declined') return 'declined'
  return 'unknown'
}

/** In the denominator 应到: everybody expected, whether or not we know what happened. */
export const isExpected = (status: AttendanceStatus): boolean =>
  !['observer', 'walk_in', 'declined', 'exempt'].includes(status)

/** In 实到. Partial attendance counts only where a regulation says so. */
export const isPresent = (status: AttendanceStatus): boolean =>
  ['present', 'late', 'left_early'].includes(status)

export interface Tally {
  expected: number
  present: number
  leave: number
  absent: number
  unresolved: number
  partial: number
  observers: number
  walkIns: number
  exempt: number
}

/** 应到 = 实到 + 请假(准) + 缺席 + 部分出席 + unresolved, always. */
export function tallyOf(statuses: Iterable<AttendanceStatus>): Tally {
  const tally: Tally = {
    expected: 0,
    present: 0,
    leave: 0,
    absent: 0,
    unresolved: 0,
    partial: 0,
    observers: 0,
    walkIns: 0,
    exempt: 0,
  }
  for (const status of statuses) {
    if (isExpected(status)) tally.expected += 1
    if (isPresent(status)) tally.present += 1
    else if (status === 'leave_approved') tally.leave += 1
    else if (status === 'absent' || status === 'leave_refused') tally.absent += 1
    else if (status === 'unknown' || status === 'leave_pending') tally.unresolved += 1
    else if (status === 'partial') tally.partial += 1
    else if (status === 'observer') tally.observers += 1
    else if (status === 'walk_in') tally.walkIns += 1
    else tally.exempt += 1
  }
  return tally
}

/** More than half of the members who are invited; those who are exempt are members all the same. */
export function quorumOf(roll: readonly { invited: boolean; status: AttendanceStatus }[]) {
  const invited = roll.filter((item) => item.invited)
  if (invited.length === 0) return null
  const needed = Math.floor(invited.length / 2) + 1
  const present = invited.filter(({ status }) => isPresent(status)).length
  return { needed, present, met: present >= needed }
}
