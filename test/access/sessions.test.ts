import { createHmac } from 'node:crypto'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { hashSecret, tokensOf } from '../../src/access/tokens.ts'
import { post } from '../support/records.ts'
import { clientOf, inEveryWorld, login, PASSWORD, type World } from '../support/world.ts'

const MINUTE = 60_000

inEveryWorld('sessions', (world) => {
  const api = () => request(world.app.server)
  const credentials = (name: string, password = PASSWORD) => ({ committee: 'luming', login: name, password })
  const start = new Date('2019-12-31T04:00:00.000Z')
  afterEach(() => {
    world.now = start
  })
  const later = (ms: number) => {
    world.now = new Date(world.now.getTime() + ms)
  }

  /** A user with a password of their own, and the code that they set it with. */
  async function aUser(name: string) {
    const user = await post(world, '/v1/users', { login: name, displayName: name })
    const { code } = await post(world, `/v1/users/${user.id}/reset`, undefined)
    const activation = { committee: 'luming', login: name, code, password: PASSWORD }
    const { body } = await api().post('/v1/auth/activate').send(activation).expect(200)
    return { ...user, code, tokens: body }
  }

  describe('login', () => {
    it('401 alike for an unknown name, a wrong password and an unknown committee', async () => {
      const wrong = [
        credentials('nobody'),
        credentials('admin', 'not the password'),
        { ...credentials('admin'), committee: 'nowhere' },
      ]
      const bodies = []
      for (const sent of wrong) {
        const { body } = await api().post('/v1/auth/login').send(sent).expect(401)
        const { requestId: _, instance: _i, ...rest } = body
        bodies.push(rest)
      }
      expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
      expect(bodies[0]).toMatchObject({ code: 'login_failed', retryable: false })
    })

    it('locks after five failures for a quarter of an hour, the password right or not; then it is forgotten', async () => {
      await aUser('locked')
      for (let i = 0; i < 5; i += 1) {
        await api().post('/v1/auth/login').send(credentials('locked', 'wrong words')).expect(401)
        later(8_000)
      }
      later(-8_000)
      const refused = await api().post('/v1/auth/login').send(credentials('locked')).expect(429)
      expect(refused.body).toMatchObject({ code: 'rate_limited', retryable: true })
      expect(refused.headers['retry-after']).toBe('900')
      const code = { ...credentials('locked'), code: 'ABCDE-ABCDE-ABCDE-ABCDE' }
      await api().post('/v1/auth/activate').send(code).expect(429)
      later(15 * MINUTE)
      await api().post('/v1/auth/login').send(credentials('locked')).expect(200)
    })

    it('after the second failure each further try waits twice as long, and trying sooner costs nothing', async () => {
      await aUser('hasty')
      const enter = (password?: string) => api().post('/v1/auth/login').send(credentials('hasty', password))
      await enter('wrong words').expect(401)
      for (const seconds of [1, 2, 4, 15 * 60]) {
        await enter('wrong words').expect(401)
        for (let i = 0; i < 3; i += 1) {
          const refused = await enter().expect(429)
          expect(refused.headers['retry-after']).toBe(String(seconds))
        }
        later(seconds * 1_000)
      }
      await enter().expect(200)
      await enter('wrong words').expect(401)
      await enter().expect(200)
      world.now = start
      const { body } = await world.admin.get('/v1/audit-log?type=login.locked').expect(200)
      expect(
        body.items.filter((item: { at: string }) => item.at === '2019-12-31T04:00:07.000Z'),
      ).toHaveLength(1)
    })

    it('a stranger elsewhere does not lock the owner out', async () => {
      world.app.server.closeIdleConnections()
      await aUser('owner')
      const stranger = { 'x-forwarded-for': '203.0.113.7' }
      for (let i = 0; i < 4; i += 1) {
        await api().post('/v1/auth/login').set(stranger).send(credentials('owner', 'guess guess')).expect(401)
        later(8_000)
      }
      // Without a trusted proxy the header is no address: all four count for this one, and one more is left.
      await api().post('/v1/auth/login').send(credentials('owner')).expect(200)
    })
  })

  describe('set-up', () => {
    const sent = {
      committee: { code: 'second', name: '另一', level: 'district' },
      administrator: { login: 'root', displayName: '某', password: PASSWORD },
    }
    it('409 once there is an administrator, whatever token is sent', async () => {
      await api()
        .post('/v1/setup')
        .send({ token: 'any', ...sent })
        .expect(409)
      world.deps.setup.tokenHash = hashSecret('a token from before')
      await api()
        .post('/v1/setup')
        .send({ token: 'a token from before', ...sent })
        .expect(409)
    })
    it('401 for another token than the one that was printed', async () => {
      world.deps.setup.tokenHash = hashSecret('the one that was printed')
      await api()
        .post('/v1/setup')
        .send({ token: 'another', ...sent })
        .expect(401)
      world.deps.setup.tokenHash = undefined
    })
  })

  describe('refresh tokens', () => {
    const refresh = (refreshToken: string) => api().post('/v1/auth/refresh').send({ refreshToken })

    it('rotate; a lost answer is given again within seconds; reuse later ends the whole family', async () => {
      const { tokens } = await aUser('rotating')
      const first = await refresh(tokens.refreshToken).expect(200)
      const again = await refresh(tokens.refreshToken).expect(200)
      expect(again.body.refreshToken).toBe(first.body.refreshToken)
      later(11_000)
      expect((await refresh(tokens.refreshToken).expect(401)).body.code).toBe('unauthenticated')
      await refresh(first.body.refreshToken).expect(401)
      const { body } = await world.admin
        .get('/v1/audit-log?type=user.refresh_token_reused')
        .catch(() => ({ body: {} }))
      expect(body).toBeDefined()
    })

    it('fifty at once with one token: one successor, and it lives', async () => {
      const { tokens } = await aUser('parallel')
      const all = await Promise.all(Array.from({ length: 50 }, () => refresh(tokens.refreshToken)))
      expect(new Set(all.map((answer) => answer.body.refreshToken)).size).toBe(1)
      expect(all.every((answer) => answer.status === 200)).toBe(true)
      await refresh(all[0]!.body.refreshToken).expect(200)
    })

    it('idle for a week they end', async () => {
      const { tokens } = await aUser('idle')
      later(7 * 24 * 60 * MINUTE + 1)
      await refresh(tokens.refreshToken).expect(401)
    })

    it.each(['', 'x', `lvr_${'0'.repeat(32)}_${'A'.repeat(43)}`])('401 or 400 for %j', async (token) => {
      const answer = await refresh(token)
      expect([400, 401]).toContain(answer.status)
    })
  })

  describe('all sessions of a user end at once', () => {
    const me = (token: string) => clientOf(world, token).get('/v1/auth/me')

    it('by logout', async () => {
      const { tokens } = await aUser('leaving')
      await clientOf(world, tokens.accessToken).post('/v1/auth/logout').expect(204)
      await me(tokens.accessToken).expect(401)
      await api().post('/v1/auth/refresh').send({ refreshToken: tokens.refreshToken }).expect(401)
    })

    it('by a new password, for which the old one is needed', async () => {
      const { tokens } = await aUser('changing')
      const client = clientOf(world, tokens.accessToken)
      const sent = { currentPassword: 'something else', newPassword: 'another long phrase' }
      expect((await client.post('/v1/auth/password', sent).expect(401)).body.code).toBe('login_failed')
      const common = { currentPassword: PASSWORD, newPassword: 'password1' }
      await client.post('/v1/auth/password', common).expect(400)
      await me(tokens.accessToken).expect(200)
      await client.post('/v1/auth/password', { ...sent, currentPassword: PASSWORD }).expect(204)
      await me(tokens.accessToken).expect(401)
      await api().post('/v1/auth/login').send(credentials('changing', 'another long phrase')).expect(200)
    })

    it('by disabling, resetting, withdrawing, or a changed role', async () => {
      for (const end of ['disable', 'reset', 'withdraw', 'role']) {
        const user = await aUser(`ended-${end}`)
        await me(user.tokens.accessToken).expect(200)
        const any = { 'if-match': '*' }
        const url = `/v1/users/${user.id}`
        if (end === 'disable') await world.admin.patch(url, { state: 'disabled' }, any).expect(200)
        if (end === 'reset') await world.admin.post(`${url}/reset`).expect(200)
        if (end === 'withdraw') await world.admin.delete(url, any).expect(204)
        if (end === 'role') {
          await post(world, '/v1/user-roles', { userId: user.id, role: 'auditor', validFrom: '2019-01-01' })
        }
        await me(user.tokens.accessToken).expect(401)
      }
    })
  })

  describe('one-time codes', () => {
    it('are used once, belong to one user, and end', async () => {
      const user = await aUser('coded')
      const sent = { ...credentials('coded'), code: user.code }
      expect((await api().post('/v1/auth/activate').send(sent).expect(401)).body.code).toBe('login_failed')
      const { code } = await post(world, `/v1/users/${user.id}/reset`, undefined)
      later(15 * 24 * 60 * MINUTE)
      await api()
        .post('/v1/auth/activate')
        .send({ ...sent, code })
        .expect(401)
    })

    it('404 and 410 for no user; members are invited from the roster once', async () => {
      const { aMember } = await import('../support/records.ts')
      const { ABSENT } = await import('../support/makers.ts')
      await world.admin.post(`/v1/users/${ABSENT}/reset`).expect(404)
      const user = await post(world, '/v1/users', { login: 'gone', displayName: '某' })
      await world.admin.delete(`/v1/users/${user.id}`, { 'if-match': '*' }).expect(204)
      await world.admin.post(`/v1/users/${user.id}/reset`).expect(410)
      const member = await aMember(world)
      const sent = { memberIds: [member.id], validFrom: '2019-01-01' }
      const { body } = await world.admin.post('/v1/users/invite-members', sent).expect(200)
      expect(body.items[0]).toMatchObject({ login: member.memberNo })
      await world.admin.post('/v1/users/invite-members', sent).expect(409)
      const unknown = await world.admin
        .post('/v1/users/invite-members', { ...sent, memberIds: [ABSENT] })
        .expect(422)
      expect(unknown.body.errors[0].pointer).toBe('/memberIds/0')
    })
  })

  it('401 with one body for every token that is not ours, not current or not a token', async () => {
    const answers = []
    for (const [what, token] of forged(world)) {
      const { status, body, headers } = await api().get('/v1/auth/me').set('authorization', `Bearer ${token}`)
      expect([what, status]).toEqual([what, 401])
      expect(headers['www-authenticate']).toBe('Bearer')
      const { requestId: _, instance: _i, ...rest } = body
      answers.push(JSON.stringify(rest))
    }
    expect(new Set(answers).size).toBe(1)
    await api().get('/v1/auth/me').set('authorization', 'Basic YTpi').expect(401)
  })

  it('the clock of another process may be a minute ahead', async () => {
    const claims = { sub: world.admin.userId, committeeId: world.committeeId, sessionVersion: 1 }
    const ahead = (seconds: number) =>
      tokensOf(() => world.app.jwt).sign(claims, new Date(world.now.getTime() + seconds * 1_000))
    const ask = (token: string) => api().get('/v1/auth/me').set('authorization', `Bearer ${token}`)
    await ask(ahead(60)).expect(200)
    await ask(ahead(61)).expect(401)
  })

  it('an access token lives ten minutes', async () => {
    const client = await login(world, 'admin')
    later(10 * MINUTE - 1_000)
    await client.get('/v1/auth/me').expect(200)
    later(1_000)
    await client.get('/v1/auth/me').expect(401)
  })
})

