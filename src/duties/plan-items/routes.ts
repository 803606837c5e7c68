import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { Code, Day, Line, QueryYear } from '../../core/fields.ts'
import { actionRoute, resourceRoutes } from '../../http/endpoints.ts'
import { listPage, PageQuery } from '../../http/paging.ts'
import { type Route, route } from '../../http/route.ts'
import type { Condition } from '../../storage/list.ts'
import type { Row } from '../../storage/tables.ts'
import { progressOf } from './progress.ts'
import { planItems } from './resource.ts'
import { listPlanProgress, PlanProgressPage } from './schema.ts'

const Approve = z
  .strictObject({
    approvedOn: Day,
    approvedBy: Line(100).meta({ description: 'The body that approved it.' }),
  })
  .meta({ id: 'ApprovePlanItem', example: { approvedOn: '2020-02-20', approvedBy: '区委' } })

const Cancel = z
  .strictObject({ cancelledOn: Day })
  .meta({ id: 'CancelPlanItem', example: { cancelledOn: '2020-06-01' } })

const ProgressQuery = PageQuery.extend({
  year: QueryYear.optional().meta({ description: 'This year by default.' }),
  kind: Code.optional(),
  asOf: Day.optional().meta({ description: 'Last day that is looked at; today by default.' }),
})

export function planItemRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/plan-items/progress',
      ...listPlanProgress,
      summary: 'What became of the annual plan, item by item, with the records behind it',
      tag: 'plan-items',
      permission: 'statistics.read',
      query: ProgressQuery,
      response: PlanProgressPage,
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: async (context) => {
        const { storage, committeeId, clock } = context
        const { asOf = dayInZone(clock()), ...filters } = context.query
        const year = filters.year ?? Number(asOf.slice(0, 4))
        const where: Condition[] = [{ column: 'year', op: '=', value: year }]
        if (filters.kind) where.push({ column: 'kind', op: '=', value: filters.kind })
        return listPage(
          storage,
          context,
          { ...filters, asOf },
          {
            table: 'planItems',
            path: '/plan-items/progress',
            where,
            sorts: ['kind', 'title', 'createdAt'],
            defaultSort: 'createdAt',
            key: ['id'],
            tombstones: true,
            present: (rows) => progressOf(storage, committeeId, rows, asOf),
            secret,
          },
        )
      },
    }),
    ...resourceRoutes(planItems, secret),
    actionRoute(planItems, {
      verb: 'approve',
      operationId: 'approvePlanItem',
      summary: 'Approved by the party committee, as it stands',
      permission: 'periods.manage',
      body: Approve,
      failures: ['state_conflict'],
      run: async (_tx, row, body) => {
        refuseCancelled(row)
        if (row.approvedOn !== null) {
          throw new AppError('state_conflict', {
            en: `It was approved on ${row.approvedOn}; a change of substance would ask for approval again`,
            zh: `该事项已于 ${row.approvedOn} 批准；内容变更后方可再次批准`,
          })
        }
        return { approvedOn: body.approvedOn, approvedBy: body.approvedBy }
      },
    }),
    actionRoute(planItems, {
      verb: 'cancel',
      past: 'cancelled',
      operationId: 'cancelPlanItem',
      summary: 'Taken out of the plan from a day on; the plan no longer wants it',
      permission: 'duties.record',
      body: Cancel,
      failures: ['state_conflict'],
      run: async (_tx, row, body) => {
        refuseCancelled(row)
        return { cancelledOn: body.cancelledOn }
      },
    }),
  ]
}

function refuseCancelled(row: Row<'planItems'>): void {
  if (row.cancelledOn === null) return
  throw new AppError('state_conflict', {
    en: `It was taken out of the plan on ${row.cancelledOn}`,
    zh: `该事项已于 ${row.cancelledOn} 取消`,
  })
}
