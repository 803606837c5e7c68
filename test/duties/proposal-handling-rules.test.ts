import { addDays } from '../../src/core/days.ts'
import { anOrganization } from '../support/makers.ts'
import { aFiled, anAssignment, aReplied, aReply, aSubmitted } from '../support/proposals.ts'
import { act } from '../support/records.ts'
import { type Row, refuses, type Sent } from '../support/rules.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** The life of a proposal: what its units and proposers are refused, 422 with the rule and the place, or 409 with the legal steps. */

const PROPOSALS = '/v1/proposals'
async function unit(world: World) {
  return (await anOrganization(world, { kind: 'handling_unit' })).id as string
}

const replyTo = (
  { id: assignmentId, proposalId }: { id: string; proposalId: string },
  values: object = {},
) => ({
  proposalId,
  assignmentId,
  repliedOn: '2019-06-20',
  category: 'a',
  ...values,
})

async function feedbackOn(proposal: { id: string; signers: { memberId: string }[] }, values: object = {}) {
  const { memberId } = proposal.signers[0]!
  const said = { attitude: 'satisfied', result: 'satisfied', returnedOn: '2019-07-02' }
  return { proposalId: proposal.id, memberId, ...said, ...values }
}

const HANDLING: readonly Row[] = [
  [
    'the assignment of one that is not filed',
    409,
    'state_conflict',
    async (world) => {
      const sent = { organizationId: await unit(world), assignedOn: '2019-03-28' }
      return ['POST', '/v1/proposal-assignments', { ...sent, proposalId: (await aSubmitted(world)).id }]
    },
  ],
  [
    'an assignment before it was filed',
    422,
    'rule_violation',
    async (world) => {
      const sent = { organizationId: await unit(world), assignedOn: '2019-03-01' }
      return ['POST', '/v1/proposal-assignments', { ...sent, proposalId: (await aFiled(world)).id }]
    },
  ],
  [
    'a second leading unit',
    422,
    'rule_violation',
    async (world) => {
      const { proposalId } = await anAssignment(world)
      const sent = { proposalId, organizationId: await unit(world), assignedOn: '2019-03-28' }
      return ['POST', '/v1/proposal-assignments', sent]
    },
  ],
  [
    'a part beside a leading unit, by a change',
    422,
    'rule_violation',
    async (world) => {
      const { proposalId } = await anAssignment(world)
      const joined = await anAssignment(world, { proposalId, role: 'co' })
      return ['PATCH', `/v1/proposal-assignments/${joined.id}`, { role: 'split' }]
    },
  ],
  [
    'an assignment changed once the unit has taken it on',
    409,
    'state_conflict',
    async (world) => {
      const { id } = await anAssignment(world)
      await act(world, `/v1/proposal-assignments/${id}`, 'accept')
      return ['PATCH', `/v1/proposal-assignments/${id}`, { dueOn: '2019-12-31' }]
    },
  ],
  [
    'an assignment withdrawn once the unit has taken it on',
    409,
    'state_conflict',
    async (world) => {
      const { id } = await anAssignment(world)
      await act(world, `/v1/proposal-assignments/${id}`, 'accept')
      return ['DELETE', `/v1/proposal-assignments/${id}`]
    },
  ],
  [
    'an assignment withdrawn under the urging of its unit',
    409,
    'in_use',
    async (world) => {
      const { id, proposalId } = await anAssignment(world)
      await world.admin
        .post('/v1/proposal-urgings', { proposalId, assignmentId: id, urgedOn: '2019-07-01' })
        .expect(201)
      return ['DELETE', `/v1/proposal-assignments/${id}`]
    },
  ],
  [
    'an extension beyond what the committee allows',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await anAssignment(world)
      return ['POST', `/v1/proposal-assignments/${id}/extend`, { until: '2019-12-31', reason: '论证' }]
    },
  ],
  [
    'an extension agreed to after the unit was due',
    422,
    'rule_violation',
    async (world) => {
      const { id, dueOn } = await anAssignment(world)
      const [until, extendedOn] = [dueOn, dueOn].map((day: string, index) => addDays(day, 2 - index))
      return ['POST', `/v1/proposal-assignments/${id}/extend`, { until, reason: '论证', extendedOn }]
    },
  ],
  [
    'a contact by a unit that does not handle it',
    422,
    'rule_violation',
    async (world) => {
      const { proposalId } = await anAssignment(world)
      const organizationId = await unit(world)
      return ['POST', '/v1/proposal-contacts', { proposalId, organizationId, contactedOn: '2019-04-18' }]
    },
  ],
  [
    'a reply before the assignment',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/proposal-replies',
      replyTo(await anAssignment(world), { repliedOn: '2019-03-20' }),
    ],
  ],
  [
    'a reply in a category that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => ['POST', '/v1/proposal-replies', replyTo(await anAssignment(world), { category: 'z' })],
  ],
  [
    'a reply that adopts more than was suggested',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await aReply(world, { suggestionsTotal: 2 })
      return ['PATCH', `/v1/proposal-replies/${id}`, { suggestionsAdopted: 3 }]
    },
  ],
  [
    'a reply withdrawn after the close',
    409,
    'state_conflict',
    async (world) => {
      const { id, proposalId } = await aReply(world)
      await act(world, `${PROPOSALS}/${proposalId}`, 'close', { closedOn: '2019-09-30' })
      return ['DELETE', `/v1/proposal-replies/${id}`]
    },
  ],
  [
    'a contact before the assignment',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/proposal-contacts',
      { proposalId: (await aFiled(world)).id, contactedOn: '2019-04-18' },
    ],
  ],
  [
    'a contact moved before the assignment',
    422,
    'rule_violation',
    async (world) => {
      const { proposalId } = await anAssignment(world)
      const contact = await world.admin
        .post('/v1/proposal-contacts', { proposalId, contactedOn: '2019-04-18' })
        .expect(201)
      return ['PATCH', `/v1/proposal-contacts/${contact.body.id}`, { contactedOn: '2019-03-01' }]
    },
  ],
  [
    'a unit urged after its reply',
    422,
    'rule_violation',
    async (world) => {
      const { proposalId, assignmentId } = await aReply(world)
      return ['POST', '/v1/proposal-urgings', { proposalId, assignmentId, urgedOn: '2019-07-01' }]
    },
  ],
  [
    'feedback before the reply',
    409,
    'state_conflict',
    async (world) => {
      const { proposalId } = await anAssignment(world)
      const { body } = await world.admin.get(`${PROPOSALS}/${proposalId}`)
      return ['POST', '/v1/proposal-feedbacks', await feedbackOn(body)]
    },
  ],
  [
    'feedback dated before the reply',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/proposal-feedbacks',
      await feedbackOn(await aReplied(world), { returnedOn: '2019-06-01' }),
    ],
  ],
  ...(['PATCH', 'DELETE'] as const).map(
    (method): Row => [
      `feedback: ${method} after the close`,
      409,
      'state_conflict',
      async (world): Promise<Sent> => {
        const proposal = await aReplied(world)
        const { body } = await world.admin
          .post('/v1/proposal-feedbacks', await feedbackOn(proposal))
          .expect(201)
        await act(world, `${PROPOSALS}/${proposal.id}`, 'close', { closedOn: '2019-09-30' })
        const path = `/v1/proposal-feedbacks/${body.id}`
        return method === 'PATCH' ? [method, path, { result: 'none' }] : [method, path]
      },
    ],
  ),
  [
    'silence taken for an answer before the limit is over',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/proposal-feedbacks',
      await feedbackOn(await aReplied(world), { returnedOn: '2019-07-11', defaulted: true }),
    ],
  ],
  [
    'feedback moved before the reply',
    422,
    'rule_violation',
    async (world) => {
      const proposal = await aReplied(world)
      const { body } = await world.admin
        .post('/v1/proposal-feedbacks', await feedbackOn(proposal))
        .expect(201)
      return ['PATCH', `/v1/proposal-feedbacks/${body.id}`, { returnedOn: '2019-06-01' }]
    },
  ],
]

inEveryWorld('handling of a proposal', (world) => refuses(world, HANDLING))
