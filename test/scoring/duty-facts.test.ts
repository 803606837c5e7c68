import { describe, expect, it } from 'vitest'
import { loadFacts } from '../../src/scoring/store/sources.ts'
import { act, aMeeting, aMember, approve, post } from '../support/records.ts'
import { aDeclared, aDuty, aDutyKind, aRecognition, aService } from '../support/service-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** Services, recognitions, duties of further kinds and speeches, as the engine takes them. */

const RULES = (unverified: string) => `
regulation: duties-${unverified}
title: 履职
period: calendar_year
unverified: ${unverified}
clauses:
  a: { title: 服务, counts: service, where: { type: three_services }, points: 2 }
  b: { title: 奖励, counts: recognition, where: { class: reward, level: city }, points: 5 }
  c: { title: 惩戒, counts: recognition, where: { class: penalty }, points: -3 }
  d: { title: 宣传, counts: record, where: { class: media }, points: 4 }
`

inEveryWorld('facts of duties', (world) => {
  const factsOf = async (memberId: string) =>
    loadFacts(world.storage, {
      committeeId: world.committeeId,
      from: '2019-01-01',
      to: '2019-12-31',
      memberIds: [memberId],
      perSession: false,
      today: '2019-12-31',
    })
  const member = async () => (await aMember(world)).id as string
  const told = { scope: 'record', verified: true, provisional: false }

  it('a service is one fact for each member, with its hours where they are known', async () => {
    const [a, b] = [await member(), await member()]
    const long = await aService(world, { memberIds: [a, b], hours: 6 })
    const short = await aService(world, {
      kind: 'visit',
      memberIds: [a],
      startsOn: '2019-06-01',
      endsOn: '2019-06-01',
    })
    await aService(world, { memberIds: [a], startsOn: '2018-06-01', endsOn: '2018-06-01' })
    const first = { id: `service/${long.id}`, memberId: a, day: '2019-05-10', kind: 'service', ...told }
    expect(await factsOf(a)).toEqual([
      { ...first, type: 'three_services', quantity: 6, unit: 'hour' },
      { ...first, id: `service/${short.id}`, day: '2019-06-01', type: 'visit' },
    ])
    expect(await factsOf(b)).toEqual([
      { ...first, memberId: b, type: 'three_services', quantity: 6, unit: 'hour' },
    ])
  })

  it('a recognition has the class of its kind, and a level where it has one', async () => {
    const memberId = await member()
    const one = await aRecognition(world, { kind: 'five_star', memberId, level: 'city' })
    const two = await aRecognition(world, { kind: 'talk_reminder', memberId, awardedOn: '2019-06-01' })
    const fact = { memberId, kind: 'recognition', ...told }
    expect(await factsOf(memberId)).toEqual([
      {
        ...fact,
        id: `recognition/${one.id}`,
        day: '2019-05-10',
        type: 'five_star',
        class: 'reward',
        level: 'city',
      },
      { ...fact, id: `recognition/${two.id}`, day: '2019-06-01', type: 'talk_reminder', class: 'penalty' },
    ])
  })

  it('a declared record is provisional until it is confirmed, and none once it is refused', async () => {
    const { id, member: by, dutyKindId } = await aDeclared(world, {}, { class: 'media' })
    const { code } = (await world.admin.get(`/v1/duty-kinds/${dutyKindId}`).expect(200)).body
    const fact = {
      id: `record/${id}`,
      memberId: by.id,
      day: '2019-05-10',
      kind: 'record',
      type: code,
      class: 'media',
    }
    const open = { ...fact, scope: 'record', verified: false, provisional: true }
    expect(await factsOf(by.id)).toEqual([open])
    await act(world, `/v1/duty-records/${id}`, 'ask-back', { reason: '缺件' })
    expect(await factsOf(by.id)).toEqual([open])
    await act(world, `/v1/duty-records/${id}`, 'confirm')
    expect(await factsOf(by.id)).toEqual([{ ...fact, ...told }])
    const other = await aDeclared(world)
    await act(world, `/v1/duty-records/${other.id}`, 'refuse', { reason: '不属履职' })
    expect(await factsOf(other.member.id)).toEqual([])
  })

  it('who drafted did not speak, and what was read out is the oral speech alone', async () => {
    const memberId = await member()
    const meetingId = (await aMeeting(world, { typeCode: 'plenary' })).id
    const spoke = (values: object) =>
      post(world, '/v1/speeches', { memberId, meetingId, title: '加装电梯', form: 'oral', ...values })
    const oral = await spoke({ state: 'delivered' })
    await spoke({ form: 'written', state: 'listed' })
    await spoke({ title: '养老', state: 'delivered', role: 'drafter' })
    const written = await spoke({ title: '托育', form: 'written', state: 'listed' })
    await spoke({ title: '托育', state: 'submitted' })
    const facts = await factsOf(memberId)
    expect(facts.map(({ id, form }) => [id, form]).sort()).toEqual(
      [
        [`speech/${oral.id}`, 'oral'],
        [`speech/${written.id}`, 'written'],
      ].sort(),
    )
  })

  describe.each([
    ['ignore', 0],
    ['count', 4],
  ])('with `unverified: %s`', (unverified, declared) => {
    it('each write moves the score of its member', async () => {
      const { id: regulationId } = await post(world, '/v1/regulations', {
        name: `duties-${unverified}`,
        source: RULES(unverified),
      })
      await approve(world, regulationId)
      const period = await post(world, '/v1/periods', {
        kind: 'calendar_year',
        name: `2019年度 ${unverified}`,
        startsOn: '2019-01-01',
        endsOn: '2019-12-31',
        regulationId,
      })
      const { id, member: by } = await aDeclared(world, {}, { class: 'media' })
      const total = async () => {
        const { body } = await world.admin.get(`/v1/members/${by.id}/score?periodId=${period.id}`).expect(200)
        return [body.total, body.provisional]
      }
      const open = declared > 0
      expect((await total())[0]).toBe(declared)
      await act(world, `/v1/duty-records/${id}`, 'confirm')
      expect(await total()).toEqual([4, false])
      await aService(world, { memberIds: [by.id] })
      expect(await total()).toEqual([6, false])
      await aRecognition(world, { memberId: by.id, level: 'city' })
      const penalty = await aRecognition(world, { kind: 'criticism', memberId: by.id })
      expect(await total()).toEqual([8, false])
      await world.admin.delete(`/v1/recognitions/${penalty.id}`, { 'if-match': '*' }).expect(204)
      const kind = await aDutyKind(world, { class: 'media' })
      const entered = await aDuty(world, { memberId: by.id, dutyKindId: kind.id })
      expect((await total())[0]).toBe(15)
      const elsewhere = { class: 'outreach' }
      await world.admin.patch(`/v1/duty-kinds/${kind.id}`, elsewhere, { 'if-match': '*' }).expect(200)
      expect((await total())[0]).toBe(11)
      await world.admin.delete(`/v1/duty-records/${entered.id}`, { 'if-match': '*' }).expect(204)
      expect(await total()).toEqual([11, false])
      expect(open).toBe(unverified === 'count')
    })
  })

  it('who declined an event that one signs up for was not expected; where attendance is due, nobody knows', async () => {
    const outcomeOf = async (participationMode: string) => {
      const memberId = await member()
      const meeting = await aMeeting(world, { participationMode })
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [memberId] })
      const answer = { memberId, response: 'declined' }
      await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/responses`, answer)
      const [fact] = await factsOf(memberId)
      return fact!.sessions
    }
    expect(await outcomeOf('sign_up')).toMatchObject({ eligible: 0, unknown: 0 })
    expect(await outcomeOf('must_attend')).toMatchObject({ eligible: 1, unknown: 1 })
  })

  it('a research report has the steps that it reached, each on its day', async () => {
    const memberId = await member()
    const { id } = await post(world, '/v1/research-reports', { title: '养老调研', members: [{ memberId }] })
    const report = `/v1/research-reports/${id}`
    const stepsOf = async () => (await factsOf(memberId)).flatMap(({ steps }) => steps)
    expect(await stepsOf()).toEqual([])
    await act(world, report, 'submit', { submittedOn: '2019-06-01' })
    expect(await stepsOf()).toEqual([{ status: 'submitted', day: '2019-06-01' }])
    await act(world, report, 'approve', { approvedOn: '2019-06-12' })
    await act(world, report, 'send', { sentOn: '2019-06-20' })
    expect(await stepsOf()).toEqual([
      { status: 'submitted', day: '2019-06-01' },
      { status: 'approved', day: '2019-06-12' },
      { status: 'sent', day: '2019-06-20' },
    ])
  })
})
