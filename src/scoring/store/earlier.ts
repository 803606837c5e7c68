import { from, inCommittee } from '../../storage/from.ts'
import type { Db, Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { runningUpTo } from '../apply/periods.ts'
import type { BoardKey } from '../boards/board.ts'
import type { Earlier } from '../facts.ts'
import type { Span } from '../mechanisms/presence.ts'

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
  return rows.map(({ options, ...key }, at) => ({
    ...key,
    ...(kind === 'session_year' && { before: runningUpTo(rows.slice(0, at), key.from).map(spanOf) }),
    options: JSON.parse(options) as Record<string, string>,
  }))
}

const spanOf = ({ from: first, to: last }: Span): Span => ({ from: first, to: last })

/** The session years that lead up to one without a gap: a calendar does not say how long they were. */
export async function sessionYearsBefore(
  db: Db,
  { committeeId, startsOn, kind }: Row<'periods'>,
): Promise<Span[] | undefined> {
  if (kind !== 'session_year') return undefined
  const rows = await from(inCommittee(db, committeeId), 'periods', { kind, deletedAt: null })
    .pick('startsOn', 'endsOn')
    .orderBy('startsOn')
  const years = rows.map((row) => ({ from: row.startsOn, to: row.endsOn }))
  return runningUpTo(
    years.filter(({ to }) => to < startsOn),
    startsOn,
  )
}

/** What a published report says that a period came to; undefined where there is none, and it is computed. */
export async function reportedResults(
  storage: Storage,
  { committeeId, periodId, from: first, to: last }: BoardKey,
): Promise<Earlier[] | undefined> {
  const match = { periodId, state: 'published' as const, interim: false, deletedAt: null }
  const report = await from(inCommittee(storage, committeeId), 'reports', match).orderBy('-number').first()
  if (!report) return undefined
  const rows = await from(inCommittee(storage, committeeId), 'reportMembers', { reportId: report.id })
    .pick('memberId', 'total', 'grade', 'place', 'placesOf', 'row')
    .orderBy('position')
  const nameOf = ({ row, place }: (typeof rows)[number]) => `${row.list} ${place}`
  const tied = Map.groupBy(rows, nameOf)
  return rows.map((row) => ({
    memberId: row.memberId,
    from: first,
    to: last,
    total: Number(row.total),
    grade: row.grade,
    place: row.place,
    tied: tied.get(nameOf(row))!.length,
    of: row.placesOf,
  }))
}
