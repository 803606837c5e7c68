import { z } from 'zod'
import { Code, Day, ExternalId, Id, Line, Prose, QueryFlag } from '../../core/fields.ts'
import { ENTRY_REASONS, EXIT_REASONS, SEXES } from '../../core/words/members.ts'
import { coded } from '../../core/words/word.ts'

/** A person's membership of one term; `personId` is the human behind it, the same in every term. */
export const MemberInput = z.strictObject({
  personId: Id.optional().meta({ description: 'The person of an earlier term; none: a new person.' }),
  termId: Id,
  memberNo: Line(40).meta({
    description: '委员编号: unique in the term, the key of imports.',
    example: '09001',
  }),
  name: Line(60).meta({ example: '林清扬' }),
  nameVariants: z.array(Line(60)).max(10).default([]),
  sex: coded(SEXES).nullable().default(null),
  nation: Line(30).nullable().default(null),
  birthDate: Day.nullable().default(null),
  politics: z.array(Line(30)).max(3).default([]).meta({ description: '政治面貌; may be two.' }),
  phone: z
    .string()
    .regex(/^\+?[0-9 -]{5,20}$/)
    .nullable()
    .default(null),
  unit: Line(100).nullable().default(null),
  post: Line(100).nullable().default(null),
  validFrom: Day,
  validTo: Day.nullable().default(null),
  entryReason: coded(ENTRY_REASONS).default('appointed'),
  exitReason: coded(EXIT_REASONS).nullable().default(null),
  ranked: z.boolean().default(true).meta({ description: 'False: kept in counts, left out of rankings.' }),
  note: Prose(1_000).nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})

const BodyRef = z.object({ organizationId: Id, code: z.string(), name: z.string() }).nullable()

export const MemberOutput = z.object({
  personId: Id,
  pinyin: z.string().meta({ description: 'Sort key with surname readings.' }),
  sector: BodyRef.meta({ description: 'Today.' }),
  memberGroup: BodyRef.meta({ description: 'Today.' }),
})

export const MemberFilters = z.object({
  termId: Id.optional(),
  memberNo: Line(40).optional(),
  q: Line(60).optional().meta({ description: 'Part of the name.' }),
  personId: Id.optional(),
  organizationId: Id.optional().meta({ description: 'Belongs to this body today.' }),
  office: Code.optional().meta({ description: 'Holds this office today.' }),
  ranked: QueryFlag.optional(),
})

export const BodyRoleInput = z.strictObject({
  memberId: Id,
  organizationId: Id,
  role: Code.default('member'),
  validFrom: Day,
  validTo: Day.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})

export const OfficeInput = z.strictObject({
  memberId: Id,
  office: Code.meta({ example: 'standing_member' }),
  validFrom: Day,
  validTo: Day.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})

export const ExemptionInput = z.strictObject({
  memberId: Id,
  reason: Code.meta({ example: 'illness' }),
  note: Prose(500).nullable().default(null),
  validFrom: Day,
  validTo: Day.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})
