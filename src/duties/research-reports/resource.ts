import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { Day, Id, Line } from '../../core/fields.ts'
import { containing, equalTo, withinDays } from '../../http/filters.ts'
import { replaceChildren } from '../../storage/children.ts'
import { checkMembers } from './members.ts'
import { ReportInput, ReportOutput } from './schema.ts'
import { REPORT_STEPS } from './steps.ts'
import { membersOfReport, reportBy, reportMembers, reportOf } from './store.ts'

/** Research reports (调研报告): who wrote them, from the draft to the party committee and the government. */

export const researchReports = declared({
  table: 'researchReports',
  path: '/research-reports',
  one: { en: 'research report', zh: '调研报告', PascalCase: 'ResearchReport' },
  input: ReportInput,
  output: ReportOutput,
  by: ['state', 'kind'],
  filters: z.object({
    month: z.string().max(7).optional(),
    planItemId: Id.optional(),
    memberId: Id.optional().meta({ description: 'Stands on it, in whatever role.' }),
    from: Day.optional().meta({ description: 'Approved on or after.' }),
    to: Day.optional(),
    q: Line(100).optional(),
  }),
  where: (query) => [
    ...equalTo(query, ['month', 'planItemId']),
    ...(query.memberId ? [reportBy(query.memberId)] : []),
    ...withinDays(query, 'approvedOn'),
    ...containing(query, 'title'),
  ],
  sorts: ['createdAt', 'title'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => reportOf(principal.personId),
  members: async (tx, row, input) => {
    const sent = input.members ?? []
    const stored = await membersOfReport(tx, tx.committeeId, row.id)
    return [...new Set([...stored, ...sent.map(({ memberId }) => memberId)])]
  },
  decorate: async (db, rows, context) => {
    const ids = rows.map((row) => row.id)
    const members = await reportMembers(db, context.committeeId, ids)
    return rows.map((row) => ({ ...row, members: members.get(row.id) ?? [] }))
  },
  // No step of it lies in a closed period.
  closedBy: ['submittedOn', 'approvedOn', 'sentOn'],
  life: { first: 'draft', order: 'research_reports.days_in_order', steps: REPORT_STEPS },
  onCreate: async (tx, input) => {
    await checkMembers(tx, input.members, null)
    return input
  },
  onChange: async (tx, before, patch) => {
    if (patch.members) await checkMembers(tx, patch.members, before.submittedOn)
    return patch
  },
  afterWrite: async (tx, row, input) => {
    const { members } = input
    if (members) await replaceChildren(tx, 'researchReportMembers', row.id, members)
  },
  example: {
    title: '关于老旧小区加装电梯的调研报告',
    kind: 'special',
    month: '2020-05',
    members: [{ memberId: '0197f6a0-0000-7000-8000-000000000001', role: 'leader' }],
  },
  refuses: { create: ['rule_violation'], change: ['rule_violation'] },
})
