import { AppError } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import { after, from, inCommittee } from '../storage/from.ts'
import { INSTALLATION, writeInstallation } from '../storage/installation.ts'
import type { Tx } from '../storage/storage.ts'
import { fairQueue } from './fair-queue.ts'
import { addressHash, deviceHash, networkOf } from './source.ts'

/**
 * Guesses at passwords, counted before they are looked at, so that a hundred at once are no more than the allowed ones;
 * what turns out right is given back. The counts belong to no committee: accounts and committees that do not exist are
 * counted like those that do, a stranger queues no committee's writes, and all processes share them.
 *
 * An account from one address tolerates few; an account from everywhere and an address over all accounts tolerate more,
 * and neither of the two stops an address from which the owner has logged in lately: what fails elsewhere locks nobody
 * out. After the second failure from an address each further try waits, twice as long as the one before; then the lock.
 */

const WINDOW_MS = 15 * 60_000
const LOCK_MS = 15 * 60_000
const FAILURES_MAX = { pair: 5, account: 50, address: 50 }
/** So long an address is one of the owner's. */
const KNOWN_MS = 30 * 86_400_000
/** While all allowed tries are still being looked at, one comes back soon. */
const BUSY_SECONDS = 2

/** A count is a write: whoever sends a hundred guesses at once waits behind their own, and nobody else does. */
const counting = fairQueue({ atOnce: 2, perSource: 40, total: 400 })

/** Whose password is tried, and from where. */
export interface Claim {
  /** Undefined for a code that no committee has. */
  committeeId: string | undefined
  committeeCode?: string
  login: string
  /** Undefined for a login that nobody has. */
  userId: string | undefined
  address: string
  /** The secret of the browser, where one is used. */
  device?: string | undefined
  requestId: string
}

interface Counter {
  key: string
  max: number
  /** Whether tries before the lock wait too: never for what strangers could keep waiting. */
  slows: boolean
}

interface Count {
  failures: number
  windowStartedAt: string
  lockedUntil: string | null
}

/**
 * Looks at a secret unless too many were wrong: 429 then, while a wait or a lock lasts. Answers what `check` answers; a
 * `check` that throws was no guess.
 */
export async function throttled(deps: Deps, claim: Claim, check: () => Promise<boolean>): Promise<boolean> {
  const counters = await countersOf(deps, claim)
  await refuseLocked(deps, counters)
  await counting(networkOf(claim.address), () => reserve(deps, claim, counters))
  let right: boolean
  try {
    right = await check()
  } catch (error) {
    await writeInstallation(deps.storage, claim.requestId, (tx) => giveBack(tx, counters))
    throw error
  }
  if (right) await succeeded(deps, claim, counters)
  else await failed(deps, claim, counters)
  return right
}

const accountKey = (committee: string, login: string): string =>
  `account/${sha256(JSON.stringify([committee, login])).slice(0, 32)}`

/** In the order in which rows are locked. */
async function countersOf(deps: Deps, claim: Claim): Promise<Counter[]> {
  const account = accountKey(claim.committeeId ?? `code ${claim.committeeCode}`, claim.login)
  const address = addressHash(deps.secret, claim.address)
  const pair = (place: string) => ({ key: `${account}/${place}`, max: FAILURES_MAX.pair, slows: true })
  // A browser of the owner is stopped by what fails in it alone, also where a guesser shares its address.
  const device = claim.device && deviceHash(deps.secret, claim.device)
  if (device && (await isKnown(deps, claim, device))) return [pair(device)]
  if (await isKnown(deps, claim, address)) return [pair(address)]
  return [
    { key: account, max: FAILURES_MAX.account, slows: false },
    pair(address),
    { key: `address/${address}`, max: FAILURES_MAX.address, slows: false },
  ]
}

/** Whether the owner has logged in from this address, or with this browser, lately; by its hash. */
async function isKnown({ storage, clock }: Deps, claim: Claim, place: string): Promise<boolean> {
  if (!claim.committeeId || !claim.userId) return false
  const since = new Date(clock().getTime() - KNOWN_MS).toISOString()
  const match = { userId: claim.userId, addressHash: place, lastLoginAt: after(since) }
  return from(inCommittee(storage, claim.committeeId), 'knownAddresses', match).exists()
}

