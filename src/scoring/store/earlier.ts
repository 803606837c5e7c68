import type { Storage } from '../../storage/storage.ts'
import type { BoardKey } from '../board.ts'
import type { Earlier } from '../facts.ts'

/** The periods of the same kind that ended before another one begins, each with the regulation that scores it. */
export async function periodsBefore(
  storage: Storage,
  { committeeId, from, kind }: BoardKey,
): Promise<BoardKey[]> {
  const rows = await storage.query<Omit<BoardKey, 'options'> & { options: string }>(
    `select p.committee_id, p.id as period_id, p.starts_on as "from", p.ends_on as "to", p.kind, r.id as regulation_id,
        r.source, r.options
       from periods p join regulations r on r.committee_id = p.committee_id and r.id = p.regulation_id
      where p.committee_id = ? and p.kind = ? and p.ends_on < ? and p.deleted_at is null order by p.starts_on`,
    [committeeId, kind, from],
  )
  return rows.map(({ options, ...key }) => ({
    ...key,
    options: JSON.parse(options) as Record<string, string>,
  }))
}

/** What a published report says that a period came to; undefined where there is none, and it is computed. */
export async function reportedResults(
  storage: Storage,
  { committeeId, periodId, from, to }: BoardKey,
): Promise<Earlier[] | undefined> {
  const [report] = await storage.query<{ id: string }>(
    `select id from reports where committee_id = ? and period_id = ? and state = 'published' and interim = 0
        and deleted_at is null order by number desc limit 1`,
    [committeeId, periodId],
  )
  if (!report) return undefined
  const rows = await storage.query<{
    memberId: string
    total: string
    grade: string | null
    place: number | null
    placesOf: number
  }>(
    `select member_id, total, grade, place, places_of from report_members where committee_id = ? and report_id = ?
      order by position`,
    [committeeId, report.id],
  )
  return rows.map(({ memberId, total, grade, place, placesOf: of }) => ({
    memberId,
    from,
    to,
    total: Number(total),
    grade,
    place,
    of,
  }))
}
