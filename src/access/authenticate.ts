import type { FastifyRequest } from 'fastify'
import { dayInZone } from '../core/days.ts'
import { AppError } from '../core/errors.ts'
import type { Deps } from '../deps.ts'
import type { Context, Principal } from '../http/route.ts'
import { after, from, inCommittee } from '../storage/from.ts'
import type { Tx } from '../storage/storage.ts'
import { keyUses } from './key-uses.ts'
import { keyPrincipal, userPrincipal } from './principals.ts'
import { type CheckedClaims, committeeOfSecret, hashSecret, type Tokens } from './tokens.ts'

/** Principals in memory; the one that was made first goes first. */
const PRINCIPALS_MAX = 2_000

/** A principal, and as long as what it says holds. */
export interface Known {
  principal: Principal
  /** Sequence number and day for which roles and state hold. */
  seq: number
  today: string
  expiresAt: number
}

type Read = (credential: string, now: Date) => Promise<Known | undefined>

/**
 * Principals by credential. Roles and state hold for every request: the event log tells whether a user, a role or a
 * key has changed since they were read, and then they are read again.
 */
export function remembering(
  deps: Deps,
  read: Read,
): (credential: string, now: Date) => Promise<Principal | undefined> {
  const known = new Map<string, Known>()
  return async (credential, now) => {
    const before = known.get(credential)
    if (before && before.expiresAt > now.getTime() && before.today === dayInZone(now)) {
      const { committeeId } = before.principal
      const seq = await deps.storage.sequenceOf(committeeId)
      if (before.seq === seq || !(await accessMoved(deps, committeeId, before.seq))) {
        before.seq = seq
        return before.principal
      }
    }
    known.delete(credential)
    const current = await read(credential, now)
    if (!current) return undefined
    if (known.size >= PRINCIPALS_MAX) known.delete(known.keys().next().value!)
    known.set(credential, current)
    return current.principal
  }
}

/** Who asks: a user by access token, a machine by API key. */
export function authenticator(
  deps: Deps,
  tokens: Tokens,
): (request: FastifyRequest) => Promise<Principal | undefined> {
  const used = keyUses(deps)
  const known = remembering(deps, async (authorization, now) => {
    // The name of a scheme has no case (RFC 9110, 11.1).
    const match = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)
    return match ? readPrincipal(deps, tokens, match[1]!, now) : undefined
  })
  return async (request) => {
    const now = deps.clock()
    const principal = await known(request.headers.authorization ?? '', now)
    if (principal) used(principal, now)
    return principal
  }
}

/** Whether a user, a role or a key has changed since. */
async function accessMoved({ storage }: Deps, committeeId: string, seq: number): Promise<boolean> {
  const moved = await from(inCommittee(storage, committeeId), 'events', {
    seq: after(seq),
    subjectType: ['users', 'userRoles', 'apiKeys'],
  })
    .pick('seq')
    .limit(1)
  return moved.length > 0
}

async function readPrincipal(
  deps: Deps,
  tokens: Tokens,
  credential: string,
  now: Date,
): Promise<Known | undefined> {
  const key = credential.startsWith('lvk_')
  const claims = key ? undefined : tokens.verify(credential, now)
  const committeeId = key ? committeeOfSecret('lvk', credential) : claims?.committeeId
  if (!committeeId) return undefined
  // Read first: what changes while the rest is read makes this number old.
  const seq = await deps.storage.sequenceOf(committeeId)
  const reading = claims ? await ofClaims(deps, claims) : await ofKey(deps, committeeId, credential)
  return reading && { ...reading, seq, today: dayInZone(now) }
}

type Found = Pick<Known, 'principal' | 'expiresAt'>

async function ofClaims(deps: Deps, claims: CheckedClaims): Promise<Found | undefined> {
  const principal = await userPrincipal(deps, claims.committeeId, claims.sub)
  if (principal?.sessionVersion !== claims.sessionVersion) return undefined
  return { principal, expiresAt: claims.exp * 1_000 }
}

async function ofKey(deps: Deps, committeeId: string, key: string): Promise<Found | undefined> {
  return keyPrincipal(deps, committeeId, { keyHash: hashSecret(key) })
}

/** In the writing transaction: a principal that was disabled or revoked a moment ago must not write. */
export async function recheck(tx: Tx, { principal }: Context): Promise<void> {
  if (principal.kind === 'anonymous') return
  const { kind, committeeId, id, sessionVersion } = principal
  const home = inCommittee(tx, committeeId)
  const still =
    kind === 'user'
      ? from(home, 'users', { id, state: 'active', sessionVersion })
      : from(home, 'apiKeys', { id, revokedAt: null })
  if (await still.exists()) return
  throw new AppError('unauthenticated', {
    en: 'The credential was revoked: log in again',
    zh: '凭据已被撤销，请重新登录',
  })
}
