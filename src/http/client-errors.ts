import type { Socket } from 'node:net'
import type { ConnectionError } from 'fastify'
import { AppError, ERRORS, type ErrorCode } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { problemOf } from './problem.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

/** What became of a request that never was one, by the code of the server; anything else cannot be read. */
const NEVER_CAME: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

/** Answers what never became a request, in the same form. */
export function clientErrorHandler(error: ConnectionError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy(error)
    return
  }
  const code = NEVER_CAME[error.code ?? ''] ?? 'bad_request'
  const { status, en, zh } = ERRORS[code]
  const requestId = newId()
  const { headers, body } = problemOf(new AppError(code, { en, zh }), 'en', requestId)
  const text = JSON.stringify(body)
  const length = String(Buffer.byteLength(text))
  const rest = { 'request-id': requestId, 'content-length': length, connection: 'close' }
  const lines = Object.entries({ ...SECURITY_HEADERS, ...headers, ...rest })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  socket.end(`HTTP/1.1 ${status} ${en}\r\n${lines}\r\n${text}`)
  // Whoever sends nothing does not end it either.
  if (code === 'request_timeout') socket.destroySoon()
}
