import { AppError } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import type { Tx } from '../storage/storage.ts'

/**
 * Failed logins, counted per account with address and per account, kept in the database so that a restart or a
 * second process does not forget them. The account alone tolerates more, so that a stranger cannot lock others out.
 */

const WINDOW_MS = 15 * 60_000
const LOCK_MS = 15 * 60_000
const FAILURES_MAX = { address: 5, account: 50 }

interface Counter {
  key: string
  max: number
}

const accountKey = (login: string): string => `login/${sha256(login).slice(0, 32)}`

const counters = (login: string, address: string): Counter[] => [
  { key: `${accountKey(login)}/${sha256(address).slice(0, 16)}`, max: FAILURES_MAX.address },
  { key: accountKey(login), max: FAILURES_MAX.account },
]

/** 429 while a lock lasts. */
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
    for (const { key, max } of counters(login, address)) {
      const old = await tx.db
        .selectFrom('throttles')
        .selectAll()
        .where('committeeId', '=', committeeId)
        .where('throttleKey', '=', key)
        .executeTakeFirst()
      const fresh = !old || Date.parse(tx.at) - Date.parse(old.windowStartedAt) > WINDOW_MS
      const failures = fresh ? 1 : old.failures + 1
      const lockedUntil = failures >= max ? new Date(Date.parse(tx.at) + LOCK_MS).toISOString() : null
      const values = { failures, lockedUntil, windowStartedAt: fresh ? tx.at : old.windowStartedAt }
      await tx.db
        .insertInto('throttles')
        .values({ committeeId, throttleKey: key, ...values })
        .onConflict((conflict) => conflict.columns(['committeeId', 'throttleKey']).doUpdateSet(values))
        .execute()
      if (lockedUntil)
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
