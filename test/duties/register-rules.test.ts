import { anOpinion } from '../support/makers.ts'
import { act, aMeeting, post } from '../support/records.ts'
import { idOf, memberId, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Instructions and rosters: 422 with the rule and the place, or 409 with the state. */

const INSTRUCTED = { leaderName: '某领导', leaderLevel: 'city', instructedOn: '2019-07-01' }

let rosters = 0
async function anEntry(world: World) {
  rosters += 1
  const roster = { code: `rules_${rosters}`, kind: 'law_service', name: '团' }
  const rosterId = await idOf(world, '/v1/rosters', roster)
  return {
    rosterId,
    category: 'member',
    memberId: await memberId(world),
    name: '某',
    validFrom: '2019-01-01',
  }
}

async function aSubmitted(world: World) {
  const id = await idOf(world, '/v1/proposals', {
    title: '建议',
    signers: [{ memberId: await memberId(world) }],
  })
  return act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2019-03-01' })
}

const RULES: readonly Row[] = [
  [
    'a batch with an instruction on no document',
    422,
    'rule_violation',
    async () => ['POST', '/v1/instructions/batch', { items: [INSTRUCTED] }],
  ],
  [
    'a batch with a member on a roster without memberId',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/roster-entries/batch',
      { items: [{ ...(await anEntry(world)), memberId: null }] },
    ],
  ],
  [
    'a member on a roster without memberId',
    422,
    'rule_violation',
    async (world) => ['POST', '/v1/roster-entries', { ...(await anEntry(world)), memberId: null }],
  ],
  [
    'somebody from outside on a roster as a member',
    422,
    'rule_violation',
    async (world) => ['POST', '/v1/roster-entries', { ...(await anEntry(world)), category: 'external' }],
  ],
  [
    'an entry that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const id = await idOf(world, '/v1/roster-entries', await anEntry(world))
      return ['PATCH', `/v1/roster-entries/${id}`, { validTo: '2018-01-01' }]
    },
  ],
  [
    'a roster withdrawn under its entries',
    409,
    'in_use',
    async (world) => {
      const entry = await anEntry(world)
      await post(world, '/v1/roster-entries', entry)
      return ['DELETE', `/v1/rosters/${entry.rosterId}`]
    },
  ],
  [
    'an instruction on no document',
    422,
    'rule_violation',
    async () => ['POST', '/v1/instructions', INSTRUCTED],
  ],
  [
    'an instruction on two documents',
    422,
    'rule_violation',
    async (world) => {
      const { id: opinionId } = await anOpinion(world, '2019-05-20')
      const { id: proposalId } = await aSubmitted(world)
      return ['POST', '/v1/instructions', { ...INSTRUCTED, opinionId, proposalId }]
    },
  ],
  [
    'an instruction on a draft',
    422,
    'rule_violation',
    async (world) => ['POST', '/v1/instructions', { ...INSTRUCTED, opinionId: (await anOpinion(world)).id }],
  ],
  [
    'an instruction of a level that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => {
      const { id: opinionId } = await anOpinion(world, '2019-05-20')
      return ['POST', '/v1/instructions', { ...INSTRUCTED, opinionId, leaderLevel: 'galaxy' }]
    },
  ],
  [
    'an instruction moved before the submission',
    422,
    'rule_violation',
    async (world) => {
      const { id: opinionId } = await anOpinion(world, '2019-05-20')
      const id = await idOf(world, '/v1/instructions', { ...INSTRUCTED, opinionId })
      return ['PATCH', `/v1/instructions/${id}`, { instructedOn: '2019-05-19' }]
    },
  ],
  [
    'a proposal withdrawn from the record under its instruction',
    409,
    'in_use',
    async (world) => {
      const { id: proposalId } = await aSubmitted(world)
      await post(world, '/v1/instructions', { ...INSTRUCTED, proposalId })
      return ['DELETE', `/v1/proposals/${proposalId}`]
    },
  ],
  [
    'a speech withdrawn under its instruction',
    409,
    'in_use',
    async (world) => {
      const of = { memberId: await memberId(world), meetingId: (await aMeeting(world)).id }
      const speechId = await idOf(world, '/v1/speeches', { ...of, title: '发言', form: 'oral' })
      await post(world, '/v1/instructions', { ...INSTRUCTED, speechId })
      return ['DELETE', `/v1/speeches/${speechId}`]
    },
  ],
]

inEveryWorld('rules of instructions and rosters', (world) => {
  refuses(world, RULES)
})
