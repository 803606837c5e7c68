import type { z } from 'zod'
import { fieldsIn } from '../core/bare.ts'
import { ERRORS, type ErrorCode } from '../core/errors.ts'
import type { Route } from './route.ts'

/** What a route may answer: the contract prints it and the tests hold every answer against it. */

const names = (shape: z.ZodType | undefined): string[] => Object.keys(fieldsIn(shape))

export const takesKey = (route: Route): boolean =>
  route.method === 'POST' && route.write !== undefined && !route.secretAnswer

/** Optional where the route compares a version that was sent, required where a change feeds a score. */
export const takesIfMatch = (route: Route): boolean =>
  route.precondition === true || (route.failures?.includes('stale_version') ?? false)

export const hasEtag = (route: Route): boolean =>
  route.method === 'GET' &&
  (route.tagged === true || route.versioned === true || names(route.response).includes('version'))

/** Every code that this route can answer with: its own and those of its kind. */
export function failuresOf(route: Route): ErrorCode[] {
  const codes: ErrorCode[] = ['bad_request', 'validation_failed', ...(route.failures ?? [])]
  if (route.permission !== 'public') codes.push('unauthenticated')
  if (route.permission !== 'public' && route.permission !== 'any') codes.push('forbidden')
  const named = [...names(route.params).filter((name) => /^id$|Id$/.test(name)), ...names(route.query)]
  if (named.some((name) => name === 'id' || name === 'committeeId')) codes.push('not_found')
  if (!route.stream) codes.push('not_acceptable')
  if (route.method !== 'GET')
    codes.push('malformed_json', 'request_timeout', 'too_large', 'unsupported_media')
  if (route.precondition) codes.push('precondition_required')
  if (takesIfMatch(route)) codes.push('stale_version')
  if (takesKey(route)) codes.push('idempotency_in_progress', 'idempotency_key_reused')
  if (route.lock) codes.push('idempotency_in_progress')
  if (route.idempotency === 'required') codes.push('idempotency_key_required')
  if (!route.unmetered) codes.push('rate_limited')
  if (route.status === 202 || route.bodyType === 'multipart') codes.push('quota_exceeded')
  codes.push('internal')
  // Where the route itself tells that it is not available, there is no problem beside that.
  if (route.otherwise?.status !== 503) codes.push('unavailable')
  if (route.write) codes.push('outcome_unknown')
  const order = Object.keys(ERRORS)
  return [...new Set(codes)].sort((a, b) => order.indexOf(a) - order.indexOf(b))
}

/** Every status with an answer of the route's own, the declared one first. */
export function successesOf(route: Route): number[] {
  const statuses: number[] = [route.status]
  if (route.status !== 200 && route.status !== 204 && names(route.query).includes('validateOnly'))
    statuses.push(200)
  if (route.otherwise) statuses.push(route.otherwise.status)
  if (hasEtag(route)) statuses.push(304)
  return statuses
}
