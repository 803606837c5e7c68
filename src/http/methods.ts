import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { AppError, notFound } from '../core/errors.ts'
import { ANONYMOUS } from './admission.ts'
import type { Quotas } from './quotas.ts'
import { pathOf, placeOf, type Route } from './route.ts'
import { type Router, routerOf } from './router.ts'

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

/**
 * What no route takes: 405 with `Allow` for a path that exists under another method, 204 with the same list for
 * `OPTIONS`, else 404. The paths have a router of their own, because a route for every method that is refused would be three
 * times as many routes, each with its own compiled code. Nobody is asked who they are, so it counts as their address's.
 */
export function refuseOthers(app: FastifyInstance, routes: readonly Route[], quotas?: Quotas): void {
  const methodsAt = methodsBy(routes)
  const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
    quotas?.admit(request, ANONYMOUS)
    const methods = methodsAt(request.url.split('?', 1)[0]!)
    if (!methods) throw notFound('path', request.url.slice(0, 200))
    const allow = methods.join(', ')
    if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send()
    throw new AppError(
      'method_not_allowed',
      { en: `${request.method} is not for this path; it takes ${allow}`, zh: `此路径只接受 ${allow}` },
      { headers: { allow } },
    )
  }
  // In a hook, so that a body which is not for anything is not read either.
  app.register(async (inner) => {
    inner.addHook('onRequest', refuse)
    inner.setNotFoundHandler(refuse)
  })
  for (const { path, others } of hiddenPaths(routes)) {
    app.route({ method: others, url: path, onRequest: refuse, handler: refuse })
  }
}

const pathsOf = (routes: readonly Route[]) =>
  [...Map.groupBy(routes, pathOf)].map(([path, taken]) => ({ path, methods: methodsOf(taken) }))

/** As `Allow` tells them. */
const methodsOf = (taken: readonly Route[]): string[] => [
  ...taken.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  'OPTIONS',
]

/** The methods that a path takes; its router is made for the first request that is refused. */
function methodsBy(routes: readonly Route[]): (path: string) => string[] | undefined {
  let find: Router<string[]> | undefined
  return (path) => {
    find ??= routerOf(pathsOf(routes).map(({ path, methods }) => ({ method: 'GET', path, target: methods })))
    const match = find('GET', path)
    return match && !Object.values(match.params).includes('') ? match.target : undefined
  }
}

/**
 * Paths that a parameter of another path would stand for, with the methods that they do not take: `GET
 * /proposals/similar` must not be taken for the proposal "similar". The router is of this look alone.
 */
function hiddenPaths(routes: readonly Route[]): { path: string; others: HTTPMethods[] }[] {
  const find = routerOf(routes.filter((route) => pathOf(route).includes('/:')).map(placeOf))
  return pathsOf(routes).flatMap(({ path, methods }) => {
    const others = METHODS.filter((method) => !methods.includes(method))
    return others.some((method) => find(method, path)) ? [{ path, others }] : []
  })
}
