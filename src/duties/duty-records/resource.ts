import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { within } from '../../core/days.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Day, ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import { containing } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { requireOwner } from '../../http/rights.ts'
import { findRow } from '../../storage/rows.ts'
import type { Row } from '../../storage/tables.ts'
import { FieldValues, wrongValues } from '../duty-kinds/fields.ts'
import { afterChange, ended, isOwn, mayRecord, mayWrite, STEPS, Verification } from './verification.ts'

/**
 * Duty records of the kinds that a committee has added. A department enters what it knows, and that is confirmed at
 * once; a member declares what they did, and somebody else confirms it.
 */

type Kind = Row<'dutyKinds'>

export const dutyRecords = declared({
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
  closedBy: ['day'],
  range: ['day', 'dayTo'],
  by: ['dutyKindId', 'memberId', 'verification'],
  during: ['day', 'On or after.', 'On or before.'],
  filters: z.object({
    memberId: Id.optional(),
    q: Line(100).optional().meta({ description: 'Part of the title.' }),
  }),
  where: (query) => containing(query, 'title'),
  sorts: ['day', 'title'],
  defaultSort: 'day',
  // Departments have it too; for anybody but themselves they need `duties.record` beside it.
  permission: { read: 'duties.read', write: 'duties.declare' },
  ownRows: (principal) => ofPerson(principal.personId),
  life: { column: 'verification', steps: STEPS },
  onCreate: async (tx, input, { principal }) => {
    const [memberId, day] = [input.memberId, input.day]
    await checkInOffice(tx, memberId, day, { rule: 'duty_records.in_office', pointer: '/memberId' })
    const selfDeclared = await isOwn(tx, memberId, principal)
    const sent = input.ownerOrganizationId
    const ownerOrganizationId = selfDeclared ? sent : (sent ?? principal.departments?.[0] ?? null)
    if (!selfDeclared) mayRecord(principal, ownerOrganizationId)
    const kind = (await findRow(tx, 'dutyKinds', input.dutyKindId))!
    checkKind(kind, day, selfDeclared ? 'member' : 'department')
    checkFields(kind, input.fields)
    const values = { ...input, ownerOrganizationId, selfDeclared }
    if (selfDeclared || kind.evidence === 'required') return { ...values, verification: 'unverified' }
    return { ...values, verification: 'confirmed', verifiedBy: principal.actor, verifiedAt: tx.at }
  },
  onChange: async (tx, before, patch, { principal }) => {
    const declarant = await mayWrite(tx, before, principal)
    if (!declarant && patch.ownerOrganizationId !== undefined) {
      requireOwner(principal, patch.ownerOrganizationId)
    }
    const kind = (await findRow(tx, 'dutyKinds', before.dutyKindId))!
    if (patch.day) {
      const place = { rule: 'duty_records.in_office', pointer: '/day' }
      await checkInOffice(tx, before.memberId, patch.day, place)
      checkKind(kind, patch.day, before.selfDeclared ? 'member' : 'department')
    }
    if (patch.fields) checkFields(kind, patch.fields)
    return { ...patch, ...afterChange(before, declarant) }
  },
  onWithdraw: async (tx, row, { principal }) => {
    const declarant = await mayWrite(tx, row, principal)
    if (declarant && row.verification === 'confirmed') throw ended(row)
  },
  example: {
    dutyKindId: '0197f6a0-0000-7000-8000-000000000001',
    memberId: '0197f6a0-0000-7000-8000-000000000002',
    title: '在区报发表《加装电梯的五个难点》',
    day: '2019-06-03',
    fields: { medium: '区报', level: '区级' },
  },
  refuses: {
    create: ['not_owner'],
    change: ['not_owner', 'state_conflict'],
    withdraw: ['not_owner', 'state_conflict'],
  },
})

/** The kind is in use on the day, and may be entered by these. */
function checkKind(kind: Kind, day: string, by: 'member' | 'department'): void {
  if (!within(day, kind.validFrom, kind.validTo)) {
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
  const errors = wrongValues(kind.fields, values)
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
