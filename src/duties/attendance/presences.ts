import { STATUS_SQL } from './status.ts'

/**
 * What happened to each member at each session, as rows of SQL: the columns that the rules of `status.ts` look at, and
 * the status that follows from them.
 */

/** Leave of `x` that was not refused, or is decided: the one that counts for the member and the session. */
const LEAVE_OF = (row: string) => `select lr.state from leave_sessions ls
    join leave_requests lr on lr.committee_id = ls.committee_id and lr.id = ls.leave_request_id
    where ls.committee_id = ${row}.committee_id and ls.session_id = ${row}.session_id
      and ls.member_id = ${row}.member_id and lr.deleted_at is null and lr.state in`
const LEAVE_STATE = ['approved', 'submitted', 'refused']
  .map((state) => `when exists (${LEAVE_OF('x')} ('${state}')) then '${state}'`)
  .join(' ')

/** As many said yes before and come as there are places (`places.ts`). */
const WAITS = `(e.capacity is not null and i.response = 'accepted' and e.capacity <= (
    select count(*) from invitations o where o.committee_id = i.committee_id and o.session_id = i.session_id
      and o.deleted_at is null and o.response = 'accepted'
      and (coalesce(o.responded_at, '') < coalesce(i.responded_at, '')
        or (coalesce(o.responded_at, '') = coalesce(i.responded_at, '') and o.seq < i.seq))
      and not exists (${LEAVE_OF('o')} ('approved', 'submitted'))))`

const EXEMPT = `exists (select 1 from exemptions ex where ex.committee_id = x.committee_id
    and ex.member_id = x.member_id and ex.deleted_at is null and ex.valid_from <= s.day
    and (ex.valid_to is null or ex.valid_to >= s.day))`

const places = (further: string) => `(select committee_id, session_id, member_id from invitations
      where committee_id = ? and deleted_at is null
    union select committee_id, session_id, member_id from attendance
      where committee_id = ? and deleted_at is null) x
    join meeting_sessions s on s.committee_id = x.committee_id and s.id = x.session_id and s.deleted_at is null
    join meetings e on e.committee_id = s.committee_id and e.id = s.meeting_id
    join members m on m.committee_id = x.committee_id and m.id = x.member_id and m.deleted_at is null
    left join invitations i on i.committee_id = x.committee_id and i.session_id = x.session_id
      and i.member_id = x.member_id and i.deleted_at is null
    left join attendance a on a.committee_id = x.committee_id and a.session_id = x.session_id
      and a.member_id = x.member_id and a.deleted_at is null
    where ${further}`

/**
 * A subquery with a row for each session and member that an invitation or a mark names: `session_id`, `member_id`, `name`,
 * `day`, `settled`, `status` (null: was not expected and did not come), `type_code` and `owner_organization_id` of the
 * meeting. `further` are conditions on the meeting `e` and the session `s`. Parameters: the committee twice, then those of
 * `further`.
 */
export const presences = (further: string): string => `(select f.*, ${STATUS_SQL} as status from (
    select x.session_id, x.member_id, m.name, s.day, s.state = 'settled' as settled, e.type_code,
      e.owner_organization_id, a.presence, i.member_id is not null as invited, i.response,
      e.participation_mode = 'sign_up' as signs_up, ${WAITS} as waits,
      case ${LEAVE_STATE} end as leave_state, ${EXEMPT} as exempt,
      (s.day >= m.valid_from and (m.valid_to is null or s.day <= m.valid_to)) as in_office
    from ${places(further)}) f)`
