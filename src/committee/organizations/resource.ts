import { z } from 'zod'
import { Code, Count, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { isKeyOf } from '../../core/records.ts'
import { ORGANIZATION_KINDS } from '../../core/words/members.ts'
import { codesOf } from '../../core/words/word.ts'
import { containing } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { checkCode } from '../catalogues/store.ts'
import { declared } from '../declared/declared.ts'

/** The kinds that come with the product, and those that the committee has added to its catalogue `body_kind`. */
const OrganizationKind = Code.meta({
  description: `${codesOf(ORGANIZATION_KINDS).join(', ')}, or a code of the catalogue \`body_kind\`.`,
  example: 'sector',
})

export const organizations = declared({
  table: 'organizations',
  path: '/organizations',
  one: { en: 'organization', zh: '组织', PascalCase: 'Organization' },
  input: z.strictObject({
    kind: OrganizationKind,
    code: Line(50),
    name: Line(100),
    aliases: z.array(Line(100)).max(50).default([]).meta({ description: 'Other names that sheets use.' }),
    termId: Id.nullable().default(null).meta({ description: 'Term of a sector list.' }),
    parentId: Id.nullable().default(null),
    validFrom: Day.nullable().default(null),
    validTo: Day.nullable().default(null),
    sortOrder: Count(100_000).default(0),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['kind', 'code', 'termId'],
  by: ['kind', 'termId'],
  filters: z.object({ q: Line(100).optional() }),
  where: (query) => containing(query, 'name'),
  sorts: ['sortOrder', 'kind', 'code'],
  defaultSort: 'kind,sortOrder',
  permission: { read: 'committee.read', write: 'committee.manage' },
  members: async () => 'all',
  range: ['validFrom', 'validTo'],
  checks: async (tx, { kind }) => {
    if (!isKeyOf(ORGANIZATION_KINDS, kind)) await checkCode(tx, tx.committeeId, 'body_kind', kind, '/kind')
  },
  example: { kind: 'sector', code: 'S20', name: '教育界', aliases: ['教育'] },
})

export const organizationOperations = recordOperations<'organizations'>(organizations)
