import type { FastifyRequest } from 'fastify'
import { dayInZone, within } from '../core/days.ts'
import { AppError } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import type { Context, Principal } from '../http/route.ts'
import type { Tx } from '../storage/storage.ts'
import { keyUses } from './key-uses.ts'
import { DEPARTMENTAL, ROLE_PERMISSIONS, type Role } from './permissions.ts'
import { type CheckedClaims, committeeOfSecret, hashSecret, type Tokens } from './tokens.ts'

/** Principals in memory; the one that was made first goes first. */
const PRINCIPALS_MAX = 2_000

interface Known {
  principal: Principal
  /** Sequence number and day for which roles and state hold. */
  seq: number
  today: string
  expiresAt: number
}

/**
 * Who asks: a user by access token, a machine by API key. Roles and state hold for every request: the event log
 * tells whether a user, a role or a key has changed since they were read, and then they are read again.
 */
export function authenticator(
  deps: Deps,
  tokens: Tokens,
): (request: FastifyRequest) => Promise<Principal | undefined> {
  const known = new Map<string, Known>()
  const used = keyUses(deps)
  return async (request) => {
    const { authorization = '' } = request.headers
    const now = deps.clock()
    const before = known.get(authorization)
    if (before && before.expiresAt > now.getTime() && before.today === dayInZone(now)) {
      const { committeeId } = before.principal
      const seq = await deps.storage.sequenceOf(committeeId)
      if (before.seq === seq || !(await accessMoved(deps, committeeId, before.seq))) {
        before.seq = seq
        used(before.principal, now)
        return before.principal
      }
    }
    known.delete(authorization)
    const match = /^Bearer ([\x21-\x7e]+)$/.exec(authorization)
    const found = match && (await readPrincipal(deps, tokens, match[1]!, now))
    if (!found) return undefined
    if (known.size >= PRINCIPALS_MAX) known.delete(known.keys().next().value!)
    known.set(authorization, found)
    used(found.principal, now)
    return found.principal
  }
}

/** Whether a user, a role or a key has changed since. */
async function accessMoved({ storage }: Deps, committeeId: string, seq: number): Promise<boolean> {
  const moved = await storage.query(
    `select seq from events where committee_id = ? and seq > ? and subject_type in ('users', 'userRoles', 'apiKeys')
      limit 1`,
    [committeeId, seq],
  )
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
  const found = claims ? await userPrincipal(deps, claims) : await keyPrincipal(deps, committeeId, credential)
  return found && { ...found, seq, today: dayInZone(now) }
}

type Found = Pick<Known, 'principal' | 'expiresAt'>

interface UserRow {
  state: string
  sessionVersion: number
  personId: string | null
  role: Role | null
  organizationId: string | null
  validFrom: string | null
  validTo: string | null
}

async function userPrincipal(deps: Deps, claims: CheckedClaims): Promise<Found | undefined> {
  const rows = await deps.storage.query<UserRow>(
    `select u.state, u.session_version, u.person_id, r.role, r.organization_id, r.valid_from, r.valid_to
       from users u left join user_roles r
         on r.committee_id = u.committee_id and r.user_id = u.id and r.deleted_at is null
      where u.committee_id = ? and u.id = ? and u.deleted_at is null`,
    [claims.committeeId, claims.sub],
  )
  const user = rows[0]
  if (user?.state !== 'active' || user.sessionVersion !== claims.sessionVersion) return undefined
  const today = dayInZone(deps.clock())
  const roles = rows.filter((row) => row.role && within(today, row.validFrom, row.validTo))
  const permissions = new Set<string>(roles.flatMap((row) => ROLE_PERMISSIONS[row.role!]))
  const departmental =
    roles.length > 0 && roles.every((row) => DEPARTMENTAL.includes(row.role!) || row.role === 'member')
  const departments = departmental ? roles.flatMap((row) => row.organizationId ?? []) : null
  const principal: Principal = {
    kind: 'user',
    id: claims.sub,
    actor: `user/${claims.sub}`,
    committeeId: claims.committeeId,
    permissions,
    departments,
    personId: user.personId,
    view: viewOf(permissions, user.personId),
    sessionVersion: user.sessionVersion,
  }
  return { principal, expiresAt: claims.exp * 1_000 }
}

async function keyPrincipal(deps: Deps, committeeId: string, key: string): Promise<Found | undefined> {
  const [row] = await deps.storage.query<{
    id: string
    scopes: string
    organizationIds: string
    expiresAt: string
  }>(
    `select id, scopes, organization_ids, expires_at from api_keys
      where committee_id = ? and key_hash = ? and revoked_at is null and deleted_at is null`,
    [committeeId, hashSecret(key)],
  )
  if (!row || row.expiresAt <= deps.clock().toISOString()) return undefined
  const permissions = new Set<string>(JSON.parse(row.scopes))
  const departments = JSON.parse(row.organizationIds) as string[]
  const principal: Principal = {
    kind: 'key',
    id: row.id,
    actor: `key/${row.id}`,
    committeeId,
    permissions,
    departments: departments.length > 0 ? departments : null,
    personId: null,
    view: viewOf(permissions, null),
    sessionVersion: 0,
  }
  return { principal, expiresAt: Date.parse(row.expiresAt) }
}

/** Same permissions, same view; a member's view is their own. */
function viewOf(permissions: ReadonlySet<string>, personId: string | null): string {
  const seen = permissions.has('records.read') ? null : personId
  return sha256(JSON.stringify([[...permissions].sort(), seen])).slice(0, 8)
}

const STILL_USER =
  "select id from users where committee_id = ? and id = ? and state = 'active' and session_version = ?"
const STILL_KEY = 'select id from api_keys where committee_id = ? and id = ? and revoked_at is null'

/** In the writing transaction: a principal that was disabled or revoked a moment ago must not write. */
export async function recheck(tx: Tx, { principal }: Context): Promise<void> {
  if (principal.kind === 'anonymous') return
  const { kind, committeeId, id, sessionVersion } = principal
  const still =
    kind === 'user'
      ? await tx.query(STILL_USER, [committeeId, id, sessionVersion])
      : await tx.query(STILL_KEY, [committeeId, id])
  if (still.length > 0) return
  throw new AppError('unauthenticated', {
    en: 'The credential was revoked: log in again',
    zh: '凭据已被撤销，请重新登录',
  })
}
