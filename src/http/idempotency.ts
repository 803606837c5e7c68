import { hash } from 'node:crypto'
import { AppError, type FieldError } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import type { Engine } from '../storage/columns.ts'
import type { Tx } from '../storage/storage.ts'
import { refused } from './validate.ts'

/**
 * Safe retries: the answer of a write is stored in the transaction of its effect, so that after a crash there is
 * either both or neither, and the retry is answered with the first answer.
 */

const KEY_MAX = 255
/** After this many hours a key is forgotten and executes anew. */
const IDEMPOTENCY_HOURS = 24

export interface StoredAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** The key of the header, bare or as a quoted string (both are in use). */
export function readKey(header: string | string[] | undefined, required: boolean): string | undefined {
  if (header === undefined) {
    if (!required) return undefined
    throw new AppError(
      'idempotency_key_required',
      {
        en: 'Send a fresh UUID as Idempotency-Key, and the same one when you retry',
        zh: '请用新的 UUID 作 Idempotency-Key，重试时用同一个',
      },
      { errors: [{ header: 'Idempotency-Key', code: 'required', detail: 'is required' }] },
    )
  }
  const text = String(header).replace(/^"(.*)"$/, '$1')
  if (text.length === 0 || text.length > KEY_MAX || !/^[\x21-\x7e]+$/.test(text)) {
    const error: FieldError = {
      header: 'Idempotency-Key',
      code: 'invalid_format',
      detail: `must be 1 to ${KEY_MAX} visible ASCII characters`,
    }
    throw refused([error])
  }
  return text
}

/** One request of one principal: `scope` is the same for its retries, and `requestHash` when they are unchanged. */
export interface Scope {
  scope: string
  requestHash: string
}

export function scopeOf(
  principal: string,
  operation: string,
  key: string,
  request: { params: unknown; query: unknown; body: unknown },
): Scope {
  const { params, query, body } = request
  return {
    scope: hash('sha256', `${principal} ${operation} ${key}`, 'base64url'),
    // What the route's schema read: its fields come in the order of the schema, whatever order they were sent in.
    requestHash: sha256(JSON.stringify([params ?? null, query ?? null, body ?? null])),
  }
}

interface Stored {
  requestHash: string
  status: number
  headers: string
  body: string
  createdAt: string
}

const FIND =
  'select request_hash, status, headers, body, created_at from idempotency_keys where committee_id = ? and scope = ?'
/** Rows lie in the order of their days; SQLite knows the day of a scope from `recent_scopes`. */
const FIND_ON: Record<Engine, string> = {
  postgres: FIND,
  sqlite: `${FIND} and created_at = (select created_at from recent_scopes where scope = ?)`,
}

/** The answer given before under this key; 422 when the request was another one. */
export async function storedAnswer(
  tx: Tx,
  engine: Engine,
  { scope, requestHash }: Scope,
): Promise<StoredAnswer | undefined> {
  const parameters = engine === 'sqlite' ? [tx.committeeId, scope, scope] : [tx.committeeId, scope]
  const [row] = await tx.query<Stored>(FIND_ON[engine], parameters)
  if (!row) return undefined
  if (Date.parse(tx.at) - Date.parse(row.createdAt) > IDEMPOTENCY_HOURS * 3_600_000) {
    await tx.run('delete from idempotency_keys where committee_id = ? and created_at = ? and scope = ?', [
      tx.committeeId,
      row.createdAt,
      scope,
    ])
    return undefined
  }
  if (row.requestHash !== requestHash) {
    throw new AppError('idempotency_key_reused', {
      en: 'Use a fresh key for another request; a retry must repeat the request unchanged',
      zh: '另一个请求请用新的键；重试必须与原请求完全相同',
    })
  }
  return { status: row.status, headers: JSON.parse(row.headers), body: row.body }
}

export async function storeAnswer(tx: Tx, scope: Scope, answer: StoredAnswer): Promise<void> {
  // One write in 256 sweeps out what is too old: the table stays near the size of a day.
  if (scope.requestHash.endsWith('00')) {
    const oldest = new Date(Date.parse(tx.at) - IDEMPOTENCY_HOURS * 3_600_000).toISOString()
    await tx.run('delete from idempotency_keys where committee_id = ? and created_at < ?', [
      tx.committeeId,
      oldest,
    ])
  }
  await tx.run(
    'insert into idempotency_keys (committee_id, scope, request_hash, status, headers, body, created_at) values (?, ?, ?, ?, ?, ?, ?)',
    [
      tx.committeeId,
      scope.scope,
      scope.requestHash,
      answer.status,
      JSON.stringify(answer.headers),
      answer.body,
      tx.at,
    ],
  )
}
