import { within } from '../../core/days.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** The member that a field names, if one stands. */
export async function memberNamed(tx: Tx, memberId: string, pointer: string): Promise<Row<'members'>> {
  const member = await findRow(tx, 'members', memberId)
  if (!member || member.deletedAt) throw unknownReference(pointer, memberId)
  return member
}

/** Refuses a member whose mandate does not cover the day; `rule` is the name under which HTTP tells it. */
export async function checkInOffice(
  tx: Tx,
  memberId: string,
  day: string,
  place: { rule: string; pointer: string },
): Promise<void> {
  const member = await memberNamed(tx, memberId, place.pointer)
  if (within(day, member.validFrom, member.validTo)) return
  throw ruleViolation(
    place.rule,
    {
      en: `${member.name} is not in office on ${day} (${member.validFrom} to ${member.validTo ?? 'now'})`,
      zh: `${member.name} 在 ${day} 不是在任委员（任期 ${member.validFrom} 至 ${member.validTo ?? '今'}）`,
    },
    place.pointer,
  )
}
