import type { AttendanceStatus } from '../../duties/attendance/status.ts'

/**
 * What happened at one session, and how the sessions of a meeting make one outcome.
 *
 * A session has a status. A meeting carries the counts of its sessions; the regulation names how the counts become
 * an outcome: attended at `all`, at `two_thirds` or at `any` of them.
 */

export type Status = AttendanceStatus

/** The statuses that are attendance wherever a regulation says `attended`. */
export const ATTENDED: readonly Status[] = ['present', 'late', 'left_early']

/** What a meeting can come to. `exempt`: no session of it counts for this member. */
export type MeetingOutcome =
  | 'attended'
  | 'leave_approved'
  | 'absent'
  | 'partial'
  | 'walk_in'
  | 'observer'
  | 'exempt'
  | 'unknown'
export type Outcome = Status | MeetingOutcome

export const ATTENDANCE_RULES = ['two_thirds', 'all', 'any'] as const
export type AttendanceRule = (typeof ATTENDANCE_RULES)[number]

/**
 * Sessions of one meeting by what happened. `eligible` = present + late + leftEarly + partial + leave + absent +
 * unknown; walk-ins and observations stand outside it, exempt and declined sessions are not counted at all.
 */
export interface SessionCounts {
  eligible: number
  present: number
  late: number
  leftEarly: number
  leave: number
  absent: number
  unknown: number
  partial?: number | undefined
  walkIn?: number | undefined
  observer?: number | undefined
}

/** Which count a status goes to: leave refused is absent, leave undecided is unknown. */
const COUNT_OF: Record<Status, keyof SessionCounts | null> = {
  present: 'present',
  late: 'late',
  left_early: 'leftEarly',
  partial: 'partial',
  observer: 'observer',
  walk_in: 'walkIn',
  leave_approved: 'leave',
  leave_pending: 'unknown',
  leave_refused: 'absent',
  absent: 'absent',
  declined: null,
  not_signed_up: null,
  waiting: null,
  exempt: null,
  unknown: 'unknown',
}

/** Counts the sessions of one meeting for one member. */
export function countSessions(statuses: Iterable<Status>): SessionCounts {
  const counts: SessionCounts = {
    eligible: 0,
    present: 0,
    late: 0,
    leftEarly: 0,
    leave: 0,
    absent: 0,
    unknown: 0,
  }
  for (const status of statuses) {
    const name = COUNT_OF[status]
    if (name === null) continue
    counts[name] = (counts[name] ?? 0) + 1
    if (name !== 'walkIn' && name !== 'observer') counts.eligible += 1
  }
  return counts
}

/** Whether a share of the sessions is enough to have attended the meeting. */
function enough(attended: number, eligible: number, rule: AttendanceRule): boolean {
  if (rule === 'all') return attended === eligible
  if (rule === 'any') return attended > 0
  return attended * 3 >= eligible * 2
}

/**
 * One outcome for a meeting. Below the threshold it is what prevails among the missed sessions, and a tie is an
 * absence; it is `unknown` as soon as the sessions without a record could change it, and `exempt` when no session
 * counts. A meeting seen only as a walk-in or an observer has that outcome.
 */
export function meetingOutcome(counts: SessionCounts, rule: AttendanceRule): MeetingOutcome {
  const { eligible, leave, absent, unknown } = counts
  if (eligible === 0) {
    if ((counts.walkIn ?? 0) > 0) return 'walk_in'
    return (counts.observer ?? 0) > 0 ? 'observer' : 'exempt'
  }
  const attended = counts.present + counts.late + counts.leftEarly
  if (enough(attended, eligible, rule)) return 'attended'
  if (enough(attended + unknown, eligible, rule)) return 'unknown'
  const partial = counts.partial ?? 0
  if (leave > absent + unknown && leave > partial + unknown) return 'leave_approved'
  if (partial > absent + unknown && partial > leave + unknown) return 'partial'
  const leaveCould = leave + unknown > absent && leave + unknown > partial
  const partialCould = partial + unknown > absent && partial + unknown > leave
  return leaveCould || partialCould ? 'unknown' : 'absent'
}
