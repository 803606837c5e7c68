import { z } from 'zod'
import { type Step, withBody } from '../../committee/declared/life.ts'
import { Day, Line } from '../../core/fields.ts'
import { checkMembers } from './members.ts'
import { Outcome } from './schema.ts'
import { reportMembers } from './store.ts'

const Submit = z
  .strictObject({ submittedOn: Day })
  .meta({ id: 'SubmitResearchReport', example: { submittedOn: '2020-05-20' } })

/** The life of a report: each step has its day, and the days are what is counted and what earns. */
export const REPORT_STEPS = {
  submit: {
    from: ['draft', 'returned'],
    to: 'submitted',
    past: 'submitted',
    on: 'submittedOn',
    guards: ['submittedOn'],
    clears: ['returnReason'],
    summary: 'Hand in a draft, or one that was returned',
    refuses: ['rule_violation'],
    ...withBody('researchReports', Submit, async (tx, row, { submittedOn }) => {
      const members = (await reportMembers(tx, tx.committeeId, [row.id])).get(row.id) ?? []
      await checkMembers(tx, members, submittedOn)
      return undefined
    }),
  },
  return: {
    from: ['submitted'],
    to: 'returned',
    guards: ['submittedOn'],
    clears: ['submittedOn'],
    permission: 'proposals.review',
    summary: 'Given back with the reason: it counts as handed in no longer',
    body: z
      .strictObject({ reason: Line(500) })
      .meta({ id: 'ReturnResearchReport', example: { reason: '对策部分请再充实' } }),
    sets: { reason: 'returnReason' },
  },
  approve: {
    from: ['submitted'],
    to: 'approved',
    on: 'approvedOn',
    after: 'submittedOn',
    guards: ['approvedOn'],
    permission: 'proposals.review',
    summary: 'Approved, with what became of it',
    body: z.strictObject({ approvedOn: Day, outcome: Outcome.default('other') }).meta({
      id: 'ApproveResearchReport',
      example: { approvedOn: '2020-05-28', outcome: 'formal_recommendation' },
    }),
  },
  send: {
    from: ['approved'],
    to: 'sent',
    past: 'sent',
    on: 'sentOn',
    after: 'approvedOn',
    guards: ['sentOn'],
    summary: 'Sent to the party committee and the government',
    example: { sentOn: '2020-06-01' },
  },
} as const satisfies Record<string, Step<'researchReports'>>
