import type { Storage } from '../../../storage/storage.ts'
import type { MatrixMember, MatrixSession } from './attendance.ts'

/** What a template offers of a committee: its bodies, its meetings, and who is expected there. */

type Reading = Pick<Storage, 'query'>

export async function bodyNames(
  { query }: Reading,
  committeeId: string,
  kinds: readonly string[],
): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select distinct name from organizations where committee_id = ? and deleted_at is null
        and kind in (${kinds.map(() => '?').join(', ')}) order by name`,
    [committeeId, ...kinds],
  )
  return rows.map(({ name }) => name)
}

const MEETINGS_MAX = 300

/** Titles of the latest meetings, each once. */
export async function meetingTitles({ query }: Reading, committeeId: string): Promise<string[]> {
  const rows = await query<{ title: string }>(
    `select title from meetings where committee_id = ? and deleted_at is null and state <> 'cancelled'
      order by starts_on desc, title limit ${MEETINGS_MAX}`,
    [committeeId],
  )
  return [...new Set(rows.map(({ title }) => title))]
}

/** One session and the title of its meeting. */
export type Session = MatrixSession & { id: string }
const SESSIONS = `select s.id, m.title, s.day, s.part from meeting_sessions s
  join meetings m on m.committee_id = s.committee_id and m.id = s.meeting_id
 where s.committee_id = ? and s.deleted_at is null and m.deleted_at is null and m.state <> 'cancelled'`

export function sessionsOfMeeting(
  { query }: Reading,
  committeeId: string,
  meetingId: string,
): Promise<Session[]> {
  return query<Session>(`${SESSIONS} and m.id = ? order by s.number`, [committeeId, meetingId])
}

export const SESSIONS_MAX = 100

export const sessionsBetween = (
  { query }: Reading,
  committeeId: string,
  from: string,
  to: string,
): Promise<Session[]> =>
  query<Session>(
    `${SESSIONS} and s.day >= ? and s.day <= ? order by s.day, m.title, s.number limit ${SESSIONS_MAX + 1}`,
    [committeeId, from, to],
  )

/** Who is invited to any of the sessions and in office on its day; without invitations, whoever is in office. */
export async function expectedAt(
  { query }: Reading,
  committeeId: string,
  sessions: readonly Session[],
): Promise<MatrixMember[]> {
  const first = sessions[0]!.day
  const last = sessions.at(-1)!.day
  const marks = sessions.map(() => '?').join(', ')
  const members = await query<MatrixMember & { invited: number }>(
    `select m.member_no, m.name,
       (select min(o.name) from body_roles b
          join organizations o on o.committee_id = b.committee_id and o.id = b.organization_id
         where b.committee_id = m.committee_id and b.member_id = m.id and b.deleted_at is null and o.kind = 'sector'
           and b.valid_from <= ? and (b.valid_to is null or b.valid_to >= ?)) as sector,
       (select count(*) from invitations i
         where i.committee_id = m.committee_id and i.member_id = m.id and i.deleted_at is null
           and i.session_id in (${marks})) as invited
     from members m
    where m.committee_id = ? and m.deleted_at is null and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?)
    order by m.member_no`,
    [last, first, ...sessions.map(({ id }) => id), committeeId, last, first],
  )
  const invited = members.filter((one) => Number(one.invited) > 0)
  return invited.length > 0 ? invited : members
}
