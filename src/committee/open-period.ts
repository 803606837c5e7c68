import { addDays } from '../core/days.ts'
import { AppError } from '../core/errors.ts'
import type { Tx } from '../storage/storage.ts'

/** Refuses a change that would move a closed period; asked in the writing transaction, so that closing never races it. */
export async function checkOpen(tx: Tx, ...days: (string | null | undefined)[]): Promise<void> {
  for (const day of days) {
    if (!day) continue
    const [closed] = await tx.query<{ id: string; name: string }>(
      "select id, name from periods where committee_id = ? and state = 'closed' and starts_on <= ? and ends_on >= ? and deleted_at is null",
      [tx.committeeId, day, day],
    )
    if (closed) throw closedAt(day, closed)
  }
}

/** Days that something holds, both counted; without an end it goes on. */
export interface Held {
  validFrom: string
  validTo: string | null
}

/**
 * The same of what holds from day to day: a mandate, an office, an exemption. Of a change only the days count on which
 * something was and is no more, or is and was not; with `whole` all of them, because what holds has changed.
 */
export async function checkHeldOpen(
  tx: Tx,
  before: Held | null,
  after: Held | null,
  whole = false,
): Promise<void> {
  const spans =
    before && after && !whole ? between(before, after) : [before, after].filter((one) => one !== null)
  for (const { validFrom, validTo } of spans) {
    const [closed] = await tx.query<{ id: string; name: string; startsOn: string }>(
      `select id, name, starts_on from periods where committee_id = ? and state = 'closed' and deleted_at is null
        and ends_on >= ? and starts_on <= ? order by starts_on`,
      [tx.committeeId, validFrom, validTo ?? LAST_DAY],
    )
    if (closed) throw closedAt(validFrom > closed.startsOn ? validFrom : closed.startsOn, closed)
  }
}

const LAST_DAY = '9999-12-31'

/** The days that one of two spans has and the other lacks. */
function between(before: Held, after: Held): Held[] {
  const spans: Held[] = []
  const [early, late] = [before.validFrom, after.validFrom].sort() as [string, string]
  if (early !== late) spans.push({ validFrom: early, validTo: addDays(late, -1) })
  const [first, last] = [before.validTo ?? LAST_DAY, after.validTo ?? LAST_DAY].sort() as [string, string]
  if (first !== last) spans.push({ validFrom: addDays(first, 1), validTo: last })
  return spans
}

const closedAt = (day: string, closed: { id: string; name: string }) =>
  new AppError(
    'period_closed',
    {
      en: `${day} lies in the closed period ${closed.name}: reopen it with a reason first`,
      zh: `${day} 属于已关闭的考核周期“${closed.name}”：请先说明理由重新打开`,
    },
    { fields: { periodId: closed.id } },
  )
