import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AttendanceStatus } from '../../src/duties/attendance/status.ts'
import {
  ATTENDANCE_RULES,
  countSessions,
  meetingOutcome,
  type SessionCounts,
} from '../../src/scoring/mechanisms/attendance-outcome.ts'
import { outcomeByTrying } from './reference.ts'

const SEED = 20190102

const none = { eligible: 0, present: 0, late: 0, leftEarly: 0, leave: 0, absent: 0, unknown: 0 }
const counts = (some: Partial<SessionCounts>): SessionCounts => {
  const { walkIn: _, observer: __, eligible: ___, ...counted } = { ...none, ...some }
  return { ...none, ...some, eligible: Object.values(counted).reduce((a, b) => (a ?? 0) + (b ?? 0), 0) ?? 0 }
}

describe('one outcome from the sessions of a meeting', () => {
  test.each([
    ['6 of 8 with leave for 2', { present: 6, leave: 2 }, 'attended'],
    ['5 of 8 with leave for 3', { present: 5, leave: 3 }, 'leave_approved'],
    ['5 of 8 with leave for 1 and absence from 2', { present: 5, leave: 1, absent: 2 }, 'absent'],
    ['late and left early are attendance', { late: 3, leftEarly: 3, absent: 2 }, 'attended'],
    ['exactly two thirds', { present: 2, absent: 1 }, 'attended'],
    ['a tie is an absence', { leave: 2, absent: 2 }, 'absent'],
    ['an open session that could decide', { present: 5, leave: 2, unknown: 1 }, 'unknown'],
    ['an open session that cannot decide', { present: 6, leave: 1, unknown: 1 }, 'attended'],
    ['an open session among absences', { absent: 3, leave: 1, unknown: 1 }, 'absent'],
    ['an open session that could make a tie', { leave: 2, absent: 1, unknown: 1 }, 'unknown'],
    ['only parts of sessions', { partial: 2, present: 1 }, 'partial'],
    ['nothing that counts', {}, 'exempt'],
    ['a walk-in', { walkIn: 1 }, 'walk_in'],
    ['an observer', { observer: 1 }, 'observer'],
  ] as const)('%s', (_, some, outcome) => {
    expect(meetingOutcome(counts(some), 'two_thirds')).toBe(outcome)
  })

  test('all needs every session, any needs one', () => {
    expect(meetingOutcome(counts({ present: 7, leave: 1 }), 'all')).toBe('leave_approved')
    expect(meetingOutcome(counts({ present: 8 }), 'all')).toBe('attended')
    expect(meetingOutcome(counts({ present: 1, absent: 7 }), 'any')).toBe('attended')
    expect(meetingOutcome(counts({ absent: 7, unknown: 1 }), 'any')).toBe('unknown')
  })

  test(`agrees with trying every way the open sessions could have gone (seed ${SEED})`, () => {
    const small = fc.integer({ min: 0, max: 4 })
    const some = fc.record({
      present: small,
      late: fc.integer({ min: 0, max: 1 }),
      leftEarly: fc.integer({ min: 0, max: 1 }),
      leave: small,
      absent: small,
      unknown: fc.integer({ min: 0, max: 3 }),
      partial: fc.integer({ min: 0, max: 3 }),
      walkIn: fc.integer({ min: 0, max: 1 }),
      observer: fc.integer({ min: 0, max: 1 }),
    })
    fc.assert(
      fc.property(some, fc.constantFrom(...ATTENDANCE_RULES), (given, rule) => {
        expect(meetingOutcome(counts(given), rule)).toBe(outcomeByTrying(counts(given), rule))
      }),
      { seed: SEED, numRuns: 2000 },
    )
  })
})

describe('counting sessions', () => {
  test('refused leave is absent, undecided leave unknown; declined, exempt and guests stand outside', () => {
    expect(countSessions(AttendanceStatus.options)).toEqual({
      ...none,
      eligible: 9,
      present: 1,
      late: 1,
      leftEarly: 1,
      partial: 1,
      leave: 1,
      absent: 2,
      unknown: 2,
      walkIn: 1,
      observer: 1,
    })
  })
})
