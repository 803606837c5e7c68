import { newId, sha256 } from '../../core/ids.ts'
import type { Principal } from '../../http/route.ts'
import type { Boards } from '../../scoring/boards.ts'
import { enqueue } from '../../storage/enqueue.ts'
import { storeFile } from '../../storage/files.ts'
import type { JobContext } from '../../storage/jobs.ts'
import { changeRow, findRow, insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { type Ranking, rankingOf } from '../ranking/service.ts'
import { rankedCsv } from './csv.ts'
import type { RankedReport, RankedRow } from './ranked-report.ts'
import { rankedXlsx } from './xlsx.ts'

/** Exports are jobs: who asked, for what and how many rows went out stands in the log. */

export interface ExportRequest {
  kind: 'ranking'
  format: 'xlsx' | 'csv'
  periodId: string
  asOf?: string | undefined
  organizationId?: string | undefined
  office?: string | undefined
}

const CONTENT_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

export async function startExport(
  tx: Tx,
  request: ExportRequest,
  principal: Principal,
): Promise<Row<'exports'>> {
  const id = newId()
  const job = await enqueue(tx, 'export', { exportId: id }, principal.actor, null)
  const { kind, format, ...parameters } = request
  return insertRow(
    tx,
    'exports',
    {
      id,
      kind,
      format,
      parameters,
      state: 'running',
      jobId: job.id,
      fileId: null,
      rows: 0,
      createdBy: principal.actor,
      externalId: null,
    },
    { type: 'export.requested' },
  )
}

export async function runExport(context: JobContext, boards: Boards): Promise<unknown> {
  const { storage, job, clock } = context
  const { exportId } = job.input as { exportId: string }
  const row = await findRow(storage.read, 'exports', job.committeeId, exportId)
  if (row?.state !== 'running') return { exportId }
  const request = row.parameters as ExportRequest
  await context.progress('scoring', 0, 2)
  const ranking = await rankingOf(storage, boards, clock, job.committeeId, request.periodId, request)
  await context.progress('writing', 1, 2)
  const committee = await findRow(storage.read, 'committees', job.committeeId, job.committeeId)
  const report = reportOf(ranking, committee!.name)
  const bytes = row.format === 'xlsx' ? await rankedXlsx(report) : Buffer.from(await rankedCsv(report))
  const rows = report.rows.length + report.unranked.length
  await storage.write(job.committeeId, { actor: job.createdBy, requestId: 'job' }, async (tx) => {
    const { kind, format, createdBy } = row
    const contentType = CONTENT_TYPES[format as 'xlsx' | 'csv']
    const file = { name: `${kind}.${format}`, contentType, sha256: sha256(bytes), bytes, createdBy }
    const patch = { state: 'succeeded', fileId: await storeFile(tx, file), rows }
    await changeRow(tx, 'exports', row, patch, { type: 'export.finished' })
  })
  return { exportId, rows }
}

/** A ranking as it is printed. The day that it speaks of stands for the time of making, so that bytes repeat. */
export function reportOf(ranking: Ranking, committee: string): RankedReport {
  const titles = new Map(ranking.groups.map((group) => [group.code, group.title]))
  const rowOf = (row: Ranking['items'][number]): RankedRow => ({
    rank: row.rank,
    memberNo: row.memberNo,
    name: row.name,
    sector: row.sector?.name ?? null,
    memberGroup: row.memberGroup?.name ?? null,
    groups: row.groups.map(({ code, points }) => ({ code, title: titles.get(code) ?? code, points })),
    total: row.total,
    grade: row.grade,
    provisional: row.provisional,
  })
  const { name, number, title, sourceHash } = ranking.regulation
  return {
    committee,
    period: ranking.period,
    regulation: { name, number, title, hash: sourceHash },
    asOf: ranking.asOf,
    generatedAt: `数据截至 ${ranking.asOf}`,
    columns: ranking.groups,
    rows: ranking.items.map(rowOf),
    unranked: ranking.unranked.map(rowOf),
  }
}
