import { beforeAll, expect, it } from 'vitest'
import { movedSince } from '../../src/scoring/store/moved.ts'
import { SOURCES } from '../../src/scoring/store/sources.ts'
import { anOpinion, anOrganization, anOwnStep, aRegulation } from '../support/makers.ts'
import { aDraft, aSubmitted } from '../support/proposals.ts'
import { act, aMember, closePeriod, post, second } from '../support/records.ts'
import { type Row, refuses, send } from '../support/rules.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Steps of a committee's own: brought along by a regulation, recorded of proposals and opinions, and counted on their days. */

const OWN = `catalogues:
  proposal_step: { listed: 列入督查件 }
  opinion_step: { bulletin: 编入要报 }
`
const MEMBERS = `regulation: of-milestones
title: { zh: 自设状态, en: Steps of its own }
period: calendar_year
${OWN}clauses:
  proposal: { title: 提案, counts: proposal, points: { ladder: [{ submitted: 1 }, { listed: 3 }] } }
  city: { title: 市级督查, counts: proposal, where: { level: city }, points: { ladder: [{ listed: 5 }] } }
  opinion:
    title: 信息
    counts: opinion
    points: { ladder: [{ bulletin: { by: level, is: { city: 4, province: 8 } } }], repeat: level }
  kept: { title: 留存, counts: opinion, points: { ladder: [{ kept: 2 }] } }
triggers:
  listed: { title: 有提案列入督查, when: { counts: proposal, status: listed, atLeast: 1 }, then: award }
`
const BODIES = `regulation: of-bodies
title: 界别
period: calendar_year
subject: sector
${OWN}clauses:
  own: { title: 集体提案列入督查件, counts: proposal, points: { ladder: [{ listed: 3 }] } }
`

/** A regulation that brings its steps along, in force. */
async function inForce(world: World, name: string, source: string): Promise<string> {
  const { id } = await post(world, '/v1/regulations', { name, source })
  const url = `/v1/regulations/${id}/activate?acceptAdditions=true`
  await (await second(world)).post(url, undefined, { 'if-match': '*' }).expect(200)
  return id
}

const yearOf = (world: World, year: number, regulationId: string) =>
  post(world, '/v1/periods', {
    ...{ kind: 'calendar_year', name: `${year}年度`, regulationId },
    ...{ startsOn: `${year}-01-01`, endsOn: `${year}-12-31` },
  })

