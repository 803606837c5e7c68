import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Id } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { containing, equalTo } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { checkRange, resource } from '../../http/record.ts'
import { insertPlain } from '../../storage/plain.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { checkCode } from '../catalogues/store.ts'
import { checkHeldOpen, type Held } from '../open-period.ts'
import { checkBodyOverlap, checkMandateOverlap, checkOfficeOverlap } from './overlaps.ts'
import { sortKey } from './pinyin.ts'
import {
  BodyRoleInput,
  ExemptionInput,
  MemberFilters,
  MemberInput,
  MemberOutput,
  OfficeInput,
} from './schema.ts'
import { bodiesOn, inBody, inOffice, ofPerson } from './store.ts'

type Fields = Record<string, unknown>

export const members = resource({
  table: 'members',
  path: '/members',
  one: { en: 'member', zh: '委员', PascalCase: 'Member' },
  input: MemberInput,
  output: MemberOutput,
  fixed: ['personId', 'termId'],
  filters: MemberFilters,
  where: (query, context) => {
    const where = equalTo(query, ['termId', 'memberNo', 'personId'])
    const today = dayInZone(context.clock())
    where.push(...containing(query, 'name'))
    if (query.ranked !== undefined) where.push({ column: 'ranked', op: '=', value: query.ranked ? 1 : 0 })
    if (query.organizationId) where.push(inBody(query.organizationId, today))
    if (query.office) where.push(inOffice(query.office, today))
    return where
  },
  sorts: ['pinyin', 'memberNo', 'validFrom'],
  defaultSort: 'pinyin',
  permission: { read: 'members.read', write: 'members.manage' },
  personal: ['phone', 'birthDate', 'note'],
  claim: () => ({ ownRows: true }),
  ownRows: (principal) => ({
    column: 'personId',
    op: '=',
    value: principal.personId ?? '00000000-0000-0000-0000-000000000000',
  }),
  members: async (_tx, row) => [row.id],
  decorate: async (db, rows, context) => {
    const ids = rows.map((row) => row.id)
    const bodies = await bodiesOn(db, context.committeeId, ids, dayInZone(context.clock()))
    return rows.map((row) => ({ ...row, ...bodies.get(row.id)! }))
  },
  onCreate: async (tx, input) => {
    checkRange(input.validFrom, input.validTo)
    await withinTerm(tx, input.termId, input.validFrom)
    const personId = input.personId ?? (await newPerson(tx))
    if (input.personId) await checkMandateOverlap(tx, input)
    await checkHeldOpen(tx, null, input as unknown as Held)
    return { ...input, personId, pinyin: await sortKey(input.name) }
  },
  onChange: async (tx, before, patch) => {
    checkRange(patch.validFrom ?? before.validFrom, patch.validTo ?? before.validTo)
    const after = { ...before, ...patch }
    if (patch.validFrom || 'validTo' in patch) await checkMandateOverlap(tx, after)
    // Whether somebody is ranked has no days of its own: it holds for the whole mandate.
    await checkHeldOpen(tx, before, after, after.ranked !== before.ranked)
    return patch.name ? { ...patch, pinyin: await sortKey(patch.name) } : patch
  },
  onWithdraw: (tx, row) => checkHeldOpen(tx, row, null),
  example: {
    termId: '0197f6a0-0000-7000-8000-000000000001',
    memberNo: '09001',
    name: '林清扬',
    validFrom: '2017-02-20',
  },
  refuses: {
    create: ['rule_violation', 'period_closed'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
})

async function newPerson(tx: Tx): Promise<string> {
  const id = newId()
  await insertPlain(tx, 'persons', { id, createdAt: tx.at, mergedIntoId: null, mergedAt: null })
  return id
}

async function withinTerm(tx: Tx, termId: string, validFrom: string): Promise<void> {
  const term = await findRow(tx, 'terms', termId)
  if (!term || term.deletedAt) throw unknownReference('/termId', termId)
  if (validFrom >= term.startsOn && validFrom <= term.endsOn) return
  throw ruleViolation(
    'members.within_term',
    {
      en: `The membership begins on ${validFrom}, outside the term (${term.startsOn} to ${term.endsOn})`,
      zh: `任职开始 ${validFrom} 不在本届任期（${term.startsOn} 至 ${term.endsOn}）之内`,
    },
    '/validFrom',
  )
}

/** What every dated row of a member has in common. */
function datedRow(checks: (tx: Tx, input: Fields) => Promise<void>) {
  return {
    filters: z.object({ memberId: Id.optional(), organizationId: Id.optional() }),
    sorts: ['validFrom'],
    defaultSort: 'validFrom',
    permission: { read: 'members.read', write: 'members.manage' },
    ownRows: (principal: { personId: string | null }) => ofPerson(principal.personId),
    members: async (_tx: Tx, row: { memberId: string }) => [row.memberId],
    refuses: {
      create: ['rule_violation', 'period_closed'],
      change: ['rule_violation', 'period_closed'],
      withdraw: ['period_closed'],
    } as const,
    onCreate: async (tx: Tx, input: Fields) => {
      checkRange(input['validFrom'], input['validTo'])
      const member = await findRow(tx, 'members', input['memberId'] as string)
      if (!member || member.deletedAt) throw unknownReference('/memberId', input['memberId'] as string)
      await checks(tx, input)
      await checkHeldOpen(tx, null, input as unknown as Held)
      return input
    },
    onChange: async (tx: Tx, before: Held, patch: Fields) => {
      checkRange(patch['validFrom'] ?? before.validFrom, patch['validTo'] ?? before.validTo)
      await checks(tx, { ...before, ...patch })
      const apart = ['validFrom', 'validTo', 'externalId', 'note']
      const whole = Object.keys(patch).some(
        (field) => !apart.includes(field) && patch[field] !== (before as unknown as Fields)[field],
      )
      await checkHeldOpen(tx, before, { ...before, ...patch }, whole)
      return patch
    },
    onWithdraw: (tx: Tx, row: Held) => checkHeldOpen(tx, row, null),
  }
}

const byMember = (columns: readonly string[]) => (query: Fields) => equalTo(query, columns)

export const bodyRoles = resource({
  ...datedRow(async (tx, input) => {
    await checkCode(tx, tx.committeeId, 'body_role', input['role'] as string, '/role')
    await checkBodyOverlap(tx, input)
  }),
  table: 'bodyRoles',
  path: '/body-roles',
  one: { en: 'body role', zh: '任职（组织）', PascalCase: 'BodyRole' },
  input: BodyRoleInput,
  output: z.object({}),
  fixed: ['memberId', 'organizationId'],
  where: byMember(['memberId', 'organizationId']),
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    organizationId: '0197f6a0-0000-7000-8000-000000000002',
    role: 'member',
    validFrom: '2017-02-20',
  },
})

export const offices = resource({
  ...datedRow(async (tx, input) => {
    await checkCode(tx, tx.committeeId, 'office', input['office'] as string, '/office')
    await checkOfficeOverlap(tx, input)
  }),
  table: 'offices',
  path: '/offices',
  one: { en: 'office', zh: '政协职务', PascalCase: 'Office' },
  input: OfficeInput,
  output: z.object({}),
  fixed: ['memberId', 'office'],
  filters: z.object({ memberId: Id.optional() }),
  where: byMember(['memberId']),
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    office: 'standing_member',
    validFrom: '2017-02-20',
  },
})

export const exemptions = resource({
  ...datedRow((tx, input) =>
    checkCode(tx, tx.committeeId, 'exemption_reason', input['reason'] as string, '/reason'),
  ),
  table: 'exemptions',
  path: '/exemptions',
  one: { en: 'exemption', zh: '免计', PascalCase: 'Exemption' },
  input: ExemptionInput,
  output: z.object({}),
  fixed: ['memberId'],
  filters: z.object({ memberId: Id.optional() }),
  where: byMember(['memberId']),
  personal: ['reason', 'note'],
  claim: () => ({ ownRows: true }),
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    reason: 'study',
    validFrom: '2019-03-01',
    validTo: '2019-08-31',
  },
})

export const memberOperations = recordOperations<
  'members',
  z.infer<typeof MemberOutput> & { maskedFields: string[] }
>(members)
