import { z } from 'zod'
import { BelowId, Code, Day, Id } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import type { Boards } from '../../scoring/boards.ts'
import { rankingOf } from './service.ts'

const Body = z.object({ organizationId: Id, code: z.string(), name: z.string() }).nullable()

const Row = z
  .object({
    rank: z.int().nullable().meta({ description: 'Competition ranking: 1, 1, 3.' }),
    memberId: Id,
    memberNo: z.string(),
    name: z.string(),
    total: z.number().meta({ description: 'As printed, rounded once.' }),
    points: z.number(),
    fraction: z.string().nullable().meta({ description: 'The exact total where its decimal does not end.' }),
    grade: z.string().nullable(),
    list: z
      .string()
      .nullable()
      .meta({ description: 'The list of the regulation in which the member is placed.' }),
    listRank: z.int().nullable(),
    provisional: z.boolean().meta({ description: 'Some fact behind it may still change of itself.' }),
    sector: Body,
    memberGroup: Body,
    groups: z.array(z.object({ code: z.string(), points: z.number() })),
  })
  .meta({ id: 'RankingRow' })

const Ranking = z
  .object({
    period: z.object({ id: Id, name: z.string(), from: Day, to: Day, state: z.string() }),
    regulation: z.object({
      id: Id,
      name: z.string(),
      number: z.int(),
      title: z.string(),
      sourceHash: z.string(),
    }),
    asOf: Day,
    groups: z.array(z.object({ code: z.string(), title: z.string() })),
    items: z.array(Row),
    unranked: z.array(Row).meta({ description: 'Scored, kept out of the ranking.' }),
  })
  .meta({ id: 'Ranking' })

export function rankingRoutes(boards: Boards): Route[] {
  return [
    route({
      method: 'GET',
      path: '/periods/:id/ranking',
      operationId: 'getRanking',
      summary: 'The ranked report of a period, as of its last day or another',
      tag: 'periods',
      permission: 'rankings.read',
      params: z.object({ id: Id }),
      query: z.strictObject({
        asOf: Day.optional(),
        organizationId: Id.optional().meta({ description: 'Belongs to this body on the last day.' }),
        office: Code.optional().meta({ description: 'Holds this office on the last day.' }),
        committeeId: BelowId,
      }),
      status: 200,
      response: Ranking,
      failures: ['not_found'],
      tagged: true,
      keepsBody: true,
      read: async ({ storage, clock, committeeId, params, query }) => ({
        body: await rankingOf(storage, boards, clock, committeeId, params.id, query),
      }),
    }),
  ]
}
