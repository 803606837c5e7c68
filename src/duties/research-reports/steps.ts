import { checkOpen } from '../../committee/open-period.ts'
import { checkNotBefore, movedTo } from '../../core/moves.ts'
import type { Action } from '../../http/action.ts'
import { checkMembers } from './resource.ts'
import { Approve, REPORT_MOVES, Send, Submit } from './schema.ts'
import { reportMembers } from './store.ts'

/** The steps that move a report on: taken over HTTP, and by a sheet that tells their days. */

const DAYS_IN_ORDER = 'research_reports.days_in_order'

export const submitReport: Action<'researchReports'> = {
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
    const members = (await reportMembers(tx, tx.committeeId, [row.id])).get(row.id) ?? []
    await checkMembers(tx, members, submittedOn)
    return { state, submittedOn, returnReason: null }
  },
}

export const approveReport: Action<'researchReports'> = {
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
}

export const sendReport: Action<'researchReports'> = {
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
}
