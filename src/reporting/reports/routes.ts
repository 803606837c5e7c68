import { z } from 'zod'
import { AppError, notFound } from '../../core/errors.ts'
import { BelowQuery, Id, IdParams, TrialQuery } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { noteClearRead } from '../../http/clear-reads.ts'
import { actionRoute, resourceRoutes } from '../../http/endpoints.ts'
import { answered, readable } from '../../http/record.ts'
import { isOwnMember } from '../../http/rights.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { sightOf } from '../../http/sight.ts'
import { ScoreLineView } from '../../scoring/wire/schema.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import { getReportContent } from './content.ts'
import { inWorker } from './in-worker.ts'
import { startReport } from './make.ts'
import { getReportMember, wasShown } from './member-part.ts'
import { ReportInput, reports } from './resource.ts'
import { STEPS } from './steps.ts'
import { partOf, type Report, rowsOf } from './store.ts'
import { reportVerifications } from './verifications.ts'

const tag = 'reports'
const params = IdParams
const below = BelowQuery

const Standing = z
  .object({ total: z.number(), rank: z.int().nullable(), grade: z.string().nullable() })
  .nullable()
const Changes = z
  .object({
    reportId: Id,
    number: z.int(),
    previousId: Id.nullable(),
    reason: z.string(),
    correctionIds: z.array(Id),
    items: z.array(
      z.object({
        memberId: Id,
        name: z.string(),
        before: Standing,
        after: Standing,
        reversed: z
          .array(ScoreLineView)
          .meta({ description: 'Lines of the version before that no longer hold.' }),
        added: z.array(ScoreLineView).meta({ description: 'Lines that take their place.' }),
        reasons: z.array(z.string()).meta({ description: 'Of the corrections that named the member.' }),
      }),
    ),
  })
  .meta({ id: 'ReportChanges' })

const Check = z
  .object({
    reportId: Id,
    same: z
      .boolean()
      .meta({ description: 'Computed again from what it was read from, it gives the same bytes.' }),
    contentHash: z.string(),
    computedHash: z.string(),
    inputHash: z.string(),
    keptInputHash: z.string(),
  })
  .meta({ id: 'ReportCheck' })

export function reportRoutes(deps: Deps): Route[] {
  const reads = resourceRoutes(reports, deps.secret).filter(({ method }) => method === 'GET')
  return [
    ...reads,
    createRoute(deps),
    ...STEPS.map((step) => actionRoute(reports, step)),
    contentRoute(),
    changesRoute(),
    checkRoute(deps),
    partRoute(),
  ]
}

function createRoute(deps: Deps): Route {
  return route({
    method: 'POST',
    path: '/reports',
    operationId: 'createReport',
    summary: 'Make the next version of a period’s report; it is there when its job has ended',
    tag,
    permission: 'reports.prepare',
    query: TrialQuery,
    body: ReportInput.meta({ id: 'NewReport', example: reports.example }),
    status: 202,
    response: outputOf(reports),
    idempotency: 'required',
    failures: ['not_found', 'already_exists'],
    write: async (tx, context) => {
      const wanted = { ...context.body, correctionIds: [] }
      const row = await startReport(tx, wanted, context.principal.actor)
      const answer = await answered(reports, tx, context, row)
      const headers = { 'retry-after': '1', 'operation-location': `/v1/jobs/${row.jobId}` }
      return { ...answer, location: `/v1/reports/${row.id}`, headers }
    },
    after: () => deps.jobs.wake(),
  })
}

function contentRoute(): Route {
  return route({
    method: 'GET',
    path: '/reports/:id/content',
    ...getReportContent,
    summary: 'The frozen ranking of a report, everybody by name',
    tag,
    permission: 'reports.read',
    params,
    query: below,
    failures: ['not_found', 'state_conflict'],
    tagged: true,
    read: async (context) => {
      const report = await madeReport(context)
      const items = await rowsOf(context.storage, context.committeeId, report.id)
      return { body: { reportId: report.id, head: report.head, items } }
    },
  })
}

