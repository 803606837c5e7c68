import type { FastifyInstance } from 'fastify'
import { AppError } from '../core/errors.ts'
import { pathOf, type Route } from './route.ts'

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

/** 405 with `Allow` for every path that exists under another method; `OPTIONS` tells the same list. */
export function refuseOtherMethods(app: FastifyInstance, routes: readonly Route[]): void {
  const byPath = new Map<string, Set<string>>()
  for (const route of routes) {
    const methods = byPath.get(pathOf(route)) ?? new Set()
    methods.add(route.method)
    if (route.method === 'GET') methods.add('HEAD')
    byPath.set(pathOf(route), methods)
  }
  for (const [url, methods] of byPath) {
    const allow = [...methods, 'OPTIONS'].join(', ')
    app.options(url, (_request, reply) => reply.code(204).header('allow', allow).send())
    const others = METHODS.filter((method) => !methods.has(method))
    if (others.length === 0) continue
    app.route({
      method: others,
      url,
      onRequest: async (request) => {
        throw new AppError(
          'method_not_allowed',
          { en: `${request.method} is not for this path; it takes ${allow}`, zh: `此路径只接受 ${allow}` },
          { headers: { allow } },
        )
      },
      handler: () => undefined,
    })
  }
}
