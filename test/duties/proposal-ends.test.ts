import { expect, it } from 'vitest'
import { ABSENT, anOpinion, anOrganization } from '../support/makers.ts'
import { aFiled, anAssignment, aReplied, aSubmitted } from '../support/proposals.ts'
import { act, actAs, aMember, post, second } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** A proposal to its end: who has to be heard, a second round, promises, its lineage, its numbers, what is locked. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('a proposal', (world) => {
  const PATH = '/v1/proposals'
  const of = async (id: string): Promise<Body> => (await world.admin.get(`${PATH}/${id}`).expect(200)).body
  const step = (id: string, verb: string, body?: object) => act(world, `${PATH}/${id}`, verb, body)
  const refused = async (id: string, verb: string, body: object, status = 422): Promise<Body> =>
    (await world.admin.post(`${PATH}/${id}/${verb}`, body, { 'if-match': '*' }).expect(status)).body
  const inboxOf = async (memberId: string): Promise<string[]> => {
    const { personId } = (await world.admin.get(`/v1/members/${memberId}`).expect(200)).body
    const member = await world.as('member', { personId })
    const { body } = await member.get('/v1/me/inbox').expect(200)
    return body.items.map(({ type }: { type: string }) => type).toReversed()
  }
  const said = (proposal: Body, memberId: string, values: object = {}) =>
    post(world, '/v1/proposal-feedbacks', {
      proposalId: proposal.id,
      memberId,
      attitude: 'satisfied',
      result: 'satisfied',
      returnedOn: '2019-07-02',
      ...values,
    })

  it('is closed once everybody was heard, or the time to answer is over', async () => {
    const [first, other] = [await aMember(world, { name: '甲先' }), await aMember(world, { name: '乙后' })]
    const signers = [{ memberId: first.id }, { memberId: other.id, signedOn: '2019-02-20' }]
    const { id: proposalId } = await aFiled(world, '2019-03-08', { proposerKind: 'joint', signers })
    const { id: assignmentId } = await anAssignment(world, { proposalId })
    const reply = { proposalId, assignmentId, repliedOn: '2019-06-20', category: 'a' }
    await post(world, '/v1/proposal-replies', reply)
    const replied = await of(proposalId)
    expect(replied).toMatchObject({ state: 'replied', feedbackDueOn: '2019-07-11' })
    const open = async () =>
      (await world.admin.get(`${PATH}?feedbackOpen=true&limit=200`).expect(200)).body.items.map(
        (item: Body) => item.id,
      )
    expect(await open()).toContain(proposalId)
    const nobody = await refused(proposalId, 'close', { closedOn: '2019-06-20' })
    expect(nobody).toMatchObject({ rule: 'proposals.proposers_heard' })
    expect(nobody.errors[0].detail).toContain('甲先, 乙后')
    await said(replied, first.id)
    expect((await refused(proposalId, 'close', { closedOn: '2019-07-11' })).errors[0].detail).toMatch(
      /^乙后 may say until 2019-07-11/,
    )
    await step(proposalId, 'ask-feedback')
    expect(await inboxOf(first.id)).toEqual(['proposal_filed', 'proposal_replied'])
    expect(await inboxOf(other.id)).toEqual(['proposal_filed', 'proposal_replied', 'proposal_feedback_due'])
    await said(replied, other.id, { result: 'dissatisfied' })
    expect(await open()).not.toContain(proposalId)
    expect(await step(proposalId, 'close', { closedOn: '2019-07-03' })).toMatchObject({ state: 'closed' })
    const silent = await aReplied(world)
    await step(silent.id, 'close', { closedOn: '2019-07-12' })
  })

  it('waits for those who were merged into it, too', async () => {
    const [lead, merged] = [await aFiled(world), await aSubmitted(world)]
    await step(merged.id, 'merge', { intoId: lead.id, mergedOn: '2019-03-11' })
    const { id: assignmentId } = await anAssignment(world, { proposalId: lead.id })
    const reply = { proposalId: lead.id, assignmentId, repliedOn: '2019-06-20', category: 'a' }
    await post(world, '/v1/proposal-replies', reply)
    await said(lead, lead.signers[0].memberId)
    await refused(lead.id, 'close', { closedOn: '2019-07-03' })
    await said(lead, merged.signers[0].memberId)
    await step(lead.id, 'close', { closedOn: '2019-07-03' })
    // Whoever was merged reads the lead.
    const own = merged.signers[0].memberId
    const { personId } = (await world.admin.get(`/v1/members/${own}`).expect(200)).body
    const member = await world.as('member', { personId })
    await member.get(`${PATH}/${lead.id}`).expect(200)
    const { body } = await member.get(PATH).expect(200)
    expect(body.items.map((item: Body) => item.id).toSorted()).toEqual([lead.id, merged.id].toSorted())
    expect(await inboxOf(own)).toEqual(['proposal_merged', 'proposal_replied'])
  })

  it.each(['decline', 'withdraw'])('that others follow lets them go: %s', async (verb) => {
    const lead = await aFiled(world, '2019-03-02')
    const filed = await aFiled(world, '2019-03-04')
    await step(filed.id, 'renumber', { caseNo: `案 ${verb}`, reason: '补号' })
    const fresh = await aSubmitted(world)
    for (const { id } of [filed, fresh]) await step(id, 'merge', { intoId: lead.id, mergedOn: '2019-03-11' })
    const count = async (asOf: string) =>
      (await world.admin.get(`/v1/statistics/proposals_filed?year=2019&asOf=${asOf}`).expect(200)).body.value
    const days = ['2019-03-10', '2019-03-20']
    const before = [await count(days[0]!), await count(days[1]!)]
    const body =
      verb === 'decline' ? { reason: 'empty', declinedOn: '2019-04-01' } : { withdrawnOn: '2019-04-01' }
    await step(lead.id, verb, body)
    expect(await of(filed.id)).toMatchObject({
      state: 'filed',
      filedOn: '2019-03-04',
      caseNo: `案 ${verb}`,
      mergedIntoId: null,
    })
    expect(await of(fresh.id)).toMatchObject({ state: 'submitted', mergedIntoId: null, mergedOn: null })
    expect([await count(days[0]!), await count(days[1]!)]).toEqual(before)
    // One was filed on that day instead of the other.
    expect(await count('2019-04-01')).toBe(before[1])
    const { body: states } = await world.admin.get(`${PATH}/${filed.id}/states`).expect(200)
    expect(states.items.map(({ value, day, since }: Body) => [value, day, since]).slice(-2)).toEqual([
      ['merged', '2019-03-11', '2019-03-11'],
      ['filed', '2019-04-01', '2019-03-04'],
    ])
  })

  it('has in a second round a day, a reason and a deadline of its own', async () => {
    const proposal = await aReplied(world)
    const assignments = async () =>
      (await world.admin.get(`/v1/proposal-assignments?proposalId=${proposal.id}`).expect(200)).body.items
    const [{ id: assignmentId }] = await assignments()
    const early = await refused(proposal.id, 'rehandle', { reason: '未解决', rehandledOn: '2019-06-01' })
    expect(early.rule).toBe('proposals.rehandled_after_reply')
    await step(proposal.id, 'rehandle', { reason: '未解决', rehandledOn: '2019-07-10' })
    expect((await assignments())[0]).toMatchObject({ state: 'handling', dueOn: '2019-10-10' })
    const { body: states } = await world.admin.get(`${PATH}/${proposal.id}/states`).expect(200)
    expect(states.items.at(-1)).toMatchObject({ value: 'rehandling', day: '2019-07-10', reason: '未解决' })
    const reply = { proposalId: proposal.id, assignmentId, category: 'a' }
    const { body } = await world.admin
      .post('/v1/proposal-replies', { ...reply, repliedOn: '2019-05-01' })
      .expect(422)
    expect(body.rule).toBe('proposals.replied_after_rehandled')
    const again = await post(world, '/v1/proposal-replies', { ...reply, repliedOn: '2019-10-20' })
    expect(again).toMatchObject({ round: 2, dueOn: '2019-10-10' })
    // The first round was in time, whatever the second one is.
    const { body: rate } = await world.admin
      .get('/v1/statistics/reply_rate/records?year=2019&rule=on_time&limit=200')
      .expect(200)
    expect(rate.items.find(({ subject }: Body) => subject === `proposals/${proposal.id}`).counted).toBe(1)
  })

  it('keeps what its units promise by days', async () => {
    const proposal = await aReplied(world, { category: 'b', promiseDueOn: '2019-09-30' })
    const { body: list } = await world.admin
      .get(`/v1/proposal-replies?promiseOpen=true&promiseDueUntil=2019-09-30&sort=promiseDueOn`)
      .expect(200)
    const reply = list.items.find(({ proposalId }: Body) => proposalId === proposal.id)
    const found = async () =>
      (await world.admin.get(`${PATH}?promiseOpen=true&limit=200`).expect(200)).body.items.some(
        ({ id }: Body) => id === proposal.id,
      )
    expect(await found()).toBe(true)
    const change = (patch: object) => world.admin.patch(`/v1/proposal-replies/${reply.id}`, patch)
    for (const [patch, rule] of [
      [{ promiseDueOn: '2019-06-19' }, 'proposals.promise_after_reply'],
      [{ promiseKeptOn: '2019-06-19' }, 'proposals.promise_kept'],
      [{ promiseKeptOn: '2020-01-01' }, 'proposals.promise_kept'],
      [{ promiseDueOn: null, promiseKeptOn: '2019-07-01' }, 'proposals.promise_kept'],
    ] as const)
      expect((await change(patch).expect(422)).body.rule).toBe(rule)
    const parts = async (asOf: string) => {
      const { body } = await world.admin
        .get(`/v1/statistics/promises/records?year=2019&asOf=${asOf}&limit=200`)
        .expect(200)
      return body.items.find(({ subject }: Body) => subject === `proposalReplies/${reply.id}`)?.part
    }
    expect([await parts('2019-06-19'), await parts('2019-09-30'), await parts('2019-10-01')]).toEqual([
      undefined,
      'open',
      'overdue',
    ])
    // Kept also once the proposal is closed: what is promised for later comes later.
    await step(proposal.id, 'close', { closedOn: '2019-08-01' })
    await change({ promiseKeptOn: '2019-10-05' }).expect(200)
    expect([await parts('2019-10-04'), await parts('2019-10-05'), await found()]).toEqual([
      'overdue',
      'kept',
      false,
    ])
  })

  it('names an earlier one of the same matter, which shows it', async () => {
    const earlier = await aSubmitted(world, '2018-02-26')
    const later = await aSubmitted(world, '2019-02-26', { lineageOfId: earlier.id })
    expect((await of(earlier.id)).continuedByIds).toEqual([later.id])
    const change = (id: string, lineageOfId: string) =>
      world.admin.patch(`${PATH}/${id}`, { lineageOfId }, { 'if-match': '*' })
    for (const [id, target] of [
      [later.id, later.id],
      [earlier.id, later.id],
    ])
      expect((await change(id!, target!).expect(422)).body.rule).toBe('proposals.lineage_is_earlier')
    await change(later.id, ABSENT).expect(422)
    const { body } = await world.admin.get(`${PATH}?lineageOfId=${earlier.id}`).expect(200)
    expect(body.items.map((item: Body) => item.id)).toEqual([later.id])
  })

  it('is handled by units, and not by a sector or by who proposes it', async () => {
    const committee = await anOrganization(world, { kind: 'special_committee' })
    const department = await anOrganization(world, { kind: 'department' })
    const { id: proposalId } = await aFiled(world, '2019-03-08', {
      proposerKind: 'collective',
      organizationId: department.id,
    })
    const assign = (organizationId: string, role = 'lead') =>
      world.admin.post('/v1/proposal-assignments', {
        proposalId,
        organizationId,
        role,
        assignedOn: '2019-03-28',
      })
    for (const id of [committee.id, department.id])
      expect((await assign(id).expect(422)).body.rule).toBe('proposals.handling_unit')
    const unit = await anOrganization(world, { kind: 'handling_unit' })
    expect((await assign(unit.id, 'co').expect(422)).body.rule).toBe('proposals.units')
    await assign(unit.id).expect(201)
    const { body } = await world.admin.get(`${PATH}?unitId=${unit.id}&overdueOn=2019-06-29`).expect(200)
    expect(body.items.map((item: Body) => item.id)).toEqual([proposalId])
    const soon = await world.admin.get(`${PATH}?unitId=${unit.id}&overdueOn=2019-06-28`).expect(200)
    expect(soon.body.items).toEqual([])
    const due = await world.admin.get('/v1/proposal-assignments?dueUntil=2019-06-28&limit=200').expect(200)
    expect(due.body.items.map((item: Body) => item.proposalId)).toContain(proposalId)
  })

  it('is found by its numbers, category, body, year and honour', async () => {
    const body = await anOrganization(world, { kind: 'special_committee' })
    const proposal = await aFiled(world, '2019-03-08', {
      serialNo: 'L-71',
      category: '城建',
      proposerKind: 'collective',
      organizationId: body.id,
      title: '关于旧城的建议',
    })
    await step(proposal.id, 'renumber', { caseNo: '9-3-071', reason: '补号' })
    await step(proposal.id, 'name-excellent', { namedOn: '2019-12-20' })
    for (const query of [
      'caseNo=9-3-071',
      'serialNo=L-71',
      `category=${encodeURIComponent('城建')}&year=2019`,
      `organizationId=${body.id}`,
      'excellent=true',
      'q=9-3-071',
      'q=L-71',
      `q=${encodeURIComponent('旧城')}`,
    ]) {
      const { body: list } = await world.admin.get(`${PATH}?${query}`).expect(200)
      expect([query, list.items.map((item: Body) => item.id)]).toEqual([query, [proposal.id]])
    }
    const none = await world.admin.get(`${PATH}?caseNo=9-3-071&year=2018`).expect(200)
    expect(none.body.items).toEqual([])
    // What was named in error is so no longer, and was so until then.
    await refused(proposal.id, 'release-excellent', { releasedOn: '2019-12-01', reason: '误登' })
    await step(proposal.id, 'release-excellent', { releasedOn: '2019-12-28', reason: '误登' })
    expect((await of(proposal.id)).excellentOn).toBeNull()
    const share = async (asOf: string) => {
      const url = `/v1/statistics/key_share/records?year=2019&rule=excellent_of_filed&asOf=${asOf}&limit=200`
      const { body: records } = await world.admin.get(url).expect(200)
      return records.items.find(({ subject }: Body) => subject === `proposals/${proposal.id}`).counted
    }
    expect([await share('2019-12-27'), await share('2019-12-28')]).toEqual([1, 0])
    await refused(proposal.id, 'release-key', { releasedOn: '2019-12-28', reason: '误登' }, 409)
  })

  it('has a number of its own in its session', async () => {
    const session = await post(world, '/v1/plenary-sessions', {
      termId: (await world.admin.get('/v1/terms').expect(200)).body.items[0].id,
      number: 3,
      name: '九届三次',
      startsOn: '2019-02-25',
      endsOn: '2019-02-28',
    })
    const values = { title: '提案', plenarySessionId: session.id, serialNo: '7' }
    const { id } = await post(world, PATH, values)
    const { body } = await world.admin.post(PATH, values).expect(409)
    expect(body.errors).toMatchObject([{ pointer: '/serialNo', detail: id }])
    await world.admin.patch(`${PATH}/${id}`, { serialNo: '7' }, { 'if-match': '*' }).expect(200)
    const [first, second] = [await aFiled(world), await aFiled(world)]
    for (const filed of [first, second]) {
      await world.admin
        .patch(`${PATH}/${filed.id}`, { plenarySessionId: session.id }, { 'if-match': '*' })
        .expect(200)
    }
    await step(first.id, 'renumber', { caseNo: '9-3-072', reason: '补号' })
    const taken = await refused(second.id, 'renumber', { caseNo: '9-3-072', reason: '补号' }, 409)
    const already = { code: 'already_exists', errors: [{ pointer: '/caseNo', detail: first.id }] }
    expect(taken).toMatchObject(already)
    const third = await aSubmitted(world, '2019-02-26', { plenarySessionId: session.id })
    const filing = { filedOn: '2019-03-08', caseNo: '9-3-072' }
    expect(await refused(third.id, 'file', filing, 409)).toMatchObject(already)
    const between = await aFiled(world)
    await step(between.id, 'renumber', { caseNo: '9-3-072', reason: '闭会期间' })
    const moved = { plenarySessionId: session.id }
    const { body: held } = await world.admin
      .patch(`${PATH}/${between.id}`, moved, { 'if-match': '*' })
      .expect(409)
    expect(held).toMatchObject(already)
  })

  it('is given up, and an honour of it ended, no earlier than what came before', async () => {
    const { id } = await aFiled(world)
    await step(id, 'choose-key', { chosenOn: '2019-04-01' })
    const early = await refused(id, 'release-key', { releasedOn: '2019-03-31', reason: '误登' })
    expect(early.rule).toBe('proposals.released_after')
    const before = await refused(id, 'withdraw', { withdrawnOn: '2019-03-01' })
    expect(before.rule).toBe('proposals.withdrawn_after')
  })

  it('is locked once it is filed: its title and signers change by a correction alone', async () => {
    const proposal = await aFiled(world)
    const other = await aMember(world)
    const url = `${PATH}/${proposal.id}`
    for (const patch of [{ title: '另一件' }, { signers: [{ memberId: other.id }] }]) {
      const { body } = await world.admin.patch(url, patch, { 'if-match': '*' }).expect(422)
      expect(body).toMatchObject({ rule: 'proposals.locked_once_filed', correction: '/v1/corrections' })
    }
    const signers = proposal.signers.map(({ memberId, signedOn }: Body) => ({ memberId, signedOn }))
    const same = { category: '城建', title: proposal.title, signers }
    await world.admin.patch(url, same, { 'if-match': '*' }).expect(200)
    const merged = await aSubmitted(world)
    await step(merged.id, 'merge', { intoId: proposal.id, mergedOn: '2019-03-11' })
    const swapped = { signers: [{ memberId: other.id }] }
    await world.admin.patch(`${PATH}/${merged.id}`, swapped, { 'if-match': '*' }).expect(422)
    const { version } = await of(proposal.id)
    const correction = await post(world, '/v1/corrections', {
      request: { method: 'PATCH', path: url, body: { signers: [{ memberId: other.id }] } },
      seen: version,
      reason: '署名录错，有原件',
    })
    expect(correction.memberIds).toContain(other.id)
    expect((await of(proposal.id)).signers[0].memberId).toBe(proposal.signers[0].memberId)
    const approver = await second(world)
    await actAs(approver, `/v1/corrections/${correction.id}`, 'approve', { decision: '核对原件，属实' })
    expect((await of(proposal.id)).signers[0].memberId).toBe(other.id)
  })

  it('of public opinion is locked once it is adopted, and found while it waits', async () => {
    const opinion = await anOpinion(world, '2019-05-20')
    const waiting = async () =>
      (await world.admin.get('/v1/opinions?pendingBefore=2019-06-01&limit=200').expect(200)).body.items.map(
        (item: Body) => item.id,
      )
    expect(await waiting()).toContain(opinion.id)
    const other = await aMember(world)
    const swap = () =>
      world.admin.patch(`/v1/opinions/${opinion.id}`, { authorIds: [other.id] }, { 'if-match': '*' })
    await swap().expect(200)
    await post(world, '/v1/opinion-adoptions', {
      opinionId: opinion.id,
      level: 'city',
      adoptedOn: '2019-07-01',
    })
    expect((await swap().expect(422)).body.rule).toBe('opinions.locked_once_adopted')
    expect(await waiting()).not.toContain(opinion.id)
  })

  it('shows its proposer each of its steps', async () => {
    const proposal = await aSubmitted(world)
    await step(proposal.id, 'return', { reason: '一案多事' })
    const { personId } = (await world.admin.get(`/v1/members/${proposal.signers[0].memberId}`).expect(200))
      .body
    const member = await world.as('member', { personId })
    const { body } = await member.get(`${PATH}/${proposal.id}/states`).expect(200)
    expect(body.items.map(({ value, reason }: Body) => [value, reason])).toEqual([
      ['draft', null],
      ['submitted', null],
      ['returned', '一案多事'],
    ])
    const stranger = await world.as('member', { personId: (await aMember(world)).personId })
    await stranger.get(`${PATH}/${proposal.id}/states`).expect(404)
  })

  it('of a plan is overdue once its month ended without it', async () => {
    const item = await post(world, '/v1/plan-items', {
      year: 2019,
      month: 5,
      kind: 'research',
      title: '专题',
    })
    const overdue = async (day: string) =>
      (await world.admin.get(`/v1/plan-items?overdueOn=${day}`).expect(200)).body.items.map(
        (each: Body) => each.id,
      )
    expect([await overdue('2019-05-31'), await overdue('2019-06-01')]).toEqual([[], [item.id]])
    await post(world, '/v1/meetings', {
      title: '专题调研',
      typeCode: 'research',
      planItemId: item.id,
      startsOn: '2019-06-10',
      endsOn: '2019-06-10',
    })
    expect([await overdue('2019-06-10'), await overdue('2019-06-11')]).toEqual([[item.id], []])
  })
})
