import { principalOf } from '../../access/principals.ts'
import { AppError } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import type { Operations } from '../../http/operations.ts'
import { forbidden } from '../../http/rights.ts'
import type { Context, Principal } from '../../http/route.ts'
import { enqueue } from '../../storage/enqueue.ts'
import { inCommittee } from '../../storage/from.ts'
import { goesOn, JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow, findRow, insertRow } from '../../storage/rows.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { Typesetter } from '../typeset/typesetter.ts'
import type { Made, Maker, Parameters } from './maker.ts'
import { partWriter, type Write } from './parts.ts'
import { CONTENT_TYPES, type Format, type Kind, type NewExport } from './schema.ts'

/** Exports are jobs: who asked, for what, which columns and how many rows went out stands in the log. */

export type ExportRow = Row<'exports'>

export interface Requested {
  kind: Kind
  format: Format
  parameters: Parameters
  memberId: string | null
}

/** What is kept of a request; a template stands in for what it says. */
export async function requestedOf(body: NewExport, context: Context): Promise<Requested> {
  const { kind, format, templateId, ...rest } = body
  const parameters: Parameters = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined),
  )
  const { memberId = null } = parameters
  if (templateId === undefined) return { kind, format, parameters, memberId }
  const { storage, committeeId } = context
  const template = await findRow(inCommittee(storage, committeeId), 'exportTemplates', templateId)
  if (!template || template.deletedAt) {
    throw new AppError(
      'unknown_reference',
      { en: 'There is no such export template', zh: '没有这个导出模板' },
      { errors: [{ pointer: '/templateId', code: 'unknown_reference', detail: 'names no template' }] },
    )
  }
  const { list, filter, columns, labels } = template
  const of = { list, filter: { ...filter, ...parameters.filter }, columns, labels, templateId }
  return { kind, format, parameters: { ...of, ...parameters, filter: of.filter }, memberId }
}

/** Read when the first export comes: a server that exports nothing holds nothing of it. */
const makerOf = async (kind: Kind): Promise<Maker> => (await import('./make.ts')).MAKERS[kind]

/** Throws what would keep it from being made for this principal. */
export async function checked(
  operations: Operations,
  requested: Requested,
  context: Context,
): Promise<unknown> {
  const { principal, storage, clock, language } = context
  const asker = { principal, storage, clock, language }
  const maker = await makerOf(requested.kind)
  return maker.check({ operations, asker }, requested.parameters, requested.format)
}

export async function startExport(tx: Tx, requested: Requested, principal: Principal): Promise<ExportRow> {
  const id = newId()
  const job = await enqueue(tx, 'export', { exportId: id }, principal.actor, null)
  return insertRow(
    tx,
    'exports',
    {
      id,
      ...requested,
      state: 'running',
      jobId: job.id,
      fileName: null,
      contentType: null,
      size: 0,
      sha256: null,
      rows: 0,
      columns: [],
      missingGlyphs: [],
      error: null,
      createdBy: principal.actor,
      externalId: null,
    },
    { type: 'export.requested' },
  )
}

/** The job. A runner that takes it over begins anew; nothing of an interrupted run is left. */
export async function runExport(
  context: JobContext<{ exportId: string }>,
  operations: Operations,
  typesetter: Typesetter,
): Promise<unknown> {
  const { storage, job } = context
  const { exportId } = job.input
  const row = await findRow(inCommittee(storage, job.committeeId), 'exports', exportId)
  if (row?.state !== 'running') return { exportId }
  const write: Write = (work) =>
    storage.write(job.committeeId, { actor: job.createdBy, requestId: 'job' }, work)
  try {
    const made = await madeFor(context, { operations, typesetter }, row, write)
    return { exportId, rows: made.rows, missingGlyphs: made.missingGlyphs }
  } catch (error) {
    if (!goesOn(job, error)) await failed(write, exportId, error)
    throw error
  }
}

async function madeFor(
  { storage, job, clock, progress }: JobContext,
  tools: { operations: Operations; typesetter: Typesetter },
  row: ExportRow,
  write: Write,
): Promise<Made> {
  const principal = await principalOf({ storage, clock }, job.committeeId, row.createdBy)
  if (!principal) throw noLonger()
  const committee = (await findRow(inCommittee(storage, job.committeeId), 'committees', job.committeeId))!
  const asker = { principal, storage, clock, language: 'zh' as const }
  const tell = (done: number, total: number) => progress('writing', done, Math.max(total, 1))
  await tell(0, 1)
  const parts = await partWriter(write, row.id)
  const { format } = row
  const made = await (await makerOf(row.kind)).make(
    { ...tools, asker, committee, progress: tell },
    row.parameters,
    format,
    parts,
  )
  const { size, sha256 } = await parts.end()
  const { rows, columns, missingGlyphs } = made
  const fileName = `${made.fileName}.${format}`
  const patch = { rows, columns, missingGlyphs, size, sha256, fileName }
  await write(async (tx) => {
    const now = (await findRow(tx, 'exports', row.id))!
    if (now.state !== 'running') return
    const contentType = CONTENT_TYPES[format]
    await changeRow(
      tx,
      'exports',
      now,
      { ...patch, contentType, state: 'succeeded' },
      { type: 'export.finished' },
    )
  })
  return made
}

const noLonger = (): AppError =>
  forbidden({
    en: 'Who asked for it has no access any more',
    zh: '发起人已无权访问，导出未进行',
  })

async function failed(write: Write, exportId: string, cause: unknown): Promise<void> {
  const error =
    cause instanceof AppError
      ? { code: cause.code, ...cause.detail }
      : cause instanceof JobCancelled
        ? { code: 'state_conflict', en: 'It was cancelled', zh: '导出已取消' }
        : {
            code: 'internal',
            en: 'The file could not be made; ask for it again',
            zh: '文件生成失败，请重新导出',
          }
  await write(async (tx) => {
    const row = await findRow(tx, 'exports', exportId)
    if (row?.state !== 'running') return
    await changeRow(tx, 'exports', row, { state: 'failed', error }, { type: 'export.failed' })
  })
}

const ENDED = ['failed', 'cancelled']

/** As it is told: an export whose job ended without it has failed. */
export async function shown(storage: Storage, row: ExportRow): Promise<ExportRow> {
  if (row.state !== 'running' || row.jobId === null) return row
  const job = await findRow(inCommittee(storage, row.committeeId), 'jobs', row.jobId)
  if (!job || !ENDED.includes(job.status)) return row
  const cancelled = { code: 'state_conflict', en: 'It was cancelled', zh: '导出已取消' }
  return { ...row, state: 'failed', error: job.error ?? cancelled }
}
