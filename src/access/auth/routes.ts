import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { type Route, route } from '../../http/route.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tokens as Signer } from '../tokens.ts'
import {
  Activation,
  activateUser,
  changePassword,
  Login,
  logout,
  Me,
  PasswordChange,
  Refresh,
  Tokens,
} from './schema.ts'
import {
  beginSession,
  checkedHash,
  committeeOfRefresh,
  endSessions,
  ownNames,
  rotate,
  userByCode,
  verifiedUser,
  verifyOwnPassword,
} from './service.ts'

const tag = 'auth'

export function authRoutes(deps: Deps, tokens: Signer): Route[] {
  return [
    route({
      method: 'POST',
      path: '/auth/login',
      operationId: 'login',
      lane: 'logins',
      secretAnswer: true,
      summary: 'Begin a session',
      tag,
      permission: 'public',
      body: Login,
      response: Tokens,
      failures: ['login_failed', 'rate_limited'],
      prepare: (context) => verifiedUser(deps, context.body, context),
      committeeOf: async (_context, user) => user.committeeId,
      write: async (tx, _context, user) => ({ body: await beginSession(tx, tokens, user) }),
    }),
    route({
      method: 'POST',
      path: '/auth/refresh',
      operationId: 'refreshSession',
      lane: 'logins',
      secretAnswer: true,
      summary: 'Exchange a refresh token for its successor',
      tag,
      permission: 'public',
      body: Refresh,
      response: Tokens,
      failures: ['unauthenticated'],
      committeeOf: async (context) => committeeOfRefresh(context.body.refreshToken),
      write: async (tx, context) => {
        const result = await rotate(tx, deps, tokens, context.body.refreshToken)
        // The revocation must be kept, so the refusal is an answer and not a throw.
        return 'revoked' in result ? { refusal: reused() } : { body: result }
      },
    }),
    route({
      method: 'POST',
      path: '/auth/activate',
      ...activateUser,
      lane: 'logins',
      secretAnswer: true,
      summary: 'Set the first or a new password with a one-time code',
      tag,
      permission: 'public',
      body: Activation,
      failures: ['login_failed', 'rate_limited'],
      prepare: async (context) => {
        // The code first: a hash is dear, and nobody has one made without it.
        const user = await userByCode(deps, context.body, context)
        const own = await ownNames(deps.storage, user)
        const { address } = context
        return {
          user,
          hash: await checkedHash(context.body.password, { pointer: '/password', own, address }),
        }
      },
      committeeOf: async (_context, { user }) => user.committeeId,
      write: async (tx, _context, { user, hash }) => {
        const patch = { state: 'active' as const, passwordHash: hash, codeHash: null, codeExpiresAt: null }
        const active = await endSessions(tx, user, patch, 'user.activated')
        return { body: await beginSession(tx, tokens, active) }
      },
    }),
    route({
      method: 'POST',
      path: '/auth/logout',
      ...logout,
      summary: 'End all sessions of this user',
      tag,
      permission: 'any',
      status: 204,
      failures: [],
      write: async (tx, context) => {
        const user = await findRow(tx, 'users', context.principal.id)
        if (user) await endSessions(tx, user, {}, 'user.logged_out')
        return {}
      },
    }),
    route({
      method: 'POST',
      path: '/auth/password',
      ...changePassword,
      secretAnswer: true,
      summary: 'Change one’s own password; all sessions end',
      description:
        'Addresses of one’s own calendar stay: end them by `DELETE /calendar-links/{id}` where somebody else may have them.',
      tag,
      permission: 'any',
      // Without `validateOnly`: it would tell a guesser the password and leave nothing behind.
      body: PasswordChange,
      status: 204,
      failures: ['login_failed', 'rate_limited'],
      prepare: async (context) => {
        const { committeeId, id } = context.principal
        const { currentPassword, newPassword } = context.body
        const user = await findRow(inCommittee(deps.storage, committeeId), 'users', id)
        if (!user) throw onlyForUsers()
        await verifyOwnPassword(deps, user, currentPassword, context)
        const own = await ownNames(deps.storage, user)
        return checkedHash(newPassword, { pointer: '/newPassword', own, address: context.address })
      },
      write: async (tx, context, passwordHash) => {
        const user = (await findRow(tx, 'users', context.principal.id))!
        await endSessions(tx, user, { passwordHash }, 'user.password_changed')
        return {}
      },
    }),
    route({
      method: 'GET',
      path: '/auth/me',
      operationId: 'getMe',
      summary: 'Who this credential is and what it may do',
      tag,
      permission: 'any',
      response: Me,
      failures: [],
      read: async ({ principal }) => ({
        body: {
          kind: principal.kind,
          id: principal.id,
          committeeId: principal.committeeId,
          personId: principal.personId,
          permissions: [...principal.permissions].sort(),
          departments: principal.departments,
        },
      }),
    }),
  ]
}

function onlyForUsers(): AppError {
  return new AppError('login_failed', {
    en: 'An API key has no password: log in as a user',
    zh: '接口密钥没有密码，请以用户身份登录',
  })
}

function reused(): AppError {
  return new AppError('unauthenticated', {
    en: 'The refresh token was used before: all sessions of its family ended; log in again',
    zh: '刷新令牌已被使用过，相关会话已全部结束，请重新登录',
  })
}
