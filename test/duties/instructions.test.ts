import { expect, it } from 'vitest'
import { anOpinion } from '../support/makers.ts'
import { act, aMember, approve, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

const RULES = `regulation: of-instructions
title: { zh: 批示加分, en: Points for instructions }
period: calendar_year
clauses:
  opinion:
    title: { zh: 社情民意, en: Opinion }
    counts: opinion
    points: { ladder: [{ submitted: 1 }, { adopted: 3 }, { instructed: 5 }], steps: add }
`

inEveryWorld('instructions', (world) => {
  it('earn their step, in the year in which they were given, and take it back when they go', async () => {
    const regulation = await post(world, '/v1/regulations', { name: 'of-instructions', source: RULES })
    await approve(world, regulation.id)
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2019年度',
      startsOn: '2019-01-01',
      endsOn: '2019-12-31',
      regulationId: regulation.id,
    })
    const [member, reader] = [await aMember(world), await aMember(world)]
    const opinions = []
    for (const day of ['2018-11-20', '2019-05-20', '2019-05-20']) {
      const { id } = await post(world, '/v1/opinions', { title: '信息', authorIds: [member.id] })
      await act(world, `/v1/opinions/${id}`, 'submit', { submittedOn: day })
      opinions.push(id as string)
    }
    const total = async () => {
      const { body } = await world.admin
        .get(`/v1/members/${member.id}/score?periodId=${period.id}`)
        .expect(200)
      return body.total
    }
    expect(await total()).toBe(2)
    const instruct = (opinionId: string, instructedOn: string) =>
      post(world, '/v1/instructions', { opinionId, leaderName: '甲', leaderLevel: 'city', instructedOn })
    // Of last year's opinion the instruction of this year counts, its submission does not.
    const first = await instruct(opinions[0]!, '2019-02-01')
    expect(await total()).toBe(7)
    await instruct(opinions[1]!, '2019-07-01')
    expect(await total()).toBe(12)
    await world.admin.delete(`/v1/instructions/${first.id}`, { 'if-match': '*' }).expect(204)
    expect(await total()).toBe(7)
    const { body } = await world.admin.get(`/v1/members/${reader.id}/score?periodId=${period.id}`).expect(200)
    expect(body.total).toBe(0)
  })

  it('show a member what was written on their own documents, without the text', async () => {
    const own = await anOpinion(world, '2019-05-20')
    const other = await anOpinion(world, '2019-05-20')
    const given = { leaderName: '甲', leaderLevel: 'city', instructedOn: '2019-07-01', summary: '请研究' }
    await post(world, '/v1/instructions', { ...given, opinionId: other.id })
    const mine = await post(world, '/v1/instructions', { ...given, opinionId: own.id })
    expect(mine.summary).toBe('请研究')
    const { body: author } = await world.admin.get(`/v1/members/${own.authorIds[0]}`).expect(200)
    const client = await world.as('member', { personId: author.personId })
    const { body } = await client.get('/v1/instructions').expect(200)
    expect(body.items).toMatchObject([{ id: mine.id, summary: null, maskedFields: ['summary'] }])
    await client.get(`/v1/instructions/${mine.id}`).expect(200)
  })
})
