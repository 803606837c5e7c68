import type { Principal } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
import { filled, from } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { AttendanceMark } from './schema.ts'

/** Kinds of leave on a roll: one of them tells an illness. */

/** Those who may see personal data, and the department that organised the meeting, which records the kinds itself. */
export const seesKinds = (principal: Principal, { ownerOrganizationId: by }: Row<'meetings'>): boolean =>
  sightOf(principal, { recorded: { by, with: 'duties.record' } }) !== 'masked'

/**
 * Marks of somebody who is not shown the kinds: leave without one keeps the one that is recorded. Sent back as it was
 * read, a roll would lose them otherwise.
 */
export async function keepingKinds(
  tx: Tx,
  sessionId: string,
  marks: readonly AttendanceMark[],
): Promise<AttendanceMark[]> {
  const match = { sessionId, leaveType: filled, deletedAt: null }
  const rows = await from(tx, 'attendance', match).pick('memberId', 'leaveType')
  const kinds = new Map(rows.map(({ memberId, leaveType }) => [memberId, leaveType]))
  return marks.map((mark) =>
    mark.presence === 'leave' && mark.leaveType === null
      ? { ...mark, leaveType: kinds.get(mark.memberId) ?? null }
      : mark,
  )
}
