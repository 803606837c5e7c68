import type { Kind } from './kinds.ts'
import { anOrganization } from './makers.ts'
import { aFiled, anAssignment, aReplied } from './proposals.ts'
import type { World } from './world.ts'

/** What belongs to a proposal, one row per kind. */

const BOOK = ['version', 'createdAt', 'deletedAt']

const unit = async (world: World) => (await anOrganization(world, { kind: 'handling_unit' })).id as string

export const PROPOSAL_KINDS: readonly Kind[] = [
  {
    name: 'ProposalAssignment',
    path: '/v1/proposal-assignments',
    body: async (world) => ({
      proposalId: (await aFiled(world)).id,
      organizationId: await unit(world),
      assignedOn: '2019-03-28',
    }),
    change: { dueOn: '2019-07-01' },
    clear: 'externalId',
    names: { create: ['proposalId', 'organizationId'], change: [] },
    readOnly: [...BOOK, 'state', 'extendedTo', 'proposalId'],
  },
  {
    name: 'ProposalContact',
    path: '/v1/proposal-contacts',
    body: async (world) => ({
      proposalId: (await anAssignment(world)).proposalId,
      way: 'visit',
      contactedOn: '2019-04-18',
    }),
    change: { way: 'call' },
    clear: 'note',
    names: { create: ['proposalId', 'organizationId', 'memberId'], change: [] },
    readOnly: [...BOOK, 'proposalId'],
  },
  {
    name: 'ProposalReply',
    path: '/v1/proposal-replies',
    body: async (world) => {
      const { id: assignmentId, proposalId } = await anAssignment(world)
      return { proposalId, assignmentId, repliedOn: '2019-06-20', category: 'b', promiseDueOn: '2020-06-30' }
    },
    change: { promiseDueOn: '2020-05-01' },
    clear: 'promiseDueOn',
    names: { create: ['proposalId', 'assignmentId'], change: [] },
    readOnly: [...BOOK, 'round', 'assignmentId'],
  },
  {
    name: 'ProposalUrging',
    path: '/v1/proposal-urgings',
    body: async (world) => {
      const { id: assignmentId, proposalId } = await anAssignment(world)
      return { proposalId, assignmentId, urgedOn: '2019-07-01' }
    },
    change: { note: '已电话催办' },
    clear: 'note',
    names: { create: ['proposalId', 'assignmentId'], change: [] },
    readOnly: [...BOOK, 'urgedOn'],
  },
  {
    name: 'ProposalFeedback',
    path: '/v1/proposal-feedbacks',
    body: async (world) => {
      const { id: proposalId, signers } = await aReplied(world)
      const { memberId } = signers[0]
      return { proposalId, memberId, attitude: 'satisfied', result: 'satisfied', returnedOn: '2019-07-02' }
    },
    change: { result: 'basically_satisfied' },
    clear: 'comment',
    names: { create: ['proposalId', 'memberId'], change: [] },
    readOnly: [...BOOK, 'round', 'memberId'],
  },
]
