import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface RecognitionRow {
  id: string
  memberId: string
  kind: string
  class: string | null
  level: string | null
  awardedOn: string
}

/** Rewards and penalties of members; those of bodies are nobody's facts. */
export async function recognitionFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const only = onlyMembers('r.member_id', scope)
  const rows = await storage.query<RecognitionRow>(
    `select r.id, r.member_id, r.kind, c.class, r.level, r.awarded_on
       from recognitions r
       left join catalogue_items c
         on c.committee_id = r.committee_id and c.catalogue = 'recognition_kind' and c.code = r.kind
      where r.committee_id = ? and r.deleted_at is null and r.member_id is not null
        and r.awarded_on >= ? and r.awarded_on <= ?${only.sql}
      order by r.awarded_on, r.id`,
    [scope.committeeId, scope.from, scope.to, ...only.parameters],
  )
  return rows.map((row) => ({
    id: `recognition/${row.id}`,
    memberId: row.memberId,
    day: row.awardedOn,
    kind: 'recognition',
    type: row.kind,
    ...(row.class ? { class: row.class } : {}),
    scope: 'record',
    ...(row.level ? { level: row.level } : {}),
    verified: true,
    provisional: false,
  }))
}
