import type { z } from 'zod'
import { type Rate, rateOf } from '../../core/rates.ts'
import { isKeyOf } from '../../core/records.ts'
import { PRESENCES, STATUSES } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'

/**
 * The one place where the facts of a session and a member (invitation, answer, leave, presence) become the status that
 * people see, and where statuses become counts and rates. Pure.
 */

/** What a roll or a sheet says of a member. */
export const Presence = coded(PRESENCES)
export type Presence = z.infer<typeof Presence>

export const AttendanceStatus = coded(STATUSES).meta({ id: 'AttendanceStatus' })
export type AttendanceStatus = z.infer<typeof AttendanceStatus>

/** The status that the outcome of a fact tells; undefined where it tells none. */
export const statusIn = (outcome: string | undefined): AttendanceStatus | undefined =>
  outcome !== undefined && isKeyOf(STATUSES, outcome) ? outcome : undefined

export interface StatusFacts {
  /** A member on the day: nobody else is expected, whatever an invitation or a mark says. */
  inOffice: boolean
  invited: boolean
  response: string | null
  /** Said yes when the places were taken. */
  waits: boolean
  participationMode: string
  /** State of the leave request that covers the session, the decided one first. */
  leaveState: string | null
  presence: Presence | null
  /** In a non-assessable period on the day. */
  exempt: boolean
}

/**
 * A rule, and the same of the columns of `presences` (`presences.ts`): what is shown of one session and what is counted
 * of a year are decided here, and nowhere else.
 */
interface Rule {
  /** Null: was not expected and did not come. */
  status: AttendanceStatus | null
  holds(facts: StatusFacts): boolean
  sql: string
}

const CAME = ['present', 'late', 'left_early', 'partial'] as const
const cameAs = (presence: string | null) => CAME.find((status) => status === presence)
const CAME_SQL = `presence in (${CAME.map((status) => `'${status}'`).join(', ')})`

const signsUp = (facts: StatusFacts) => facts.participationMode === 'sign_up'
/** Nothing is marked of somebody who was free to sign up. */
const isUnmarkedSignUp = (facts: StatusFacts) => signsUp(facts) && facts.presence === null
const UNMARKED_SQL = 'signs_up and presence is null'

const leave = (state: string) => ({
  holds: ({ leaveState }: StatusFacts) => leaveState === state,
  sql: `leave_state = '${state}'`,
})

/** The first that holds decides. */
const RULES: readonly Rule[] = [
  { status: 'observer', holds: ({ presence }) => presence === 'observer', sql: "presence = 'observer'" },
  {
    status: 'walk_in',
    holds: ({ presence, inOffice, invited }) => cameAs(presence) !== undefined && !(inOffice && invited),
    sql: `${CAME_SQL} and not (in_office and invited)`,
  },
  ...CAME.map((status) => ({
    status,
    holds: ({ presence }: StatusFacts) => presence === status,
    sql: `presence = '${status}'`,
  })),
  {
    status: null,
    holds: ({ inOffice, invited, presence }) => !inOffice || (!invited && presence === null),
    sql: 'not in_office or (not invited and presence is null)',
  },
  { status: 'exempt', holds: ({ exempt }) => exempt, sql: 'exempt' },
  { status: 'leave_approved', holds: ({ presence }) => presence === 'leave', sql: "presence = 'leave'" },
  {
    status: 'declined',
    holds: (facts) => isUnmarkedSignUp(facts) && facts.response === 'declined',
    sql: `${UNMARKED_SQL} and response = 'declined'`,
  },
  {
    status: 'not_signed_up',
    holds: (facts) => isUnmarkedSignUp(facts) && facts.response !== 'accepted',
    sql: `${UNMARKED_SQL} and response <> 'accepted'`,
  },
  {
    status: 'waiting',
    holds: (facts) => isUnmarkedSignUp(facts) && facts.waits,
    sql: `${UNMARKED_SQL} and waits`,
  },
  { status: 'leave_approved', ...leave('approved') },
  { status: 'leave_pending', ...leave('submitted') },
  { status: 'leave_refused', ...leave('refused') },
  { status: 'absent', holds: ({ presence }) => presence === 'absent', sql: "presence = 'absent'" },
]

/** The status; undefined for a member who was not expected and did not come. */
export function statusOf(facts: StatusFacts): AttendanceStatus | undefined {
  const rule = RULES.find(({ holds }) => holds(facts))
  return rule ? (rule.status ?? undefined) : 'unknown'
}

/** The same as an expression over the columns of `presences`. */
export const STATUS_SQL = `case ${RULES.map(
  ({ status, sql }) => `when ${sql} then ${status === null ? 'null' : `'${status}'`}`,
).join(' ')} else 'unknown' end`

