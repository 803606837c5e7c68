import { notFound } from '../core/errors.ts'
import { ID } from '../core/fields.ts'
import type { Tx } from '../storage/storage.ts'
import { checkPermission } from './admission.ts'
import { type Asked, contextOf } from './context.ts'
import type { Operation, RouteOf } from './operation.ts'
import { type Context, placeOf, type Reply, type Route, under } from './route.ts'
import { type Match, type Router, routerOf } from './router.ts'
import { checkedInput } from './validate.ts'

/**
 * Routes asked from inside: a page, an export and a correction run the same declaration as a request does, with the
 * same permission, the same checks of what is sent and the same rules, so that none of them knows a second way.
 */

/** The query as text, as it stands in a URL. */
export type Call = Omit<Asked<Record<string, string>, Record<string, unknown>>, 'headers'>

export interface Operations {
  /** The route of this operation; one that has none is a mistake of the program. */
  of<A>(operation: Operation<A>): RouteOf<A>
  /** The route that answers this request, with its parameters; undefined where none does. */
  matching(method: string, path: string): Match<Route> | undefined
}

/** The routes are asked for when they are first needed: some of them ask others. */
export function operationsOf(routes: () => readonly Route[]): Operations {
  let byId: Map<string, Route> | undefined
  let find: Router<Route> | undefined
  return {
    of<A>({ operationId }: Operation<A>) {
      byId ??= new Map(routes().map((route) => [route.operationId, route]))
      const route = byId.get(operationId)
      if (!route) throw new Error(`There is no operation ${operationId}`)
      return route as RouteOf<A>
    },
    matching(method, path) {
      find ??= routerOf(routes().map(placeOf))
      return find(method, path)
    },
  }
}

/** What a read answers to this principal. */
export async function readAs<A>(route: RouteOf<A>, call: Call): Promise<Reply & { body: A }> {
  return route.read!(await contextFor(route, call)) as Promise<Reply & { body: A }>
}

/** The file that a route answers with, and its headers. */
export async function streamAs(
  route: Route,
  call: Call,
): Promise<{ headers: Record<string, string>; body: unknown }> {
  const context = await contextFor(route, call)
  const headers: Record<string, string> = {}
  let body: unknown
  const reply = {
    header(name: string, value: string) {
      headers[name] = value
      return reply
    },
    send(sent: unknown) {
      body = sent
      return reply
    },
  }
  await route.stream!(context, reply as never, undefined as never)
  return { headers, body }
}

/** What a route finds out before its transaction; uploads are not read so. */
export async function prepareAs(route: Route, call: Call): Promise<unknown> {
  if (route.bodyType === 'multipart') throw new Error(`${route.operationId} is not run from inside`)
  return route.prepare?.(await contextFor(route, call), { read: undefined })
}

/** Runs a write in the open transaction, with what was prepared before it. */
export async function writeAs(tx: Tx, route: Route, call: Call, prepared?: unknown): Promise<Reply> {
  if (!route.write || (route.prepare && prepared === undefined)) {
    throw new Error(`${route.operationId} is not run from inside`)
  }
  const context = await contextFor(route, call)
  return route.write(tx, context, prepared)
}

/** 403, 404 and 400 as a request meets them, then the context that the handler sees. */
export async function contextFor(route: Route, call: Call): Promise<Context> {
  const { params = {}, query = {}, body } = call
  checkPermission(route, call.principal)
  for (const [name, value] of Object.entries(params)) {
    if ((name === 'id' || name.endsWith('Id')) && !ID.test(value))
      throw notFound(route.tag, value.slice(0, 100))
  }
  const scoped = { ...call, params, principal: under(call.principal, route.permission) }
  await route.subject?.(contextOf({ ...scoped, query: undefined, body: undefined }))
  return contextOf({ ...scoped, ...checkedInput(route, { query, body }) })
}
