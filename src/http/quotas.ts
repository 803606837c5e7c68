import type { FastifyRequest } from 'fastify'
import { AppError, type Text } from '../core/errors.ts'
import type { SharedCounter, Storage, Tx } from '../storage/storage.ts'
import type { Principal } from './route.ts'

/**
 * What one principal and one committee may ask of the service, so that none of them takes it from the others: requests a
 * minute, jobs that have not ended, bytes that are kept. The headers are those of draft-ietf-httpapi-ratelimit-headers.
 */

export interface QuotaSettings {
  /** Requests a minute of one user or key, of all of a committee, and of one address without a credential. */
  principal: number
  committee: number
  address: number
  /** Jobs that wait or run, of one user or key and of all of a committee. */
  jobs: number
  committeeJobs: number
  /** Bytes of files and exports that a committee keeps. */
  bytes: number
}

export const QUOTA_DEFAULTS: QuotaSettings = {
  principal: 6_000,
  committee: 30_000,
  address: 1_200,
  jobs: 20,
  committeeJobs: 200,
  bytes: 20 * 2 ** 30,
}

/** Header values: what is left, and, where nothing is, of how much. */
interface RateLimit {
  left: string
  policy: string | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request that was counted; kept here, because an error takes from an answer what was set before it. */
    rateLimit: RateLimit | undefined
  }
}

export interface Quotas {
  /** Counts one request and notes what is left (`request.rateLimit`). Throws 429 `rate_limited`. */
  admit(request: Pick<FastifyRequest, 'ip' | 'rateLimit'>, principal: Principal): void
  /** Throws 429 `quota_exceeded` where one more job, or more bytes, would be too much. */
  refuseJob(tx: Tx, principal: Principal): Promise<void>
  refuseBytes(tx: Tx): Promise<void>
}

const WINDOW_SECONDS = 60
/** A fiftieth of a quota is told to the other processes at once, less within a second. */
const SHARES = 50
const TELL_MS = 1_000
/** Of each kind in memory; beyond, all of them begin anew. */
const KEYS_MAX = 50_000
const JOB_RETRY_SECONDS = 30

interface Left {
  name: string
  remaining: number
  seconds: number
  spent: boolean
}

const headerOf = ({ name, remaining, seconds }: Left): string => `"${name}";r=${remaining};t=${seconds}`

export function quotasOf(storage: Storage, settings: QuotaSettings): Quotas {
  const counters = {
    principal: counterOf(storage, 'principal', settings.principal),
    committee: counterOf(storage, 'committee', settings.committee),
    address: counterOf(storage, 'address', settings.address),
  }
  const policy = (names: readonly (keyof typeof counters)[]) =>
    names.map((name) => `"${name}";q=${settings[name]};w=${WINDOW_SECONDS}`).join(', ')
  const policies = { known: policy(['principal', 'committee']), unknown: policy(['address']) }

  return {
    admit(request, principal) {
      if (principal.kind === 'anonymous') {
        const own = counters.address(request.ip)
        request.rateLimit = { left: headerOf(own), policy: own.spent ? policies.unknown : undefined }
        if (own.spent) throw tooMany(own)
        return
      }
      const own = counters.principal(principal.actor)
      const all = counters.committee(principal.committeeId)
      // The one that ends first is told: a second one in every answer would be paid for by every request.
      const next = own.spent || (!all.spent && own.remaining <= all.remaining) ? own : all
      request.rateLimit = { left: headerOf(next), policy: next.spent ? policies.known : undefined }
      if (next.spent) throw tooMany(next)
    },
    async refuseJob(tx, principal) {
      const [open] = await tx.query<{ own: number; total: number }>(
        `select count(*) as total, coalesce(sum(case when created_by = ? then 1 else 0 end), 0) as own
           from jobs where committee_id = ? and status in ('queued', 'running') and run_at is null`,
        [principal.actor, tx.committeeId],
      )
      if (Number(open!.own) >= settings.jobs) throw fullUp(JOBS(settings.jobs), true)
      if (Number(open!.total) >= settings.committeeJobs)
        throw fullUp(COMMITTEE_JOBS(settings.committeeJobs), true)
    },
    async refuseBytes(tx) {
      const [stored] = await tx.query<{ bytes: number }>(
        `select coalesce((select sum(size) from files where committee_id = ?), 0)
           + coalesce((select sum(length(bytes)) from export_parts where committee_id = ?), 0) as bytes`,
        [tx.committeeId, tx.committeeId],
      )
      if (Number(stored!.bytes) >= settings.bytes) throw fullUp(BYTES(settings.bytes), false)
    },
  }
}

