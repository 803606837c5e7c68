import { z } from 'zod'
import { AppError, ERRORS, type ErrorCode, notFound } from '../core/errors.ts'
import type { Storage } from '../storage/storage.ts'
import { type Route, route } from './route.ts'

/** What a probe and a reader of problems need, without a credential and without telling versions or hosts. */
export function healthRoutes(storage: Storage, draining: () => boolean): Route[] {
  const Health = z.object({ status: z.enum(['pass', 'fail']) }).meta({ id: 'Health' })
  return [
    route({
      method: 'GET',
      path: '/livez',
      root: true,
      operationId: 'isAlive',
      summary: 'The process turns',
      tag: 'operations',
      permission: 'public',
      query: z.strictObject({}),
      status: 200,
      response: Health,
      failures: [],
      read: async () => ({ body: { status: 'pass' } }),
    }),
    route({
      method: 'GET',
      path: '/readyz',
      root: true,
      operationId: 'isReady',
      summary: 'The database answers and the process is not shutting down',
      tag: 'operations',
      permission: 'public',
      query: z.strictObject({}),
      status: 200,
      response: Health,
      responseType: 'application/health+json',
      failures: ['unavailable'],
      read: async () => {
        const answers =
          !draining() &&
          (await storage.ping().then(
            () => true,
            () => false,
          ))
        if (answers) return { body: { status: 'pass' } }
        throw new AppError('unavailable', {
          en: 'The database does not answer or the service is shutting down: try another instance',
          zh: '数据库无应答或服务正在关闭，请稍后再试',
        })
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
      query: z.strictObject({}),
      status: 200,
      response: z
        .object({ code: z.string(), status: z.int(), en: z.string(), zh: z.string() })
        .meta({ id: 'ProblemCode' }),
      failures: ['not_found'],
      read: async ({ params }) => {
        const found = ERRORS[params.code as ErrorCode] as (typeof ERRORS)[ErrorCode] | undefined
        if (!found || !Object.hasOwn(ERRORS, params.code))
          throw notFound('problem code', params.code.slice(0, 60))
        return { body: { code: params.code, ...found } }
      },
    }),
  ]
}
