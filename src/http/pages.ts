import { timingSafeEqual } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, notFound } from '../core/errors.ts'
import { fieldIn } from '../core/records.ts'
import type { Storage } from '../storage/storage.ts'
import { ANONYMOUS, countedFailure } from './admission.ts'
import type { LoadedPages, Page, PageContext, PageReply, PageSet } from './page.ts'
import { bodyInTime, type Patience } from './patience.ts'
import { appErrorOf, failureHeaders, internal } from './problem.ts'
import type { Quotas } from './quotas.ts'
import { forbidden } from './rights.ts'
import { type Router, routerOf } from './router.ts'
import { readParts } from './upload.ts'

/** Registers pages on Fastify. Every behaviour that all pages share is here, once. */

interface PageOptions {
  storage: Storage
  quotas?: Quotas | undefined
  clock: () => Date
  patience: Patience
}

const FORM_TYPE = 'application/x-www-form-urlencoded'
/** A roll of a thousand members. */
const FORM_MAX = 524_288
const FIELDS_MAX = 5_000
const YEAR_SECONDS = 365 * 86_400
/** With the prefix, no other host of the same domain can set it. */
const SECURE_COOKIE = '__Host-lvzhi'
const PLAIN_COOKIE = 'lvzhi'
const LANGUAGE_COOKIE = 'lvzhi-lang'

/** No script at all, and nothing from anywhere else. A form of ours says where it came from, so same-origin. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none';style-src 'self';img-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
} as const

export async function registerPages(app: FastifyInstance, set: PageSet, options: PageOptions): Promise<void> {
  let loading: Promise<Loaded> | undefined
  const load = () => {
    loading ??= set.load().then((loaded) => ({
      ...loaded,
      find: routerOf(loaded.pages.map((page) => ({ method: page.method, path: page.path, target: page }))),
    }))
    return loading
  }
  await app.register(async (inner) => {
    // The reader of multipart bodies stays: it reads nothing before a page asks for it.
    inner.removeContentTypeParser(['application/json', 'application/merge-patch+json'])
    inner.addContentTypeParser(
      FORM_TYPE,
      { parseAs: 'string', bodyLimit: FORM_MAX },
      (_request, text, done) => {
        try {
          done(null, formOf(String(text)))
        } catch (error) {
          done(error instanceof Error ? error : internal(error))
        }
      },
    )
    inner.addHook('preParsing', (request, _reply, payload, done) => {
      bodyInTime(request, options.patience)
      done(null, payload)
    })
    inner.addHook('onSend', (_request, reply, payload, done) => {
      reply.headers(PAGE_HEADERS)
      if (typeof payload === 'string') reply.header('vary', 'Accept-Encoding, Accept-Language, Cookie')
      done(null, payload)
    })
    inner.setErrorHandler(async (cause, request, reply) => {
      const error = countedFailure(cause, request, options.quotas)
      const known = appErrorOf(error)
      if (!known) request.log.error({ reqId: request.id, err: error }, 'failed')
      const loaded = await load()
      const context = await contextOf(request, {}, loaded, options).catch(() =>
        bareContext(request, {}, options),
      )
      const failure = known ?? internal(error)
      reply.headers(failureHeaders(failure))
      return send(request, reply, await loaded.failed(context, failure))
    })
    for (const url of set.paths) {
      inner.route({
        method: ['GET', 'POST'],
        url,
        handler: async (request, reply) => {
          const loaded = await load()
          const match = pageAt(loaded.find, request)
          const context = await contextOf(request, match?.params ?? {}, loaded, options)
          options.quotas?.admit(request, context.principal)
          if (!match) throw notFound('page', request.url.slice(0, 200))
          return send(request, reply, await answered(match.page, request, context))
        },
      })
    }
  })
}

interface Loaded extends LoadedPages {
  find: Router<Page>
}

/** The page of a path; HEAD looks as GET does. */
function pageAt(
  find: Router<Page>,
  { method, url }: FastifyRequest,
): { page: Page; params: Params } | undefined {
  const match = find(method === 'HEAD' ? 'GET' : method, url.split('?', 1)[0]!)
  if (!match) return undefined
  const params: Record<string, string> = {}
  for (const [name, sent] of Object.entries(match.params)) {
    const text = decoded(sent)
    if (!text) return undefined
    params[name] = text
  }
  return { page: match.target, params }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // A part that is no UTF-8 names nothing.
    return undefined
  }
}

async function answered(
  page: Page,
  request: FastifyRequest,
  context: PageContext<string>,
): Promise<PageReply> {
  const texts = [...Object.values(context.params), ...Object.values(context.query)]
  if (texts.some((text) => text.includes('\u0000') || !text.isWellFormed()))
    throw notFound('page', 'of this name')
  if (page.method === 'POST') checkOrigin(request)
  if (page.access === 'session' && context.formToken === undefined) throw signInFirst()
  const sent = page.upload && request.isMultipart() ? await uploaded(page.upload, request, context) : context
  if (page.method === 'POST' && context.formToken !== undefined) checkToken(sent)
  return page.answer(sent)
}

/** The form with its file; whoever may not send one is refused before it is read. */
async function uploaded(
  { fileMax, permission }: NonNullable<Page['upload']>,
  request: FastifyRequest,
  context: PageContext<string>,
): Promise<PageContext<string>> {
  if (!context.principal.permissions.has(permission)) throw formRefused()
  const pieces: Buffer[] = []
  const { file, fields } = await readParts(request, fileMax, (piece) => void pieces.push(piece))
  const texts = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)])
  return { ...context, form: new URLSearchParams(texts), file: { ...file, bytes: Buffer.concat(pieces) } }
}

