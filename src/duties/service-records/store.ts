import { childrenBy } from '../../storage/children.ts'
import type { Condition } from '../../storage/list.ts'
import type { Db } from '../../storage/storage.ts'

/** Who took part in services, by record, in order. */
export async function serviceMembers(
  db: Db,
  committeeId: string,
  recordIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await childrenBy(db, 'serviceRecordMembers', 'serviceRecordId', committeeId, recordIds)
  return new Map([...rows].map(([id, members]) => [id, members.map(({ memberId }) => memberId)]))
}

export const membersOfService = async (db: Db, committeeId: string, recordId: string): Promise<string[]> =>
  (await serviceMembers(db, committeeId, [recordId])).get(recordId) ?? []

export const serviceOf = (personId: string | null): Condition => ({
  sql: `exists (select 1 from service_record_members w join members own
           on own.committee_id = w.committee_id and own.id = w.member_id
         where w.committee_id = t.committee_id and w.service_record_id = t.id and own.person_id = ?)`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

export const serviceBy = (memberId: string): Condition => ({
  sql: `exists (select 1 from service_record_members w
         where w.committee_id = t.committee_id and w.service_record_id = t.id and w.member_id = ?)`,
  parameters: [memberId],
})
