import { z } from 'zod'
import { Day } from '../../core/fields.ts'
import { PROGRESS_STATES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import type { Items, Operation, Shown } from '../../http/operation.ts'
import { page } from '../../http/paging.ts'
import { outputOf } from '../../http/shapes.ts'
import { planItems } from './resource.ts'

const PlanProgress = z
  .object({
    ...outputOf(planItems).shape,
    asOf: Day,
    state: coded(PROGRESS_STATES).meta({
      description:
        '`done`: reached by the end of its month, or of the year; `late`: reached afterwards; `missing`: its time is ' +
        'over without it; `planned`: still to come.',
    }),
    done: z.int().meta({ description: 'Events held and reports approved for it.' }),
    reachedOn: Day.nullable().meta({
      description: 'Day on which the target, or the first one, was reached.',
    }),
    records: z.array(
      z.object({ subject: z.string(), day: Day, title: z.string() }).meta({
        description: 'A meeting or a research report, as events name it.',
      }),
    ),
  })
  .meta({ id: 'PlanProgress' })

export const PlanProgressPage = page(PlanProgress, 'PlanProgressPage')

export const listPlanProgress: Operation<Items<Shown<'planItems', z.infer<typeof PlanProgress>>>> = {
  operationId: 'listPlanProgress',
}
