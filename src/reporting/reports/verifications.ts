import { z } from 'zod'
import { ofPerson } from '../../committee/members/store.ts'
import { dayInZone } from '../../core/days.ts'
import { AppError, notFound, ruleViolation } from '../../core/errors.ts'
import { ExternalId, Id, Prose, TrialQuery } from '../../core/fields.ts'
import { REPORT_VERIFICATIONS } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import { equalTo } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { answered, createRecord, resource } from '../../http/record.ts'
import { isOwnMember } from '../../http/rights.ts'
import { type Context, type Principal, type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { from } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** 委员核对: what each member says of their own part while the verification is open. */

const VerificationInput = z.strictObject({
  reportId: Id,
  memberId: Id.meta({ description: 'A member says it of their own part only.' }),
  state: coded(REPORT_VERIFICATIONS),
  note: Prose(1_000)
    .nullable()
    .default(null)
    .meta({ description: 'What is wrong; needed where it is disputed. An appeal is opened beside it.' }),
  externalId: ExternalId.nullable().default(null),
})

export const reportVerifications = resource({
  table: 'reportVerifications',
  path: '/report-verifications',
  one: { en: 'report verification', zh: '核对意见', PascalCase: 'ReportVerification' },
  input: VerificationInput,
  output: z.object({ saidBy: z.string() }),
  filters: z.object({
    reportId: Id.optional(),
    memberId: Id.optional(),
    state: coded(REPORT_VERIFICATIONS).optional(),
  }),
  where: (query) => equalTo(query, ['reportId', 'memberId', 'state']),
  sorts: ['createdAt'],
  defaultSort: 'createdAt',
  stays: true,
  permission: { read: 'scores.read', write: 'reports.verify' },
  // An objection tells why somebody was not there.
  personal: ['note'],
  claim: () => ({ ownRows: true, decidedBy: 'reports.approve' }),
  ownRows: (principal) => ofPerson(principal.personId),
  example: {
    reportId: '0197f6a0-0000-7000-8000-000000000001',
    memberId: '0197f6a0-0000-7000-8000-000000000002',
    state: 'confirmed',
  },
})

export function verificationRoutes(secret: string): Route[] {
  const reads = resourceRoutes(reportVerifications, secret).filter(({ method }) => method === 'GET')
  return [
    ...reads,
    route({
      method: 'POST',
      path: '/report-verifications',
      ...verifyReport,
      summary: 'Say whether one’s own part is right; a second word takes the place of the first',
      tag: 'report-verifications',
      permission: 'reports.verify',
      query: TrialQuery,
      body: VerificationInput.meta({
        id: 'NewReportVerification',
        example: reportVerifications.example,
      }),
      status: 201,
      response: outputOf(reportVerifications),
      failures: ['not_found', 'state_conflict', 'rule_violation', 'already_exists'],
      write: async (tx, context) => {
        const { body } = context
        await checkMayVerify(tx, body, context.principal)
        const row = await recordStatement(tx, body, context)
        return answered(reportVerifications, tx, context, row)
      },
    }),
  ]
}

type Said = Pick<Row<'reportVerifications'>, 'reportId' | 'memberId' | 'state' | 'note'>

async function checkMayVerify(tx: Tx, body: Said, principal: Principal): Promise<void> {
  const { reportId, memberId, state, note } = body
  const report = await findRow(tx, 'reports', reportId)
  const held = await from(tx, 'reportMembers', { reportId, memberId }).pick('memberId').first()
  const own = await isOwnMember(tx, tx.committeeId, memberId, principal)
  const staff = principal.permissions.has('records.read')
  if (!report || report.deletedAt || !held || !(own || staff)) throw notFound('part of a report', reportId)
  const open = report.state === 'verifying' && dayInZone(new Date(tx.at)) <= report.verifyUntil!
  if (!open) {
    throw new AppError('state_conflict', {
      en: 'The verification is not open: open an appeal instead (POST /v1/appeals)',
      zh: '目前不在核对期内：如有异议请提出申诉（POST /v1/appeals）',
    })
  }
  if (state === 'disputed' && (note ?? '').trim() === '') {
    throw ruleViolation(
      'report_verifications.says_what',
      { en: 'Say what is wrong', zh: '请写明哪里有误' },
      '/note',
    )
  }
}

async function recordStatement(tx: Tx, body: Said, context: Context): Promise<Row<'reportVerifications'>> {
  const before = await from(tx, 'reportVerifications', { reportId: body.reportId, memberId: body.memberId })
    .pick('id')
    .first()
  const saidBy = context.principal.actor
  if (!before) {
    return createRecord(tx, reportVerifications, { ...body, saidBy }, context)
  }
  const row = (await findRow(tx, 'reportVerifications', before.id))!
  const patch = { state: body.state, note: body.note, saidBy }
  return changeRow(tx, 'reportVerifications', row, patch, { type: 'report_verification.changed' })
}

export const verificationOperations = recordOperations<'reportVerifications'>(reportVerifications)
export const verifyReport = verificationOperations.step('verifyReport')
