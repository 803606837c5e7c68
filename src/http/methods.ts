import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, notFound } from '../core/errors.ts'
import { ANONYMOUS } from './admission.ts'
import type { Quotas } from './quotas.ts'
import { pathOf, type Route } from './route.ts'

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const

interface Path {
  url: string
  segments: readonly string[]
  /** Methods that it takes, as `Allow` tells them. */
  methods: readonly string[]
}

/**
 * What no route takes: 405 with `Allow` for a path that exists under another method, 204 with the same list for
 * `OPTIONS`, else 404. The paths are compared here, because a route for every method that is refused would be three
 * times as many routes, each with its own compiled code. Nobody is asked who they are, so it counts as their address's.
 */
export function refuseOthers(app: FastifyInstance, routes: readonly Route[], quotas?: Quotas): void {
  const paths = pathsOf(routes)
  const refuse = async (request: FastifyRequest, reply: FastifyReply) => {
    quotas?.admit(request, ANONYMOUS)
    const path = pathAt(paths, request.url)
    if (!path) throw notFound('path', request.url.slice(0, 200))
    const allow = path.methods.join(', ')
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
  for (const { url, segments, methods } of paths) {
    const others = METHODS.filter((method) => !methods.includes(method))
    if (others.length > 0 && paths.some((path) => path.url !== url && covers(path, segments))) {
      app.route({ method: others, url, onRequest: refuse, handler: refuse })
    }
  }
}

/** The paths, those with fewer parameters first. */
function pathsOf(routes: readonly Route[]): Path[] {
  const parameters = ({ segments }: Path) => segments.filter((segment) => segment.startsWith(':')).length
  return [...Map.groupBy(routes, pathOf)]
    .map(([url, taken]): Path => {
      const methods = taken.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
      return { url, segments: url.split('/'), methods: [...methods, 'OPTIONS'] }
    })
    .sort((a, b) => parameters(a) - parameters(b))
}

const pathAt = (paths: readonly Path[], url: string): Path | undefined => {
  const asked = url.split('?', 1)[0]!.split('/')
  return paths.find((path) => covers(path, asked))
}

const covers = ({ segments }: Path, asked: readonly string[]): boolean =>
  segments.length === asked.length &&
  segments.every((segment, at) => segment === asked[at] || (segment.startsWith(':') && asked[at] !== ''))
