import { z } from 'zod'
import { checkInOffice, memberNamed } from '../../committee/members/in-office.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, Id, Line } from '../../core/fields.ts'
import { containing, equalTo, withinDays } from '../../http/filters.ts'
import { type Fields, resource } from '../../http/record.ts'
import { replaceChildren } from '../../storage/children.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { ReportInput, ReportKind, ReportOutput, ReportState } from './schema.ts'
import { membersOfReport, type ReportMember, reportBy, reportMembers, reportOf } from './store.ts'

/** Research reports (调研报告): who wrote them, from the draft to the party committee and the government. */

type Report = Row<'researchReports'>

export const researchReports = resource({
  table: 'researchReports',
  path: '/research-reports',
  one: { en: 'research report', zh: '调研报告', PascalCase: 'ResearchReport' },
  input: ReportInput,
  output: ReportOutput,
  filters: z.object({
    state: ReportState.optional(),
    kind: ReportKind.optional(),
    month: z.string().max(7).optional(),
    planItemId: Id.optional(),
    memberId: Id.optional().meta({ description: 'Stands on it, in whatever role.' }),
    from: Day.optional().meta({ description: 'Approved on or after.' }),
    to: Day.optional(),
    q: Line(100).optional(),
  }),
  where: (query) => {
    const where = equalTo(query, ['state', 'kind', 'month', 'planItemId'])
    if (query.memberId) where.push(reportBy(query.memberId))
    where.push(...withinDays(query, 'approvedOn'))
    where.push(...containing(query, 'title'))
    return where
  },
  sorts: ['createdAt', 'title'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  feedsScore: true,
  ownRows: (principal) => reportOf(principal.personId),
  members: async (tx, row, input) => {
    const sent = (input.members as ReportMember[] | undefined) ?? []
    const stored = await membersOfReport(tx, tx.committeeId, row.id)
    return [...new Set([...stored, ...sent.map(({ memberId }) => memberId)])]
  },
  decorate: async (db, rows, context) => {
    const ids = rows.map((row) => row.id)
    const members = await reportMembers(db, context.committeeId, ids)
    return rows.map((row) => ({ ...row, members: members.get(row.id) ?? [] }))
  },
  onCreate: async (tx, input) => {
    await checkPlanItem(tx, input)
    await checkMembers(tx, input.members as ReportMember[], null)
    return { ...input, state: 'draft' }
  },
  onChange: async (tx, before, patch) => {
    await checkUnmoved(tx, before)
    await checkPlanItem(tx, patch)
    if (patch.members) await checkMembers(tx, patch.members as ReportMember[], before.submittedOn)
    return patch
  },
  onWithdraw: (tx, row) => checkUnmoved(tx, row),
  afterWrite: async (tx, row, input) => {
    const members = input.members as Fields[] | undefined
    if (members) await replaceChildren(tx, 'researchReportMembers', 'researchReportId', row.id, members)
  },
  example: {
    title: '关于老旧小区加装电梯的调研报告',
    kind: 'special',
    month: '2020-05',
    members: [{ memberId: '0197f6a0-0000-7000-8000-000000000001', role: 'leader' }],
  },
  refuses: {
    create: ['rule_violation'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
})

/** No step of it lies in a closed period. */
export const checkUnmoved = (tx: Tx, { submittedOn, approvedOn, sentOn }: Report): Promise<void> =>
  checkOpen(tx, submittedOn, approvedOn, sentOn)

async function checkPlanItem(tx: Tx, { planItemId }: Fields): Promise<void> {
  if (!planItemId) return
  const item = await findRow(tx, 'planItems', planItemId as string)
  if (!item || item.deletedAt) throw unknownReference('/planItemId', planItemId as string)
}

/** Each once, one leader at most; in office on the day on which it was handed in, once it was. */
export async function checkMembers(
  tx: Tx,
  members: readonly ReportMember[],
  submittedOn: string | null,
): Promise<void> {
  for (const [index, { memberId, role }] of members.entries()) {
    const before = members.slice(0, index)
    const pointer = `/members/${index}/memberId`
    if (before.some((other) => other.memberId === memberId)) {
      throw ruleViolation(
        'research_reports.members_once',
        { en: 'A member stands on a report once', zh: '同一委员不能重复列入' },
        pointer,
      )
    }
    if (role === 'leader' && before.some((other) => other.role === 'leader')) {
      throw ruleViolation(
        'research_reports.one_leader',
        { en: 'A report has one leader at most', zh: '调研报告最多一名组长' },
        `/members/${index}/role`,
      )
    }
    if (submittedOn === null) await memberNamed(tx, memberId, pointer)
    else await checkInOffice(tx, memberId, submittedOn, { rule: 'research_reports.in_office', pointer })
  }
}
