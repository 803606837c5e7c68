import { checkOpen } from '../../committee/open-period.ts'
import { movedTo } from '../../core/moves.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { researchReports } from './resource.ts'
import { REPORT_MOVES, Return } from './schema.ts'
import { approveReport, sendReport, submitReport } from './steps.ts'

/** The steps of a report, each with its day: they are what is counted and what earns. */
export function researchReportRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(researchReports, secret),
    actionRoute(researchReports, submitReport),
    actionRoute(researchReports, {
      verb: 'return',
      operationId: 'returnResearchReport',
      summary: 'Given back with the reason: it counts as handed in no longer',
      permission: 'proposals.review',
      body: Return,
      failures: ['state_conflict', 'period_closed'],
      run: async (tx, row, body) => {
        const state = movedTo(REPORT_MOVES, row.state, 'return')
        await checkOpen(tx, row.submittedOn)
        return { state, submittedOn: null, returnReason: body['reason'] as string }
      },
    }),
    actionRoute(researchReports, approveReport),
    actionRoute(researchReports, sendReport),
  ]
}
