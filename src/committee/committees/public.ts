import { committeeByCode } from '../../access/directory.ts'
import type { Db } from '../../storage/storage.ts'

/** What of a committee anybody may read: nothing, until it says so itself. */

export const publicProposalsIn = (settings: unknown): boolean =>
  (settings as { publicProposals?: unknown } | null)?.publicProposals === true

/** The committee of a code, if it shows its published proposals; one that does not is not there. */
export async function openCommittee(db: Db, code: string): Promise<string | undefined> {
  const committeeId = await committeeByCode(db, code)
  if (!committeeId) return undefined
  const row = await db
    .selectFrom('committees')
    .select('settings')
    .where('committeeId', '=', committeeId)
    .where('id', '=', committeeId)
    .executeTakeFirst()
  return row && publicProposalsIn(JSON.parse(row.settings)) ? committeeId : undefined
}
