import type { Storage } from '../../storage/storage.ts'
import type { ScoredMember } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

/** Members as the engine takes them: mandate, offices, bodies and exemptions with their days. */
export async function loadMembers(storage: Storage, scope: Scope): Promise<ScoredMember[]> {
  const { committeeId } = scope
  const byId = onlyMembers('id', scope)
  const byMember = onlyMembers('r.member_id', scope)
  const members = await storage.query<{
    id: string
    ranked: number
    validFrom: string
    validTo: string | null
  }>(
    `select id, ranked, valid_from, valid_to from members
      where committee_id = ? and deleted_at is null${byId.sql} order by id`,
    [committeeId, ...byId.parameters],
  )
  const offices = await storage.query<{
    memberId: string
    office: string
    validFrom: string
    validTo: string | null
  }>(
    `select member_id, office, valid_from, valid_to from offices r
      where committee_id = ? and deleted_at is null${byMember.sql} order by valid_from, office`,
    [committeeId, ...byMember.parameters],
  )
  const bodies = await storage.query<{
    memberId: string
    id: string
    code: string
    kind: string
    role: string
    validFrom: string
    validTo: string | null
  }>(
    `select r.member_id, o.id, o.code, o.kind, r.role, r.valid_from, r.valid_to
       from body_roles r join organizations o on o.committee_id = r.committee_id and o.id = r.organization_id
      where r.committee_id = ? and r.deleted_at is null${byMember.sql} order by r.valid_from, o.id`,
    [committeeId, ...byMember.parameters],
  )
  const exemptions = await loadExemptions(storage, scope)
  const officesOf = Map.groupBy(offices, (row) => row.memberId)
  const bodiesOf = Map.groupBy(bodies, (row) => row.memberId)
  return members.map(({ id, ranked, validFrom, validTo }) => ({
    id,
    ranked: ranked === 1,
    validFrom,
    validTo,
    offices: (officesOf.get(id) ?? []).map((one) => ({
      code: one.office,
      from: one.validFrom,
      to: one.validTo,
    })),
    bodies: (bodiesOf.get(id) ?? []).map((one) => ({
      id: one.id,
      code: one.code,
      kind: one.kind,
      role: one.role,
      from: one.validFrom,
      to: one.validTo,
    })),
    exemptions: (exemptions.get(id) ?? []).map((one) => ({
      from: one.validFrom,
      to: one.validTo,
      reason: one.reason,
    })),
  }))
}

export interface Exempt {
  memberId: string
  validFrom: string
  validTo: string | null
  reason: string
}

export async function loadExemptions(storage: Storage, scope: Scope): Promise<Map<string, Exempt[]>> {
  const only = onlyMembers('member_id', scope)
  const rows = await storage.query<Exempt>(
    `select member_id, valid_from, valid_to, reason from exemptions
      where committee_id = ? and deleted_at is null${only.sql}`,
    [scope.committeeId, ...only.parameters],
  )
  return Map.groupBy(rows, (row) => row.memberId)
}
