import { beforeAll, expect, it } from 'vitest'
import { aRegulation } from '../support/makers.ts'
import { aMember, aTerm, closePeriod, post } from '../support/records.ts'
import { type Sent, send } from '../support/rules.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/**
 * Whose facts a closed period counts moves no more: mandates, memberships, offices and exemptions of its days stand.
 * What begins after it, or ends in a later year, is as open as ever.
 */

type Ids = Record<'member' | 'term' | 'body' | 'other' | 'role' | 'office' | 'exemption' | 'period', string>

const IN = '2018-05-10'
const added = ({ term }: Ids, memberNo: string) => ({ termId: term, memberNo, name: '补录', validFrom: IN })
const role = ({ member, other }: Ids) => ({
  memberId: member,
  organizationId: other,
  role: 'member',
  validFrom: IN,
  validTo: '2018-06-30',
})
const office = ({ member }: Ids) => ({ memberId: member, office: 'vice_chair', validFrom: IN })
const exemption = ({ member }: Ids) => ({ memberId: member, reason: 'study', validFrom: IN, validTo: IN })

const REQUESTS: Record<string, (ids: Ids) => Sent> = {
  createMember: (ids) => ['POST', '/v1/members', added(ids, '09901')],
  createMembers: (ids) => ['POST', '/v1/members/batch', { items: [added(ids, '09902')] }],
  changeMember: ({ member }) => ['PATCH', `/v1/members/${member}`, { validTo: '2018-06-01' }],
  'changeMember: whether they are ranked': ({ member }) => [
    'PATCH',
    `/v1/members/${member}`,
    { ranked: false },
  ],
  withdrawMember: ({ member }) => ['DELETE', `/v1/members/${member}`],
  createBodyRole: (ids) => ['POST', '/v1/body-roles', role(ids)],
  createBodyRoles: (ids) => ['POST', '/v1/body-roles/batch', { items: [role(ids)] }],
  changeBodyRole: ({ role: id }) => ['PATCH', `/v1/body-roles/${id}`, { validTo: '2018-06-01' }],
  'changeBodyRole: what it is': ({ role: id }) => ['PATCH', `/v1/body-roles/${id}`, { role: 'director' }],
  withdrawBodyRole: ({ role: id }) => ['DELETE', `/v1/body-roles/${id}`],
  createOffice: (ids) => ['POST', '/v1/offices', office(ids)],
  createOffices: (ids) => ['POST', '/v1/offices/batch', { items: [office(ids)] }],
  changeOffice: ({ office: id }) => ['PATCH', `/v1/offices/${id}`, { validFrom: '2018-06-01' }],
  withdrawOffice: ({ office: id }) => ['DELETE', `/v1/offices/${id}`],
  createExemption: (ids) => ['POST', '/v1/exemptions', exemption(ids)],
  changeExemption: ({ exemption: id }) => ['PATCH', `/v1/exemptions/${id}`, { validTo: '2018-06-01' }],
  withdrawExemption: ({ exemption: id }) => ['DELETE', `/v1/exemptions/${id}`],
}

inEveryWorld('who is counted in a closed period', (world) => {
  const ids = {} as Ids

  beforeAll(async () => {
    ids.term = await aTerm(world)
    ids.member = (await aMember(world)).id
    const bodies = ['CLOSED', 'OTHER'].map((code) =>
      post(world, '/v1/organizations', { kind: 'special_committee', code, name: `某专委会${code}` }),
    )
    ;[ids.body, ids.other] = (await Promise.all(bodies)).map(({ id }) => id) as [string, string]
    const mine = { memberId: ids.member, validFrom: '2017-02-20' }
    ids.role = (await post(world, '/v1/body-roles', { ...mine, organizationId: ids.body, role: 'member' })).id
    ids.office = (await post(world, '/v1/offices', { ...mine, office: 'standing_member' })).id
    const absent = { reason: 'abroad', validFrom: '2018-03-01', validTo: '2018-03-31' }
    ids.exemption = (await post(world, '/v1/exemptions', { memberId: ids.member, ...absent })).id
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2018年度',
      startsOn: '2018-01-01',
      endsOn: '2018-12-31',
      regulationId: await aRegulation(world),
    })
    ids.period = period.id
    await closePeriod(world, period.id)
  })

  it.each(Object.entries(REQUESTS))('%s: 409, and nothing is written', async (_name, request) => {
    const before = await sequence(world)
    const answer = await send(world, ...request(ids))
    // A batch tells each of its rows, and no way on for all of them.
    if (answer.body.code && !answer.body.errors)
      expect(answer.body).toMatchObject({ periodId: ids.period, correction: '/v1/corrections' })
    expect([answer.status, answer.body.code ?? answer.body.items?.[0]?.error?.code]).toEqual([
      409,
      'period_closed',
    ])
    expect(await sequence(world)).toBe(before)
  })

  it.each([
    ['the day before it', '2017-12-31', 201],
    ['its first day', '2018-01-01', 409],
    ['its last day', '2018-12-31', 409],
    ['the day after it', '2019-01-01', 201],
  ])('%s, %s: what happened on it answers %i', async (_, day, status) => {
    const recognition = { kind: 'criticism', memberId: ids.member, title: `补 ${day}`, awardedOn: day }
    await world.admin.post('/v1/recognitions', recognition).expect(status)
    const away = { memberId: ids.member, reason: 'illness', validFrom: day, validTo: day }
    await world.admin.post('/v1/exemptions', away).expect(status)
  })

  it('a span that changes up to its edges leaves its days alone, and one day further does not', async () => {
    const earlier = {
      memberId: ids.member,
      organizationId: ids.other,
      role: 'member',
      validFrom: '2017-03-01',
    }
    const { id } = await post(world, '/v1/body-roles', { ...earlier, validTo: '2017-06-30' })
    const until = async (role: string, validTo: string) =>
      (await send(world, 'PATCH', `/v1/body-roles/${role}`, { validTo })).status
    expect([await until(id, '2018-01-01'), await until(id, '2017-12-31')]).toEqual([409, 200])
    expect([await until(ids.role, '2018-12-30'), await until(ids.role, '2018-12-31')]).toEqual([409, 200])
  })

  it('what lies after the period changes as ever', async () => {
    const change = (path: string, body: object) =>
      world.admin.patch(path, body, { 'if-match': '*' }).expect(200)
    await change(`/v1/members/${ids.member}`, { unit: '新单位', validTo: '2021-12-31' })
    await change(`/v1/body-roles/${ids.role}`, { validTo: '2019-06-30' })
    await change(`/v1/offices/${ids.office}`, { validTo: '2020-01-31' })
    await post(world, '/v1/members', { ...added(ids, '09903'), validFrom: '2019-01-01' })
    await post(world, '/v1/exemptions', { ...exemption(ids), validFrom: '2019-03-01', validTo: '2019-03-02' })
  })
})
