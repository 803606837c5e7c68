import { z } from 'zod'
import { principalOf } from '../../access/principals.ts'
import { AppError } from '../../core/errors.ts'
import { Line, TrialQuery } from '../../core/fields.ts'
import { checkFourEyes } from '../../core/four-eyes.ts'
import { movedTo } from '../../core/moves.ts'
import type { Deps } from '../../deps.ts'
import { actionRoute, resourceRoutes } from '../../http/endpoints.ts'
import type { Operations } from '../../http/operations.ts'
import { answered, createRecord } from '../../http/record.ts'
import { requireActor } from '../../http/rights.ts'
import { type Principal, type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import type { Tx } from '../../storage/storage.ts'
import { enteredBy, movedSince } from './entered.ts'
import {
  type AfterCorrection,
  approveCorrection,
  CORRECTION_MOVES,
  type Correction,
  CorrectionInput,
  corrections,
} from './resource.ts'
import { runCorrection, type Touched, tryCorrection } from './run.ts'

/** Corrections: the only writes that a closed period and a locked record take. One person proposes, another one decides. */

const Decision = z
  .strictObject({ decision: Line(500) })
  .meta({ id: 'CorrectionDecision', example: { decision: '核对签到表原件，属实' } })

interface Tools {
  deps: Pick<Deps, 'storage' | 'clock' | 'jobs'>
  operations: Operations
  after: AfterCorrection
}

type Prepared = { touched: Touched } | { refusal: unknown }

export function correctionRoutes(secret: string, tools: Tools): Route[] {
  const { storage, clock } = tools.deps
  const reads = resourceRoutes(corrections, secret).filter(({ method }) => method === 'GET')
  return [
    ...reads,
    route({
      method: 'POST',
      path: '/corrections',
      operationId: 'createCorrection',
      summary:
        'Propose a correction of a closed period, or of what is locked: it is tried at once, and another person decides',
      tag: 'corrections',
      permission: 'corrections.propose',
      query: TrialQuery,
      body: CorrectionInput.meta({ id: 'NewCorrection', example: corrections.example }),
      status: 201,
      response: outputOf(corrections),
      failures: ['rule_violation', 'already_exists'],
      // Tried in a transaction of its own, of which nothing stays; a retry is answered before its refusal counts.
      prepare: async ({ body, principal }): Promise<Prepared> => {
        const { request, seen } = body
        try {
          const run = { operations: tools.operations, storage, clock, principal, seen }
          return { touched: await tryCorrection(request, run) }
        } catch (refusal) {
          return { refusal }
        }
      },
      write: async (tx, context, prepared: Prepared) => {
        if ('refusal' in prepared) throw prepared.refusal
        const triedAt = await storage.sequenceOf(tx.committeeId)
        const fields = { ...context.body, ...prepared.touched, triedAt }
        const row = await createRecord(tx, corrections, fields, context)
        const answer = await answered(corrections, tx, context, row)
        return { ...answer, location: `/v1/corrections/${row.id}` }
      },
    }),
    actionRoute(corrections, {
      verb: 'approve',
      ...approveCorrection,
      summary: 'It holds: the fact is corrected, and the next report version is made',
      permission: 'corrections.decide',
      decides: true,
      body: Decision,
      failures: ['state_conflict', 'four_eyes', 'rule_violation'],
      run: async (tx, row, body, { principal }) => {
        const state = movedTo(CORRECTION_MOVES, row.state, 'approve')
        await checkDecider(tx, row, principal)
        const touched = await applied(tx, row, tools)
        await tools.after(tx, touched, [row.id], principal.actor)
        return {
          state,
          ...touched,
          decision: body.decision,
          decidedBy: principal.actor,
          decidedAt: tx.at,
        }
      },
    }),
    actionRoute(corrections, {
      verb: 'refuse',
      operationId: 'refuseCorrection',
      summary: 'It does not hold, with the reason',
      permission: 'corrections.decide',
      decides: true,
      body: Decision,
      failures: ['state_conflict', 'four_eyes'],
      run: async (tx, row, body, { principal }) => {
        const state = movedTo(CORRECTION_MOVES, row.state, 'refuse')
        checkFourEyes(principal.actor, [row.proposedBy], ASK_ANOTHER)
        return {
          state,
          decision: body.decision,
          decidedBy: principal.actor,
          decidedAt: tx.at,
        }
      },
    }),
    actionRoute(corrections, {
      verb: 'withdraw',
      past: 'withdrawn',
      operationId: 'withdrawCorrection',
      summary: 'Take a proposal back before it is decided',
      permission: 'corrections.propose',
      failures: ['state_conflict', 'forbidden'],
      run: async (_tx, row, _body, { principal }) => {
        requireActor(principal, row.proposedBy, {
          en: 'Who proposed it takes it back; others refuse it',
          zh: '只有提出人可以撤回；其他人可不予采纳',
        })
        return { state: movedTo(CORRECTION_MOVES, row.state, 'withdraw') }
      },
    }),
  ].map((route) => withoutWait(route, tools))
}

/** Report versions that a decision asks for are made at once. */
const withoutWait = (route: Route, { deps }: Tools): Route =>
  route.operationId === approveCorrection.operationId ? { ...route, after: () => deps.jobs.wake() } : route

const ASK_ANOTHER = {
  en: 'You proposed or entered it: another person decides',
  zh: '由您提出或录入，须由另一人审定',
}

async function checkDecider(tx: Tx, row: Correction, principal: Principal): Promise<void> {
  const { subjects } = row
  if (await movedSince(tx, subjects, row.triedAt)) {
    throw new AppError('state_conflict', {
      en: 'The record has moved since the correction was proposed: refuse it and propose it anew',
      zh: '提出更正之后有关记录已有变动：请不予采纳，并重新提出',
    })
  }
  const entered = await enteredBy(tx, subjects, row.memberIds)
  checkFourEyes(principal.actor, [row.proposedBy, ...entered], ASK_ANOTHER)
}

/** The request in this transaction, with the rights that its proposer has now. */
async function applied(tx: Tx, row: Correction, { deps, operations }: Tools): Promise<Touched> {
  const principal = await principalOf(deps, tx.committeeId, row.proposedBy)
  if (!principal) {
    throw new AppError('state_conflict', {
      en: 'Who proposed it has no access any more: propose it anew',
      zh: '提出人已无权限，请由他人重新提出',
    })
  }
  const { storage, clock } = deps
  return runCorrection(tx, row.request, {
    operations,
    storage,
    clock,
    principal,
    seen: row.seen,
  })
}
