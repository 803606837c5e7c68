import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { aDraft, aSubmitted } from '../support/proposals.ts'
import { act, aMember, aPeriod, approve, type Body, post } from '../support/records.ts'
import { memberId, type Row, refuses } from '../support/rules.ts'
import { aMemberUser, anAssessment } from '../support/service-kinds.ts'
import { type Client, inEveryWorld, type World } from '../support/world.ts'

/** Judgements: several raters become one value, another person confirms, the reason stays with those concerned. */

const PATH = '/v1/assessments'
const anOne = (values: object = {}) => ({
  form: 'yearly_form',
  raterKind: 'panel',
  points: 80,
  reason: '评议',
  assessedOn: '2019-05-10',
  ...values,
})
const broken = (what: string, body: (world: World) => Promise<object>): Row[] => [
  [what, 422, 'rule_violation', async (world) => ['POST', PATH, await body(world)]],
  [
    `a batch with ${what}`,
    422,
    'rule_violation',
    async (world) => ['POST', `${PATH}/batch`, { items: [await body(world)] }],
  ],
]

const RULES: readonly Row[] = [
  ...[0.005, -2e-323, 1000.01].map(
    (points): Row => [
      `${points} points`,
      400,
      'validation_failed',
      async (world) => ['POST', PATH, anOne({ memberId: await memberId(world), points })],
    ],
  ),
  ...broken('an assessment of nobody', async () => anOne()),
  ...broken('an assessment of a member and a body', async (world) =>
    anOne({ memberId: await memberId(world), organizationId: (await anOrganization(world)).id }),
  ),
  ...broken('a member who had left', async (world) =>
    anOne({ memberId: (await aMember(world, { validTo: '2019-04-01' })).id }),
  ),
  [
    'an assessment that is moved before the mandate',
    422,
    'rule_violation',
    async (world) => {
      const added = (await aMember(world, { validFrom: '2019-03-01' })).id
      const { id } = await anAssessment(world, { memberId: added })
      return ['PATCH', `${PATH}/${id}`, { assessedOn: '2019-02-01' }]
    },
  ],
  [
    'a proposal before it was handed in',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await aSubmitted(world, '2019-06-01')
      return ['POST', PATH, anOne({ proposalId: id })]
    },
  ],
  [
    'a draft of a proposal',
    422,
    'rule_violation',
    async (world) => ['POST', PATH, anOne({ proposalId: (await aDraft(world)).id })],
  ],
  [
    'one that is confirmed by who entered it',
    409,
    'four_eyes',
    async (world) => ['POST', `${PATH}/${(await anAssessment(world)).id}/confirm`],
  ],
  [
    'one that is refused by who entered it',
    409,
    'four_eyes',
    async (world) => ['POST', `${PATH}/${(await anAssessment(world)).id}/refuse`],
  ],
]

const REGULATION = `
regulation: rated
title: { zh: 评议, en: Rated }
period: calendar_year
clauses:
  rated:
    title: 评议
    counts: assessment
    where: { type: yearly_form }
    points: 1
    quantity: point
    combine: { by: role, weights: { public: 3/10, panel: 7/10 } }
  quality: { title: 提案质量, counts: assessment, where: { type: quality }, points: 1, quantity: point, share: { first: 1, others: 1/3 } }
  chairs: { title: 主席会议, counts: assessment, where: { type: chairs_decision }, points: 1, quantity: point, cap: 10, floor: -10 }
`

