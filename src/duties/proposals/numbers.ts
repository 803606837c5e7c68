import { AppError } from '../../core/errors.ts'
import { from, not } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'

/** 流水号: one proposal of a session has it. Proposals between sessions are numbered by the office as it likes. */
export async function checkSerialNo(
  tx: Tx,
  { serialNo, plenarySessionId }: { serialNo: string | null; plenarySessionId: string | null },
  ownId: string | null,
): Promise<void> {
  if (serialNo === null || plenarySessionId === null) return
  const others = ownId === null ? {} : { id: not(ownId) }
  const other = await from(tx, 'proposals', { plenarySessionId, serialNo, deletedAt: null, ...others })
    .pick('id')
    .first()
  if (!other) return
  throw new AppError(
    'already_exists',
    {
      en: `Another proposal of this session has the number ${serialNo} (${other.id})`,
      zh: `本次会议已有流水号为 ${serialNo} 的提案（${other.id}）`,
    },
    { errors: [{ pointer: '/serialNo', code: 'already_exists', detail: other.id }] },
  )
}
