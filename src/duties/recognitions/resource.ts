import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { equalTo, withinDays } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { type Fields, resource } from '../../http/record.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'

/** Rewards and penalties (奖惩): commendations, five stars, criticism, talks; of a member or of a body. */

const CATALOGUE = 'recognition_kind'

export const recognitions = resource({
  table: 'recognitions',
  path: '/recognitions',
  one: { en: 'recognition', zh: '奖惩', PascalCase: 'Recognition' },
  input: z.strictObject({
    kind: Code.meta({ description: 'Of the catalogue `recognition_kind`.', example: 'commendation' }),
    memberId: Id.nullable().default(null).meta({ description: 'One of member and organization is named.' }),
    organizationId: Id.nullable().default(null),
    title: Line(200),
    level: Code.nullable()
      .default(null)
      .meta({ description: 'Of the catalogue `level`: who gave it.', example: 'city' }),
    reason: Prose(1_000)
      .nullable()
      .default(null)
      .meta({ description: 'Of a penalty it is personal: masked for those without `personal.read`.' }),
    awardedOn: Day,
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    class: z.string().nullable().meta({ description: '`reward` or `penalty`, as the catalogue says.' }),
  }),
  fixed: ['memberId', 'organizationId'],
  filters: z.object({
    kind: Code.optional(),
    memberId: Id.optional(),
    organizationId: Id.optional(),
    level: Code.optional(),
    from: Day.optional().meta({ description: 'Awarded on or after.' }),
    to: Day.optional().meta({ description: 'Awarded on or before.' }),
  }),
  where: (query) => [
    ...equalTo(query, ['kind', 'memberId', 'organizationId', 'level']),
    ...withinDays(query, 'awardedOn'),
  ],
  sorts: ['awardedOn', 'title'],
  defaultSort: 'awardedOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  personal: ['reason'],
  claim: (row) => ({ ownRows: true, plain: row['class'] !== 'penalty' }),
  owned: true,
  ownRows: (principal) => ofPerson(principal.personId),
  members: async (_tx, row) => (row.memberId ? [row.memberId] : []),
  decorate: async (db, rows, context) => {
    const classes = await classesOf(db, context.committeeId)
    return rows.map((row) => ({ ...row, class: classes.get(row.kind) ?? null }))
  },
  onCreate: async (tx, input) => {
    await checkOpen(tx, input.awardedOn)
    await checkCodes(tx, input)
    await checkRecipient(tx, input)
    return input
  },
  onChange: async (tx, before, patch) => {
    const moved = patch.awardedOn
    await checkOpen(tx, before.awardedOn, moved)
    await checkCodes(tx, patch)
    if (moved) await checkRecipient(tx, { ...before, awardedOn: moved })
    return patch
  },
  onWithdraw: (tx, row) => checkOpen(tx, row.awardedOn),
  example: {
    kind: 'commendation',
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    title: '履职优秀委员通报表扬',
    level: 'city',
    awardedOn: '2019-12-20',
  },
  refuses: {
    create: ['rule_violation', 'period_closed'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
})

/** Reward or penalty, by kind. */
async function classesOf(db: Db, committeeId: string): Promise<Map<string, string | null>> {
  const rows = await from(inCommittee(db, committeeId), 'catalogueItems', { catalogue: CATALOGUE }).pick(
    'code',
    'class',
  )
  return new Map(rows.map((row) => [row.code, row.class]))
}

async function checkCodes(tx: Tx, { kind, level }: Fields): Promise<void> {
  if (kind) await checkCode(tx, tx.committeeId, CATALOGUE, kind as string, '/kind')
  if (level) await checkCode(tx, tx.committeeId, 'level', level as string, '/level')
}

/** A member in office on the day, or a body. */
async function checkRecipient(tx: Tx, { memberId, organizationId, awardedOn }: Fields): Promise<void> {
  if ((memberId === null) === (organizationId === null)) {
    throw ruleViolation(
      'recognitions.one_recipient',
      {
        en: 'Name a member or an organization, and not both',
        zh: '须且只能指明一名委员或一个组织',
      },
      memberId === null ? '/memberId' : '/organizationId',
    )
  }
  if (memberId) {
    const place = { rule: 'recognitions.in_office', pointer: '/memberId' }
    await checkInOffice(tx, memberId as string, awardedOn as string, place)
    return
  }
  const body = await findRow(tx, 'organizations', organizationId as string)
  if (!body || body.deletedAt) throw unknownReference('/organizationId', organizationId as string)
}

export const recognitionOperations = recordOperations<'recognitions'>(recognitions)
