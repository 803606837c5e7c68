import { z } from 'zod'
import { Day } from '../../core/fields.ts'
import { Rate } from '../../core/rates.ts'
import { FALL_REASONS } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'

const Figures = z
  .object({
    from: Day,
    to: Day,
    attendance: Rate,
    opinions: z.int(),
    speeches: z.int(),
    proposals: z.int(),
    members: z.number().meta({ description: 'In office, on average over these days.' }),
  })
  .meta({ id: 'TrendYear' })

const Named = { subjectId: z.string(), name: z.string(), memberNo: z.string().nullable() }

const Trends = z
  .object({
    by: z.string(),
    asOf: Day,
    items: z.array(
      z.object({ ...Named, years: z.array(Figures).meta({ description: 'The latest first.' }) }),
    ),
  })
  .meta({ id: 'Trends' })

const Fallen = z
  .object({
    asOf: Day,
    sessionsMin: z.int().meta({ description: 'Fewer expected sessions say nothing.' }),
    fallMin: z.number().meta({ description: 'Points of the rate by which it has fallen.' }),
    items: z.array(z.object({ ...Named, reason: coded(FALL_REASONS), now: Figures, before: Figures })),
  })
  .meta({ id: 'FallingParticipation' })

export const getTrends = operation('getTrends', Trends)
export const getMemberTrends = operation('getMemberTrends', Trends)
export const listFallingParticipation = operation('listFallingParticipation', Fallen)
