import { z } from 'zod'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import { containing, equalTo, withinDays } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { checkRange, resource } from '../../http/record.ts'
import { isOwnMember, requireOwner, requirePermission } from '../../http/rights.ts'
import type { Principal } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { type FieldDefinition, FieldValues, wrongValues } from '../duty-kinds/fields.ts'
import { afterChange, ended, Verification } from './verification.ts'

/**
 * Duty records of the kinds that a committee has added. A department enters what it knows, and that is confirmed at
 * once; a member declares what they did, and somebody else confirms it.
 */

export type DutyRecord = Row<'dutyRecords'>
type Kind = Row<'dutyKinds'>

export const dutyRecords = resource({
  table: 'dutyRecords',
  path: '/duty-records',
  one: { en: 'duty record', zh: '履职记录', PascalCase: 'DutyRecord' },
  input: z.strictObject({
    dutyKindId: Id,
    memberId: Id.meta({ description: 'A member enters records for themselves only.' }),
    title: Line(200),
    day: Day,
    dayTo: Day.nullable().default(null).meta({ description: 'Last day, where it took several.' }),
    fields: FieldValues.default({}),
    ownerOrganizationId: Id.nullable()
      .default(null)
      .meta({ description: 'The department that enters it, or that a member wants to confirm it.' }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    selfDeclared: z.boolean().meta({ description: 'The member entered it: another person confirms it.' }),
    verification: Verification,
    verifiedBy: z.string().nullable(),
    verifiedAt: Instant.nullable(),
    verificationNote: z.string().nullable().meta({ description: 'Why it was refused, or what was asked.' }),
  }),
  fixed: ['dutyKindId', 'memberId'],
  filters: z.object({
    dutyKindId: Id.optional(),
    memberId: Id.optional(),
    verification: Verification.optional(),
    from: Day.optional().meta({ description: 'On or after.' }),
    to: Day.optional().meta({ description: 'On or before.' }),
    q: Line(100).optional().meta({ description: 'Part of the title.' }),
  }),
  where: (query) => [
    ...equalTo(query, ['dutyKindId', 'memberId', 'verification']),
    ...withinDays(query, 'day'),
    ...containing(query, 'title'),
  ],
  sorts: ['day', 'title'],
  defaultSort: 'day',
  // Departments have it too; for anybody but themselves they need `duties.record` beside it.
  permission: { read: 'duties.read', write: 'duties.declare' },
  ownRows: (principal) => ofPerson(principal.personId),
  members: async (_tx, row) => [row.memberId],
  onCreate: async (tx, input, { principal }) => {
    const [memberId, day] = [input.memberId, input.day]
    await checkInOffice(tx, memberId, day, { rule: 'duty_records.in_office', pointer: '/memberId' })
    const selfDeclared = await isOwn(tx, memberId, principal)
    const sent = input.ownerOrganizationId
    const ownerOrganizationId = selfDeclared ? sent : (sent ?? principal.departments?.[0] ?? null)
    if (!selfDeclared) mayRecord(principal, ownerOrganizationId)
    await checkOpen(tx, day)
    checkRange(day, input.dayTo, '/dayTo')
    const kind = await kindOf(tx, input.dutyKindId)
    checkKind(kind, day, selfDeclared ? 'member' : 'department')
    checkFields(kind, input.fields as FieldValues)
    const values = { ...input, ownerOrganizationId, selfDeclared }
    if (selfDeclared || kind.evidence === 'required') return { ...values, verification: 'unverified' }
    return { ...values, verification: 'confirmed', verifiedBy: principal.actor, verifiedAt: tx.at }
  },
  onChange: async (tx, before, patch, { principal }) => {
    const declarant = await mayWrite(tx, before, principal)
    if (!declarant && patch.ownerOrganizationId !== undefined) {
      requireOwner(principal, patch.ownerOrganizationId)
    }
    const after = { ...before, ...patch } as DutyRecord
    await checkOpen(tx, before.day, after.day)
    checkRange(after.day, after.dayTo, '/dayTo')
    if (patch.day) {
      const place = { rule: 'duty_records.in_office', pointer: '/day' }
      await checkInOffice(tx, before.memberId, after.day, place)
    }
    const kind = await kindOf(tx, before.dutyKindId)
    if (patch.day) checkKind(kind, after.day, before.selfDeclared ? 'member' : 'department')
    if (patch.fields) checkFields(kind, patch.fields as FieldValues)
    return { ...patch, ...afterChange(before, declarant) }
  },
  onWithdraw: async (tx, row, { principal }) => {
    const declarant = await mayWrite(tx, row, principal)
    if (declarant && row.verification === 'confirmed') throw ended(row)
    await checkOpen(tx, row.day)
  },
  example: {
    dutyKindId: '0197f6a0-0000-7000-8000-000000000001',
    memberId: '0197f6a0-0000-7000-8000-000000000002',
    title: '在区报发表《加装电梯的五个难点》',
    day: '2019-06-03',
    fields: { medium: '区报', level: '区级' },
  },
  refuses: {
    create: ['not_owner', 'rule_violation', 'period_closed'],
    change: ['not_owner', 'rule_violation', 'state_conflict', 'period_closed'],
    withdraw: ['not_owner', 'state_conflict', 'period_closed'],
  },
})

/** Whether the record is of the person who asks. */
const isOwn = (tx: Tx, memberId: string, principal: Principal): Promise<boolean> =>
  isOwnMember(tx, tx.committeeId, memberId, principal)

/** A department writes its own records; 403 for everybody else. */
export function mayRecord(principal: Principal, owner: string | null): void {
  requirePermission(principal, 'duties.record', {
    en: 'A member enters and changes what they declared themselves, and nothing else',
    zh: '委员只能填报、修改本人申报的记录',
  })
  requireOwner(principal, owner)
}

/** True for the member who declared it, false for its department. */
export async function mayWrite(tx: Tx, row: DutyRecord, principal: Principal): Promise<boolean> {
  if (row.selfDeclared && (await isOwn(tx, row.memberId, principal))) return true
  mayRecord(principal, row.ownerOrganizationId)
  return false
}

export async function kindOf(tx: Tx, dutyKindId: string): Promise<Kind> {
  const kind = await findRow(tx, 'dutyKinds', dutyKindId)
  if (!kind || kind.deletedAt) throw unknownReference('/dutyKindId', dutyKindId)
  return kind
}

/** The kind is in use on the day, and may be entered by these. */
function checkKind(kind: Kind, day: string, by: 'member' | 'department'): void {
  if (day < kind.validFrom || (kind.validTo !== null && day > kind.validTo)) {
    throw ruleViolation(
      'duty_records.kind_in_use',
      {
        en: `${kind.name} is in use from ${kind.validFrom} to ${kind.validTo ?? 'now'}, not on ${day}`,
        zh: `“${kind.name}”的使用期为 ${kind.validFrom} 至 ${kind.validTo ?? '今'}，不含 ${day}`,
      },
      '/day',
    )
  }
  if (kind.enteredBy === 'both' || kind.enteredBy === by) return
  throw ruleViolation(
    'duty_records.entered_by',
    {
      en: `${kind.name} is entered by the ${kind.enteredBy} only`,
      zh: `“${kind.name}”只能由${kind.enteredBy === 'member' ? '委员本人填报' : '部门录入'}`,
    },
    '/dutyKindId',
  )
}

/** All that the kind's fields do not allow, at once. */
function checkFields(kind: Kind, values: FieldValues): void {
  const errors = wrongValues(kind.fields as FieldDefinition[], values)
  const [first] = errors
  if (!first) return
  throw new AppError(
    'rule_violation',
    {
      en: `${first.pointer} ${first.detail}${errors.length > 1 ? `, and ${errors.length - 1} more` : ''}`,
      zh: `${first.pointer} 不符合“${kind.name}”的字段要求（共 ${errors.length} 处）`,
    },
    { errors, fields: { rule: 'duty_records.fields_of_kind' } },
  )
}

export const dutyRecordOperations = recordOperations<'dutyRecords'>(dutyRecords)
