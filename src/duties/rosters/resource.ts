import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Code, Count, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { ROSTER_CATEGORIES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import type { Fields } from '../../http/record.ts'
import { requireOwner } from '../../http/rights.ts'
import type { Context } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

/** Rosters (名册): a law service team, a school of teachers, ambassadors; members and people from outside, by day. */

export const rosters = declared({
  table: 'rosters',
  path: '/rosters',
  one: { en: 'roster', zh: '名册', PascalCase: 'Roster' },
  input: z.strictObject({
    code: Code,
    kind: Code.meta({
      description: '`law_service`, `public_school`, `overseas_ambassador`, `history_expert`, or another.',
      example: 'law_service',
    }),
    name: Line(100),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['code'],
  by: ['kind'],
  filters: z.object({ kind: Code.optional() }),
  sorts: ['kind', 'code'],
  defaultSort: 'kind,code',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  example: { code: 'law_team', kind: 'law_service', name: '政协法律服务团' },
})

const Category = coded(ROSTER_CATEGORIES).meta({
  description: '`member`: a member of this committee, by `memberId`.',
})

export const rosterEntries = declared({
  table: 'rosterEntries',
  path: '/roster-entries',
  one: { en: 'roster entry', zh: '名册人员', PascalCase: 'RosterEntry' },
  input: z.strictObject({
    rosterId: Id,
    category: Category,
    memberId: Id.nullable().default(null),
    name: Line(50).meta({ description: 'As it stands on the roster.' }),
    batch: Count(100).nullable().default(null).meta({ description: 'Number of the batch, 1 for the first.' }),
    validFrom: Day,
    validTo: Day.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['rosterId', 'category', 'memberId'],
  range: ['validFrom', 'validTo'],
  by: ['rosterId', 'memberId', 'category'],
  sorts: ['validFrom', 'name'],
  defaultSort: 'validFrom',
  permission: { read: 'duties.read', write: 'duties.record' },
  ownRows: (principal) => ofPerson(principal.personId),
  onCreate: async (tx, input, context) => {
    await ownRoster(tx, input.rosterId, context)
    checkPerson(input)
    return input
  },
  onChange: async (tx, before, patch, context) => {
    await ownRoster(tx, before.rosterId, context)
    return patch
  },
  onWithdraw: (tx, row, context) => ownRoster(tx, row.rosterId, context),
  example: {
    rosterId: '0197f6a0-0000-7000-8000-000000000001',
    category: 'external',
    name: '某律师',
    validFrom: '2019-03-01',
  },
  refuses: {
    create: ['not_owner'],
    change: ['not_owner'],
    withdraw: ['not_owner'],
  },
})

/** Who may write the roster may write who stands on it. */
async function ownRoster(tx: Tx, rosterId: string, { principal }: Context): Promise<void> {
  const roster = (await findRow(tx, 'rosters', rosterId))!
  requireOwner(principal, roster.ownerOrganizationId)
}

function checkPerson({ category, memberId }: Fields): void {
  if ((category === 'member') === (memberId !== null)) return
  throw ruleViolation(
    'rosters.member_by_id',
    {
      en: 'A member is named by memberId, and nobody else is',
      zh: '委员须以 memberId 指明，其他人员不填 memberId',
    },
    '/memberId',
  )
}
