import { z } from 'zod'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { ExternalId, Id, Instant, Prose } from '../../core/fields.ts'
import { CHANGE_REQUEST_STATES, CHANGED_FIELD_STATES } from '../../core/words/members.ts'
import { coded } from '../../core/words/word.ts'
import { requirePerson } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { AskedField, ChangedField } from '../../storage/tables/work.ts'
import type { Row } from '../../storage/tables.ts'
import { declared } from '../declared/declared.ts'
import { MemberInput } from '../members/schema.ts'
import { ofPerson } from '../members/store.ts'

/** What a member wants changed on the own record: it stands beside the record until staff decide, field by field. */

/** What a member may ask for; offices, bodies and days of the mandate are the committee's to say. */
export const ASKED = [
  'name',
  'nameVariants',
  'sex',
  'nation',
  'birthDate',
  'politics',
  'phone',
  'unit',
  'post',
] as const satisfies AskedField[]

const Field = z.strictObject({
  field: z.enum(ASKED),
  value: z.unknown().meta({ description: 'As the member record would hold it.' }),
})
const DecidedField = z.object({
  field: z.enum(ASKED),
  before: z.unknown(),
  value: z.unknown(),
  state: coded(CHANGED_FIELD_STATES),
  reason: z.string().nullable(),
})

export const changeRequests = declared({
  table: 'changeRequests',
  path: '/change-requests',
  one: { en: 'change request', zh: '信息变更申请', PascalCase: 'ChangeRequest' },
  input: z.strictObject({
    memberId: Id,
    fields: z.array(Field).min(1).max(ASKED.length),
    note: Prose(500).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    fields: z.array(DecidedField).nullable(),
    state: coded(CHANGE_REQUEST_STATES),
    submittedAt: Instant,
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
  }),
  fixed: ['memberId', 'fields'],
  by: ['memberId', 'state'],
  sorts: ['submittedAt'],
  defaultSort: 'submittedAt',
  permission: { read: 'members.propose', write: 'members.propose' },
  personal: ['fields', 'note'],
  claim: () => ({ ownRows: true }),
  ownRows: (principal) => ofPerson(principal.personId),
  onCreate: async (tx, input, context) => {
    const member = await ownMember(tx, input.memberId, context)
    const fields = readFields(input.fields, member)
    return { ...input, fields, state: 'submitted', submittedAt: tx.at }
  },
  onChange: async (tx, before, patch, context) => {
    await ownMember(tx, before.memberId, context)
    checkUndecided(before)
    return patch
  },
  onWithdraw: async (tx, row, context) => {
    await ownMember(tx, row.memberId, context)
    checkUndecided(row)
  },
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    fields: [{ field: 'unit', value: '区农业技术推广站' }],
  },
  refuses: {
    create: ['rule_violation'],
    change: ['state_conflict'],
    withdraw: ['state_conflict'],
  },
})

/** Members ask for themselves; staff may enter a paper form for anybody. */
async function ownMember(tx: Tx, memberId: string, { principal }: Context): Promise<Row<'members'>> {
  const member = (await findRow(tx, 'members', memberId))!
  requirePerson(principal, member.personId, 'members.manage', {
    en: 'A member asks for changes of their own record',
    zh: '委员只能申请变更本人信息',
  })
  return member
}

/** Each field once, with a value that the member record takes, beside the one that stands. */
function readFields(
  sent: readonly Pick<ChangedField, 'field' | 'value'>[],
  member: Row<'members'>,
): ChangedField[] {
  return sent.map(({ field, value }, index) => {
    const read = MemberInput.shape[field].safeParse(value)
    const again = sent.findIndex((change) => change.field === field) < index
    if (again || !read.success) {
      throw ruleViolation(
        again ? 'change_requests.field_once' : 'change_requests.value',
        {
          en: again ? `${field} is asked for twice` : `${field}: ${read.error!.issues[0]!.message}`,
          zh: again ? `${field} 重复申请` : `${field} 的值不符合要求`,
        },
        `/fields/${index}`,
      )
    }
    return { field, before: member[field], value: read.data, state: 'pending', reason: null }
  })
}

export function checkUndecided(row: Row<'changeRequests'>): void {
  if (row.state === 'submitted') return
  throw new AppError('state_conflict', {
    en: `The request is ${row.state}: ask anew for what is still wrong`,
    zh: '申请已处理：如仍需变更请重新提交',
  })
}
