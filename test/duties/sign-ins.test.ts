import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { codeAt, codeKey } from '../../src/duties/sign-ins/codes.ts'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, type Body, closePeriod, post } from '../support/records.ts'
import { anOldRegulation } from '../support/report-kinds.ts'
import { type Row, refuses } from '../support/rules.ts'
import { aMemberUser } from '../support/service-kinds.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, SECRET, type World, withRole } from '../support/world.ts'

/** 签到: by the code at the meeting, by the member's own, by staff; the mark is the one that paper writes. */

const WINDOWS = '/v1/sign-in-windows'
const MINUTE = 60_000

inEveryWorld('signing in', (world) => {
  const start = new Date('2019-12-31T04:00:00.000Z')
  const later = (ms: number) => {
    world.now = new Date(start.getTime() + ms)
  }
  /** A login lives ten minutes: the clock is turned by less. */
  afterEach(() => later(0))

  const codeOf = async (window: Body) =>
    (await world.admin.get(`${WINDOWS}/${window.id}/code`).expect(200)).body.code
  const roll = async (sessionId: string) =>
    (await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)).body

  describe('with the code at the meeting', () => {
    let [member, late]: Body[] = []
    let window: Body
    beforeAll(async () => {
      ;[member, late] = [await aMemberUser(world), await aMemberUser(world)]
      window = await aWindow(world, [member.id, late.id])
    })

    it('writes the mark and keeps how; the second time, and after paper, it is refused', async () => {
      const code = await codeOf(window)
      const { body } = await member.client.post('/v1/me/sign-ins', { code }).expect(201)
      expect(body).toMatchObject({ memberId: member.id, means: 'code', presence: 'present' })
      const again = await member.client.post('/v1/me/sign-ins', { code }).expect(409)
      expect(again.body.code).toBe('already_exists')
      const { items, tally } = await roll(window.sessionId)
      expect(items.find((item: Body) => item.memberId === member.id)).toMatchObject({
        status: 'present',
        method: 'qr',
      })
      expect(tally).toMatchObject({ expected: 2, present: 1, unresolved: 1 })
      const { body: list } = await member.client.get(`/v1/sign-ins?sessionId=${window.sessionId}`).expect(200)
      expect(list.items.map((item: Body) => item.memberId)).toEqual([member.id])
      expect((await late.client.get('/v1/sign-ins').expect(200)).body.items).toEqual([])
    })

    it('after the grace of the meeting the member is late', async () => {
      later(3 * MINUTE)
      const { body } = await late.client.post('/v1/me/sign-ins', { code: await codeOf(window) }).expect(201)
      expect(body.presence).toBe('late')
    })

    it('two at once sign in once', async () => {
      const one = await aMemberUser(world)
      const code = await codeOf(await aWindow(world, [one.id]))
      const both = await Promise.all([1, 2].map(() => one.client.post('/v1/me/sign-ins', { code })))
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    })

    it('an old code, one outside the window, and a person who is not expected write nothing', async () => {
      const one = await aMemberUser(world)
      const open = await aWindow(world, [one.id])
      const [mine, theirs] = [await codeOf(open), await codeOf(window)]
      const before = await sequence(world)
      const refused = async (code: string, rule: string) =>
        expect((await one.client.post('/v1/me/sign-ins', { code }).expect(422)).body.rule).toBe(rule)
      await refused(theirs, 'sign_ins.expected')
      later(MINUTE)
      await refused(mine, 'sign_ins.code_good')
      await refused('x'.repeat(43), 'sign_ins.code_good')
      expect(await sequence(world)).toBe(before)
      await act(world, `/v1/meeting-sessions/${window.sessionId}`, 'settle', { acceptUnknown: true })
      expect((await world.admin.get(`${WINDOWS}/${window.id}/code`).expect(409)).body.code).toBe(
        'state_conflict',
      )
      later(0)
      await world.admin.post('/v1/me/sign-ins', { code: mine }).expect(404)
    })

    it('before and after the window staff get no code, and a code of its last minute is over', async () => {
      const one = await aMemberUser(world)
      const open = await aWindow(world, [one.id])
      later(4.9 * MINUTE)
      const code = await codeOf(open)
      later(5.1 * MINUTE)
      const { body } = await world.admin.get(`${WINDOWS}/${open.id}/code`).expect(422)
      expect(body.rule).toBe('sign_ins.window_open')
      await world.admin.get(`${WINDOWS}/${open.id}/code-picture`).expect(422)
      const refused = await one.client.post('/v1/me/sign-ins', { code }).expect(422)
      expect(refused.body.rule).toBe('sign_ins.window_open')
    })
  })

  describe('at the door', () => {
    it('staff read the code of the phone; it opens no second door', async () => {
      const one = await aMemberUser(world)
      const [first, second] = [await aWindow(world, [one.id]), await aWindow(world, [one.id])]
      const { code } = (await one.client.get('/v1/me/sign-in-code').expect(200)).body
      const sign = (window: Body) =>
        world.admin.post(`${WINDOWS}/${window.id}/sign-ins`, { memberCode: code })
      expect((await sign(first).expect(201)).body).toMatchObject({ memberId: one.id, means: 'member_code' })
      expect((await sign(second).expect(422)).body.rule).toBe('sign_ins.code_good')
    })

    it('staff sign in whom they know, who was not on the list as well; the roll corrects it', async () => {
      const one = await aMember(world)
      const window = await aWindow(world, [])
      const url = `${WINDOWS}/${window.id}/sign-ins`
      await world.admin.post(url, { memberId: one.id }).expect(201)
      expect((await roll(window.sessionId)).items[0]).toMatchObject({ status: 'walk_in', method: 'staff' })
      await world.admin.post(url, { memberId: one.id }).expect(409)
      const marks = { items: [{ memberId: one.id, presence: 'absent' }] }
      await world.admin.post(`/v1/meeting-sessions/${window.sessionId}/attendance`, marks).expect(200)
    })

    it('a person who is no member that day is refused, and so are both or neither of the fields', async () => {
      const one = await aMemberUser(world)
      const window = await aWindow(world, [])
      const { code } = (await one.client.get('/v1/me/sign-in-code').expect(200)).body
      await world.admin
        .patch(`/v1/members/${one.id}`, { validTo: '2019-11-30' }, { 'if-match': '*' })
        .expect(200)
      const url = `${WINDOWS}/${window.id}/sign-ins`
      expect((await world.admin.post(url, { memberCode: code }).expect(422)).body.rule).toBe(
        'sign_ins.in_office',
      )
      await world.admin.post(url, {}).expect(400)
      await world.admin.post(url, { memberCode: code, memberId: one.id }).expect(400)
    })

    it('another department shows no code and signs nobody in', async () => {
      const [own, owner] = [await anOrganization(world), await anOrganization(world)]
      const one = await aMember(world)
      const window = await aWindow(world, [one.id], { ownerOrganizationId: owner.id })
      const clerk = await withRole(world, 'clerk', { organizationId: own.id })
      for (const path of ['code', 'code-picture'])
        await clerk.get(`${WINDOWS}/${window.id}/${path}`).expect(403)
      await clerk.post(`${WINDOWS}/${window.id}/sign-ins`, { memberId: one.id }).expect(403)
      const body = { sessionId: window.sessionId, opensAt: window.opensAt, closesAt: window.closesAt }
      expect((await clerk.post(WINDOWS, body).expect(403)).body.code).toBe('not_owner')
      const path = `${WINDOWS}/${window.id}`
      await clerk.patch(path, { closesAt: '2019-12-31T04:04:00Z' }, { 'if-match': '*' }).expect(403)
      await clerk.delete(path, { 'if-match': '*' }).expect(403)
      for (const path of ['code', 'code-picture'])
        await world.admin.get(`${WINDOWS}/${ABSENT}/${path}`).expect(404)
      await world.admin.post(`${WINDOWS}/${ABSENT}/sign-ins`, { memberId: one.id }).expect(404)
    })
  })

  it('a code of a closed year signs nobody in', async () => {
    const day = '1990-05-10'
    const one = await aMemberUser(world)
    const meeting = await aMeeting(world, { startsOn: day, endsOn: day })
    const times = { opensAt: `${day}T01:00:00Z`, closesAt: `${day}T02:00:00Z` }
    const window = await post(world, WINDOWS, { sessionId: meeting.sessions[0].id, ...times })
    await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'settle', {})
    const year = { kind: 'calendar_year', name: '1990年度', startsOn: '1990-01-01', endsOn: '1990-12-31' }
    const period = await post(world, '/v1/periods', { ...year, regulationId: await anOldRegulation(world) })
    await closePeriod(world, period.id)
    const { code } = codeAt(codeKey(SECRET), 'window', window.id, world.now)
    expect((await one.client.post('/v1/me/sign-ins', { code }).expect(409)).body.code).toBe('period_closed')
    await one.client
      .post('/v1/me/sign-ins', { code: codeAt(codeKey(SECRET), 'window', ABSENT, world.now).code })
      .expect(404)
  })

  it('a trial of signing in writes nothing', async () => {
    const one = await aMemberUser(world)
    const window = await aWindow(world, [one.id])
    const code = await codeOf(window)
    const before = await sequence(world)
    const url = '/v1/me/sign-ins?validateOnly=true'
    expect((await one.client.post(url, { code }).expect(200)).body.presence).toBe('present')
    await one.client.post(url, { code: 'x'.repeat(43) }).expect(422)
    expect(await sequence(world)).toBe(before)
  })

  it('nobody signs in once it is settled or cancelled; what somebody signed at is not withdrawn', async () => {
    const one = await aMemberUser(world)
    const [window, other] = [await aWindow(world, [one.id]), await aWindow(world, [one.id])]
    const code = await codeOf(window)
    const url = `${WINDOWS}/${window.id}`
    await world.admin.post(`${url}/sign-ins`, { memberId: one.id }).expect(201)
    expect((await world.admin.delete(url, { 'if-match': '*' }).expect(409)).body.code).toBe('in_use')
    await act(world, `/v1/meeting-sessions/${window.sessionId}`, 'settle', {})
    const { body: session } = await world.admin.get(`/v1/meeting-sessions/${other.sessionId}`).expect(200)
    await act(world, `/v1/meetings/${session.meetingId}`, 'cancel', { reason: '台风' })
    const before = await sequence(world)
    for (const over of [window, other]) {
      for (const answer of [
        await world.admin.get(`${WINDOWS}/${over.id}/code-picture`),
        await world.admin.post(`${WINDOWS}/${over.id}/sign-ins`, { memberId: one.id }),
      ])
        expect([answer.status, answer.body.code]).toEqual([409, 'state_conflict'])
    }
    const refused = await one.client.post('/v1/me/sign-ins', { code }).expect(409)
    expect(refused.body.code).toBe('state_conflict')
    expect(await sequence(world)).toBe(before)
  })

  it('pictures are SVG or PNG, of both sides', async () => {
    const one = await aMemberUser(world)
    const window = await aWindow(world, [one.id])
    const link = encodeURIComponent('https://lvzhi.example.gov.cn/s/')
    const svg = await world.admin.get(`${WINDOWS}/${window.id}/code-picture?link=${link}`).expect(200)
    expect(svg.headers['content-type']).toContain('image/svg+xml')
    expect(svg.body.toString()).toMatch(/^<svg /)
    const png = await one.client.get('/v1/me/sign-in-code-picture?format=png').expect(200)
    expect(png.body.subarray(1, 4).toString()).toBe('PNG')
    await world.admin.get(`${WINDOWS}/${window.id}/code-picture?link=javascript:alert(1)/`).expect(400)
    await world.admin.get('/v1/me/sign-in-code').expect(404)
    await world.admin.get('/v1/me/sign-in-code-picture').expect(404)
  })

  refuses(world, RULES)
})

