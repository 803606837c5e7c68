import { ABSENT, anOrganization } from '../support/makers.ts'
import { aDraft, aFiled, anAssignment, aReplied, aReply, aSubmitted } from '../support/proposals.ts'
import { act, aMember } from '../support/records.ts'
import { memberId, type Row, refuses, type Sent } from '../support/rules.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** The life of a proposal: what each step refuses, 422 with the rule and the place, or 409 with the legal steps. */

const PROPOSALS = '/v1/proposals'
const step = async (made: Promise<{ id: string }>, verb: string, body?: object) =>
  ['POST', `${PROPOSALS}/${(await made).id}/${verb}`, body] as [method: 'POST', path: string, body?: object]

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

const REVIEW: readonly Row[] = [
  [
    'a proposal submitted by somebody who is not in office yet',
    422,
    'rule_violation',
    async (world) => {
      const signers = [{ memberId: (await aMember(world, { validFrom: '2019-06-01' })).id }]
      return step(aDraft(world, { signers }), 'submit', { submittedOn: '2019-03-01' })
    },
  ],
  [
    'a signature after the deadline',
    422,
    'rule_violation',
    async (world) => {
      const signer = await memberId(world)
      const signers = [{ memberId: await memberId(world) }, { memberId: signer }]
      const made = aSubmitted(world, '2019-02-26', { proposerKind: 'joint', signers })
      return step(made, 'sign', { memberId: signer, signedOn: '2019-02-27' })
    },
  ],
  [
    'a draft that is filed',
    409,
    'state_conflict',
    async (world) => step(aDraft(world), 'file', { filedOn: '2019-03-08' }),
  ],
  [
    'a merge into nothing',
    422,
    'unknown_reference',
    async (world) => step(aSubmitted(world), 'merge', { intoId: ABSENT, mergedOn: '2019-03-08' }),
  ],
  [
    'a merge into one that is not filed',
    422,
    'rule_violation',
    async (world) =>
      step(aSubmitted(world), 'merge', { intoId: (await aSubmitted(world)).id, mergedOn: '2019-03-08' }),
  ],
  [
    'a merge into itself',
    422,
    'rule_violation',
    async (world) => {
      const filed = await aFiled(world)
      return step(Promise.resolve(filed), 'merge', { intoId: filed.id, mergedOn: '2019-03-09' })
    },
  ],
  [
    'a merge of one that others follow',
    422,
    'rule_violation',
    async (world) => {
      const target = await aFiled(world)
      const { id } = await aSubmitted(world)
      await act(world, `${PROPOSALS}/${id}`, 'merge', { intoId: target.id, mergedOn: '2019-03-09' })
      return step(Promise.resolve(target), 'merge', {
        intoId: (await aFiled(world)).id,
        mergedOn: '2019-03-10',
      })
    },
  ],
  [
    'a merge before it was submitted',
    422,
    'rule_violation',
    async (world) =>
      step(aSubmitted(world), 'merge', { intoId: (await aFiled(world)).id, mergedOn: '2019-02-01' }),
  ],
  [
    'a merge of a draft',
    409,
    'state_conflict',
    async (world) => step(aDraft(world), 'merge', { intoId: ABSENT, mergedOn: '2019-03-09' }),
  ],
  [
    'a conversion before it was submitted',
    422,
    'rule_violation',
    async (world) => step(aSubmitted(world), 'convert', { to: 'letter', convertedOn: '2019-02-01' }),
  ],
  [
    'a conversion into an opinion without an author',
    422,
    'rule_violation',
    async (world) => {
      const organizationId = (await anOrganization(world)).id
      const made = aSubmitted(world, '2019-02-26', {
        proposerKind: 'collective',
        organizationId,
        signers: [],
      })
      return step(made, 'convert', { to: 'opinion', convertedOn: '2019-03-12' })
    },
  ],
  [
    'a key proposal chosen before it was filed',
    422,
    'rule_violation',
    async (world) => step(aFiled(world), 'choose-key', { chosenOn: '2019-03-01' }),
  ],
  [
    'a key proposal of a level that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => step(aFiled(world), 'choose-key', { chosenOn: '2019-04-01', leaderLevel: 'galaxy' }),
  ],
  [
    'an excellent proposal named before it was filed',
    422,
    'rule_violation',
    async (world) => step(aFiled(world), 'name-excellent', { namedOn: '2019-03-01' }),
  ],
  [
    'a proposal closed before its reply',
    422,
    'rule_violation',
    async (world) => step(aReplied(world), 'close', { closedOn: '2019-06-01' }),
  ],
  [
    'a proposal archived before it was closed',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await aReplied(world)
      await act(world, `${PROPOSALS}/${id}`, 'close', { closedOn: '2019-09-30' })
      return ['POST', `${PROPOSALS}/${id}/archive`, { archivedOn: '2019-09-01' }]
    },
  ],
]

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

inEveryWorld('review of a proposal', (world) => refuses(world, REVIEW))
inEveryWorld('handling of a proposal', (world) => refuses(world, HANDLING))
