import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface SpeechRow {
  id: string
  memberId: string
  meetingId: string
  form: string
  startsOn: string
  typeCode: string
  class: string | null
}

/**
 * Written speeches once they are listed, oral ones once they are delivered. Who wrote for somebody else did not speak,
 * and a written one that the same member read out is the oral one.
 */
export async function speechFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const only = onlyMembers('s.member_id', scope)
  const rows = await storage.query<SpeechRow>(
    `select s.id, s.member_id, s.meeting_id, s.form, m.starts_on, m.type_code, c.class
       from speeches s join meetings m on m.committee_id = s.committee_id and m.id = s.meeting_id
       left join catalogue_items c
         on c.committee_id = m.committee_id and c.catalogue = 'meeting_type' and c.code = m.type_code
      where s.committee_id = ? and s.deleted_at is null and m.deleted_at is null and m.state <> 'cancelled'
        and ((s.form = 'written' and s.state in ('listed', 'delivered')) or s.state = 'delivered')
        and s.role <> 'drafter' and not (s.form = 'written' and exists (select 1 from speeches o
          where o.committee_id = s.committee_id and o.meeting_id = s.meeting_id and o.member_id = s.member_id
            and o.title = s.title and o.form = 'oral' and o.state = 'delivered' and o.role <> 'drafter'
            and o.deleted_at is null))
        and m.starts_on >= ? and m.starts_on <= ?${only.sql}
      order by m.starts_on, s.id`,
    [scope.committeeId, scope.from, scope.to, ...only.parameters],
  )
  return rows.map((row) => ({
    id: `speech/${row.id}`,
    memberId: row.memberId,
    day: row.startsOn,
    kind: 'speech',
    type: row.typeCode,
    ...(row.class ? { class: row.class } : {}),
    scope: 'record',
    meetingId: row.meetingId,
    form: row.form,
    occasion: occasionOf(row),
    verified: true,
    provisional: false,
  }))
}

/** Consultations of every type are one occasion; the topic meeting of the standing committee keeps its own name. */
const occasionOf = ({ typeCode, class: className }: SpeechRow): string =>
  className === 'consultation' && typeCode !== 'sc_topic' ? 'consultation' : typeCode
