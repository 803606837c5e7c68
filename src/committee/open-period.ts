import { addDays } from '../core/days.ts'
import { AppError } from '../core/errors.ts'
import { atLeast, atMost, from } from '../storage/from.ts'
import type { Tx } from '../storage/storage.ts'

/** Transactions of corrections, which alone may move closed periods and what is locked, with what they have moved. */
const corrected = new WeakMap<Tx, Moved>()

interface Moved {
  /** Closed periods. */
  periods: Set<string>
  /** Whether a record that is locked has moved. */
  locked: boolean
}

/** From now on this transaction moves closed periods and locked records; what it moves is gathered in the answer. */
export function beginCorrection(tx: Tx): Moved {
  const moved = { periods: new Set<string>(), locked: false }
  corrected.set(tx, moved)
  return moved
}

/** Refuses what needs a reason and a second person by now, outside of a correction. */
export function checkUnlocked(tx: Tx, lock: { rule: string; en: string; zh: string }, pointer: string): void {
  const moved = corrected.get(tx)
  if (moved) {
    moved.locked = true
    return
  }
  throw new AppError(
    'rule_violation',
    {
      en: `${lock.en}: send this request as a correction (POST /v1/corrections), with the reason; another person decides`,
      zh: `${lock.zh}：请把此请求作为更正提交（POST /v1/corrections）并写明理由，由另一人审定`,
    },
    {
      errors: [{ pointer, code: 'locked', detail: lock.en }],
      fields: { rule: lock.rule, correction: '/v1/corrections' },
    },
  )
}

/** Whether the transaction corrects: what was settled with the period moves with it. */
export const isCorrecting = (tx: Tx): boolean => corrected.has(tx)

interface Closed {
  id: string
  name: string
  startsOn: string
}

/** Refuses a change that would move a closed period; asked in the writing transaction, so that closing never races it. */
export async function checkOpen(tx: Tx, ...days: (string | null | undefined)[]): Promise<void> {
  for (const day of days) {
    if (!day) continue
    const [closed] = await closedIn(tx, day, day)
    if (closed) throw closedAt(day, closed)
  }
}

/** Closed periods that share a day with these; none where a correction may move them. */
async function closedIn(tx: Tx, first: string, last: string): Promise<Closed[]> {
  const match = { state: 'closed' as const, deletedAt: null, endsOn: atLeast(first), startsOn: atMost(last) }
  const closed = await from(tx, 'periods', match).pick('id', 'name', 'startsOn').orderBy('startsOn')
  const moved = corrected.get(tx)
  if (!moved) return closed
  for (const { id } of closed) moved.periods.add(id)
  return []
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
    before && after && !whole ? between(before, after) : [before, after].filter((day) => day !== null)
  for (const { validFrom, validTo } of spans) {
    const [closed] = await closedIn(tx, validFrom, validTo ?? LAST_DAY)
    if (closed) throw closedAt(validFrom > closed.startsOn ? validFrom : closed.startsOn, closed)
  }
}

const LAST_DAY = '9999-12-31'

const inOrder = (day: string, other: string): [string, string] => (day <= other ? [day, other] : [other, day])

/** The days that one of two spans has and the other lacks. */
function between(before: Held, after: Held): Held[] {
  const spans: Held[] = []
  const [early, late] = inOrder(before.validFrom, after.validFrom)
  if (early !== late) spans.push({ validFrom: early, validTo: addDays(late, -1) })
  const [first, last] = inOrder(before.validTo ?? LAST_DAY, after.validTo ?? LAST_DAY)
  if (first !== last) spans.push({ validFrom: addDays(first, 1), validTo: last })
  return spans
}

const closedAt = (day: string, closed: { id: string; name: string }) =>
  new AppError(
    'period_closed',
    {
      en: `${day} lies in the closed period ${closed.name}: send this request as a correction (POST /v1/corrections), which another person decides`,
      zh: `${day} 属于已关闭的考核周期“${closed.name}”：请把此请求作为更正提交（POST /v1/corrections），由另一人审定`,
    },
    { fields: { periodId: closed.id, correction: '/v1/corrections' } },
  )
