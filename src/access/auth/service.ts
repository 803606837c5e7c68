import { AppError } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Context } from '../../http/route.ts'
import { refused } from '../../http/validate.ts'
import { changeRow, decode } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { acceptablePassword, hashPassword, verifyPassword } from '../passwords.ts'
import { countFailure, forgetFailures, refuseLocked } from '../throttle.ts'
import {
  ACCESS_SECONDS,
  committeeOfSecret,
  hashSecret,
  newSecret,
  successorOf,
  type Tokens,
} from '../tokens.ts'

const REFRESH_IDLE_MS = 7 * 86_400_000
const REFRESH_FAMILY_MS = 30 * 86_400_000
/** A client that lost the answer may ask again so long and gets the same successor. */
const REUSE_GRACE_MS = 10_000

type User = Row<'users'>

/** The committee of a code; codes are unique over the whole installation. */
export async function committeeByCode(db: Db, code: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('committees')
    .select('committeeId')
    .where('code', '=', code)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row?.committeeId
}

export async function userByLogin(db: Db, committeeId: string, login: string): Promise<User | undefined> {
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('committeeId', '=', committeeId)
    .where('login', '=', login)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row && decode('users', row)
}

const loginFailed = () =>
  new AppError('login_failed', {
    en: 'Check the committee code, the login name and the password; an administrator can reset the account',
    zh: '请核对单位代码、登录名和密码；管理员可以重置账号',
  })

/** The user behind a login; the same answer and time for an unknown name and a wrong password. */
export async function verifiedUser(
  deps: Deps,
  input: { committee: string; login: string; password: string },
  context: Context,
): Promise<User> {
  const committeeId = await committeeByCode(deps.storage.read, input.committee)
  if (committeeId) await refuseLocked(deps, committeeId, input.login, context.address)
  const user = committeeId ? await userByLogin(deps.storage.read, committeeId, input.login) : undefined
  const usable = user?.state === 'active' ? user.passwordHash : null
  if (!(await verifyPassword(input.password, usable))) {
    if (committeeId) await countFailure(deps, committeeId, input.login, context.address, context.requestId)
    throw loginFailed()
  }
  await forgetFailures(deps, user!.committeeId, input.login, context.address)
  return user!
}

interface Issued {
  accessToken: string
  expiresIn: number
  refreshToken: string
  tokenType: 'Bearer'
}

/** Begins a session: an access token and the first refresh token of a family. */
export async function beginSession(tx: Tx, tokens: Tokens, user: User): Promise<Issued> {
  const refreshToken = newSecret('lvr', user.committeeId)
  await keepSession(tx, user, refreshToken, { idleMs: REFRESH_IDLE_MS, wholeMs: REFRESH_FAMILY_MS })
  return issued(tokens, user, refreshToken, new Date(tx.at))
}

/** Keeps the hash of a session's secret, so that whatever ends the user's sessions ends this one. */
export async function keepSession(
  tx: Tx,
  user: User,
  secret: string,
  { idleMs, wholeMs }: { idleMs: number; wholeMs: number },
): Promise<void> {
  const now = Date.parse(tx.at)
  await tx.db
    .insertInto('refreshTokens')
    .values({
      committeeId: user.committeeId,
      id: newId(),
      userId: user.id,
      family: newId(),
      tokenHash: hashSecret(secret),
      issuedAt: tx.at,
      expiresAt: new Date(now + idleMs).toISOString(),
      familyExpiresAt: new Date(now + wholeMs).toISOString(),
      usedAt: null,
      successor: null,
      revokedAt: null,
    })
    .execute()
  await tx.emit({
    type: 'user.logged_in',
    subjectType: 'users',
    subjectId: user.id,
    subjectVersion: user.version,
  })
}

function issued(tokens: Tokens, user: User, refreshToken: string, now: Date): Issued {
  const claims = { sub: user.id, committeeId: user.committeeId, sessionVersion: user.sessionVersion }
  return {
    accessToken: tokens.sign(claims, now),
    expiresIn: ACCESS_SECONDS,
    refreshToken,
    tokenType: 'Bearer',
  }
}

const refreshRefused = () =>
  new AppError('unauthenticated', {
    en: 'The refresh token is not valid: log in again',
    zh: '刷新令牌无效，请重新登录',
  })