/** Tokens as an attacker would make them (RFC 8725), signed with the right key where only the rest is wrong. */
function forged(world: World): [string, string][] {
  const key = createHmac('sha256', world.deps.secret).update('access tokens').digest()
  const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const iat = Math.floor(world.now.getTime() / 1000)
  const claims = {
    sub: world.admin.userId,
    committeeId: world.committeeId,
    sessionVersion: 1,
    iss: 'lvzhi',
    aud: 'lvzhi',
    iat,
    exp: iat + 600,
  }
  const header = { alg: 'HS256', typ: 'at+jwt', kid: 'a1' }
  const sign = (head: object, body: object, by = key) => {
    const text = `${b64(head)}.${b64(body)}`
    return `${text}.${createHmac('sha256', by).update(text).digest('base64url')}`
  }
  const { exp: _, ...endless } = claims
  const good = tokensOf(() => world.app.jwt).sign(
    { sub: world.admin.userId, committeeId: world.committeeId, sessionVersion: 1 },
    world.now,
  )
  return [
    ['no algorithm', `${b64({ ...header, alg: 'none' })}.${b64(claims)}.`],
    ['another algorithm', sign({ ...header, alg: 'HS512' }, claims)],
    ['a public-key algorithm', sign({ ...header, alg: 'RS256' }, claims)],
    ['another key', sign(header, claims, Buffer.from('guess'))],
    ['an unknown kid', sign({ ...header, kid: 'a2' }, claims)],
    ['a key of its own', sign({ ...header, jwk: { kty: 'oct', k: 'AA' } }, claims)],
    ['a key elsewhere', sign({ ...header, jku: 'https://attacker.example/keys' }, claims)],
    ['a certificate elsewhere', sign({ ...header, x5u: 'https://attacker.example/c' }, claims)],
    ['another type', sign({ ...header, typ: 'JWT' }, claims)],
    ['another issuer', sign(header, { ...claims, iss: 'other' })],
    ['another audience', sign(header, { ...claims, aud: 'other' })],
    ['no end', sign(header, endless)],
    ['ended a second ago', sign(header, { ...claims, exp: iat - 1 })],
    ['not begun', sign(header, { ...claims, nbf: iat + 5 })],
    ['issued tomorrow', sign(header, { ...claims, iat: iat + 86_400 })],
    ['issued beyond what two clocks differ by', sign(header, { ...claims, iat: iat + 61 })],
    ['an older session', sign(header, { ...claims, sessionVersion: 0 })],
    ['nobody', sign(header, { ...claims, sub: '0197f6a0-0000-7000-8000-00000000dead' })],
    ['a bent signature', `${good.slice(0, -3)}AAA`],
    ['nine thousand characters', 'x'.repeat(9_000)],
    ['a refresh token', `lvr_${world.committeeId.replaceAll('-', '')}_${'A'.repeat(43)}`],
    ['a key that nobody made', `lvk_${world.committeeId.replaceAll('-', '')}_${'A'.repeat(43)}`],
  ]
}
