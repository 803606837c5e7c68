import type { Principal } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
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
  const rows = await tx.query<{ memberId: string; leaveType: string }>(
    `select member_id, leave_type from attendance
      where committee_id = ? and session_id = ? and presence = 'leave' and leave_type is not null and deleted_at is null`,
    [tx.committeeId, sessionId],
  )
  const kinds = new Map(rows.map(({ memberId, leaveType }) => [memberId, leaveType]))
  return marks.map((mark) =>
    mark.presence === 'leave' && mark.leaveType === null
      ? { ...mark, leaveType: kinds.get(mark.memberId) ?? null }
      : mark,
  )
}