/** Read alone: whoever is locked out costs no write. */
async function refuseLocked({ storage, clock }: Deps, counters: readonly Counter[]): Promise<void> {
  const now = clock().getTime()
  for (const { key, max } of counters) {
    const count = await from(inCommittee(storage, INSTALLATION), 'throttles', { throttleKey: key })
      .pick('failures', 'windowStartedAt', 'lockedUntil')
      .first()
    if (count) refuseBeyond({ ...count, failures: count.failures + 1 }, max, now)
  }
}

/** 429 where this many failures are one too many, or a wait is not over; a window that has passed counts nothing. */
function refuseBeyond({ failures, windowStartedAt, lockedUntil }: Count, max: number, now: number): void {
  const until = lockedUntil === null ? 0 : Date.parse(lockedUntil)
  const full = failures > max && now - Date.parse(windowStartedAt) < WINDOW_MS
  if (until <= now && !full) return
  const seconds = until > now ? Math.ceil((until - now) / 1000) : BUSY_SECONDS
  throw new AppError(
    'rate_limited',
    {
      en: `Too many failed logins: wait ${seconds} seconds, or ask an administrator to unlock or reset the account`,
      zh: `登录失败次数过多：请等待 ${seconds} 秒，或请管理员解锁或重置账号`,
    },
    { retryAfter: seconds },
  )
}

// One statement an engine locks a row with and adds to it; what has passed begins anew.
const RESERVE = `insert into throttles (committee_id, throttle_key, failures, window_started_at, locked_until)
  values (?, ?, 1, ?, null)
  on conflict (committee_id, throttle_key) do update set
    failures = case when throttles.window_started_at <= ? then 1 else throttles.failures + 1 end,
    window_started_at = case when throttles.window_started_at <= ? then excluded.window_started_at
      else throttles.window_started_at end
  returning failures, window_started_at, locked_until`

/** A refusal undoes all of it: trying sooner than allowed costs nothing. */
async function reserve({ storage }: Deps, { requestId }: Claim, counters: readonly Counter[]): Promise<void> {
  await writeInstallation(storage, requestId, async (tx) => {
    const now = Date.parse(tx.at)
    const begun = new Date(now - WINDOW_MS).toISOString()
    for (const { key, max } of counters) {
      const [count] = await tx.query<Count>(RESERVE, [INSTALLATION, key, tx.at, begun, begun])
      refuseBeyond(count!, max, now)
      // Names that strangers make up would be kept for ever.
      if (key.startsWith('address/') && count!.failures === 1) await dropPassed(tx, begun)
    }
  })
}

/** What no longer counts; done once a window of an address. */
async function dropPassed(tx: Tx, begun: string): Promise<void> {
  await tx.run(
    `delete from throttles where committee_id = ? and window_started_at <= ?
      and (locked_until is null or locked_until <= ?)`,
    [INSTALLATION, begun, tx.at],
  )
}

async function giveBack(tx: Tx, counters: readonly Counter[]): Promise<void> {
  for (const { key } of counters) {
    await tx.run(
      'update throttles set failures = failures - 1 where committee_id = ? and throttle_key = ? and failures > 0',
      [INSTALLATION, key],
    )
  }
}

/** The account is forgotten for this address, which is one of the owner's from now on. */
async function succeeded(
  { storage, secret }: Deps,
  claim: Claim,
  counters: readonly Counter[],
): Promise<void> {
  const { committeeId, userId, address } = claim
  await writeInstallation(storage, claim.requestId, async (tx) => {
    await giveBack(tx, counters)
    const pair = counters.find(({ slows }) => slows)!
    await tx.run('delete from throttles where committee_id = ? and throttle_key = ?', [
      INSTALLATION,
      pair.key,
    ])
    const since = new Date(Date.parse(tx.at) - KNOWN_MS).toISOString()
    await tx.run(
      'delete from known_addresses where committee_id = ? and user_id = ? and last_login_at <= ?',
      [committeeId, userId, since],
    )
    const places = [addressHash(secret, address), ...(claim.device ? [deviceHash(secret, claim.device)] : [])]
    for (const place of places.sort())
      await tx.run(
        `insert into known_addresses (committee_id, user_id, address_hash, last_login_at) values (?, ?, ?, ?)
          on conflict (committee_id, user_id, address_hash) do update set last_login_at = excluded.last_login_at`,
        [committeeId, userId, place, tx.at],
      )
  })
}

