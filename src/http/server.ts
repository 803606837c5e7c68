import jwt, { type FastifyJWTOptions } from '@fastify/jwt'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { notFound } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { fieldIn } from '../core/records.ts'
import type { Storage, Tx } from '../storage/storage.ts'
import { acceptable, admitted, checkParams, countedFailure, mediaType } from './admission.ts'
import { cachedBytesOf } from './bytes-cache.ts'
import { clientErrorHandler } from './client-errors.ts'
import { compressed, encodingFor } from './compress.ts'
import { contextOf } from './context.ts'
import { readIfMatch, withEncoding } from './etag.ts'
import { executeWrite } from './execute.ts'
import { refuseOtherHosts } from './hosts.ts'
import { parseJsonBodies } from './json-body.ts'
import { refuseOthers } from './methods.ts'
import type { PageSet } from './page.ts'
import { registerPages } from './pages.ts'
import { checkFields } from './paging.ts'
import { bodyInTime, endRest, PATIENCE, type Patience, serverPatience } from './patience.ts'
import { appErrorOf, internal, problemOf } from './problem.ts'
import type { Quotas } from './quotas.ts'
import { executeRead } from './read.ts'
import { type Context, type Principal, pathOf, type Route } from './route.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { serializerOf } from './serialize.ts'
import { fromAbove } from './sight.ts'
import { checkedInput } from './validate.ts'

/** Registers routes on Fastify. Every behaviour that all routes share is here, once. */

declare module 'fastify' {
  interface FastifyContextConfig {
    operationId?: string
    /** Media types of the body, as a refusal of another one names them. */
    accepts?: string
    keepsBody?: boolean
  }
}

/** Addresses and networks of proxies whose word is taken for where a request comes from. */
export type TrustProxy = false | string[]

export interface HttpOptions {
  storage: Storage
  clock: () => Date
  /** How tokens are signed and checked. */
  jwt: FastifyJWTOptions
  /** Who asks; undefined when the credential is missing or not valid. */
  authenticate(request: FastifyRequest): Promise<Principal | undefined>
  recheck(tx: Tx, context: Context): Promise<void>
  /** Committee that a `committeeId` parameter may name: below the principal's own. */
  mayRead(principal: Principal, committeeId: string): Promise<boolean>
  knownPermissions: ReadonlySet<string>
  /** Told of every answer of a route, for the metrics. */
  observe(method: string, path: string, status: number, seconds: number): void
  /** How much each may ask; without them, as much as they like. */
  quotas?: Quotas | undefined
  /** What browsers are shown; without it there are no pages. */
  pages?: PageSet
  logger: boolean | { level: string; stream?: { write(line: string): unknown } }
  trustProxy: TrustProxy
  /** Names under which it is asked for; without them, any. */
  hosts?: readonly string[] | undefined
  /** How long requests may take to arrive. */
  patience?: Patience | undefined
}

const BODY_MAX = 1_048_576
const PUBLIC_BODY_MAX = 65_536
const CONNECTION_TIMEOUT_MS = 60_000
/** Told to clients, and sooner than the socket ends: who keeps to it never writes into a closed one. */
const KEEP_ALIVE_MS = 55_000
const JSON_TYPE = 'application/json; charset=utf-8'
/** Length of a text from which on it pays to encode it once. */
const BYTES_FROM = 4_096
const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/

