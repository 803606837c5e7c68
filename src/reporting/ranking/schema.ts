import { z } from 'zod'
import { Day, Id } from '../../core/fields.ts'
import { operation } from '../../http/operation.ts'
import { FigureHeads, FigureValues } from './figures.ts'

const Body = z.object({ organizationId: Id, code: z.string(), name: z.string() }).nullable()

export const RankingRow = z
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
    figures: FigureValues,
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
    figures: FigureHeads,
    items: z.array(RankingRow),
    unranked: z.array(RankingRow).meta({ description: 'Scored, kept out of the ranking.' }),
  })
  .meta({ id: 'Ranking' })

export const getRanking = operation('getRanking', Ranking)
