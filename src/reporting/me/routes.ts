import { z } from 'zod'
import { notFound } from '../../core/errors.ts'
import { Id, IdParams } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { type Operations, readAs } from '../../http/operations.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import { getArchive } from '../archive/schema.ts'
import { getReportMember, SEEN_BY_MEMBERS } from '../reports/member-part.ts'
import { dataCopyRoute } from './data.ts'
import { inboxRoutes } from './inbox.ts'
import { ownMember, ownMemberships } from './member.ts'
import { getMyArchive, getMyReport, listMyMemberships, listMyReports } from './schema.ts'
import { ownWriteRoutes } from './writes.ts'

/** 委员自助: what a member sees and says of themselves, without knowing any id. Each asks the operation behind it. */

const tag = 'me'

const period = z.strictObject({ periodId: Id })

export function meRoutes(deps: Deps, operations: Operations): Route[] {
  const { storage, clock } = deps
  /** The membership in office during a period. */
  const memberIn = async (context: Context, periodId: string) => {
    const period = await findRow(inCommittee(storage, context.principal.committeeId), 'periods', periodId)
    if (!period || period.deletedAt) throw notFound('period', periodId)
    return ownMember(storage, context, { from: period.startsOn, to: period.endsOn })
  }
  return [
    route({
      method: 'GET',
      path: '/me/memberships',
      ...listMyMemberships,
      summary: 'Your memberships, the latest first',
      tag,
      permission: 'any',
      failures: ['not_found'],
      tagged: true,
      read: async (context) => ({ body: { items: await ownMemberships(storage, context) } }),
    }),
    route({
      method: 'GET',
      path: '/me/archive',
      ...getMyArchive,
      summary: 'Your duty archive of a period: what you did, what it earned, why',
      tag,
      permission: 'scores.read',
      query: period,
      failures: ['not_found'],
      tagged: true,
      read: async (context) => {
        const { principal, query } = context
        const { id } = await memberIn(context, query.periodId)
        const call = { principal, params: { id }, query, storage, clock }
        return readAs(operations.of(getArchive), call)
      },
    }),
    route({
      method: 'GET',
      path: '/me/reports',
      ...listMyReports,
      summary: 'Reports that speak of you and that you may see, the newest first',
      tag,
      permission: 'scores.read',
      failures: ['not_found'],
      tagged: true,
      read: async (context) => ({ body: { items: await ownReports(context) } }),
    }),
    route({
      method: 'GET',
      path: '/me/reports/:id',
      ...getMyReport,
      summary: 'Your own part of a report, as it was frozen',
      tag,
      permission: 'scores.read',
      params: IdParams,
      failures: ['not_found'],
      tagged: true,
      read: async (context) => {
        const { principal, params } = context
        const report = await findRow(inCommittee(storage, principal.committeeId), 'reports', params.id)
        if (!report) throw notFound('report', params.id)
        const { id: memberId } = await memberIn(context, report.periodId)
        const call = { principal, params: { id: params.id, memberId }, storage, clock }
        return readAs(operations.of(getReportMember), call)
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