/** None after the first failure, then 1, 2 and 4 seconds: a slip of the hand is not felt, a guesser is slowed. */
function waitMs(failures: number, { max, slows }: Counter): number {
  if (failures >= max) return LOCK_MS
  return slows && failures > 1 ? 2 ** (failures - 2) * 1_000 : 0
}

async function failed({ storage }: Deps, claim: Claim, counters: readonly Counter[]): Promise<void> {
  const locked = await writeInstallation(storage, claim.requestId, async (tx) => {
    const now = Date.parse(tx.at)
    const begun: { key: string; failures: number }[] = []
    for (const counter of counters) {
      // Changes nothing, and holds the row on PostgreSQL until this ends.
      const [count] = await tx.query<Count>(
        `update throttles set failures = failures where committee_id = ? and throttle_key = ?
          returning failures, window_started_at, locked_until`,
        [INSTALLATION, counter.key],
      )
      const wait = count ? waitMs(count.failures, counter) : 0
      const until = new Date(now + wait).toISOString()
      if (wait === 0 || (count!.lockedUntil ?? '') >= until) continue
      await tx.run('update throttles set locked_until = ? where committee_id = ? and throttle_key = ?', [
        until,
        INSTALLATION,
        counter.key,
      ])
      // What was locked already while this try was looked at is told once.
      const before = count!.lockedUntil === null ? 0 : Date.parse(count!.lockedUntil)
      if (wait === LOCK_MS && before < now + LOCK_MS / 2)
        begun.push({ key: counter.key, failures: count!.failures })
    }
    return begun
  })
  await tellLocks(storage, claim, locked)
  tellFailure(storage, claim)
}

/**
 * Who failed, and from where, for the auditor. Nobody waits for it: a committee that does not exist has no log, and its
 * answers take as long as those of others.
 */
function tellFailure(
  storage: Deps['storage'],
  { committeeId, committeeCode, login, userId, ...claim }: Claim,
): void {
  if (!committeeId) return
  const { address, requestId } = claim
  const subject = userId
    ? { subjectType: 'users', subjectId: userId }
    : { subjectType: 'throttles', subjectId: accountKey(committeeId, login) }
  const change = { type: 'login.failed', ...subject, subjectVersion: 1, data: { address } }
  storage.write(committeeId, { actor: 'anonymous', requestId }, (tx) => tx.emit(change)).catch(() => {})
}

/** A lock of an account is an event of its committee; one of an address belongs to none. */
async function tellLocks(
  storage: Deps['storage'],
  { committeeId, requestId }: Claim,
  locked: readonly { key: string; failures: number }[],
): Promise<void> {
  const ofAccounts = locked.filter(({ key }) => key.startsWith('account/'))
  if (!committeeId || ofAccounts.length === 0) return
  await storage.write(committeeId, { actor: 'anonymous', requestId }, async (tx) => {
    for (const { key, failures } of ofAccounts) {
      await tx.emit({
        type: 'login.locked',
        subjectType: 'throttles',
        subjectId: key,
        subjectVersion: failures,
      })
    }
  })
}

/** Ends every lock of an account, from whatever address. */
export async function forgetFailures(tx: Tx, login: string): Promise<void> {
  await tx.run('delete from throttles where committee_id = ? and throttle_key like ?', [
    INSTALLATION,
    `${accountKey(tx.committeeId, login)}%`,
  ])
}

/** Ends the locks of a user, and says in the log who did. */
export async function unlock(tx: Tx, user: { id: string; login: string; version: number }): Promise<void> {
  await forgetFailures(tx, user.login)
  await tx.emit({
    type: 'user.unlocked',
    subjectType: 'users',
    subjectId: user.id,
    subjectVersion: user.version,
  })
}

/** No address is the owner's any more, until they log in from it again. */
export async function forgetAddresses(tx: Tx, userId: string): Promise<void> {
  await tx.run('delete from known_addresses where committee_id = ? and user_id = ?', [tx.committeeId, userId])
}
