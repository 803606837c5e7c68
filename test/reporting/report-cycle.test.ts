import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  act,
  actAs,
  aMeeting,
  aMember,
  aPeriod,
  closePeriod,
  jobEnd,
  post,
  second,
} from '../support/records.ts'
import { type Client, inEveryWorld, withRole } from '../support/world.ts'

/** From a closed year to a published, defended report, as a committee lives it. */

const key = () => ({ 'idempotency-key': crypto.randomUUID() })

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('the cycle of a report', (world) => {
  let [able, idle]: Body[] = []
  let period: Body
  let sessionId: string
  let reviewer: Client
  let approver: Client
  let member: Client

  const made = async (values: object = {}) => {
    const started = await reviewer.post('/v1/reports', { periodId: period.id, ...values }, key()).expect(202)
    expect(started.body.state).toBe('making')
    await jobEnd(world, started.body.jobId)
    return (await world.admin.get(`/v1/reports/${started.body.id}`).expect(200)).body
  }
  const ranking = async () => (await world.admin.get(`/v1/periods/${period.id}/ranking`).expect(200)).body

  beforeAll(async () => {
    period = await aPeriod(world)
    ;[able, idle] = [await aMember(world, { name: '陈清和' }), await aMember(world, { name: '林见山' })]
    reviewer = await world.as('reviewer')
    approver = await second(world)
    member = await world.as('member', { personId: idle.personId })
    const meeting = await aMeeting(world, { typeCode: 'research', title: '养老调研' })
    sessionId = meeting.sessions[0].id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [able.id, idle.id] })
    const items = [
      { memberId: able.id, presence: 'present' },
      { memberId: idle.id, presence: 'absent' },
    ]
    await post(world, `/v1/meeting-sessions/${sessionId}/attendance`, { items })
    await act(world, `/v1/meeting-sessions/${sessionId}`, 'settle', {})
    for (const title of ['停车', '养老']) {
      const proposal = await post(world, '/v1/proposals', { title, signers: [{ memberId: able.id }] })
      await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-04-01' })
      await act(world, `/v1/proposals/${proposal.id}`, 'file', { filedOn: '2019-04-20' })
    }
    const settings = { publication: { enabled: true, verifyDays: 3 } }
    await world.admin.patch(`/v1/committees/${world.committeeId}`, settings, { 'if-match': '*' }).expect(200)
    await closePeriod(world, period.id)
  })

  let first: Body

  it('a report of the closed year says what the ranking says, frozen, and gives the same bytes again', async () => {
    first = await made()
    expect(first).toMatchObject({ state: 'draft', number: 1, interim: false, members: 2, asOf: '2019-12-31' })
    const { body: content } = await world.admin.get(`/v1/reports/${first.id}/content`).expect(200)
    const live = await ranking()
    expect(content.items).toEqual([...live.items, ...live.unranked])
    expect(content.head.groups).toEqual(live.groups)
    const { body: check } = await world.admin.get(`/v1/reports/${first.id}/check`).expect(200)
    expect(check).toMatchObject({
      same: true,
      contentHash: first.contentHash,
      computedHash: first.contentHash,
    })
    const again = await made({ reason: '再算一次' })
    expect([again.number, again.contentHash, again.inputHash]).toEqual([
      2,
      first.contentHash,
      first.inputHash,
    ])
    expect((await world.admin.get(`/v1/reports/${first.id}`).expect(200)).body.state).toBe('superseded')
    first = again
  })

  it('each part is the member’s explained score, and sums up to the total', async () => {
    const { body: part } = await world.admin.get(`/v1/reports/${first.id}/members/${able.id}`).expect(200)
    const score = await world.admin
      .get(`/v1/members/${able.id}/score?periodId=${period.id}&text=zh`)
      .expect(200)
    expect(part.text).toBe(score.body.text)
    expect(part.score.total).toBe(score.body.total)
    expect(part.row.total).toBe(score.body.total)
    const archive = await world.admin.get(`/v1/members/${able.id}/archive?periodId=${period.id}`).expect(200)
    expect(part.entries).toEqual(archive.body.entries)
    expect(part.attendance).toEqual(archive.body.attendance)
  })

  it('a member sees nothing of a draft, and their own part alone once they are asked', async () => {
    await member.get(`/v1/reports/${first.id}/members/${idle.id}`).expect(404)
    await member.get(`/v1/reports/${first.id}`).expect(403)
    await actAs(reviewer, `/v1/reports/${first.id}`, 'open-verification', {})
    const { body } = await member.get(`/v1/reports/${first.id}/members/${idle.id}`).expect(200)
    expect(body.row.name).toBe('林见山')
    await member.get(`/v1/reports/${first.id}/members/${able.id}`).expect(404)
  })

  it('members confirm or dispute; it is submitted once their days are over', async () => {
    const dispute = { reportId: first.id, memberId: idle.id, state: 'disputed' }
    await member.post('/v1/report-verifications', dispute).expect(422)
    await member.post('/v1/report-verifications', { ...dispute, note: '那天我到会了' }).expect(201)
    await member.post('/v1/report-verifications', { ...dispute, memberId: able.id, note: '他' }).expect(404)
    const early = await reviewer.post(`/v1/reports/${first.id}/submit`, undefined, { 'if-match': '*' })
    expect([early.status, early.body.code]).toEqual([409, 'state_conflict'])
  })

  describe('an error is found after all', () => {
    let correction: Body
    const roll = () => ({ items: [{ memberId: idle.id, presence: 'present' }] })
    const asked = () => ({
      request: { method: 'POST', path: `/v1/meeting-sessions/${sessionId}/attendance`, body: roll() },
      reason: '签到表原件有签名',
    })

    it('the write itself is refused, and says what to send instead', async () => {
      const path = `/v1/meeting-sessions/${sessionId}/attendance`
      const { body } = await world.admin.post(path, roll()).expect(409)
      expect(body).toMatchObject({ code: 'period_closed', correction: '/v1/corrections' })
    })

    it('a correction is proposed by one person and decided by another, who entered nothing of it', async () => {
      correction = (await reviewer.post('/v1/corrections', asked()).expect(201)).body
      expect(correction).toMatchObject({ state: 'proposed', memberIds: [idle.id], periodIds: [period.id] })
      const path = `/v1/corrections/${correction.id}/approve`
      const word = { decision: '核对原件，属实' }
      const before = await ranking()
      for (const wrong of [reviewer, world.admin]) {
        const { body } = await wrong.post(path, word, { 'if-match': '*' }).expect(409)
        expect(body.code).toBe('four_eyes')
      }
      expect(await ranking()).toEqual(before)
      correction = await actAs(approver, `/v1/corrections/${correction.id}`, 'approve', word)
      expect(correction.state).toBe('applied')
      expect((await world.admin.get(`/v1/periods/${period.id}`).expect(200)).body.state).toBe('closed')
    })

    it('the next version names whom it moved, and why: the sums of the lines are the difference', async () => {
      const list = await world.admin.get(`/v1/reports?periodId=${period.id}&sort=-number`).expect(200)
      const next = list.body.items[0]
      await jobEnd(world, next.jobId)
      const { body } = await world.admin.get(`/v1/reports/${next.id}/changes`).expect(200)
      expect(body.items.map((one: Body) => [one.name, one.reasons])).toEqual([
        ['林见山', ['签到表原件有签名']],
      ])
      const [{ before, after, reversed, added }] = body.items
      const sum = (lines: Body[]) => lines.reduce((total, { points }) => total + points, 0)
      expect(after.total - before.total).toBeCloseTo(sum(added) - sum(reversed), 9)
      expect(after.total).toBeGreaterThan(before.total)
      const old = await world.admin.get(`/v1/reports/${first.id}/check`).expect(200)
      expect(old.body.same).toBe(true)
      first = next
    })
  })

  it('verified, submitted, approved by another person, published', async () => {
    const path = `/v1/reports/${first.id}`
    await actAs(reviewer, path, 'open-verification', { days: 1 })
    for (const one of [able, idle]) {
      const said = { reportId: first.id, memberId: one.id, state: 'confirmed' }
      await reviewer.post('/v1/report-verifications', said).expect(201)
    }
    await actAs(reviewer, path, 'submit')
    // The version was made by whoever decided the correction: that person does not approve it.
    const self = await approver.post(`${path}/approve`, undefined, { 'if-match': '*' }).expect(409)
    expect(self.body.code).toBe('four_eyes')
    await actAs(world.admin, path, 'approve')
    await world.admin.post(`${path}/publish`, { audiences: {} }, { 'if-match': '*' }).expect(422)
    const audiences = { members: 'ranks', units: 'bands', public: 'unnamed' }
    const nameless = { audiences, legalBasis: null }
    await world.admin.post(`${path}/publish`, nameless, { 'if-match': '*' }).expect(422)
    const legalBasis = '履职管理办法第二十条'
    await actAs(world.admin, path, 'publish', { audiences, legalBasis })
  })

  it('each audience sees what it is shown, and nothing else is there', async () => {
    const { body: list } = await member.get('/v1/published-reports').expect(200)
    expect(list.items.map((one: Body) => one.id)).toEqual([first.id])
    const ranks = (await member.get(`/v1/published-reports/${first.id}`).expect(200)).body.shown
    expect(ranks.items.map((one: Body) => [one.rank, one.name])).toEqual([
      [1, '陈清和'],
      [2, '林见山'],
    ])
    const clerk = await withRole(world, 'clerk', {
      organizationId: (
        await post(world, '/v1/organizations', { kind: 'department', code: 'U1', name: '某委' })
      ).id,
    })
    const bands = (await clerk.get(`/v1/published-reports/${first.id}`).expect(200)).body.shown
    expect(bands.items).toEqual([])
    expect(JSON.stringify(bands)).not.toMatch(/"rank":\d|"total"/)
    expect(JSON.stringify(bands)).toContain('林见山')
    const open = await request(world.app.server)
      .get(`/v1/public/committees/luming/reports/${first.id}`)
      .expect(200)
    expect(open.text).not.toMatch(/林见山|陈清和/)
    expect(open.body.shown.counts.members).toBe(2)
  })
})
