import request from 'supertest'
import { expect, it } from 'vitest'
import { ERRORS, type ErrorCode } from '../../src/core/errors.ts'
import { ABSENT } from '../support/makers.ts'
import { act, aMeeting, aMember, aTerm } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Every kind of refusal in its one form, in both languages, and whether it may be tried again. */

const anOwn = async (world: World) => `/v1/members/${(await aMember(world)).id}`

const REFUSALS: [
  code: ErrorCode,
  send: (world: World, headers: Record<string, string>) => Promise<request.Response>,
][] = [
  [
    'malformed_json',
    async (world, headers) =>
      world.admin.post('/v1/terms', undefined, { ...headers, 'content-type': 'application/json' }).send('{'),
  ],
  ['validation_failed', async (world, headers) => world.admin.post('/v1/terms', {}, headers)],
  [
    'idempotency_key_required',
    async (world, headers) =>
      world.admin.post('/v1/exports', { kind: 'ranking', format: 'csv', periodId: ABSENT }, headers),
  ],
  ['cursor_invalid', async (world, headers) => world.admin.get('/v1/members?cursor=x', headers)],
  ['unauthenticated', async (world, headers) => request(world.app.server).get('/v1/members').set(headers)],
  ['forbidden', async (world, headers) => (await world.as('auditor')).post('/v1/terms', {}, headers)],
  ['not_found', async (world, headers) => world.admin.get('/v1/nothing', headers)],
  ['method_not_allowed', async (world, headers) => world.admin.delete('/v1/terms', headers)],
  [
    'not_acceptable',
    async (world, headers) => world.admin.get('/v1/terms', { ...headers, accept: 'application/xml' }),
  ],
  [
    'already_exists',
    async (world, headers) => {
      const { memberNo } = await aMember(world)
      const again = { termId: await aTerm(world), memberNo, name: '某', validFrom: '2017-02-20' }
      return world.admin.post('/v1/members', again, headers)
    },
  ],
  [
    'state_conflict',
    async (world, headers) => {
      const url = `/v1/meetings/${(await aMeeting(world)).id}`
      await act(world, url, 'cancel', { reason: '台风' })
      return world.admin.post(`${url}/cancel`, { reason: '台风' }, { ...headers, 'if-match': '*' })
    },
  ],
  [
    'gone',
    async (world, headers) => {
      const url = await anOwn(world)
      await world.admin.delete(url, { 'if-match': '*' }).expect(204)
      return world.admin.get(url, headers)
    },
  ],
  [
    'stale_version',
    async (world, headers) =>
      world.admin.patch(await anOwn(world), { unit: '某' }, { ...headers, 'if-match': '"9"' }),
  ],
  [
    'too_large',
    async (world, headers) => world.admin.post('/v1/terms', { name: 'x'.repeat(1_100_000) }, headers),
  ],
  [
    'unsupported_media',
    async (world, headers) =>
      world.admin.post('/v1/terms', undefined, { ...headers, 'content-type': 'text/plain' }).send('x'),
  ],
  [
    'rule_violation',
    async (world, headers) =>
      world.admin.patch(await anOwn(world), { validTo: '2001-01-01' }, { ...headers, 'if-match': '*' }),
  ],
  [
    'unknown_reference',
    async (world, headers) =>
      world.admin.post('/v1/opinions', { title: '信息', authorIds: [ABSENT] }, headers),
  ],
  [
    'precondition_required',
    async (world, headers) => world.admin.patch(await anOwn(world), { unit: '某' }, headers),
  ],
]

inEveryWorld('the form of a problem', (world) => {
  it.each(REFUSALS)('%s', async (code, send) => {
    const { status, zh, en } = ERRORS[code]
    for (const [asked, given, title] of [
      ['zh-CN', 'zh-CN', zh],
      ['en', 'en', en],
    ] as const) {
      const answer = await await send(world, { 'accept-language': asked, 'request-id': `form-${given}` })
      expect(answer.status, answer.text).toBe(status)
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
      expect(answer.headers).toMatchObject({ 'content-language': given, 'request-id': `form-${given}` })
      expect(answer.body).toMatchObject({
        type: `/problems/${code}`,
        title,
        status,
        detail: expect.any(String),
        instance: `urn:request:form-${given}`,
        code,
        requestId: `form-${given}`,
        retryable: false,
      })
      expect(answer.headers['retry-after']).toBeUndefined()
      expect(/[一-龥]/.test(answer.body.detail)).toBe(given === 'zh-CN')
    }
  })

  it('names everything that is wrong at once, in the query as in the body', async () => {
    const sent = { number: 'nine', name: '', startsOn: '2019-02-30', colour: 1 }
    const { body } = await world.admin.post('/v1/terms?validateOnly=perhaps&shade=2', sent).expect(400)
    const places = body.errors.map(
      (error: { pointer?: string; parameter?: string }) => error.pointer ?? error.parameter,
    )
    expect(places.sort()).toEqual([
      '/colour',
      '/endsOn',
      '/name',
      '/number',
      '/startsOn',
      'shade',
      'validateOnly',
    ])
    for (const error of body.errors) expect(error).toMatchObject({ code: expect.any(String) })
  })

  it('a field that is missing is said to be, whatever its kind', async () => {
    const { body } = await world.admin.post('/v1/periods', {}).expect(400)
    for (const pointer of ['/kind', '/name', '/startsOn', '/regulationId']) {
      expect(body.errors).toContainEqual({ pointer, code: 'required', detail: 'is required' })
    }
  })

  it('428 tells how to get what is missing, and the tag of a 412 is good for the next try', async () => {
    const url = await anOwn(world)
    const { body } = await world.admin.patch(url, { unit: '某' }, {}).expect(428)
    expect(body.detail).toContain('If-Match')
    const stale = await world.admin.patch(url, { unit: '某' }, { 'if-match': '"9"' }).expect(412)
    expect(stale.body.currentVersion).toBe(1)
    await world.admin.patch(url, { unit: '某' }, { 'if-match': stale.headers['etag']! }).expect(200)
  })

  it('a record is not made over one that stands: 409 for its number, and no PUT', async () => {
    const { memberNo } = await aMember(world)
    const answer = await request(world.app.server)
      .put(`/v1/members/by-no/${memberNo}`)
      .set('authorization', `Bearer ${world.admin.token}`)
      .set('if-none-match', '*')
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
})
