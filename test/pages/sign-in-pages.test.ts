import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { aMeeting, aMember, type Body, post } from '../support/records.ts'
import { aVisitor, stranger, type Visitor, visitor } from '../support/visitor.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/** 签到 in a browser: the screen, the phone, the desk. */

const key = () => crypto.randomUUID()

inEveryWorld('signing in on pages', (world) => {
  const start = new Date('2019-12-31T04:00:00.000Z')
  let people: Body[] = []
  let admin: Visitor
  let phone: Visitor
  let auditor: Visitor
  let sessionId: string
  let window: string
  afterEach(() => {
    world.now = start
  })

  const send = async (who: Visitor, path: string, fields: Record<string, string> = {}) =>
    who.post(path, { token: await who.token(), key: key(), ...fields })
  const codeNow = async () =>
    (await world.admin.get(`/v1/sign-in-windows/${window}/code`).expect(200)).body.code as string
  const statusOf = async (member: Body) => {
    const { body } = await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)
    return body.items.find(({ memberId }: Body) => memberId === member.id).status
  }

  beforeAll(async () => {
    people = [await aMember(world), await aMember(world), await aMember(world)]
    const meeting = await aMeeting(world, { startsOn: '2019-12-31', endsOn: '2019-12-31', title: '年终会' })
    sessionId = meeting.sessions[0].id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: people.map(({ id }) => id) })
    admin = await visitor(world, 'admin')
    phone = await aVisitor(world, 'member', { personId: people[0].personId })
    auditor = await aVisitor(world, 'auditor')
  })

  it('a window is opened from the roll, by whoever may record it', async () => {
    const path = `/board/sessions/${sessionId}/windows`
    expect((await admin.get(`/board/sessions/${sessionId}`)).text).toContain(path)
    const times = { opensAt: '11:30', closesAt: '13:00' }
    const before = await sequence(world)
    expect((await send(auditor, path, times)).status).toBe(403)
    const wrong = await send(admin, path, { opensAt: '13:00', closesAt: '11:30' })
    expect([wrong.status, /href="#f-closesAt"/.test(wrong.text)]).toEqual([422, true])
    expect(await sequence(world)).toBe(before)
    const opened = await send(admin, path, times)
    window = /sign-in-windows\/([0-9a-f-]{36})/.exec(opened.headers['location']!)![1]!
    expect((await admin.get(opened.headers['location']!)).text).toContain('11:30 — 13:00')
  })

  it('the screen shows a code that is read anew when it is over', async () => {
    world.now = new Date(start.getTime() + 12_000)
    const screen = await admin.get(`/board/sign-in-windows/${window}/screen`).expect(200)
    expect(screen.headers['refresh']).toBe('18')
    expect((await auditor.get(`/board/sign-in-windows/${window}/screen`)).status).toBe(403)
    const svg = await admin.get(`/board/sign-in-windows/${window}/code.svg`).expect(200)
    expect([svg.headers['content-type'], svg.headers['cache-control']]).toEqual(['image/svg+xml', 'no-store'])
    const png = await admin.get(`/board/sign-in-windows/${window}/code.png`).expect(200)
    expect(png.headers['content-type']).toBe('image/png')
    expect((await phone.get(`/board/sign-in-windows/${window}/code.svg`)).status).toBe(403)
  })

  describe('a phone', () => {
    it('is asked to sign in first, and led back to the code', async () => {
      const code = await codeNow()
      const asked = await stranger(world).get(`/s/${code}`).expect(303)
      expect(asked.headers['location']).toBe(`/sign-in?next=${encodeURIComponent(`/s/${code}`)}`)
    })

    it('signs its member in once; looking at the page signs nobody in', async () => {
      const path = `/s/${await codeNow()}`
      const before = await sequence(world)
      await phone.get(path).expect(200)
      expect((await send(phone, path, { token: 'x' })).status).toBe(403)
      expect(await sequence(world)).toBe(before)
      expect((await send(phone, path)).headers['location']).toBe('/board/me/signed-in?as=present')
      expect((await phone.get('/board/me/signed-in?as=present')).text).toContain('签到成功')
      expect(await statusOf(people[0])).toBe('present')
      expect((await send(phone, path)).status).toBe(409)
    })

    it('with a code that is over, or bent, is told to scan again, and nothing is written', async () => {
      const code = await codeNow()
      world.now = new Date(start.getTime() + 61_000)
      const before = await sequence(world)
      const over = await send(phone, `/s/${code}`)
      expect(over.status).toBe(422)
      expect(over.text).toContain('没有写入')
      expect((await send(phone, '/s/nothing')).status).toBe(422)
      expect((await send(admin, `/s/${code}`)).status).toBe(404)
      expect(await sequence(world)).toBe(before)
    })
  })

  describe('the desk at the door', () => {
    it('reads the code of a phone, once', async () => {
      const other = await aVisitor(world, 'member', { personId: people[1].personId })
      const page = await other.get('/board/me/code').expect(200)
      expect(Number(page.headers['refresh'])).toBeGreaterThan(0)
      await other.get('/board/me/code.svg').expect(200)
      expect((await admin.get('/board/me/code')).status).toBe(404)
      // What the picture says is read by a scanner; here by the same operation.
      const { body } = await world
        .as('member', { personId: people[1].personId })
        .then((client) => client.get('/v1/me/sign-in-code'))
      const path = `/board/sign-in-windows/${window}`
      expect((await send(auditor, path, { memberCode: body.code })).status).toBe(403)
      expect((await send(admin, path, { memberCode: body.code })).headers['location']).toBe(
        `${path}?done=signed`,
      )
      expect((await send(admin, path, { memberCode: body.code })).status).toBe(422)
      expect(await statusOf(people[1])).toBe('present')
    })

    it('signs in whom it knows, and shows who came', async () => {
      const path = `/board/sign-in-windows/${window}`
      expect((await send(admin, path)).status).toBe(400)
      const unknown = await send(admin, path, { member: '没有此人' })
      expect([unknown.status, /href="#f-member"/.test(unknown.text)]).toEqual([400, true])
      expect((await send(admin, path, { member: people[2].name })).status).toBe(303)
      const { text } = await admin.get(path).expect(200)
      for (const words of ['会场扫码', '委员码', '<td>签到台</td>', people[2].name])
        expect(text).toContain(words)
    })
  })
})
