import { dayOf, daysInMonth } from '../../core/days.ts'
import type { PROGRESS_STATES } from '../../core/words/duties.ts'
import type { Fields } from '../../http/record.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** What became of the items of a plan by a day: the records that fulfil them, and whether they came in time. */

type ProgressState = keyof typeof PROGRESS_STATES

type Item = Pick<Row<'planItems'>, 'year' | 'month' | 'target' | 'cancelledOn'>

interface Linked {
  planItemId: string
  subject: string
  day: string
  title: string
}

/** Last day on which it is in time: of its month, or of the year. */
export const dueOn = ({ year, month }: Pick<Item, 'year' | 'month'>): string => {
  const last = Number(month ?? 12)
  return dayOf(Number(year), last, daysInMonth(Number(year), last))!
}

/** `days` on which a record fulfilled it, in order. A day counts to its end, so that the last one is over with it. */
export function stateOf(item: Item, days: readonly string[], asOf: string) {
  const reachedOn = days[Number(item.target ?? 1) - 1] ?? null
  const state = (): ProgressState => {
    if (reachedOn !== null) return reachedOn <= dueOn(item) ? 'done' : 'late'
    if (item.cancelledOn !== null && item.cancelledOn <= asOf) return 'cancelled'
    return asOf >= dueOn(item) ? 'missing' : 'planned'
  }
  return { state: state(), reachedOn }
}

export async function progressOf(
  storage: Storage,
  committeeId: string,
  items: readonly Row<'planItems'>[],
  asOf: string,
): Promise<Fields[]> {
  const ids = items.map((item) => item.id)
  const linked = Map.groupBy(await linkedTo(storage, committeeId, ids, asOf), (link) => link.planItemId)
  return items.map((item) => {
    const records = linked.get(item.id) ?? []
    const days = records.map(({ day }) => day)
    return {
      ...item,
      asOf,
      ...stateOf(item, days, asOf),
      done: records.length,
      records: records.map(({ subject, day, title }) => ({ subject, day, title })),
    }
  })
}

/** Events held and reports approved by the day. */
async function linkedTo(
  storage: Storage,
  committeeId: string,
  ids: readonly string[],
  asOf: string,
): Promise<Linked[]> {
  if (ids.length === 0) return []
  const among = `plan_item_id in (${ids.map(() => '?').join(', ')})`
  return storage.query<Linked>(
    `select plan_item_id, 'meetings/' || id as subject, starts_on as day, title from meetings
       where committee_id = ? and ${among} and deleted_at is null and merged_into_id is null
         and state not in ('draft', 'cancelled') and starts_on <= ?
     union all select plan_item_id, 'researchReports/' || id as subject, approved_on as day, title from research_reports
       where committee_id = ? and ${among} and deleted_at is null and approved_on <= ?
     order by day, subject`,
    [committeeId, ...ids, asOf, committeeId, ...ids, asOf],
  )
}
