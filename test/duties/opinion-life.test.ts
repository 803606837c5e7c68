import { expect, it } from 'vitest'
import { type Action, stepsOf } from '../support/actions.ts'
import { ABSENT, anIssue, anOpinion } from '../support/makers.ts'
import { act, aMember, aPeriod, post } from '../support/records.ts'
import { memberId, type Row, refuses, type Sent } from '../support/rules.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** The whole life of an opinion: who wrote it, the issues that carry it, who adopts it, what is heard of it. */

const SUBMITTED = '2019-05-20'
const handedIn = (world: World) => anOpinion(world, SUBMITTED)
const draft = (world: World) => anOpinion(world)

const step = (verb: string, body: object | undefined, after: object): Action => ({
  name: `${verb}Opinion`,
  path: '/v1/opinions',
  verb,
  ...(body ? { body } : {}),
  ready: handedIn,
  wrong: draft,
  after,
})

const ACTIONS: readonly Action[] = [
  step('edit', undefined, { state: 'editing' }),
  step('keep', { reason: '已有同类信息' }, { state: 'kept', outcome: '已有同类信息' }),
  step('return', { reason: '请拆分' }, { state: 'returned', legal: ['submit'] }),
  step('archive', undefined, { state: 'archived' }),
  {
    name: 'adoptOpinionIssue',
    path: '/v1/opinion-issues',
    verb: 'adopt',
    body: { level: 'city', adoptedOn: '2019-06-20' },
    ready: (world) => anIssue(world),
    wrong: async (world) => {
      const issue = await anIssue(world)
      await act(world, `/v1/opinions/${issue.opinionIds[0]}`, 'return', { reason: '请拆分' })
      return issue
    },
    after: { kind: 'combined' },
  },
]

const issueOf = (opinionIds: readonly string[], values: object = {}) => ({
  number: `r-${crypto.randomUUID()}`,
  title: '一期',
  issuedOn: '2019-06-03',
  opinionIds,
  ...values,
})

