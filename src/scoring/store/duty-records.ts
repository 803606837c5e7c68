import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface DutyRow {
  id: string
  memberId: string
  code: string
  class: string
  day: string
  fields: string | Record<string, unknown>
  verification: string
}

/**
 * Records of the kinds that a committee has added. What nobody confirmed yet is a declared fact, which a regulation
 * counts or ignores (`unverified`), and provisional; what was refused is no fact.
 */
export async function dutyRecordFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const only = onlyMembers('r.member_id', scope)
  const rows = await storage.query<DutyRow>(
    `select r.id, r.member_id, k.code, k.class, r.day, r.fields, r.verification
       from duty_records r join duty_kinds k on k.committee_id = r.committee_id and k.id = r.duty_kind_id
      where r.committee_id = ? and r.deleted_at is null and r.verification <> 'refused'
        and r.day >= ? and r.day <= ?${only.sql}
      order by r.day, r.id`,
    [scope.committeeId, scope.from, scope.to, ...only.parameters],
  )
  return rows.map((row) => {
    const verified = row.verification === 'confirmed'
    return {
      id: `record/${row.id}`,
      memberId: row.memberId,
      day: row.day,
      kind: 'record',
      type: row.code,
      class: row.class,
      scope: 'record',
      ...attributesOf(row.fields),
      verified,
      provisional: !verified,
    }
  })
}

/** The extra fields of its kind; a list of values is no value of a regulation. */
function attributesOf(fields: DutyRow['fields']): Pick<Fact, 'attributes'> {
  const values = typeof fields === 'string' ? (JSON.parse(fields) as Record<string, unknown>) : fields
  const plain = Object.entries(values).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
  return plain.length === 0
    ? {}
    : { attributes: Object.fromEntries(plain) as NonNullable<Fact['attributes']> }
}
