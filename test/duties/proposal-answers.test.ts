import { expect, it } from 'vitest'
import { aFiled, anAssignment, aReplied, aSubmitted } from '../support/proposals.ts'
import { act, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Whom a reply answers, and what they say of it. */

inEveryWorld('the answers to a proposal', (world) => {
  it('answers whoever was merged into it too: they are met, say what they think, and read both', async () => {
    const [leading, merged] = [await aFiled(world), await aSubmitted(world)]
    const own = merged.signers[0].memberId as string
    await act(world, `/v1/proposals/${merged.id}`, 'merge', { intoId: leading.id, mergedOn: '2019-03-11' })
    const { id: assignmentId } = await anAssignment(world, { proposalId: leading.id })
    const of = { proposalId: leading.id }
    await post(world, '/v1/proposal-contacts', { ...of, memberId: own, contactedOn: '2019-04-18' })
    await post(world, '/v1/proposal-replies', { ...of, assignmentId, repliedOn: '2019-06-20', category: 'a' })
    const { personId } = (await world.admin.get(`/v1/members/${own}`).expect(200)).body
    const proposer = await world.as('member', { personId })
    const said = { attitude: 'satisfied', result: 'dissatisfied', returnedOn: '2019-07-02' }
    await proposer.post('/v1/proposal-feedbacks', { ...of, ...said, memberId: own }).expect(201)
    for (const path of ['replies', 'contacts', 'feedbacks']) {
      const { body } = await proposer.get(`/v1/proposal-${path}?proposalId=${leading.id}`).expect(200)
      expect([path, body.items.length]).toEqual([path, 1])
    }
  })

  it('silence counts once the limit is over, and ends with the answer', async () => {
    const proposal = await aReplied(world)
    const { memberId } = proposal.signers[0]
    const silent = { proposalId: proposal.id, memberId, attitude: 'satisfied', result: 'satisfied' }
    const { id } = await post(world, '/v1/proposal-feedbacks', {
      ...silent,
      returnedOn: '2019-07-12',
      defaulted: true,
    })
    const change = async (patch: object) =>
      (await world.admin.patch(`/v1/proposal-feedbacks/${id}`, patch, { 'if-match': '*' }).expect(200)).body
    expect(await change({ comment: '未答复' })).toMatchObject({ defaulted: true })
    expect(await change({ result: 'dissatisfied' })).toMatchObject({
      defaulted: false,
      result: 'dissatisfied',
    })
  })

  it('stand when the opinion of an assisting unit is taken back', async () => {
    const lead = await anAssignment(world)
    const { proposalId } = lead
    const co = await anAssignment(world, { proposalId, role: 'co' })
    const reply = { proposalId, repliedOn: '2019-06-20', category: 'a' }
    const opinion = await post(world, '/v1/proposal-replies', { ...reply, assignmentId: co.id })
    await post(world, '/v1/proposal-replies', { ...reply, assignmentId: lead.id })
    await world.admin.delete(`/v1/proposal-replies/${opinion.id}`, { 'if-match': '*' }).expect(204)
    const { body } = await world.admin.get(`/v1/proposals/${proposalId}`).expect(200)
    expect(body).toMatchObject({ state: 'replied', repliedOn: '2019-06-20' })
  })

  it('are not given by the opinion of an assisting unit, while nobody leads', async () => {
    const lead = await anAssignment(world, { assignedOn: '2019-12-30' })
    const { proposalId } = lead
    const co = await anAssignment(world, { proposalId, role: 'co', assignedOn: '2019-12-30' })
    const path = `/v1/proposal-assignments/${lead.id}`
    await act(world, path, 'request-transfer', { reason: '不属于本单位职责' })
    await act(world, path, 'grant-transfer')
    const reply = { proposalId, assignmentId: co.id, repliedOn: '2019-12-31', category: 'a' }
    await post(world, '/v1/proposal-replies', reply)
    const { body } = await world.admin.get(`/v1/proposals/${proposalId}`).expect(200)
    expect(body).toMatchObject({ state: 'assigned', repliedOn: null })
  })
})
