import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import { containing, equalTo } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import type { Principal } from '../../http/route.ts'
import { insertPlain } from '../../storage/plain.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { declared } from '../declared/declared.ts'
import { endOfTerm } from '../terms/ends.ts'
import { checkBodyOverlap, checkMandateOverlap, checkOfficeOverlap } from './overlaps.ts'
import { sortKey } from './pinyin.ts'
import { askRulesAgain } from './rules-asked.ts'
import {
  BodyRoleInput,
  ExemptionInput,
  MemberFilters,
  MemberInput,
  MemberOutput,
  OfficeInput,
} from './schema.ts'
import { bodiesOn, inBody, inOffice, ofPerson } from './store.ts'

export const members = declared({
  table: 'members',
  path: '/members',
  one: { en: 'member', zh: '委员', PascalCase: 'Member' },
  input: MemberInput,
  output: MemberOutput,
  fixed: ['personId', 'termId'],
  // Whether somebody is ranked has no days of its own: it holds for the whole mandate.
  held: ['ranked'],
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
    const term = await withinTerm(tx, input.termId, input.validFrom)
    const validTo = input.validTo ?? (await endOfTerm(tx, term))
    const personId = input.personId ?? (await newPerson(tx))
    if (input.personId) await checkMandateOverlap(tx, { ...input, validTo, personId })
    return { ...input, validTo, personId, pinyin: await sortKey(input.name) }
  },
  onChange: async (tx, before, patch) => {
    const values = { ...patch, ...(patch.name ? { pinyin: await sortKey(patch.name) } : {}) }
    if (patch.validTo === null) {
      const term = (await findRow(tx, 'terms', before.termId))!
      values.validTo = await endOfTerm(tx, term)
    }
    if (patch.validFrom || 'validTo' in patch)
      await checkMandateOverlap(tx, { ...before, ...values, personId: before.personId })
    return values
  },
  afterWrite: askRulesAgain,
  onWithdraw: askRulesAgain,
  example: {
    termId: '0197f6a0-0000-7000-8000-000000000001',
    memberNo: '09001',
    name: '林清扬',
    validFrom: '2017-02-20',
  },
})

async function newPerson(tx: Tx): Promise<string> {
  const id = newId()
  await insertPlain(tx, 'persons', { id, createdAt: tx.at, mergedIntoId: null, mergedAt: null })
  return id
}

async function withinTerm(tx: Tx, termId: string, validFrom: string): Promise<Row<'terms'>> {
  const term = (await findRow(tx, 'terms', termId))!
  if (validFrom >= term.startsOn && validFrom <= term.endsOn) return term
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
const DATED = {
  sorts: ['validFrom'],
  defaultSort: 'validFrom',
  permission: { read: 'members.read', write: 'members.manage' },
  ownRows: (principal: Principal) => ofPerson(principal.personId),
  // Without an end of its own it ends with the mandate.
  onCreate: async <I extends { memberId: string; validTo: string | null }>(tx: Tx, input: I) => {
    const member = await findRow(tx, 'members', input.memberId)
    return { ...input, validTo: input.validTo ?? member?.validTo ?? null }
  },
  afterWrite: askRulesAgain,
  onWithdraw: askRulesAgain,
}

export const bodyRoles = declared({
  ...DATED,
  table: 'bodyRoles',
  path: '/body-roles',
  one: { en: 'body role', zh: '任职（组织）', PascalCase: 'BodyRole' },
  input: BodyRoleInput,
  output: z.object({}),
  fixed: ['memberId', 'organizationId'],
  held: ['role'],
  codes: { role: 'body_role' },
  by: ['memberId', 'organizationId'],
  checks: checkBodyOverlap,
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    organizationId: '0197f6a0-0000-7000-8000-000000000002',
    role: 'member',
    validFrom: '2017-02-20',
  },
})

export const offices = declared({
  ...DATED,
  table: 'offices',
  path: '/offices',
  one: { en: 'office', zh: '政协职务', PascalCase: 'Office' },
  input: OfficeInput,
  output: z.object({}),
  fixed: ['memberId', 'office'],
  held: [],
  codes: { office: 'office' },
  by: ['memberId'],
  checks: checkOfficeOverlap,
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    office: 'standing_member',
    validFrom: '2017-02-20',
  },
})

export const exemptions = declared({
  ...DATED,
  table: 'exemptions',
  path: '/exemptions',
  one: { en: 'exemption', zh: '免计', PascalCase: 'Exemption' },
  input: ExemptionInput,
  output: z.object({}),
  fixed: ['memberId'],
  held: ['reason'],
  codes: { reason: 'exemption_reason' },
  by: ['memberId'],
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
