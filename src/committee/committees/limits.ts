import { z } from 'zod'
import { dueAfter, type Limit, type WorkingCalendar } from '../../core/deadlines.ts'
import { Count } from '../../core/fields.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import type { CommitteeSettings } from '../../storage/tables/record.ts'

/** How long things may take, by the committee's own rules: no limit is a constant of the program. */

const LIMIT_MAX = 366
const Span = z.strictObject({
  count: Count(LIMIT_MAX),
  unit: z.enum(['calendar_days', 'working_days', 'months']),
})

/** What most published rules say; a committee changes what is different with it. */
const DEFAULTS = {
  reply: { count: 3, unit: 'months' },
  extension: { count: 6, unit: 'months' },
  transfer: { count: 10, unit: 'working_days' },
  feedback: { count: 15, unit: 'working_days' },
  entry: { count: 5, unit: 'working_days' },
  appeal: { count: 15, unit: 'working_days' },
} as const satisfies Record<string, Limit>

export const Limits = z
  .strictObject({
    reply: Span.default(DEFAULTS.reply).meta({
      description: 'From the assignment of a proposal to its reply.',
    }),
    extension: Span.default(DEFAULTS.extension).meta({
      description: 'From the assignment to the latest day that an extension may give.',
    }),
    transfer: Span.default(DEFAULTS.transfer).meta({
      description: 'From the assignment to the last day on which a unit may ask to be relieved.',
    }),
    feedback: Span.default(DEFAULTS.feedback).meta({ description: 'From the reply to the feedback.' }),
    entry: Span.default(DEFAULTS.entry).meta({
      description: 'From an event to its entry by the department.',
    }),
    appeal: Span.default(DEFAULTS.appeal).meta({ description: 'From an appeal to its decision.' }),
  })
  .meta({ id: 'Limits' })

const Shown = z.object({ count: z.int(), unit: z.string() })
/** How long things may take here, as it is answered. */
export const LimitsInForce = z.object({
  reply: Shown,
  extension: Shown,
  transfer: Shown,
  feedback: Shown,
  entry: Shown,
  appeal: Shown,
})

type LimitName = keyof typeof DEFAULTS

/** The committee's limits, with the defaults where it says nothing. */
export const limitsIn = ({ limits }: CommitteeSettings): z.infer<typeof Limits> => Limits.parse(limits ?? {})

/** The last day of a limit that begins after `day`. */
export async function dueBy(db: Db, committeeId: string, name: LimitName, day: string): Promise<string> {
  return (await deadlinesOf(db, committeeId, name))(day)
}

/** The same for many days: the limit and the calendar are read once. */
export async function deadlinesOf(
  db: Db,
  committeeId: string,
  name: LimitName,
): Promise<(day: string) => string> {
  const row = await findRow(inCommittee(db, committeeId), 'committees', committeeId)
  const limit = limitsIn(row!.settings)[name]
  const calendar = limit.unit === 'working_days' ? await calendarOf(db, committeeId) : NOTHING
  return (day) => dueAfter(day, limit, calendar)
}

const NOTHING: WorkingCalendar = { holidays: [], workdays: [] }

/** Items of the catalogues `holiday` and `makeup_workday`, each with its days. */
export async function calendarOf(db: Db, committeeId: string): Promise<WorkingCalendar> {
  const rows = await from(inCommittee(db, committeeId), 'catalogueItems', {
    catalogue: ['holiday', 'makeup_workday'],
    deletedAt: null,
  }).pick('catalogue', 'validFrom', 'validTo')
  const days = (catalogue: string) =>
    rows.flatMap(({ catalogue: of, validFrom, validTo }) =>
      of === catalogue && validFrom ? [{ from: validFrom, to: validTo ?? validFrom }] : [],
    )
  return { holidays: days('holiday'), workdays: days('makeup_workday') }
}
