import { z } from 'zod'
import { AppError, notFound, unknownReference } from '../../core/errors.ts'
import { Code, Day, Id, Instant, ValidateOnly } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Row } from '../../storage/tables.ts'
import { startExport } from './service.ts'

const tag = 'exports'
const params = z.object({ id: Id })

const NewExport = z
  .strictObject({
    kind: z.enum(['ranking']),
    format: z.enum(['xlsx', 'csv']),
    periodId: Id,
    asOf: Day.optional(),
    organizationId: Id.optional(),
    office: Code.optional(),
  })
  .meta({
    id: 'NewExport',
    example: { kind: 'ranking', format: 'xlsx', periodId: '0197f6a0-0000-7000-8000-000000000001' },
  })

const Export = z
  .object({
    id: Id,
    kind: z.string(),
    format: z.string(),
    parameters: z.record(z.string(), z.unknown()),
    state: z.enum(['running', 'succeeded', 'failed']),
    jobId: Id.nullable(),
    rows: z.int(),
    createdBy: z.string(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Export' })

export function exportRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/exports',
      operationId: 'createExport',
      summary: 'Export the ranked report; the file is ready when its job has ended',
      tag,
      permission: 'exports.run',
      query: z.strictObject({ validateOnly: ValidateOnly }),
      body: NewExport,
      status: 202,
      response: Export,
      idempotency: 'required',
      failures: ['unknown_reference'],
      write: async (tx, { body, principal }) => {
        const period = await findRow(tx.db, 'periods', tx.committeeId, body.periodId)
        if (!period || period.deletedAt) throw unknownReference('/periodId', body.periodId)
        const row = await startExport(tx, body, principal)
        return {
          body: row,
          version: row.version,
          location: `/v1/exports/${row.id}`,
          headers: { 'retry-after': '1', 'operation-location': `/v1/jobs/${row.jobId}` },
        }
      },
      after: () => deps.jobs.wake(),
    }),
    route({
      method: 'GET',
      path: '/exports/:id',
      operationId: 'getExport',
      summary: 'State of an export',
      tag,
      permission: 'exports.run',
      params,
      query: z.strictObject({}),
      status: 200,
      response: Export,
      failures: ['not_found'],
      read: async (context) => {
        const row = await ownExport(deps, context as Context<{ id: string }>)
        return { body: row, version: row.version }
      },
    }),
    route({
      method: 'GET',
      path: '/exports/:id/file',
      operationId: 'getExportFile',
      summary: 'The exported file',
      tag,
      permission: 'exports.run',
      params,
      query: z.strictObject({}),
      status: 200,
      responseType: 'application/octet-stream',
      failures: ['not_found', 'state_conflict'],
      stream: async (context, reply) => {
        const row = await ownExport(deps, context as Context<{ id: string }>)
        if (!row.fileId) {
          throw new AppError('state_conflict', {
            en: `The export is ${row.state}: wait for its job`,
            zh: '导出尚未完成，请稍候',
          })
        }
        const file = (await findRow(deps.storage.read, 'files', row.committeeId, row.fileId))!
        return reply
          .header('content-type', file.contentType)
          .header('content-disposition', `attachment; filename="${file.name}"`)
          .header('cache-control', 'no-store')
          .header('etag', `"${file.sha256}"`)
          .send(file.bytes)
      },
    }),
  ]
}

/** Those who made an export fetch it. */
async function ownExport(
  deps: Deps,
  { principal, params: { id } }: Context<{ id: string }>,
): Promise<Row<'exports'>> {
  const row = await findRow(deps.storage.read, 'exports', principal.committeeId, id)
  if (!row || (row.createdBy !== principal.actor && !principal.permissions.has('users.manage'))) {
    throw notFound('export', id)
  }
  return row
}
