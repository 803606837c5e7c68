import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import type { Step } from '../../committee/declared/life.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { addDays, dayInZone } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { DUTY_REPORT_STATES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import { recordOperations } from '../../http/operation.ts'
import { requirePermission, requirePerson } from '../../http/rights.ts'
import type { Context, Principal } from '../../http/route.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** 常委年度履职报告: asked for by a day, written by the member, accepted or returned by the office. */

export type DutyReport = Row<'dutyReports'>

/** Days before its last day from which on a report is due. */
const DUE_DAYS = 30

const State = coded(DUTY_REPORT_STATES).meta({
  description:
    '`due` from 30 days before its last day; `overdue` after it. The rest are steps that were taken.',
})

const Text = z
  .strictObject({ text: Prose(20_000).min(1) })
  .meta({ id: 'DutyReportText', example: { text: '一年来，本人出席常委会议4次……' } })

const Because = z
  .strictObject({ note: Line(500) })
  .meta({ id: 'DutyReportNote', example: { note: '请补充提案办理情况' } })

const decision = { permission: 'reports.prepare', also: decidedToday } as const

const STEPS = {
  submit: {
    from: ['open', 'returned'],
    to: 'submitted',
    past: 'submitted',
    summary: 'Hand it in',
    body: Text,
    clears: ['note'],
    refuses: ['forbidden'],
    may: (tx, row, { principal }) => mayWrite(tx, row, principal),
    also: async (tx) => ({ submittedOn: dayInZone(new Date(tx.at)) }),
  },
  accept: { from: ['submitted'], to: 'accepted', summary: 'It goes into the archive', ...decision },
  return: {
    from: ['submitted'],
    to: 'returned',
    past: 'returned',
    summary: 'Back to the member, with what is missing',
    body: Because,
    ...decision,
  },
} as const satisfies Record<string, Step<'dutyReports'>>

/** What people see: a report that nobody has written yet turns with the day. */
export function stateOn({ state, dueOn }: Pick<DutyReport, 'state' | 'dueOn'>, today: string): string {
  if (state !== 'open') return state
  if (today > dueOn) return 'overdue'
  return addDays(today, DUE_DAYS) >= dueOn ? 'due' : 'not_due'
}

export const dutyReports = declared({
  table: 'dutyReports',
  path: '/duty-reports',
  one: { en: 'duty report', zh: '年度履职报告', PascalCase: 'DutyReport' },
  input: z.strictObject({
    memberId: Id,
    year: z.int().min(1950).max(2199).meta({ example: 2019 }),
    dueOn: Day.meta({ description: 'Last day for handing it in.' }),
    text: Prose(20_000).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    state: State,
    submittedOn: Day.nullable(),
    decidedBy: z.string().nullable(),
    decidedOn: Day.nullable(),
    note: z.string().nullable().meta({ description: 'Why it was returned.' }),
  }),
  fixed: ['memberId', 'year'],
  by: ['memberId', 'year'],
  filters: z.object({
    year: z
      .string()
      .regex(/^\d{4}$/, { error: 'must be a year' })
      .transform(Number)
      .optional()
      .meta({ override: { type: 'integer' } }),
    state: State.optional(),
  }),
  where: (query, { clock }) => inState(query.state, dayInZone(clock())),
  sorts: ['dueOn', 'year'],
  defaultSort: 'dueOn',
  permission: { read: 'duties.read', write: 'duties.declare' },
  personal: ['text', 'note'],
  claim: () => ({ ownRows: true, decidedBy: 'reports.prepare' }),
  ownRows: (principal) => ofPerson(principal.personId),
  decorate: async (_db, rows, { clock }) => {
    const today = dayInZone(clock())
    return rows.map((row) => ({ ...row, state: stateOn(row, today) }))
  },
  life: { first: 'open', steps: STEPS },
  onCreate: async (tx, input, context) => {
    mayAsk(context)
    const [memberId, year] = [input.memberId, input.year]
    const last = `${year}-12-31`
    await checkInOffice(tx, memberId, last, { rule: 'duty_reports.in_office', pointer: '/memberId' })
    return input
  },
  onChange: async (tx, before, patch, { principal }) => {
    await mayWrite(tx, before, principal)
    if (before.state === 'accepted' || before.state === 'submitted') throw decided(before)
    if (patch.dueOn !== undefined) mayAsk({ principal })
    return patch
  },
  onWithdraw: async (_tx, row, context) => {
    mayAsk(context)
    if (row.state === 'accepted') throw decided(row)
  },
  example: { memberId: '0197f6a0-0000-7000-8000-000000000001', year: 2019, dueOn: '2020-01-10' },
  refuses: {
    create: ['rule_violation'],
    change: ['state_conflict'],
    withdraw: ['state_conflict'],
  },
})

function inState(state: string | undefined, today: string): Condition[] {
  if (state === undefined) return []
  const stored = ['submitted', 'returned', 'accepted'].includes(state) ? state : 'open'
  const where: Condition[] = [{ column: 'state', op: '=', value: stored }]
  const from = addDays(today, DUE_DAYS)
  if (state === 'overdue') where.push({ column: 'dueOn', op: '<=', value: addDays(today, -1) })
  if (state === 'due') {
    where.push({ column: 'dueOn', op: '>=', value: today }, { column: 'dueOn', op: '<=', value: from })
  }
  if (state === 'not_due') where.push({ column: 'dueOn', op: '>=', value: addDays(from, 1) })
  return where
}

/** Who prepares reports asks for them. */
function mayAsk({ principal }: Pick<Context, 'principal'>): void {
  requirePermission(principal, 'reports.prepare', {
    en: 'The office asks for duty reports and sets their day',
    zh: '年度履职报告由办公室布置并确定期限',
  })
}

async function decidedToday(tx: Tx, _row: DutyReport, _body: unknown, { principal }: Context) {
  return { decidedBy: principal.actor, decidedOn: dayInZone(new Date(tx.at)) }
}

/** The member, or the office that enters what came on paper. */
async function mayWrite(tx: Tx, row: DutyReport, principal: Principal): Promise<void> {
  const member = (await findRow(tx, 'members', row.memberId))!
  requirePerson(principal, member.personId, 'reports.prepare', {
    en: 'A member writes their own report',
    zh: '委员只能填写本人的年度履职报告',
  })
}

const decided = ({ state }: DutyReport): AppError =>
  new AppError('state_conflict', {
    en: `It is ${state}: it changes once it is returned`,
    zh: `该报告已${state === 'accepted' ? '审阅通过' : '提交'}，退回后方可修改`,
  })

export const dutyReportOperations = recordOperations<'dutyReports', { maskedFields: string[] }>(dutyReports)
