import { z } from 'zod'
import { BelowQuery, Id, IdParams } from '../../core/fields.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import { readable } from '../../http/record.ts'
import { type Route, route } from '../../http/route.ts'
import { Blocker, blockersOf } from './blockers.ts'
import { periods } from './resource.ts'

const Blockers = z
  .object({
    periodId: Id,
    state: z.string(),
    mayClose: z.boolean().meta({ description: 'Nothing blocks it but what may be accepted.' }),
    items: z.array(Blocker),
  })
  .meta({ id: 'PeriodBlockers' })

const blockersRoute = route({
  method: 'GET',
  path: '/periods/:id/blockers',
  operationId: 'getPeriodBlockers',
  summary: 'What keeps a period from closing, and what to do about it',
  tag: 'periods',
  permission: 'periods.manage',
  params: IdParams,
  query: BelowQuery,
  response: Blockers,
  failures: ['not_found', 'gone'],
  tagged: true,
  read: async (context) => {
    const period = await readable(periods, context, context.params.id)
    const items = await blockersOf(context.storage, context.committeeId, period)
    const mayClose = items.every(({ mayAccept }) => mayAccept)
    return { body: { periodId: period.id, state: period.state, mayClose, items } }
  },
})

export const periodRoutes = (secret: string): Route[] => resourceRoutes(periods, secret, blockersRoute)
