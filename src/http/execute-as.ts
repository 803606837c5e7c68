import type { Storage } from '../storage/storage.ts'
import { type Executor, executeWrite } from './execute.ts'
import type { RouteOf } from './operation.ts'
import { type Call, contextFor } from './operations.ts'
import type { WholeParts } from './upload.ts'

/**
 * Runs a write as a request to its route does: the same checks, one transaction, its events, and under a key once.
 * For what is not JSON over HTTP, such as a form; `parts` are those of an upload.
 */
export async function executeAs<A>(
  route: RouteOf<A>,
  call: Call,
  {
    recheck,
    key,
    parts,
  }: { recheck: Executor['recheck']; key?: string | undefined; parts?: WholeParts | undefined },
): Promise<{ body: A; location: string | undefined; replayed: boolean }> {
  if ((route.bodyType === 'multipart' && !parts) || !route.write)
    throw new Error(`${route.operationId} is not run from inside`)
  const context = await contextFor(route, call)
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  const executor: { storage: Storage } & Executor = { storage: call.storage, recheck, serialize: undefined }
  const answer = await executeWrite(executor, route, { ...context, headers }, { read: parts })
  return {
    body: answer.body === '' ? undefined : JSON.parse(answer.body),
    location: answer.headers.location,
    replayed: answer.replayed,
  }
}
