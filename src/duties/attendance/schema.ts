import { z } from 'zod'
import { Code, Day, Id, Instant, Prose, SentInstant } from '../../core/fields.ts'
import { RECORDING_METHODS, STORED_METHODS } from '../../core/words/meetings.ts'
import { coded, inWords } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import { AttendanceStatus, Presence } from './status.ts'

export const AttendanceMark = z
  .strictObject({
    memberId: Id,
    presence: Presence.nullable().meta({
      description: 'null takes the mark back, with the points that it gave.',
    }),
    leaveType: Code.nullable().default(null).meta({ description: 'Of the catalogue leave_type, for leave.' }),
    arrivedAt: SentInstant.nullable().default(null).meta({
      description:
        '`present` with a time after the start and the grace of the meeting is recorded as `late`.',
    }),
    note: Prose(500).nullable().default(null),
  })
  .meta({ id: 'AttendanceMark' })
export type AttendanceMark = z.infer<typeof AttendanceMark>

export const ROLL_MAX = 1_000

export const RollCall = z
  .strictObject({
    items: z.array(AttendanceMark).min(1).max(ROLL_MAX),
    method: coded(RECORDING_METHODS).default('staff'),
  })
  .meta({
    id: 'RollCall',
    example: { items: [{ memberId: '0197f6a0-0000-7000-8000-000000000001', presence: 'present' }] },
  })

export const TallyShape = z
  .object({
    expected: z.int().meta({ description: '应到.' }),
    present: z.int().meta({ description: '实到.' }),
    leave: z.int(),
    absent: z.int(),
    unresolved: z.int(),
    partial: z.int(),
    observers: z.int(),
    walkIns: z.int(),
    exempt: z.int(),
    notSignedUp: z
      .int()
      .optional()
      .meta({ description: 'Where one signs up: said no, gave no answer, or waits for a place.' }),
  })
  .meta({ id: 'AttendanceTally', description: 'expected = present + leave + absent + partial + unresolved.' })

/** 法定人数: a plain fact, which settles nothing by itself. */
const Quorum = z
  .object({
    needed: z.int().meta({ description: 'More than half of the invited members.' }),
    present: z.int().meta({ description: '实到, as in the tally.' }),
    met: z.boolean(),
  })
  .meta({ id: 'Quorum' })

const SessionRoll = z
  .object({
    sessionId: Id,
    meetingId: Id,
    day: Day,
    state: z.string(),
    tally: TallyShape,
    quorum: Quorum.nullable().meta({
      description: 'Of statutory meetings; null for others, and where nobody is invited.',
    }),
    items: z.array(
      z.object({
        memberId: Id,
        memberNo: z.string(),
        name: z.string(),
        invited: z.boolean(),
        status: AttendanceStatus,
        leaveType: z.string().nullable(),
        method: inWords(z.string(), STORED_METHODS).nullable(),
        note: z.string().nullable(),
        version: z.int().meta({ description: '0: nothing recorded yet.' }),
      }),
    ),
  })
  .meta({ id: 'SessionRoll' })

export const AttendanceRow = z
  .object({
    sessionId: Id,
    memberId: Id,
    presence: Presence,
    leaveType: z.string().nullable(),
    method: inWords(z.string(), STORED_METHODS),
    arrivedAt: Instant.nullable(),
    note: z.string().nullable(),
    importId: Id.nullable(),
    version: z.int(),
    updatedAt: Instant,
    deletedAt: Instant.nullable(),
  })
  .meta({ id: 'Attendance' })

const RollResult = z
  .object({ created: z.int(), changed: z.int(), unchanged: z.int() })
  .meta({ id: 'RollResult' })

export const getSessionRoll = operation('getSessionRoll', SessionRoll)
export const rollOperation = operation('recordAttendance', RollResult)
