import { z } from 'zod'
import { anonymousReadsOf } from '../../access/anonymous-limit.ts'
import { committeeByCode } from '../../access/directory.ts'
import type { Audience } from '../../committee/committees/publication.ts'
import { notFound } from '../../core/errors.ts'
import { Code, Day, Id, IdParams, Instant } from '../../core/fields.ts'
import { canonical, sha256 } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { etagOf } from '../../http/etag.ts'
import { operation } from '../../http/operation.ts'
import { type Principal, type Reply, type Route, route } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import { type Mode, ShownReport, shownTo } from './audience.ts'
import { type Report, rowsOf } from './store.ts'

/** 晾晒: published reports, as much of them as their audience is shown. What is not published is not there. */

/** Newest first; more than a term of monthly reports. */
const LISTED_MAX = 100

const Listed = z
  .object({
    id: Id,
    title: z.string(),
    number: z.int(),
    period: z.object({ name: z.string(), from: Day, to: Day }),
    interim: z.boolean(),
    asOf: Day,
    mode: z.string(),
    publishedAt: Instant,
    legalBasis: z.string().nullable(),
    contentHash: z.string(),
  })
  .meta({ id: 'PublishedReportItem' })
const List = z.object({ items: z.array(Listed) }).meta({ id: 'PublishedReportList' })
const Whole = z.object({ ...Listed.shape, shown: ShownReport }).meta({ id: 'PublishedReport' })

export const listPublishedReports = operation('listPublishedReports', List)
export const listPublicReports = operation('listPublicReports', List)
export const getPublishedReport = operation('getPublishedReport', Whole)
export const getPublicReport = operation('getPublicReport', Whole)

/** Staff of the whole committee see what members see; a department’s clerk what units see. */
const audienceOf = ({ departments, personId }: Principal): Audience =>
  departments !== null && personId === null ? 'units' : 'members'

export function publishedReportRoutes({ storage, clock }: Deps): Route[] {
  const visit = anonymousReadsOf(clock)
  const opened = async (context: { address: string; params: { code: string } }) => {
    visit(context.address)
    const committeeId = await committeeByCode(storage, context.params.code)
    if (!committeeId) throw notFound('committee', context.params.code)
    return committeeId
  }
  return [
    route({
      method: 'GET',
      path: '/published-reports',
      ...listPublishedReports,
      summary: 'Reports that were published to you',
      tag: 'published-reports',
      permission: 'any',
      failures: [],
      tagged: true,
      read: async ({ committeeId, principal }) => ({
        body: { items: await listed(storage, committeeId, audienceOf(principal)) },
      }),
    }),
    route({
      method: 'GET',
      path: '/published-reports/:id',
      ...getPublishedReport,
      summary: 'A published report, as much of it as you are shown',
      tag: 'published-reports',
      permission: 'any',
      params: IdParams,
      failures: ['not_found'],
      tagged: true,
      read: async ({ committeeId, principal, params: { id } }) => ({
        body: await shownReport(storage, committeeId, id, audienceOf(principal)),
      }),
    }),
    route({
      method: 'GET',
      path: '/public/committees/:code/reports',
      ...listPublicReports,
      summary: 'Reports that a committee has published to everybody',
      tag: 'public',
      permission: 'public',
      params: z.object({ code: Code }),
      failures: ['not_found', 'rate_limited'],
      versioned: true,
      read: async (context) =>
        tagged({ body: { items: await listed(storage, await opened(context), 'public') } }),
    }),
    route({
      method: 'GET',
      path: '/public/committees/:code/reports/:id',
      ...getPublicReport,
      summary: 'A report that is published to everybody',
      tag: 'public',
      permission: 'public',
      params: z.object({ code: Code, id: Id }),
      failures: ['not_found', 'rate_limited'],
      versioned: true,
      read: async (context) =>
        tagged({ body: await shownReport(storage, await opened(context), context.params.id, 'public') }),
    }),
  ]
}

async function listed(storage: Storage, committeeId: string, audience: Audience) {
  const rows = await from(inCommittee(storage, committeeId), 'reports', {
    state: 'published',
    deletedAt: null,
  })
    .pick('id')
    .orderBy('-publishedAt')
    .limit(LISTED_MAX)
  const published = await Promise.all(
    rows.map(({ id }) => findRow(inCommittee(storage, committeeId), 'reports', id)),
  )
  return published.flatMap((report) => {
    const mode = modeFor(report!, audience)
    return mode ? [itemOf(report!, mode)] : []
  })
}

const modeFor = ({ audiences }: Report, audience: Audience): Mode | null => audiences?.[audience] ?? null

function itemOf(report: Report, mode: Mode) {
  const { id, title, number, interim, asOf, publishedAt, legalBasis, contentHash } = report
  const { name, from, to } = report.head!.period
  return {
    id,
    title,
    number,
    period: { name, from, to },
    interim,
    asOf,
    mode,
    publishedAt,
    legalBasis,
    contentHash,
  }
}

async function shownReport(storage: Storage, committeeId: string, id: string, audience: Audience) {
  const report = await findRow(inCommittee(storage, committeeId), 'reports', id)
  const published = report && !report.deletedAt && report.state === 'published'
  const mode = published ? modeFor(report, audience) : null
  if (!published || mode === null) throw notFound('published report', id)
  const rows = await rowsOf(storage, committeeId, id)
  const shown = shownTo(audience, mode, { head: report.head!, rows, fields: report.shownFields! })
  return { ...itemOf(report, mode), shown }
}

/** The tag is of what is shown: the sequence number of the committee would tell how much it works. */
const tagged = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, etag: etagOf(sha256(canonical(reply.body)).slice(0, 22), 'public') },
})
