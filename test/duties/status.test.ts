import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rateOf } from '../../src/core/rates.ts'
import {
  AttendanceStatus,
  isUnresolved,
  Presence,
  type StatusFacts,
  statusOf,
  tallyOf,
} from '../../src/duties/attendance/status.ts'

const facts = (values: Partial<StatusFacts>): StatusFacts => ({
  inOffice: true,
  invited: true,
  response: 'pending',
  waits: false,
  participationMode: 'must_attend',
  leaveState: null,
  presence: null,
  exempt: false,
  ...values,
})

describe('nobody has said yet what happened', () => {
  it.each([
    ['unknown', false, true],
    ['leave_pending', false, true],
    ['unknown', true, false],
    ['absent', false, false],
    ['present', false, false],
  ] as const)('%s, settled %s: %s', (status, settled, expected) => {
    expect(isUnresolved({ status, settled })).toBe(expected)
  })
})

describe('four facts, one status', () => {
  it.each([
    ['came', { presence: 'present' }, 'present'],
    ['came late', { presence: 'late' }, 'late'],
    ['came uninvited', { presence: 'present', invited: false }, 'walk_in'],
    ['sat in', { presence: 'observer', invited: false }, 'observer'],
    ['asked for leave, undecided', { leaveState: 'submitted' }, 'leave_pending'],
    ['leave approved', { leaveState: 'approved' }, 'leave_approved'],
    [
      'leave approved, marked absent before',
      { leaveState: 'approved', presence: 'absent' },
      'leave_approved',
    ],
    ['leave refused', { leaveState: 'refused', presence: 'absent' }, 'leave_refused'],
    ['on leave by the roll', { presence: 'leave' }, 'leave_approved'],
    ['leave approved, came all the same', { leaveState: 'approved', presence: 'present' }, 'present'],
    ['absent', { presence: 'absent' }, 'absent'],
    ['declined to sign up', { participationMode: 'sign_up', response: 'declined' }, 'declined'],
    ['declined where attendance is due', { response: 'declined' }, 'unknown'],
    ['exempt that day', { exempt: true, presence: 'absent' }, 'exempt'],
    ['exempt, came all the same', { exempt: true, presence: 'present' }, 'present'],
    // What decides first, where several would: not in office, came, exempt, leave, absent, declined.
    ['exempt with leave', { exempt: true, leaveState: 'approved' }, 'exempt'],
    ['exempt, on leave by the roll', { exempt: true, presence: 'leave' }, 'exempt'],
    ['exempt, leave undecided', { exempt: true, leaveState: 'submitted' }, 'exempt'],
    ['exempt, leave refused', { exempt: true, leaveState: 'refused' }, 'exempt'],
    ['exempt, declined', { exempt: true, participationMode: 'sign_up', response: 'declined' }, 'exempt'],
    ['leave undecided, marked absent', { leaveState: 'submitted', presence: 'absent' }, 'leave_pending'],
    ['leave refused, on leave by the roll', { leaveState: 'refused', presence: 'leave' }, 'leave_approved'],
    ['leave refused, came', { leaveState: 'refused', presence: 'late' }, 'late'],
    [
      'declined, marked absent',
      { participationMode: 'sign_up', response: 'declined', presence: 'absent' },
      'absent',
    ],
    [
      'declined, leave undecided',
      { participationMode: 'sign_up', response: 'declined', leaveState: 'submitted' },
      'declined',
    ],
    ['free to sign up, no answer', { participationMode: 'sign_up' }, 'not_signed_up'],
    [
      'free to sign up, no answer, leave approved',
      { participationMode: 'sign_up', leaveState: 'approved' },
      'not_signed_up',
    ],
    ['free to sign up, no answer, came', { participationMode: 'sign_up', presence: 'present' }, 'present'],
    ['signed up', { participationMode: 'sign_up', response: 'accepted' }, 'unknown'],
    ['signed up, waits', { participationMode: 'sign_up', response: 'accepted', waits: true }, 'waiting'],
    [
      'signed up, waits, came all the same',
      { participationMode: 'sign_up', response: 'accepted', waits: true, presence: 'late' },
      'late',
    ],
    [
      'signed up, leave approved',
      { participationMode: 'sign_up', response: 'accepted', leaveState: 'approved' },
      'leave_approved',
    ],
    ['signed up, exempt', { participationMode: 'sign_up', response: 'accepted', exempt: true }, 'exempt'],
    ['not invited, marked absent', { invited: false, presence: 'absent' }, 'absent'],
    ['no member that day, sat in', { inOffice: false, presence: 'observer' }, 'observer'],
    ['no member that day, exempt', { inOffice: false, exempt: true, presence: 'absent' }, undefined],
    ['left early', { presence: 'left_early' }, 'left_early'],
    ['was there for a part', { presence: 'partial' }, 'partial'],
    ['nothing known', {}, 'unknown'],
    ['neither invited nor there', { invited: false }, undefined],
    ['no member that day, absent', { inOffice: false, presence: 'absent' }, undefined],
    ['no member that day, came', { inOffice: false, presence: 'present' }, 'walk_in'],
  ] as const)('%s', (_, values, status) => {
    expect(statusOf(facts(values as Partial<StatusFacts>))).toBe(status)
  })

  it('expected = present + leave + absent + partial + unresolved, whatever happened (seed 7)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...AttendanceStatus.options), { maxLength: 60 }), (statuses) => {
        const tally = tallyOf(statuses)
        const parts = tally.present + tally.leave + tally.absent + tally.partial + tally.unresolved
        expect(parts).toBe(tally.expected)
        expect(tally.expected + tally.observers + tally.walkIns + tally.exempt + tally.notSignedUp).toBe(
          statuses.length,
        )
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  it('nobody who was not invited enters the denominator (seed 11)', () => {
    const presence = fc.option(fc.constantFrom(...Presence.options))
    fc.assert(
      fc.property(presence, fc.boolean(), (mark, exempt) => {
        const status = statusOf(facts({ invited: false, presence: mark, exempt }))
        if (status === undefined || mark === 'absent' || mark === 'leave') return
        expect(tallyOf([status]).expected).toBe(0)
      }),
      { seed: 11, numRuns: 200 },
    )
  })
})

describe('rates', () => {
  it.each([
    [0, 0, null],
    [2, 3, 66.7],
    [1, 8, 12.5],
    [1, 2000, 0.1],
    [399, 486, 82.1],
    [238, 272, 87.5],
  ])('%i of %i is %s', (numerator, denominator, value) => {
    expect(rateOf(numerator, denominator, 'rule', '2019-12-31')).toEqual({
      value,
      numerator,
      denominator,
      rule: 'rule',
      asOf: '2019-12-31',
    })
  })
})
