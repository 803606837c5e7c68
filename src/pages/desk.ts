import { recheck } from '../access/authenticate.ts'
import { append } from '../core/long-lists.ts'
import type { Deps } from '../deps.ts'
import { executeAs } from '../http/execute-as.ts'
import { type Operations, readAs, streamAs } from '../http/operations.ts'
import type { PageContext } from '../http/page.ts'
import type { IfMatch } from '../http/route.ts'
import type { WholeParts } from '../http/upload.ts'

/** What every page works at: the operations, asked in the name of whoever looks. */

export interface Desk {
  deps: Deps
  operations: Operations
}

// biome-ignore lint/suspicious/noExplicitAny: what an operation answers has the shape of its route, which is no type here
export type Body = any

export interface Asked {
  params?: Record<string, string>
  query?: Record<string, string | undefined>
}

/** What a read answers to the person who looks. */
export async function ask(
  { operations }: Desk,
  context: PageContext,
  operationId: string,
  { params = {}, query = {} }: Asked = {},
): Promise<Body> {
  const { principal, language, requestId, address, clock, storage } = context
  const given = Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined && value !== ''),
  )
  const call = { principal, params, query: given, language, requestId, address, clock, storage }
  return (await readAs(operations.named(operationId), call)).body
}

/** The file that an operation answers the person who looks. */
export function fetched({ operations }: Desk, context: PageContext, operationId: string, asked: Asked) {
  const { principal, language, requestId, address, clock, storage } = context
  const { params = {}, query = {} } = asked
  return streamAs(operations.named(operationId), {
    principal,
    params,
    query,
    language,
    requestId,
    address,
    clock,
    storage,
  })
}

const PAGE_OF_ALL = '200'

/** Every item of a list, page after page; lists that a page shows whole are short ones. */
export async function askAll(
  desk: Desk,
  context: PageContext,
  operationId: string,
  asked: Asked = {},
  most = 2_000,
): Promise<Body[]> {
  const items: Body[] = []
  let cursor: string | undefined
  do {
    const query = { ...asked.query, limit: PAGE_OF_ALL, cursor }
    const body = await ask(desk, context, operationId, { ...asked, query })
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
export function send(desk: Desk, context: PageContext, operationId: string, sent: Sent) {
  const { principal, language, requestId, address, clock, storage } = context
  const { params = {}, body, ifMatch, key, parts } = sent
  const call = { principal, params, body, ifMatch, language, requestId, address, clock, storage }
  return executeAs(desk.operations.named(operationId), call, { recheck, key, parts })
}

export const may = ({ principal }: PageContext, permission: string): boolean =>
  principal.permissions.has(permission)
