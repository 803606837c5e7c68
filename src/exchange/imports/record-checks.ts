import { AppError } from '../../core/errors.ts'
import type { Principal } from '../../http/route.ts'
import { from, not } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'
import { isRecordResource } from './planner/records/record-table.ts'
import { mayWrite, USE_CASES } from './record-use-cases.ts'
import type { Import } from './store.ts'

/**
 * Before a plan of records is committed or taken back: the right to write them, and no other import of them since the
 * plan or under way, because a row that another sheet has recorded would be recorded twice.
 */
export async function checkRecords(tx: Tx, row: Import, principal: Principal): Promise<void> {
  if (!isRecordResource(row.resource)) return
  mayWrite(principal, USE_CASES[row.resource].resource.permission.write)
  const running = await from(tx, 'imports', {
    resource: row.resource,
    id: not(row.id),
    state: ['committing', 'reverting'],
  })
    .pick('id')
    .first()
  if (running) {
    throw new AppError('state_conflict', {
      en: `Import ${running.id} of ${row.resource} is under way: wait until it is done`,
      zh: `同类数据的导入 ${running.id} 正在进行，请等它完成`,
    })
  }
}

/** Changes by other imports of the same resource since the plan was made. */
export async function importsSince(
  tx: Tx,
  row: Import,
): Promise<{ seq: number; type: string; subjectId: string }[]> {
  if (!isRecordResource(row.resource)) return []
  return tx.query(
    `select e.seq, e.type, e.subject_type, e.subject_id, e.at from events e
       join imports i on i.committee_id = e.committee_id and cast(i.id as text) = e.subject_id
      where e.committee_id = ? and e.seq > ? and e.subject_type = 'imports' and i.resource = ? and i.id <> ?
        and e.type in ('import.chunk_committed', 'import.chunk_reverted') order by e.seq`,
    [tx.committeeId, row.planSeq, row.resource, row.id],
  )
}
