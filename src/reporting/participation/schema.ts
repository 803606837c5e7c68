import { z } from 'zod'
import { Day, Id } from '../../core/fields.ts'
import { Rate } from '../../core/rates.ts'
import { recordOf } from '../../core/records.ts'
import { operation } from '../../http/operation.ts'
import { RECORD_KINDS } from './service.ts'

const Table = z
  .object({
    from: Day,
    to: Day,
    types: z
      .array(z.object({ code: z.string(), name: z.string() }))
      .meta({ description: 'Types of meetings that were held.' }),
    items: z.array(
      z.object({
        memberId: Id,
        memberNo: z.string(),
        name: z.string(),
        sector: z.string().nullable(),
        attendance: Rate,
        byType: z.array(
          z.object({
            code: z.string(),
            expected: z.int(),
            present: z.int(),
            walkIns: z.int(),
            unresolved: z
              .int()
              .meta({ description: 'Expected, and nobody has said yet what happened: not in `expected`.' }),
          }),
        ),
        records: z
          .object(recordOf(RECORD_KINDS, () => z.int()))
          .meta({ description: 'Records of each kind that the member stands on.' }),
        nothing: z.boolean().meta({ description: 'Neither at a session nor on a record (零履职).' }),
      }),
    ),
  })
  .meta({ id: 'ParticipationTable' })

export const getParticipation = operation('getParticipation', Table)
