import { z } from 'zod'
import { Code, Id, Instant, Line } from '../../core/fields.ts'
import { USER_ROLES } from '../../core/words/members.ts'
import { COMMITTEE_LEVELS } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { type Operation, operation } from '../../http/operation.ts'

export const Password = z.string().min(8).max(128).meta({
  description:
    'Any characters, 8 to 128. One that is guessed soon is refused: a common one, or one made of the names of the account.',
})
export const LoginName = Line(100).meta({ example: 'office' })
const Committee = Code.meta({ description: 'Code of the committee.', example: 'lucheng' })

export const Login = z
  .strictObject({ committee: Committee, login: LoginName, password: z.string().min(1).max(128) })
  .meta({ id: 'Login', example: { committee: 'lucheng', login: 'office', password: 'a long pass phrase' } })

export const Tokens = z
  .object({
    accessToken: z.string(),
    expiresIn: z.int().meta({ description: 'Seconds.' }),
    refreshToken: z.string().meta({ description: 'Use once; the answer holds its successor.' }),
    tokenType: z.literal('Bearer'),
  })
  .meta({ id: 'Tokens' })

export const Refresh = z
  .strictObject({ refreshToken: z.string().min(1).max(200) })
  .meta({ id: 'Refresh', example: { refreshToken: 'lvr_…' } })

export const Activation = z
  .strictObject({ committee: Committee, login: LoginName, code: Line(40), password: Password })
  .meta({
    id: 'Activation',
    example: {
      committee: 'lucheng',
      login: 'office',
      code: 'ABCDE-FGHJK-LMNPQ-RSTUV',
      password: 'a long pass phrase',
    },
  })

export const PasswordChange = z
  .strictObject({ currentPassword: z.string().min(1).max(128), newPassword: Password })
  .meta({
    id: 'PasswordChange',
    example: { currentPassword: 'the old one', newPassword: 'a long pass phrase' },
  })

export const Me = z
  .object({
    kind: z.enum(['user', 'key']),
    id: Id,
    committeeId: Id,
    personId: Id.nullable(),
    permissions: z.array(z.string()),
    departments: z.array(Id).nullable().meta({
      description:
        'Departments to whose records at least one permission is limited, such as those of a clerk; null: none is.',
    }),
  })
  .meta({ id: 'Me' })

export const Setup = z
  .strictObject({
    token: Line(200).meta({ description: 'The one-time token that the server printed at its start.' }),
    committee: z.strictObject({
      code: Code,
      name: Line(100),
      level: coded(COMMITTEE_LEVELS),
    }),
    administrator: z.strictObject({ login: LoginName, displayName: Line(100), password: Password }),
  })
  .meta({
    id: 'Setup',
    example: {
      token: 'the token that npm start printed',
      committee: { code: 'lucheng', name: '示例区政协', level: 'district' },
      administrator: { login: 'admin', displayName: '管理员', password: 'a long pass phrase' },
    },
  })

export const SetupDone = z
  .object({ committeeId: Id, userId: Id, createdAt: Instant })
  .meta({ id: 'SetupDone' })

export const RoleName = coded(USER_ROLES)

export const logout: Operation<undefined> = { operationId: 'logout' }

export const changePassword: Operation<undefined> = { operationId: 'changePassword' }

export const activateUser = operation('activateUser', Tokens)