export async function buildServer(routes: readonly Route[], options: HttpOptions): Promise<FastifyInstance> {
  policed(routes, options.knownPermissions)
  const patience = options.patience ?? PATIENCE
  const app = Fastify({
    logger: loggerOf(options.logger),
    // One line a request names it; a logger of its own for each costs as much as the line.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_MAX,
    ...serverPatience(patience),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    trustProxy: options.trustProxy,
    genReqId: (raw) => {
      const sent = raw.headers['request-id']
      return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : newId()
    },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false, caseSensitive: true },
    frameworkErrors: (error, request, reply) =>
      void sendProblem(countedFailure(error, request, options.quotas), request, reply),
    clientErrorHandler,
  })
  await app.register(jwt, options.jwt)
  await app.register(multipart, { limits: { fileSize: 64 * BODY_MAX, files: 1, fields: 10, parts: 12 } })
  // Declared before the first request, so that all of them have one shape.
  app.decorateRequest('principal', undefined).decorateRequest('rateLimit', undefined)
  parseJsonBodies(app)
  app.setErrorHandler(sendProblem)
  // Hooks with `done`, not promises: they run for every request, and a promise each is what they would mostly cost.
  app.addHook('onSend', finish)
  app.addHook('onResponse', (request, reply, done) => {
    const { url } = request.routeOptions
    const ms = reply.elapsedTime
    endRest(request.raw, patience)
    if (url) options.observe(request.method, url, reply.statusCode, ms / 1000)
    // One line a request: what a second line would add costs a fifth of the throughput.
    request.log.info(
      {
        reqId: request.id,
        method: request.method,
        route: url,
        status: reply.statusCode,
        ms: Math.round(ms),
      },
      'answered',
    )
    done()
  })
  if (options.hosts) refuseOtherHosts(app, options.hosts, options.quotas)
  for (const route of routes) register(app, route, { ...options, patience })
  if (options.pages) await registerPages(app, options.pages, { ...options, patience })
  refuseOthers(app, routes, options.quotas)
  return app
}

/** A route that declares no known permission must not go live. */
function policed(routes: readonly Route[], known: ReadonlySet<string>): void {
  const ids = new Set<string>()
  for (const { operationId, permission, method, path } of routes) {
    if (!permission || !known.has(permission)) {
      throw new Error(
        `${method} ${path} declares the permission "${permission}", which access/permissions.ts lacks`,
      )
    }
    if (ids.has(operationId)) throw new Error(`Two routes are called ${operationId}`)
    ids.add(operationId)
  }
}

function loggerOf(logger: HttpOptions['logger']) {
  if (typeof logger === 'boolean') return logger
  return {
    level: logger.level,
    ...(logger.stream ? { stream: logger.stream } : {}),
    redact: [
      'req.headers.authorization',
      'headers.authorization',
      'password',
      'token',
      'refreshToken',
      'code',
    ],
    serializers: { req: () => ({}) },
  }
}

const languageOf = (request: FastifyRequest): 'zh' | 'en' =>
  /^\s*zh\b/i.test(request.headers['accept-language'] ?? '') ? 'zh' : 'en'

async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const known = appErrorOf(error)
  if (!known) request.log.error({ reqId: request.id, err: error }, 'failed')
  const { status, headers, body } = problemOf(known ?? internal(error), languageOf(request), request.id)
  if (status === 415)
    headers[request.method === 'PATCH' ? 'accept-patch' : 'accept-post'] = acceptedBy(request)
  // Headers of the answer that failed are none of the problem's; one of them may be what cannot be sent.
  for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
  return reply
    .code(status)
    .headers({ ...SECURITY_HEADERS, 'request-id': request.id, ...headers })
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body)
}

const acceptedBy = (request: FastifyRequest): string =>
  request.routeOptions.config.accepts ?? 'application/json'

/** ETag with the encoding's part, compression, and the headers that every answer has. */
function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload?: unknown) => void,
): void {
  reply.headers(SECURITY_HEADERS).header('request-id', request.id)
  const { rateLimit } = request
  if (rateLimit) {
    reply.header('ratelimit', rateLimit.left)
    if (rateLimit.policy) reply.header('ratelimit-policy', rateLimit.policy)
  }
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache')
  const keepsBody = request.routeOptions.config.keepsBody === true
  if (typeof payload !== 'string' && !(keepsBody && Buffer.isBuffer(payload))) {
    done(null, payload)
    return
  }
  reply.header('vary', 'Accept-Encoding, Authorization')
  const encoding = encodingFor(request.headers['accept-encoding'], payload.length)
  const tag = reply.getHeader('etag')
  if (typeof tag === 'string' && !tag.endsWith('"')) reply.header('etag', withEncoding(tag, encoding))
  // As bytes, because a long text would be walked twice: once for its length and once to write it.
  if (encoding === 'id') {
    done(null, typeof payload === 'string' && payload.length >= BYTES_FROM ? Buffer.from(payload) : payload)
    return
  }
  compressed(payload, encoding).then((body) => {
    reply.header('content-encoding', encoding)
    reply.header('content-length', body.length)
    done(null, body)
  }, done)
}

