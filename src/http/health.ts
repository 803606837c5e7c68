import { z } from 'zod'
import { ERRORS, notFound } from '../core/errors.ts'
import { isKeyOf } from '../core/records.ts'
import type { Storage } from '../storage/storage.ts'
import { HEALTH, type Readiness, readinessOf } from './readiness.ts'
import { type Route, route } from './route.ts'

/** What a probe and a reader of problems need, without a credential and without telling versions or hosts. */
export function healthRoutes(storage: Storage, readiness: Readiness): Route[] {
  const ready = readinessOf(storage, readiness)
  return [
    route({
      method: 'GET',
      path: '/livez',
      root: true,
      unmetered: true,
      operationId: 'isAlive',
      summary: 'The process turns',
      tag: 'operations',
      permission: 'public',
      response: z.object({ status: z.literal('pass') }).meta({ id: 'Liveness' }),
      failures: [],
      read: async () => ({ body: { status: 'pass' } }),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      root: true,
      unmetered: true,
      operationId: 'isReady',
      summary: 'Whether this process takes requests, and what keeps it from that',
      tag: 'operations',
      permission: 'public',
      otherwise: { status: 503, when: 'A check fails: try another instance, or again after `Retry-After`.' },
      response: HEALTH,
      responseType: 'application/health+json',
      failures: [],
      read: async () => {
        const body = await ready()
        return body.status === 'fail' ? { status: 503, body, headers: { 'retry-after': '1' } } : { body }
      },
    }),
    route({
      method: 'GET',
      path: '/problems/:code',
      root: true,
      operationId: 'explainProblem',
      summary: 'What a problem code means',
      tag: 'operations',
      permission: 'public',
      params: z.object({ code: z.string() }),
      response: z
        .object({ code: z.string(), status: z.int(), en: z.string(), zh: z.string() })
        .meta({ id: 'ProblemCode' }),
      failures: ['not_found'],
      read: async ({ params }) => {
        const { code } = params
        if (!isKeyOf(ERRORS, code)) throw notFound('problem code', code.slice(0, 60))
        return { body: { code, ...ERRORS[code] } }
      },
    }),
  ]
}