interface Count {
  points: number
  /** When the window ends, by `performance.now()`. */
  endsAt: number
}

/**
 * Counts in memory, which costs a request next to nothing; where several processes serve one database, each tells the
 * shared counter now and then what it has counted and goes on from the sum.
 */
function counterOf(storage: Storage, name: string, limit: number): (key: string) => Left {
  const counts = new Map<string, Count>()
  const shared = storage.sharedCounter?.({ points: limit, duration: WINDOW_SECONDS, keyPrefix: name })
  /** What the others have not been told yet, and since when. */
  const untold = new Map<string, { points: number; since: number; telling: boolean }>()

  const countOf = (key: string, now: number): Count => {
    let count = counts.get(key)
    if (!count || count.endsAt <= now) {
      // Who asked once and never again would stay for ever.
      if (counts.size >= KEYS_MAX) counts.clear()
      count = { points: 0, endsAt: now + WINDOW_SECONDS * 1_000 }
      counts.set(key, count)
    }
    return count
  }

  const tell = async (key: string, counter: SharedCounter) => {
    const own = untold.get(key) ?? { points: 0, since: performance.now(), telling: false }
    if (untold.size >= KEYS_MAX) untold.clear()
    untold.set(key, own)
    own.points += 1
    const soon = own.points < limit / SHARES && performance.now() - own.since < TELL_MS
    // One at a time: what is on its way is in no sum that comes back meanwhile.
    if (soon || own.telling) return
    own.telling = true
    const points = own.points
    try {
      const sum = await counter.penalty(key, points)
      own.points -= points
      own.since = performance.now()
      counts.set(key, {
        points: sum.consumedPoints + own.points,
        endsAt: performance.now() + sum.msBeforeNext,
      })
    } finally {
      own.telling = false
      if (own.points === 0) untold.delete(key)
    }
  }

  return (key) => {
    const now = performance.now()
    const count = countOf(key, now)
    count.points += 1
    const spent = count.points > limit
    // What cannot be told now is told with the next request: a quota is no reason to refuse one.
    if (shared && !spent) void tell(key, shared).catch(() => {})
    // The end that others agreed on was reckoned a moment after this.
    const seconds = Math.min(WINDOW_SECONDS, Math.max(1, Math.ceil((count.endsAt - now) / 1_000)))
    return { name, remaining: spent ? 0 : limit - count.points, seconds, spent }
  }
}

function tooMany({ name, seconds }: Left): AppError {
  const whose = WHOSE[name]!
  return new AppError(
    'rate_limited',
    {
      en: `${whose.en} sent more requests than a minute allows: wait ${seconds} seconds`,
      zh: `${whose.zh}一分钟内的请求过多：请等待 ${seconds} 秒`,
    },
    { retryAfter: seconds },
  )
}

const WHOSE: Record<string, Text> = {
  principal: { en: 'This login or key', zh: '此账号或密钥' },
  committee: { en: 'Your committee', zh: '本级政协' },
  address: { en: 'This address', zh: '此地址' },
}

const JOBS = (most: number): Text => ({
  en: `${most} jobs of yours wait or run already: wait until one has ended, or cancel one`,
  zh: `您已有 ${most} 个任务在排队或运行：请等待其中一个结束，或取消一个`,
})
const COMMITTEE_JOBS = (most: number): Text => ({
  en: `${most} jobs of your committee wait or run already: wait until some have ended`,
  zh: `本级政协已有 ${most} 个任务在排队或运行：请等待部分任务结束`,
})
const BYTES = (most: number): Text => ({
  en: `The files of your committee take the ${Math.round(most / 2 ** 20)} MB that it may keep: remove some, or ask the operator for more`,
  zh: `本级政协的文件已达 ${Math.round(most / 2 ** 20)} MB 的上限：请清理文件，或请系统管理员提高上限`,
})

const fullUp = (detail: Text, passes: boolean): AppError =>
  new AppError('quota_exceeded', detail, {
    ...(passes ? { retryAfter: JOB_RETRY_SECONDS } : {}),
    fields: { retryable: passes },
  })
