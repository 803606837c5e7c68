import { z } from 'zod'
import { checkOpen } from '../../committee/open-period.ts'
import { AppError } from '../../core/errors.ts'
import { Line } from '../../core/fields.ts'
import { movedTo } from '../../core/moves.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { isNamed } from '../../storage/rows.ts'
import { opinionAdoptions } from './adoptions.ts'
import { opinionFeedbacks } from './feedbacks.ts'
import { opinionIssueRoutes } from './issues.ts'
import { OPINION_MOVES } from './moves.ts'
import { opinions } from './resource.ts'
import { submitOpinion } from './steps.ts'

/** An opinion's whole life: handed in, edited, kept or returned, issued, adopted, answered, archived. */

const Why = (id: string, reason: string) =>
  z.strictObject({ reason: Line(500) }).meta({ id, example: { reason } })

export function opinionRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(opinions, secret),
    actionRoute(opinions, submitOpinion),
    actionRoute(opinions, {
      verb: 'edit',
      operationId: 'editOpinion',
      summary: 'Take it into editing (核稿)',
      permission: 'proposals.review',
      failures: ['state_conflict'],
      run: async (_tx, row) => ({ state: movedTo(OPINION_MOVES, row.state, 'edit') }),
    }),
    actionRoute(opinions, {
      verb: 'keep',
      past: 'kept',
      operationId: 'keepOpinion',
      summary: 'Keep it without using it (留存)',
      permission: 'proposals.review',
      body: Why('KeepOpinion', '已有同类信息'),
      failures: ['state_conflict'],
      run: async (_tx, row, body) => ({
        state: movedTo(OPINION_MOVES, row.state, 'keep'),
        outcome: body['reason'] as string,
      }),
    }),
    actionRoute(opinions, {
      verb: 'return',
      operationId: 'returnOpinion',
      summary: 'Give it back to be changed, with the reason',
      permission: 'proposals.review',
      body: Why('ReturnOpinion', '一事一报，请拆分'),
      failures: ['state_conflict', 'period_closed'],
      run: async (tx, row, body) => {
        const state = movedTo(OPINION_MOVES, row.state, 'return')
        await checkOpen(tx, row.submittedOn)
        if (await isNamed(tx, 'opinionAdoptions', 'opinionId', row.id)) {
          throw new AppError('state_conflict', {
            en: 'It was adopted: withdraw its adoptions first',
            zh: '该信息已被采用，请先撤回采用记录',
          })
        }
        return { state, outcome: body['reason'] as string }
      },
    }),
    actionRoute(opinions, {
      verb: 'archive',
      operationId: 'archiveOpinion',
      summary: 'Archived',
      permission: 'proposals.review',
      failures: ['state_conflict'],
      run: async (_tx, row) => ({ state: movedTo(OPINION_MOVES, row.state, 'archive') }),
    }),
    ...resourceRoutes(opinionAdoptions, secret),
    ...opinionIssueRoutes(secret),
    ...resourceRoutes(opinionFeedbacks, secret),
  ]
}
