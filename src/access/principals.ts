import { dayInZone, within } from '../core/days.ts'
import { sha256 } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import type { Departments, Principal } from '../http/route.ts'
import { from, inCommittee } from '../storage/from.ts'
import { DEPARTMENTAL, ROLE_PERMISSIONS, type Role } from './permissions.ts'

/** What a user or a key may do now: read for a request, and for work in the background that somebody asked for. */

type Source = Pick<Deps, 'storage' | 'clock'>

interface UserRow {
  state: string
  sessionVersion: number
  personId: string | null
  role: Role | null
  organizationId: string | null
  validFrom: string | null
  validTo: string | null
}

/** An active user with the roles of today. */
export async function userPrincipal(
  { storage, clock }: Source,
  committeeId: string,
  id: string,
): Promise<Principal | undefined> {
  const rows = await storage.query<UserRow>(
    `select u.state, u.session_version, u.person_id, r.role, r.organization_id, r.valid_from, r.valid_to
       from users u left join user_roles r
         on r.committee_id = u.committee_id and r.user_id = u.id and r.deleted_at is null
      where u.committee_id = ? and u.id = ? and u.deleted_at is null`,
    [committeeId, id],
  )
  const user = rows[0]
  if (user?.state !== 'active') return undefined
  const today = dayInZone(clock())
  const roles = rows.filter((row) => row.role && within(today, row.validFrom, row.validTo))
  const reach = reachOf(roles.map((row) => ({ role: row.role!, organizationId: row.organizationId })))
  return {
    kind: 'user',
    id,
    actor: `user/${id}`,
    committeeId,
    permissions: new Set(reach.keys()),
    departments: limitOf(reach),
    reach,
    personId: user.personId,
    view: viewOf(reach, user.personId),
    sessionVersion: user.sessionVersion,
  }
}

/**
 * How far each permission reaches: as far as the roles that give it. A clerk's reaches to the clerk's departments, a
 * member's to no department's records (their own are theirs by other rules), that of any other role to all.
 */
function reachOf(
  roles: readonly { role: Role; organizationId: string | null }[],
): ReadonlyMap<string, Departments> {
  const reach = new Map<string, Departments>()
  for (const { role, organizationId } of roles) {
    const limited = DEPARTMENTAL.includes(role) || role === 'member'
    for (const permission of ROLE_PERMISSIONS[role]) {
      const before = reach.has(permission) ? reach.get(permission)! : []
      reach.set(permission, limited && before ? before.concat(organizationId ?? []) : null)
    }
  }
  return reach
}

/** The departments that any permission is limited to; null where none is limited. */
function limitOf(reach: ReadonlyMap<string, Departments>): Departments {
  const limits = [...reach.values()].filter((departments) => departments !== null)
  return limits.length > 0 ? [...new Set(limits.flat())] : null
}

/** A key that is neither revoked nor out of date, by its hash or its id. */
export async function keyPrincipal(
  { storage, clock }: Source,
  committeeId: string,
  by: { keyHash: string } | { id: string },
): Promise<{ principal: Principal; expiresAt: number } | undefined> {
  const standing = { ...by, revokedAt: null, deletedAt: null }
  const row = await from(inCommittee(storage, committeeId), 'apiKeys', standing).first()
  if (!row || row.expiresAt <= clock().toISOString()) return undefined
  const scopes: string[] = row.scopes
  const ids: string[] = row.organizationIds
  const departments = ids.length > 0 ? ids : null
  const reach = new Map(scopes.map((scope) => [scope, departments]))
  const principal: Principal = {
    kind: 'key',
    id: row.id,
    actor: `key/${row.id}`,
    committeeId,
    permissions: new Set(scopes),
    departments,
    reach,
    personId: null,
    view: viewOf(reach, null),
    sessionVersion: 0,
  }
  return { principal, expiresAt: Date.parse(row.expiresAt) }
}

/** The principal behind an actor of the event log (`user/<id>`, `key/<id>`), with the rights that they have now. */
export async function principalOf(
  source: Source,
  committeeId: string,
  actor: string,
): Promise<Principal | undefined> {
  const [kind, id = ''] = actor.split('/')
  if (kind === 'user') return userPrincipal(source, committeeId, id)
  if (kind !== 'key') return undefined
  return (await keyPrincipal(source, committeeId, { id }))?.principal
}

/** Same permissions as far, same view; a member's view is their own. */
function viewOf(reach: ReadonlyMap<string, Departments>, personId: string | null): string {
  const ownPersonId = reach.has('records.read') ? null : personId
  return sha256(JSON.stringify([[...reach].sort(([a], [b]) => (a < b ? -1 : 1)), ownPersonId])).slice(0, 8)
}
