import net from 'node:net'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'
import { pathOf, type Route } from '../../src/http/route.ts'
import { ABSENT } from '../support/makers.ts'
import { aMember, aTerm } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** How every route takes and gives bodies, whatever it is about. */

const ROUTES = contractRoutes()
const at = (route: Route) => pathOf(route).replace(/:\w+/g, ABSENT)
// Where a subject is named in the path it is looked for first.
const withBody = ROUTES.filter((route) => route.body && route.bodyType !== 'multipart' && !route.subject)

inEveryWorld('representation', (world) => {
  const api = () => request(world.app.server)
  const bearer = () => `Bearer ${world.admin.token}`
  let url: string

  beforeAll(async () => {
    url = `/v1/members/${(await aMember(world, { name: '曾国兰' })).id}`
  })

  it('an object as JSON in UTF-8, days as days, instants in UTC, every field present', async () => {
    const { body, headers } = await world.admin.get(url).expect(200)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(headers['request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
    expect(body.validFrom).toBe('2017-02-20')
    expect(body.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(body).toMatchObject({ phone: null, birthDate: null, deletedAt: null, externalId: null })
  })

  it.each(withBody.map((route) => [route.operationId, route] as const))(
    '415 for text to %s',
    async (_id, route) => {
      const method = route.method.toLowerCase() as 'post' | 'patch'
      const answer = await api()
        [method](at(route))
        .set('authorization', bearer())
        .set('content-type', 'text/plain')
        .send('x')
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media'])
      expect(answer.headers[`accept-${method}`]).toContain('application/json')
    },
  )

  it('406 with what there is; a wildcard, a list or nothing is fine', async () => {
    for (const accept of ['application/xml', 'text/html', 'image/*']) {
      const { body } = await world.admin.get(url, { accept }).expect(406)
      expect(body).toMatchObject({ code: 'not_acceptable', available: ['application/json'] })
    }
    for (const accept of ['*/*', 'application/*', 'text/html, application/json;q=0.9']) {
      await world.admin.get(url, { accept }).expect(200)
    }
  })

  it('400 names every unknown field with the nearest known one', async () => {
    const sent = {
      termId: await aTerm(world),
      memberNo: 'a1',
      name: '某',
      validFrom: '2019-01-01',
      nmae: 'x',
      colour: 1,
    }
    const { body } = await world.admin.post('/v1/members', sent).expect(400)
    expect(body.errors).toEqual([
      { pointer: '/nmae', code: 'unknown_field', detail: expect.stringContaining('did you mean name?') },
      { pointer: '/colour', code: 'unknown_field', detail: 'is not a field here' },
    ])
  })

  it('400 for an unknown or a repeated parameter', async () => {
    const unknown = await world.admin.get('/v1/members?limitt=5').expect(400)
    expect(unknown.body.errors[0]).toMatchObject({ parameter: 'limitt', code: 'unknown_parameter' })
    const twice = await world.admin.get('/v1/members?limit=5&limit=6').expect(400)
    expect(twice.body.errors[0]).toMatchObject({ parameter: 'limit', code: 'repeated_parameter' })
    await world.admin.post('/v1/auth/logout?now=1').expect(400)
  })

  it.each(['{"__proto__":{"admin":true}}', '{"a":{"constructor":{"prototype":{"admin":true}}}}'])(
    '400 for %s and no prototype is touched',
    async (text) => {
      await api().post('/v1/terms').set('authorization', bearer()).type('json').send(text).expect(400)
      expect(({} as { admin?: boolean }).admin).toBeUndefined()
    },
  )

  it('413 over the limit, 400 when nested too deep or with too many items', async () => {
    const large = { name: 'x'.repeat(1_100_000) }
    expect((await world.admin.post('/v1/terms', large).expect(413)).body.code).toBe('too_large')
    const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`
    const nested = await api()
      .post('/v1/terms')
      .set('authorization', bearer())
      .type('json')
      .send(deep)
      .expect(400)
    expect(nested.body.errors[0].code).toBe('too_deep')
    const items = Array.from({ length: 1_001 }, () => ({ memberId: ABSENT, presence: 'present' }))
    const many = await world.admin.post(`/v1/meeting-sessions/${ABSENT}/attendance`, { items }).expect(400)
    expect(many.body.errors[0]).toMatchObject({ pointer: '/items', code: 'too_big' })
  })

  const others = [...Map.groupBy(ROUTES, pathOf)].map(
    ([path, routes]) => [path, routes.map((one) => one.method)] as const,
  )
  it.each(others)('405 and OPTIONS tell the methods of %s', async (path, methods) => {
    const target = path.replace(/:\w+/g, ABSENT)
    const allow = [
      ...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))),
      'OPTIONS',
    ]
    const told = (text: string | undefined) => text?.split(', ').sort()
    const options = await api().options(target).expect(204)
    expect(told(options.headers['allow'])).toEqual([...allow].sort())
    const wrong = (['put', 'patch', 'delete', 'post', 'get'] as const).find(
      (name) => !allow.includes(name.toUpperCase()),
    )!
    const refused = await api()[wrong](target).expect(405)
    expect(told(refused.headers['allow'])).toEqual([...allow].sort())
    expect(refused.body.code).toBe('method_not_allowed')
  })

  describe('compression', () => {
    it('above a kilobyte: another tag per encoding, Vary, the same HEAD', async () => {
      for (let i = 0; i < 6; i += 1) await aMember(world)
      const list = '/v1/members?limit=50'
      const plain = await world.admin.get(list, { 'accept-encoding': 'identity' }).expect(200)
      const tags = new Set([plain.headers['etag']])
      expect(plain.headers['content-encoding']).toBeUndefined()
      for (const encoding of ['gzip', 'br']) {
        const packed = await world.admin.get(list, { 'accept-encoding': encoding }).expect(200)
        expect(packed.headers['content-encoding']).toBe(encoding)
        expect(packed.headers['vary']).toContain('Accept-Encoding')
        expect(packed.body).toEqual(plain.body)
        tags.add(packed.headers['etag'])
        const head = await world.admin.head(list, { 'accept-encoding': encoding }).expect(200)
        for (const name of ['etag', 'content-encoding', 'content-length', 'vary']) {
          expect(head.headers[name], name).toBe(packed.headers[name])
        }
        await world.admin
          .get(list, { 'accept-encoding': encoding, 'if-none-match': packed.headers['etag']! })
          .expect(304)
      }
      expect(tags.size).toBe(3)
    })
  })

  it.each([
    (path: string) => `${path}/`,
    (path: string) => path.replace('/v1/', '/v1//'),
    (path: string) => path.replace(/.(?=[^/]*$)/, '%2F'),
    (path: string) => `${path}%00`,
    (path: string) => path.toUpperCase(),
  ])('404 for another path that only looks alike', async (bend) => {
    const answer = await world.admin.get(bend(url))
    expect(answer.status).toBe(404)
    expect(answer.headers['location']).toBeUndefined()
  })

  it.each([
    ['no request at all', 'HELLO\r\n\r\n', 400],
    ['a header without end', `GET /livez HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'a path that is not UTF-8',
      'GET /v1/members/%C0%AF HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      400,
    ],
  ])('a problem even for %s', async (_what, sent, status) => {
    const { port } = world.app.server.address() as net.AddressInfo
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.end(sent))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json')
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status })
  })
})
