import { beforeAll, describe, expect, it } from 'vitest'
import { act, aMeeting, aMember, aPeriod, type Body, post } from '../support/records.ts'
import { aReportOf, publishing } from '../support/report-kinds.ts'
import { aVisitor, stranger, type Visitor, visitor } from '../support/visitor.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/** What a member sees and says of themselves; what others must not see. */

const key = () => crypto.randomUUID()
/** Markup, a formula, a right-to-left mark and a character of four bytes. */
const HOSTILE = '<img src=x onerror=alert(1)>=1+1\u200e𠮷'
const ESCAPED = '&lt;img src=x onerror=alert(1)&gt;=1+1\u200e𠮷'

inEveryWorld('own pages', (world) => {
  let [one, other]: Body[] = []
  let period: Body
  let member: Visitor
  let staff: Visitor
  let future: Body

  beforeAll(async () => {
    period = await aPeriod(world)
    ;[one, other] = [await aMember(world, { name: `甲${HOSTILE}` }), await aMember(world, { name: '乙' })]
    const meeting = await aMeeting(world, { title: HOSTILE, typeCode: 'research' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [one.id, other.id] })
    const items = [{ memberId: one.id, presence: 'present' }]
    await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
    await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'settle', { acceptUnknown: true })
    future = await aMeeting(world, { title: '年终会', startsOn: '2020-01-05', endsOn: '2020-01-05' })
    await post(world, `/v1/meetings/${future.id}/invite`, { memberIds: [one.id] })
    member = await aVisitor(world, 'member', { personId: one.personId })
    staff = await visitor(world, 'admin')
  })

  it('a member sees the whole of their record, and what people wrote is text', async () => {
    const { text } = await member.get('/board/me').expect(200)
    expect(text).toContain('分数是怎样得来的')
    expect(text).toContain(`<bdi>${ESCAPED}</bdi>`)
    expect(text).not.toContain('<img')
    const staffSees = await staff.get(`/board/members/${one.id}?period=${period.id}`).expect(200)
    expect(staffSees.text).toContain('TC-')
  })

  it('what is of another member, or not there at all, answers alike', async () => {
    const before = await sequence(world)
    const absent = '0197f6a0-0000-7000-8000-000000000001'
    const seen: [number, string][] = []
    for (const id of [other.id, absent, 'no-id']) {
      const { status, text } = await member.get(`/board/members/${id}`)
      seen.push([status, text.replaceAll(id, '').replace(/<code>[^<]+<\/code>/, '')])
    }
    expect(seen.map(([status]) => status)).toEqual([404, 404, 404])
    expect(new Set(seen.map(([, text]) => text)).size).toBe(1)
    for (const path of ['/board/ranking', '/board/trends', '/board/statistics/proposals_filed'])
      expect([403, 404], path).toContain((await member.get(path)).status)
    expect((await member.get('/board')).headers['location']).toBe('/board/me')
    expect(await sequence(world)).toBe(before)
  })

  describe('leave', () => {
    const leave = (fields: object = {}) => ({
      meetingId: future.id,
      leaveType: 'sick',
      reason: HOSTILE,
      ...fields,
    })

    it('is asked for once, however often the form is sent', async () => {
      const form = await member.get('/board/me/leave').expect(200)
      expect(form.text).toContain('2020-01-05 年终会')
      const fields = { ...leave(), token: await member.token(), key: key() }
      const answers = [
        await member.post('/board/me/leave', fields),
        await member.post('/board/me/leave', fields),
      ]
      expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual([
        [303, '/board/me/leave?done=asked'],
        [303, '/board/me/leave?done=asked'],
      ])
      const { body } = await world.admin.get(`/v1/leave-requests?memberId=${one.id}`).expect(200)
      expect(body.items.map(({ state, reason }: Body) => [state, reason])).toEqual([['submitted', HOSTILE]])
      expect((await member.get('/board/me/leave?done=asked')).text).toContain('请假已提交')
    })

    it('says what is wrong at its field, keeps what was typed, writes nothing', async () => {
      const before = await sequence(world)
      const fields = { ...leave({ leaveType: '' }), token: await member.token(), key: key() }
      const answer = await member.post('/board/me/leave', fields)
      expect(answer.status).toBe(400)
      expect(answer.text).toContain('没有写入')
      expect(answer.text).toContain('href="#f-leaveType"')
      expect(answer.text).toContain(ESCAPED)
      expect(answer.text).toContain(`value="${future.id}" selected`)
      expect(await sequence(world)).toBe(before)
    })

    it('is decided by who may, at the version that was seen', async () => {
      const { body } = await world.admin.get(`/v1/leave-requests?memberId=${one.id}`).expect(200)
      const [{ id, version }] = body.items
      const clerk = await aVisitor(world, 'clerk')
      const before = await sequence(world)
      const sent = { verb: 'approve', version: String(version), note: '同意' }
      for (const visiting of [member, clerk]) {
        const fields = { ...sent, token: await visiting.token(), key: key() }
        expect((await visiting.post(`/board/leave/${id}`, fields)).status).toBe(403)
      }
      const token = await staff.token()
      const stale = await staff.post(`/board/leave/${id}`, { ...sent, version: '99', token, key: key() })
      expect(stale.status).toBe(412)
      expect(await sequence(world)).toBe(before)
      expect((await staff.get('/board/leave')).text).toContain(`/board/leave/${id}`)
      const done = await staff.post(`/board/leave/${id}`, { ...sent, token, key: key() })
      expect(done.headers['location']).toBe('/board/leave?done=approved')
      const again = await staff.post(`/board/leave/${id}`, { ...sent, version: '2', token, key: key() })
      expect(again.status).toBe(409)
      expect((await member.get('/board/me/leave')).text).toContain('已准')
    })
  })

  describe('a report', () => {
    let report: Body
    beforeAll(async () => {
      await publishing(world)
      await act(world, `/v1/periods/${period.id}`, 'settle')
      report = await aReportOf(world, period.id)
    })

    it('of which nobody was asked is not there', async () => {
      expect((await member.get(`/board/me/reports/${report.id}`)).status).toBe(404)
      expect((await member.get(`/board/published/${report.id}`)).status).toBe(404)
      expect((await stranger(world).get(`/board/public/luming/${report.id}`)).status).toBe(404)
      expect((await stranger(world).get('/board/public/nowhere')).status).toBe(404)
      expect((await stranger(world).get('/board/public/luming')).text).toContain('目前没有公开的通报')
    })

    it('is confirmed or disputed by whom it speaks of', async () => {
      await act(world, `/v1/reports/${report.id}`, 'open-verification', {})
      const path = `/board/me/reports/${report.id}`
      const { text } = await member.get(path).expect(200)
      expect(text).toContain('确认无误')
      expect((await member.get('/board/me/reports')).text).toContain(path)
      const before = await sequence(world)
      const token = await member.token()
      const empty = await member.post(path, { state: 'disputed', note: '', token, key: key() })
      expect([empty.status, /href="#f-note"/.test(empty.text)]).toEqual([422, true])
      expect(await sequence(world)).toBe(before)
      const done = await member.post(path, { state: 'disputed', note: HOSTILE, token, key: key() })
      expect(done.headers['location']).toBe(`${path}?done=disputed`)
      expect((await member.get(path)).text).toContain(ESCAPED)
    })

    it('is appealed against, and the member reads every step', async () => {
      const form = await member
        .get(`/board/me/appeals/new?report=${report.id}&period=${period.id}`)
        .expect(200)
      const line = /value="(line\|[^"]+)"/.exec(form.text)![1]!
      const session = /value="(session\|[^"]+)"/.exec(form.text)![1]!
      const token = await member.token()
      const fields = { periodId: period.id, reportId: report.id, reason: HOSTILE, token }
      const wrong = await member.post('/board/me/appeals/new', { ...fields, about: '', key: key() })
      expect([wrong.status, /href="#f-about"/.test(wrong.text)]).toEqual([400, true])
      const sent = { ...fields, about: line, key: key() }
      const opened = [
        await member.post('/board/me/appeals/new', sent),
        await member.post('/board/me/appeals/new', sent),
      ]
      const [first, second] = opened.map(({ headers }) => headers['location']!)
      expect(first).toMatch(/^\/board\/me\/appeals\/[0-9a-f-]{36}\?done=opened$/)
      expect(second).toBe(first)
      const twice = await member.post('/board/me/appeals/new', { ...fields, about: line, key: key() })
      expect(twice.status).toBe(409)
      const page = await member.get(first!).expect(200)
      expect(page.text).toContain(ESCAPED)
      const status = await member.post('/board/me/appeals/new', { ...fields, about: session, key: key() })
      expect(status.status).toBe(303)
      const path = first!.split('?')[0]!
      const back = await member.post(path, { version: '1', token, key: key() })
      expect(back.headers['location']).toBe(`${path}?done=withdrawn`)
      expect((await member.get('/board/me/appeals')).text).toContain('已撤回')
    })
  })

  it('notices and the copy of what is kept are their own', async () => {
    const { text } = await member.get('/board/me/notices').expect(200)
    expect(text).toContain('<strong>请核对您的履职记录和得分</strong>')
    const ids = /name="ids" value="([^"]+)"/.exec(text)![1]!
    const token = await member.token()
    expect((await member.post('/board/me/notices', { ids: 'x', token, key: key() })).status).toBe(400)
    const read = await member.post('/board/me/notices', { ids, token, key: key() })
    expect(read.headers['location']).toBe('/board/me/notices?done=read')
    expect((await member.get('/board/me/notices')).text).not.toContain('<strong>')
    const copy = await member.get('/board/me/data').expect(200)
    expect(copy.headers['cache-control']).toBe('no-store')
    expect(JSON.parse(copy.text).personId).toBe(one.personId)
    expect((await staff.get('/board/me')).status).toBe(404)
  })
})
