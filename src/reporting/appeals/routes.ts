import { boxesOf, boxesOfRoles, notify } from '../../committee/inbox/notify.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { BelowQuery, IdParams, TrialQuery } from '../../core/fields.ts'
import { movedTo } from '../../core/moves.ts'
import { actionRoute, resourceRoutes } from '../../http/endpoints.ts'
import { answered, createRecord, readable } from '../../http/record.ts'
import { isOwnMember, requireActor } from '../../http/rights.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { scoreIn } from '../../scoring/boards/board.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { scoredPeriod } from '../../scoring/boards/periods.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import { checkHandler, Decision, type Tools, upheld } from './decide.ts'
import {
  APPEAL_MOVES,
  type Appeal,
  AppealInput,
  acceptAppeal,
  appealOperations,
  appeals,
  decideAppeal,
  withdrawAppeal,
} from './resource.ts'
import { listAppealSteps } from './schema.ts'

const notice = (type: 'appeal_opened' | 'appeal_accepted' | 'appeal_decided', id: string) =>
  ({ type, subjectType: 'appeals', subjectId: id }) as const

export function appealRoutes(secret: string, boards: Boards, tools: Tools): Route[] {
  const reads = resourceRoutes(appeals, secret).filter(({ method }) => method === 'GET')
  const decide = actionRoute(appeals, {
    verb: 'decide',
    past: 'decided',
    ...decideAppeal,
    summary: 'Uphold it with what that corrects, or reject it, with the reason',
    permission: 'appeals.handle',
    body: Decision,
    failures: ['state_conflict', 'forbidden', 'four_eyes', 'rule_violation', 'unknown_reference'],
    run: async (tx, row, body, { principal }) => {
      movedTo(APPEAL_MOVES, row.state, 'decide')
      requireActor(principal, row.handler, { en: 'Who accepted it decides it', zh: '由受理人作出决定' })
      const correctionIds = await upheld(tx, row, body, principal, tools)
      await notify(tx, await boxesOf(tx, [row.memberId]), notice('appeal_decided', row.id))
      return { state: body.outcome, decision: body.decision, correctionIds, decidedAt: tx.at }
    },
  })
  return [
    ...reads,
    openRoute(boards),
    actionRoute(appeals, {
      verb: 'accept',
      ...acceptAppeal,
      summary: 'Look into it: somebody who entered nothing of it',
      permission: 'appeals.handle',
      failures: ['state_conflict', 'four_eyes'],
      run: async (tx, row, _body, { principal }) => {
        const state = movedTo(APPEAL_MOVES, row.state, 'accept')
        await checkHandler(tx, row, principal)
        await notify(tx, await boxesOf(tx, [row.memberId]), notice('appeal_accepted', row.id))
        return { state, handler: principal.actor, acceptedAt: tx.at }
      },
    }),
    // The version that a decision asks for is made at once.
    { ...decide, after: () => tools.deps.jobs.wake() },
    actionRoute(appeals, {
      verb: 'withdraw',
      past: 'withdrawn',
      ...withdrawAppeal,
      summary: 'Take an appeal back before it is decided',
      permission: 'appeals.open',
      failures: ['state_conflict', 'forbidden'],
      run: async (tx, row, _body, { principal }) => {
        if (!(await isOwnMember(tx, tx.committeeId, row.memberId, principal))) {
          requireActor(principal, row.openedBy, { en: 'Who opened it takes it back', zh: '申诉由提出人撤回' })
        }
        return { state: movedTo(APPEAL_MOVES, row.state, 'withdraw') }
      },
    }),
    stepsRoute(),
  ]
}

type Sent = Pick<Appeal, 'memberId' | 'periodId' | 'kind' | 'clause' | 'factId'>

function openRoute(boards: Boards): Route {
  return route({
    method: 'POST',
    path: '/appeals',
    ...appealOperations.create,
    summary: 'Object to a line, to a fact that is missing, or to a status at a session',
    tag: 'appeals',
    permission: 'appeals.open',
    query: TrialQuery,
    body: AppealInput.meta({ id: 'NewAppeal', example: appeals.example }),
    status: 201,
    response: outputOf(appeals),
    failures: ['rule_violation', 'unknown_reference', 'forbidden', 'already_exists'],
    prepare: async (context) => hasLine(boards, context, context.body),
    write: async (tx, context, appeal) => {
      const row = await createRecord(tx, appeals, context.body, context)
      if (!appeal) {
        throw ruleViolation(
          'appeals.line_there',
          {
            en: 'The score has no such line: take clause and factId from GET /v1/members/{id}/score',
            zh: '得分中没有这一行：请从 GET /v1/members/{id}/score 取 clause 和 factId',
          },
          '/factId',
        )
      }
      const handlers = await boxesOfRoles(tx, ['reviewer', 'approver'], dayInZone(new Date(tx.at)))
      await notify(tx, handlers, notice('appeal_opened', row.id))
      const answer = await answered(appeals, tx, context, row)
      return { ...answer, location: `/v1/appeals/${row.id}` }
    },
  })
}

/** Whether the line is there; scored outside the transaction, which need not wait for it. */
async function hasLine(boards: Boards, { storage, committeeId }: Context, sent: Sent): Promise<boolean> {
  if (sent.kind !== 'line' || sent.factId === null) return true
  const period = await findRow(inCommittee(storage, committeeId), 'periods', sent.periodId)
  if (!period || period.deletedAt) return true
  const { key } = await scoredPeriod(storage, committeeId, sent.periodId)
  const lines = scoreIn(await boards.read(key), sent.memberId)?.lines ?? []
  return lines.some(({ clause, factId }) => clause === sent.clause && factId === sent.factId)
}

function stepsRoute(): Route {
  return route({
    method: 'GET',
    path: '/appeals/:id/steps',
    ...listAppealSteps,
    summary: 'What became of an appeal, step by step',
    tag: 'appeals',
    permission: 'scores.read',
    params: IdParams,
    query: BelowQuery,
    failures: ['not_found'],
    tagged: true,
    read: async (context) => {
      const row = await readable(appeals, context, context.params.id)
      const steps = await from(inCommittee(context.storage, context.committeeId), 'events', {
        subjectType: 'appeals',
        subjectId: row.id,
      }).orderBy('seq')
      const events = steps.filter(({ type }) => type.startsWith('appeal.'))
      const items = events.map(({ at, type, data }) => {
        const { state = null } = data.after ?? {}
        const decided = type === 'appeal.decided'
        return { at, step: type.slice('appeal.'.length), state, decision: decided ? row.decision : null }
      })
      return { body: { items } }
    },
  })
}
