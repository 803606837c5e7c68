import { z } from 'zod'
import { BelowId, Code, Day, Id, IdParams } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { getRanking } from './schema.ts'
import { rankingOf } from './service.ts'

export function rankingRoutes(boards: Boards): Route[] {
  return [
    route({
      method: 'GET',
      path: '/periods/:id/ranking',
      ...getRanking,
      summary: 'The ranked report of a period, as of its last day or another',
      tag: 'periods',
      permission: 'rankings.read',
      params: IdParams,
      query: z.strictObject({
        asOf: Day.optional(),
        organizationId: Id.optional().meta({ description: 'Belongs to this body on the last day.' }),
        office: Code.optional().meta({ description: 'Holds this office on the last day.' }),
        committeeId: BelowId,
      }),
      failures: ['not_found'],
      tagged: true,
      keepsBody: true,
      read: async ({ storage, clock, committeeId, params, query }) => ({
        body: await rankingOf(storage, boards, clock, committeeId, params.id, query),
      }),
    }),
  ]
}