const signInFirst = (): AppError =>
  new AppError('unauthenticated', {
    en: 'Sign in first, or again: the session is over. Nothing was written',
    zh: '请先登录；如已登录过，会话已结束。没有写入任何内容',
  })

const formRefused = (): AppError =>
  forbidden({
    en: 'The form was not sent from a page of this session: open the page again and send it from there',
    zh: '该表单不是从本次会话的页面提交的：请重新打开页面再提交',
  })

/** Whoever sends a form says which page it is on; a form of another site is refused before it is read. */
function checkOrigin(request: FastifyRequest): void {
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  if (origin === undefined ? site === 'same-origin' : hostOf(origin) === request.host) return
  throw formRefused()
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined

function checkToken({ form, formToken }: PageContext): void {
  const [sent, own] = [Buffer.from(form.get('token') ?? ''), Buffer.from(formToken!)]
  if (sent.length !== own.length || !timingSafeEqual(sent, own)) throw formRefused()
}

function formOf(text: string): URLSearchParams {
  const form = new URLSearchParams(text)
  const tooMany = { en: `A form has at most ${FIELDS_MAX} fields`, zh: `一个表单最多 ${FIELDS_MAX} 个字段` }
  if (form.size > FIELDS_MAX) throw new AppError('too_large', tooMany)
  return form
}

type Params = Readonly<Record<string, string>>

async function contextOf(
  request: FastifyRequest,
  params: Params,
  { principalOf, formTokenOf }: LoadedPages,
  options: PageOptions,
): Promise<PageContext<string>> {
  const token = sessionIn(request)
  const principal = token === undefined ? undefined : await principalOf(token)
  const signedIn = principal && token !== undefined ? { principal, formToken: formTokenOf(token) } : {}
  return { ...bareContext(request, params, options), ...signedIn }
}

function bareContext(
  request: FastifyRequest,
  params: Params,
  { clock, storage }: PageOptions,
): PageContext<string> {
  const query = request.query ?? {}
  const single = Object.entries(query).map(([name, value]) => [
    name,
    Array.isArray(value) ? value[0]! : value,
  ])
  return {
    principal: ANONYMOUS,
    formToken: undefined,
    params,
    query: Object.fromEntries(single),
    form: request.body instanceof URLSearchParams ? request.body : new URLSearchParams(),
    language: languageOf(request),
    origin: `${request.protocol}://${request.host}`,
    url: request.url,
    requestId: request.id,
    address: request.ip,
    device: deviceIn(request),
    clock,
    storage,
  }
}

const cookiesOf = (request: FastifyRequest) => parseCookie(request.headers.cookie ?? '')

function sessionIn(request: FastifyRequest): string | undefined {
  const cookies = cookiesOf(request)
  return cookies[SECURE_COOKIE] ?? cookies[PLAIN_COOKIE]
}

function deviceIn(request: FastifyRequest): string | undefined {
  const cookies = cookiesOf(request)
  return cookies[`${SECURE_COOKIE}-device`] ?? cookies[`${PLAIN_COOKIE}-device`]
}

/** Chinese, unless English was chosen or is what the browser asks for first. */
function languageOf(request: FastifyRequest): 'zh' | 'en' {
  const chosen = chosenLanguage(request) ?? cookiesOf(request)[LANGUAGE_COOKIE]
  if (chosen === 'en' || chosen === 'zh') return chosen
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh'
}

function chosenLanguage(request: FastifyRequest): 'zh' | 'en' | undefined {
  const lang = fieldIn(request.query, 'lang')
  return lang === 'en' || lang === 'zh' ? lang : undefined
}

function send(request: FastifyRequest, reply: FastifyReply, answer: PageReply): FastifyReply {
  const language = chosenLanguage(request)
  if (language) {
    const cookie = { name: LANGUAGE_COOKIE, value: language, path: '/', maxAge: YEAR_SECONDS } as const
    reply.header('set-cookie', stringifySetCookie({ ...cookie, sameSite: 'lax', httpOnly: true }))
  }
  if (answer.session)
    for (const cookie of sessionCookies(request, answer.session)) reply.header('set-cookie', cookie)
  if (answer.device) reply.header('set-cookie', deviceCookie(request, answer.device))
  reply.header('cache-control', 'no-store').headers(answer.headers ?? {})
  if (answer.location !== undefined) return reply.code(303).header('location', answer.location).send()
  return reply
    .code(answer.status ?? 200)
    .header('content-type', answer.type ?? 'text/html; charset=utf-8')
    .send(answer.body)
}

/** Over https, as the page itself says, only over https. */
const isSecure = (request: FastifyRequest): boolean =>
  (request.headers.origin ?? `${request.protocol}:`).startsWith('https:')

/** Signs nobody in: it outlives sessions, and says only that somebody who knew a password was here. */
function deviceCookie(request: FastifyRequest, value: string): string {
  const secure = isSecure(request)
  const name = `${secure ? SECURE_COOKIE : PLAIN_COOKIE}-device`
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', maxAge: YEAR_SECONDS } as const
  return stringifySetCookie({ ...attributes, name, value, secure })
}

function sessionCookies(request: FastifyRequest, session: NonNullable<PageReply['session']>): string[] {
  const secure = isSecure(request)
  const shape = { path: '/', httpOnly: true, sameSite: 'lax' } as const
  if (session === 'ended') {
    return [PLAIN_COOKIE, SECURE_COOKIE].map((name) =>
      stringifySetCookie({ ...shape, name, value: '', maxAge: 0, secure: name === SECURE_COOKIE }),
    )
  }
  const name = secure ? SECURE_COOKIE : PLAIN_COOKIE
  return [stringifySetCookie({ ...shape, name, value: session.token, maxAge: session.seconds, secure })]
}
