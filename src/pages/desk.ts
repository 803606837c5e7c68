import { Readable } from 'node:stream'
import { recheck } from '../access/authenticate.ts'
import { append } from '../core/long-lists.ts'
import type { Deps } from '../deps.ts'
import { executeAs } from '../http/execute-as.ts'
import type { Operation } from '../http/operation.ts'
import { type Operations, readAs, streamAs } from '../http/operations.ts'
import type { PageContext } from '../http/page.ts'
import type { IfMatch } from '../http/route.ts'
import type { WholeParts } from '../http/upload.ts'

/** What every page works at: the operations, asked in the name of whoever looks. */

export interface Desk {
  deps: Deps
  operations: Operations
}

export interface Asked {
  params?: Record<string, string>
  query?: Record<string, string | undefined>
}

/** What a read answers to the person who looks. */
export async function ask<A>(
  { operations }: Desk,
  context: PageContext,
  operation: Operation<A>,
  { params = {}, query = {} }: Asked = {},
): Promise<A> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const call = { ...callerOf(context), params, query: Object.fromEntries(given) }
  return (await readAs(operations.of(operation), call)).body
}

/** Who asks, and from where. */
const callerOf = ({ principal, language, requestId, address, clock, storage }: PageContext) => ({
  principal,
  language,
  requestId,
  address,
  clock,
  storage,
})

/** The file that an operation answers the person who looks. */
export async function fetched(
  { operations }: Desk,
  context: PageContext,
  operation: Operation,
  asked: Asked,
): Promise<{ headers: Record<string, string>; body: string | Buffer | Readable }> {
  const { headers, body } = await streamAs(operations.of(operation), { ...callerOf(context), ...asked })
  if (typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable) return { headers, body }
  throw new Error(`${operation.operationId} answers no file`)
}

const PAGE_OF_ALL = '200'

/** Every item of a list, page after page; lists that a page shows whole are short ones. */
export async function askAll<T>(
  desk: Desk,
  context: PageContext,
  operation: Operation<{ items: T[]; nextCursor: string | null }>,
  asked: Asked = {},
  most = 2_000,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const query = { ...asked.query, limit: PAGE_OF_ALL, cursor }
    const body = await ask(desk, context, operation, { ...asked, query })
    append(items, body.items)
    cursor = body.nextCursor ?? undefined
  } while (cursor !== undefined && items.length < most)
  return items
}

export interface Sent {
  params?: Record<string, string>
  body?: unknown
  ifMatch?: IfMatch
  /** The one-time key of the form: sent twice, it is written once. */
  key?: string
  /** Of an upload. */
  parts?: WholeParts
}

/** Runs a write in the name of the person who looks. */
export function send<A>(desk: Desk, context: PageContext, operation: Operation<A>, sent: Sent) {
  const { key, parts, ...call } = sent
  return executeAs(desk.operations.of(operation), { ...callerOf(context), ...call }, { recheck, key, parts })
}

export const may = ({ principal }: PageContext, permission: string): boolean =>
  principal.permissions.has(permission)