const RULES: readonly Row[] = [
  [
    'an opinion of nobody',
    422,
    'rule_violation',
    async () => ['POST', '/v1/opinions', { title: '信息', authorIds: [] }],
  ],
  [
    'an author who is named as the reflector too',
    422,
    'rule_violation',
    async (world) => {
      const id = await memberId(world)
      return ['POST', '/v1/opinions', { title: '信息', authorIds: [id], reflectorIds: [id] }]
    },
  ],
  [
    'an issue of a draft',
    409,
    'state_conflict',
    async (world) => ['POST', '/v1/opinion-issues', issueOf([(await draft(world)).id])],
  ],
  [
    'an issue of nothing that exists',
    422,
    'unknown_reference',
    async () => ['POST', '/v1/opinion-issues', issueOf([ABSENT])],
  ],
  [
    'an issue with an item twice',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await handedIn(world)
      return ['POST', '/v1/opinion-issues', issueOf([id, id])]
    },
  ],
  [
    'an issue before its item was handed in',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/opinion-issues',
      issueOf([(await handedIn(world)).id], { issuedOn: '2019-05-01' }),
    ],
  ],
  ...(
    [
      ['to before its item', { issuedOn: '2019-05-01' }, 422, 'rule_violation'],
      ['to carry what does not exist', { opinionIds: [ABSENT] }, 422, 'unknown_reference'],
    ] as const
  ).map(
    ([what, patch, status, code]): Row => [
      `an issue changed ${what}`,
      status,
      code,
      async (world): Promise<Sent> => ['PATCH', `/v1/opinion-issues/${(await anIssue(world)).id}`, patch],
    ],
  ),
  [
    'an issue changed to carry a draft',
    409,
    'state_conflict',
    async (world) => [
      'PATCH',
      `/v1/opinion-issues/${(await anIssue(world)).id}`,
      { opinionIds: [(await draft(world)).id] },
    ],
  ],
  [
    'an issue withdrawn under its adoption',
    409,
    'in_use',
    async (world) => {
      const { id } = await anIssue(world)
      await act(world, `/v1/opinion-issues/${id}`, 'adopt', { level: 'city', adoptedOn: '2019-06-20' })
      return ['DELETE', `/v1/opinion-issues/${id}`]
    },
  ],
  [
    'an issue adopted at a level that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      `/v1/opinion-issues/${(await anIssue(world)).id}/adopt`,
      { level: 'galaxy', adoptedOn: '2019-06-20' },
    ],
  ],
  [
    'an issue adopted after an item was given back',
    409,
    'state_conflict',
    async (world) => {
      const issue = await anIssue(world)
      await act(world, `/v1/opinions/${issue.opinionIds[0]}`, 'return', { reason: '请拆分' })
      return ['POST', `/v1/opinion-issues/${issue.id}/adopt`, { level: 'city', adoptedOn: '2019-06-20' }]
    },
  ],
  [
    'an adoption with an issue that does not carry the item',
    422,
    'unknown_reference',
    async (world) => {
      const [{ id: issueId }, { id: opinionId }] = [await anIssue(world), await handedIn(world)]
      const adoption = { opinionId, issueId, level: 'city', adoptedOn: '2019-06-20' }
      return ['POST', '/v1/opinion-adoptions', adoption]
    },
  ],
  [
    'a draft handed in by somebody who is not in office yet',
    422,
    'rule_violation',
    async (world) => {
      const { id: author } = await aMember(world, { validFrom: '2019-06-01' })
      const { id } = await post(world, '/v1/opinions', { title: '信息', authorIds: [author] })
      return ['POST', `/v1/opinions/${id}/submit`, { submittedOn: SUBMITTED }]
    },
  ],
  [
    'an adopted item given back',
    409,
    'state_conflict',
    async (world) => {
      const { id: opinionId } = await handedIn(world)
      await post(world, '/v1/opinion-adoptions', { opinionId, level: 'city', adoptedOn: '2019-06-20' })
      return ['POST', `/v1/opinions/${opinionId}/return`, { reason: '请拆分' }]
    },
  ],
  [
    'the same adoption twice',
    422,
    'rule_violation',
    async (world) => {
      const { id: opinionId } = await handedIn(world)
      const adoption = { opinionId, level: 'city', adoptedOn: '2019-06-20' }
      await post(world, '/v1/opinion-adoptions', adoption)
      return ['POST', '/v1/opinion-adoptions', adoption]
    },
  ],
  [
    'feedback on a draft',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/opinion-feedbacks',
      { opinionId: (await draft(world)).id, unit: '区城管局', content: '已办', receivedOn: '2019-08-01' },
    ],
  ],
  [
    'feedback moved before the item was handed in',
    422,
    'rule_violation',
    async (world) => {
      const sent = { unit: '区城管局', content: '已办', receivedOn: '2019-08-01' }
      const { id } = await post(world, '/v1/opinion-feedbacks', {
        opinionId: (await handedIn(world)).id,
        ...sent,
      })
      return ['PATCH', `/v1/opinion-feedbacks/${id}`, { receivedOn: '2019-05-01' }]
    },
  ],
]

