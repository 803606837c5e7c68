import { z } from 'zod'
import { Id, Instant } from '../../core/fields.ts'
import { JOB_STATES } from '../../core/words/exports.ts'
import { coded } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'

export const JobShape = z
  .object({
    id: Id,
    kind: z.string(),
    status: coded(JOB_STATES),
    progress: z.object({ done: z.int(), total: z.int(), phase: z.string() }),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.object({ code: z.string(), en: z.string(), zh: z.string() }).nullable(),
    cancelRequested: z.boolean(),
    createdAt: Instant,
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    eta: Instant.nullable().meta({
      description: 'When it will be done at the pace so far; null while that is not known, and at its end.',
    }),
  })
  .meta({ id: 'Job' })

export const getJob = operation('getJob', JobShape)
