import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { checkNotBefore, movedTo } from '../moves.ts'
import { checkOpen } from '../open-period.ts'
import { checkMembers, researchReports } from './resource.ts'
import { Approve, REPORT_MOVES, Return, Send, Submit } from './schema.ts'
import { reportMembers } from './store.ts'

/** The steps of a report, each with its day: they are what is counted and what earns. */
export function researchReportRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(researchReports, secret),
    actionRoute(researchReports, {
      verb: 'submit',
      past: 'submitted',
      operationId: 'submitResearchReport',
      summary: 'Hand in a draft, or one that was returned',
      permission: 'duties.record',
      body: Submit,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const state = movedTo(REPORT_MOVES, row.state, 'submit')
        const submittedOn = body['submittedOn'] as string
        await checkOpen(tx, submittedOn)
        const members = (await reportMembers(tx.db, tx.committeeId, [row.id])).get(row.id) ?? []
        await checkMembers(tx, members, submittedOn)
        return { state, submittedOn, returnReason: null }
      },
    }),
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
    actionRoute(researchReports, {
      verb: 'approve',
      operationId: 'approveResearchReport',
      summary: 'Approved, with what became of it',
      permission: 'proposals.review',
      body: Approve,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const state = movedTo(REPORT_MOVES, row.state, 'approve')
        const approvedOn = body['approvedOn'] as string
        checkNotBefore(DAYS_IN_ORDER, 'approvedOn', approvedOn, row.submittedOn)
        await checkOpen(tx, approvedOn)
        return { state, approvedOn, outcome: body['outcome'] as string }
      },
    }),
    actionRoute(researchReports, {
      verb: 'send',
      past: 'sent',
      operationId: 'sendResearchReport',
      summary: 'Sent to the party committee and the government',
      permission: 'duties.record',
      body: Send,
      failures: ['state_conflict', 'rule_violation', 'period_closed'],
      run: async (tx, row, body) => {
        const state = movedTo(REPORT_MOVES, row.state, 'send')
        const sentOn = body['sentOn'] as string
        checkNotBefore(DAYS_IN_ORDER, 'sentOn', sentOn, row.approvedOn)
        await checkOpen(tx, sentOn)
        return { state, sentOn }
      },
    }),
  ]
}

const DAYS_IN_ORDER = 'research_reports.days_in_order'
