import { anOrganization } from '../support/makers.ts'
import { aTerm, post } from '../support/records.ts'
import { idOf, memberId, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld } from '../support/world.ts'

/** Users, catalogues, terms, organizations, members: 422 with the rule and the place, or 409 with the state. */

const backwards = { validFrom: '2019-02-01', validTo: '2019-01-01' }

const RULES: readonly Row[] = [
  [
    'a role that ends before it begins',
    422,
    'rule_violation',
    async (world) => {
      const userId = await idOf(world, '/v1/users', { login: 'rule-1', displayName: '某' })
      return ['POST', '/v1/user-roles', { userId, role: 'auditor', ...backwards }]
    },
  ],
  [
    'a role that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const userId = await idOf(world, '/v1/users', { login: 'rule-2', displayName: '某' })
      const id = await idOf(world, '/v1/user-roles', { userId, role: 'auditor', validFrom: '2019-02-01' })
      return ['PATCH', `/v1/user-roles/${id}`, { validTo: '2019-01-01' }]
    },
  ],
  [
    'a user made active without a password',
    422,
    'rule_violation',
    async (world) => {
      const id = await idOf(world, '/v1/users', { login: 'rule-3', displayName: '某' })
      return ['PATCH', `/v1/users/${id}`, { state: 'active' }]
    },
  ],
  [
    'an active user made invited again',
    409,
    'state_conflict',
    async (world) => {
      const client = await world.as('auditor')
      return ['PATCH', `/v1/users/${client.userId}`, { state: 'invited' }]
    },
  ],
  [
    'a type that ends before it begins',
    422,
    'rule_violation',
    async () => [
      'POST',
      '/v1/catalogue-items',
      { catalogue: 'level', code: 'backwards', name: '倒', ...backwards },
    ],
  ],
  [
    'a type that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const sent = { catalogue: 'level', code: 'forwards', name: '正', validFrom: '2019-02-01' }
      return [
        'PATCH',
        `/v1/catalogue-items/${await idOf(world, '/v1/catalogue-items', sent)}`,
        { validTo: '2019-01-01' },
      ]
    },
  ],
  [
    'a term that ends before it begins',
    422,
    'rule_violation',
    async () => [
      'POST',
      '/v1/terms',
      { number: 99, name: '倒', startsOn: '2019-02-01', endsOn: '2019-01-01' },
    ],
  ],
  [
    'a term that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => ['PATCH', `/v1/terms/${await aTerm(world)}`, { endsOn: '2001-01-01' }],
  ],
  [
    'a plenary session that ends before it begins',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/plenary-sessions',
      { termId: await aTerm(world), number: 19, name: '倒', startsOn: '2019-02-01', endsOn: '2019-01-01' },
    ],
  ],
  [
    'a plenary session that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const sent = {
        termId: await aTerm(world),
        number: 18,
        name: '正',
        startsOn: '2019-02-01',
        endsOn: '2019-02-02',
      }
      return [
        'PATCH',
        `/v1/plenary-sessions/${await idOf(world, '/v1/plenary-sessions', sent)}`,
        { endsOn: '2019-01-01' },
      ]
    },
  ],
  [
    'an organization that ends before it begins',
    422,
    'rule_violation',
    async () => ['POST', '/v1/organizations', { kind: 'sector', code: '倒', name: '倒', ...backwards }],
  ],
  [
    'a second body of a kind with the same code, of no term either',
    409,
    'already_exists',
    async (world) => {
      const body = { kind: 'special_committee', code: 'twice', name: '一' }
      await idOf(world, '/v1/organizations', body)
      return ['POST', '/v1/organizations', { ...body, name: '二' }]
    },
  ],
  [
    'an organization that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await anOrganization(world, { validFrom: '2019-02-01' })
      return ['PATCH', `/v1/organizations/${id}`, { validTo: '2019-01-01' }]
    },
  ],
  [
    'a membership outside the term',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/members',
      { termId: await aTerm(world), memberNo: 'early', name: '某', validFrom: '2001-01-01' },
    ],
  ],
  [
    'a membership that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => ['PATCH', `/v1/members/${await memberId(world)}`, { validTo: '2001-01-01' }],
  ],
  [
    'a body role that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => {
      const organizationId = (await anOrganization(world)).id
      const someone = await memberId(world)
      return [
        'POST',
        '/v1/body-roles',
        { memberId: someone, organizationId, role: 'emperor', validFrom: '2019-01-01' },
      ]
    },
  ],
  [
    'a body role changed to one that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => {
      const organizationId = (await anOrganization(world)).id
      const sent = { memberId: await memberId(world), organizationId, validFrom: '2019-01-01' }
      return ['PATCH', `/v1/body-roles/${await idOf(world, '/v1/body-roles', sent)}`, { role: 'emperor' }]
    },
  ],
  [
    'an office that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/offices',
      { memberId: await memberId(world), office: 'emperor', validFrom: '2019-01-01' },
    ],
  ],
  [
    'an office that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const sent = { memberId: await memberId(world), office: 'chair', validFrom: '2019-02-01' }
      return ['PATCH', `/v1/offices/${await idOf(world, '/v1/offices', sent)}`, { validTo: '2019-01-01' }]
    },
  ],
  [
    'an exemption for a reason that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/exemptions',
      { memberId: await memberId(world), reason: 'weather', validFrom: '2019-01-01' },
    ],
  ],
  [
    'an exemption changed to such a reason',
    422,
    'rule_violation',
    async (world) => {
      const sent = { memberId: await memberId(world), reason: 'study', validFrom: '2019-01-01' }
      return ['PATCH', `/v1/exemptions/${await idOf(world, '/v1/exemptions', sent)}`, { reason: 'weather' }]
    },
  ],
  [
    'a term withdrawn with members',
    409,
    'in_use',
    async (world) => {
      await memberId(world)
      return ['DELETE', `/v1/terms/${await aTerm(world)}`]
    },
  ],
  [
    'a plenary session withdrawn with proposals',
    409,
    'in_use',
    async (world) => {
      const sent = {
        termId: await aTerm(world),
        number: 16,
        name: '会',
        startsOn: '2019-02-01',
        endsOn: '2019-02-02',
      }
      const id = await idOf(world, '/v1/plenary-sessions', sent)
      await post(world, '/v1/proposals', { title: '建议', plenarySessionId: id })
      return ['DELETE', `/v1/plenary-sessions/${id}`]
    },
  ],
  [
    'an organization withdrawn with members',
    409,
    'in_use',
    async (world) => {
      const { id } = await anOrganization(world)
      const sent = { memberId: await memberId(world), organizationId: id, validFrom: '2019-01-01' }
      await post(world, '/v1/body-roles', sent)
      return ['DELETE', `/v1/organizations/${id}`]
    },
  ],
  [
    'a member withdrawn with an office',
    409,
    'in_use',
    async (world) => {
      const id = await memberId(world)
      await post(world, '/v1/offices', { memberId: id, office: 'chair', validFrom: '2019-01-01' })
      return ['DELETE', `/v1/members/${id}`]
    },
  ],
]

inEveryWorld('rules of who', (world) => {
  refuses(world, RULES)
})
