import { AppError } from '../core/errors.ts'
import { fieldIn } from '../core/records.ts'
import { LockTaken, type Storage, type Tx } from '../storage/storage.ts'
import { etagOf } from './etag.ts'
import { readKey, type StoredAnswer, scopeOf, storeAnswer, storedAnswer } from './idempotency.ts'
import type { Quotas } from './quotas.ts'
import type { Context, Reply, Route } from './route.ts'
import type { UploadSource } from './upload.ts'

/** A write as every route runs it: one transaction that holds effect, events and the stored answer. */

export interface Executor {
  storage: Storage
  /** Throws when the principal may no longer act: read in the transaction, so that a revocation is never raced. */
  recheck(tx: Tx, context: Context): Promise<void>
  serialize: ((value: unknown) => string) | undefined
  quotas?: Quotas | undefined
}

/** Leaves the transaction with a result and without an effect. */
class DryRun extends Error {
  readonly answer: StoredAnswer
  constructor(answer: StoredAnswer) {
    super('validateOnly')
    this.answer = answer
  }
}

export async function executeWrite(
  executor: Executor,
  route: Route,
  context: Context,
  source: UploadSource,
): Promise<StoredAnswer & { replayed: boolean }> {
  const dryRun = fieldIn(context.query, 'validateOnly') === true
  const key =
    route.method === 'POST' && !route.secretAnswer
      ? readKey(context.headers['idempotency-key'], route.idempotency === 'required')
      : undefined
  const prepared = route.prepare ? await route.prepare(context, source) : undefined
  const { params, query, body = prepared } = context
  const scope = key && scopeOf(context.principal.actor, route.operationId, key, { params, query, body })
  const committeeId = route.committeeOf
    ? await route.committeeOf(context, prepared)
    : context.principal.committeeId
  const actor = { actor: context.principal.actor, requestId: context.requestId }
  const storage = route.lane === 'logins' ? executor.storage.logins : executor.storage
  try {
    const answer = await storage.write(
      committeeId,
      actor,
      async (tx) => {
        await executor.recheck(tx, context)
        const before = scope && (await storedAnswer(tx, executor.storage.engine, scope))
        if (before) return { ...before, replayed: true }
        if (route.status === 202) await executor.quotas?.refuseJob(tx, context.principal)
        if (route.bodyType === 'multipart') await executor.quotas?.refuseBytes(tx)
        const reply = await route.write!(tx, context, prepared)
        if (reply.refusal) return { refusal: reply.refusal }
        const given = answerOf(route, reply, context, executor.serialize)
        if (dryRun) throw new DryRun(triedOnly(given))
        if (scope) await storeAnswer(tx, scope, given)
        return { ...given, replayed: false }
      },
      route.lock ?? (scope && `${committeeId} ${scope.scope}`),
    )
    if ('refusal' in answer) throw answer.refusal
    route.after?.(context)
    return answer
  } catch (error) {
    if (error instanceof DryRun) return { ...error.answer, replayed: false }
    throw scope ? repeatable(refusalOf(storage, error)) : refusalOf(storage, error)
  }
}

/** Of a commit that was cut nobody knows; but the same request with its key is answered once, whatever became of it. */
function repeatable(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'outcome_unknown') return error
  return new AppError(error.code, error.detail, { ...error.extras, fields: { retryable: true } }, error.cause)
}

/** The answer of a write that did not happen: it made nothing that one could go to. */
function triedOnly({ headers, body }: StoredAnswer): StoredAnswer {
  const { location: _, 'operation-location': _job, 'retry-after': _when, ...stable } = headers
  return { status: body === '' ? 204 : 200, headers: stable, body }
}

/** What the engine refused, as a failure that a client can see; anything else as it is. */
export function refusalOf(storage: Storage, error: unknown): unknown {
  if (error === LockTaken) {
    return new AppError('idempotency_in_progress', {
      en: 'Wait a second and send the same request again',
      zh: '请稍候一秒，原样重发',
    })
  }
  const refusal = error instanceof AppError ? undefined : storage.refusal(error)
  if (refusal === 'duplicate') {
    const detail = {
      en: 'A record with the same number or code exists, or one with the same externalId, perhaps withdrawn: change that one',
      zh: '已有编号或代码相同的记录，或 externalId 相同的记录（可能已撤回），请改动那一条',
    }
    return new AppError('already_exists', detail, {}, error)
  }
  if (refusal === 'dangling') {
    const detail = {
      en: 'A field names a record that does not exist in this committee',
      zh: '有字段引用了本级政协中不存在的记录',
    }
    return new AppError('unknown_reference', detail, {}, error)
  }
  return error
}

/** Status, headers and body text of a reply. */
export function answerOf(
  route: Route,
  reply: Reply,
  context: Context,
  serialize: ((value: unknown) => string) | undefined,
): StoredAnswer {
  const headers: Record<string, string> = { ...reply.headers }
  if (reply.version !== undefined) headers.etag = etagOf(reply.version, context.principal.view)
  if (reply.location) headers.location = reply.location
  const body = reply.body === undefined ? '' : serialize ? serialize(reply.body) : JSON.stringify(reply.body)
  return { status: reply.status ?? route.status, headers, body }
}
