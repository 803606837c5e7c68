import { z } from 'zod'
import { Day, Id } from '../../core/fields.ts'
import { ScoreTree } from './schema.ts'

const Score = z
  .object({
    ...ScoreTree.shape,
    text: z.string().nullable(),
    period: z.object({ id: Id, name: z.string(), from: Day, to: Day, asOf: Day.nullable() }),
    regulationVersion: z.object({ id: Id, name: z.string(), number: z.int(), sourceHash: z.string() }),
  })
  .meta({ id: 'MemberScore' })

export const getMemberScore = { operationId: 'getMemberScore', response: Score }
