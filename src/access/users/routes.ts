import { z } from 'zod'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Id, IdParams, TrialQuery } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import { equalTo } from '../../http/filters.ts'
import { checkRange, readable, resource } from '../../http/record.ts'
import { type Route, route } from '../../http/route.ts'
import { from } from '../../storage/from.ts'
import { changeRow, findRow, insertRow, withdrawRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { LoginName } from '../auth/schema.ts'
import { endSessions, revokeTokens } from '../auth/service.ts'
import { forgetAddresses, forgetFailures, unlock } from '../throttle.ts'
import { hashSecret, newCode, shownOnce } from '../tokens.ts'
import {
  MemberInvitations,
  OneTimeCode,
  OneTimeCodes,
  UserInput,
  UserOutput,
  UserRoleInput,
  UserRoleOutput,
} from './schema.ts'

const CODE_MS = 14 * 86_400_000

const users = resource({
  table: 'users',
  path: '/users',
  one: { en: 'user', zh: '用户', PascalCase: 'User' },
  input: UserInput,
  output: UserOutput,
  fixed: ['personId'],
  filters: z.object({ login: LoginName.optional() }),
  where: (query) => equalTo(query, ['login']),
  sorts: ['login'],
  defaultSort: 'login',
  permission: { read: 'users.manage', write: 'users.manage' },
  onCreate: async (_tx, input) => {
    if (input.state !== 'invited') throw beginsInvited()
    return { ...input, sessionVersion: 1 }
  },
  onChange: async (tx, before, patch) => {
    if (patch.state === 'active' && before.state !== 'active' && !before.passwordHash) {
      throw ruleViolation(
        'users.activate_by_code',
        {
          en: 'A user becomes active by setting a password with a one-time code',
          zh: '用户须凭一次性代码设置密码后启用',
        },
        '/state',
      )
    }
    // Disabling reaches every session at once; enabling again brings none of them back, no code and no calendar.
    if (patch.state === 'disabled') {
      await revokeTokens(tx, before)
      await endCalendarLinks(tx, before)
      return { ...patch, codeHash: null, codeExpiresAt: null, sessionVersion: before.sessionVersion + 1 }
    }
    // Who never set a password, or whose password was reset, is invited again; who has one is enabled.
    if (patch.state === 'invited' && (before.state === 'active' || before.passwordHash)) {
      throw new AppError('state_conflict', { en: 'Reset the user instead', zh: '请改用重置' })
    }
    return patch
  },
  onWithdraw: async (tx, row) => {
    await endCalendarLinks(tx, row)
    return endSessions(tx, row, { state: 'disabled' }, 'user.disabled')
  },
  example: { login: 'wang', displayName: '王秘书' },
  refuses: { create: ['rule_violation'], change: ['rule_violation', 'state_conflict'] },
  mayLeaveRecords: true,
})

/** Addresses of calendars are credentials, too. */
async function endCalendarLinks(tx: Tx, user: Row<'users'>): Promise<void> {
  const links = await from(tx, 'calendarLinks', { userId: user.id, deletedAt: null }).orderBy('id')
  for (const link of links) await withdrawRow(tx, 'calendarLinks', link, { type: 'calendar_link.revoked' })
}

const beginsInvited = () =>
  ruleViolation(
    'users.begin_invited',
    {
      en: 'A user begins invited: leave the state out, then change it or issue a code with reset',
      zh: '新用户的状态为 invited：请不要填写 state，之后再修改，或用重置发放一次性代码',
    },
    '/state',
  )

const roles = resource({
  table: 'userRoles',
  path: '/user-roles',
  one: { en: 'user role', zh: '用户角色', PascalCase: 'UserRole' },
  input: UserRoleInput,
  output: UserRoleOutput,
  fixed: ['userId', 'role', 'organizationId'],
  filters: z.object({ userId: Id.optional() }),
  where: (query) => equalTo(query, ['userId']),
  sorts: ['validFrom'],
  defaultSort: 'validFrom',
  permission: { read: 'users.manage', write: 'users.manage' },
  onCreate: async (tx, input) => {
    checkRange(input.validFrom, input.validTo)
    await bumpSession(tx, input.userId)
    return input
  },
  onChange: async (tx, before, patch) => {
    checkRange(patch.validFrom ?? before.validFrom, patch.validTo ?? before.validTo)
    await bumpSession(tx, before.userId)
    return patch
  },
  onWithdraw: (tx, row) => bumpSession(tx, row.userId),
  example: {
    userId: '0197f6a0-0000-7000-8000-000000000001',
    role: 'clerk',
    organizationId: '0197f6a0-0000-7000-8000-000000000002',
    validFrom: '2019-01-01',
  },
  refuses: { create: ['rule_violation'], change: ['rule_violation'] },
})

/** A role that came or went must show at the next request of that user. */
async function bumpSession(tx: Tx, userId: string): Promise<void> {
  const user = await findRow(tx, 'users', userId)
  if (!user) return
  await changeRow(
    tx,
    'users',
    user,
    { sessionVersion: user.sessionVersion + 1 },
    { type: 'user.roles_changed' },
  )
}

async function issueCode(tx: Tx, user: Row<'users'>, trial: { validateOnly?: boolean | undefined }) {
  const code = newCode()
  const expiresAt = new Date(Date.parse(tx.at) + CODE_MS).toISOString()
  // The old password may be why this is asked for: it is none from now on.
  const patch = { passwordHash: null, codeHash: hashSecret(code), codeExpiresAt: expiresAt }
  await endSessions(tx, user, patch, 'user.code_issued')
  return { userId: user.id, login: user.login, code: shownOnce(code, trial), expiresAt }
}

export function userRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(users, secret),
    ...resourceRoutes(roles, secret),
    route({
      method: 'POST',
      path: '/users/:id/reset',
      operationId: 'resetUser',
      secretAnswer: true,
      summary: 'Issue a one-time code; all sessions and calendar addresses of the user end',
      tag: 'users',
      permission: 'users.manage',
      params: IdParams,
      query: TrialQuery,
      response: OneTimeCode,
      failures: ['not_found', 'gone'],
      write: async (tx, context) => {
        const user = await readable(users, context, context.params.id, tx)
        await forgetFailures(tx, user.login)
        await forgetAddresses(tx, user.id)
        await endCalendarLinks(tx, user)
        return { body: await issueCode(tx, user, context.query) }
      },
    }),
    route({
      method: 'POST',
      path: '/users/:id/unlock',
      operationId: 'unlockUser',
      summary: 'End the locks that failed logins put on a user; their password and sessions stay',
      tag: 'users',
      permission: 'users.manage',
      params: IdParams,
      query: TrialQuery,
      status: 204,
      failures: ['not_found', 'gone'],
      write: async (tx, context) => {
        const user = await readable(users, context, context.params.id, tx)
        await unlock(tx, user)
        return {}
      },
    }),
    route({
      method: 'POST',
      path: '/users/invite-members',
      operationId: 'inviteMembers',
      secretAnswer: true,
      summary: 'Invite members from the roster: a login by member number and a one-time code each',
      tag: 'users',
      permission: 'users.manage',
      query: TrialQuery,
      body: MemberInvitations,
      response: OneTimeCodes,
      failures: ['unknown_reference', 'already_exists'],
      write: async (tx, { body, query }) => {
        const items = []
        for (const [index, memberId] of body.memberIds.entries()) {
          items.push(await inviteMember(tx, memberId, `/memberIds/${index}`, body.validFrom, query))
        }
        return { body: { items } }
      },
    }),
  ]
}

async function inviteMember(
  tx: Tx,
  memberId: string,
  pointer: string,
  validFrom: string,
  trial: { validateOnly?: boolean | undefined },
) {
  const member = await findRow(tx, 'members', memberId)
  if (!member || member.deletedAt) throw unknownReference(pointer, memberId)
  const id = newId()
  const values = {
    id,
    login: member.memberNo,
    displayName: member.name,
    personId: member.personId,
    state: 'invited' as const,
    passwordHash: null,
    codeHash: null,
    codeExpiresAt: null,
    sessionVersion: 1,
    externalId: null,
  }
  const user = await insertRow(tx, 'users', values, { type: 'user.created' })
  const role = {
    id: newId(),
    userId: id,
    role: 'member',
    organizationId: null,
    validFrom,
    validTo: null,
    externalId: null,
  }
  await insertRow(tx, 'userRoles', role, { type: 'user_role.created' })
  return issueCode(tx, user, trial)
}
