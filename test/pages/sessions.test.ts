import request from 'supertest'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { AppError, ERRORS } from '../../src/core/errors.ts'
import { aMember, aPeriod } from '../support/records.ts'
import { aVisitor, cookieOf, stranger, type Visitor, visitor } from '../support/visitor.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, PASSWORD } from '../support/world.ts'

/** Who a browser is, and that it is nobody where it should be nobody. */

inEveryWorld('the session of a browser', (world) => {
  let admin: Visitor
  beforeAll(async () => {
    await aPeriod(world)
    await aMember(world, { name: '<b>陈&清"和</b>' })
    admin = await visitor(world, 'admin')
  })

  it('signs in, shows the board, and says nothing that a cache may keep', async () => {
    const board = await admin.get('/board').expect(200)
    expect(board.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(board.headers['cache-control']).toBe('no-store')
    expect(board.headers['content-security-policy']).toContain("default-src 'none'")
    expect(board.headers['referrer-policy']).toBe('same-origin')
    expect(board.text).toContain('年履职总览')
    expect(/<script|javascript:| style=| on\w+=/.test(board.text)).toBe(false)
  })

  it('asks whoever has not signed in, and leads back', async () => {
    const answer = await stranger(world).get('/board/ranking?period=1').expect(303)
    expect(answer.headers['location']).toBe('/sign-in?next=%2Fboard%2Franking%3Fperiod%3D1')
    const form = await stranger(world).get(answer.headers['location']!).expect(200)
    expect(form.text).toContain('name="next" value="/board/ranking?period=1"')
    for (const next of ['https://elsewhere.example/', '//elsewhere.example', '/v1/members', '/board\\evil'])
      expect((await stranger(world).get(`/sign-in?next=${encodeURIComponent(next)}`)).text).toContain(
        'name="next" value="/board"',
      )
  })

  it('refuses a wrong password and an unknown committee alike, and keeps what was typed but the password', async () => {
    const before = (
      await stranger(world).post('/sign-in', { committee: 'luming', login: 'nobody', password: 'x' })
    ).text
    const elsewhere = await stranger(world).post('/sign-in', {
      committee: 'nowhere',
      login: 'nobody',
      password: 'x',
    })
    expect(elsewhere.status).toBe(401)
    const comparable = (text: string) => text.replace(/nowhere|luming/g, '')
    expect(comparable(elsewhere.text)).toBe(comparable(before))
    expect(before).toContain('value="nobody"')
    expect(elsewhere.headers['set-cookie']).toBeUndefined()
  })

  it('waits after wrong passwords as the API does', async () => {
    const { login } = await aVisitor(world, 'auditor')
    const wrong = () => stranger(world).post('/sign-in', { committee: 'luming', login, password: 'wrong' })
    const answers = [await wrong(), await wrong(), await wrong()]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429])
    expect(answers.map(({ headers }) => headers['retry-after'])).toEqual([undefined, undefined, '1'])
  })

  it('says that the service cannot answer now, and nothing of a wrong password, where that is so', async () => {
    const { login } = await aVisitor(world, 'auditor')
    const gone = new AppError('unavailable', { en: 'Send it again soon', zh: '请过几秒重发' })
    const write = vi.spyOn(world.storage, 'write').mockRejectedValueOnce(gone)
    const form = { committee: 'luming', login, password: PASSWORD }
    const { status, headers, text } = await stranger(world).post('/sign-in', form)
    write.mockRestore()
    expect([status, headers['retry-after']]).toEqual([503, '1'])
    expect(text).toContain('请过几秒重发')
    expect(text).not.toContain(ERRORS.login_failed.zh)
  })

  it('a browser of the owner is not stopped by whoever guesses behind the same address', async () => {
    const owner = await aVisitor(world, 'auditor')
    const { login } = owner
    const own = await visitor(world, login)
    const device = /lvzhi-device=[A-Za-z0-9_-]{43}/.exec(own.cookie)![0]
    const enter = (cookie: string, password = PASSWORD) =>
      stranger(world, cookie).post('/sign-in', { committee: 'luming', login, password })
    const start = world.now
    for (let guesses = 0; guesses < 5; guesses += 1) {
      expect((await enter('', 'wrong')).status).toBe(401)
      world.now = new Date(world.now.getTime() + 10_000)
    }
    const answers = [await enter(''), await enter(`lvzhi-device=${'x'.repeat(43)}`), await enter(device)]
    expect(answers.map(({ status }) => status)).toEqual([429, 429, 303])
    // It is kept by scripts of nobody and sent from pages of ours alone; by itself it signs nobody in.
    const again = answers[2]!.headers['set-cookie'] as unknown as string[]
    expect(again.find((cookie) => cookie.startsWith(device))).toMatch(/HttpOnly.*SameSite=Strict/)
    expect((await stranger(world, device).get('/board')).status).toBe(303)
    world.now = start
  })

  it('the cookie is nothing to the API, and an access token or a refresh token nothing to the pages', async () => {
    const secret = /lvzhi=([^;]+)/.exec(admin.cookie)![1]!
    const api = (set: (test: request.Test) => void) => {
      const test = request(world.app.server).get('/v1/auth/me')
      set(test)
      return test
    }
    expect((await api((test) => test.set('cookie', admin.cookie))).status).toBe(401)
    expect((await api((test) => test.set('authorization', `Bearer ${secret}`))).status).toBe(401)
    const refresh = await request(world.app.server).post('/v1/auth/refresh').send({ refreshToken: secret })
    expect(refresh.status).toBe(401)
    const login = { committee: 'luming', login: 'admin', password: PASSWORD }
    const tokens = (await request(world.app.server).post('/v1/auth/login').send(login)).body
    for (const token of [tokens.accessToken, tokens.refreshToken])
      expect((await stranger(world, `lvzhi=${token}`).get('/board')).status).toBe(303)
  })

  it('over https the cookie goes over https alone', async () => {
    const secure = await stranger(world).post(
      '/sign-in',
      { committee: 'luming', login: 'admin', password: PASSWORD },
      { origin: 'https://lvzhi.example' },
    )
    const [cookie] = secure.headers['set-cookie'] as unknown as string[]
    expect(cookie).toMatch(/^__Host-lvzhi=lvs_.*Secure/)
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    const plain = stranger(world, cookieOf([cookie!]))
    await plain.get('/board').expect(200)
  })

  it('ends with signing out, everywhere, and with the twelfth hour', async () => {
    const person = await aVisitor(world, 'auditor')
    const other = await visitor(world, person.login)
    const begun = world.now
    world.now = new Date(begun.getTime() + 12 * 3_600_000 + 1_000)
    expect((await person.get('/board')).status).toBe(303)
    world.now = begun
    await person.get('/board').expect(200)
    const out = await person.post('/sign-out', { token: await person.token() }).expect(303)
    expect(String(out.headers['set-cookie'])).toMatch(/lvzhi=;.*Max-Age=0/)
    for (const one of [person, other]) expect((await one.get('/board')).status).toBe(303)
  })

  describe('a form that another site sends', () => {
    it.each([
      ['from another origin', { origin: 'https://elsewhere.example' }],
      ['from nowhere', { origin: 'null' }],
    ])('is refused: %s', async (_name, headers) => {
      const before = await sequence(world)
      const token = await admin.token()
      const answer = await admin.post('/sign-out', { token }, headers)
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('不是从本次会话的页面提交的')
      expect(await sequence(world)).toBe(before)
    })

    it('is refused without the token of the session, or with that of another', async () => {
      const before = await sequence(world)
      const other = await visitor(world, 'admin')
      for (const token of ['', 'x', await other.token()])
        expect((await admin.post('/sign-out', { token })).status).toBe(403)
      await admin.get('/board').expect(200)
      expect((await sequence(world)) - before).toBe(1)
    })

    it('is refused without an origin and without what browsers say instead', async () => {
      const answer = await request(world.app.server).post('/sign-in').type('form').send('login=a')
      expect(answer.status).toBe(403)
    })

    it('is a form, not JSON', async () => {
      const answer = await admin.post('/sign-out', {}, { 'content-type': 'application/json' })
      expect(answer.status).toBe(415)
    })
  })

  it('Chinese, English when it is chosen or comes first, and stays so', async () => {
    const english = await admin.get('/board?lang=en').expect(200)
    expect(english.text).toContain('<html lang="en">')
    expect(cookieOf(english.headers['set-cookie'] as unknown as string[])).toBe('lvzhi-lang=en')
    const first = await admin.get('/board').set('accept-language', 'en-GB,zh;q=0.5')
    expect(first.text).toContain('Sign out')
    expect((await admin.get('/board')).text).toContain('退出')
    const kept = await admin.get('/board').set('cookie', `${admin.cookie}; lvzhi-lang=en`)
    expect(kept.text).toContain('Sign out')
  })

  it('a page that is not there is a page, and a style is kept for ever', async () => {
    const lost = await admin.get('/board/nothing').expect(404)
    expect(lost.text).toContain('没有这个页面')
    expect(lost.headers['content-type']).toContain('text/html')
    const { text } = await admin.get('/board')
    const style = /href="(\/board\/style-[^"]+)"/.exec(text)![1]!
    const css = await stranger(world).get(style).expect(200)
    expect(css.headers['cache-control']).toContain('immutable')
    expect(css.headers['content-type']).toContain('text/css')
    await stranger(world).get('/board/icon.svg').expect(200)
  })

  it('what people wrote is text, never markup', async () => {
    const { text } = await admin.get('/board/ranking').expect(200)
    expect(text).toContain('<bdi>&lt;b&gt;陈&amp;清&quot;和&lt;/b&gt;</bdi>')
  })

  it('a number leads to its records, and an unknown one is not there', async () => {
    await admin.get('/board/statistics/proposals_filed?year=2019').expect(200)
    await admin.get('/board/statistics/nothing').expect(404)
    await admin.get('/board/statistics/%00').expect(404)
  })

  describe('a password', () => {
    it('is set with the one-time code, once, and then signs in', async () => {
      const user = { login: 'newcomer', displayName: '新人', personId: null }
      const { body: made } = await world.admin.post('/v1/users', user).expect(201)
      const { body: reset } = await world.admin.post(`/v1/users/${made.id}/reset`).expect(200)
      const nobody = stranger(world)
      expect((await nobody.get('/sign-in')).text).toContain('href="/activate"')
      await nobody.get('/activate').expect(200)
      const fields = {
        committee: 'luming',
        login: 'newcomer',
        code: reset.code,
        password: '  a long pass phrase ',
      }
      const before = await sequence(world)
      expect((await nobody.post('/activate', { ...fields, password: 'short' })).status).toBe(400)
      expect(await sequence(world)).toBe(before)
      expect((await nobody.post('/activate', { ...fields, code: 'AAAAA-AAAAA-AAAAA-AAAAA' })).status).toBe(
        401,
      )
      const set = await nobody.post('/activate', fields).expect(303)
      expect(set.headers['location']).toBe('/sign-in?done=activated&committee=luming&login=newcomer')
      expect((await nobody.get(set.headers['location']!)).text).toContain('value="newcomer"')
      await visitor(world, 'newcomer', fields.password)
      expect((await nobody.post('/activate', fields)).status).toBe(401)
    })

    it('is changed by whoever knows it, and every session of theirs ends', async () => {
      const person = await aVisitor(world, 'auditor')
      await person.get('/board/password').expect(200)
      const send = async (currentPassword: string, newPassword: string) =>
        person.post('/board/password', { token: await person.token(), currentPassword, newPassword })
      const wrong = await send('wrong', 'another long phrase')
      expect([wrong.status, wrong.text.includes('wrong')]).toEqual([401, false])
      const common = await send(PASSWORD, 'password')
      expect([common.status, /href="#f-newPassword"/.test(common.text)]).toEqual([400, true])
      expect((await send(PASSWORD, 'another long phrase')).headers['location']).toBe('/sign-in?done=changed')
      expect((await person.get('/board')).status).toBe(303)
      await visitor(world, person.login, 'another long phrase')
    })
  })
})
