import { z } from 'zod'
import { members } from '../committee/members/resource.ts'
import { notFound } from '../core/errors.ts'
import { BelowId, Day, Id, IdParams } from '../core/fields.ts'
import { readable } from '../http/record.ts'
import { type Context, type Route, route } from '../http/route.ts'
import { scoreIn, standingIn } from './boards/board.ts'
import type { Boards } from './boards/boards.ts'
import { scoredPeriod } from './boards/periods.ts'
import { explanation } from './store/titles.ts'
import { getMemberScore } from './wire/member-score.ts'
import { treeView } from './wire/schema.ts'
import { treeOf } from './words/explain.ts'

const ScoreQuery = z.strictObject({
  periodId: Id,
  asOf: Day.optional().meta({ description: 'Counts nothing after this day.' }),
  text: z.enum(['zh', 'en']).optional().meta({ description: 'Adds the explanation as text.' }),
  committeeId: BelowId,
})

export function scoreRoutes(boards: Boards): Route[] {
  return [
    route({
      method: 'GET',
      path: '/members/:id/score',
      ...getMemberScore,
      summary: 'One member’s total, down to facts, clauses and what a cap took',
      tag: 'scores',
      permission: 'scores.read',
      params: IdParams,
      query: ScoreQuery,
      failures: ['not_found', 'gone'],
      tagged: true,
      read: async (context) => ({ body: await memberScore(boards, context as ScoreContext) }),
    }),
  ]
}

type ScoreContext = Context<{ id: string }, z.infer<typeof ScoreQuery>>

async function memberScore(boards: Boards, context: ScoreContext) {
  const { storage, committeeId, params, query } = context
  await readable(members, context, params.id)
  const { period, regulation, key } = await scoredPeriod(storage, committeeId, query.periodId)
  const board = query.asOf ? await boards.once(key, query.asOf) : await boards.read(key)
  const scored = scoreIn(board, params.id)
  if (!scored) throw notFound('score of this member', params.id)
  const tree = treeOf(
    params.id,
    scored.lines,
    board.compiled,
    query.asOf ?? period.endsOn,
    standingIn(board, scored),
  )
  return {
    ...treeView(tree),
    text: query.text ? await explanation(storage, committeeId, tree, query.text) : null,
    period: {
      id: period.id,
      name: period.name,
      from: period.startsOn,
      to: period.endsOn,
      asOf: query.asOf ?? null,
    },
    regulationVersion: {
      id: regulation.id,
      name: regulation.name,
      number: regulation.number,
      sourceHash: regulation.sourceHash,
    },
  }
}
