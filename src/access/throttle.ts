import { AppError } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import type { Tx } from '../storage/storage.ts'

/**
 * Failed logins, counted per account with address and per account, kept in the database so that a restart or a
 * second process does not forget them. The account alone tolerates more, so that a stranger cannot lock others out.
 * After the second failure from an address each further try waits, twice as long as the one before; then the lock.
 */

const WINDOW_MS = 15 * 60_000
const LOCK_MS = 15 * 60_000
const FAILURES_MAX = { address: 5, account: 50 }

interface Counter {
  key: string
  max: number
  /** Whether tries before the lock wait too: never for the account, which strangers could keep waiting. */
  slows: boolean
}

const accountKey = (login: string): string => `login/${sha256(login).slice(0, 32)}`

const counters = (login: string, address: string): Counter[] => [
  { key: `${accountKey(login)}/${sha256(address).slice(0, 16)}`, max: FAILURES_MAX.address, slows: true },
  { key: accountKey(login), max: FAILURES_MAX.account, slows: false },
]

/** None after the first failure, then 1, 2 and 4 seconds: a slip of the hand is not felt, a guesser is slowed. */
function waitMs(failures: number, { max, slows }: Counter): number {
  if (failures >= max) return LOCK_MS
  return slows && failures > 1 ? 2 ** (failures - 2) * 1_000 : 0
}

/** 429 while a wait or a lock lasts. */
export async function refuseLocked(
  deps: Deps,
  committeeId: string,
  login: string,
  address: string,
): Promise<void> {
  const now = deps.clock().toISOString()
  for (const { key } of counters(login, address)) {
    const row = await deps.storage.read
      .selectFrom('throttles')
      .select('lockedUntil')
      .where('committeeId', '=', committeeId)
      .where('throttleKey', '=', key)
      .executeTakeFirst()
    if (!row?.lockedUntil || row.lockedUntil <= now) continue
    const seconds = Math.ceil((Date.parse(row.lockedUntil) - Date.parse(now)) / 1000)
    throw new AppError(
      'rate_limited',
      {
        en: `Too many failed logins: wait ${seconds} seconds, or ask an administrator to reset the account`,
        zh: `登录失败次数过多：请等待 ${seconds} 秒，或请管理员重置账号`,
      },
      { retryAfter: seconds },
    )
  }
}

export async function countFailure(
  deps: Deps,
  committeeId: string,
  login: string,
  address: string,
  requestId: string,
): Promise<void> {
  await deps.storage.write(committeeId, { actor: 'anonymous', requestId }, async (tx) => {
    for (const counter of counters(login, address)) {
      const { key } = counter
      const old = await tx.db
        .selectFrom('throttles')
        .selectAll()
        .where('committeeId', '=', committeeId)
        .where('throttleKey', '=', key)
        .executeTakeFirst()
      const fresh = !old || Date.parse(tx.at) - Date.parse(old.windowStartedAt) > WINDOW_MS
      const failures = fresh ? 1 : old.failures + 1
      const wait = waitMs(failures, counter)
      const lockedUntil = wait > 0 ? new Date(Date.parse(tx.at) + wait).toISOString() : null
      const values = { failures, lockedUntil, windowStartedAt: fresh ? tx.at : old.windowStartedAt }
      await tx.db
        .insertInto('throttles')
        .values({ committeeId, throttleKey: key, ...values })
        .onConflict((conflict) => conflict.columns(['committeeId', 'throttleKey']).doUpdateSet(values))
        .execute()
      if (wait === LOCK_MS)
        await tx.emit({
          type: 'login.locked',
          subjectType: 'throttles',
          subjectId: key,
          subjectVersion: failures,
        })
    }
  })
}

export async function forgetFailures(
  deps: Deps,
  committeeId: string,
  login: string,
  address: string,
): Promise<void> {
  const keys = counters(login, address).map(({ key }) => key)
  const known = await deps.storage.read
    .selectFrom('throttles')
    .select('throttleKey')
    .where('committeeId', '=', committeeId)
    .where('throttleKey', 'in', keys)
    .execute()
  if (known.length === 0) return
  await deps.storage.write(committeeId, { actor: 'anonymous', requestId: 'login' }, async (tx) => {
    await tx.db
      .deleteFrom('throttles')
      .where('committeeId', '=', committeeId)
      .where('throttleKey', 'in', keys)
      .execute()
  })
}

/** Ends every lock of an account, from whatever address: its administrator has reset it. */
export async function forgetAccount(tx: Tx, login: string): Promise<void> {
  await tx.run('delete from throttles where committee_id = ? and throttle_key like ?', [
    tx.committeeId,
    `${accountKey(login)}%`,
  ])
}
