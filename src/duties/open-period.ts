import { AppError } from '../core/errors.ts'
import type { Tx } from '../storage/storage.ts'

/** Refuses a change that would move a closed period; asked in the writing transaction, so that closing never races it. */
export async function checkOpen(tx: Tx, ...days: (string | null | undefined)[]): Promise<void> {
  for (const day of days) {
    if (!day) continue
    const [closed] = await tx.query<{ id: string; name: string }>(
      "select id, name from periods where committee_id = ? and state = 'closed' and starts_on <= ? and ends_on >= ? and deleted_at is null",
      [tx.committeeId, day, day],
    )
    if (!closed) continue
    throw new AppError(
      'period_closed',
      {
        en: `${day} lies in the closed period ${closed.name}: reopen it with a reason, or record a correction`,
        zh: `${day} 属于已关闭的考核周期“${closed.name}”：请说明理由重新打开，或走更正程序`,
      },
      { fields: { periodId: closed.id } },
    )
  }
}
