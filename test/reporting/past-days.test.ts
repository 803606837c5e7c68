import { expect, it } from 'vitest'
import { anOpinion } from '../support/makers.ts'
import { aFiled, anAssignment } from '../support/proposals.ts'
import { act, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** What a day said of proposals stays as it was, whatever becomes of them later. */

inEveryWorld('a past day', (world) => {
  const of = async (key: string, asOf: string, rule = '') => {
    const query = `year=2019&asOf=${asOf}${rule && `&rule=${rule}`}`
    const { body } = await world.admin.get(`/v1/statistics/${key}?${query}`).expect(200)
    return [body.numerator, body.denominator]
  }
  const step = (id: string, verb: string, body: object) => act(world, `/v1/proposals/${id}`, verb, body)
  const reply = (assignment: { id: string; proposalId: string }, values: object) =>
    post(world, '/v1/proposal-replies', {
      proposalId: assignment.proposalId,
      assignmentId: assignment.id,
      category: 'a',
      ...values,
    })

  it('has what was filed on it, until it is withdrawn', async () => {
    const filed = await aFiled(world, '2019-03-02')
    const before = await of('proposals_filed', '2019-03-15')
    await step(filed.id, 'withdraw', { withdrawnOn: '2019-04-01' })
    expect(await of('proposals_filed', '2019-03-15')).toEqual(before)
    const [after] = await of('proposals_filed', '2019-04-01')
    expect(after).toBe(before[0] - 1)
    const { body } = await world.admin
      .get('/v1/statistics/proposals_filed?year=2019&asOf=2019-03-15')
      .expect(200)
    expect(body.excluded).toEqual([])
  })

  it('is solved when every unit that answers says so, and never more than replied to', async () => {
    const { id: proposalId } = await aFiled(world, '2019-03-02')
    const first = await anAssignment(world, { proposalId, role: 'split' })
    const second = await anAssignment(world, { proposalId, role: 'split' })
    const asOf = '2019-12-31'
    const [none] = await of('closing_rate', asOf, 'solved_or_planned')
    await reply(first, { repliedOn: '2019-06-01' })
    expect((await of('closing_rate', asOf, 'solved_or_planned'))[0]).toBe(none)
    await reply(second, { repliedOn: '2019-06-10', category: 'd' })
    expect((await of('closing_rate', asOf, 'solved_or_planned'))[0]).toBe(none)
    const { items } = (await world.admin.get(`/v1/proposal-replies?proposalId=${proposalId}`).expect(200))
      .body
    const last = items.find((item: { category: string }) => item.category === 'd')
    const planned = { category: 'b', promiseDueOn: '2020-06-30' }
    await world.admin.patch(`/v1/proposal-replies/${last.id}`, planned).expect(200)
    expect((await of('closing_rate', asOf, 'solved_or_planned'))[0]).toBe(none + 1)
  })

  it('counts what was adopted among what was submitted, and names what was not', async () => {
    const adopted = async (rule = '') => {
      const query = `year=2019${rule && `&rule=${rule}`}`
      const { body } = await world.admin.get(`/v1/statistics/opinions_adopted?${query}`).expect(200)
      return [body.value, body.parts, body.excluded]
    }
    const levels = async (id: string, ...taken: string[]) => {
      for (const level of taken)
        await post(world, '/v1/opinion-adoptions', { opinionId: id, level, adoptedOn: '2019-07-01' })
    }
    const [both, district, earlier] = [
      await anOpinion(world, '2019-05-20'),
      await anOpinion(world, '2019-05-21'),
      await anOpinion(world, '2018-12-30'),
    ]
    const told = await post(world, '/v1/opinions', { title: '居民反映', reflector: '居民' })
    await act(world, `/v1/opinions/${told.id}`, 'submit', { submittedOn: '2019-05-22' })
    await levels(both.id, 'province', 'city')
    await levels(district.id, 'district')
    await levels(earlier.id, 'city')
    await levels(told.id, 'province')
    const parts = [
      { part: 'district', value: 1, records: 1 },
      { part: 'province', value: 1, records: 1 },
    ]
    const excluded = [
      { reason: 'not_by_members', records: 1 },
      { reason: 'submitted_before', records: 1 },
    ]
    expect(await adopted()).toEqual([2, parts, excluded])
    expect((await adopted('adopted_in_period'))[0]).toBe(3)
    const { body } = await world.admin.get('/v1/statistics/opinions_submitted?year=2019').expect(200)
    expect(body.value).toBeGreaterThanOrEqual(2)
  })

  it('keeps the replies of a first round when the proposal is handled again', async () => {
    const { id: proposalId, signers } = await aFiled(world, '2019-03-03')
    const assignment = await anAssignment(world, { proposalId })
    await reply(assignment, { repliedOn: '2019-06-01', suggestionsTotal: 4, suggestionsAdopted: 3 })
    await post(world, '/v1/proposal-feedbacks', {
      proposalId,
      memberId: signers[0].memberId,
      attitude: 'satisfied',
      result: 'dissatisfied',
      returnedOn: '2019-06-15',
    })
    const day = '2019-06-30'
    const figures = async () => [
      await of('reply_rate', day),
      await of('suggestions_adopted', day),
      await of('satisfaction_rate', day, 'of_forms'),
    ]
    const before = await figures()
    await step(proposalId, 'rehandle', { reason: '未解决', rehandledOn: '2019-07-01' })
    expect(await figures()).toEqual(before)
    await reply(assignment, { repliedOn: '2019-09-01', suggestionsTotal: 4, suggestionsAdopted: 4 })
    expect(await figures()).toEqual(before)
    const [adopted] = await of('suggestions_adopted', day)
    expect(await of('suggestions_adopted', '2019-09-30')).toEqual([adopted + 1, null])
  })
})
