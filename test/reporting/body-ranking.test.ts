import { beforeAll, expect, it } from 'vitest'
import { anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, aPeriod, approve, type Body, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Sectors scored by what they organised and by what their people did; figures worked by hand. */

const RULES = `
regulation: sectors-2019
title: { zh: 界别考核, en: Sectors }
period: calendar_year
subject: sector
clauses:
  own: { title: 界别活动, counts: activity, points: 5, cap: 10 }
  theirs: { title: 委员提案, of: members, counts: proposal, points: 2 }
  joint: { title: 集体提案, counts: proposal, where: { type: collective }, points: 4 }
  part: { title: 参与面, measure: { people: { counts: proposal, atLeast: 1 } }, points: 10 }
  honour: { title: 先进, counts: recognition, where: { class: reward }, points: 3 }
  mean: { title: 委员平均分, of: members, counts: member_total, points: 1/10, quantity: point, combine: average }
grades: [{ grade: 先进, top: 1 }, { grade: 合格 }]
`

inEveryWorld('bodies in a ranking', (world) => {
  let [period, regulation, first, second]: Body[] = []
  const inSector = async (organizationId: string, from = '2017-02-20') => {
    const member = await aMember(world)
    await post(world, '/v1/body-roles', {
      memberId: member.id,
      organizationId,
      role: 'member',
      validFrom: from,
    })
    return member
  }
  const proposal = async (memberId: string, more: object = {}) => {
    const made = await post(world, '/v1/proposals', { title: '建议', signers: [{ memberId }], ...more })
    await act(world, `/v1/proposals/${made.id}`, 'submit', { submittedOn: '2019-03-01' })
  }
  const ranking = (id = regulation!.id) =>
    world.admin.get(`/v1/periods/${period!.id}/body-ranking?regulationId=${id}`)

  beforeAll(async () => {
    period = await aPeriod(world)
    first = await anOrganization(world, { kind: 'sector' })
    second = await anOrganization(world, { kind: 'sector' })
    regulation = await post(world, '/v1/regulations', { name: 'sectors-2019', source: RULES })
    await approve(world, regulation!.id)
    const [one, two] = [await inSector(first!.id), await inSector(first!.id)]
    await inSector(second!.id)
    // Came to the sector after the day of the proposal.
    const late = await inSector(second!.id, '2019-06-01')
    await proposal(one.id)
    await proposal(late.id)
    const its = { proposerKind: 'collective', organizationId: second!.id, signers: [] }
    const made = await post(world, '/v1/proposals', { title: '集体建议', ...its })
    await act(world, `/v1/proposals/${made.id}`, 'submit', { submittedOn: '2019-03-02' })
    await post(world, '/v1/recognitions', {
      kind: 'excellent_unit',
      organizationId: second!.id,
      title: '先进界别',
      awardedOn: '2019-12-01',
    })
    for (let n = 0; n < 3; n += 1) await aMeeting(world, { ownerOrganizationId: first!.id })
    expect(two.id).toBeDefined()
  })

  it('the points of its members are there wherever the rules ask for them', async () => {
    const rules = `
regulation: sectors-by-members
title: 委员得分
period: calendar_year
subject: sector
clauses: { a: { title: 有得分的委员, measure: { people: { counts: member_total, atLeast: 1 } }, points: 10 } }
`
    const { id } = await post(world, '/v1/regulations', { name: 'sectors-by-members', source: rules })
    await approve(world, id)
    const { body } = await ranking(id).expect(200)
    expect(body.items.map(({ total }: Body) => total)).toEqual([10, 10])
  })

  it('own activities, proposals of those who belong on the day, the part that took part, the mean', async () => {
    const { body } = await ranking().expect(200)
    const row = (id: string) => body.items.find((item: Body) => item.organizationId === id)
    // 3 activities stop at 10; one proposal 2; one of two people 5; Tongcheng gives 10 for a proposal: mean 5, a tenth.
    expect(row(first!.id)).toMatchObject({ rank: 1, total: 17.5, grade: '先进' })
    // The award 3; its collective proposal 4; one of two people 5; the mean of 0 and 10.
    expect(row(second!.id)).toMatchObject({ rank: 2, total: 12.5, grade: '合格' })
    expect(body.regulation).toMatchObject({ subject: 'sector', number: 1 })
  })

  it('unchanged, the ranking and a score are not sent again', async () => {
    const score = `/v1/organizations/${first!.id}/score?periodId=${period!.id}&regulationId=${regulation!.id}`
    for (const path of [`/v1/periods/${period!.id}/body-ranking?regulationId=${regulation!.id}`, score]) {
      const { headers } = await world.admin.get(path).expect(200)
      await world.admin.get(path, { 'if-none-match': headers['etag']! }).expect(304)
    }
  })

  it('what comes later is there at the next read, and opens down to its facts', async () => {
    const before = await ranking().expect(200)
    const totalOf = (body: Body) =>
      body.items.find((item: Body) => item.organizationId === second!.id).total as number
    await aMeeting(world, { ownerOrganizationId: second!.id })
    expect(totalOf((await ranking().expect(200)).body) - totalOf(before.body)).toBe(5)
    const query = `periodId=${period!.id}&regulationId=${regulation!.id}&text=zh`
    const { body } = await world.admin.get(`/v1/organizations/${second!.id}/score?${query}`).expect(200)
    const own = body.clauses.find((one: Body) => one.code === 'own')
    expect(own.lines).toHaveLength(1)
    expect(own.lines[0].factId).toMatch(/^activity\//)
    expect(body.clauses.reduce((all: number, one: Body) => all + one.points, 0)).toBe(body.points)
    expect(body.text).toContain('1/2 = 50%，10分 × 1/2 = 5分')
  })

  it('is for regulations of bodies that are active, and for bodies that are scored', async () => {
    const members = await ranking(period!.regulationId).expect(422)
    expect(members.body.rule).toBe('regulations.of_bodies')
    const draft = await post(world, '/v1/regulations', { name: 'sectors-2019', source: RULES })
    expect((await ranking(draft.id).expect(422)).body.rule).toBe('regulations.of_bodies')
    const none = '0197f6a0-0000-7000-8000-000000000009'
    await ranking(none).expect(404)
    const at = (id: string, of: string) =>
      world.admin.get(`/v1/organizations/${id}/score?periodId=${period!.id}&regulationId=${of}`)
    await at(none, regulation!.id).expect(404)
    expect((await at(first!.id, draft.id).expect(422)).body.rule).toBe('regulations.of_bodies')
    const tried = await world.admin
      .post('/v1/regulations/simulate', { periodId: period!.id, source: RULES })
      .expect(422)
    expect(tried.body.rule).toBe('regulations.of_members')
  })
})
