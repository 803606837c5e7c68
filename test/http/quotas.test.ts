import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { QUOTA_DEFAULTS, type QuotaSettings } from '../../src/http/quotas.ts'
import { openStorage } from '../../src/storage/open.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { observed } from '../support/answers.ts'
import { inEveryWorld } from '../support/world.ts'

inEveryWorld('quotas', (world) => {
  const apps: FastifyInstance[] = []
  const storages: Storage[] = []
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close()
    // What was told last may still be on its way.
    await setTimeout(100)
    if (world.engine === 'postgres') await world.storage.query('delete from request_counts', [])
    for (const storage of storages.splice(0)) await storage.close()
  })

  /** Another server on the database of this world, as a process of its own would be. */
  const serverWith = async (quotas: Partial<QuotaSettings>, storage: Storage = world.storage) => {
    const app = await buildApp({ ...world.deps, storage }, { quotas: { ...QUOTA_DEFAULTS, ...quotas } })
    observed(app)
    await app.ready()
    apps.push(app)
    const send = (path: string, token: string | null = world.admin.token) => {
      const test = request(app.server).get(path)
      return token === null ? test : test.set('authorization', `Bearer ${token}`)
    }
    return { app, send }
  }

  it('every answer tells what is left; beyond it 429 says when to come again', async () => {
    const { send } = await serverWith({ principal: 3, committee: 100 })
    const first = await send('/v1/organizations')
    expect(first.status).toBe(200)
    expect(first.headers).not.toHaveProperty('ratelimit-policy')
    expect(first.headers['ratelimit']).toBe('"principal";r=2;t=60')
    const refused = await send('/v1/organizations/nothing').expect(404)
    expect(refused.headers['ratelimit']).toMatch(/^"principal";r=1;/)
    await send('/v1/organizations').expect(200)
    const { status, headers, body } = await send('/v1/organizations')
    expect([status, body.code, body.retryable]).toEqual([429, 'rate_limited', true])
    expect(Number(headers['retry-after'])).toBeGreaterThan(50)
    expect(headers['ratelimit']).toMatch(/^"principal";r=0;/)
    expect(headers['ratelimit-policy']).toBe('"principal";q=3;w=60, "committee";q=100;w=60')
  })

  it('one login that is spent leaves the others of its committee, until that is spent too', async () => {
    const clerk = await world.as('auditor')
    const { send } = await serverWith({ principal: 2, committee: 4 })
    for (const status of [200, 200, 429]) await send('/v1/organizations').expect(status)
    await send('/v1/organizations', clerk.token).expect(200)
    const spent = await send('/v1/organizations', clerk.token)
    expect([spent.status, spent.body.detail]).toEqual([
      429,
      expect.stringMatching(/^Your committee sent more requests/),
    ])
  })

  it('who has no credential is counted by address, a wrong one too; probes never are', async () => {
    const { send } = await serverWith({ address: 2 })
    const stranger = await send('/v1/organizations', null).expect(401)
    expect(stranger.headers['ratelimit']).toMatch(/^"address";r=1;/)
    await send('/v1/organizations', 'wrong').expect(401)
    await send('/openapi.json', null).expect(429)
    for (let n = 0; n < 5; n += 1) await send('/livez', null).expect(200)
    await send('/readyz', null).expect(200)
    await send('/v1/organizations').expect(200)
  })

  it('pages are counted as well', async () => {
    const { send } = await serverWith({ address: 1 })
    expect((await send('/sign-in', null)).headers['ratelimit']).toBe('"address";r=0;t=60')
    const { headers } = await send('/sign-in', null).expect(429)
    expect(headers['ratelimit']).toMatch(/^"address";r=0;/)
    expect(Number(headers['retry-after'])).toBeGreaterThan(50)
  })

  it.each([
    ['a path that is none', 'get', '/v1/nothing', undefined],
    ['a body for a path that is none', 'post', '/v1/nothing', '{'],
    ['a method that a path does not take', 'delete', '/v1/organizations', undefined],
    ['a method in the place of an id', 'delete', '/v1/proposals/similar', undefined],
    ['a probe asked in another way', 'post', '/livez', '{'],
    ['what a path takes', 'options', '/v1/organizations', undefined],
    ['a path that is no text', 'get', '/v1/organizations/%ff', undefined],
    ['an id that is too long', 'get', `/v1/organizations/${'a'.repeat(300)}`, undefined],
    ['a page that is none', 'get', '/board/nothing', undefined],
    ['a form that is none', 'post', '/sign-in', '{'],
  ] as const)('%s is counted by address, whatever it brings', async (_what, method, path, body) => {
    const { app } = await serverWith({ address: 2 })
    const send = () => {
      const sent = request(app.server)[method](path).set('authorization', `Bearer ${world.admin.token}`)
      return body === undefined ? sent : sent.set('content-type', 'application/json').send(body)
    }
    const first = await send()
    expect(first.status).toBeLessThan(429)
    expect((await send()).status).toBe(first.status)
    const { headers } = await send().expect(429)
    expect(Number(headers['retry-after'])).toBeGreaterThan(50)
  })

  it('processes on one PostgreSQL count together', async () => {
    if (world.engine === 'sqlite') return
    const [a, b] = await Promise.all(
      [0, 1].map(async () => {
        const storage = await openStorage(world.databaseUrl, () => world.now)
        storages.push(storage)
        return serverWith({ principal: 40, committee: 1_000 }, storage)
      }),
    )
    for (let n = 0; n < 39; n += 1) await a!.send('/v1/organizations').expect(200)
    // Each process tells the other now and then, so a few more get through; alone, this one would admit forty.
    let admitted = 0
    await expect
      .poll(
        async () => {
          const { status } = await b!.send('/v1/organizations')
          if (status === 200) admitted += 1
          return status
        },
        { interval: 100, timeout: 10_000 },
      )
      .toBe(429)
    expect(admitted).toBeLessThan(20)
  })

  describe('work in the background, and bytes', () => {
    const ask = (app: FastifyInstance) =>
      request(app.server)
        .post('/v1/exports')
        .set('authorization', `Bearer ${world.admin.token}`)
        .set('idempotency-key', crypto.randomUUID())
        .send({ kind: 'list', list: '/organizations', format: 'csv' })
    const upload = (app: FastifyInstance) =>
      request(app.server)
        .post('/v1/imports')
        .set('authorization', `Bearer ${world.admin.token}`)
        .set('idempotency-key', crypto.randomUUID())
        .field('resource', 'attendance')
        .attach('file', Buffer.from('姓名,日期\n甲,2019-01-01\n'), 'a.csv')

    it('429 quota_exceeded for one more job of a login, of a committee, and for more bytes', async () => {
      await world.deps.jobs.stop()
      const { app } = await serverWith({ jobs: 1 })
      await ask(app).expect(202)
      const own = await ask(app)
      expect([own.status, own.body.code, own.body.retryable, own.headers['retry-after']]).toEqual([
        429,
        'quota_exceeded',
        true,
        '30',
      ])
      const whole = await serverWith({ committeeJobs: 1 })
      expect((await ask(whole.app)).body.detail).toMatch(/jobs of your committee/)
      world.deps.jobs.start()
      await upload(world.app).expect(202)
      const bytes = await serverWith({ bytes: 1 })
      const full = await upload(bytes.app)
      expect([full.status, full.body.code, full.body.retryable]).toEqual([429, 'quota_exceeded', false])
    })
  })
})
