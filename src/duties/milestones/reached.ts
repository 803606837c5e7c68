import { AppError } from '../../core/errors.ts'
import { isNamed } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

/** What is given back is handed in again on another day: a milestone would stand before it. */
export async function refuseReached(tx: Tx, column: 'proposalId' | 'opinionId', id: string): Promise<void> {
  if (!(await isNamed(tx, 'milestones', column, id))) return
  throw new AppError('state_conflict', {
    en: 'Milestones are recorded of it: withdraw them first',
    zh: '该件已登记进展，请先撤回进展记录',
  })
}
