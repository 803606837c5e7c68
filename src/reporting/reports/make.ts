import { boxesOfRoles, notify } from '../../committee/inbox/notify.ts'
import { dayInZone } from '../../core/days.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { scoredPeriod } from '../../scoring/boards/periods.ts'
import { enqueue } from '../../storage/enqueue.ts'
import { after, before, from, inCommittee } from '../../storage/from.ts'
import { goesOn, type JobContext } from '../../storage/jobs.ts'
import { changeRow, findRow, insertRow } from '../../storage/rows.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import type { AfterCorrection } from '../corrections/resource.ts'
import type { AppliedCorrection } from './changes.ts'
import { inWorker } from './in-worker.ts'
import { keepReport, newestReport, nextNumber, type Report } from './store.ts'
import type { MadeReport } from './worker.ts'

/** Making a report: a job reads one moment of the records, and what it found is kept whole in one transaction. */

export interface Wanted {
  periodId: string
  reason: string
  title: string | null
  /** Of a period that is not closed: the last day that counts; today unless it is said. */
  asOf: string | null
  correctionIds: string[]
  externalId?: string | null
}

/** Stores what is to be made, and the job that makes it. */
export async function startReport(tx: Tx, wanted: Wanted, actor: string): Promise<Report> {
  const period = await findRow(tx, 'periods', wanted.periodId)
  if (!period || period.deletedAt) throw notFound('period', wanted.periodId)
  const id = newId()
  const interim = period.state !== 'closed'
  const today = dayInZone(new Date(tx.at))
  const last = wanted.asOf ?? today
  const job = await enqueue(tx, 'report.make', { reportId: id }, actor)
  const previous = await newestReport(tx, tx.committeeId, period.id)
  const number = await nextNumber(tx, period.id)
  return insertRow(
    tx,
    'reports',
    {
      id,
      externalId: wanted.externalId ?? null,
      periodId: period.id,
      regulationId: period.regulationId,
      number,
      title: wanted.title ?? `${period.name}委员履职情况通报`,
      reason: wanted.reason,
      correctionIds: wanted.correctionIds,
      asOf: interim && last < period.endsOn ? last : period.endsOn,
      interim,
      state: 'making',
      rulesHash: null,
      inputHash: null,
      contentHash: null,
      head: null,
      members: 0,
      readAt: 0,
      changes: null,
      previousId: previous?.id ?? null,
      preparedBy: actor,
      verifyUntil: null,
      submittedBy: null,
      submittedAt: null,
      approvedBy: null,
      approvedAt: null,
      publishedBy: null,
      publishedAt: null,
      audiences: null,
      shownFields: null,
      legalBasis: null,
      note: null,
      jobId: job.id,
      error: null,
    },
    { type: 'report.requested' },
  )
}

/** The job. A runner that takes it over finds it as it was and begins anew; what is made already stays. */
export async function makeReport(
  context: JobContext<{ reportId: string }>,
  boards: Boards,
): Promise<unknown> {
  const { storage, job } = context
  const { reportId } = job.input
  const report = await findRow(inCommittee(storage, job.committeeId), 'reports', reportId)
  if (report?.state !== 'making') return { reportId }
  await context.progress('scoring', 0, 2)
  try {
    const made = await computed(context, boards, report)
    await context.progress('keeping', 1, 2)
    await storage.write(job.committeeId, { actor: job.createdBy, requestId: 'job' }, (tx) =>
      storeReport(tx, reportId, made),
    )
  } catch (error) {
    if (!goesOn(job, error)) await failed(storage, job, reportId, error)
    throw error
  }
  return { reportId }
}

async function computed({ storage, clock }: JobContext, boards: Boards, report: Report): Promise<MadeReport> {
  const { committeeId, periodId } = report
  const { period, regulation, key } = await scoredPeriod(storage, committeeId, periodId)
  const { id, name, number, title, sourceHash } = regulation
  const corrections = await correctionsSince(storage, report)
  return inWorker({
    kind: 'make',
    databaseUrl: storage.url,
    previousId: report.previousId,
    corrections,
    input: {
      key,
      period: { id: period.id, name: period.name, kind: period.kind },
      regulation: { id, name, number, title, sourceHash },
      interim: report.interim,
      asOf: report.asOf,
      today: dayInZone(clock()),
      earlier: await boards.earlier(key),
    },
  })
}

