import { z } from 'zod'
import { Instant } from '../../core/fields.ts'
import { operation } from '../../http/operation.ts'

const Steps = z
  .object({
    items: z.array(
      z.object({
        at: Instant,
        step: z.string().meta({ description: 'created, accepted, decided, withdrawn.' }),
        state: z.string().nullable(),
        decision: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AppealSteps' })

export const listAppealSteps = operation('listAppealSteps', Steps)
