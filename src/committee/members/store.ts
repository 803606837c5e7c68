import { from, inCommittee, inForce } from '../../storage/from.ts'
import type { Condition } from '../../storage/list.ts'
import type { Db } from '../../storage/storage.ts'

/** Rows of a table with `member_id` that belong to one person. */
export const ofPerson = (personId: string | null) => ({
  sql: `exists (select 1 from members own where own.committee_id = t.committee_id and own.id = t.member_id
         and own.person_id = ?)`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

export const inBody = (organizationId: string, day: string): Condition => ({
  sql: `exists (select 1 from body_roles b where b.committee_id = t.committee_id and b.member_id = t.id
         and b.organization_id = ? and b.deleted_at is null and b.valid_from <= ?
         and (b.valid_to is null or b.valid_to >= ?))`,
  parameters: [organizationId, day, day],
})

export const inOffice = (office: string, day: string): Condition => ({
  sql: `exists (select 1 from offices o where o.committee_id = t.committee_id and o.member_id = t.id
         and o.office = ? and o.deleted_at is null and o.valid_from <= ?
         and (o.valid_to is null or o.valid_to >= ?))`,
  parameters: [office, day, day],
})

export interface Body {
  organizationId: string
  code: string
  name: string
}

/** Sector and member group of some members on a day. */
export async function bodiesOn(
  db: Db,
  committeeId: string,
  memberIds: readonly string[],
  day: string,
): Promise<Map<string, { sector: Body | null; memberGroup: Body | null }>> {
  const found = new Map<string, { sector: Body | null; memberGroup: Body | null }>()
  for (const id of memberIds) found.set(id, { sector: null, memberGroup: null })
  if (memberIds.length === 0) return found
  const scope = inCommittee(db, committeeId)
  const inBodies = { memberId: memberIds, deletedAt: null, ...inForce(day) }
  const roles = await from(scope, 'bodyRoles', inBodies).pick('memberId', 'organizationId')
  // Apart from their roles: a page of members shares a few bodies, and each is read once.
  const ids = [...new Set(roles.map((role) => role.organizationId))]
  if (ids.length === 0) return found
  const bodies = await from(scope, 'organizations', { id: ids }).pick('id', 'kind', 'code', 'name')
  const bodyOf = new Map(bodies.map((body) => [body.id, body]))
  for (const { memberId, organizationId } of roles) {
    const { kind, code, name } = bodyOf.get(organizationId)!
    if (kind !== 'sector' && kind !== 'member_group') continue
    found.get(memberId)![kind === 'sector' ? 'sector' : 'memberGroup'] = { organizationId, code, name }
  }
  return found
}
