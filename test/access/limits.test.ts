import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { post } from '../support/records.ts'
import { clientOf, inEveryWorld, login, PASSWORD } from '../support/world.ts'

/** What credentials must not do, however they are used. */

const DAY = 86_400_000

inEveryWorld('limits of credentials', (world) => {
  const api = () => request(world.app.server)
  const start = new Date('2019-12-31T04:00:00.000Z')
  afterEach(() => {
    world.now = start
  })
  /** Longer than a try has to wait that does not lock. */
  const pause = () => {
    world.now = new Date(world.now.getTime() + 8_000)
  }
  const credentials = (name: string, password = PASSWORD) => ({ committee: 'luming', login: name, password })
  const refresh = (refreshToken: string) => api().post('/v1/auth/refresh').send({ refreshToken })

  async function aUser(name: string) {
    const user = await post(world, '/v1/users', { login: name, displayName: name })
    const { code } = await post(world, `/v1/users/${user.id}/reset`, undefined)
    const activation = { committee: 'luming', login: name, code, password: PASSWORD }
    const { body } = await api().post('/v1/auth/activate').send(activation).expect(200)
    return { ...user, tokens: body }
  }

  it('there is no account but the one that the set-up token made', async () => {
    const { body } = await world.admin.get('/v1/users?includeTotal=true').expect(200)
    expect(body).toMatchObject({ total: 1, items: [{ login: 'admin' }] })
  })

  it('a lock outlives a restart, and does not reach the owner at another address', async () => {
    await aUser('besieged')
    const app = await buildApp(world.deps, { trustProxy: ['loopback'] })
    await app.ready()
    const from = (address: string, password = PASSWORD) =>
      request(app.server)
        .post('/v1/auth/login')
        .set('x-forwarded-for', address)
        .send(credentials('besieged', password))
    for (let i = 0; i < 5; i += 1) {
      await from('203.0.113.7', 'guess guess').expect(401)
      pause()
    }
    await from('203.0.113.7').expect(429)
    await from('198.51.100.1').expect(200)
    await app.close()
    for (let i = 0; i < 5; i += 1) {
      await api().post('/v1/auth/login').send(credentials('besieged', 'guess guess')).expect(401)
      pause()
    }
    const restarted = await buildApp(world.deps)
    await restarted.ready()
    await request(restarted.server).post('/v1/auth/login').send(credentials('besieged')).expect(429)
    await restarted.close()
  })

  it('an administrator who resets an account ends its locks, and a trial of that does not', async () => {
    const user = await aUser('locked')
    const enter = () => api().post('/v1/auth/login').send(credentials('locked'))
    for (let i = 0; i < 5; i += 1) {
      await api().post('/v1/auth/login').send(credentials('locked', 'guess guess')).expect(401)
      pause()
    }
    await enter().expect(429)
    await world.admin.post(`/v1/users/${user.id}/reset?validateOnly=true`).expect(200)
    await enter().expect(429)
    const { code } = await post(world, `/v1/users/${user.id}/reset`, undefined)
    const activation = { committee: 'luming', login: 'locked', code, password: PASSWORD }
    await api().post('/v1/auth/activate').send(activation).expect(200)
    await enter().expect(200)
  })

  it('an unknown name takes the time of a wrong password', async () => {
    await aUser('timed')
    const spent: Record<string, number[]> = { timed: [], nobody: [] }
    for (let i = 0; i < 4; i += 1) {
      for (const name of ['timed', 'nobody']) {
        const before = performance.now()
        await api().post('/v1/auth/login').send(credentials(name, 'guess guess')).expect(401)
        spent[name]!.push(performance.now() - before)
      }
      pause()
    }
    // Without a hash of its own the one would take a twentieth of the other.
    const least = (name: string) => Math.min(...spent[name]!)
    expect(least('nobody')).toBeGreaterThan(least('timed') / 3)
    expect(least('timed')).toBeGreaterThan(least('nobody') / 3)
  })

  describe('refresh tokens', () => {
    it('are kept as hashes, and a reused one is an event', async () => {
      const { id, tokens } = await aUser('reusing')
      const next = (await refresh(tokens.refreshToken).expect(200)).body.refreshToken
      const rows = await world.storage.query('select * from refresh_tokens', [])
      for (const secret of [tokens.refreshToken, next]) expect(JSON.stringify(rows)).not.toContain(secret)
      world.now = new Date(start.getTime() + 11_000)
      await refresh(tokens.refreshToken).expect(401)
      const { body } = await world.admin.get('/v1/audit-log?type=user.refresh_token_reused').expect(200)
      expect(body.items).toEqual([expect.objectContaining({ subjectId: id })])
    })

    it('end thirty days after the login, however often they were exchanged', async () => {
      let { refreshToken } = (await aUser('lasting')).tokens
      for (let day = 6; day < 30; day += 6) {
        world.now = new Date(start.getTime() + day * DAY)
        refreshToken = (await refresh(refreshToken).expect(200)).body.refreshToken
      }
      world.now = new Date(start.getTime() + 30 * DAY)
      await refresh(refreshToken).expect(401)
    })
  })

  it('a role that is withdrawn is gone at the next request, whatever the token says', async () => {
    const user = await aUser('dismissed')
    const role = await post(world, '/v1/user-roles', {
      userId: user.id,
      role: 'auditor',
      validFrom: '2019-01-01',
    })
    const client = await login(world, 'dismissed')
    await client.get('/v1/members').expect(200)
    await world.admin.delete(`/v1/user-roles/${role.id}`, { 'if-match': '*' }).expect(204)
    await client.get('/v1/members').expect(401)
    await (await login(world, 'dismissed')).get('/v1/members').expect(403)
  })

  it('a key is kept as a hash, lives beside its successor, and logs nobody in', async () => {
    const sent = { name: '签到系统', scopes: ['committee.read'] }
    const [old, next] = [await post(world, '/v1/api-keys', sent), await post(world, '/v1/api-keys', sent)]
    const rows = await world.storage.query('select * from api_keys', [])
    expect(JSON.stringify(rows)).not.toContain(old.key)
    const machine = clientOf(world, old.key)
    await machine.get('/v1/terms').expect(200)
    await clientOf(world, next.key).get('/v1/terms').expect(200)
    await world.admin.post(`/v1/api-keys/${old.id}/revoke`).expect(200)
    await machine.get('/v1/terms').expect(401)
    await clientOf(world, next.key).get('/v1/terms').expect(200)
    await api().post('/v1/auth/login').send(credentials('签到系统', next.key)).expect(401)
    await refresh(next.key).expect(401)
  })
})
