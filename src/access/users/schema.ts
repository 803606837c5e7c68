import { z } from 'zod'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { USER_STATES } from '../../core/words/members.ts'
import { coded } from '../../core/words/word.ts'
import { LoginName, RoleName } from '../auth/schema.ts'

export const UserInput = z.strictObject({
  login: LoginName,
  displayName: Line(100),
  personId: Id.nullable()
    .default(null)
    .meta({ description: 'The person of a member, for a member’s login.' }),
  state: coded(USER_STATES).default('invited'),
  externalId: ExternalId.nullable().default(null),
})
export const UserOutput = z.object({})

export const UserRoleInput = z.strictObject({
  userId: Id,
  role: RoleName,
  organizationId: Id.nullable().default(null).meta({ description: 'Department of a clerk.' }),
  validFrom: Day,
  validTo: Day.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})
export const UserRoleOutput = z.object({})

export const OneTimeCode = z
  .object({
    userId: Id,
    login: z.string(),
    code: z
      .string()
      .nullable()
      .meta({ description: 'Shown this once, for POST /v1/auth/activate; null with `validateOnly`.' }),
    expiresAt: z.string(),
  })
  .meta({ id: 'OneTimeCode' })

export const OneTimeCodes = z.object({ items: z.array(OneTimeCode) }).meta({ id: 'OneTimeCodes' })

export const MemberInvitations = z
  .strictObject({
    memberIds: z.array(Id).min(1).max(1_000),
    validFrom: Day.meta({ description: 'First day of the member role.' }),
  })
  .meta({
    id: 'MemberInvitations',
    example: { memberIds: ['0197f6a0-0000-7000-8000-000000000001'], validFrom: '2019-01-01' },
  })
