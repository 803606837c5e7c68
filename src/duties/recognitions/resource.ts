import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { Code, Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { recordOperations } from '../../http/operation.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db } from '../../storage/storage.ts'

/** Rewards and penalties (奖惩): commendations, five stars, criticism, talks; of a member or of a body. */

const CATALOGUE = 'recognition_kind'

export const recognitions = declared({
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
  closedBy: ['awardedOn'],
  codes: { kind: CATALOGUE, level: 'level' },
  oneOf: {
    columns: ['memberId', 'organizationId'],
    rule: 'recognitions.one_recipient',
    en: 'Name a member or an organization, and not both',
    zh: '须且只能指明一名委员或一个组织',
  },
  inOffice: { memberId: 'awardedOn' },
  by: ['kind', 'memberId', 'organizationId', 'level'],
  during: ['awardedOn', 'Awarded on or after.', 'Awarded on or before.'],
  filters: z.object({ kind: Code.optional(), level: Code.optional() }),
  sorts: ['awardedOn', 'title'],
  defaultSort: 'awardedOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  personal: ['reason'],
  claim: (row) => ({ ownRows: true, plain: row.class !== 'penalty' }),
  owned: true,
  ownRows: (principal) => ofPerson(principal.personId),
  decorate: async (db, rows, context) => {
    const classes = await classesOf(db, context.committeeId)
    return rows.map((row) => ({ ...row, class: classes.get(row.kind) ?? null }))
  },
  example: {
    kind: 'commendation',
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    title: '履职优秀委员通报表扬',
    level: 'city',
    awardedOn: '2019-12-20',
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

export const recognitionOperations = recordOperations<'recognitions'>(recognitions)
