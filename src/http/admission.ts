import type { FastifyRequest } from 'fastify'
import { AppError, notFound } from '../core/errors.ts'
import { ID } from '../core/fields.ts'
import type { Quotas } from './quotas.ts'
import { requirePermission } from './rights.ts'
import { type Principal, type Route, under } from './route.ts'

/** What is asked of a request before its body is looked at: who, may they, in which form. */

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once admitted. */
    principal: Principal | undefined
  }
}

type Authenticate = (request: FastifyRequest) => Promise<Principal | undefined>

export const ANONYMOUS: Principal = {
  kind: 'anonymous',
  id: 'anonymous',
  actor: 'anonymous',
  committeeId: '',
  permissions: new Set(),
  departments: [],
  reach: new Map(),
  personId: null,
  view: 'public',
  sessionVersion: 0,
}

/** 429, 401, then 403: before anything of the request is looked at. What is left of a quota is told in any case. */
export async function admitted(
  route: Route,
  request: FastifyRequest,
  authenticate: Authenticate,
  quotas: Quotas | undefined,
): Promise<Principal> {
  const principal = route.permission === 'public' ? ANONYMOUS : await authenticate(request)
  if (quotas && !route.unmetered) quotas.admit(request, principal ?? ANONYMOUS)
  if (!principal) {
    throw new AppError(
      'unauthenticated',
      {
        en: 'Send Authorization: Bearer with a valid access token (POST /v1/auth/login) or API key',
        zh: '请在 Authorization: Bearer 中带上有效的访问令牌（POST /v1/auth/login）或接口密钥',
      },
      { headers: { 'www-authenticate': 'Bearer' } },
    )
  }
  checkPermission(route, principal)
  request.principal = under(principal, route.permission)
  return request.principal
}

/** What failed before it was asked who it is counts as its address's: that failure, or 429 where it is one too many. */
export function countedFailure<F>(
  failure: F,
  request: FastifyRequest,
  quotas: Quotas | undefined,
): F | AppError {
  if (request.rateLimit) return failure
  try {
    quotas?.admit(request, ANONYMOUS)
    return failure
  } catch (refusal) {
    return refusal instanceof AppError ? refusal : failure
  }
}

/** 403 for whoever has not the permission of the route. */
export function checkPermission({ permission }: Route, principal: Principal): void {
  if (permission !== 'any' && permission !== 'public') requirePermission(principal, permission)
}

export function acceptable(route: Route, request: FastifyRequest): void {
  const accept = request.headers.accept
  const type = (route.responseType ?? 'application/json').split(';')[0]!
  if (!accept || route.stream || /\*\/\*/.test(accept) || accept.includes(type)) return
  if (accept.includes(`${type.split('/')[0]}/*`) || accept.includes('application/problem+json')) return
  throw new AppError(
    'not_acceptable',
    { en: `Available: ${type}`, zh: `可提供的格式：${type}` },
    { fields: { available: [type] } },
  )
}

/** An id that is no UUID answers as an unknown one does, and so does a name that cannot be stored. */
export function checkParams(route: Route, params: Record<string, string>): void {
  for (const [name, value] of Object.entries(params)) {
    const isId = name === 'id' || name.endsWith('Id')
    if ((isId && !ID.test(value)) || value.includes('\u0000') || !value.isWellFormed())
      throw notFound(route.tag, value.slice(0, 100))
  }
}

export function mediaType(route: Route, request: FastifyRequest, accepts: string): void {
  if (!route.body && route.bodyType !== 'multipart') return
  const sent = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (sent && accepts.split(', ').includes(sent)) return
  throw new AppError('unsupported_media', {
    en: `Send the body as ${accepts}${sent ? `, not ${sent.slice(0, 100)}` : ''}`,
    zh: `请求体须为 ${accepts}${sent ? `，不是 ${sent.slice(0, 100)}` : ''}`,
  })
}
