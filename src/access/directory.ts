import { AppError } from '../core/errors.ts'
import { from, inCommittee } from '../storage/from.ts'
import { INSTALLATION } from '../storage/installation.ts'
import type { Db, Tx } from '../storage/storage.ts'

/**
 * The codes of all committees, which members log in with: the one list that must be unique over the installation, and so
 * belongs to no committee. It also says who stands below whom.
 */

/** The committee of a code; undefined for one that none has. */
export async function committeeByCode(db: Db, code: string): Promise<string | undefined> {
  const row = await from(inCommittee(db, INSTALLATION), 'committeeDirectory', { code })
    .pick('listedId')
    .first()
  return row?.listedId
}

/** The committees directly below one. */
export async function committeesBelow(db: Db, parentId: string): Promise<string[]> {
  const rows = await from(inCommittee(db, INSTALLATION), 'committeeDirectory', { parentId }).pick('listedId')
  return rows.map(({ listedId }) => listedId)
}

/** Enters a committee under its code, in the transaction that makes it; 409 where another has the code. */
export async function listCommittee(
  tx: Tx,
  { id, code, parentId }: { id: string; code: string; parentId: string | null },
): Promise<void> {
  // Whoever is making one with the same code is waited for, on both engines.
  const entered = await tx.run(
    'insert into committee_directory (committee_id, code, listed_id, parent_id) values (?, ?, ?, ?) on conflict do nothing',
    [INSTALLATION, code, id, parentId],
  )
  if (entered === 1) return
  throw new AppError('already_exists', {
    en: `The code ${code} is taken: choose another`,
    zh: `代码 ${code} 已被使用，请换一个`,
  })
}
