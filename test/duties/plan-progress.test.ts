import { describe, expect, it } from 'vitest'
import { dueOn, stateOf } from '../../src/duties/plan-items/progress.ts'
import { ABSENT, anOpinion, anOrganization } from '../support/makers.ts'
import { aGroup, aPlanItem, aReport, aSuggestion } from '../support/plan-kinds.ts'
import { act, aMeeting, aMember, approve, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** What became of the plan; who sees what of research, supervision and suggestions; what a report earns. */

describe('the state of a plan item', () => {
  const item = { year: 2020, month: 2, target: 2, cancelledOn: null }

  it('is due on the last day of its month, or of the year', () => {
    expect(dueOn(item)).toBe('2020-02-29')
    expect(dueOn({ year: 2020, month: null })).toBe('2020-12-31')
  })

  it.each<[string, object, string[], string, string, string | null]>([
    ['still to come', {}, [], '2020-02-28', 'planned', null],
    ['half done', {}, ['2020-02-03'], '2020-02-28', 'planned', null],
    ['over without it', {}, ['2020-02-03'], '2020-02-29', 'missing', null],
    ['done on the last day', {}, ['2020-01-03', '2020-02-29'], '2020-06-01', 'done', '2020-02-29'],
    ['done a day late', {}, ['2020-01-03', '2020-03-01', '2020-03-02'], '2020-06-01', 'late', '2020-03-01'],
    [
      'done by one where no number is wanted',
      { target: null },
      ['2020-02-03'],
      '2020-02-03',
      'done',
      '2020-02-03',
    ],
    ['taken out', { cancelledOn: '2020-02-10' }, [], '2020-06-01', 'cancelled', null],
    ['to be taken out later', { cancelledOn: '2020-02-10' }, [], '2020-02-09', 'planned', null],
  ])('%s', (_what, values, days, asOf, state, reachedOn) => {
    expect(stateOf({ ...item, ...values }, days, asOf)).toEqual({ state, reachedOn })
  })
})

const RULES = `regulation: of-research
title: { zh: 调研加分, en: Points for research }
period: calendar_year
clauses:
  report:
    title: { zh: 调研报告, en: Research report }
    counts: research_report
    where: { role: author, type: comprehensive }
    points: { ladder: [{ submitted: 1 }, { approved: 2 }, { sent: 4 }, { instructed: 8 }], steps: add }
`

inEveryWorld('the annual plan', (world) => {
  const progress = async (query: string) =>
    (await world.admin.get(`/v1/plan-items/progress?${query}`).expect(200)).body

  it('tells of each item how many records stand for it, and whether in time', async () => {
    const item = await aPlanItem(world, { month: 5, target: 2 })
    const { id: planItemId } = item
    await aPlanItem(world, { year: 2018 })
    const held = await aMeeting(world, { planItemId })
    const cancelled = await aMeeting(world, { planItemId })
    await act(world, `/v1/meetings/${cancelled.id}`, 'cancel', { reason: '改期' })
    const report = await aReport(world, { planItemId })
    await aReport(world, { planItemId })
    await act(world, `/v1/research-reports/${report.id}`, 'submit', { submittedOn: '2019-06-01' })
    await act(world, `/v1/research-reports/${report.id}`, 'approve', { approvedOn: '2019-06-02' })
    const { items } = await progress('year=2019')
    expect(items).toMatchObject([
      {
        id: planItemId,
        asOf: '2019-12-31',
        state: 'late',
        done: 2,
        reachedOn: '2019-06-02',
        records: [
          { subject: `meetings/${held.id}`, day: '2019-05-10' },
          { subject: `researchReports/${report.id}`, day: '2019-06-02' },
        ],
      },
    ])
    expect((await progress('year=2019&asOf=2019-05-30')).items).toMatchObject([{ state: 'planned', done: 1 }])
    expect((await progress('year=2019&asOf=2019-05-31')).items).toMatchObject([{ state: 'missing', done: 1 }])
    expect((await progress('year=2019&kind=studio')).items).toEqual([])
    expect((await progress('')).items).toHaveLength(1)
  })

  it('comes in pages, and answers 304 to whoever holds them', async () => {
    await aPlanItem(world)
    const first = await world.admin.get('/v1/plan-items/progress?year=2019&limit=1').expect(200)
    const second = await progress(`year=2019&limit=1&cursor=${first.body.nextCursor}`)
    expect(second.items[0].id).not.toBe(first.body.items[0].id)
    await world.admin
      .get('/v1/plan-items/progress?year=2019&limit=1', { 'if-none-match': first.headers['etag']! })
      .expect(304)
    const other = await world.admin
      .get(`/v1/plan-items/progress?year=2018&limit=1&cursor=${first.body.nextCursor}`)
      .expect(400)
    expect(other.body.code).toBe('cursor_mismatch')
    const bent = await world.admin.get('/v1/plan-items/progress?cursor=abc').expect(400)
    expect(bent.body.code).toBe('cursor_invalid')
    const member = await world.as('member')
    await member.get('/v1/plan-items/progress').expect(403)
    await member.get('/v1/plan-items').expect(200)
  })

  it('lists are narrowed by what they are asked', async () => {
    const count = async (path: string) => (await world.admin.get(`/v1/${path}`).expect(200)).body.items.length
    const { id: memberId } = await aMember(world)
    const { id: organizationId } = await anOrganization(world)
    const from = { validFrom: '2017-03-01', validTo: '2017-06-30' }
    const group = await aGroup(world, {
      ...from,
      members: [{ memberId, ...from }],
      hosts: [{ organizationId, ...from }],
    })
    expect(await count(`supervision-groups?memberId=${memberId}&organizationId=${organizationId}`)).toBe(1)
    expect(await count(`supervision-groups?memberId=${memberId}&on=2017-06-30`)).toBe(1)
    expect(await count(`supervision-groups?memberId=${memberId}&on=2017-07-01`)).toBe(0)
    const raised = { supervisionGroupId: group.id, raisedOn: '2017-05-01', memberId, organizationId }
    await aSuggestion(world, raised)
    expect(await count(`suggestions?organizationId=${organizationId}&from=2017-05-01&to=2017-05-01`)).toBe(1)
    expect(await count('suggestions?to=2017-04-30')).toBe(0)
    expect(await count(`suggestions?q=${encodeURIComponent('不存在')}`)).toBe(0)
    await aReport(world, { title: '水环境', members: [{ memberId }] })
    expect(await count(`research-reports?memberId=${memberId}&q=${encodeURIComponent('水')}`)).toBe(1)
    expect(await count(`research-reports?memberId=${memberId}&from=2019-01-01&to=2019-12-31`)).toBe(0)
    expect(await count('plan-items?year=2018&kind=research')).toBe(1)
  })
})

inEveryWorld('a research report', (world) => {
  const written = async (memberId: string, other: string) => {
    const members = [
      { memberId: other, role: 'leader' },
      { memberId, role: 'author' },
    ]
    return aReport(world, { kind: 'comprehensive', members })
  }
  const on = (id: string) => `/v1/research-reports/${id}`

  it('earns for its authors, step by step, and for what a leader wrote on it', async () => {
    const regulation = await post(world, '/v1/regulations', { name: 'of-research', source: RULES })
    await approve(world, regulation.id)
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2019年度',
      startsOn: '2019-01-01',
      endsOn: '2019-12-31',
      regulationId: regulation.id,
    })
    const [author, leader] = [(await aMember(world)).id, (await aMember(world)).id]
    const total = async (id = author) =>
      (await world.admin.get(`/v1/members/${id}/score?periodId=${period.id}`).expect(200)).body.total
    const { id } = await written(author, leader)
    expect(await total()).toBe(0)
    const submitted = { submittedOn: '2019-05-20' }
    await act(world, on(id), 'submit', submitted)
    expect(await total()).toBe(1)
    await act(world, on(id), 'return', { reason: '再改' })
    expect(await total()).toBe(0)
    await act(world, on(id), 'submit', submitted)
    await act(world, on(id), 'approve', { approvedOn: '2019-05-28' })
    expect(await total()).toBe(3)
    await act(world, on(id), 'send', { sentOn: '2020-01-06' })
    expect(await total()).toBe(3)
    const by = { leaderName: '甲', leaderLevel: 'district', instructedOn: '2019-07-01' }
    const given = await post(world, '/v1/instructions', { ...by, researchReportId: id })
    expect(await total()).toBe(11)
    // An instruction on something else moves another source of the same members.
    const opinion = await post(world, '/v1/opinions', { title: '信息', authorIds: [author] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', submitted)
    await post(world, '/v1/instructions', { ...by, opinionId: opinion.id })
    expect(await total()).toBe(11)
    await world.admin.delete(`/v1/instructions/${given.id}`, { 'if-match': '*' }).expect(204)
    expect(await total()).toBe(3)
    expect(await total(leader)).toBe(0)
    await world.admin.patch(on(id), { members: [{ memberId: leader, role: 'author' }] }, { 'if-match': '*' })
    expect([await total(), await total(leader)]).toEqual([0, 3])
  })

  it('is seen by who stands on it, and so are its group, its suggestion, what a leader wrote', async () => {
    const { id: memberId, personId } = await aMember(world)
    const other = (await aMember(world)).id
    const client = await world.as('member', { personId })
    const seen = async (path: string) =>
      (await client.get(`/v1/${path}`).expect(200)).body.items.map(({ id }: { id: string }) => id)
    const own = await written(memberId, other)
    const theirs = await written(other, (await aMember(world)).id)
    expect(await seen('research-reports')).toEqual([own.id])
    await client.get(on(theirs.id)).expect(404)
    const validFrom = '2019-03-01'
    const group = await aGroup(world, { members: [{ memberId, validFrom }] })
    const led = await aGroup(world, { headMemberId: memberId, validFrom: '2019-03-02' })
    await aGroup(world, { members: [{ memberId: other, validFrom }] })
    expect(await seen('supervision-groups')).toEqual([group.id, led.id])
    const said = await aSuggestion(world, { supervisionGroupId: group.id, memberId })
    await aSuggestion(world, { supervisionGroupId: group.id, memberId: other })
    expect(await seen('suggestions')).toEqual([said.id])
    const by = { leaderName: '甲', leaderLevel: 'district', instructedOn: '2019-07-01' }
    const instruct = async (id: string) => {
      await act(world, on(id), 'submit', { submittedOn: '2019-05-20' })
      return post(world, '/v1/instructions', { ...by, researchReportId: id })
    }
    const instruction = await instruct(own.id)
    await instruct(theirs.id)
    expect(await seen('instructions')).toEqual([instruction.id])
    expect(await seen(`instructions?researchReportId=${theirs.id}`)).toEqual([])
    await anOpinion(world)
    await client.get(on(ABSENT)).expect(404)
  })

  it('a member who leaves a group and comes back stands in it twice', async () => {
    const { id: memberId } = await aMember(world)
    const first = { memberId, validFrom: '2019-03-01', validTo: '2019-06-30' }
    const again = { memberId, validFrom: '2019-09-01', validTo: null }
    const group = await aGroup(world, { members: [again, first] })
    expect(group.members).toEqual([first, again])
    const path = `/v1/supervision-groups/${group.id}`
    const { body } = await world.admin.patch(path, { members: [first] }).expect(200)
    expect(body).toMatchObject({ version: 2, members: [first] })
  })
})