/** Corrections of the period that the version before does not hold. */
async function correctionsSince(storage: Storage, report: Report): Promise<AppliedCorrection[]> {
  const { committeeId, periodId, previousId } = report
  if (previousId === null) return []
  const previous = (await findRow(inCommittee(storage, committeeId), 'reports', previousId))!
  const rows = await from(inCommittee(storage, committeeId), 'corrections', {
    state: 'applied',
    seq: after(previous.readAt),
  })
    .pick('id', 'reason', 'memberIds', 'periodIds')
    .orderBy('seq')
  return rows
    .filter(({ periodIds }) => periodIds.includes(periodId))
    .map(({ id, reason, memberIds }) => ({ id, reason, memberIds }))
}

async function storeReport(tx: Tx, reportId: string, made: MadeReport): Promise<void> {
  const report = await findRow(tx, 'reports', reportId)
  if (report?.state !== 'making') return
  await keepReport(tx, reportId, made)
  const { readAt, inputHash, contentHash, head, changes } = made
  const patch = {
    state: 'draft' as const,
    readAt,
    rulesHash: head.regulation.sourceHash,
    inputHash,
    contentHash,
    head,
    members: made.members.length,
    changes,
  }
  await changeRow(tx, 'reports', report, patch, { type: 'report.made' })
  await supersedeDrafts(tx, report)
  const office = await boxesOfRoles(tx, ['admin', 'reviewer'], dayInZone(new Date(tx.at)))
  const notice = { type: 'report_ready', subjectType: 'reports', subjectId: reportId } as const
  await notify(tx, [report.preparedBy, ...office], notice)
}

/** A version that was on its way and says what no longer holds goes no further; a published one stands until the next. */
async function supersedeDrafts(tx: Tx, { periodId, number }: Report): Promise<void> {
  const rows = await from(tx, 'reports', {
    periodId,
    number: before(number),
    state: ['draft', 'verifying', 'submitted', 'approved'],
    deletedAt: null,
  }).pick('id')
  for (const { id } of rows) {
    const row = (await findRow(tx, 'reports', id))!
    await changeRow(tx, 'reports', row, { state: 'superseded' }, { type: 'report.superseded' })
  }
}

async function failed(
  storage: Storage,
  job: JobContext['job'],
  reportId: string,
  cause: unknown,
): Promise<void> {
  const detail =
    cause instanceof AppError
      ? { code: cause.code, ...cause.detail }
      : {
          code: 'internal',
          en: 'The report could not be made; make it again',
          zh: '报告生成失败，请重新生成',
        }
  await storage.write(job.committeeId, { actor: job.createdBy, requestId: 'job' }, async (tx) => {
    const report = await findRow(tx, 'reports', reportId)
    if (report?.state !== 'making') return
    await changeRow(tx, 'reports', report, { state: 'failed', error: detail }, { type: 'report.failed' })
    const notice = { type: 'report_failed', subjectType: 'reports', subjectId: reportId } as const
    await notify(tx, [report.preparedBy], notice)
  })
}

/** The next version of each period that a correction moved and that a report speaks of. */
export const remakeReports: AfterCorrection = async (tx, { periodIds }, correctionIds, actor) => {
  for (const periodId of periodIds) {
    const newest = await newestReport(tx, tx.committeeId, periodId)
    const waiting = await waitingVersion(tx, periodId)
    if (waiting) {
      const ids = [...waiting.correctionIds, ...correctionIds]
      await changeRow(tx, 'reports', waiting, { correctionIds: ids }, { type: 'report.changed' })
    } else if (newest) {
      const reason = `更正 ${correctionIds.length} 项`
      const { title } = newest
      await startReport(tx, { periodId, reason, title, asOf: null, correctionIds }, actor)
    }
  }
}

/** A version whose job has not begun to read: it will see this correction as well. */
async function waitingVersion(tx: Tx, periodId: string): Promise<Report | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `select r.id from reports r join jobs j on j.committee_id = r.committee_id and j.id = r.job_id
      where r.committee_id = ? and r.period_id = ? and r.state = 'making' and j.status = 'queued'`,
    [tx.committeeId, periodId],
  )
  return row && findRow(tx, 'reports', row.id)
}
