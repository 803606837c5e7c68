import type { Kind } from './kinds.ts'
import { anOrganization, number } from './makers.ts'
import { aMeeting, aMember, post } from './records.ts'
import type { World } from './world.ts'

/** The annual plan, research, supervision, suggestions: one row per kind, and short ways to one of each. */

type Fields = Record<string, unknown>

const BOOK = ['version', 'createdAt', 'deletedAt']
const OWNER = 'ownerOrganizationId'

export const aPlanItem = (world: World, values: object = {}) =>
  post(world, '/v1/plan-items', { year: 2019, kind: 'research', title: `课题${number()}`, ...values })

export const aReport = (world: World, values: object = {}) =>
  post(world, '/v1/research-reports', { title: `报告${number()}`, ...values })

export const aGroup = (world: World, values: object = {}) =>
  post(world, '/v1/supervision-groups', { name: `小组${number()}`, validFrom: '2019-03-01', ...values })

/** One that was raised at a meeting of its own, unless another source is named. */
export async function aSuggestion(world: World, values: Fields = {}) {
  const named = ['meetingId', 'supervisionGroupId', 'researchReportId', 'placeId'].some(
    (name) => values[name],
  )
  const meetingId = named ? null : (await aMeeting(world)).id
  const body = { meetingId, text: `建议${number()}`, raisedOn: '2019-05-10', ...values }
  return post(world, '/v1/suggestions', body)
}

export const PLAN_KINDS: readonly Kind[] = [
  {
    name: 'PlanItem',
    path: '/v1/plan-items',
    body: async () => ({ year: 2020, month: 5, kind: 'research', title: `课题${number()}`, target: 1 }),
    change: { title: '另一课题' },
    clear: 'month',
    names: { create: [OWNER], change: [OWNER] },
    readOnly: [...BOOK, 'approvedOn', 'approvedBy', 'cancelledOn'],
  },
  {
    name: 'ResearchReport',
    path: '/v1/research-reports',
    body: async (world) => ({
      title: `报告${number()}`,
      month: '2019-05',
      members: [{ memberId: (await aMember(world)).id, role: 'author' }],
    }),
    change: { kind: 'comprehensive' },
    clear: 'month',
    names: { create: ['planItemId', OWNER], change: ['planItemId', OWNER] },
    readOnly: [...BOOK, 'state', 'approvedOn', 'outcome'],
  },
  {
    name: 'SupervisionGroup',
    path: '/v1/supervision-groups',
    body: async (world) => ({
      name: `小组${number()}`,
      validFrom: '2019-03-01',
      members: [{ memberId: (await aMember(world)).id, validFrom: '2019-03-01' }],
      hosts: [{ organizationId: (await anOrganization(world)).id, validFrom: '2019-03-01' }],
    }),
    change: { topic: '营商环境' },
    clear: 'topic',
    names: { create: ['headMemberId', OWNER], change: ['headMemberId', OWNER] },
    readOnly: [...BOOK],
  },
  {
    name: 'Suggestion',
    path: '/v1/suggestions',
    body: async (world) => ({
      meetingId: (await aMeeting(world)).id,
      text: `建议${number()}`,
      raisedOn: '2019-05-10',
    }),
    change: { note: '两条合并' },
    clear: 'note',
    names: {
      create: ['meetingId', 'memberId', 'organizationId', OWNER],
      change: ['memberId', 'organizationId', OWNER],
    },
    readOnly: [...BOOK, 'state', 'sentOn', 'meetingId'],
  },
]