inEveryWorld('an opinion', (world) => {
  const whole = async (id: string) => (await world.admin.get(`/v1/opinions/${id}`).expect(200)).body

  it('stands in several issues, and is adopted by several levels: each is one record', async () => {
    const { id } = await handedIn(world)
    const first = await anIssue(world, { opinionIds: [id] })
    const second = await anIssue(world, { opinionIds: [id, (await handedIn(world)).id] })
    expect([first.kind, second.kind]).toEqual(['single', 'combined'])
    await act(world, `/v1/opinion-issues/${second.id}`, 'adopt', {
      level: 'province',
      adoptedOn: '2019-06-20',
    })
    const alone = { opinionId: id, issueId: first.id, level: 'city', adoptedOn: '2019-06-10' }
    await post(world, '/v1/opinion-adoptions', alone)
    expect(await whole(id)).toMatchObject({
      adoptedBy: ['city', 'province'],
      issueIds: [first.id, second.id],
    })
    const { body } = await world.admin.get(`/v1/opinion-adoptions?issueId=${second.id}`).expect(200)
    expect(body.items.map((one: { kind: string }) => one.kind)).toEqual(['combined', 'combined'])
    const carrying = await world.admin.get(`/v1/opinion-issues?opinionId=${id}`).expect(200)
    expect(carrying.body.items).toHaveLength(2)
  })

  it('credits its authors, not who brought it up; an instruction on an issue reaches the authors of all its items', async () => {
    const period = await aPeriod(world)
    const [author, joint, reflector] = [await aMember(world), await aMember(world), await aMember(world)]
    const opinion = await post(world, '/v1/opinions', {
      title: '信息',
      authorIds: [author.id, joint.id],
      reflectorIds: [reflector.id],
    })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: SUBMITTED })
    const issue = await anIssue(world, { opinionIds: [opinion.id] })
    const instruction = {
      issueId: issue.id,
      leaderName: '某',
      leaderLevel: 'city',
      instructedOn: '2019-07-01',
    }
    await post(world, '/v1/instructions', instruction)
    const facts = async (id: string) => {
      const { body } = await world.admin.get(`/v1/members/${id}/score?periodId=${period.id}`).expect(200)
      return body.total as number
    }
    expect(await facts(author.id)).toBeGreaterThan(0)
    expect(await facts(reflector.id)).toBe(0)
    const { body: all } = await world.admin.get(`/v1/statistics/opinion_instructions?year=2019`).expect(200)
    expect(all.value).toBe(1)
    const client = await world.as('member', { personId: joint.personId })
    expect((await client.get('/v1/opinion-issues').expect(200)).body.items).toHaveLength(1)
    expect((await client.get('/v1/instructions').expect(200)).body.items).toHaveLength(1)
  })

  it('brought up by somebody who is no member counts for no member', async () => {
    const sent = { title: '信息', reflector: '某社区居民', reflectorIdentity: '社区网格员' }
    const { id } = await post(world, '/v1/opinions', sent)
    await act(world, `/v1/opinions/${id}`, 'submit', { submittedOn: '2019-09-01' })
    const { body } = await world.admin.get('/v1/statistics/opinions_submitted?from=2019-09-01&to=2019-09-30')
    expect(body).toMatchObject({ value: 0, excluded: [{ reason: 'not_by_members', records: 1 }] })
  })

  it('what was heard of it stands with it', async () => {
    const { id: opinionId } = await handedIn(world)
    const heard = {
      opinionId,
      unit: '区城管局',
      kind: 'settled',
      content: '已增设车位',
      receivedOn: '2019-08-01',
    }
    await post(world, '/v1/opinion-feedbacks', heard)
    const { body } = await world.admin
      .get(`/v1/opinion-feedbacks?opinionId=${opinionId}&kind=settled`)
      .expect(200)
    expect(body.items).toHaveLength(1)
  })

  it('one that was given back does not count until it is handed in again', async () => {
    const { id } = await handedIn(world)
    const count = async () =>
      (await world.admin.get('/v1/statistics/opinions_submitted?year=2019').expect(200)).body.value as number
    const before = await count()
    await act(world, `/v1/opinions/${id}`, 'return', { reason: '请拆分' })
    expect(await count()).toBe(before - 1)
    await act(world, `/v1/opinions/${id}`, 'submit', { submittedOn: '2019-05-25' })
    expect(await count()).toBe(before)
  })
})

inEveryWorld('steps of an opinion', (world) => stepsOf(world, ACTIONS))
inEveryWorld('rules of opinions', (world) => refuses(world, RULES))
