import { AppError } from '../../core/errors.ts'
import type { Moves } from '../../core/moves.ts'
import { VERIFICATIONS } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import type { Row } from '../../storage/tables.ts'

/** Whether a declared record holds: somebody else than the member says so, says no, or asks back. */

type DutyRecord = Row<'dutyRecords'>

export const Verification = coded(VERIFICATIONS).meta({
  description: '`asked_back`: the department asked something; a change by the member answers it.',
})

export const VERIFICATION_MOVES = {
  confirm: { from: ['unverified', 'asked_back'], to: 'confirmed' },
  refuse: { from: ['unverified', 'asked_back'], to: 'refused' },
  'ask-back': { from: ['unverified'], to: 'asked_back' },
  answer: { from: ['asked_back'], to: 'unverified' },
} as const satisfies Moves

/** What a change makes of the verification: the answer of the member reopens it, a correction leaves it as it is. */
export function afterChange(row: DutyRecord, declarant: boolean): Partial<DutyRecord> {
  if (row.verification === 'refused') throw ended(row)
  if (!declarant) return {}
  if (row.verification === 'confirmed') throw ended(row)
  if (row.verification !== 'asked_back') return {}
  return { verification: 'unverified', verifiedBy: null, verifiedAt: null }
}

/** What was decided stands: a member writes a new record instead. */
export const ended = ({ verification }: DutyRecord): AppError =>
  new AppError('state_conflict', {
    en: `It is ${verification} and changes no more: ask the department, or enter a new one`,
    zh: `该记录${verification === 'confirmed' ? '已确认' : '未获认定'}，不能再改；请联系负责部门，或另行填报`,
  })
