import { checkInOffice, memberNamed } from '../../committee/members/in-office.ts'
import { ruleViolation } from '../../core/errors.ts'
import type { Tx } from '../../storage/storage.ts'
import type { ReportMember } from './store.ts'

/** Each once, one leader at most; in office on the day on which it was handed in, once it was. */
export async function checkMembers(
  tx: Tx,
  members: readonly ReportMember[],
  submittedOn: string | null,
): Promise<void> {
  for (const [index, { memberId, role }] of members.entries()) {
    const before = members.slice(0, index)
    const pointer = `/members/${index}/memberId`
    if (before.some((other) => other.memberId === memberId)) {
      throw ruleViolation(
        'research_reports.members_once',
        { en: 'A member stands on a report once', zh: '同一委员不能重复列入' },
        pointer,
      )
    }
    if (role === 'leader' && before.some((other) => other.role === 'leader')) {
      throw ruleViolation(
        'research_reports.one_leader',
        { en: 'A report has one leader at most', zh: '调研报告最多一名组长' },
        `/members/${index}/role`,
      )
    }
    if (submittedOn === null) await memberNamed(tx, memberId, pointer)
    else await checkInOffice(tx, memberId, submittedOn, { rule: 'research_reports.in_office', pointer })
  }
}
