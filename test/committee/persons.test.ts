import { expect, it } from 'vitest'
import { type Action, stepsOf } from '../support/actions.ts'
import { ABSENT, anOrganization, number } from '../support/makers.ts'
import { aFiled, anAssignment } from '../support/proposals.ts'
import { act, aMeeting, aMember, aPeriod, closePeriod, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** One human who was entered twice, what members want changed, and what looks wrong in the roster. */

inEveryWorld('persons', (world) => {
  const merge = (id: string, intoId: string) => world.admin.post(`/v1/persons/${id}/merge`, { intoId })
  const scoreOf = async (id: string, periodId: string) =>
    (await world.admin.get(`/v1/members/${id}/score?periodId=${periodId}`).expect(200)).body.total as number

  it('merge with everything behind them, once; old ids lead to the one that stands', async () => {
    const period = await aPeriod(world)
    const [one, two] = [await aMember(world), await aMember(world)]
    const activity = await aMeeting(world, { typeCode: 'research' })
    const other = await aMeeting(world, {
      typeCode: 'research',
      startsOn: '2019-05-11',
      endsOn: '2019-05-11',
    })
    const roll = (sessionId: string, memberId: string) =>
      post(world, `/v1/meeting-sessions/${sessionId}/attendance`, {
        items: [{ memberId, presence: 'present' }],
      })
    await roll(activity.sessions[0].id, one.id)
    await roll(activity.sessions[0].id, two.id)
    await roll(other.sessions[0].id, two.id)
    const signers = [{ memberId: two.id }]
    const proposal = await post(world, '/v1/proposals', { title: '建议', signers })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-03-01' })
    const [before, theirs] = [await scoreOf(one.id, period.id), await scoreOf(two.id, period.id)]
    expect(theirs).toBeGreaterThan(before)

    const merged = (await merge(two.personId, one.personId).expect(200)).body
    expect(merged).toMatchObject({ id: one.personId, mergedFrom: [two.personId] })
    expect(merged.memberships.map((membership: { id: string }) => membership.id)).toEqual([one.id])
    // The activity that both were marked at counts once.
    expect(await scoreOf(one.id, period.id)).toBe(theirs)
    expect((await world.admin.get(`/v1/persons/${two.personId}`).expect(200)).body.id).toBe(one.personId)
    expect((await world.admin.get(`/v1/members/${two.id}`).expect(200)).body.id).toBe(one.id)
    expect((await world.admin.get(`/v1/proposals?memberId=${one.id}`).expect(200)).body.items).toHaveLength(1)
    await merge(two.personId, one.personId).expect(422)
  })

  it.each(['first', 'cosigner'] as const)(
    'leave the first place where one of both had it, whichever goes: the %s does',
    async (goes) => {
      const period = await aPeriod(world)
      const [one, two, third] = [await aMember(world), await aMember(world), await aMember(world)]
      // The second never signed: as one human they signed first.
      const signers = [
        { memberId: one.id },
        { memberId: two.id },
        { memberId: third.id, signedOn: '2019-02-26' },
      ]
      const { id } = await aFiled(world, '2019-03-08', { proposerKind: 'joint', signers })
      const first = await scoreOf(one.id, period.id)
      expect(first).toBeGreaterThan(await scoreOf(two.id, period.id))
      const [gone, stays] = goes === 'first' ? [one, two] : [two, one]
      await merge(gone.personId, stays.personId).expect(200)
      const proposal = (await world.admin.get(`/v1/proposals/${id}`).expect(200)).body
      expect(proposal.proposerKind).toBe('joint')
      const signing = proposal.signers.map(({ memberId }: { memberId: string }) => memberId)
      expect(signing).toEqual([stays.id, third.id])
      expect(await scoreOf(stays.id, period.id)).toBe(first)
    },
  )

  it.each([
    ['who was asked twice and signed once', undefined, '2019-02-26'],
    ['who signed in time and again too late', '2019-04-26', '2019-02-26'],
  ])('keep the signature of a co-signer %s', async (_who, earlier, later) => {
    const period = await aPeriod(world)
    const [first, one, two] = [await aMember(world), await aMember(world), await aMember(world)]
    const signers = [
      { memberId: first.id },
      { memberId: one.id, ...(earlier ? { signedOn: earlier } : {}) },
      { memberId: two.id, signedOn: later },
    ]
    const { id } = await aFiled(world, '2019-03-08', { proposerKind: 'joint', signers })
    expect(await scoreOf(one.id, period.id)).toBe(0)
    await merge(two.personId, one.personId).expect(200)
    const proposal = (await world.admin.get(`/v1/proposals/${id}`).expect(200)).body
    expect(proposal.signers[1]).toMatchObject({ memberId: one.id, signedOn: '2019-02-26' })
    expect(await scoreOf(one.id, period.id)).toBeGreaterThan(0)
  })

  it.each(['leader', 'author'] as const)('leave a report its %s, wherever in the order', async (role) => {
    const [one, two] = [await aMember(world), await aMember(world)]
    const members = [{ memberId: one.id }, { memberId: two.id, role }]
    const { id } = await post(world, '/v1/research-reports', { title: '调研', members })
    await merge(two.personId, one.personId).expect(200)
    const report = (await world.admin.get(`/v1/research-reports/${id}`).expect(200)).body
    expect(report.members).toEqual([{ memberId: one.id, role }])
  })

  it('make a proposal that both signed, and nobody else, one human’s own', async () => {
    const [one, two] = [await aMember(world), await aMember(world)]
    const signers = [{ memberId: one.id }, { memberId: two.id, signedOn: '2019-02-26' }]
    const { id } = await aFiled(world, '2019-03-08', { proposerKind: 'joint', signers })
    await merge(one.personId, two.personId).expect(200)
    const proposal = (await world.admin.get(`/v1/proposals/${id}`).expect(200)).body
    expect(proposal).toMatchObject({
      proposerKind: 'individual',
      signers: [{ memberId: two.id }],
    })
    await world.admin.patch(`/v1/proposals/${id}`, { category: '城建' }, { 'if-match': '*' }).expect(200)
  })

  it('of different terms keep both memberships', async () => {
    const one = await aMember(world)
    const termId = (
      await post(world, '/v1/terms', {
        number: 8,
        name: '八届',
        startsOn: '2012-02-20',
        endsOn: '2017-02-19',
      })
    ).id
    const earlier = await aMember(world, {
      termId,
      memberNo: '08001',
      validFrom: '2012-02-20',
      validTo: '2017-02-19',
    })
    const { body } = await merge(earlier.personId, one.personId).expect(200)
    expect(body.memberships.map((membership: { id: string }) => membership.id)).toEqual([earlier.id, one.id])
  })

  it('refuse where both said something of one proposal: each form is one person’s', async () => {
    const [one, two] = [await aMember(world), await aMember(world)]
    const signers = [{ memberId: one.id }, { memberId: two.id, signedOn: '2019-02-26' }]
    const { id: proposalId } = await aFiled(world, '2019-03-08', { proposerKind: 'joint', signers })
    const { id: assignmentId } = await anAssignment(world, { proposalId })
    const reply = { proposalId, assignmentId, repliedOn: '2019-06-20', category: 'a' }
    await post(world, '/v1/proposal-replies', reply)
    const form = { proposalId, attitude: 'satisfied', result: 'satisfied', returnedOn: '2019-07-02' }
    for (const { id: memberId } of [one, two])
      await post(world, '/v1/proposal-feedbacks', { ...form, memberId })
    expect((await merge(two.personId, one.personId).expect(409)).body.code).toBe('already_exists')
  })

  it('marks of a meeting that was cancelled contradict nobody', async () => {
    const [one, two] = [await aMember(world), await aMember(world)]
    const { id, sessions } = await aMeeting(world)
    const marks = { [one.id]: 'present', [two.id]: 'absent' }
    const items = Object.entries(marks).map(([memberId, presence]) => ({ memberId, presence }))
    await post(world, `/v1/meeting-sessions/${sessions[0].id}/attendance`, { items })
    await merge(one.personId, two.personId).expect(422)
    await act(world, `/v1/meetings/${id}`, 'cancel', { reason: '登记错误' })
    await merge(one.personId, two.personId).expect(200)
  })

  it('refuse where both were marked differently, where a period is closed, and what does not exist', async () => {
    const [one, two] = [await aMember(world), await aMember(world)]
    const { sessions } = await aMeeting(world)
    const items = [
      { memberId: one.id, presence: 'present' },
      { memberId: two.id, presence: 'absent' },
    ]
    await post(world, `/v1/meeting-sessions/${sessions[0].id}/attendance`, { items })
    const refused = await merge(one.personId, two.personId).expect(422)
    expect(refused.body.rule).toBe('persons.two_presences')
    await merge(ABSENT, one.personId).expect(404)
    await merge(one.personId, ABSENT).expect(422)
    await world.admin.get(`/v1/persons/${ABSENT}`).expect(404)
    const regulationId = (await aPeriod(world)).regulationId
    const closed = {
      kind: 'custom',
      name: '2018年',
      startsOn: '2018-01-01',
      endsOn: '2018-12-31',
      regulationId,
    }
    const period = await post(world, '/v1/periods', closed)
    const [a, b] = [await aMember(world), await aMember(world)]
    await closePeriod(world, period.id)
    expect((await merge(a.personId, b.personId).expect(409)).body.code).toBe('period_closed')
  })
})

const request = async (world: Parameters<Action['ready']>[0]) =>
  post(world, '/v1/change-requests', {
    memberId: (await aMember(world)).id,
    fields: [{ field: 'unit', value: '区农技站' }],
  })
const DECIDE = { decisions: [{ field: 'unit', accept: true }] }

inEveryWorld('steps of a change request', (world) =>
  stepsOf(world, [
    {
      name: 'decideChangeRequest',
      path: '/v1/change-requests',
      verb: 'decide',
      body: DECIDE,
      ready: request,
      wrong: async (there) =>
        act(there, `/v1/change-requests/${(await request(there)).id}`, 'decide', DECIDE),
      after: { state: 'accepted' },
    },
  ]),
)

inEveryWorld('a change request', (world) => {
  it('is made by the member, decided field by field, and only what was accepted is written', async () => {
    const member = await aMember(world, { unit: '旧单位', phone: '13900000001' })
    const client = await world.as('member', { personId: member.personId })
    const fields = [
      { field: 'unit', value: '新单位' },
      { field: 'phone', value: '13900000002' },
    ]
    const { body } = await client.post('/v1/change-requests', { memberId: member.id, fields }).expect(201)
    expect(body.fields[0]).toMatchObject({ before: '旧单位', value: '新单位', state: 'pending' })
    expect((await world.admin.get(`/v1/members/${member.id}`).expect(200)).body.unit).toBe('旧单位')
    await client.post(`/v1/change-requests/${body.id}/decide`, DECIDE).expect(403)
    const decisions = [
      { field: 'unit', accept: true },
      { field: 'phone', accept: false, reason: '号码有误' },
    ]
    const done = await act(world, `/v1/change-requests/${body.id}`, 'decide', { decisions })
    expect(done.state).toBe('partly_accepted')
    const after = (await world.admin.get(`/v1/members/${member.id}`).expect(200)).body
    expect(after).toMatchObject({ unit: '新单位', phone: '13900000001' })
    const seen = (await client.get('/v1/change-requests').expect(200)).body.items
    expect(seen[0].fields[1]).toMatchObject({ state: 'refused', reason: '号码有误' })
    const log = await world.admin.get('/v1/events?limit=200&after=0').expect(200)
    expect(JSON.stringify(log.body)).not.toContain('13900000002')
    const other = await aMember(world)
    await client.post('/v1/change-requests', { memberId: other.id, fields }).expect(403)
  })
})

inEveryWorld('data quality', (world) => {
  it('names overlaps, gaps and likely duplicates, each with the next step', async () => {
    const no = () => `q${number()}`
    const sector = await anOrganization(world, { kind: 'sector' })
    const group = await anOrganization(world, { kind: 'member_group' })
    const member = async (values: object) =>
      (await aMember(world, values as Record<string, unknown>)) as { id: string }
    const inBody = (memberId: string, organizationId: string, values: object = {}) =>
      post(world, '/v1/body-roles', { memberId, organizationId, validFrom: '2017-02-20', ...values })
    const fine = await member({})
    for (const body of [sector, group]) await inBody(fine.id, body.id)
    const twin = { name: '林清扬', unit: '区农技站' }
    const [first, second] = [
      await member({ ...twin, memberNo: no() }),
      await member({ ...twin, memberNo: no() }),
    ]
    const phones = [await member({ phone: '139 0000 0009' }), await member({ phone: '13900000009' })]
    const left = await member({ exitReason: 'resigned' })
    const late = await member({ validTo: '2023-01-01' })
    const early = await member({ validTo: '2019-06-30' })
    await inBody(early.id, group.id, { validTo: '2019-12-31' })
    const { body } = await world.admin.get('/v1/data-quality?asOf=2019-05-01').expect(200)
    const of = (kind: string) =>
      body.items.flatMap((item: { kind: string; memberIds: string[] }) =>
        item.kind === kind ? [item.memberIds] : [],
      )
    const pairs = [[first.id, second.id], phones.map(({ id }) => id)]
    expect(of('likely_duplicate')).toHaveLength(2)
    expect(of('likely_duplicate')).toEqual(expect.arrayContaining(pairs))
    expect(of('exit_without_day')).toEqual([[left.id]])
    expect(of('mandate_outside_term')).toEqual([[late.id]])
    expect(of('role_outside_mandate')).toEqual([[early.id]])
    expect(of('no_sector').flat()).not.toContain(fine.id)
    expect(of('no_sector').flat()).toContain(first.id)
    expect(of('no_group').flat()).not.toContain(early.id)
    const one = await world.admin.get('/v1/data-quality?asOf=2019-05-01&kind=no_group').expect(200)
    expect(new Set(one.body.items.map((item: { kind: string }) => item.kind))).toEqual(new Set(['no_group']))
    const { headers } = await world.admin.get('/v1/data-quality').expect(200)
    await world.admin.get('/v1/data-quality', { 'if-none-match': headers['etag']! }).expect(304)
    await (await world.as('clerk')).get('/v1/data-quality').expect(403)
  })
})
