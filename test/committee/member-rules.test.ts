import { anOrganization } from '../support/makers.ts'
import { act, aMember, post } from '../support/records.ts'
import { idOf, memberId, type Row, refuses, type Sent } from '../support/rules.ts'
import { inEveryWorld } from '../support/world.ts'

/** What nobody is twice at once, and what a change request refuses: 422 with the rule, or 409 with the state. */

const RULES: readonly Row[] = [
  [
    'a person who is a member of one term twice at once',
    422,
    'rule_violation',
    async (world) => {
      const { personId, termId } = await aMember(world)
      return [
        'POST',
        '/v1/members',
        { personId, termId, memberNo: 'twice', name: '某', validFrom: '2018-01-01' },
      ]
    },
  ],
  [
    'a member who stands in a body twice at once',
    422,
    'rule_violation',
    async (world) => {
      const { id: organizationId } = await anOrganization(world, { kind: 'member_group' })
      const role = { memberId: await memberId(world), organizationId, validFrom: '2018-01-01' }
      await post(world, '/v1/body-roles', role)
      return ['POST', '/v1/body-roles', { ...role, validFrom: '2019-01-01' }]
    },
  ],
  [
    'a member of two sectors at once',
    422,
    'rule_violation',
    async (world) => {
      const role = { memberId: await memberId(world), validFrom: '2018-01-01' }
      const sector = async () => (await anOrganization(world, { kind: 'sector' })).id
      await post(world, '/v1/body-roles', { ...role, organizationId: await sector() })
      return ['POST', '/v1/body-roles', { ...role, organizationId: await sector() }]
    },
  ],
  [
    'an office held twice at once',
    422,
    'rule_violation',
    async (world) => {
      const office = { memberId: await memberId(world), office: 'vice_chair', validFrom: '2018-01-01' }
      await post(world, '/v1/offices', { ...office, validTo: '2019-06-30' })
      return ['POST', '/v1/offices', { ...office, validFrom: '2019-06-30' }]
    },
  ],
  [
    'a change request with a value that the record would not take',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/change-requests',
      { memberId: await memberId(world), fields: [{ field: 'birthDate', value: 'yesterday' }] },
    ],
  ],
  [
    'a change request that asks for a field twice',
    422,
    'rule_violation',
    async (world) => {
      const fields = ['甲', '乙'].map((value) => ({ field: 'unit', value }))
      return ['POST', '/v1/change-requests', { memberId: await memberId(world), fields }]
    },
  ],
  ...(['PATCH', 'DELETE'] as const).map(
    (method): Row => [
      `a change request that was decided: ${method}`,
      409,
      'state_conflict',
      async (world): Promise<Sent> => {
        const sent = { memberId: await memberId(world), fields: [{ field: 'unit', value: '甲' }] }
        const id = await idOf(world, '/v1/change-requests', sent)
        const decisions = [{ field: 'unit', accept: true }]
        await act(world, `/v1/change-requests/${id}`, 'decide', { decisions })
        const path = `/v1/change-requests/${id}`
        return method === 'PATCH' ? [method, path, { note: '再改' }] : [method, path]
      },
    ],
  ),
  [
    'a decision that leaves a field open',
    422,
    'rule_violation',
    async (world) => {
      const fields = [
        { field: 'unit', value: '甲' },
        { field: 'post', value: '主任' },
      ]
      const id = await idOf(world, '/v1/change-requests', { memberId: await memberId(world), fields })
      return ['POST', `/v1/change-requests/${id}/decide`, { decisions: [{ field: 'unit', accept: true }] }]
    },
  ],
]

inEveryWorld('members and what they ask for', (world) => refuses(world, RULES))