inEveryWorld('assessments', (world) => {
  let reviewer: Client
  let period: Body
  beforeAll(async () => {
    reviewer = await world.as('reviewer')
    const regulation = await post(world, '/v1/regulations', { name: 'rated', source: REGULATION })
    await approve(world, regulation.id)
    const year = { kind: 'calendar_year', name: '2019', startsOn: '2019-01-01', endsOn: '2019-12-31' }
    period = await post(world, '/v1/periods', { ...year, regulationId: regulation.id })
  })
  const decide = (who: Client, id: string, verb: string) =>
    who.post(`${PATH}/${id}/${verb}`, undefined, { 'if-match': '*' })
  const scoreOf = async (id: string) =>
    (await world.admin.get(`/v1/members/${id}/score?periodId=${period.id}`).expect(200)).body

  refuses(world, RULES)

  describe('from the form to the points', () => {
    it('counts once confirmed, weighted by kind of rater; a change waits again', async () => {
      const member = await aMember(world)
      const given = async (raterKind: string, points: number, form = 'yearly_form') =>
        post(world, PATH, anOne({ memberId: member.id, raterKind, points, form }))
      const [one, two, three] = [
        await given('public', 80),
        await given('public', 90),
        await given('panel', 100),
      ]
      expect((await scoreOf(member.id)).total).toBe(0)
      for (const { id } of [one, two, three]) await decide(reviewer, id, 'confirm').expect(200)
      expect((await scoreOf(member.id)).total).toBe(95.5)
      const fault = await given('chairs', -2.25, 'chairs_decision')
      await decide(reviewer, fault.id, 'confirm').expect(200)
      expect((await scoreOf(member.id)).total).toBe(93.25)
      const changed = await world.admin
        .patch(`${PATH}/${three.id}`, { points: 90 }, { 'if-match': '*' })
        .expect(200)
      expect(changed.body).toMatchObject({ points: 90, state: 'unconfirmed', decidedBy: null })
      expect((await scoreOf(member.id)).total).toBe(23.25)
      await decide(reviewer, three.id, 'refuse').expect(200)
      expect((await scoreOf(member.id)).total).toBe(23.25)
      const again = await decide(reviewer, three.id, 'confirm').expect(409)
      expect(again.body).toMatchObject({ code: 'state_conflict', state: 'refused', legal: [] })
      await world.admin.patch(`${PATH}/${three.id}`, { points: 1 }, { 'if-match': '*' }).expect(409)
      await decide(reviewer, ABSENT, 'confirm').expect(404)
    })

    it('the quality of a proposal is shared by those who signed it, and ends with their signature', async () => {
      const [first, second, unsigned] = [await aMember(world), await aMember(world), await aMember(world)]
      const proposal = await aSubmitted(world, '2019-02-26', {
        proposerKind: 'joint',
        signers: [
          { memberId: first.id },
          { memberId: second.id, signedOn: '2019-02-26' },
          { memberId: unsigned.id },
        ],
      })
      const total = async ({ id }: Body) => (await scoreOf(id)).total
      const judged = await post(world, PATH, anOne({ proposalId: proposal.id, form: 'quality', points: 9 }))
      expect([await total(first), await total(second)]).toEqual([0, 0])
      await decide(reviewer, judged.id, 'confirm').expect(200)
      expect([await total(first), await total(second), await total(unsigned)]).toEqual([9, 3, 0])
      const found = await world.admin.get(`${PATH}?proposalId=${proposal.id}`).expect(200)
      expect(found.body.items.map(({ id }: Body) => id)).toEqual([judged.id])
      const withdrawn = { withdrawnOn: '2019-06-20' }
      await act(world, `/v1/proposals/${proposal.id}`, 'withdraw', withdrawn)
      expect([await total(first), await total(second)]).toEqual([0, 0])
    })

    it('the member sees it and its reason, another member does not', async () => {
      const [own, other] = [await aMemberUser(world), await aMemberUser(world)]
      const { id } = await post(world, PATH, anOne({ memberId: own.id, reason: '发言空泛' }))
      expect((await own.client.get(`${PATH}/${id}`).expect(200)).body.reason).toBe('发言空泛')
      await other.client.get(`${PATH}/${id}`).expect(404)
      const auditor = await world.as('auditor')
      expect((await auditor.get(`${PATH}/${id}`).expect(200)).body.reason).not.toBe('发言空泛')
    })

    it('a department decides on its own only', async () => {
      const [mine, theirs] = [await anOrganization(world), await anOrganization(world)]
      const clerk = await world.as('clerk', { organizationId: mine.id })
      const { id } = await anAssessment(world, { ownerOrganizationId: theirs.id })
      for (const verb of ['confirm', 'refuse']) {
        expect((await decide(clerk, id, verb).expect(403)).body.code).toBe('not_owner')
      }
    })
  })

  it('of a body, for a regulation of bodies', async () => {
    const body = await anOrganization(world, { kind: 'sector' })
    await aPeriod(world)
    const { id } = await post(world, PATH, anOne({ organizationId: body.id, points: 8.5 }))
    await decide(reviewer, id, 'confirm').expect(200)
    const source = REGULATION.replace('period:', 'subject: sector\nperiod:')
    const made = await post(world, '/v1/regulations', { name: 'rated-bodies', source })
    await approve(world, made.id)
    const path = `/v1/periods/${period.id}/body-ranking?regulationId=${made.id}`
    const { body: ranking } = await world.admin.get(path).expect(200)
    const row = ranking.items.find((one: Body) => one.organizationId === body.id)
    expect(row.total).toBe(5.95)
  })
})
