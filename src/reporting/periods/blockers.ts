import { z } from 'zod'
import { BLOCKERS } from '../../core/words/reports.ts'
import { coded, codesOf } from '../../core/words/word.ts'
import type { Storage } from '../../storage/storage.ts'

/** What keeps a period from closing: each thing that is not decided yet, with the records and the next step. */

const SHOWN_MAX = 20

type Kind = keyof typeof BLOCKERS

export const Blocker = z
  .object({
    kind: coded(BLOCKERS),
    count: z.int(),
    mayAccept: z.boolean().meta({ description: 'Closing may go on over it, when that is said.' }),
    next: z.object({ zh: z.string(), en: z.string() }),
    first: z.array(z.object({ id: z.string(), label: z.string(), day: z.string().nullable() })),
  })
  .meta({ id: 'PeriodBlocker' })
export type Blocker = z.infer<typeof Blocker>

interface Source {
  sql: string
  /** Parameters after the committee: the days of the period, or nothing. */
  days: boolean
  mayAccept: boolean
  next: { zh: string; en: string }
}

const SOURCES: Record<Kind, Source> = {
  unsettled_session: {
    sql: `select s.id, m.title as label, s.day from meeting_sessions s
        join meetings m on m.committee_id = s.committee_id and m.id = s.meeting_id
       where s.committee_id = ? and m.starts_on >= ? and m.starts_on <= ? and m.state <> 'cancelled'
         and m.deleted_at is null and s.deleted_at is null and s.state <> 'settled'`,
    days: true,
    mayAccept: false,
    next: {
      en: 'Settle the sessions or cancel the meetings',
      zh: '请结算这些场次，或取消有关会议',
    },
  },
  pending_leave: {
    sql: `select l.id, m.title as label, m.starts_on as day from leave_requests l
        join meetings m on m.committee_id = l.committee_id and m.id = l.meeting_id
       where l.committee_id = ? and m.starts_on >= ? and m.starts_on <= ? and l.state = 'submitted'
         and l.deleted_at is null and m.deleted_at is null and m.state <> 'cancelled'`,
    days: true,
    mayAccept: false,
    next: { en: 'Approve or refuse the leave', zh: '请批准或不准这些请假' },
  },
  unverified_record: {
    sql: `select id, title as label, day from duty_records
       where committee_id = ? and day >= ? and day <= ? and verification in ('unverified', 'asked_back')
         and deleted_at is null`,
    days: true,
    mayAccept: true,
    next: {
      en: 'Confirm or refuse the records, or send acceptUnverified: they stay as they are',
      zh: '请核实这些记录，或带上 acceptUnverified 按现状关闭',
    },
  },
  open_import: {
    sql: `select id, file_name as label, null as day from imports
       where committee_id = ? and state = 'planned' and deleted_at is null`,
    days: false,
    mayAccept: true,
    next: {
      en: 'Answer the questions and commit or cancel, or send acceptOpenImports: what they hold is left out',
      zh: '请回答导入中的问题并提交或取消，或带上 acceptOpenImports 不计入其内容',
    },
  },
  committing_import: {
    sql: `select id, file_name as label, null as day from imports
       where committee_id = ? and state in ('committing', 'reverting') and deleted_at is null`,
    days: false,
    mayAccept: false,
    next: { en: 'Wait for the import to end', zh: '请等导入完成' },
  },
}

/** What blocks these days, most binding first; kinds without a record are left out. */
export async function blockersOf(
  reader: Pick<Storage, 'query'>,
  committeeId: string,
  { startsOn, endsOn }: { startsOn: string; endsOn: string },
): Promise<Blocker[]> {
  const blockers: Blocker[] = []
  for (const kind of codesOf(BLOCKERS)) {
    const { sql, days, mayAccept, next } = SOURCES[kind]
    const parameters = days ? [committeeId, startsOn, endsOn] : [committeeId]
    const [counted] = await reader.query<{ count: number }>(
      `select count(*) as count from (${sql}) b`,
      parameters,
    )
    const count = Number(counted!.count)
    if (count === 0) continue
    const first = await reader.query<{ id: string; label: string; day: string | null }>(
      `${sql} order by 3, 1 limit ${SHOWN_MAX}`,
      parameters,
    )
    blockers.push({ kind, count, mayAccept, next, first })
  }
  return blockers
}
