import { z } from 'zod'
import { Day, Id } from '../../core/fields.ts'
import { ENTRY_KINDS, ENTRY_STATES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import { page } from '../../http/paging.ts'

const Figures = {
  records: z.int().meta({ description: 'Entered: `onTime` and `late`.' }),
  onTime: z.int(),
  late: z.int(),
  missing: z.int().meta({ description: 'Rolls of events that were held, with no mark past the deadline.' }),
  longestDelay: z
    .int()
    .meta({ description: 'Days past a deadline, of what is late and of what is missing.' }),
}

const Timeliness = z
  .object({
    from: Day,
    to: Day,
    asOf: Day,
    items: z.array(
      z.object({
        organizationId: Id.nullable().meta({
          description: 'Null: the office, whose records no department owns.',
        }),
        name: z.string().nullable(),
        ...Figures,
      }),
    ),
  })
  .meta({ id: 'EntryTimeliness' })

const LateRecord = z
  .object({
    subject: z.string().meta({ description: 'Table and id, as events name it.' }),
    kind: coded(ENTRY_KINDS),
    title: z.string(),
    day: Day.meta({ description: 'Last day of the event; of a report the day on which it was handed in.' }),
    dueOn: Day,
    enteredOn: Day.nullable().meta({ description: 'Null: it is missing.' }),
    state: coded(ENTRY_STATES),
    delay: z.int().meta({ description: 'Days past the deadline.' }),
  })
  .meta({ id: 'LateRecord' })

export const getEntryTimeliness = operation('getEntryTimeliness', Timeliness)
export const listLateRecords = operation('listLateRecords', page(LateRecord, 'LateRecordPage'))
