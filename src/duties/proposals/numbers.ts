import { AppError } from '../../core/errors.ts'
import { from, not } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'

const NUMBERS = {
  serialNo: { en: 'serial number', zh: '流水号' },
  caseNo: { en: 'case number', zh: '案号' },
} as const

interface Numbered {
  plenarySessionId: string | null
  serialNo?: string | null
  caseNo?: string | null
}

/**
 * 流水号, 案号: one proposal of a session has it. Proposals between sessions are numbered by the office as it likes.
 *
 * @throws {AppError} `already_exists`, with the proposal that has it.
 */
export async function checkNumber(
  tx: Tx,
  field: keyof typeof NUMBERS,
  { plenarySessionId, [field]: number = null }: Numbered,
  ownId: string | null,
): Promise<void> {
  if (number === null || plenarySessionId === null) return
  const others = ownId === null ? {} : { id: not(ownId) }
  const other = await from(tx, 'proposals', { plenarySessionId, [field]: number, deletedAt: null, ...others })
    .pick('id')
    .first()
  if (!other) return
  const { en, zh } = NUMBERS[field]
  throw new AppError(
    'already_exists',
    {
      en: `Another proposal of this session has the ${en} ${number} (${other.id}): send another one, or renumber that proposal first`,
      zh: `本次会议已有${zh}为 ${number} 的提案（${other.id}），请改用其他号码，或先更正该提案的号码`,
    },
    { errors: [{ pointer: `/${field}`, code: 'already_exists', detail: other.id }] },
  )
}
