import request from 'supertest'
import { describe, expect, it, vi } from 'vitest'
import { buildApp, contractRoutes } from '../../src/app.ts'
import { ERRORS, type ErrorCode } from '../../src/core/errors.ts'
import { pathOf, type Route } from '../../src/http/route.ts'
import { ABSENT } from '../support/makers.ts'
import { inEveryWorld } from '../support/world.ts'

/** Failures have one form (RFC 9457), the same for the same defect wherever it is sent. */

const ROUTES = contractRoutes()
const at = (route: Route) => pathOf(route).replace(/:code/, 'internal').replace(/:\w+/g, ABSENT)
const closed = ROUTES.filter((route) => route.permission !== 'public')

inEveryWorld('problems', (world) => {
  const api = () => request(world.app.server)
  const send = (route: Route, token?: string) => {
    const test = api()[route.method.toLowerCase() as 'get'](at(route))
    return token ? test.set('authorization', `Bearer ${token}`) : test
  }

  it.each(Object.keys(ERRORS) as ErrorCode[])(
    'GET /problems/%s explains it in both languages',
    async (code) => {
      const { body } = await api().get(`/problems/${code}`).expect(200)
      expect(body).toEqual({ code, ...ERRORS[code] })
      expect(body.zh).toMatch(/[一-龥]/)
    },
  )

  it('404 for a code that there is not, whatever it is called', async () => {
    for (const code of ['nothing', 'constructor', '__proto__', 'toString']) {
      await api().get(`/problems/${code}`).expect(404)
    }
  })

  it('has type, title, status, detail, instance, code, request id', async () => {
    const { body, headers } = await api().get('/v1/members').set('request-id', 'mine-1').expect(401)
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toEqual({
      type: '/problems/unauthenticated',
      title: ERRORS.unauthenticated.en,
      status: 401,
      detail: expect.any(String),
      instance: 'urn:request:mine-1',
      code: 'unauthenticated',
      requestId: 'mine-1',
      retryable: false,
    })
  })

  it('speaks the language that is asked for; the code stays', async () => {
    for (const [asked, given] of [
      ['zh-CN', 'zh-CN'],
      ['zh', 'zh-CN'],
      ['en', 'en'],
      ['fr', 'en'],
    ] as const) {
      const { body, headers } = await api().get('/v1/nothing').set('accept-language', asked).expect(404)
      expect(headers['content-language']).toBe(given)
      expect(body.title).toBe(given === 'en' ? ERRORS.not_found.en : ERRORS.not_found.zh)
      expect(body.code).toBe('not_found')
    }
  })

  it.each(['short', 'A.b_C-9'.padEnd(128, 'x')])('keeps the request id %s', async (id) => {
    expect((await api().get('/livez').set('request-id', id)).headers['request-id']).toBe(id)
  })

  it.each(['a b', 'x'.repeat(129), 'a;b', '"x"', '编号'])('replaces the request id %j', async (id) => {
    const sent = Buffer.from(id).toString('latin1')
    expect((await api().get('/livez').set('request-id', sent)).headers['request-id']).toMatch(
      /^[0-9a-f-]{36}$/,
    )
  })

  describe('the same defect has the same answer on every route', () => {
    it.each(closed.map((route) => [route.operationId, route] as const))('%s', async (_id, route) => {
      const anonymous = await send(route)
      expect([anonymous.status, anonymous.body.code]).toEqual([401, 'unauthenticated'])
      expect(anonymous.headers['www-authenticate']).toBe('Bearer')
      if (route.method !== 'GET') {
        const bent = await send(route, world.admin.token).type('json').send('{"a":')
        // Whose subject does not exist is told that first.
        const expected = route.subject ? [404, 'not_found'] : [400, 'malformed_json']
        const wrongType = [415, 'unsupported_media']
        expect([expected, wrongType]).toContainEqual([bent.status, bent.body.code])
      }
      if (/:id/.test(route.path)) {
        const bad = pathOf(route).replace(/:\w+/g, 'no-uuid')
        const answer = await api()
          [route.method.toLowerCase() as 'get'](bad)
          .set('authorization', `Bearer ${world.admin.token}`)
        expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
      }
      // Whoever says that they hold what is not there is told no more than whoever asks for it.
      if (route.method === 'GET' && /:id/.test(route.path)) {
        const [asked, held] = [await send(route, world.admin.token), send(route, world.admin.token)]
        expect((await held.set('if-none-match', '*')).status).toBe(asked.status)
      }
    })
  })

  it('401 before 403 before 404 before 415 before 400 before 428 before 412', async () => {
    const member = await world.as('auditor')
    const created = await world.admin
      .post('/v1/terms', { number: 3, name: '三届', startsOn: '2001-01-01', endsOn: '2001-12-31' })
      .expect(201)
    const [known, unknown] = [`/v1/terms/${created.body.id}`, `/v1/terms/${ABSENT}`]
    const patch = (url: string, token: string, type: string, body: string, ifMatch?: string) => {
      const test = api().patch(url).set('authorization', `Bearer ${token}`).set('content-type', type)
      return (ifMatch ? test.set('if-match', ifMatch) : test).send(body)
    }
    const json = 'application/merge-patch+json'
    const ladder: [number, PromiseLike<{ status: number }>][] = [
      [401, patch(unknown, 'wrong', 'text/plain', '{', '"9"')],
      [403, patch(unknown, member.token, 'text/plain', '{', '"9"')],
      [404, patch(unknown, world.admin.token, 'text/plain', '{', '"9"')],
      [415, patch(known, world.admin.token, 'text/plain', '{', '"9"')],
      [400, patch(known, world.admin.token, json, '{"x":1}', '"9"')],
      [428, patch(known, world.admin.token, json, '{"endsOn":"2000-01-01"}')],
      [412, patch(known, world.admin.token, json, '{"endsOn":"2000-01-01"}', '"9"')],
      [422, patch(known, world.admin.token, json, '{"endsOn":"2000-01-01"}', '"1"')],
    ]
    for (const [status, answer] of ladder) expect((await answer).status).toBe(status)
  })

  it('500 tells nothing but the request id, which finds the log line', async () => {
    const lines: string[] = []
    const stream = { write: (line: string) => void lines.push(line) }
    const app = await buildApp(world.deps, { logger: { level: 'info', stream } })
    await app.ready()
    const broken = vi.spyOn(world.storage, 'query').mockImplementation(async () => {
      throw new Error('select secret from somewhere')
    })
    const { body, text } = await request(app.server)
      .get('/v1/auth/me')
      .set('authorization', `Bearer ${world.admin.token}`)
    broken.mockRestore()
    await app.close()
    expect(body).toMatchObject({ status: 500, code: 'internal', retryable: false })
    expect(text).not.toMatch(/secret|select|\.ts|at /)
    const line = lines.find((one) => one.includes(body.requestId) && one.includes('failed'))
    expect(line).toContain('select secret from somewhere')
  })

  it('what may be tried again says so and when', async () => {
    for (const [code, retryable] of [
      ['validation_failed', false],
      ['not_found', false],
    ] as const) {
      const answer =
        code === 'not_found' ? await api().get('/v1/nothing') : await world.admin.get('/v1/terms?x=1')
      expect(answer.body.retryable).toBe(retryable)
      expect(answer.headers['retry-after']).toBeUndefined()
    }
  })
})
