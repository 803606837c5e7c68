import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT } from '../support/makers.ts'
import { act, aMeeting, aMember, aPeriod, closePeriod, post } from '../support/records.ts'
import { anOldRegulation, aVerifying } from '../support/report-kinds.ts'
import { sequence } from '../support/watch.ts'
import { type Client, inEveryWorld } from '../support/world.ts'

/** What a member sees and says of themselves, without knowing an id. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('self-service', (world) => {
  let period: Body
  let own: Body
  let other: Body
  let me: Client

  beforeAll(async () => {
    period = await aPeriod(world)
    own = await aMember(world, { name: '林见山', phone: '19900002222' })
    other = await aMember(world)
    me = await world.as('member', { personId: own.personId })
  })

  it('memberships, archive and reports are those of the person behind the login', async () => {
    const { body } = await me.get('/v1/me/memberships').expect(200)
    expect(body.items.map(({ id }: Body) => id)).toEqual([own.id])
    const archive = await me.get(`/v1/me/archive?periodId=${period.id}`).expect(200)
    expect(archive.body.basic).toMatchObject({ memberId: own.id, phone: '19900002222' })
    const same = await me.get(`/v1/members/${own.id}/archive?periodId=${period.id}`).expect(200)
    expect(archive.body).toEqual(same.body)
  })

  it('a login without a person has nothing of its own', async () => {
    const { id } = await aVerifying(world, period.id)
    for (const path of ['memberships', 'reports', 'data', `archive?periodId=${period.id}`, `reports/${id}`]) {
      expect((await world.admin.get(`/v1/me/${path}`).expect(404)).body.code).toBe('not_found')
    }
    expect((await world.admin.get('/v1/me/inbox').expect(200)).body.items.length).toBeGreaterThan(0)
    for (const [path, body] of [
      ['leave-requests', { meetingId: ABSENT, leaveType: 'sick' }],
      ['duty-records', { dutyKindId: ABSENT, title: '某', day: '2019-05-01' }],
      ['verifications', { reportId: id, state: 'confirmed' }],
      ['appeals', { periodId: period.id, kind: 'missing_fact', reason: '漏' }],
    ] as const) {
      expect((await world.admin.post(`/v1/me/${path}`, body).expect(404)).body.code).toBe('not_found')
    }
  })

  it('404 for a period or a report that is not there', async () => {
    await me.get(`/v1/me/archive?periodId=${ABSENT}`).expect(404)
    await me.get(`/v1/me/reports/${ABSENT}`).expect(404)
  })

  it('asks for leave in their own name, and for nobody else', async () => {
    const meeting = await aMeeting(world, { startsOn: '2020-03-10', endsOn: '2020-03-10' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [own.id] })
    const leave = { meetingId: meeting.id, leaveType: 'sick', reason: '门诊' }
    const before = await sequence(world)
    await me.post('/v1/me/leave-requests?validateOnly=true', leave).expect(200)
    expect(await sequence(world)).toBe(before)
    const { body } = await me.post('/v1/me/leave-requests', leave).expect(201)
    expect(body).toMatchObject({ memberId: own.id, state: 'submitted' })
    const theirs = { ...leave, memberId: other.id }
    expect((await me.post('/v1/me/leave-requests', theirs).expect(403)).body.code).toBe('forbidden')
  })

  it('tries each of them first: answered as it would be, nothing written', async () => {
    const { id: reportId } = await aVerifying(world, period.id)
    const kind = await post(world, '/v1/duty-kinds', {
      code: 'tried',
      name: '发表',
      class: 'other',
      enteredBy: 'member',
      evidence: 'optional',
      validFrom: '1950-01-01',
    })
    const objection = { periodId: period.id, kind: 'missing_fact', reason: '漏' }
    const before = await sequence(world)
    for (const [path, body] of [
      ['me/duty-records', { dutyKindId: kind.id, title: '某文', day: '2019-06-03' }],
      ['me/verifications', { reportId, state: 'confirmed' }],
      ['me/appeals', objection],
      ['report-verifications', { reportId, memberId: own.id, state: 'confirmed' }],
      ['appeals', { ...objection, memberId: own.id }],
    ] as const) {
      await me.post(`/v1/${path}?validateOnly=true`, body).expect(200)
    }
    expect(await sequence(world)).toBe(before)
  })

  describe('what the operation behind refuses is refused the same', () => {
    it('leave', async () => {
      const send = (values: object) =>
        me.post('/v1/me/leave-requests', { meetingId: ABSENT, leaveType: 'sick', ...values })
      expect((await send({}).expect(422)).body.code).toBe('unknown_reference')
      const meeting = await aMeeting(world, { startsOn: '2020-04-10', endsOn: '2020-04-10' })
      const sent = { meetingId: meeting.id }
      expect((await send({ ...sent, leaveType: 'nothing' }).expect(422)).body.code).toBe('rule_violation')
      await send({ ...sent, externalId: 'l-1' }).expect(201)
      const next = await aMeeting(world, { startsOn: '2020-05-10', endsOn: '2020-05-10' })
      const again = await send({ meetingId: next.id, externalId: 'l-1' }).expect(409)
      expect(again.body.code).toBe('already_exists')
      await act(world, `/v1/meetings/${next.id}`, 'cancel', { reason: '台风' })
      expect((await send({ meetingId: next.id }).expect(409)).body.code).toBe('state_conflict')
    })

    it('a declared record, in a year that is closed as well', async () => {
      const kind = await post(world, '/v1/duty-kinds', {
        code: 'published',
        name: '发表',
        class: 'other',
        enteredBy: 'member',
        evidence: 'optional',
        validFrom: '1950-01-01',
      })
      const send = (values: object) =>
        me.post('/v1/me/duty-records', { dutyKindId: kind.id, title: '某文', day: '2019-06-03', ...values })
      const { body } = await send({ externalId: 'd-1' }).expect(201)
      expect(body).toMatchObject({ memberId: own.id, selfDeclared: true, verification: 'unverified' })
      expect((await send({ externalId: 'd-1' }).expect(409)).body.code).toBe('already_exists')
      expect((await send({ dutyKindId: ABSENT }).expect(422)).body.code).toBe('unknown_reference')
      expect((await send({ day: '2016-01-01' }).expect(422)).body.code).toBe('rule_violation')
    })

    it('a verification and an appeal', async () => {
      const { id } = await aVerifying(world, period.id)
      const say = (values: object) =>
        me.post('/v1/me/verifications', { reportId: id, state: 'confirmed', ...values })
      expect((await say({}).expect(201)).body).toMatchObject({ memberId: own.id, state: 'confirmed' })
      expect((await say({ state: 'disputed' }).expect(422)).body.code).toBe('rule_violation')
      const mine = (await me.get('/v1/me/reports').expect(200)).body.items
      expect(mine.find((one: Body) => one.reportId === id)).toMatchObject({ verification: 'confirmed' })
      expect((await me.get(`/v1/me/reports/${id}`).expect(200)).body.row.name).toBe('林见山')
      await act(world, `/v1/reports/${id}`, 'withdraw', { reason: '重做' })
      expect((await say({}).expect(409)).body.code).toBe('state_conflict')
      const appeal = (values: object) =>
        me.post('/v1/me/appeals', { periodId: period.id, kind: 'missing_fact', reason: '漏', ...values })
      await appeal({ externalId: 'a-1' }).expect(201)
      expect((await appeal({ externalId: 'a-1' }).expect(409)).body.code).toBe('already_exists')
      expect((await appeal({ kind: 'line' }).expect(422)).body.code).toBe('rule_violation')
      expect((await appeal({ periodId: ABSENT }).expect(422)).body.code).toBe('unknown_reference')
      const next = await aVerifying(world, period.id)
      await say({ reportId: next.id, externalId: 'v-9' }).expect(201)
      const last = await aVerifying(world, period.id)
      expect((await say({ reportId: last.id, externalId: 'v-9' }).expect(409)).body.code).toBe(
        'already_exists',
      )
    })
  })

  it('the copy of their data holds everything that names them and nothing of anybody else', async () => {
    const { body } = await me.get('/v1/me/data').expect(200)
    expect(body.personId).toBe(own.personId)
    expect(body.tables.members[0]).toMatchObject({ name: '林见山', phone: '19900002222' })
    for (const table of [
      'users',
      'leaveRequests',
      'dutyRecords',
      'appeals',
      'reportVerifications',
      'inbox',
    ]) {
      expect(Object.keys(body.tables), table).toContain(table)
    }
    const text = JSON.stringify(body)
    expect(text).not.toContain(other.id)
    expect(text).not.toMatch(/passwordHash|codeHash/)
  })

  it('what lies in a closed year is refused here too', async () => {
    const day = '2018-05-10'
    const meeting = await aMeeting(world, { startsOn: day, endsOn: day })
    await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'settle', {})
    const year = { kind: 'calendar_year', name: '2018年度', startsOn: '2018-01-01', endsOn: '2018-12-31' }
    const regulationId = await anOldRegulation(world)
    await closePeriod(world, (await post(world, '/v1/periods', { ...year, regulationId })).id)
    const { body: kinds } = await world.admin.get('/v1/duty-kinds').expect(200)
    for (const [path, sent] of [
      ['leave-requests', { meetingId: meeting.id, leaveType: 'sick' }],
      ['duty-records', { dutyKindId: kinds.items[0].id, title: '某文', day }],
    ] as const) {
      expect((await me.post(`/v1/me/${path}`, sent).expect(409)).body.code).toBe('period_closed')
    }
  })
})
