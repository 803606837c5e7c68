import { z } from 'zod'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Id, Prose } from '../../core/fields.ts'
import { checkFourEyes } from '../../core/four-eyes.ts'
import { newId } from '../../core/ids.ts'
import { APPEAL_OUTCOMES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import type { Deps } from '../../deps.ts'
import type { Operations } from '../../http/operations.ts'
import type { Principal } from '../../http/route.ts'
import { findRow, insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { CorrectionRequest } from '../../storage/tables/reports.ts'
import { enteredBy } from '../corrections/entered.ts'
import { type AfterCorrection, CorrectionRequestShape } from '../corrections/resource.ts'
import { runCorrection, type Touched } from '../corrections/run.ts'
import type { Appeal } from './resource.ts'

/** What a decision does: an appeal that is upheld corrects the fact, by requests of this very interface. */

export const Decision = z
  .strictObject({
    outcome: coded(APPEAL_OUTCOMES),
    decision: Prose(2_000).min(1).meta({ description: 'The reason, as the member reads it.' }),
    corrections: z
      .array(
        z.strictObject({
          request: CorrectionRequestShape,
          seen: z.int().min(1).max(1_000_000_000).nullable().default(null),
        }),
      )
      .max(20)
      .default([])
      .meta({ description: 'What upholding it changes; sent with the rights of whoever decides.' }),
    correctionIds: z.array(Id).max(20).default([]).meta({
      description: 'Corrections that were approved before and already do what it asks.',
    }),
  })
  .meta({
    id: 'AppealDecision',
    example: { outcome: 'rejected', decision: '签到表和会议记录均无其签名，维持原记录' },
  })
export type Decision = z.output<typeof Decision>

export interface Tools {
  deps: Pick<Deps, 'storage' | 'clock' | 'jobs'>
  operations: Operations
  after: AfterCorrection
}

const ENTERED_IT = {
  en: 'You entered it, or opened the appeal: another person looks into it',
  zh: '有关记录由您录入或申诉由您提出，须由另一人办理',
}

/** Nobody looks into what they entered themselves. */
export async function checkHandler(tx: Tx, appeal: Appeal, { actor }: Principal): Promise<void> {
  const subjects = subjectsOf(appeal)
  const entered = await enteredBy(tx, subjects, [appeal.memberId])
  checkFourEyes(actor, [appeal.openedBy, ...entered], ENTERED_IT)
}

/** The record that the appeal is about, as events name it. */
function subjectsOf({ factId, sessionId }: Appeal): Touched['subjects'] {
  if (sessionId !== null) return [{ type: 'meetingSessions', id: sessionId }]
  if (factId === null) return []
  const [kind = '', id = ''] = factId.split('/')
  const type = TABLES[kind]
  return type ? [{ type, id }] : []
}

const TABLES: Record<string, string> = {
  attendance: 'meetings',
  proposal: 'proposals',
  opinion: 'opinions',
  speech: 'speeches',
  research_report: 'researchReports',
  service: 'serviceRecords',
  recognition: 'recognitions',
  assessment: 'assessments',
  record: 'dutyRecords',
}

/** Runs what upholding changes; answers the corrections that the appeal stands on. */
export async function upheld(
  tx: Tx,
  appeal: Appeal,
  { outcome, decision, corrections, correctionIds }: Decision,
  principal: Principal,
  tools: Tools,
): Promise<string[]> {
  const effects = corrections.length + correctionIds.length
  if (outcome === 'rejected' ? effects > 0 : effects === 0) {
    throw ruleViolation(
      'appeals.effect',
      {
        en: 'What is upheld corrects something, what is rejected nothing: send corrections, or correctionIds',
        zh: '支持申诉须附更正（corrections 或 correctionIds），驳回则不附',
      },
      '/corrections',
    )
  }
  await checkApplied(tx, correctionIds)
  const ids = [...correctionIds]
  const periods = new Set<string>()
  for (const { request, seen } of corrections) {
    const { storage, clock } = tools.deps
    const run = { operations: tools.operations, storage, clock, principal, seen, open: true as const }
    const touched = await runCorrection(tx, request, run)
    checkFourEyes(principal.actor, await enteredBy(tx, touched.subjects, touched.memberIds), ENTERED_IT)
    ids.push(await keptCorrection(tx, appeal, { request, seen, touched, decision }, principal))
    for (const id of touched.periodIds) periods.add(id)
  }
  if (periods.size > 0) {
    const touched = { subjects: [], memberIds: [appeal.memberId], periodIds: [...periods] }
    await tools.after(tx, touched, ids, principal.actor)
  }
  return ids
}

async function checkApplied(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const [at, id] of ids.entries()) {
    const row = await findRow(tx, 'corrections', id)
    if (row?.state === 'applied') continue
    throw new AppError(
      'unknown_reference',
      {
        en: `${id} is no correction that was applied: approve it first`,
        zh: `${id} 不是已生效的更正：请先审定`,
      },
      { errors: [{ pointer: `/correctionIds/${at}`, code: 'unknown_reference', detail: 'is not applied' }] },
    )
  }
}

interface Done {
  request: CorrectionRequest
  seen: number | null
  touched: Touched
  decision: string
}

/** The correction as a record of its own, proposed by whoever appealed. */
async function keptCorrection(tx: Tx, appeal: Appeal, done: Done, { actor }: Principal): Promise<string> {
  const id = newId()
  const { request, seen, touched, decision } = done
  await insertRow(
    tx,
    'corrections',
    {
      id,
      externalId: null,
      request,
      seen,
      triedAt: 0,
      reason: appeal.reason.slice(0, 500),
      state: 'applied',
      ...touched,
      appealId: appeal.id,
      proposedBy: appeal.openedBy,
      decidedBy: actor,
      decidedAt: tx.at,
      decision: decision.slice(0, 500),
    },
    { type: 'correction.approved', members: touched.memberIds },
  )
  return id
}