function register(app: FastifyInstance, route: Route, options: HttpOptions & { patience: Patience }): void {
  // Shapes are made when they are first asked for; to look at one here would make them all.
  const narrowed = () => 'fields' in (route.query?.shape ?? {})
  const serialize = 'response' in route ? later(() => serializerOf(route.response!, narrowed())) : undefined
  const keptBytes = later(() => cachedBytesOf(route.response))
  const { storage, recheck, quotas } = options
  const executor = { storage, recheck, serialize, quotas }
  const accepts =
    route.bodyType === 'multipart'
      ? 'multipart/form-data'
      : route.bodyType === 'merge-patch'
        ? 'application/merge-patch+json, application/json'
        : 'application/json'

  app.route<{ Params: Record<string, string>; Querystring: Record<string, unknown> }>({
    method: route.method,
    url: pathOf(route),
    ...(bodyMaxOf(route) ? { bodyLimit: bodyMaxOf(route)! } : {}),
    config: { accepts, operationId: route.operationId, keepsBody: route.keepsBody === true },
    onRequest: async (request) => {
      const principal = await admitted(route, request, options.authenticate, options.quotas)
      acceptable(route, request)
      checkParams(route, request.params)
      if (route.subject) await route.subject(contextFor(request, principal, options))
      mediaType(route, request, accepts)
      bodyInTime(request, options.patience)
    },
    handler: async (request, reply) => {
      const principal = request.principal!
      const { query, body } = request
      const checked = checkedInput(route, { query, body })
      checkFields(route.response, fieldIn(checked.query, 'fields'))
      const context = contextFor(request, principal, options, checked)
      const scoped = await scopedTo(context, options)
      if (route.stream) return route.stream(scoped, reply, request)
      const answer = route.write
        ? await executeWrite(executor, route, scoped, request)
        : await executeRead(route, scoped, serialize, keptBytes, options.storage)
      reply.code(answer.status).headers(answer.headers)
      if (answer.replayed) reply.header('idempotency-replayed', 'true')
      if (answer.body !== '' && !reply.hasHeader('content-type')) {
        reply.header('content-type', route.responseType ?? JSON_TYPE)
      }
      return reply.send(answer.body === '' && answer.status === 204 ? undefined : answer.body)
    },
  })
}

/** Whoever has not said who they are has little to say. */
const bodyMaxOf = ({ bodyMax, permission }: Route): number | undefined =>
  bodyMax ?? (permission === 'public' ? PUBLIC_BODY_MAX : undefined)

/** Compiled for the first answer: a start that compiled all of them would take half as long again. */
function later<I, O>(make: () => (value: I) => O): (value: I) => O {
  let made: ((value: I) => O) | undefined
  return (value) => {
    made ??= make()
    return made(value)
  }
}

const contextFor = (
  request: FastifyRequest,
  principal: Principal,
  { clock, storage }: HttpOptions,
  checked: { query?: unknown; body?: unknown } = {},
): Context =>
  contextOf({
    principal,
    params: request.params,
    ...checked,
    headers: request.headers,
    ifMatch: readIfMatch(request.headers['if-match']),
    language: languageOf(request),
    requestId: request.id,
    address: request.ip,
    clock,
    storage,
  })

/** A superior committee may read those below it; nobody may write into another. */
async function scopedTo(context: Context, options: HttpOptions): Promise<Context> {
  const wanted = fieldIn(context.query, 'committeeId')
  if (typeof wanted !== 'string' || wanted === context.committeeId) return context
  if (!(await options.mayRead(context.principal, wanted))) throw notFound('committee', wanted)
  return { ...context, principal: fromAbove(context.principal), committeeId: wanted }
}
