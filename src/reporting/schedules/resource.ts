import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { addDays, dayInZone, instantOf } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { FREQUENCIES, TASKS } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { enqueue } from '../../storage/enqueue.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { calendarSpan, type PeriodKind, spanBefore } from '../periods/span.ts'

/** What is made of itself: reports after each month, quarter, half-year or year, and reminders every day. */

export type Schedule = Row<'schedules'>

/** The time of day at which scheduled work begins, in the committee's zone. */
const AT = '01:00'

export const schedules = declared({
  table: 'schedules',
  path: '/schedules',
  one: { en: 'schedule', zh: '定期任务', PascalCase: 'Schedule' },
  input: z.strictObject({
    name: Line(100),
    task: coded(TASKS).meta({
      description:
        '`report`: a report of the span that has ended; `reminders`: what is due goes into the boxes.',
    }),
    frequency: coded(FREQUENCIES),
    daysAfter: z.int().min(1).max(60).default(5).meta({
      description: 'Days after the end of the span, for late entries; every day has none.',
    }),
    regulationId: Id.nullable().default(null).meta({ description: 'Scores the span of a report.' }),
    active: z.boolean().default(true),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    nextOn: Day.nullable().meta({ description: 'The day on which it runs next; null while it rests.' }),
    lastOn: Day.nullable(),
    createdBy: z.string(),
  }),
  fixed: ['task', 'frequency'],
  sorts: ['createdAt', 'name'],
  defaultSort: 'createdAt',
  permission: { read: 'committee.read', write: 'periods.manage' },
  checks: async (_tx, schedule) => checkTask(schedule),
  onCreate: async (tx, input, { principal }) => {
    return { ...input, nextOn: nextRun(input, today(tx)), createdBy: principal.actor }
  },
  onChange: async (tx, before, patch) => {
    return { ...patch, nextOn: nextRun({ ...before, ...patch }, today(tx)) }
  },
  afterWrite: async (tx, row) => {
    if (row.nextOn !== null) await enqueueRun(tx, row, row.nextOn)
  },
  example: { name: '季度通报', task: 'report', frequency: 'quarter', daysAfter: 5 },
})

const today = (tx: Tx): string => dayInZone(new Date(tx.at))

function checkTask({
  task,
  frequency,
  regulationId,
}: Pick<Schedule, 'task' | 'frequency' | 'regulationId'>): void {
  const daily = frequency === 'day'
  if (task === 'report' ? !daily && regulationId !== null : daily && regulationId === null) return
  throw ruleViolation(
    'schedules.task',
    {
      en: 'A report has a span from a month on and a regulation; reminders run every day and have none',
      zh: '通报须选月、季、半年或年并指定规则；提醒每天运行且不需要规则',
    },
    '/frequency',
  )
}

export const KIND_OF: Record<string, PeriodKind> = {
  month: 'month',
  quarter: 'quarter',
  half_year: 'half_year',
  year: 'calendar_year',
}

type Rhythm = Pick<Schedule, 'frequency' | 'daysAfter' | 'active'>

/** The next day on which it runs, after `day`; null while it rests. */
export function nextRun({ frequency, daysAfter, active }: Rhythm, day: string): string | null {
  if (!active) return null
  if (frequency === 'day') return addDays(day, 1)
  const kind = KIND_OF[frequency]!
  const last = addDays(spanBefore(kind, day)!.endsOn, daysAfter)
  return last > day ? last : addDays(calendarSpan(kind, day)!.endsOn, daysAfter)
}

/** The job of its next day; one of a day that was changed since finds that out and does nothing. */
async function enqueueRun(tx: Tx, { id, createdBy }: Schedule, nextOn: string): Promise<void> {
  const runAt = instantOf(nextOn, AT).toISOString()
  await enqueue(
    tx,
    'schedule.run',
    { scheduleId: id, on: nextOn },
    createdBy,
    `schedule ${id} ${nextOn}`,
    runAt,
  )
}

/** Moves on to the day after this one. */
export async function moveOn(tx: Tx, row: Schedule, on: string): Promise<void> {
  const nextOn = nextRun(row, on)
  const next = await changeRow(tx, 'schedules', row, { lastOn: on, nextOn }, { type: 'schedule.ran' })
  if (nextOn !== null) await enqueueRun(tx, next, nextOn)
}
