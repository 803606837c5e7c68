import { z } from 'zod'
import { checkOpen } from '../../committee/open-period.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Line } from '../../core/fields.ts'
import { movedTo } from '../../core/moves.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Context, Route } from '../../http/route.ts'
import { isNamed } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { type DutyRecord, dutyRecords, kindOf, mayWrite } from './resource.ts'
import { VERIFICATION_MOVES } from './verification.ts'

const Because = z
  .strictObject({ reason: Line(500) })
  .meta({ id: 'VerificationReason', example: { reason: '请补充刊发页面的截图' } })

const Answer = z
  .strictObject({ answer: Line(500) })
  .meta({ id: 'VerificationAnswer', example: { answer: '截图已上传' } })

export function dutyRecordRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(dutyRecords, secret),
    actionRoute(dutyRecords, {
      verb: 'confirm',
      operationId: 'confirmDutyRecord',
      summary: 'It holds: from now on it counts as verified',
      permission: 'duties.record',
      failures: ['not_owner', 'state_conflict', 'four_eyes', 'rule_violation', 'period_closed'],
      run: async (tx, row, _body, context) => {
        const verified = await verifiedAs(tx, row, 'confirm', context)
        await checkEvidence(tx, row)
        return { ...verified, verificationNote: null }
      },
    }),
    actionRoute(dutyRecords, {
      verb: 'refuse',
      operationId: 'refuseDutyRecord',
      summary: 'It does not hold, with the reason; it earns nothing',
      permission: 'duties.record',
      body: Because,
      failures: ['not_owner', 'state_conflict', 'four_eyes', 'period_closed'],
      run: async (tx, row, body, context) => ({
        ...(await verifiedAs(tx, row, 'refuse', context)),
        verificationNote: body.reason,
      }),
    }),
    actionRoute(dutyRecords, {
      verb: 'ask-back',
      past: 'asked_back',
      operationId: 'askBackDutyRecord',
      summary: 'Something is missing: the member is asked, and answers by a change or in words',
      permission: 'duties.record',
      body: Because,
      failures: ['not_owner', 'state_conflict', 'four_eyes', 'period_closed'],
      run: async (tx, row, body, context) => ({
        ...(await verifiedAs(tx, row, 'ask-back', context)),
        verificationNote: body.reason,
      }),
    }),
    actionRoute(dutyRecords, {
      verb: 'answer',
      operationId: 'answerDutyRecord',
      summary: 'What the department asked back is answered: it waits for verification again',
      permission: 'duties.declare',
      body: Answer,
      failures: ['not_owner', 'state_conflict', 'period_closed'],
      run: async (tx, row, body, { principal }) => {
        await mayWrite(tx, row, principal)
        const verification = movedTo(VERIFICATION_MOVES, row.verification, 'answer')
        await checkOpen(tx, row.day)
        const verificationNote = body.answer
        return { verification, verificationNote, verifiedBy: null, verifiedAt: null }
      },
    }),
  ]
}

/** A step by somebody else than the member who declared it. */
async function verifiedAs(
  tx: Tx,
  row: DutyRecord,
  step: 'confirm' | 'refuse' | 'ask-back',
  { principal }: Context,
): Promise<Partial<DutyRecord>> {
  const declarant = await mayWrite(tx, row, principal)
  const verification = movedTo(VERIFICATION_MOVES, row.verification, step)
  if (declarant) {
    throw new AppError('four_eyes', {
      en: 'You declared it: another person verifies it',
      zh: '本人申报的记录须由他人核实',
    })
  }
  await checkOpen(tx, row.day)
  return { verification, verifiedBy: principal.actor, verifiedAt: tx.at }
}

async function checkEvidence(tx: Tx, row: DutyRecord): Promise<void> {
  const kind = await kindOf(tx, row.dutyKindId)
  if (kind.evidence !== 'required' || (await isNamed(tx, 'attachments', 'dutyRecordId', row.id))) return
  throw ruleViolation('duty_records.evidence_required', {
    en: `${kind.name} needs evidence: attach a file first (POST /v1/attachments)`,
    zh: `“${kind.name}”须有佐证材料：请先上传附件（POST /v1/attachments）`,
  })
}
