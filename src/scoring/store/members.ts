import { from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import type { ScoredMember } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

/** Members as the engine takes them: mandate, offices, bodies and exemptions with their days. */
export async function loadMembers(storage: Storage, scope: Scope): Promise<ScoredMember[]> {
  const { committeeId, memberIds } = scope
  const committee = inCommittee(storage, committeeId)
  const byMember = onlyMembers('r.member_id', scope)
  const members = await from(committee, 'members', { deletedAt: null, ...(memberIds && { id: memberIds }) })
    .pick('id', 'ranked', 'validFrom', 'validTo', 'exitReason')
    .orderBy('id')
  const offices = await from(committee, 'offices', {
    deletedAt: null,
    ...(memberIds && { memberId: memberIds }),
  })
    .pick('memberId', 'office', 'validFrom', 'validTo')
    .orderBy('validFrom', 'office')
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
  return members.map(({ id, ranked, validFrom, validTo, exitReason }) => ({
    id,
    ranked,
    validFrom,
    validTo,
    ...(exitReason ? { exitReason } : {}),
    offices: (officesOf.get(id) ?? []).map((role) => ({
      code: role.office,
      from: role.validFrom,
      to: role.validTo,
    })),
    bodies: (bodiesOf.get(id) ?? []).map((role) => ({
      id: role.id,
      code: role.code,
      kind: role.kind,
      role: role.role,
      from: role.validFrom,
      to: role.validTo,
    })),
    exemptions: (exemptions.get(id) ?? []).map((span) => ({
      from: span.validFrom,
      to: span.validTo,
      reason: span.reason,
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
  const { committeeId, memberIds } = scope
  const match = { deletedAt: null, ...(memberIds && { memberId: memberIds }) }
  const rows = await from(inCommittee(storage, committeeId), 'exemptions', match).pick(
    'memberId',
    'validFrom',
    'validTo',
    'reason',
  )
  return Map.groupBy(rows, (row) => row.memberId)
}
