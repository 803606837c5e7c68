import { rateOf } from '../../core/rates.ts'
import { isExpected, isPresent, statusIn, tallyOf } from '../../duties/attendance/status.ts'
import type { Fact } from '../../scoring/facts.ts'
import type { ArchiveAttendance } from '../archive/entries.ts'

/**
 * Attendance as reports of the first two formats printed it, so that they are computed again as they were: who was not
 * recorded was expected, and who did not sign up stood with those who were exempt.
 */
export function firstAttendanceOf(facts: readonly Fact[], asOf: string): ArchiveAttendance {
  const statuses = facts.flatMap((fact) => (fact.scope === 'session' ? (statusIn(fact.outcome) ?? []) : []))
  const { notSignedUp, ...tally } = tallyOf(statuses)
  const present = statuses.filter(isPresent).length
  const expected = statuses.filter(isExpected).length
  const exempt = statuses.filter((status) => status === 'exempt').length
  return {
    tally: { ...tally, exempt: tally.exempt + notSignedUp },
    rates: [
      rateOf(present, expected + exempt, 'present_of_all_expected', asOf),
      rateOf(present, expected, 'present_of_expected_less_exempt', asOf),
    ],
  }
}
