import { principalOf } from '../../access/principals.ts'
import { boxesOfRoles, notify } from '../../committee/inbox/notify.ts'
import { addDays } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { contextOf } from '../../http/context.ts'
import { createRecord } from '../../http/record.ts'
import { from } from '../../storage/from.ts'
import type { JobContext, JobInputs } from '../../storage/jobs.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { periods } from '../periods/resource.ts'
import { spanBefore } from '../periods/span.ts'
import { startReport } from '../reports/make.ts'
import { remind } from './reminders.ts'
import { KIND_OF, moveOn, type Schedule } from './resource.ts'

/** Runs a schedule on its day: one transaction that does the work and enqueues the next. */
export async function runSchedule(context: JobContext<JobInputs['schedule.run']>): Promise<unknown> {
  const { storage, job } = context
  const { scheduleId, on } = job.input
  const actor = { actor: job.createdBy, requestId: 'job' }
  return storage.write(job.committeeId, actor, async (tx) => {
    const row = await findRow(tx, 'schedules', scheduleId)
    // It was withdrawn, rests, or runs on another day since.
    if (!row || row.deletedAt || row.nextOn !== on) return { done: false }
    if (row.task === 'reminders') await remind(tx, on)
    else await madeOrTold(tx, row, on, context)
    await moveOn(tx, row, on)
    return { done: true }
  })
}

/** What refuses a report is told to the office; the schedule goes on with the next span. */
async function madeOrTold(tx: Tx, row: Schedule, on: string, context: JobContext): Promise<void> {
  try {
    await reportOf(tx, row, on, context)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const office = await boxesOfRoles(tx, ['admin', 'approver'], on)
    await notify(tx, office, { type: 'report_failed', subjectType: 'schedules', subjectId: row.id })
  }
}

/** The report of the span that has ended; its period is made where nobody has made it. */
async function reportOf(tx: Tx, row: Schedule, on: string, { storage, clock }: JobContext): Promise<void> {
  const kind = KIND_OF[row.frequency]!
  const span = spanBefore(kind, addDays(on, 1 - row.daysAfter))!
  const existing = await from(tx, 'periods', {
    kind,
    startsOn: span.startsOn,
    endsOn: span.endsOn,
    deletedAt: null,
  })
    .pick('id')
    .orderBy('createdAt')
    .first()
  const principal = await principalOf({ storage, clock }, tx.committeeId, row.createdBy)
  if (!principal) {
    throw new AppError('state_conflict', {
      en: 'Who made the schedule has no access any more: make it anew',
      zh: '定期任务的创建人已无权限，请重新创建',
    })
  }
  const made = {
    kind,
    name: nameOf(kind, span.startsOn),
    ...span,
    regulationId: row.regulationId,
    externalId: null,
  }
  const context = contextOf({ principal, clock, storage })
  const periodId = existing?.id ?? (await createRecord(tx, periods, made, context)).id
  const wanted = { periodId, reason: `定期任务：${row.name}`, title: null, asOf: null, correctionIds: [] }
  await startReport(tx, wanted, row.createdBy)
}

/** 2019年度, 2019年上半年, 2019年第2季度, 2019年5月. */
function nameOf(kind: string, startsOn: string): string {
  const [year, month] = [startsOn.slice(0, 4), Number(startsOn.slice(5, 7))]
  if (kind === 'calendar_year') return `${year}年度`
  if (kind === 'half_year') return `${year}年${month === 1 ? '上' : '下'}半年`
  return kind === 'quarter' ? `${year}年第${(month + 2) / 3}季度` : `${year}年${month}月`
}
