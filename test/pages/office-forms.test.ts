import { beforeAll, describe, expect, it } from 'vitest'
import { aMeeting, aMember, aPeriod, type Body, post } from '../support/records.ts'
import { aVisitor, type Visitor, visitor } from '../support/visitor.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/** The plain forms of the office: each writes what its operation writes, for whom it is, once. */

const key = () => crypto.randomUUID()
const HOSTILE = '<img src=x onerror=alert(1)>=1+1\u200e𠮷'

inEveryWorld('forms of the office', (world) => {
  let [one, other]: Body[] = []
  let period: Body
  let admin: Visitor
  let member: Visitor
  let reviewer: Visitor
  let auditor: Visitor

  /** What the redirect leads to, without its notice. */
  const send = async (who: Visitor, path: string, fields: Record<string, string>) => {
    const answer = await who.post(path, { ...fields, token: await who.token(), key: fields['key'] ?? key() })
    return { status: answer.status, location: answer.headers['location'] ?? '', text: answer.text }
  }
  const idIn = (location: string) => /[0-9a-f-]{36}/.exec(location)![0]

  beforeAll(async () => {
    period = await aPeriod(world)
    ;[one, other] = [await aMember(world, { name: '陈清和' }), await aMember(world, { name: '林见山' })]
    admin = await visitor(world, 'admin')
    member = await aVisitor(world, 'member', { personId: one.personId })
    reviewer = await aVisitor(world, 'reviewer')
    auditor = await aVisitor(world, 'auditor')
  })

  it('a person sees the forms that they have', async () => {
    expect((await admin.get('/board/desk')).text).toContain('/board/appeals')
    expect((await auditor.get('/board/desk')).text).not.toContain('/board/appeals')
  })

  describe('a meeting with its roll', () => {
    let sessionId: string
    const meeting = {
      title: HOSTILE,
      typeCode: 'research',
      startsOn: '2019-11-05',
      part: 'am',
      startTime: '09:00',
      place: '一号会议室',
    }

    it('is recorded once, invites, and is refused to whom it is not for', async () => {
      await admin.get('/board/meetings/new').expect(200)
      const before = await sequence(world)
      for (const who of [member, auditor])
        expect((await send(who, '/board/meetings/new', meeting)).status).toBe(403)
      const empty = await send(admin, '/board/meetings/new', { ...meeting, title: '', typeCode: 'nothing' })
      expect([empty.status, /href="#f-title"/.test(empty.text)]).toEqual([400, true])
      expect(await sequence(world)).toBe(before)
      const sent = { ...meeting, key: key() }
      const [first, again] = [
        await send(admin, '/board/meetings/new', sent),
        await send(admin, '/board/meetings/new', sent),
      ]
      expect(first.location).toMatch(/\?done=created$/)
      expect(again.location).toBe(first.location)
      const id = idIn(first.location)
      const invited = await send(admin, `/board/meetings/${id}`, {
        who: '',
        members: `${one.memberNo}，${other.name}`,
      })
      expect(invited.location).toBe(`/board/meetings/${id}?done=invited`)
      const unknown = await send(admin, `/board/meetings/${id}`, { who: '', members: '没有此人' })
      expect([unknown.status, /href="#f-members"/.test(unknown.text)]).toEqual([400, true])
      const page = await admin.get(`/board/meetings/${id}`).expect(200)
      expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;')
      sessionId = /\/board\/sessions\/([0-9a-f-]{36})/.exec(page.text)![1]!
    })

    it('is called, and a second roll corrects only what it changes', async () => {
      const path = `/board/sessions/${sessionId}`
      expect((await admin.get(path)).text).toContain(`name="m.${one.memberNo}" value="present"`)
      const roll = { [`m.${one.memberNo}`]: 'present', [`w.${one.memberNo}`]: '', others: '' }
      const before = await sequence(world)
      expect((await send(auditor, path, roll)).status).toBe(403)
      expect(await sequence(world)).toBe(before)
      expect((await send(admin, path, roll)).location).toBe(`${path}?done=recorded`)
      // Another person marks the other one; whoever still has the old page open changes nothing of it.
      const second = { [`m.${other.memberNo}`]: 'absent', [`w.${other.memberNo}`]: '' }
      expect((await send(reviewer, path, second)).status).toBe(303)
      const old = {
        [`m.${one.memberNo}`]: 'late',
        [`w.${one.memberNo}`]: 'present',
        [`m.${other.memberNo}`]: '',
        [`w.${other.memberNo}`]: '',
      }
      expect((await send(admin, path, old)).status).toBe(303)
      const { body } = await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)
      const statuses = Object.fromEntries(body.items.map(({ memberId, status }: Body) => [memberId, status]))
      expect([statuses[one.id], statuses[other.id]]).toEqual(['late', 'absent'])
      const nothing = await send(admin, path, {})
      expect(nothing.status).toBe(400)
    })

    it('is settled at the version that was seen, and then called no more', async () => {
      const path = `/board/sessions/${sessionId}`
      const version = /name="version" value="(\d+)"/.exec((await admin.get(path)).text)![1]!
      expect((await send(auditor, `${path}/settle`, { version })).status).toBe(403)
      expect((await send(admin, `${path}/settle`, { version: '77' })).status).toBe(412)
      expect((await send(admin, `${path}/settle`, {})).status).toBe(412)
      expect((await send(admin, `${path}/settle`, { version })).location).toBe(`${path}?done=settled`)
      const page = await admin.get(path).expect(200)
      expect(page.text).not.toContain('登记点名')
      const late = await send(admin, path, { [`m.${one.memberNo}`]: 'present' })
      expect(late.status).toBe(409)
    })
  })

  it.each([
    ['proposals', '提案'],
    ['opinions', '信息'],
  ])('%s are entered and submitted', async (path) => {
    const fields = {
      title: HOSTILE,
      content: '正文',
      first: `${one.memberNo} ${one.name}`,
      others: other.name,
      signedOn: '2019-04-01',
    }
    await admin.get(`/board/${path}/new`).expect(200)
    const before = await sequence(world)
    for (const who of [member, auditor])
      expect((await send(who, `/board/${path}/new`, fields)).status).toBe(403)
    const wrong = await send(admin, `/board/${path}/new`, { ...fields, first: '没有此人' })
    expect([wrong.status, /href="#f-first"/.test(wrong.text), wrong.text.includes('没有此人')]).toEqual([
      400,
      true,
      true,
    ])
    expect(await sequence(world)).toBe(before)
    const sent = { ...fields, key: key() }
    const [first, again] = [
      await send(admin, `/board/${path}/new`, sent),
      await send(admin, `/board/${path}/new`, sent),
    ]
    expect(again.location).toBe(first.location)
    const id = idIn(first.location)
    const page = await admin.get(first.location).expect(200)
    expect(page.text).toContain('陈清和、林见山')
    const version = /name="version" value="(\d+)"/.exec(page.text)![1]!
    const submit = { submittedOn: '2019-04-02', version }
    expect((await send(auditor, `/board/${path}/${id}`, submit)).status).toBe(403)
    expect((await send(admin, `/board/${path}/${id}`, { ...submit, submittedOn: '' })).status).toBe(400)
    expect((await send(admin, `/board/${path}/${id}`, submit)).location).toMatch(/done=submitted$/)
    expect((await send(admin, `/board/${path}/${id}`, { ...submit, version: '2' })).status).toBe(409)
    expect((await admin.get(`/board/${path}`)).text).toContain('已提交')
    const { body } = await world.admin.get(`/v1/${path}/${id}`).expect(200)
    expect([body.title, body.state, body.content]).toEqual([HOSTILE, 'submitted', '正文'])
  })

  describe('an appeal', () => {
    const open = async (values: object) =>
      (
        await post(world, '/v1/appeals', {
          memberId: one.id,
          periodId: period.id,
          reason: HOSTILE,
          ...values,
        })
      ).id as string
    const versionOn = async (who: Visitor, path: string) =>
      /name="version" value="(\d+)"/.exec((await who.get(path)).text)?.[1] ?? ''

    it('is looked into by another person than who opened it, and rejected with the reason', async () => {
      const path = `/board/appeals/${await open({ kind: 'missing_fact' })}`
      expect((await reviewer.get('/board/appeals')).text).toContain(path)
      const version = await versionOn(reviewer, path)
      // Whose words somebody saw for the first time on this day is in the log.
      await admin.get(path)
      const before = await sequence(world)
      expect((await send(auditor, path, { step: 'accept', version })).status).toBe(403)
      expect((await send(admin, path, { step: 'accept', version })).status).toBe(409)
      expect(await sequence(world)).toBe(before)
      expect((await send(reviewer, path, { step: 'accept', version })).location).toBe(`${path}?done=accepted`)
      const decide = {
        step: 'decide',
        version: await versionOn(reviewer, path),
        outcome: 'rejected',
        decision: '签到表上没有',
      }
      expect((await send(reviewer, path, { ...decide, decision: '' })).status).toBe(400)
      expect((await send(reviewer, path, { ...decide, outcome: 'upheld' })).status).toBe(422)
      expect((await send(reviewer, path, decide)).location).toBe(`${path}?done=decided`)
      expect((await member.get(path.replace('/board/', '/board/me/'))).text).toContain('签到表上没有')
    })

    it('about a status is upheld with what it corrects', async () => {
      const { id: meetingId, sessions } = await aMeeting(world, {
        startsOn: '2019-10-10',
        endsOn: '2019-10-10',
      })
      const [{ id: sessionId }] = sessions
      await post(world, `/v1/meetings/${meetingId}/invite`, { memberIds: [one.id] })
      await post(world, `/v1/meeting-sessions/${sessionId}/attendance`, {
        items: [{ memberId: one.id, presence: 'absent' }],
      })
      const path = `/board/appeals/${await open({ kind: 'attendance_status', sessionId })}`
      await send(reviewer, path, { step: 'accept', version: await versionOn(reviewer, path) })
      const fields = {
        step: 'decide',
        version: await versionOn(reviewer, path),
        outcome: 'upheld',
        decision: '有签名',
      }
      const without = await send(reviewer, path, fields)
      expect([without.status, /href="#f-presence"/.test(without.text)]).toEqual([422, true])
      expect((await send(reviewer, path, { ...fields, presence: 'present' })).status).toBe(303)
      const { body } = await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)
      expect(body.items[0].status).toBe('present')
    })
  })
})
