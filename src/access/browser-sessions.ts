import { createHmac, randomBytes } from 'node:crypto'
import { dayInZone } from '../core/days.ts'
import type { Deps } from '../deps.ts'
import type { Context, Principal } from '../http/route.ts'
import { after, from, inCommittee } from '../storage/from.ts'
import type { Row } from '../storage/tables.ts'
import { keepSession, verifiedUser } from './auth/service.ts'
import { type Known, remembering } from './authenticate.ts'
import { userPrincipal } from './principals.ts'
import { committeeOfSecret, hashSecret, newSecret } from './tokens.ts'

/**
 * Sessions of browsers: a secret in a cookie, kept as a hash beside the refresh tokens, so that logging out, a new
 * password and a disabled account end all of them alike. It is neither an access token nor a refresh token: `/v1` never
 * takes it.
 */

/** A working day; then one signs in again. */
export const SESSION_SECONDS = 12 * 3_600

const DEVICE = /^[A-Za-z0-9_-]{43}$/

/** The secret of a browser as it was sent, or a new one: whatever else stands in the cookie is none of ours. */
export const deviceOf = (sent: string | undefined): string =>
  sent !== undefined && DEVICE.test(sent) ? sent : randomBytes(32).toString('base64url')

/** Begins a session with a password, throttled as every login is; answers the secret of the cookie. */
export async function signIn(
  deps: Deps,
  input: { committee: string; login: string; password: string },
  context: Pick<Context, 'address' | 'requestId'> & { device: string },
): Promise<string> {
  const user: Row<'users'> = await verifiedUser(deps, input, context)
  const secret = newSecret('lvs', user.committeeId)
  const actor = { actor: 'anonymous', requestId: context.requestId }
  const days = { idleMs: SESSION_SECONDS * 1_000, wholeMs: SESSION_SECONDS * 1_000 }
  await deps.storage.write(user.committeeId, actor, (tx) => keepSession(tx, user, secret, days))
  return secret
}

/** Who a session cookie is; undefined when it is not ours, over or ended. */
export function browserSessions(deps: Deps): (secret: string) => Promise<Principal | undefined> {
  const known = remembering(deps, (secret, now) => readSession(deps, secret, now))
  return (secret) => known(secret, deps.clock())
}

async function readSession(deps: Deps, secret: string, now: Date): Promise<Known | undefined> {
  const committeeId = committeeOfSecret('lvs', secret)
  if (!committeeId) return undefined
  // Read first: what changes while the rest is read makes this number old.
  const seq = await deps.storage.sequenceOf(committeeId)
  const session = await from(inCommittee(deps.storage, committeeId), 'refreshTokens', {
    tokenHash: hashSecret(secret),
    revokedAt: null,
    expiresAt: after(now.toISOString()),
  })
    .pick('userId', 'expiresAt')
    .first()
  const principal = session && (await userPrincipal(deps, committeeId, session.userId))
  return principal && { principal, seq, today: dayInZone(now), expiresAt: Date.parse(session.expiresAt) }
}

/** What the forms of a session carry back: nobody who does not hold the session's secret can make it. */
export const formTokenOf = (serverSecret: string, secret: string): string =>
  createHmac('sha256', serverSecret).update(`form ${secret}`).digest('base64url')
