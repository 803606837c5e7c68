import { z } from 'zod'
import { notFound } from '../../core/errors.ts'
import { Day, Id, IdParams, NoQuery } from '../../core/fields.ts'
import { REPORT_STATES, REPORT_VERIFICATIONS } from '../../core/words/reports.ts'
import { inWords } from '../../core/words/word.ts'
import type { Deps } from '../../deps.ts'
import { type Operations, readAs } from '../../http/operations.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import { Archive } from '../archive/schema.ts'
import { MemberPartShape, SEEN_BY_MEMBERS } from '../reports/member-part.ts'
import { dataCopyRoute } from './data.ts'
import { inboxRoutes } from './inbox.ts'
import { ownMember, ownMemberships } from './member.ts'
import { ownWriteRoutes } from './writes.ts'

/** 委员自助: what a member sees and says of themselves, without knowing any id. Each asks the operation behind it. */

const tag = 'me'

const Memberships = z
  .object({
    items: z.array(
      z.object({
        id: Id,
        termId: Id,
        memberNo: z.string(),
        name: z.string(),
        validFrom: Day,
        validTo: Day.nullable(),
      }),
    ),
  })
  .meta({ id: 'MyMemberships' })

const MyReports = z
  .object({
    items: z.array(
      z.object({
        reportId: Id,
        memberId: Id,
        title: z.string(),
        number: z.int(),
        state: inWords(z.string(), REPORT_STATES),
        periodId: Id,
        verifyUntil: Day.nullable(),
        verification: inWords(z.string(), REPORT_VERIFICATIONS)
          .nullable()
          .meta({ description: 'What you said of it.' }),
      }),
    ),
  })
  .meta({ id: 'MyReports' })

const period = z.strictObject({ periodId: Id })

export function meRoutes(deps: Deps, operations: Operations): Route[] {
  const { storage, clock } = deps
  /** The membership in office during a period. */
  const memberIn = async (context: Context, periodId: string) => {
    const found = await findRow(storage.read, 'periods', context.principal.committeeId, periodId)
    if (!found || found.deletedAt) throw notFound('period', periodId)
    return ownMember(storage, context, { from: found.startsOn, to: found.endsOn })
  }
  return [
    route({
      method: 'GET',
      path: '/me/memberships',
      operationId: 'listMyMemberships',
      summary: 'Your memberships, the latest first',
      tag,
      permission: 'any',
      query: NoQuery,
      status: 200,
      response: Memberships,
      failures: ['not_found'],
      tagged: true,
      read: async (context) => ({ body: { items: await ownMemberships(storage, context) } }),
    }),
    route({
      method: 'GET',
      path: '/me/archive',
      operationId: 'getMyArchive',
      summary: 'Your duty archive of a period: what you did, what it earned, why',
      tag,
      permission: 'scores.read',
      query: period,
      status: 200,
      response: Archive,
      failures: ['not_found'],
      tagged: true,
      read: async (context) => {
        const { principal, query } = context
        const { id } = await memberIn(context as Context, query.periodId)
        const call = { principal, params: { id }, query, storage, clock }
        return readAs(operations.named('getArchive'), call)
      },
    }),
    route({
      method: 'GET',
      path: '/me/reports',
      operationId: 'listMyReports',
      summary: 'Reports that speak of you and that you may see, the newest first',
      tag,
      permission: 'scores.read',
      query: NoQuery,
      status: 200,
      response: MyReports,
      failures: ['not_found'],
      tagged: true,
      read: async (context) => ({ body: { items: await ownReports(context as Context) } }),
    }),
    route({
      method: 'GET',
      path: '/me/reports/:id',
      operationId: 'getMyReport',
      summary: 'Your own part of a report, as it was frozen',
      tag,
      permission: 'scores.read',
      params: IdParams,
      query: NoQuery,
      status: 200,
      response: MemberPartShape,
      failures: ['not_found'],
      tagged: true,
      read: async (context) => {
        const { principal, params } = context
        const report = await findRow(storage.read, 'reports', principal.committeeId, params.id)
        if (!report) throw notFound('report', params.id)
        const { id: memberId } = await memberIn(context as Context, report.periodId)
        const call = { principal, params: { id: params.id, memberId }, storage, clock }
        return readAs(operations.named('getReportMember'), call)
      },
    }),
    ...ownWriteRoutes(deps, operations),
    dataCopyRoute(),
    ...inboxRoutes(deps.secret),
  ]
}

/** Newest first; more than the reports of a term. */
const REPORTS_MAX = 200

async function ownReports(context: Context) {
  const { storage, principal } = context
  await ownMemberships(storage, context)
  const states = SEEN_BY_MEMBERS.map(() => '?').join(', ')
  return storage.query(
    `select r.id as report_id, p.member_id, r.title, r.number, r.state, r.period_id, r.verify_until,
        v.state as verification
       from members m
       join report_members p on p.committee_id = m.committee_id and p.member_id = m.id
       join reports r on r.committee_id = p.committee_id and r.id = p.report_id
       left join report_verifications v
         on v.committee_id = r.committee_id and v.report_id = r.id and v.member_id = p.member_id
      where m.committee_id = ? and m.person_id = ? and m.deleted_at is null and r.deleted_at is null
        and r.state in (${states}) and (r.verify_until is not null or r.published_at is not null)
      order by r.created_at desc, r.number desc, r.id limit ${REPORTS_MAX}`,
    [principal.committeeId, principal.personId, ...SEEN_BY_MEMBERS],
  )
}
