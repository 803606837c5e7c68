import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { writeInstallation } from '../../src/storage/installation.ts'
import { type Answers, keepAnswers, observed } from '../support/answers.ts'
import { ABSENT } from '../support/makers.ts'
import { post } from '../support/records.ts'
import { contentsOf } from '../support/watch.ts'
import { clientOf, inEveryWorld, PASSWORD } from '../support/world.ts'

/** What guessing costs whoever guesses, and nobody else. */

const WINDOW = 15 * 60_000

inEveryWorld('guesses', (world) => {
  const start = new Date('2019-12-31T04:00:00.000Z')
  let app: FastifyInstance
  let answers: Answers
  let addresses = 0
  /** An address that nothing came from yet. */
  const fresh = () => {
    addresses += 1
    return `203.0.113.${addresses}`
  }

  beforeAll(async () => {
    app = await buildApp(world.deps, { trustProxy: ['loopback'] })
    answers = observed(app)
    await app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterAll(async () => {
    await app.close()
    keepAnswers(answers)
  })
  afterEach(() => {
    world.now = start
  })
  const later = (ms: number) => {
    world.now = new Date(world.now.getTime() + ms)
  }

  const enter = (login: string, from: string, password = PASSWORD, committee = 'luming') =>
    request(app.server)
      .post('/v1/auth/login')
      .set('x-forwarded-for', from)
      .send({ committee, login, password })

  const countOf = async (tests: request.Test[]): Promise<Record<number, number>> => {
    const counts: Record<number, number> = {}
    for (const { status } of await Promise.all(tests)) counts[status] = (counts[status] ?? 0) + 1
    return counts
  }
  /** Five are looked at, or fewer where the first were answered before the last came: then those wait. */
  function expectFew(counts: Record<number, number>, sent: number): void {
    expect(counts[401]).toBeGreaterThan(0)
    expect(counts[401]).toBeLessThanOrEqual(5)
    expect(counts).toEqual({ 401: counts[401], 429: sent - counts[401]! })
  }
  const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

  async function aUser(login: string) {
    const user = await post(world, '/v1/users', { login, displayName: '某人' })
    const { code } = await post(world, `/v1/users/${user.id}/reset`, undefined)
    const sent = { committee: 'luming', login, code, password: PASSWORD }
    const { body } = await request(app.server)
      .post('/v1/auth/activate')
      .set('x-forwarded-for', fresh())
      .send(sent)
      .expect(200)
    return { id: user.id as string, token: body.accessToken as string }
  }

  const failuresOf = async (userId: string) => {
    const { body } = await world.admin.get(`/v1/audit-log?type=login.failed&subjectId=${userId}`)
    return body.items.length as number
  }

  /** As if so many more had failed before, at an account or an address that failed once just now. */
  const countUp = (kind: 'account' | 'address', failures: number) =>
    writeInstallation(world.storage, 'test', (tx) =>
      tx.run(
        'update throttles set failures = ? where throttle_key like ? and throttle_key not like ? and failures = 1',
        [failures, `${kind}/%`, `${kind}/%/%`],
      ),
    )

  const locks = async () =>
    (await world.admin.get('/v1/audit-log?type=login.locked&limit=200').expect(200)).body.items.length

  it('a hundred at once from one address are no more than five looked at, and no more than one lock', async () => {
    await aUser('rushed')
    const before = await locks()
    const from = fresh()
    expectFew(await countOf(times(100, (i) => enter('rushed', from, `guess ${i}`))), 100)
    await enter('rushed', from).expect(429)
    expect((await locks()) - before).toBeLessThanOrEqual(1)
    await enter('rushed', fresh()).expect(200)
  })

  it('at many accounts from one address are counted together, whether the accounts exist or not', async () => {
    const from = fresh()
    await enter('admin', from, 'guess').expect(401)
    await countUp('address', 44)
    expect(await countOf(times(12, (i) => enter(`account-${i}`, from, 'guess')))).toEqual({ 401: 6, 429: 6 })
    await enter('admin', from).expect(429)
    await enter('admin', fresh()).expect(200)
    later(WINDOW)
    await enter('admin', from).expect(200)
  })

  it('of an account or a committee that does not exist are counted and answered alike', async () => {
    await aUser('present')
    const seen = []
    for (const [login, committee] of [
      ['present', 'luming'],
      ['absent', 'luming'],
      ['present', 'nowhere'],
    ] as const) {
      const from = fresh()
      const answers = []
      for (let i = 0; i < 7; i += 1) {
        const { status, headers, body } = await enter(login, from, 'guess', committee)
        const { requestId: _, instance: _i, ...rest } = body
        answers.push({ status, wait: headers['retry-after'], rest })
        if (i < 3) later(10_000)
      }
      seen.push(answers)
      world.now = start
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
    expect(seen[0]!.map(({ status }) => status)).toEqual([401, 401, 401, 401, 429, 429, 429])
  })

  it('elsewhere never stop the owner where they have logged in lately', async () => {
    const { id } = await aUser('owner')
    const [home, office] = [fresh(), fresh()]
    await enter('owner', home).expect(200)
    await enter('owner', '198.51.100.1', 'guess').expect(401)
    await countUp('account', 49)
    await enter('owner', '198.51.100.2', 'guess').expect(401)
    // The account is locked for whoever is not known.
    await enter('owner', '198.51.100.77').expect(429)
    await enter('owner', office).expect(429)
    await enter('owner', home).expect(200)
    later(WINDOW)
    await enter('owner', office).expect(200)
    world.now = start
    // A reset takes the known ones back: whose password is reset may have lent it.
    await post(world, `/v1/users/${id}/reset`, undefined)
    const known = await world.storage.query('select 1 from known_addresses where user_id = ?', [id])
    expect(known).toEqual([])
  })

  it('that no longer count are removed, whatever names were made up', async () => {
    for (let i = 0; i < 3; i += 1) await enter(`made-up-${i}`, fresh(), 'guess').expect(401)
    later(WINDOW)
    await enter('made-up-later', fresh(), 'guess').expect(401)
    const stale = 'select throttle_key from throttles where window_started_at <= ?'
    expect(await world.storage.query(stale, [start.toISOString()])).toEqual([])
  })

  it('a known address is forgotten after thirty days', async () => {
    await aUser('traveller')
    const home = fresh()
    await enter('traveller', home).expect(200)
    later(31 * 86_400_000)
    await enter('traveller', '192.0.2.1', 'guess').expect(401)
    await countUp('account', 49)
    await enter('traveller', '192.0.2.2', 'guess').expect(401)
    await enter('traveller', home).expect(429)
  })

  it('count for the address that the proxy saw, whatever the sender wrote before it', async () => {
    const from = fresh()
    const statuses = []
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await enter('spoofed', `8.8.8.${i}, ${from}`, 'guess')).status)
      later(8_000)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  it('what is right is given back: many logins of one address are no attack', async () => {
    await Promise.all(times(4, (i) => aUser(`colleague-${i}`)))
    const from = fresh()
    await enter('nobody', from, 'guess').expect(401)
    await countUp('address', 45)
    for (let round = 0; round < 2; round += 1) {
      expect(await countOf(times(4, (i) => enter(`colleague-${i}`, from)))).toEqual({ 200: 4 })
    }
  })

  it('a hundred and ten connections that hammer the login leave room for the right one from elsewhere', async () => {
    await aUser('patient')
    const from = fresh()
    let over = false
    const hammering = times(110, async (i) => {
      while (!over) await enter(`anybody-${i}`, from, 'guess', 'nowhere')
    })
    const answers = []
    for (let i = 0; i < 3; i += 1) answers.push((await enter('patient', fresh())).status)
    over = true
    await Promise.all(hammering)
    expect(answers).toEqual([200, 200, 200])
  })

  it('at one committee that is not there count for no other', async () => {
    const from = fresh()
    expectFew(await countOf(times(12, () => enter('anybody', from, 'guess', 'nowhere_a'))), 12)
    await enter('anybody', fresh(), 'guess', 'nowhere_b').expect(401)
  })

  describe('at the password of a session', () => {
    const change = (token: string, from: string, currentPassword: string, query = '') =>
      request(app.server)
        .post(`/v1/auth/password${query}`)
        .set('authorization', `Bearer ${token}`)
        .set('x-forwarded-for', from)
        .send({ currentPassword, newPassword: 'another long phrase' })

    it('are counted as guesses at the login are', async () => {
      const { token } = await aUser('robbed')
      const [thief, owner] = [fresh(), fresh()]
      expectFew(await countOf(times(40, (i) => change(token, thief, `guess ${i}`))), 40)
      await change(token, thief, PASSWORD).expect(429)
      await change(token, owner, PASSWORD).expect(204)
    })

    it('cannot be tried without a trace', async () => {
      const { token } = await aUser('tried')
      await change(token, fresh(), PASSWORD, '?validateOnly=true').expect(400)
    })

    it('a key has none', async () => {
      const { key } = await post(world, '/v1/api-keys', { name: '签到', scopes: ['committee.read'] })
      await change(key, fresh(), PASSWORD).expect(401)
    })
  })

  it('a code is guessed no faster than a password', async () => {
    const from = fresh()
    const guess = (committee: string) =>
      request(app.server)
        .post('/v1/auth/activate')
        .set('x-forwarded-for', from)
        .send({ committee, login: 'coded', code: 'ABCDE-ABCDE-ABCDE-ABCDE', password: PASSWORD })
    for (const committee of ['luming', 'nowhere'])
      expectFew(await countOf(times(20, () => guess(committee))), 20)
  })

  describe('an administrator ends the lock of a user', () => {
    it('with the password and the sessions as they were, and the log says who', async () => {
      const { id, token } = await aUser('unlocked')
      const from = fresh()
      await Promise.all(times(5, (i) => enter('unlocked', from, `guess ${i}`).expect(401)))
      await enter('unlocked', from).expect(429)
      // That they failed is told after the answer.
      await expect.poll(() => failuresOf(id)).toBe(5)
      const before = await contentsOf(world)
      await world.admin.post(`/v1/users/${id}/unlock?validateOnly=true`).expect(204)
      expect(await contentsOf(world)).toBe(before)
      await world.admin.post(`/v1/users/${id}/unlock`).expect(204)
      await enter('unlocked', from).expect(200)
      await clientOf(world, token).get('/v1/auth/me').expect(200)
      const { body } = await world.admin.get('/v1/audit-log?type=user.unlocked').expect(200)
      expect(body.items.at(-1)).toMatchObject({ subjectId: id, actor: `user/${world.admin.userId}` })
    })

    it('404 for nobody, 410 for one who was withdrawn', async () => {
      await world.admin.post(`/v1/users/${ABSENT}/unlock`).expect(404)
      const { id } = await aUser('departed')
      await world.admin.delete(`/v1/users/${id}`, { 'if-match': '*' }).expect(204)
      await world.admin.post(`/v1/users/${id}/unlock`).expect(410)
    })

    it('a user is found by the login', async () => {
      await aUser('sought')
      const { body } = await world.admin.get('/v1/users?login=sought').expect(200)
      expect(body.items.map(({ login }: { login: string }) => login)).toEqual(['sought'])
    })
  })

  it('a reset ends the old password before its code is used', async () => {
    const { id } = await aUser('compromised')
    await post(world, `/v1/users/${id}/reset`, undefined)
    await enter('compromised', fresh()).expect(401)
  })

  it('the scheme of a credential has no case', async () => {
    for (const scheme of ['bearer', 'BEARER', 'Bearer ']) {
      const sent = request(world.app.server).get('/v1/auth/me')
      await sent.set('authorization', `${scheme} ${world.admin.token}`).expect(200)
    }
  })
})
