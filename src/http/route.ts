import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { AppError, ErrorCode } from '../core/errors.ts'
import type { Storage, Tx } from '../storage/storage.ts'
import type { Place } from './router.ts'
import type { UploadSource } from './upload.ts'

/**
 * A route is data: one declaration validates, types, documents and polices it. `server.ts` registers it,
 * `openapi.ts` prints it, the permission matrix tests it.
 */

/** Organization ids; null: no limit. */
export type Departments = readonly string[] | null

/** Who asks, as far as a route needs to know. */
export interface Principal {
  readonly kind: 'user' | 'key' | 'anonymous'
  readonly id: string
  /** How the event log names them. */
  readonly actor: string
  readonly committeeId: string
  readonly permissions: ReadonlySet<string>
  /**
   * Departments to whose records the permission of this request reaches; null: all of the committee. Before a request is
   * admitted, the departments that any of the permissions is limited to.
   */
  readonly departments: Departments
  /** The same by permission: a role that is limited to departments is not freed by another that lacks the permission. */
  readonly reach: ReadonlyMap<string, Departments>
  /** The person behind a member's login; their own record is all that a member sees. */
  readonly personId: string | null
  /** Same for two principals that see the same fields and rows: part of every ETag. */
  readonly view: string
  readonly sessionVersion: number
}

/** The principal as one permission lets them act: with the departments that it reaches to. */
export function under(principal: Principal, permission: string): Principal {
  const departments = principal.reach.get(permission)
  if (departments === undefined || departments === principal.departments) return principal
  return { ...principal, departments }
}

export interface Context<P = unknown, Q = unknown, B = unknown> {
  readonly principal: Principal
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly language: 'zh' | 'en'
  readonly requestId: string
  readonly headers: Readonly<IncomingHttpHeaders>
  /** Address of the client, for throttling. */
  readonly address: string
  /** What `If-Match` demands: a version, `*`, or nothing. */
  readonly ifMatch: IfMatch
  /** The committee that is read: the principal's own, or one below it. */
  readonly committeeId: string
  readonly clock: () => Date
  readonly storage: Storage
}

export type IfMatch = { any: true } | { versions: readonly number[] } | undefined

export interface Reply {
  readonly body?: unknown
  /** Version of the resource in the body; becomes its ETag. */
  readonly version?: number
  readonly location?: string
  readonly headers?: Record<string, string>
  readonly status?: number
  /** Refuses the request although the transaction's effect stands: a reused token revokes its family. */
  readonly refusal?: AppError
}

export type Shape = z.ZodType | undefined
type Fields = z.ZodObject | undefined
/** What a shape makes of what is sent. */
export type Of<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined

type Status = 200 | 201 | 202 | 204

interface RouteDeclaration<P extends Fields, Q extends Fields, B extends Shape, E> {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Below `/v1`, unless `root`; `:name` stands for a parameter. */
  path: string
  /** Served at the root instead of below `/v1`. */
  root?: true
  operationId: string
  summary: string
  description?: string
  tag: string
  /** A permission of the table in `access/permissions.ts`; `public` needs no credential, `any` any valid one. */
  permission: string
  params?: NonNullable<P>
  /** Request headers of this route alone, for the contract. */
  headers?: z.ZodObject
  query?: NonNullable<Q>
  body?: NonNullable<B>
  /** `multipart` bodies are read by `prepare`; other bodies are JSON. */
  bodyType?: 'json' | 'merge-patch' | 'multipart'
  bodyMax?: number
  /** 200 unless said otherwise. */
  status?: Status
  /** A further answer in the route's own form, with the case in which it is given. */
  otherwise?: { status: 204 | 503; when: string }
  response?: z.ZodType
  responseType?: string
  /** Of a file: every type that it may have. */
  fileTypes?: readonly string[]
  /** Failures beside those that every route of its kind has. */
  failures?: readonly ErrorCode[]
  example?: unknown
  /** `required`: 400 without a key. POST takes an optional key, other methods none. */
  idempotency?: 'required'
  /** The answer holds a secret that is shown once, so it is never kept for a replay. */
  secretAnswer?: true
  /** If-Match must be sent: the change feeds a score. */
  precondition?: true
  /** A read that answers with an ETag of its own. */
  versioned?: true
  /**
   * The table that its pages come from, how they are sorted unless asked otherwise (an index answers that), and which
   * fields are masked for those who do not see them (`sight.ts`).
   */
  lists?: { table: string; sort: string; personal?: readonly string[] }
  /** The answer depends on nothing but the committee's records: its ETag is the committee's sequence number. */
  tagged?: true
  /** The handler may answer with the same object again, which nobody changes: its text is kept with it. */
  keepsBody?: true
  /** Work outside the transaction, such as hashing a password or reading an upload. */
  prepare?: (context: Context<Of<P>, Of<Q>, Of<B>>, source: UploadSource) => Promise<E>
  read?: (context: Context<Of<P>, Of<Q>, Of<B>>) => Promise<Reply>
  write?: (tx: Tx, context: Context<Of<P>, Of<Q>, Of<B>>, prepared: E) => Promise<Reply>
  /** Committee of the transaction where it is not the principal's (first set-up, login). */
  committeeOf?: (context: Context<Of<P>, Of<Q>, Of<B>>, prepared: E) => Promise<string>
  /** Runs alone under this name, over all processes. */
  lock?: string
  /** Counts towards no quota: what a balancer asks, and asks often. */
  unmetered?: true
  /** Connections of its own: a crowd of other requests does not keep people from logging in. */
  lane?: 'logins'
  /** After the commit, for what must not wait for it: waking the job runner. */
  after?: (context: Context<Of<P>, Of<Q>, Of<B>>) => void
  /** Writes the answer itself: event streams and files. */
  stream?: (
    context: Context<Of<P>, Of<Q>, Of<B>>,
    reply: FastifyReply,
    request: FastifyRequest,
  ) => Promise<unknown>
  /** Whether the subject exists for this principal, asked before the body is looked at (404 before 400). */
  subject?: (context: Context<Of<P>>) => Promise<unknown>
}

// biome-ignore lint/suspicious/noExplicitAny: a list of routes holds every shape; each was typed where it was declared
type AnyRoute = RouteDeclaration<any, any, any, any>
export type Route = Omit<AnyRoute, 'params' | 'query' | 'body' | 'status'> & {
  status: Status
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
}

/** Types a declaration; it stays plain data. Without a `query` it takes no parameters, and refuses any. */
export function route<
  P extends Fields = undefined,
  Q extends Fields = undefined,
  B extends Shape = undefined,
  E = undefined,
>(declaration: RouteDeclaration<P, Q, B, E>): Route {
  // In place: what a declaration makes when it is first asked for stays a getter.
  declaration.status ??= 200
  return declaration as typeof declaration & { status: Status }
}

export const pathOf = (route: Route): string => (route.root ? route.path : `/v1${route.path}`)

/** The route as the router is told of it. */
export const placeOf = (route: Route): Place<Route> => ({
  method: route.method,
  path: pathOf(route),
  target: route,
})
