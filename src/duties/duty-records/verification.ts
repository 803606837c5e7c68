import { z } from 'zod'
import type { Step } from '../../committee/declared/life.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Line } from '../../core/fields.ts'
import { VERIFICATIONS } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import { isOwnMember, requireOwner, requirePermission } from '../../http/rights.ts'
import type { Principal } from '../../http/route.ts'
import { findRow, isNamed } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** Whether a declared record holds: somebody else than the member says so, says no, or asks back. */

type DutyRecord = Row<'dutyRecords'>

export const Verification = coded(VERIFICATIONS).meta({
  description: '`asked_back`: the department asked something; a change by the member answers it.',
})

const Because = z
  .strictObject({ reason: Line(500) })
  .meta({ id: 'VerificationReason', example: { reason: '请补充刊发页面的截图' } })

const Answer = z
  .strictObject({ answer: Line(500) })
  .meta({ id: 'VerificationAnswer', example: { answer: '截图已上传' } })

const theirs = {
  guards: ['day'],
  may: (tx, row, { principal }) => mayWrite(tx, row, principal),
} satisfies Partial<Step<'dutyRecords'>>

const verification = (also?: typeof checkEvidence) =>
  ({
    ...theirs,
    permission: 'duties.record',
    refuses: ['not_owner', 'four_eyes', ...(also ? (['rule_violation'] as const) : [])],
    also: async (tx, row, _body, { principal }) => {
      if (await isDeclarant(tx, row, principal)) {
        throw new AppError('four_eyes', {
          en: 'You declared it: another person verifies it',
          zh: '本人申报的记录须由他人核实',
        })
      }
      await also?.(tx, row)
      return { verifiedBy: principal.actor, verifiedAt: tx.at }
    },
  }) satisfies Partial<Step<'dutyRecords'>>

/** All but the answer are steps by somebody else than the member who declared it. */
export const STEPS = {
  confirm: {
    from: ['unverified', 'asked_back'],
    to: 'confirmed',
    summary: 'It holds: from now on it counts as verified',
    clears: ['verificationNote'],
    ...verification(checkEvidence),
  },
  refuse: {
    from: ['unverified', 'asked_back'],
    to: 'refused',
    summary: 'It does not hold, with the reason; it earns nothing',
    body: Because,
    sets: { reason: 'verificationNote' },
    ...verification(),
  },
  'ask-back': {
    from: ['unverified'],
    to: 'asked_back',
    past: 'asked_back',
    summary: 'Something is missing: the member is asked, and answers by a change or in words',
    body: Because,
    sets: { reason: 'verificationNote' },
    ...verification(),
  },
  answer: {
    from: ['asked_back'],
    to: 'unverified',
    summary: 'What the department asked back is answered: it waits for verification again',
    ...theirs,
    body: Answer,
    sets: { answer: 'verificationNote' },
    clears: ['verifiedBy', 'verifiedAt'],
    refuses: ['not_owner'],
  },
} as const satisfies Record<string, Step<'dutyRecords'>>

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

/** Whether the record is of the person who asks. */
export const isOwn = (tx: Tx, memberId: string, principal: Principal): Promise<boolean> =>
  isOwnMember(tx, tx.committeeId, memberId, principal)

/** A department writes its own records; 403 for everybody else. */
export function mayRecord(principal: Principal, owner: string | null): void {
  requirePermission(principal, 'duties.record', {
    en: 'A member enters and changes what they declared themselves, and nothing else',
    zh: '委员只能填报、修改本人申报的记录',
  })
  requireOwner(principal, owner)
}

const isDeclarant = async (tx: Tx, row: DutyRecord, principal: Principal): Promise<boolean> =>
  row.selfDeclared && (await isOwn(tx, row.memberId, principal))

/** True for the member who declared it, false for its department. */
export async function mayWrite(tx: Tx, row: DutyRecord, principal: Principal): Promise<boolean> {
  if (await isDeclarant(tx, row, principal)) return true
  mayRecord(principal, row.ownerOrganizationId)
  return false
}

async function checkEvidence(tx: Tx, row: DutyRecord): Promise<void> {
  const kind = (await findRow(tx, 'dutyKinds', row.dutyKindId))!
  if (kind.evidence !== 'required' || (await isNamed(tx, 'attachments', 'dutyRecordId', row.id))) return
  throw ruleViolation('duty_records.evidence_required', {
    en: `${kind.name} needs evidence: attach a file first (POST /v1/attachments)`,
    zh: `“${kind.name}”须有佐证材料：请先上传附件（POST /v1/attachments）`,
  })
}
