import type { Kind } from './kinds.ts'
import { anOpinion, number } from './makers.ts'

/** What belongs to an opinion, one row per kind. */

const BOOK = ['version', 'createdAt', 'deletedAt']

export const OPINION_KINDS: readonly Kind[] = [
  {
    name: 'OpinionIssue',
    path: '/v1/opinion-issues',
    body: async (world) => ({
      number: `k-${number()}`,
      title: '停车一则',
      issuedOn: '2019-06-03',
      opinionIds: [(await anOpinion(world, '2019-05-20')).id],
    }),
    change: { title: '停车两则' },
    clear: 'externalId',
    names: { create: ['ownerOrganizationId'], change: ['ownerOrganizationId'] },
    readOnly: [...BOOK, 'kind'],
    guarded: true,
  },
  {
    name: 'OpinionFeedback',
    path: '/v1/opinion-feedbacks',
    body: async (world) => ({
      opinionId: (await anOpinion(world, '2019-05-20')).id,
      unit: '区城管局',
      content: '已增设车位',
      receivedOn: '2019-08-01',
    }),
    change: { kind: 'settled' },
    clear: 'externalId',
    names: { create: ['opinionId'], change: [] },
    readOnly: [...BOOK, 'opinionId'],
    guarded: false,
  },
]
