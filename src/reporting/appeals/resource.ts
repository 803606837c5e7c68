import { z } from 'zod'
import { dueBy } from '../../committee/committees/limits.ts'
import { publicationOf } from '../../committee/committees/publication.ts'
import { declared } from '../../committee/declared/declared.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { addDays, dayInZone } from '../../core/days.ts'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Instant, Prose } from '../../core/fields.ts'
import type { Moves } from '../../core/moves.ts'
import { APPEAL_KINDS, APPEAL_STATES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { recordOperations } from '../../http/operation.ts'
import { requirePerson } from '../../http/rights.ts'
import type { Principal } from '../../http/route.ts'
import { from } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { wasShown } from '../reports/member-part.ts'

/** 申诉 (DOMAIN 11.4): a member objects, somebody who entered nothing of it decides, by a day. */

export type Appeal = Row<'appeals'>

export const APPEAL_MOVES = {
  accept: { from: ['opened'], to: 'accepted_for_review' },
  decide: { from: ['accepted_for_review'], to: 'decided' },
  withdraw: { from: ['opened', 'accepted_for_review'], to: 'withdrawn' },
} as const satisfies Moves

export const AppealInput = z.strictObject({
  memberId: Id.meta({ description: 'A member appeals for themselves; staff enter what came on paper.' }),
  periodId: Id,
  reportId: Id.nullable().default(null).meta({ description: 'The report that says it.' }),
  kind: coded(APPEAL_KINDS).meta({
    description: 'Against a line, for a fact that is missing, against a status at a session.',
  }),
  clause: z.string().max(100).nullable().default(null).meta({ description: 'Of the line.' }),
  factId: z.string().max(200).nullable().default(null).meta({ description: 'Of the line.' }),
  sessionId: Id.nullable().default(null).meta({ description: 'Of the attendance status.' }),
  reason: Prose(2_000).min(1).meta({ example: '5月10日的调研我全程参加，签到表上有我的签名' }),
  externalId: ExternalId.nullable().default(null),
})

export const appeals = declared({
  table: 'appeals',
  path: '/appeals',
  one: { en: 'appeal', zh: '申诉', PascalCase: 'Appeal' },
  input: AppealInput,
  output: z.object({
    reason: z.string().nullable().meta({ description: 'Masked for staff who do not handle appeals.' }),
    state: coded(APPEAL_STATES),
    openedBy: z.string(),
    dueOn: Day.meta({ description: 'Last day for the decision.' }),
    handler: z.string().nullable().meta({ description: 'Who looks into it: nobody who entered it.' }),
    acceptedAt: Instant.nullable(),
    decidedAt: Instant.nullable(),
    decision: z.string().nullable(),
    correctionIds: z.array(Id).meta({ description: 'What was corrected.' }),
  }),
  by: ['memberId', 'periodId', 'reportId', 'state', 'kind'],
  filters: z.object({
    memberId: Id.optional(),
    kind: Code.optional(),
    dueUntil: Day.optional().meta({ description: 'To be decided by this day.' }),
  }),
  where: ({ dueUntil }) => (dueUntil ? [{ column: 'dueOn', op: '<=', value: dueUntil }] : []),
  sorts: ['createdAt', 'dueOn'],
  defaultSort: 'createdAt',
  stays: true,
  permission: { read: 'scores.read', write: 'appeals.open' },
  personal: ['reason', 'decision'],
  claim: (row, { actor }) => ({
    own: row.openedBy === actor,
    ownRows: true,
    decidedBy: 'appeals.handle',
  }),
  ownRows: (principal) => ofPerson(principal.personId),
  onCreate: async (tx, input, { principal }) => {
    await checkAppellant(tx, input.memberId, principal)
    await checkTarget(tx, input)
    if (input.reportId !== null) await checkReport(tx, input.reportId, input)
    await checkNotOpen(tx, input)
    const today = dayInZone(new Date(tx.at))
    const dueOn = await dueBy(tx, tx.committeeId, 'appeal', today)
    return { ...input, state: 'opened', openedBy: principal.actor, dueOn, correctionIds: [] }
  },
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    periodId: '0197f6a0-0000-7000-8000-000000000002',
    kind: 'attendance_status',
    sessionId: '0197f6a0-0000-7000-8000-000000000003',
    reason: '5月10日的调研我全程参加，签到表上有我的签名',
  },
})

