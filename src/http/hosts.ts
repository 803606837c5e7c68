import type { FastifyInstance } from 'fastify'
import { AppError } from '../core/errors.ts'
import { countedFailure } from './admission.ts'
import type { Quotas } from './quotas.ts'

/** Probes come from beside the server and know it by its address. */
const PROBES = new Set(['/livez', '/readyz'])

/**
 * Refuses what was sent to another name than those of this service, of routes that are registered later: a page of
 * somebody else's name that leads here (DNS rebinding), or a code for phones that holds whatever name was asked for.
 */
export function refuseOtherHosts(
  app: FastifyInstance,
  hosts: readonly string[],
  quotas: Quotas | undefined,
): void {
  const names = new Set(hosts)
  app.addHook('onRequest', (request, _reply, done) => {
    const own = names.has(request.hostname.toLowerCase()) || PROBES.has(request.routeOptions.url ?? '')
    done(own ? undefined : countedFailure(misdirected(), request, quotas))
  })
}

const misdirected = (): AppError =>
  new AppError('misdirected', {
    en: 'This name is none of this service: use the address that the operator gave you',
    zh: '此域名不属于本服务：请使用管理员提供的地址',
  })