const LEAVE_ORDER = ['approved', 'submitted', 'refused']

/** Of two requests for leave of one member from one session, whether the first counts rather than the other. */
export const outranks = (state: string, other: string): boolean =>
  LEAVE_ORDER.indexOf(state) < LEAVE_ORDER.indexOf(other)

const PRESENT = ['present', 'late', 'left_early'] as const satisfies readonly AttendanceStatus[]
const MISSED = ['partial', 'leave_approved', 'leave_refused', 'absent'] as const
/** Nobody has said yet what happened. */
const OPEN = ['unknown', 'leave_pending'] as const satisfies readonly AttendanceStatus[]
const EXPECTED: readonly AttendanceStatus[] = [...PRESENT, ...MISSED, ...OPEN]

/** In 应到 of a roll: everybody expected, whether or not we know what happened. */
export const isExpected = (status: AttendanceStatus): boolean => EXPECTED.includes(status)

/** In 实到. Who was there for a part counts only where a regulation says so. */
export const isPresent = (status: AttendanceStatus): boolean => PRESENT.some((present) => present === status)

/** What happened to one member at one session; `settled`: the roll is closed, and a blank in it stays one. */
export interface SessionStatus {
  status: AttendanceStatus
  settled: boolean
}

/** Expected, and nobody has said yet what happened: in no rate. */
export const isUnresolved = ({ status, settled }: SessionStatus): boolean =>
  !settled && OPEN.some((open) => open === status)

/** The same, and what is in 应到 of a rate, as conditions over `status` and `settled`. */
const listed = (statuses: readonly string[]) => `status in (${statuses.map((one) => `'${one}'`).join(', ')})`
export const UNRESOLVED_SQL = `(${listed(OPEN)} and not settled)`
export const EXPECTED_SQL = `(${listed(EXPECTED)} and not ${UNRESOLVED_SQL})`
export const PRESENT_SQL = listed(PRESENT)

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
  notSignedUp: number
}

const TALLIED: Record<AttendanceStatus, Exclude<keyof Tally, 'expected'>> = {
  present: 'present',
  late: 'present',
  left_early: 'present',
  partial: 'partial',
  observer: 'observers',
  walk_in: 'walkIns',
  leave_approved: 'leave',
  leave_pending: 'unresolved',
  leave_refused: 'absent',
  absent: 'absent',
  declined: 'notSignedUp',
  not_signed_up: 'notSignedUp',
  waiting: 'notSignedUp',
  exempt: 'exempt',
  unknown: 'unresolved',
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
    notSignedUp: 0,
  }
  for (const status of statuses) {
    if (isExpected(status)) tally.expected += 1
    tally[TALLIED[status]] += 1
  }
  return tally
}

/** In 应到 of a rate: expected, and somebody has said what happened. */
export const isCounted = (session: SessionStatus): boolean =>
  isExpected(session.status) && !isUnresolved(session)

/** Why a session of a member is in no rate, by the name under which a rate tells of it. */
function reasonOf(session: SessionStatus): string | undefined {
  if (isCounted(session)) return undefined
  return isUnresolved(session) ? 'unresolved' : session.status
}

/** 出席率: who came of who was expected, session by session; what is in neither is told by its reason. */
export function attendanceRate(sessions: readonly SessionStatus[], asOf: string): Rate {
  const counted = sessions.filter(isCounted)
  const present = counted.filter(({ status }) => isPresent(status)).length
  const reasons = Map.groupBy(
    sessions.flatMap((session) => reasonOf(session) ?? []),
    (reason) => reason,
  )
  const excluded = [...reasons].map(([reason, of]) => ({ reason, records: of.length }))
  excluded.sort((a, b) => (a.reason < b.reason ? -1 : 1))
  return rateOf(present, counted.length, 'present_of_expected_less_exempt', asOf, excluded)
}

/** The readings of 出席率 that are in use: with the sessions from which a member was exempt below, and without them. */
export function attendanceRates(sessions: readonly SessionStatus[], asOf: string): Rate[] {
  const rate = attendanceRate(sessions, asOf)
  const all = rate.denominator + sessions.filter(({ status }) => status === 'exempt').length
  return [rateOf(rate.numerator, all, 'present_of_all_expected', asOf), rate]
}

/** More than half of the members who are invited; those who are exempt are members all the same. */
export function quorumOf(roll: readonly { invited: boolean; status: AttendanceStatus }[]) {
  const invited = roll.filter((item) => item.invited)
  if (invited.length === 0) return null
  const needed = Math.floor(invited.length / 2) + 1
  const present = invited.filter(({ status }) => isPresent(status)).length
  return { needed, present, met: present >= needed }
}
