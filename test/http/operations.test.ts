import request from 'supertest'
import { describe, expect, it, vi } from 'vitest'
import { hashSecret } from '../../src/access/tokens.ts'
import { inEveryWorld } from '../support/world.ts'

inEveryWorld('operations', (world) => {
  const api = () => request(world.app.server)

  it('/livez turns without asking anything; neither probe tells a version or a host', async () => {
    const ping = vi.spyOn(world.storage, 'ping')
    const { body, headers } = await api().get('/livez').expect(200)
    expect(body).toEqual({ status: 'pass' })
    expect(ping).not.toHaveBeenCalled()
    ping.mockRestore()
    for (const name of ['server', 'x-powered-by', 'via']) expect(headers).not.toHaveProperty(name)
  })

  it('headers that a browser needs are on every answer; what is personal is not kept by anybody between', async () => {
    for (const answer of [
      await api().get('/livez'),
      await api().get('/v1/nothing'),
      await world.admin.get('/v1/members'),
    ]) {
      expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
      expect(answer.headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['x-frame-options']).toBeDefined()
      expect(answer.headers['cache-control']).toMatch(/no-store|private|no-cache/)
    }
  })

  describe('the contract', () => {
    it.each(['/openapi.json', '/docs', '/docs/reference.css'])(
      '%s is public, tagged and the same until it changes',
      async (path) => {
        const { headers } = await api().get(path).expect(200)
        await api().get(path).set('if-none-match', headers['etag']!).expect(304)
      },
    )

    it('the page asks nothing of anybody else and runs no script', async () => {
      const { text, headers } = await api().get('/docs').expect(200)
      expect(headers['content-type']).toBe('text/html; charset=utf-8')
      const asked = [...text.matchAll(/(?:src|href)="([^"#]+)/g)].map((match) => match[1]!)
      expect([...new Set(asked)].sort()).toEqual(['/docs/reference.css', '/openapi.json'])
      expect(text).not.toMatch(/<script|\sstyle="|\son\w+="/)
      expect(text).toContain('createMember')
    })

    it('/openapi.json is what the package holds as openapi.yaml', async () => {
      const { parse } = await import('yaml')
      const { readFileSync } = await import('node:fs')
      const file = parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'))
      expect((await api().get('/openapi.json').expect(200)).body).toEqual(file)
    })
  })

  it('/metrics: requests by route and status, commits, the process; for those who may', async () => {
    await api().get('/metrics').expect(401)
    await world.admin.get('/v1/terms').expect(200)
    const { text, headers } = await world.admin.get('/metrics').expect(200)
    expect(headers['content-type']).toContain('text/plain')
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/v1\/terms",status="200"\} \d+/,
    )
    expect(text).toMatch(/storage_commits_total \d+/)
    expect(text).toContain('process_resident_memory_bytes')
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/)
  })

  it('an answer holds nothing that its schema does not name', async () => {
    const { body } = await world.admin.get('/v1/users').expect(200)
    expect(body.items[0]).toMatchObject({ login: 'admin', state: 'active' })
    for (const name of ['passwordHash', 'codeHash', 'sessionVersion', 'seq', 'committeeId']) {
      expect(body.items[0]).not.toHaveProperty(name)
    }
    expect(hashSecret('x')).toHaveLength(64)
  })

  it('a route that names no known permission does not start', async () => {
    const { buildServer } = await import('../../src/http/server.ts')
    const route = { method: 'GET', path: '/x', operationId: 'x', summary: '', tag: 'x', status: 200 } as never
    const options = { knownPermissions: new Set(['public']), logger: false, trustProxy: false } as never
    await expect(buildServer([route], options)).rejects.toThrow('declares the permission')
  })
})
