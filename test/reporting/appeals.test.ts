import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT } from '../support/makers.ts'
import { act, actAs, aMeeting, aMember, aPeriod, closePeriod, post, second } from '../support/records.ts'
import { aReportOf, publishing } from '../support/report-kinds.ts'
import { sequence } from '../support/watch.ts'
import { type Client, inEveryWorld, login, withRole } from '../support/world.ts'

/** A member objects, somebody who entered nothing of it decides, and what is upheld corrects the fact. */

const PATH = '/v1/appeals'
// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('appeals', (world) => {
  let who: Body
  let period: Body
  let meeting: Body
  let session: string
  let proposal: Body
  let member: Client
  let approver: Client
  let handler: Client

  const roll = (presence: string) => ({ items: [{ memberId: who.id, presence }] })
  const aboutSession = () => ({
    memberId: who.id,
    periodId: period.id,
    kind: 'attendance_status',
    sessionId: session,
    reason: '我全程参加，签到表上有我的签名',
  })
  const missing = () => ({
    memberId: who.id,
    periodId: period.id,
    kind: 'missing_fact',
    reason: '3月的发言漏记了',
  })
  const step = (client: Client, id: string, verb: string, body?: object) =>
    client.post(`${PATH}/${id}/${verb}`, body, { 'if-match': '*' })
  const corrected = () => ({
    outcome: 'upheld',
    decision: '核对签到表原件，属实',
    corrections: [
      {
        request: {
          method: 'POST',
          path: `/v1/meeting-sessions/${session}/attendance`,
          body: roll('present'),
        },
      },
    ],
  })
  const total = async () =>
    (await world.admin.get(`/v1/members/${who.id}/score?periodId=${period.id}`).expect(200)).body.total

  beforeAll(async () => {
    period = await aPeriod(world)
    who = await aMember(world, { name: '林见山' })
    member = await world.as('member', { personId: who.personId })
    approver = await second(world)
    handler = await world.as('reviewer')
    meeting = await aMeeting(world, { typeCode: 'research', title: '养老调研' })
    session = meeting.sessions[0].id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [who.id] })
    await post(world, `/v1/meeting-sessions/${session}/attendance`, roll('absent'))
    await act(world, `/v1/meeting-sessions/${session}`, 'settle', {})
    proposal = await post(world, '/v1/proposals', { title: '停车', signers: [{ memberId: who.id }] })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-04-01' })
  })

  describe('opening one', () => {
    it.each([
      ['a status without a session', { kind: 'attendance_status' }, 422, 'rule_violation'],
      ['a line without its fact', { kind: 'line', clause: 'TC-06' }, 422, 'rule_violation'],
      [
        'a line that is not there',
        { kind: 'line', clause: 'TC-99', factId: `proposal/${ABSENT}` },
        422,
        'rule_violation',
      ],
      ['a period of nobody', { periodId: ABSENT }, 422, 'unknown_reference'],
      ['a member of nobody', { memberId: ABSENT }, 422, 'unknown_reference'],
      ['a report of nobody', { reportId: ABSENT }, 422, 'unknown_reference'],
      ['a session of nobody', { kind: 'attendance_status', sessionId: ABSENT }, 422, 'unknown_reference'],
    ])('is refused for %s', async (_what, values, status, code) => {
      const before = await sequence(world)
      const answer = await world.admin.post(PATH, { ...missing(), ...values })
      expect([answer.status, answer.body.code], JSON.stringify(answer.body)).toEqual([status, code])
      expect(await sequence(world)).toBe(before)
    })

    it('403 for another member, 422 for a session outside the period', async () => {
      const other = await aMember(world)
      const { body } = await member.post(PATH, { ...missing(), memberId: other.id }).expect(403)
      expect(body.code).toBe('forbidden')
      const before = await aMeeting(world, { startsOn: '2018-05-10', endsOn: '2018-05-10' })
      const sent = { ...aboutSession(), sessionId: before.sessions[0].id }
      expect((await member.post(PATH, sent).expect(422)).body.rule).toBe('appeals.session_in_period')
    })

    it('against a line that the score has, once at a time', async () => {
      const { body: score } = await member
        .get(`/v1/members/${who.id}/score?periodId=${period.id}`)
        .expect(200)
      const lines = (node: Body): Body[] => [
        ...node.clauses.flatMap((clause: Body) => clause.lines),
        ...node.groups.flatMap(lines),
      ]
      const [line] = lines(score).filter(({ factId }) => factId === `proposal/${proposal.id}`)
      const sent = { ...missing(), kind: 'line', clause: line.clause, factId: line.factId }
      const made = await member.post(PATH, sent).expect(201)
      expect(made.body).toMatchObject({ state: 'opened', dueOn: '2020-01-21', handler: null })
      expect((await member.post(PATH, sent).expect(409)).body.code).toBe('already_exists')
      await step(member, made.body.id, 'withdraw').expect(200)
      await member.post(PATH, sent).expect(201)
    })

    it('is seen by the member, by staff masked unless they handle it, by no other member', async () => {
      const { id } = (await member.post(PATH, missing()).expect(201)).body
      const other = await world.as('member', { personId: (await aMember(world)).personId })
      await other.get(`${PATH}/${id}`).expect(404)
      expect((await member.get(`${PATH}/${id}`).expect(200)).body.reason).toContain('漏记')
      const auditor = await world.as('auditor')
      expect((await auditor.get(`${PATH}/${id}`).expect(200)).body.reason).toBeNull()
      expect((await approver.get(`${PATH}/${id}`).expect(200)).body.reason).toContain('漏记')
      const { text } = await world.admin.get(`/v1/audit-log?subjectId=${id}`).expect(200)
      expect(text).not.toContain('漏记')
    })
  })

  describe('in a year that is open', () => {
    it('409 for who entered it or opened it; the handler decides, and nobody else', async () => {
      const { id } = (await world.admin.post(PATH, aboutSession()).expect(201)).body
      expect((await step(world.admin, id, 'accept').expect(409)).body.code).toBe('four_eyes')
      await step(handler, id, 'accept').expect(200)
      const reject = { outcome: 'rejected', decision: '无签名' }
      expect((await step(approver, id, 'decide', reject).expect(403)).body.code).toBe('forbidden')
      const before = await total()
      await step(handler, id, 'decide', { outcome: 'upheld', decision: '属实' }).expect(422)
      const both = { ...corrected(), outcome: 'rejected' }
      await step(handler, id, 'decide', both).expect(422)
      const unknown = { outcome: 'upheld', decision: '属实', correctionIds: [ABSENT] }
      expect((await step(handler, id, 'decide', unknown).expect(422)).body.code).toBe('unknown_reference')
      expect(await total()).toBe(before)
      await step(handler, id, 'decide', reject).expect(200)
      expect((await step(handler, id, 'decide', reject).expect(409)).body.code).toBe('state_conflict')
      expect((await step(handler, id, 'accept').expect(409)).body.code).toBe('state_conflict')
      expect((await step(world.admin, id, 'withdraw').expect(409)).body.code).toBe('state_conflict')
    })

    it('403 for taking back what somebody else opened; 404 and 412 like any record', async () => {
      const { id } = (await member.post(PATH, missing()).expect(201)).body
      expect((await step(handler, id, 'withdraw').expect(403)).body.code).toBe('forbidden')
      for (const verb of ['accept', 'decide', 'withdraw']) {
        const body = verb === 'decide' ? { outcome: 'rejected', decision: '无' } : undefined
        await step(world.admin, ABSENT, verb, body).expect(404)
        await world.admin.post(`${PATH}/${id}/${verb}`, body, { 'if-match': '"999"' }).expect(412)
      }
      await step(member, id, 'withdraw').expect(200)
    })

    it('409 for a handler who entered what upholding would correct', async () => {
      const { id } = (await member.post(PATH, missing()).expect(201)).body
      await step(handler, id, 'accept').expect(200)
      await handler
        .post(`/v1/meeting-sessions/${session}/reopen`, { reason: '核对' }, { 'if-match': '*' })
        .expect(200)
      await handler.post(`/v1/meeting-sessions/${session}/attendance`, roll('late')).expect(200)
      const before = await sequence(world)
      expect((await step(handler, id, 'decide', corrected()).expect(409)).body.code).toBe('four_eyes')
      expect(await sequence(world)).toBe(before)
      await post(world, `/v1/meeting-sessions/${session}/attendance`, roll('absent'))
      await act(world, `/v1/meeting-sessions/${session}`, 'settle', {})
      await step(handler, id, 'decide', { outcome: 'rejected', decision: '无此发言' }).expect(200)
    })
  })

  describe('in a year that is closed and reported', () => {
    let report: Body
    let appeal: Body

    beforeAll(async () => {
      await publishing(world, { verifyDays: 3 })
      await closePeriod(world, period.id)
      const reviewer = await withRole(world, 'reviewer')
      report = await aReportOf(world, period.id, reviewer)
      await actAs(reviewer, `/v1/reports/${report.id}`, 'open-verification', {})
    })

    it('the member opens one against their part, and sees each step in their box', async () => {
      const { body: box } = await member.get('/v1/me/inbox').expect(200)
      expect(box.items[0]).toMatchObject({ type: 'verification_open', subjectId: report.id, readAt: null })
      const { memberId: _, ...own } = { ...aboutSession(), reportId: report.id }
      appeal = (await member.post('/v1/me/appeals', own).expect(201)).body
      await step(handler, appeal.id, 'accept').expect(200)
    })

    it('a report is not submitted while it is open', async () => {
      world.now = new Date('2020-01-10T04:00:00.000Z')
      const again = await login(world, 'admin')
      const { body } = await again
        .post(`/v1/reports/${report.id}/submit`, undefined, { 'if-match': '*' })
        .expect(409)
      expect(body.appealIds).toContain(appeal.id)
      world.now = new Date('2019-12-31T04:00:00.000Z')
    })

    it('upheld: the fact is corrected, the line reversed, the next version made; the year stays closed', async () => {
      const before = await total()
      const done = (await step(handler, appeal.id, 'decide', corrected()).expect(200)).body
      expect(done).toMatchObject({ state: 'upheld', decision: '核对签到表原件，属实' })
      expect(await total()).toBeGreaterThan(before)
      const correction = await world.admin.get(`/v1/corrections/${done.correctionIds[0]}`).expect(200)
      expect(correction.body).toMatchObject({ state: 'applied', appealId: appeal.id, memberIds: [who.id] })
      expect((await world.admin.get(`/v1/periods/${period.id}`).expect(200)).body.state).toBe('closed')
      const list = await world.admin.get(`/v1/reports?periodId=${period.id}&sort=-number`).expect(200)
      expect(list.body.items[0].correctionIds).toEqual(done.correctionIds)
    })

    it('the member reads what became of it, without who it was', async () => {
      const { body } = await member.get(`${PATH}/${appeal.id}/steps`).expect(200)
      expect(body.items.map(({ step: name, state }: Body) => [name, state])).toEqual([
        ['created', 'opened'],
        ['accepted', 'accepted_for_review'],
        ['decided', 'upheld'],
      ])
      expect(body.items.at(-1).decision).toContain('属实')
      const { body: box } = await member.get('/v1/me/inbox?unread=true').expect(200)
      const types = box.items.map(({ type }: Body) => type)
      expect(types.slice(0, 2)).toEqual(['appeal_decided', 'appeal_accepted'])
      const ids = box.items.map(({ id }: Body) => id)
      expect((await member.post('/v1/me/inbox/read', { ids }).expect(200)).body.read).toBe(ids.length)
      expect((await member.post('/v1/me/inbox/read', { ids }).expect(200)).body.read).toBe(0)
      expect((await member.get('/v1/me/inbox?unread=true').expect(200)).body.items).toEqual([])
      const events = await world.admin.get(`/v1/events?type=notice.appeal_decided&limit=200`).expect(200)
      expect(events.body.items.map(({ subjectId }: Body) => subjectId)).toContain(appeal.id)
    })
  })
})
