import { AppError } from '../../core/errors.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Context } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { insertPlain, updatePlain } from '../../storage/plain.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { committeeByCode } from '../directory.ts'
import { refuseGuessable } from '../password-policy.ts'
import { hashPassword, verifyPassword } from '../passwords.ts'
import { networkOf } from '../source.ts'
import { throttled } from '../throttle.ts'
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

export const userByLogin = (db: Db, committeeId: string, login: string): Promise<User | undefined> =>
  from(inCommittee(db, committeeId), 'users', { login, deletedAt: null }).first()

const loginFailed = () =>
  new AppError('login_failed', {
    en: 'Check the committee code, the login name and the password; an administrator can reset the account',
    zh: '请核对单位代码、登录名和密码；管理员可以重置账号',
  })

/** Where a login comes from; `device` is the secret of a browser. */
type From = Pick<Context, 'address' | 'requestId'> & { device?: string | undefined }

interface Named {
  committee: string
  login: string
}

/** Looks at a secret of the account that a login names, throttled; the user where it is right, or as a failed login. */
async function checkedUser(
  deps: Deps,
  { committee, login }: Named,
  { address, requestId, device }: From,
  check: (user: User | undefined) => Promise<boolean>,
): Promise<User> {
  const committeeId = await committeeByCode(deps.storage, committee)
  const user = committeeId ? await userByLogin(deps.storage, committeeId, login) : undefined
  const from = { address, requestId, device }
  const claim = { committeeId, committeeCode: committee, login, userId: user?.id, ...from }
  if (!(await throttled(deps, claim, () => check(user)))) throw loginFailed()
  return user!
}

/** The user behind a login; the same answer, time and throttle for an unknown name and a wrong password. */
export function verifiedUser(deps: Deps, input: Named & { password: string }, context: From): Promise<User> {
  const source = networkOf(context.address)
  return checkedUser(deps, input, context, (user) =>
    verifyPassword(input.password, user?.state === 'active' ? user.passwordHash : null, source),
  )
}

/** Whether somebody who is logged in knows their password: throttled as a login is, since a token may be stolen. */
export async function verifyOwnPassword(
  deps: Deps,
  user: User,
  password: string,
  context: Context,
): Promise<void> {
  const { id: userId, committeeId, login } = user
  const { address, requestId } = context
  const right = await throttled(deps, { committeeId, login, userId, address, requestId }, () =>
    verifyPassword(password, user.passwordHash, networkOf(address)),
  )
  if (right) return
  throw new AppError('login_failed', { en: 'The current password is wrong', zh: '当前密码不正确' })
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
  await insertPlain(tx, 'refreshTokens', {
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
  const row = await from(tx, 'refreshTokens', { tokenHash: hashSecret(token) }).first()
  if (!row || row.revokedAt || row.expiresAt <= tx.at || row.familyExpiresAt <= tx.at) throw refreshRefused()
  const user = await from(tx, 'users', { id: row.userId, state: 'active' }).first()
  if (!user) throw refreshRefused()
  const now = Date.parse(tx.at)
  const next = successorOf(deps.secret, token)
  if (row.usedAt) {
    if (now - Date.parse(row.usedAt) <= REUSE_GRACE_MS) return issued(tokens, user, next, new Date(now))
    await revokeFamily(tx, row.family, user)
    return { revoked: true }
  }
  await updatePlain(tx, 'refreshTokens', { id: row.id }, { usedAt: tx.at, successor: hashSecret(next) })
  await insertPlain(tx, 'refreshTokens', {
    ...row,
    id: newId(),
    tokenHash: hashSecret(next),
    issuedAt: tx.at,
    expiresAt: new Date(now + REFRESH_IDLE_MS).toISOString(),
    usedAt: null,
    successor: null,
  })
  return issued(tokens, user, next, new Date(now))
}

/** Access tokens name no family: all of the user's end, and whoever holds a good refresh token takes a new one. */
async function revokeFamily(tx: Tx, family: string, user: User): Promise<void> {
  await updatePlain(tx, 'refreshTokens', { family }, { revokedAt: tx.at })
  const patch = { sessionVersion: user.sessionVersion + 1 }
  await changeRow(tx, 'users', user, patch, { type: 'user.refresh_token_reused' })
}

/** All sessions of a user end: access tokens by the session version, refresh tokens and cookies by revocation. */
export async function endSessions(tx: Tx, user: User, patch: Partial<User>, type: string): Promise<User> {
  await revokeTokens(tx, user)
  return changeRow(tx, 'users', user, { ...patch, sessionVersion: user.sessionVersion + 1 }, { type })
}

/** Refresh tokens and browser sessions, for good. */
export async function revokeTokens(tx: Tx, user: User): Promise<void> {
  await updatePlain(tx, 'refreshTokens', { userId: user.id, revokedAt: null }, { revokedAt: tx.at })
}

/** The hash of a new password that is not easily guessed; `own` are the names of the account. */
export async function checkedHash(
  password: string,
  { pointer, own, address }: { pointer: string; own: readonly (string | null)[]; address: string },
): Promise<string> {
  await refuseGuessable(password, own, pointer)
  return hashPassword(password, networkOf(address))
}

/** The names of a user's account: what a password must not be made of. */
export async function ownNames(db: Db, user: User): Promise<(string | null)[]> {
  const { committeeId, personId } = user
  const committee = await from(inCommittee(db, committeeId), 'committees', { id: committeeId })
    .pick('code', 'name')
    .first()
  const person = personId
    ? await from(inCommittee(db, committeeId), 'members', { personId }).pick('name').first()
    : undefined
  return [
    user.login,
    user.displayName,
    person?.name ?? null,
    committee?.code ?? null,
    committee?.name ?? null,
  ]
}

/** The user whose one-time code this is; throws as a failed login does. */
export function userByCode(
  deps: Deps,
  input: Named & { code: string },
  context: Pick<Context, 'address' | 'requestId'>,
): Promise<User> {
  const hash = hashSecret(input.code.trim().toUpperCase())
  const now = deps.clock().toISOString()
  return checkedUser(
    deps,
    input,
    context,
    async (user) => user?.codeHash === hash && (user.codeExpiresAt ?? '') > now && user.state !== 'disabled',
  )
}
