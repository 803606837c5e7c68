import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface ServiceRow {
  id: string
  memberId: string
  kind: string
  startsOn: string
  hours: number | null
}

/** Each member's part in a service record, with its hours where somebody counted them. */
export async function serviceFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const only = onlyMembers('w.member_id', scope)
  const rows = await storage.query<ServiceRow>(
    `select s.id, w.member_id, s.kind, s.starts_on, s.hours
       from service_records s join service_record_members w
         on w.committee_id = s.committee_id and w.service_record_id = s.id
      where s.committee_id = ? and s.deleted_at is null and s.starts_on >= ? and s.starts_on <= ?${only.sql}
      order by s.starts_on, s.id, w.position`,
    [scope.committeeId, scope.from, scope.to, ...only.parameters],
  )
  return rows.map(({ id, memberId, kind, startsOn, hours }) => ({
    id: `service/${id}`,
    memberId,
    day: startsOn,
    kind: 'service',
    type: kind,
    scope: 'record',
    ...(hours === null ? {} : { quantity: Number(hours), unit: 'hour' }),
    verified: true,
    provisional: false,
  }))
}
