import { ROLE_PERMISSIONS } from '../../src/access/permissions.ts'
import { routesOf } from '../../src/app.ts'
import type { Context, Reply, Route } from '../../src/http/route.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** An office that writes through the routes and not over HTTP, for random work by the thousand. */

export type Body = Record<string, unknown>
/** Runs an operation with what is sent, on the record of an id; answers its body. */
export type Act = (operationId: string, body: Body, id?: string) => Promise<Body>

export function officeOf(storage: Storage, clock: () => Date, committeeId: string): Act {
  const nothing = {} as never
  const deps = { storage, clock, secret: 'office', setup: { tokenHash: undefined }, jobs: nothing }
  const routes = new Map(routesOf(deps).map((route) => [route.operationId, route]))
  return (operationId, body, id) => {
    const route = routes.get(operationId)
    if (!route) throw new Error(`There is no operation ${operationId}`)
    return perform(storage, clock, committeeId, route, body, id)
  }
}

/** A write of a route in its transaction, as the server runs it. */
async function perform(
  storage: Storage,
  clock: () => Date,
  committeeId: string,
  route: Route,
  body: Body,
  id?: string,
): Promise<Body> {
  const context = {
    principal: {
      kind: 'user',
      id: 'office',
      actor: 'user/office',
      committeeId,
      permissions: new Set(ROLE_PERMISSIONS.admin),
      departments: null,
      personId: null,
      view: 'all',
      sessionVersion: 1,
    },
    params: id ? { id } : {},
    query: {},
    body: route.body ? route.body.parse(body) : undefined,
    language: 'zh',
    requestId: 'office',
    headers: {},
    address: '127.0.0.1',
    ifMatch: { any: true },
    committeeId,
    clock,
    storage,
  } as unknown as Context
  const actor = { actor: 'user/office', requestId: 'office' }
  const reply: Reply = await storage.write(committeeId, actor, (tx) =>
    route.write!(tx, context as never, undefined as never),
  )
  return (reply.body ?? {}) as Body
}
