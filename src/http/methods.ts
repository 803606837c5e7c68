import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, notFound } from '../core/errors.ts'
import { ANONYMOUS } from './admission.ts'
import type { Quotas } from './quotas.ts'
import { pathOf, placeOf, type Route } from './route.ts'
import { routerOf } from './router.ts'

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

/**
 * What no route takes: 405 with `Allow` for a path that exists under another method, 204 with the same list for
 * `OPTIONS`, else 404. The paths have a router of their own, because a route for every method that is refused would be three
 * times as many routes, each with its own compiled code. Nobody is asked who they are, so it counts as their address's.
 */
export function refuseOthers(app: FastifyInstance, routes: readonly Route[], quotas?: Quotas): void {
  const paths = [...Map.groupBy(routes, pathOf)].map(([path, taken]) => ({ path, methods: methodsOf(taken) }))
  const findPath = routerOf(paths.map(({ path, methods }) => ({ method: 'GET', path, target: methods })))
  const findRoute = routerOf(routes.map(placeOf))
  const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
    quotas?.admit(request, ANONYMOUS)
    const match = findPath('GET', request.url.split('?', 1)[0]!)
    if (!match || Object.values(match.params).includes('')) throw notFound('path', request.url.slice(0, 200))
    const allow = match.target.join(', ')
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
  // `GET /proposals/similar` must not be taken for the proposal "similar".
  for (const { path, methods } of paths) {
    const others = METHODS.filter((method) => !methods.includes(method))
    if (others.some((method) => findRoute(method, path))) {
      app.route({ method: others, url: path, onRequest: refuse, handler: refuse })
    }
  }
}

/** As `Allow` tells them. */
const methodsOf = (taken: readonly Route[]): string[] => [
  ...taken.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  'OPTIONS',
]
