import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterEach, expect, it } from 'vitest'
import { type AppOptions, buildApp } from '../../src/app.ts'
import { QUOTA_DEFAULTS } from '../../src/http/quotas.ts'
import { inEveryWorld } from '../support/world.ts'

/** Under which names the service answers. */

inEveryWorld('hosts', (world) => {
  const apps: FastifyInstance[] = []
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close()
  })
  const serverWith = async (options: AppOptions) => {
    const app = await buildApp(world.deps, options)
    await app.ready()
    apps.push(app)
    return (path: string, headers: Record<string, string>) =>
      request(app.server)
        .get(path)
        .set({ authorization: `Bearer ${world.admin.token}`, ...headers })
  }

  it('its own names, whatever the port and the letters; 421 for any other, whoever asks', async () => {
    const get = await serverWith({ hosts: ['lvzhi.example.cn', '[::1]'] })
    for (const host of ['lvzhi.example.cn', 'LVZHI.example.cn:8443', '[::1]:8080'])
      await get('/v1/terms', { host }).expect(200)
    for (const host of ['other.example', 'lvzhi.example.cn.other.example', 'example.cn', '']) {
      const { body } = await get('/v1/terms', { host }).expect(421)
      expect(body.code).toBe('misdirected')
      for (const path of ['/v1/nothing', '/sign-in', '/openapi.json']) await get(path, { host }).expect(421)
      for (const path of ['/livez', '/readyz']) await get(path, { host }).expect(200)
    }
  })

  it('behind a trusted proxy the name that it was asked for, else nobody’s word for it', async () => {
    const hosts = ['lvzhi.example.cn']
    const forwarded = { host: 'inner', 'x-forwarded-host': 'lvzhi.example.cn' }
    await (await serverWith({ hosts }))('/v1/terms', forwarded).expect(421)
    const behind = await serverWith({ hosts, trustProxy: ['loopback'] })
    await behind('/v1/terms', forwarded).expect(200)
    await behind('/v1/terms', { ...forwarded, 'x-forwarded-host': 'other.example' }).expect(421)
  })

  it('any name where none is set, and what is refused counts as its address’s', async () => {
    await (await serverWith({}))('/v1/terms', { host: 'other.example' }).expect(200)
    const quotas = { ...QUOTA_DEFAULTS, address: 2 }
    const get = await serverWith({ hosts: ['lvzhi.example.cn'], quotas })
    for (const status of [421, 421, 429]) await get('/v1/terms', { host: 'other.example' }).expect(status)
  })
})
