import { AppError, codeOf, fieldOf } from '../core/errors.ts'
import type { Engine } from './columns.ts'

/**
 * What a failure of the engine means to whoever asked. Most failures leave nothing behind and pass: a database that is
 * down, a full disk, a time limit. A commit that was cut is the other kind: nobody knows whether it stands.
 */

/** Seconds after which asking again makes sense: a restart of a database takes about as long. */
const RETRY_SECONDS = 2

/**
 * SQLSTATE of what passes: connection failures (08), too few resources (53), ended or refused by the operator (57), the
 * machine (58), a lock that did not come (55P03), a standby that became or was the primary (25006), a transaction that
 * was idle too long (25P03), others that kept going first (40001, 40P01).
 */
const PASSING_STATE = /^(08|53|57|58)|^(55P03|25006|25P03|40001|40P01)$/
const BROKEN_SOCKET =
  /^E(CONNREFUSED|CONNRESET|CONNABORTED|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/
/** The driver's own words; they carry no code. */
const BROKEN_CLIENT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout|The server does not support SSL|Cannot use a pool after calling end)/
const PASSING_SQLITE = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|CANTOPEN|READONLY|NOMEM|PROTOCOL)/

/** Whether the same request may succeed later, because the engine could not serve it now. */
export function passes(engine: Engine, error: unknown): boolean {
  const code = codeOf(error)
  if (engine === 'sqlite') return code !== undefined && PASSING_SQLITE.test(code)
  if (code !== undefined) return PASSING_STATE.test(code) || BROKEN_SOCKET.test(code)
  return BROKEN_CLIENT.test(fieldOf(error, 'message') ?? '')
}

/** Whether work in the background met a database that went away; what comes from a thread is no `AppError` any more. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'unavailable' || code === 'outcome_unknown' || passes('postgres', error)
}

/** The failure of a question or a write that left nothing behind: a 503 where it passes, otherwise as it is. */
export function failureOf(engine: Engine, error: unknown): unknown {
  return !(error instanceof AppError) && passes(engine, error) ? unavailable(error) : error
}

export function unavailable(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    {
      en: 'The database cannot serve this now; nothing was written. Send the same again in a few seconds',
      zh: '数据库暂时无法处理此请求，没有写入任何内容。请过几秒原样重发',
    },
    { retryAfter: RETRY_SECONDS },
    cause,
  )
}

/** Too many wait for one committee already: whoever is turned away now would wait longer than they want. */
export function crowded(): AppError {
  return new AppError(
    'unavailable',
    {
      en: 'Too many changes of this committee wait already; nothing was written. Send the same again in a few seconds',
      zh: '本级政协等待处理的改动过多，没有写入任何内容。请过几秒原样重发',
    },
    { retryAfter: RETRY_SECONDS },
  )
}

/** The connection or the disk failed while a commit was under way: it may stand or not. */
export function outcomeUnknown(cause: unknown): AppError {
  return new AppError(
    'outcome_unknown',
    {
      en: 'The database went away while this was being stored: it may be stored or not. Look before you send it again; with an Idempotency-Key the same request is safe',
      zh: '保存过程中数据库连接中断，结果不明。重发之前请先查看是否已经保存；带 Idempotency-Key 的请求可以原样重发',
    },
    { retryAfter: RETRY_SECONDS },
    cause,
  )
}