function changesRoute(): Route {
  return route({
    method: 'GET',
    path: '/reports/:id/changes',
    operationId: 'getReportChanges',
    summary: 'Whose points changed since the version before: each line reversed, each new one, and why',
    tag,
    permission: 'reports.read',
    params,
    query: below,
    response: Changes,
    failures: ['not_found', 'state_conflict'],
    tagged: true,
    read: async (context) => {
      const { id, number, previousId, reason, correctionIds, changes } = await madeReport(context)
      return { body: { reportId: id, number, previousId, reason, correctionIds, items: changes ?? [] } }
    },
  })
}

function checkRoute({ storage }: Deps): Route {
  return route({
    method: 'GET',
    path: '/reports/:id/check',
    operationId: 'checkReport',
    summary: 'Compute a report again from what it was read from, and compare the bytes',
    tag,
    permission: 'reports.read',
    params,
    query: below,
    response: Check,
    failures: ['not_found', 'state_conflict'],
    tagged: true,
    read: async (context) => {
      const report = await madeReport(context)
      const { committeeId, id: reportId } = report
      const again = await inWorker({ kind: 'check', databaseUrl: storage.url, committeeId, reportId })
      const contentHash = report.contentHash!
      const inputHash = report.inputHash!
      return {
        body: {
          reportId,
          same: again.contentHash === contentHash && again.inputHash === inputHash,
          contentHash,
          computedHash: again.contentHash,
          inputHash,
          keptInputHash: again.inputHash,
        },
      }
    },
  })
}

function partRoute(): Route {
  return route({
    method: 'GET',
    path: '/reports/:id/members/:memberId',
    ...getReportMember,
    summary: 'One member’s part: a member sees their own once the verification was opened',
    tag,
    permission: 'scores.read',
    params: z.object({ id: Id, memberId: Id }),
    query: below,
    failures: ['not_found'],
    tagged: true,
    read: async (context) => ({ body: await memberPart(context) }),
  })
}

interface PartParams {
  id: string
  memberId: string
}

/** What is not theirs to see is not there. */
async function memberPart(context: Context<PartParams>) {
  const { storage, committeeId, principal, params } = context
  const { id, memberId } = params
  const report = await findRow(inCommittee(storage, committeeId), 'reports', id)
  if (!report || report.deletedAt || report.head === null) throw notFound('report', id)
  const staff = principal.permissions.has('reports.read')
  const own = wasShown(report) && (await isOwnMember(storage, committeeId, memberId, principal))
  if (!staff && !own) throw notFound('report', id)
  const part = await partOf(storage, committeeId, id, memberId)
  if (!part) throw notFound('part of this report', memberId)
  const verification = await from(inCommittee(storage, committeeId), 'reportVerifications', {
    reportId: id,
    memberId,
    deletedAt: null,
  })
    .pick('state', 'note')
    .first()
  const sight = own ? 'open' : sightOf(principal, reportVerifications.claim!({}, principal))
  if (verification && sight === 'masked') verification.note = null
  if (verification?.note && sight === 'clear') await noteClearRead(context, 'reportVerifications', [memberId])
  const { number, state, contentHash, verifyUntil } = report
  const { head } = report
  const { period, asOf } = head
  return {
    reportId: id,
    number,
    state,
    contentHash,
    verifyUntil,
    verification: verification ?? null,
    period,
    asOf,
    ...part,
  }
}

/** A report that says something; 409 while it is being made or where that failed. */
async function madeReport(context: Context<{ id: string }>): Promise<Report> {
  const report = await readable(reports, context, context.params.id)
  if (report.head !== null) return report
  throw new AppError('state_conflict', {
    en: `The report is ${report.state}: follow its job, or make it again`,
    zh: report.state === 'failed' ? '通报生成失败，请重新生成' : '通报正在生成，请稍候',
  })
}
