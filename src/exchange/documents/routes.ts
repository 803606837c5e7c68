import { z } from 'zod'
import { notFound, unknownReference } from '../../core/errors.ts'
import { Id, ValidateOnly } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import type { Operations } from '../../http/operations.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { ownMember } from '../../reporting/me/member.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import { sendFile, started } from '../exports/answers.ts'
import { CONTENT_TYPES, Export, NewOwnDocument } from '../exports/schema.ts'
import { checked, type ExportRow, type Requested, shown, startExport } from '../exports/service.ts'

/** Documents that members fetch for themselves: their form, their notice, their report, their file, their data, and the rules. */

const tag = 'me'
const params = z.object({ id: Id })
const permission = 'scores.read'

export function ownDocumentRoutes(deps: Deps, operations: Operations): Route[] {
  const { storage } = deps
  return [
    route({
      method: 'POST',
      path: '/me/documents',
      operationId: 'createMyDocument',
      summary: 'Have a document of your own made; it is there when its job has ended',
      tag,
      permission,
      query: z.strictObject({ validateOnly: ValidateOnly }),
      body: NewOwnDocument,
      status: 202,
      response: Export,
      idempotency: 'required',
      failures: ['not_found', 'unknown_reference'],
      prepare: async (context) => {
        const requested = await requestedBy(context)
        await checked(operations, requested, context)
        return requested
      },
      write: async (tx, { principal }, requested) =>
        started(await startExport(tx, requested, principal), '/v1/me/documents'),
      after: () => deps.jobs.wake(),
    }),
    route({
      method: 'GET',
      path: '/me/documents',
      operationId: 'listMyDocuments',
      summary: 'Documents that you had made, the newest first',
      tag,
      permission,
      query: PageQuery.pick({ limit: true, cursor: true, includeTotal: true }),
      response: page(Export, 'MyDocumentPage'),
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: (context) =>
        listPage(storage, context, context.query, {
          table: 'exports',
          path: '/me/documents',
          where: [{ column: 'createdBy', op: '=', value: context.principal.actor }],
          sorts: ['createdAt'],
          defaultSort: '-createdAt',
          key: ['id'],
          tombstones: false,
          present: (rows) => Promise.all(rows.map((row) => shown(storage, row))),
          secret: deps.secret,
        }),
    }),
    route({
      method: 'GET',
      path: '/me/documents/:id',
      operationId: 'getMyDocument',
      summary: 'State of a document of yours',
      tag,
      permission,
      params,
      query: z.strictObject({}),
      response: Export,
      failures: ['not_found'],
      read: async (context) => {
        const row = await own(context)
        return { body: row, version: row.version }
      },
    }),
    route({
      method: 'GET',
      path: '/me/documents/:id/file',
      operationId: 'getMyDocumentFile',
      summary: 'The document',
      tag,
      permission,
      params,
      query: z.strictObject({}),
      fileTypes: Object.values(CONTENT_TYPES),
      failures: ['not_found', 'state_conflict'],
      stream: async (context, reply) => sendFile(storage, await own(context), context, reply),
    }),
  ]
}

async function own({ storage, principal, params: { id } }: Context<{ id: string }>): Promise<ExportRow> {
  const row = await findRow(inCommittee(storage, principal.committeeId), 'exports', id)
  if (row?.createdBy !== principal.actor) throw notFound('document', id)
  return shown(storage, row)
}

/** What says by itself whose it is, or is nobody's. */
const OF_THEMSELVES: readonly string[] = ['duty_report', 'data_copy', 'regulation']

/** The membership that was in office in the period that the document speaks of, else the latest. */
async function requestedBy(context: Context<unknown, unknown, NewOwnDocument>): Promise<Requested> {
  const { body, storage } = context
  const { kind, format, ...named } = body
  const days = await daysOf(context)
  const { id: memberId } = await ownMember(storage, context, days)
  const asked = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
  const whose = OF_THEMSELVES.includes(kind) ? {} : { memberId }
  return { kind, format, parameters: { ...asked, ...whose }, memberId }
}

async function daysOf({
  storage,
  committeeId,
  body: { periodId, reportId },
}: Context<unknown, unknown, NewOwnDocument>): Promise<{ from: string; to: string } | undefined> {
  if (periodId === undefined && reportId === undefined) return undefined
  const report = reportId ? await findRow(inCommittee(storage, committeeId), 'reports', reportId) : undefined
  if (reportId && !report) throw unknownReference('/reportId', reportId)
  const id = periodId ?? report!.periodId
  const period = await findRow(inCommittee(storage, committeeId), 'periods', id)
  if (!period || period.deletedAt) throw unknownReference('/periodId', id)
  return { from: period.startsOn, to: period.endsOn }
}
