import { describe, expect, it } from 'vitest'
import { MOVES } from '../../src/duties/proposals/moves.ts'
import { ProposalState } from '../../src/duties/proposals/schema.ts'
import { aDraft, aFiled, anAssignment, aReplied, aReply, aSubmitted } from '../support/proposals.ts'
import { act, aMember, post } from '../support/records.ts'
import { inEveryWorld, login, type World } from '../support/world.ts'

/** The whole life of a proposal: 提出, 审查, 交办, 办理, 督办, 评议, 公开, 归档. */

const of = async (world: World, id: string) => (await world.admin.get(`/v1/proposals/${id}`).expect(200)).body

describe('the machine', () => {
  it('reaches every state from a draft, and ends where a life ends', () => {
    const reached = new Set<string>(['draft'])
    for (let before = 0; before !== reached.size; ) {
      before = reached.size
      for (const { from, to } of Object.values(MOVES))
        if (from.some((state) => reached.has(state))) reached.add(to)
    }
    expect([...reached].toSorted()).toEqual([...ProposalState.options].toSorted())
    const ends = ProposalState.options.filter(
      (state) => !Object.values(MOVES).some(({ from }) => (from as readonly string[]).includes(state)),
    )
    expect(ends).toEqual(['merged', 'converted', 'archived', 'withdrawn'])
  })
})