/** Five minutes from the moment on which the tests stand, at a meeting that began then. */
async function aWindow(world: World, memberIds: string[], values: object = {}): Promise<Body> {
  const day = '2019-12-31'
  const sessions = [{ day, part: 'pm', startTime: '12:00' }]
  const meeting = await aMeeting(world, { startsOn: day, endsOn: day, sessions, graceMinutes: 2, ...values })
  if (memberIds.length > 0) await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
  return post(world, WINDOWS, {
    sessionId: meeting.sessions[0].id,
    opensAt: `${day}T04:00:00.000Z`,
    closesAt: `${day}T04:05:00.000Z`,
  })
}

const RULES: readonly Row[] = [
  [
    'a window on another day than its session',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      WINDOWS,
      await windowBody(world, '2019-05-11T01:00:00Z', '2019-05-11T02:00:00Z'),
    ],
  ],
  [
    'one that closes before it opens',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      WINDOWS,
      await windowBody(world, '2019-05-10T02:00:00Z', '2019-05-10T02:00:00Z'),
    ],
  ],
  [
    'one that is changed to more than a day',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await post(world, WINDOWS, await windowBody(world))
      return ['PATCH', `${WINDOWS}/${id}`, { closesAt: '2019-05-11T08:00:00Z' }]
    },
  ],
  [
    'one of a meeting that was cancelled',
    409,
    'state_conflict',
    async (world) => {
      const meeting = await aMeeting(world)
      await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
      return ['POST', WINDOWS, { ...(await windowBody(world)), sessionId: meeting.sessions[0].id }]
    },
  ],
  ...(['PATCH', 'DELETE'] as const).map(
    (method): Row => [
      `${method} once the session is settled`,
      409,
      'state_conflict',
      async (world) => {
        const { id, sessionId } = await post(world, WINDOWS, await windowBody(world))
        await act(world, `/v1/meeting-sessions/${sessionId}`, 'settle', {})
        const path = `${WINDOWS}/${id}`
        return method === 'PATCH' ? [method, path, { closesAt: '2019-05-10T03:00:00Z' }] : [method, path]
      },
    ],
  ),
]

const windowBody = async (
  world: World,
  opensAt = '2019-05-10T01:00:00Z',
  closesAt = '2019-05-10T02:00:00Z',
) => ({
  sessionId: (await aMeeting(world)).sessions[0].id,
  opensAt,
  closesAt,
})