inEveryWorld('milestones', (world) => {
  let years: string[]
  let bodies: string

  beforeAll(async () => {
    const regulationId = await inForce(world, 'of-milestones', MEMBERS)
    bodies = await inForce(world, 'of-bodies', BODIES)
    years = []
    for (const year of [2018, 2019]) years.push((await yearOf(world, year, regulationId)).id)
  })

  const score = async (memberId: string, at = 1, query = '') =>
    (await world.admin.get(`/v1/members/${memberId}/score?periodId=${years[at]}${query}`).expect(200)).body
  const total = async (memberId: string, at = 1, query = '') =>
    (await score(memberId, at, query)).total as number
  const reach = (values: object) => post(world, '/v1/milestones', values)

  it('earn the points of their step on their day, at their level, and take them back when they go', async () => {
    const { id: proposalId, signers } = await aSubmitted(world, '2018-11-20')
    const member = signers[0].memberId
    expect([await total(member, 0), await total(member)]).toEqual([1, 0])
    const first = await reach({ proposalId, step: 'listed', reachedOn: '2019-03-01', note: '督查室' })
    expect([await total(member, 0), await total(member)]).toEqual([1, 3])
    const path = `/v1/milestones/${first.id}`
    await world.admin.patch(path, { level: 'city' }, { 'if-match': '*' }).expect(200)
    expect(await total(member)).toBe(8)
    expect(await total(member, 1, '&asOf=2019-02-28')).toBe(0)
    expect(await total(member, 1, '&asOf=2019-03-01')).toBe(8)
    expect((await score(member)).consequences).toMatchObject([{ code: 'listed', then: ['award'] }])
    const { text } = await score(member, 1, '&text=zh')
    expect(text).toContain('第1件提案 关于停车的建议 列入督查件：5分')
    await world.admin.delete(path, { 'if-match': '*' }).expect(204)
    expect(await total(member)).toBe(0)
  })

  it('of an opinion count once for each level, where the clause says so', async () => {
    const { id: opinionId, authorIds } = await anOpinion(world, '2019-05-20')
    for (const [at, level] of ['city', 'province', 'city'].entries())
      await reach({ opinionId, step: 'bulletin', level, reachedOn: `2019-06-0${at + 1}` })
    expect(await total(authorIds[0])).toBe(12)
    const { body } = await world.admin.get(`/v1/milestones?opinionId=${opinionId}&level=city`).expect(200)
    expect(body.items.map((item: { reachedOn: string }) => item.reachedOn)).toEqual([
      '2019-06-01',
      '2019-06-03',
    ])
    const within = '/v1/milestones?step=bulletin&from=2019-06-02&to=2019-06-02'
    expect((await world.admin.get(within).expect(200)).body.items).toMatchObject([{ level: 'province' }])
  })

  it('move who signed, and nobody else', async () => {
    const [first, other] = [await aMember(world), await aMember(world)]
    const signers = [{ memberId: first.id }, { memberId: other.id, signedOn: '2019-02-26' }]
    const { id: proposalId } = await aSubmitted(world, '2019-02-26', { proposerKind: 'joint', signers })
    const before = await sequence(world)
    await reach({ proposalId, step: 'listed', reachedOn: '2019-03-01' })
    const moved = await movedSince(world.storage, world.committeeId, before, await sequence(world))
    const sources = new Set(SOURCES.filter(({ name }) => ['proposals', 'opinions'].includes(name)))
    expect(moved).toEqual({
      meetingsStand: true,
      stale: new Map([first.id, other.id].map((id) => [id, sources])),
    })
  })

  it('of a collective proposal count for the body', async () => {
    const { id: organizationId } = await anOrganization(world, { kind: 'sector' })
    const sent = { proposerKind: 'collective', organizationId, signers: [] }
    const { id: proposalId } = await aSubmitted(world, '2018-11-20', sent)
    const ranking = async () => {
      const url = `/v1/periods/${years[1]}/body-ranking?regulationId=${bodies}`
      return (await world.admin.get(url).expect(200)).body.items.find((item: Record<string, unknown>) =>
        Object.values(item).includes(organizationId),
      )
    }
    expect(await ranking()).toMatchObject({ total: 0 })
    await reach({ proposalId, step: 'listed', reachedOn: '2019-03-01' })
    expect(await ranking()).toMatchObject({ total: 3 })
  })

  it('are shown to who signed, or wrote', async () => {
    const [own, written, foreign] = [
      await aSubmitted(world),
      await anOpinion(world, '2019-05-20'),
      await aSubmitted(world),
    ]
    const on = { reachedOn: '2019-07-01' }
    const listed = await reach({ proposalId: own.id, step: 'listed', ...on })
    const issued = await reach({ opinionId: written.id, step: 'bulletin', ...on })
    const other = await reach({ proposalId: foreign.id, step: 'listed', ...on })
    const seen = async (memberId: string) => {
      const { body: member } = await world.admin.get(`/v1/members/${memberId}`).expect(200)
      const client = await world.as('member', { personId: member.personId })
      await client.get(`/v1/milestones/${other.id}`).expect(404)
      return (await client.get('/v1/milestones').expect(200)).body.items.map(({ id }: { id: string }) => id)
    }
    expect(await seen(own.signers[0].memberId)).toEqual([listed.id])
    expect(await seen(written.authorIds[0])).toEqual([issued.id])
  })

  it('an opinion that is kept has that step, since the day on which it was entered and until it is edited again', async () => {
    const { id, authorIds } = await anOpinion(world, '2019-05-20')
    const [author] = authorIds
    await act(world, `/v1/opinions/${id}`, 'keep', { reason: '已有同类信息' })
    expect(await total(author)).toBe(2)
    expect(await total(author, 1, '&asOf=2019-12-30')).toBe(0)
    expect(await total(author, 1, '&asOf=2019-12-31')).toBe(2)
    await act(world, `/v1/opinions/${id}`, 'edit')
    expect(await total(author)).toBe(0)
    await act(world, `/v1/opinions/${id}`, 'keep', { reason: '已有同类信息' })
    await act(world, `/v1/opinions/${id}`, 'archive')
    expect(await total(author)).toBe(2)
  })

  const on = { step: 'listed', reachedOn: '2019-07-01' }
  const RULES: readonly Row[] = [
    ['one of nothing', 422, 'rule_violation', async () => ['POST', '/v1/milestones', on]],
    [
      'a batch with one of nothing',
      422,
      'rule_violation',
      async () => ['POST', '/v1/milestones/batch', { items: [on] }],
    ],
    [
      'one of a draft',
      422,
      'rule_violation',
      async () => ['POST', '/v1/milestones', { ...on, proposalId: (await aDraft(world)).id }],
    ],
    [
      'one before it was submitted',
      422,
      'rule_violation',
      async () => [
        'POST',
        '/v1/milestones',
        { ...on, proposalId: (await aSubmitted(world, '2019-08-01')).id },
      ],
    ],
    [
      'one of a day to come',
      422,
      'rule_violation',
      async () => [
        'POST',
        '/v1/milestones',
        { ...on, proposalId: (await aSubmitted(world)).id, reachedOn: '2020-01-01' },
      ],
    ],
    [
      'a step of opinions of a proposal',
      422,
      'rule_violation',
      async () => [
        'POST',
        '/v1/milestones',
        { ...on, proposalId: (await aSubmitted(world)).id, step: 'bulletin' },
      ],
    ],
    [
      'the same a second time',
      422,
      'rule_violation',
      async () => {
        const { id: proposalId } = await aSubmitted(world)
        await reach({ ...on, proposalId })
        return ['POST', '/v1/milestones', { ...on, proposalId }]
      },
    ],
    [
      'a change to a step that there is not',
      422,
      'rule_violation',
      async () => {
        const { id } = await reach({ ...on, proposalId: (await aSubmitted(world)).id })
        return ['PATCH', `/v1/milestones/${id}`, { step: 'nowhere' }]
      },
    ],
    [
      'that the proposal is given back',
      409,
      'state_conflict',
      async () => {
        const { id: proposalId } = await aSubmitted(world)
        await reach({ ...on, proposalId })
        return ['POST', `/v1/proposals/${proposalId}/return`, { reason: '请分开' }]
      },
    ],
    [
      'that the opinion is given back',
      409,
      'state_conflict',
      async () => {
        const { id: opinionId } = await anOpinion(world, '2019-05-20')
        await reach({ ...on, opinionId, step: await anOwnStep(world, 'opinion_step') })
        return ['POST', `/v1/opinions/${opinionId}/return`, { reason: '请拆分' }]
      },
    ],
    [
      'one of a proposal that was given back',
      422,
      'rule_violation',
      async () => {
        const { id: proposalId } = await aSubmitted(world)
        await act(world, `/v1/proposals/${proposalId}`, 'return', { reason: '请分开' })
        return ['POST', '/v1/milestones', { ...on, proposalId }]
      },
    ],
    [
      'that the proposal is withdrawn from under it',
      409,
      'in_use',
      async () => {
        const { id: proposalId } = await aSubmitted(world)
        await reach({ ...on, proposalId })
        return ['DELETE', `/v1/proposals/${proposalId}`]
      },
    ],
  ]
  refuses(world, RULES)
})

inEveryWorld('an opinion that is kept in a closed period', (world) => {
  it('is not taken into editing, and no other one is kept in it', async () => {
    const [kept, other] = [await anOpinion(world, '2018-05-20'), await anOpinion(world, '2018-05-20')]
    await act(world, `/v1/opinions/${kept.id}`, 'keep', { reason: '已有同类信息' })
    const { id } = await yearOf(world, 2019, await aRegulation(world))
    await closePeriod(world, id)
    for (const [opinion, verb, body] of [
      [kept, 'edit', undefined],
      [other, 'keep', { reason: '已有同类信息' }],
    ]) {
      const answer = await send(world, 'POST', `/v1/opinions/${opinion.id}/${verb}`, body)
      expect([answer.status, answer.body.code]).toEqual([409, 'period_closed'])
    }
  })
})
