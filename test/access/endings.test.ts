import request from 'supertest'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { administratorOf } from '../support/committees.ts'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { aMeeting, post } from '../support/records.ts'
import { visitor } from '../support/visitor.ts'
import { sequence } from '../support/watch.ts'
import { type Client, clientOf, inEveryWorld, PASSWORD } from '../support/world.ts'

/** What has ended stays ended, and what names nothing is refused. */

inEveryWorld('endings', (world) => {
  const api = () => request(world.app.server)
  const any = { 'if-match': '*' }
  const start = new Date('2019-12-31T04:00:00.000Z')
  afterEach(() => {
    world.now = start
  })

  async function aUser(login: string) {
    const user = await post(world, '/v1/users', { login, displayName: '某人' })
    const { code } = await post(world, `/v1/users/${user.id}/reset`, undefined)
    const sent = { committee: 'luming', login, code, password: PASSWORD }
    const { body } = await api().post('/v1/auth/activate').send(sent).expect(200)
    return { id: user.id as string, tokens: body, url: `/v1/users/${user.id}` }
  }
  const refresh = (refreshToken: string) => api().post('/v1/auth/refresh').send({ refreshToken })
  const enter = (login: string, password = PASSWORD) =>
    api().post('/v1/auth/login').send({ committee: 'luming', login, password })
  const me = (token: string) => clientOf(world, token).get('/v1/auth/me')

  it('disabling ends every token, cookie and code for good: enabling brings none of them back', async () => {
    const { tokens, url } = await aUser('suspended')
    await post(world, '/v1/user-roles', {
      userId: url.split('/').at(-1),
      role: 'auditor',
      validFrom: '2019-01-01',
    })
    const { body: before } = await enter('suspended').expect(200)
    const browser = await visitor(world, 'suspended')
    await browser.get('/board').expect(200)
    await world.admin.patch(url, { state: 'disabled' }, any).expect(200)
    await world.admin.patch(url, { state: 'active' }, any).expect(200)
    await me(before.accessToken).expect(401)
    for (const { refreshToken } of [tokens, before]) await refresh(refreshToken).expect(401)
    await browser.get('/board').expect(303)
    await enter('suspended').expect(200)
  })

  it('a code that was issued before the disabling is none after it', async () => {
    const user = await post(world, '/v1/users', { login: 'uninvited', displayName: '某人' })
    const { code } = await post(world, `/v1/users/${user.id}/reset`, undefined)
    const url = `/v1/users/${user.id}`
    const activate = (sent: string) =>
      api()
        .post('/v1/auth/activate')
        .send({ committee: 'luming', login: 'uninvited', code: sent, password: PASSWORD })
    await world.admin.patch(url, { state: 'disabled' }, any).expect(200)
    // Who never had a password is invited again, and gets a new code.
    await world.admin.patch(url, { state: 'active' }, any).expect(422)
    await world.admin.patch(url, { state: 'invited' }, any).expect(200)
    await activate(code).expect(401)
    const again = await post(world, `${url}/reset`, undefined)
    await activate(again.code).expect(200)
    const refused = await world.admin.patch(url, { state: 'invited' }, any).expect(409)
    expect(refused.body.code).toBe('state_conflict')
  })

  it('a withdrawn user’s tokens, cookies and password are gone', async () => {
    const { tokens, url } = await aUser('withdrawn')
    const browser = await visitor(world, 'withdrawn')
    await world.admin.delete(url, any).expect(204)
    await me(tokens.accessToken).expect(401)
    await refresh(tokens.refreshToken).expect(401)
    await browser.get('/board').expect(303)
    await enter('withdrawn').expect(401)
  })

  it('a refresh token used twice ends the access tokens of its family, and other devices go on', async () => {
    const { tokens } = await aUser('copied')
    const { body: phone } = await enter('copied').expect(200)
    const thief = (await refresh(tokens.refreshToken).expect(200)).body
    await me(thief.accessToken).expect(200)
    world.now = new Date(start.getTime() + 11_000)
    await refresh(tokens.refreshToken).expect(401)
    await me(thief.accessToken).expect(401)
    await refresh(thief.refreshToken).expect(401)
    const { body: renewed } = await refresh(phone.refreshToken).expect(200)
    await me(renewed.accessToken).expect(200)
  })

  describe('what is sent is done or refused', () => {
    let elsewhere: Client
    beforeAll(async () => {
      elsewhere = await administratorOf(world, 'endings_below')
    })

    it.each(['active', 'disabled'])('a user does not begin %s', async (state) => {
      const before = await sequence(world)
      const sent = { login: 'begun', displayName: '某人', state }
      const refused = await world.admin.post('/v1/users', sent).expect(422)
      expect(refused.body).toMatchObject({ rule: 'users.begin_invited', errors: [{ pointer: '/state' }] })
      expect(await sequence(world)).toBe(before)
    })

    it('a key acts for bodies of this committee alone', async () => {
      const own = await anOrganization(world)
      const { body: foreign } = await elsewhere
        .post('/v1/organizations', { name: '外', kind: 'department', code: 'OUT' })
        .expect(201)
      const sent = { name: '签到', scopes: ['committee.read'] }
      for (const id of [ABSENT, foreign.id]) {
        const ids = { ...sent, organizationIds: [own.id, id] }
        const refused = await world.admin.post('/v1/api-keys', ids).expect(422)
        expect(refused.body).toMatchObject({
          code: 'unknown_reference',
          errors: [{ pointer: '/organizationIds/1' }],
        })
      }
      await world.admin.post('/v1/api-keys', { ...sent, organizationIds: [own.id] }).expect(201)
    })

    it.each([
      [{ organizationIds: [ABSENT] }, 'unknown_reference', '/rule/organizationIds/0'],
      [{ offices: ['standing_member', 'no_such_office'] }, 'rule_violation', '/rule/offices/1'],
    ])('a rule of invitations %j', async (rule, code, pointer) => {
      const meeting = await aMeeting(world)
      const before = await sequence(world)
      const refused = await world.admin.post(`/v1/meetings/${meeting.id}/invite`, { rule }).expect(422)
      expect(refused.body).toMatchObject({ code, errors: [{ pointer }] })
      expect(await sequence(world)).toBe(before)
    })
  })
})
