import { z } from 'zod'
import { BelowId, Day, Id, IdParams } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { getArchive } from './schema.ts'
import { archiveOf } from './service.ts'

export function archiveRoutes(boards: Boards): Route[] {
  return [
    route({
      method: 'GET',
      path: '/members/:id/archive',
      ...getArchive,
      summary: 'The duty archive of a member in a period',
      tag: 'scores',
      permission: 'scores.read',
      params: IdParams,
      query: z.strictObject({ periodId: Id, asOf: Day.optional(), committeeId: BelowId }),
      failures: ['not_found', 'gone'],
      tagged: true,
      read: async (context) => ({
        body: await archiveOf(boards, context),
      }),
    }),
  ]
}
