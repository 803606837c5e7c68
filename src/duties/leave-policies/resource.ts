import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { AppError } from '../../core/errors.ts'
import { Code, Count, ExternalId } from '../../core/fields.ts'
import type { Fields } from '../../http/record.ts'
import type { Tx } from '../../storage/storage.ts'
import { policiesOf } from './policy.ts'

/** What leave asks for, and who decides on it: by the type of the meeting and the length of the leave. */

const HALF_DAYS_MAX = 1_000
const REQUESTS_MAX = 100

export const leavePolicies = declared({
  table: 'leavePolicies',
  path: '/leave-policies',
  one: { en: 'leave policy', zh: '请假规定', PascalCase: 'LeavePolicy' },
  input: z.strictObject({
    typeCode: Code.nullable().default(null).meta({
      description:
        'Of the catalogue `meeting_type`; null: every type without a policy of its own that covers the length.',
      example: 'sc_meeting',
    }),
    maxHalfDays: z.int().min(1).max(HALF_DAYS_MAX).nullable().default(null).meta({
      description: 'Half-days up to which it holds; null: any number. The least that covers holds.',
    }),
    approverOffice: Code.nullable()
      .default(null)
      .meta({ description: 'Of the catalogue `office`: who decides; null: whoever may decide leave.' }),
    noticeDays: Count(366)
      .default(0)
      .meta({ description: 'Days before the meeting begins by which leave is asked for; 0: no notice.' }),
    writtenOnly: z.boolean().default(false).meta({ description: 'Oral leave is not valid.' }),
    maxRequests: z.int().min(1).max(REQUESTS_MAX).nullable().default(null).meta({
      description: 'Of one member for one meeting; those taken back do not count. Null: any number.',
    }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  codes: { typeCode: 'meeting_type', approverOffice: 'office' },
  by: ['typeCode'],
  filters: z.object({ typeCode: Code.optional() }),
  sorts: ['createdAt'],
  defaultSort: 'createdAt',
  permission: { read: 'committee.read', write: 'committee.manage' },
  checks: checkPolicy,
  example: {
    typeCode: 'sc_meeting',
    approverOffice: 'secretary_general',
    noticeDays: 2,
    writtenOnly: true,
    maxRequests: 2,
  },
})

/** No other policy holds for the same type and length. */
async function checkPolicy(tx: Tx, { id, typeCode, maxHalfDays }: Fields): Promise<void> {
  const same = (await policiesOf(tx)).find(
    (policy) => policy.id !== id && policy.typeCode === typeCode && policy.maxHalfDays === maxHalfDays,
  )
  if (!same) return
  throw new AppError('already_exists', {
    en: `The policy ${same.id} holds for this type and length: change that one`,
    zh: `该类型、时长已有请假规定 ${same.id}：请改那一条`,
  })
}
