import { anOrganization } from '../../support/makers.ts'
import { aFiled, anAssignment, aSubmitted } from '../../support/proposals.ts'
import { act, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import type { YearPart } from './makers.ts'

/** Proposals of the year in every state, one of the year before, and what units and proposers did with them. */

interface Proposal {
  id: string
  signers: { memberId: string }[]
}

async function handled(world: World, proposal: Proposal, values: Record<string, unknown>) {
  const assignment = await anAssignment(world, { proposalId: proposal.id })
  await post(world, '/v1/proposal-contacts', { proposalId: proposal.id, contactedOn: '2019-04-18' })
  await post(world, '/v1/proposal-replies', {
    proposalId: proposal.id,
    assignmentId: assignment.id,
    repliedOn: '2019-06-20',
    category: 'a',
    suggestionsTotal: 3,
    suggestionsAdopted: 2,
    ...values,
  })
}

const said = (world: World, proposal: Proposal, result: string, returnedOn = '2019-07-02') =>
  post(world, '/v1/proposal-feedbacks', {
    proposalId: proposal.id,
    memberId: proposal.signers[0]!.memberId,
    attitude: 'satisfied',
    result,
    returnedOn,
  })

async function record(world: World) {
  const step = (proposal: Proposal, verb: string, body?: object) =>
    act(world, `/v1/proposals/${proposal.id}`, verb, body)
  const [solved, planned, late, quiet] = [
    await aFiled(world, '2019-03-08'),
    await aFiled(world, '2019-03-08'),
    await aFiled(world, '2019-03-09'),
    await aFiled(world, '2019-03-10'),
  ]
  await handled(world, solved, {})
  await handled(world, planned, { category: 'b', promiseDueOn: '2020-06-30', suggestionsAdopted: 1 })
  await handled(world, late, {
    repliedOn: '2019-08-01',
    category: 'c',
    suggestionsAdopted: 0,
    promiseDueOn: '2020-03-31',
  })
  // A call is no meeting, and who wrote for a body proposed nothing.
  await anAssignment(world, { proposalId: quiet.id })
  await post(world, '/v1/proposal-contacts', { proposalId: quiet.id, way: 'call', contactedOn: '2019-04-18' })
  const { id: organizationId } = await anOrganization(world)
  await aSubmitted(world, '2019-02-26', { proposerKind: 'collective', organizationId })
  // A unit that joins the leading one gives its opinion; the proposal is neither solved by it nor a suggestion taken up.
  const joined = await anAssignment(world, { proposalId: quiet.id, role: 'co' })
  await post(world, '/v1/proposal-replies', {
    proposalId: quiet.id,
    assignmentId: joined.id,
    repliedOn: '2019-06-20',
    category: 'a',
    suggestionsTotal: 9,
    suggestionsAdopted: 9,
  })
  await said(world, solved, 'satisfied')
  await said(world, planned, 'basically_satisfied')
  await said(world, late, 'dissatisfied', '2019-08-02')
  for (const proposal of [solved, planned]) await step(proposal, 'close', { closedOn: '2019-09-30' })
  for (const proposal of [solved, quiet]) {
    await step(proposal, 'choose-key', { chosenOn: '2019-04-01', leaderLevel: 'district' })
    await step(proposal, 'name-excellent', { namedOn: '2019-12-20' })
  }

  for (const day of ['2019-02-26', '2019-02-27']) {
    await step(await aSubmitted(world, day), 'merge', { intoId: solved.id, mergedOn: '2019-03-11' })
    await step(await aSubmitted(world, day), 'convert', { to: 'letter', convertedOn: '2019-03-11' })
    await step(await aSubmitted(world, day), 'decline', { reason: 'empty', declinedOn: '2019-03-11' })
    await aSubmitted(world, day)
    const withdrawn = await aSubmitted(world, day)
    await step(withdrawn, 'file', { filedOn: '2019-03-10' })
    await step(withdrawn, 'withdraw', { withdrawnOn: '2019-04-01' })
  }
  const before = await aFiled(world, '2018-03-08')
  await step(before, 'choose-key', { chosenOn: '2018-04-01' })
}

export const proposals: YearPart = {
  record,
  expected: {
    proposals_received: [15, 15, null],
    proposals_filed: [4, 4, null],
    filing_rate: [30.8, 4, 13],
    reply_rate: [75, 3, 4],
    closing_rate: [50, 2, 4],
    satisfaction_rate: [50, 2, 4],
    proposal_replies: [3, 3, null],
    promises: [2, 2, null],
    contact_rate: [75, 3, 4],
    suggestions_adopted: [3, 3, null],
    key_proposals: [2, 2, null],
    key_share: [50, 2, 4],
    submission_rate: [75, 12, 16],
  },
}
