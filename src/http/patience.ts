import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../core/errors.ts'

/** How long a request may take to arrive, in milliseconds: whoever sends a byte a second holds a connection for nothing. */
export interface Patience {
  headersMs: number
  /** A body in JSON or a form; the longest, 8 MB, comes in a half of it at 5 Mbit/s. */
  bodyMs: number
  /** A body with a file: the longest, 64 MB, comes in it at 1 Mbit/s. */
  fileMs: number
  /** How often all connections are looked at. */
  checkMs: number
}

export const PATIENCE: Patience = { headersMs: 20_000, bodyMs: 30_000, fileMs: 600_000, checkMs: 5_000 }

/** Of the server: whoever has to read a file waits longest, everybody else cuts it short. */
export const serverPatience = ({ headersMs, fileMs, checkMs }: Patience) => ({
  requestTimeout: fileMs,
  http: { headersTimeout: headersMs, connectionsCheckingInterval: checkMs },
})

/** 408 where a body without a file is not here in time. Most are here already, and need no clock. */
export function bodyInTime({ raw, headers }: FastifyRequest, { bodyMs }: Patience): void {
  if (raw.complete || /^multipart\//i.test(headers['content-type'] ?? '')) return
  const timer = setTimeout(() => {
    // Nobody listens any more where the request was answered without its body.
    if (!raw.complete && raw.listenerCount('error') > 0) raw.emit('error', late())
  }, bodyMs)
  for (const event of ['end', 'close']) raw.once(event, () => clearTimeout(timer))
}

/** Of a request that is answered: what still comes of its body is not waited for much longer. */
export function endRest(raw: IncomingMessage, { bodyMs }: Patience): void {
  if (raw.complete) return
  const timer = setTimeout(() => {
    if (!raw.complete) raw.socket.destroy()
  }, bodyMs)
  raw.once('close', () => clearTimeout(timer))
}

const late = () =>
  new AppError(
    'request_timeout',
    {
      en: 'The body did not arrive in time, and nothing was written: send it again over a better connection, or less of it',
      zh: '请求体未在规定时间内发送完毕，没有写入任何内容：请在网络较好时重发，或减少内容',
    },
    { headers: { connection: 'close' } },
  )
