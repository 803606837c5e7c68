import { z } from 'zod'
import { BelowId, Day, Id, IdParams } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { getArchive, getArchiveOfDays } from './schema.ts'
import { archiveOf, archiveOfDays } from './service.ts'

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
    route({
      method: 'GET',
      path: '/members/:id/archive/days',
      ...getArchiveOfDays,
      summary: 'What a member did on some days, whatever periods there are',
      tag: 'scores',
      permission: 'scores.read',
      params: IdParams,
      query: z.strictObject({ from: Day, to: Day, committeeId: BelowId }),
      failures: ['not_found', 'gone'],
      tagged: true,
      read: async (context) => ({ body: await archiveOfDays(context) }),
    }),
  ]
}
