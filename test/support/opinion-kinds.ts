import type { Kind } from './kinds.ts'
import { anOpinion, number } from './makers.ts'
import { aMember } from './records.ts'

/** Opinions and what belongs to them, one row per kind. */

const BOOK = ['version', 'createdAt', 'deletedAt']

export const OPINION_KINDS: readonly Kind[] = [
  {
    name: 'Opinion',
    path: '/v1/opinions',
    body: async (world) => ({ title: `信息${number()}`, authorIds: [(await aMember(world)).id] }),
    change: { content: '全文' },
    clear: 'content',
    names: { create: ['ownerOrganizationId'], change: ['ownerOrganizationId'] },
    readOnly: [...BOOK, 'state', 'submittedOn'],
  },
  {
    name: 'OpinionAdoption',
    path: '/v1/opinion-adoptions',
    body: async (world) => ({
      opinionId: (await anOpinion(world, '2019-05-20')).id,
      level: 'city',
      adoptedOn: '2019-06-12',
    }),
    change: { unit: '市政协' },
    clear: 'unit',
    names: { create: ['opinionId'], change: [] },
    readOnly: [...BOOK, 'opinionId'],
  },
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
  },
]
