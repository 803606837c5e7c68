import { z } from 'zod'
import { notFound } from '../../core/errors.ts'
import { IdParams, TrialQuery } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import type { Operations } from '../../http/operations.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import { sendFile, started } from './answers.ts'
import { CONTENT_TYPES, createExport, Export, getExport, KINDS, NewExport } from './schema.ts'
import { checked, type ExportRow, requestedOf, shown, startExport } from './service.ts'
import { exportTemplates } from './templates.ts'

const tag = 'exports'
const params = IdParams

export function exportRoutes(deps: Deps, operations: Operations): Route[] {
  const { storage } = deps
  return [
    ...resourceRoutes(exportTemplates, deps.secret),
    route({
      method: 'GET',
      path: '/exports',
      operationId: 'listExports',
      summary: 'Exports that you asked for, an administrator those of everybody; the newest first',
      tag,
      permission: 'exports.run',
      query: PageQuery.pick({ limit: true, cursor: true, includeTotal: true }).extend({
        kind: z.enum(KINDS).optional(),
      }),
      response: page(Export, 'ExportPage'),
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: (context) => {
        const { principal, query } = context
        const all = principal.permissions.has('users.manage')
        return listPage(storage, context, query, {
          table: 'exports',
          path: '/exports',
          where: [
            ...(all ? [] : [{ column: 'createdBy', op: '=' as const, value: principal.actor }]),
            ...(query.kind ? [{ column: 'kind', op: '=' as const, value: query.kind }] : []),
          ],
          sorts: ['createdAt'],
          defaultSort: '-createdAt',
          key: ['id'],
          tombstones: false,
          present: (rows) => Promise.all(rows.map((row) => shown(storage, row))),
          secret: deps.secret,
        })
      },
    }),
    route({
      method: 'POST',
      path: '/exports',
      ...createExport,
      summary: 'Export a list or a report; the file is ready when its job has ended',
      tag,
      permission: 'exports.run',
      query: TrialQuery,
      body: NewExport,
      status: 202,
      idempotency: 'required',
      failures: ['unknown_reference', 'forbidden', 'rule_violation'],
      prepare: async (context) => {
        const requested = await requestedOf(context.body, context)
        await checked(operations, requested, context)
        return requested
      },
      write: async (tx, { principal }, requested) => started(await startExport(tx, requested, principal)),
      after: () => deps.jobs.wake(),
    }),
    route({
      method: 'GET',
      path: '/exports/:id',
      ...getExport,
      summary: 'State of an export, and what went out with it',
      tag,
      permission: 'exports.run',
      params,
      failures: ['not_found'],
      read: async (context) => {
        const row = await shown(storage, await ownExport(deps, context))
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
      fileTypes: Object.values(CONTENT_TYPES),
      failures: ['not_found', 'state_conflict'],
      stream: async (context, reply) => {
        const row = await shown(storage, await ownExport(deps, context))
        return sendFile(storage, row, context, reply)
      },
    }),
  ]
}

/** Those who made an export fetch it; an administrator too, but nobody a copy of all that is kept of somebody else. */
async function ownExport(
  { storage }: Deps,
  { principal, params: { id } }: Context<{ id: string }>,
): Promise<ExportRow> {
  const row = await findRow(inCommittee(storage, principal.committeeId), 'exports', id)
  const shared = row?.kind !== 'data_copy' && principal.permissions.has('users.manage')
  if (!row || (row.createdBy !== principal.actor && !shared)) throw notFound('export', id)
  return row
}
