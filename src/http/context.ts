import type { Storage } from '../storage/storage.ts'
import type { Context, IfMatch, Principal } from './route.ts'

/** Who asks what, of a request, a form, a job or another operation; what is left out was not sent. */
export interface Asked<P = unknown, Q = unknown, B = unknown> {
  principal: Principal
  params?: P
  query?: Q
  body?: B
  headers?: Context['headers']
  ifMatch?: IfMatch
  /** Chinese unless something else was asked for. */
  language?: 'zh' | 'en'
  requestId?: string
  /** Of the client, for throttling. */
  address?: string
  clock: () => Date
  storage: Storage
}

/** What a handler sees; the committee that is read is the principal's own. */
export const contextOf = <P, Q, B>(
  asked: Asked<P, Q, B>,
): Context<P | undefined, Q | undefined, B | undefined> => ({
  principal: asked.principal,
  params: asked.params,
  query: asked.query,
  body: asked.body,
  language: asked.language ?? 'zh',
  requestId: asked.requestId ?? 'inside',
  headers: asked.headers ?? {},
  address: asked.address ?? '',
  ifMatch: asked.ifMatch,
  committeeId: asked.principal.committeeId,
  clock: asked.clock,
  storage: asked.storage,
})