async function checkAppellant(tx: Tx, memberId: string, principal: Principal): Promise<void> {
  const member = (await findRow(tx, 'members', memberId))!
  requirePerson(principal, member.personId, 'records.read', {
    en: 'A member appeals in their own name only',
    zh: '委员只能就本人的记录提出申诉',
  })
}

/** Each kind names what it is about, and only that. */
type Sent = Pick<Appeal, 'memberId' | 'periodId' | 'kind' | 'clause' | 'factId' | 'sessionId'>

async function checkTarget(tx: Tx, { kind, clause, factId, sessionId, periodId }: Sent): Promise<void> {
  const period = (await findRow(tx, 'periods', periodId))!
  const wanted = {
    line: [true, true, false],
    missing_fact: [false, false, false],
    attendance_status: [false, false, true],
  }[kind]
  const given = [clause !== null, factId !== null, sessionId !== null]
  if (given.some((id, at) => id !== wanted[at])) {
    throw ruleViolation(
      'appeals.names_target',
      {
        en: 'A line is named by clause and factId, a status by sessionId, a missing fact by the reason alone',
        zh: '对得分行的申诉须填 clause 和 factId，对出席状态的须填 sessionId，漏记的只填 reason',
      },
      '/kind',
    )
  }
  if (sessionId === null) return
  const session = (await findRow(tx, 'meetingSessions', sessionId))!
  if (session.day >= period.startsOn && session.day <= period.endsOn) return
  throw ruleViolation(
    'appeals.session_in_period',
    {
      en: `The session is on ${session.day}, outside ${period.name}`,
      zh: `该场次在 ${session.day}，不属于${period.name}`,
    },
    '/sessionId',
  )
}

async function checkReport(tx: Tx, reportId: string, { periodId, memberId }: Sent): Promise<void> {
  const report = await findRow(tx, 'reports', reportId)
  const held = await from(tx, 'reportMembers', { reportId, memberId }).pick('memberId').first()
  if (!report || report.periodId !== periodId || !held || !wasShown(report)) {
    throw unknownReference('/reportId', reportId)
  }
  if (report.publishedAt === null) return
  const { objectionDays } = await publicationOf(tx, tx.committeeId)
  const last = addDays(dayInZone(new Date(report.publishedAt)), objectionDays)
  if (dayInZone(new Date(tx.at)) <= last) return
  throw ruleViolation('appeals.in_time', {
    en: `Appeals against this report were open until ${last}: ask the office, which may propose a correction`,
    zh: `对该通报的申诉已于 ${last} 截止：请联系办公室，由其提出更正`,
  })
}

/** One appeal at a time about one thing. */
async function checkNotOpen(tx: Tx, { memberId, periodId, kind, clause, factId, sessionId }: Sent) {
  const rows = await from(tx, 'appeals', {
    memberId,
    periodId,
    kind,
    state: ['opened', 'accepted_for_review'],
    deletedAt: null,
  }).pick('clause', 'factId', 'sessionId')
  const same = rows.some(
    (row) => row.clause === clause && row.factId === factId && row.sessionId === sessionId,
  )
  if (!same || kind === 'missing_fact') return
  throw new AppError('already_exists', {
    en: 'An appeal about this is open already: wait for its decision, or withdraw it',
    zh: '同一事项已有未办结的申诉：请等待结果，或先撤回',
  })
}

export const appealOperations = recordOperations<'appeals'>(appeals)
export const acceptAppeal = appealOperations.step('acceptAppeal')
export const decideAppeal = appealOperations.step('decideAppeal')
export const withdrawAppeal = appealOperations.step('withdrawAppeal')
