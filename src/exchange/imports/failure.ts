import { AppError } from '../../core/errors.ts'
import { goesOn, type ImportJob, JobCancelled, type JobContext, type JobHandler } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import { committedChunks } from './outcomes.ts'
import { findImport } from './store.ts'

/** A job that fails leaves its import where a person can go on: an untouched commit is planned again, else failed. */
export function tellingImport(handler: JobHandler<ImportJob>): JobHandler<ImportJob> {
  return async (context) => {
    try {
      return await handler(context)
    } catch (error) {
      if (!isControl(error) && !goesOn(context.job, error)) await mark(context, error)
      throw error
    }
  }
}

/** A lost lease or a cancellation is not the import's failure. */
const isControl = (error: unknown): boolean =>
  error instanceof JobCancelled || error?.constructor?.name === 'LeaseLost'

async function mark({ storage, job }: JobContext<ImportJob>, error: unknown): Promise<void> {
  const actor = { actor: job.createdBy, requestId: 'job' }
  const known = error instanceof AppError
  const reason = known
    ? { code: error.code, ...error.detail }
    : { code: 'internal', en: 'The job failed here; start it again', zh: '任务执行出错，请重新发起' }
  await storage.write(job.committeeId, actor, async (tx) => {
    const row = await findImport(tx, job.committeeId, job.input.importId)
    const untouched = row.state === 'committing' && row.cursor === 0 && (await committedChunks(tx, row)) === 0
    await changeRow(
      tx,
      'imports',
      row,
      { state: untouched ? 'planned' : 'failed', error: reason },
      { type: 'import.failed' },
    )
  })
}