inEveryWorld('a proposal', (world) => {
  it('goes from draft to archive, and each answer says what may follow', async () => {
    const draft = await aDraft(world)
    expect(draft.legal).toEqual(['submit', 'withdraw'])
    const path = `/v1/proposals/${draft.id}`
    await act(world, path, 'submit', { submittedOn: '2019-02-20' })
    expect((await act(world, path, 'return', { reason: '一案多事' })).returnedReason).toBe('一案多事')
    await act(world, path, 'submit', { submittedOn: '2019-02-26' })
    expect((await act(world, path, 'review')).state).toBe('under_review')
    await act(world, path, 'file', { filedOn: '2019-03-08', caseNo: '17' })
    const lead = await anAssignment(world, { proposalId: draft.id })
    const co = await anAssignment(world, { proposalId: draft.id, role: 'co' })
    expect(lead).toMatchObject({ state: 'assigned', dueOn: '2019-06-28' })
    await act(world, `/v1/proposal-assignments/${lead.id}`, 'accept')
    expect((await of(world, draft.id)).state).toBe('handling')
    await act(world, `/v1/proposal-assignments/${lead.id}`, 'extend', {
      until: '2019-08-28',
      reason: '论证',
      extendedOn: '2019-06-20',
    })
    const memberId = draft.signers[0].memberId
    await post(world, '/v1/proposal-contacts', { proposalId: draft.id, memberId, contactedOn: '2019-04-18' })
    const reply = { proposalId: draft.id, repliedOn: '2019-06-20', category: 'b', promiseDueOn: '2020-01-31' }
    await post(world, '/v1/proposal-replies', { ...reply, assignmentId: co.id })
    expect((await of(world, draft.id)).state).toBe('handling')
    await post(world, '/v1/proposal-replies', { ...reply, assignmentId: lead.id })
    expect(await of(world, draft.id)).toMatchObject({ state: 'replied', repliedOn: '2019-06-20', round: 1 })
    const feedback = { proposalId: draft.id, memberId, attitude: 'satisfied', returnedOn: '2019-07-02' }
    await post(world, '/v1/proposal-feedbacks', { ...feedback, result: 'dissatisfied' })
    expect(await act(world, path, 'rehandle', { reason: '未解决', rehandledOn: '2019-07-10' })).toMatchObject(
      {
        state: 'rehandling',
        round: 2,
      },
    )
    await post(world, '/v1/proposal-replies', {
      ...reply,
      assignmentId: lead.id,
      repliedOn: '2019-08-20',
      category: 'a',
    })
    await post(world, '/v1/proposal-feedbacks', {
      ...feedback,
      result: 'satisfied',
      returnedOn: '2019-08-30',
    })
    await act(world, path, 'choose-key', { chosenOn: '2019-04-01', leader: '区长', leaderLevel: 'district' })
    await act(world, path, 'name-excellent', { namedOn: '2019-12-20' })
    await act(world, path, 'close', { closedOn: '2019-09-30' })
    const done = await act(world, path, 'archive', { archivedOn: '2019-12-31' })
    expect(done).toMatchObject({ state: 'archived', keyLeader: '区长', excellentOn: '2019-12-20', legal: [] })
  })

  it('is filed again once its last assignment is withdrawn, and was assigned on the first day of those that stand', async () => {
    const first = await anAssignment(world, { assignedOn: '2019-04-20' })
    const path = `/v1/proposal-assignments/${first.id}`
    await world.admin.delete(path, { 'if-match': '*' }).expect(204)
    expect(await of(world, first.proposalId)).toMatchObject({ state: 'filed', assignedOn: null })
    const { proposalId } = await anAssignment(world, {
      proposalId: first.proposalId,
      assignedOn: '2019-03-28',
    })
    const earlier = await anAssignment(world, { proposalId, role: 'co', assignedOn: '2019-03-20' })
    expect(await of(world, proposalId)).toMatchObject({ state: 'assigned', assignedOn: '2019-03-20' })
    await world.admin.delete(`/v1/proposal-assignments/${earlier.id}`, { 'if-match': '*' }).expect(204)
    expect(await of(world, proposalId)).toMatchObject({ state: 'assigned', assignedOn: '2019-03-28' })
  })

  it('every change of its state is in the log, with the actor', async () => {
    const { id } = await aReplied(world)
    const events: { type: string; subjectId: string }[] = []
    for (let after = 0, more = true; more; ) {
      const { body } = await world.admin.get(`/v1/events?after=${after}&limit=200`).expect(200)
      events.push(...body.items)
      more = body.hasMore
      after = body.items.at(-1)?.seq ?? after
    }
    const types = events.filter((event) => event.subjectId === id).map(({ type }) => type)
    expect(types).toEqual([
      'proposal.created',
      'proposal.submitted',
      'notice.proposal_filed',
      'proposal.filed',
      'proposal.assigned',
      'proposal.replied',
      'notice.proposal_replied',
    ])
  })

  it('a co-handling unit alone does not reply to the proposer; split units all do', async () => {
    const { id: proposalId } = await aFiled(world)
    const first = await anAssignment(world, { proposalId, role: 'split' })
    const second = await anAssignment(world, { proposalId, role: 'split' })
    const reply = { proposalId, repliedOn: '2019-06-20', category: 'a' }
    await post(world, '/v1/proposal-replies', { ...reply, assignmentId: first.id })
    expect((await of(world, proposalId)).state).toBe('assigned')
    await post(world, '/v1/proposal-replies', { ...reply, assignmentId: second.id })
    expect((await of(world, proposalId)).state).toBe('replied')
  })

  it('a unit that is relieved makes room for another', async () => {
    world.now = new Date('2019-04-01T04:00:00Z')
    world.admin = await login(world, 'admin')
    const { id, proposalId } = await anAssignment(world)
    const path = `/v1/proposal-assignments/${id}`
    await act(world, path, 'request-transfer', { reason: '不属本单位' })
    await act(world, path, 'refuse-transfer')
    await act(world, path, 'request-transfer', { reason: '确非职责' })
    expect((await act(world, path, 'grant-transfer')).state).toBe('transferred')
    const next = await anAssignment(world, { proposalId, assignedOn: '2019-04-02' })
    expect(next.state).toBe('assigned')
    world.now = new Date('2025-01-01T04:00:00Z')
    world.admin = await login(world, 'admin')
    const late = await anAssignment(world)
    const refused = await world.admin.post(
      `/v1/proposal-assignments/${late.id}/request-transfer`,
      { reason: '迟了' },
      { 'if-match': '*' },
    )
    expect([refused.status, refused.body.rule]).toEqual([422, 'proposals.transfer_limit'])
  })

  it('limits are the committee’s: working days leave out holidays and count weekends that are worked', async () => {
    const { committeeId } = (await world.admin.get('/v1/auth/me').expect(200)).body
    const committee = (await world.admin.get(`/v1/committees/${committeeId}`).expect(200)).body
    expect(committee.limits.reply).toEqual({ count: 3, unit: 'months' })
    const holiday = { catalogue: 'holiday', code: 'labour_2019', name: '劳动节' }
    await post(world, '/v1/catalogue-items', { ...holiday, validFrom: '2019-05-01', validTo: '2019-05-04' })
    const worked = { catalogue: 'makeup_workday', code: 'labour_2019', name: '调休' }
    await post(world, '/v1/catalogue-items', { ...worked, validFrom: '2019-05-05' })
    const set = (limits: object) =>
      world.admin.patch(`/v1/committees/${committeeId}`, { limits }, { 'if-match': '*' }).expect(200)
    await set({ reply: { count: 3, unit: 'working_days' } })
    expect(await anAssignment(world, { assignedOn: '2019-04-30' })).toMatchObject({ dueOn: '2019-05-07' })
    await set({ reply: { count: 10, unit: 'calendar_days' } })
    expect(await anAssignment(world, { assignedOn: '2019-04-30' })).toMatchObject({ dueOn: '2019-05-10' })
    await set({})
    const own = await anAssignment(world, { assignedOn: '2019-04-30', dueOn: '2019-08-01' })
    const path = `/v1/proposal-assignments/${own.id}`
    const taken = await world.admin.patch(path, { dueOn: null }, { 'if-match': '*' }).expect(200)
    expect([own.dueOn, taken.body.dueOn]).toEqual(['2019-08-01', '2019-07-30'])
    expect(await anAssignment(world, { assignedOn: '2019-11-30' })).toMatchObject({ dueOn: '2020-02-29' })
  })

  it('what is overdue, and which promises are open, can be listed', async () => {
    const { id: assignmentId, proposalId } = await anAssignment(world)
    const overdue = async (day: string) =>
      (
        await world.admin
          .get(`/v1/proposal-assignments?proposalId=${proposalId}&overdueOn=${day}`)
          .expect(200)
      ).body.items
    expect(await overdue('2019-06-28')).toHaveLength(0)
    expect(await overdue('2019-06-29')).toHaveLength(1)
    const reply = await post(world, '/v1/proposal-replies', {
      proposalId,
      assignmentId,
      repliedOn: '2019-07-20',
      category: 'b',
      promiseDueOn: '2019-12-31',
      suggestionsTotal: 3,
      suggestionsAdopted: 2,
    })
    expect(await overdue('2019-12-31')).toHaveLength(0)
    const open = async () =>
      (await world.admin.get('/v1/proposal-replies?promiseOpenOn=2020-01-01&limit=200').expect(200)).body
        .items
    expect(await open()).toContainEqual(expect.objectContaining({ id: reply.id }))
    await world.admin.patch(`/v1/proposal-replies/${reply.id}`, { promiseKeptOn: '2020-02-01' }).expect(200)
    expect(await open()).not.toContainEqual(expect.objectContaining({ id: reply.id }))
    await world.admin.delete(`/v1/proposal-replies/${reply.id}`).expect(204)
    expect((await of(world, proposalId)).state).toBe('handling')
  })

  it('one that is converted is an opinion of its signers and is credited there alone', async () => {
    const { id, signers } = await aSubmitted(world)
    const path = `/v1/proposals/${id}`
    const converted = await act(world, path, 'convert', { to: 'opinion', convertedOn: '2019-03-12' })
    const opinion = (await world.admin.get(`/v1/opinions/${converted.convertedOpinionId}`).expect(200)).body
    expect(opinion).toMatchObject({
      state: 'submitted',
      submittedOn: '2019-03-12',
      authorIds: [signers[0].memberId],
    })
    const letter = await aSubmitted(world)
    const kept = await act(world, `/v1/proposals/${letter.id}`, 'convert', {
      to: 'letter',
      convertedOn: '2019-03-12',
    })
    expect(kept).toMatchObject({ state: 'converted', convertedOpinionId: null })
  })

  it('one that is merged follows another, which can be traced to each of its sources', async () => {
    const target = await aFiled(world)
    const one = await aSubmitted(world)
    await act(world, `/v1/proposals/${one.id}`, 'merge', { intoId: target.id, mergedOn: '2019-03-09' })
    const { body } = await world.admin.get(`/v1/proposals?mergedIntoId=${target.id}`).expect(200)
    expect(body.items.map((item: { id: string }) => item.id)).toEqual([one.id])
  })

  it('a proposer speaks for themselves, sees what belongs to their own, and nothing of others', async () => {
    const mine = await aReplied(world)
    const member = (await world.admin.get(`/v1/members/${mine.signers[0].memberId}`).expect(200)).body
    const client = await world.as('member', { personId: member.personId })
    const other = await aReplied(world)
    const sent = { attitude: 'satisfied', result: 'satisfied', returnedOn: '2019-07-02' }
    await client
      .post('/v1/proposal-feedbacks', { ...sent, proposalId: mine.id, memberId: member.id })
      .expect(201)
    const theirs = { ...sent, proposalId: other.id, memberId: other.signers[0].memberId }
    await client.post('/v1/proposal-feedbacks', theirs).expect(403)
    for (const path of ['proposal-assignments', 'proposal-replies', 'proposal-feedbacks']) {
      const { body } = await client.get(`/v1/${path}?limit=200`).expect(200)
      expect(body.items.length, path).toBeGreaterThan(0)
      expect(new Set(body.items.map((item: { proposalId: string }) => item.proposalId)), path).toEqual(
        new Set([mine.id]),
      )
    }
  })

  it('is published with consent only', async () => {
    const { id } = await aFiled(world)
    const publish = () =>
      world.admin.post(`/v1/proposals/${id}/publish`, { publishedOn: '2019-10-08' }, { 'if-match': '*' })
    expect((await publish().expect(422)).body.rule).toBe('proposals.publication_consent')
    await world.admin
      .patch(`/v1/proposals/${id}`, { publicity: 'consented' }, { 'if-match': '*' })
      .expect(200)
    expect((await publish().expect(200)).body.publishedOn).toBe('2019-10-08')
  })

  it('a reply needs no more than one lead, and a member’s feedback one form a round', async () => {
    const { proposalId, assignmentId } = await aReply(world)
    const again = { proposalId, assignmentId, repliedOn: '2019-06-21', category: 'a' }
    const refused = await world.admin.post('/v1/proposal-replies', again).expect(409)
    expect(refused.body).toMatchObject({ code: 'state_conflict', legal: ['rehandle', 'close'] })
    const { memberId } = (await of(world, proposalId)).signers[0]
    const form = { proposalId, memberId, attitude: 'none', result: 'satisfied', returnedOn: '2019-07-02' }
    await post(world, '/v1/proposal-feedbacks', form)
    expect((await world.admin.post('/v1/proposal-feedbacks', form).expect(409)).body.code).toBe(
      'already_exists',
    )
    const stranger = (await aMember(world)).id
    await world.admin.post('/v1/proposal-feedbacks', { ...form, memberId: stranger }).expect(422)
  })
})