export function committeeOfRefresh(token: string): string {
  const committeeId = committeeOfSecret('lvr', token)
  if (!committeeId) throw refreshRefused()
  return committeeId
}

/**
 * Rotates a refresh token. One that was used before revokes its whole family, as it may have been stolen; within a
 * few seconds it only gets the same successor again, as its answer may have been lost.
 */
export async function rotate(
  tx: Tx,
  deps: Deps,
  tokens: Tokens,
  token: string,
): Promise<Issued | { revoked: true }> {
  const row = await tx.db
    .selectFrom('refreshTokens')
    .selectAll()
    .where('committeeId', '=', tx.committeeId)
    .where('tokenHash', '=', hashSecret(token))
    .executeTakeFirst()
  if (!row || row.revokedAt || row.expiresAt <= tx.at || row.familyExpiresAt <= tx.at) throw refreshRefused()
  const stored = await tx.db
    .selectFrom('users')
    .selectAll()
    .where('committeeId', '=', tx.committeeId)
    .where('id', '=', row.userId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  if (!stored) throw refreshRefused()
  const user = decode('users', stored) as User
  const now = Date.parse(tx.at)
  const next = successorOf(deps.secret, token)
  if (row.usedAt) {
    if (now - Date.parse(row.usedAt) <= REUSE_GRACE_MS) return issued(tokens, user, next, new Date(now))
    await revokeFamily(tx, row.family, user)
    return { revoked: true }
  }
  await tx.db
    .updateTable('refreshTokens')
    .set({ usedAt: tx.at, successor: hashSecret(next) })
    .where('committeeId', '=', tx.committeeId)
    .where('id', '=', row.id)
    .execute()
  await tx.db
    .insertInto('refreshTokens')
    .values({
      ...row,
      id: newId(),
      tokenHash: hashSecret(next),
      issuedAt: tx.at,
      expiresAt: new Date(now + REFRESH_IDLE_MS).toISOString(),
      usedAt: null,
      successor: null,
    })
    .execute()
  return issued(tokens, user, next, new Date(now))
}

async function revokeFamily(tx: Tx, family: string, user: User): Promise<void> {
  await tx.db
    .updateTable('refreshTokens')
    .set({ revokedAt: tx.at })
    .where('committeeId', '=', tx.committeeId)
    .where('family', '=', family)
    .execute()
  await tx.emit({
    type: 'user.refresh_token_reused',
    subjectType: 'users',
    subjectId: user.id,
    subjectVersion: user.version,
  })
}

/** All sessions of a user end: access tokens by the session version, refresh tokens by revocation. */
export async function endSessions(tx: Tx, user: User, patch: Partial<User>, type: string): Promise<User> {
  await tx.db
    .updateTable('refreshTokens')
    .set({ revokedAt: tx.at })
    .where('committeeId', '=', tx.committeeId)
    .where('userId', '=', user.id)
    .where('revokedAt', 'is', null)
    .execute()
  return changeRow(tx, 'users', user, { ...patch, sessionVersion: user.sessionVersion + 1 }, { type })
}

export async function checkedHash(password: string, pointer: string): Promise<string> {
  if (!acceptablePassword(password)) {
    const detail = 'is one of the first that anybody guesses; take a longer phrase'
    throw refused([{ pointer, code: 'common_password', detail }])
  }
  return hashPassword(password)
}

/** The user whose one-time code this is; throws as a failed login does. */
export async function userByCode(
  deps: Deps,
  input: { committee: string; login: string; code: string },
  context: Context,
): Promise<User> {
  const committeeId = await committeeByCode(deps.storage.read, input.committee)
  if (!committeeId) throw loginFailed()
  await refuseLocked(deps, committeeId, input.login, context.address)
  const user = await userByLogin(deps.storage.read, committeeId, input.login)
  const now = deps.clock().toISOString()
  const valid =
    user?.codeHash &&
    user.codeHash === hashSecret(input.code.trim().toUpperCase()) &&
    user.codeExpiresAt !== null &&
    user.codeExpiresAt > now &&
    user.state !== 'disabled'
  if (valid) return user
  await countFailure(deps, committeeId, input.login, context.address, context.requestId)
  throw loginFailed()
}
