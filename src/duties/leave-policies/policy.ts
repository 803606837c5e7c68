import { daysInclusive } from '../../core/days.ts'
import { from } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** Which policy holds for a leave: the type's own before the general one, the shortest that covers it. */

export type LeavePolicy = Row<'leavePolicies'>

export const policiesOf = (tx: Tx): Promise<LeavePolicy[]> =>
  from(tx, 'leavePolicies', { deletedAt: null }).execute()

type Fitting = Pick<LeavePolicy, 'typeCode' | 'maxHalfDays'>

/** Undefined where none covers the length: nothing is asked for then. */
export function policyFor<P extends Fitting>(
  policies: readonly P[],
  typeCode: string,
  halfDays: number,
): P | undefined {
  const covering = policies.filter(({ maxHalfDays }) => maxHalfDays === null || maxHalfDays >= halfDays)
  const shortest = (type: string | null) =>
    covering
      .filter((policy) => policy.typeCode === type)
      .sort((a, b) => (a.maxHalfDays ?? Infinity) - (b.maxHalfDays ?? Infinity))[0]
  return shortest(typeCode) ?? shortest(null)
}

type Span = Pick<Row<'meetingSessions'>, 'day' | 'dayTo' | 'part'>

/** A whole day is two half-days; a session over several days has its part of each. */
export const halfDaysOf = (sessions: readonly Span[]): number =>
  sessions.reduce(
    (sum, { day, dayTo, part }) => sum + daysInclusive(day, dayTo ?? day) * (part === 'day' ? 2 : 1),
    0,
  )
