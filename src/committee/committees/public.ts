import { committeeByCode } from '../../access/directory.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db } from '../../storage/storage.ts'
import type { CommitteeSettings } from '../../storage/tables/record.ts'

/** What of a committee anybody may read: nothing, until it says so itself. */

export const publicProposalsIn = ({ publicProposals }: CommitteeSettings): boolean => publicProposals === true

/** The committee of a code, if it shows its published proposals; one that does not is not there. */
export async function openCommittee(db: Db, code: string): Promise<string | undefined> {
  const committeeId = await committeeByCode(db, code)
  if (!committeeId) return undefined
  const row = await from(inCommittee(db, committeeId), 'committees', { id: committeeId })
    .pick('settings')
    .first()
  return row && publicProposalsIn(row.settings) ? committeeId : undefined
}
