import { EXPORT_KINDS } from './export-kinds.ts'
import { anOpinion, anOrganization, anOwnStep, aRegulation, number, termNumber } from './makers.ts'
import { OPINION_KINDS } from './opinion-kinds.ts'
import { PLAN_KINDS } from './plan-kinds.ts'
import { PROPOSAL_KINDS } from './proposal-kinds.ts'
import { aMeeting, aMember, aTerm, post } from './records.ts'
import { REPORT_KINDS } from './report-kinds.ts'
import { SERVICE_KINDS } from './service-kinds.ts'
import { SESSION_KINDS } from './session-kinds.ts'
import type { World } from './world.ts'

/** One row per kind of record: how to make one, what of it may change, which fields name others. */

type Fields = Record<string, unknown>

export interface Kind {
  name: string
  path: string
  /** A body that is accepted, another one each time. */
  body(world: World): Promise<Fields>
  /** A change that is accepted. */
  change: Fields
  /** A field that null clears. */
  clear?: string
  /** Fields that name a record, at creation and in a change. */
  names?: { create: string[]; change: string[] }
  /** Fields that only the server sets. */
  readOnly: string[]
}

const BOOK = ['version', 'createdAt', 'deletedAt']

/** A half-year of its own, long before the term in which everything else happens: terms do not overlap. */
function aPastTerm() {
  const number = termNumber()
  const year = 1_900 + Math.floor(number / 2)
  const [first, last] = number % 2 === 0 ? ['01-01', '06-30'] : ['07-01', '12-31']
  return { number, name: '某届', startsOn: `${year}-${first}`, endsOn: `${year}-${last}` }
}

export const KINDS: readonly Kind[] = [
  {
    name: 'User',
    path: '/v1/users',
    body: async () => ({ login: `u${number()}`, displayName: '某秘书' }),
    change: { displayName: '某干部' },
    clear: 'externalId',
    names: { create: ['personId'], change: [] },
    readOnly: [...BOOK, 'passwordHash', 'sessionVersion'],
  },
  {
    name: 'UserRole',
    path: '/v1/user-roles',
    body: async (world) => ({
      userId: (await post(world, '/v1/users', { login: `r${number()}`, displayName: '某' })).id,
      role: 'auditor',
      validFrom: '2019-01-01',
    }),
    change: { validTo: '2030-01-01' },
    clear: 'validTo',
    names: { create: ['userId', 'organizationId'], change: [] },
    readOnly: [...BOOK, 'role'],
  },
  {
    name: 'CatalogueItem',
    path: '/v1/catalogue-items',
    body: async () => ({ catalogue: 'meeting_type', code: `kind_${number()}`, name: '某类' }),
    change: { name: '另一类' },
    clear: 'class',
    readOnly: [...BOOK, 'code'],
  },
  {
    name: 'Term',
    path: '/v1/terms',
    body: async () => aPastTerm(),
    change: { name: '新名' },
    clear: 'externalId',
    readOnly: [...BOOK, 'number'],
  },
  {
    name: 'PlenarySession',
    path: '/v1/plenary-sessions',
    body: async (world) => {
      const { id: termId, startsOn } = await post(world, '/v1/terms', aPastTerm())
      return { termId, number: 1, name: '某次', startsOn, endsOn: startsOn }
    },
    change: { signatureDeadline: '2030-02-02' },
    clear: 'signatureDeadline',
    names: { create: ['termId'], change: [] },
    readOnly: [...BOOK, 'termId'],
  },
  {
    name: 'Organization',
    path: '/v1/organizations',
    body: async () => ({ kind: 'sector', code: `S${number()}`, name: '某界' }),
    change: { name: '另一界' },
    clear: 'parentId',
    names: { create: ['termId', 'parentId'], change: ['parentId'] },
    readOnly: [...BOOK, 'kind'],
  },
  {
    name: 'Member',
    path: '/v1/members',
    body: async (world) => ({
      termId: await aTerm(world),
      memberNo: `k${number()}`,
      name: '某委员',
      phone: '19900001111',
      validFrom: '2017-02-20',
    }),
    change: { unit: '区农技站' },
    clear: 'phone',
    names: { create: ['personId', 'termId'], change: [] },
    readOnly: [...BOOK, 'pinyin', 'personId', 'score'],
  },
  {
    name: 'ChangeRequest',
    path: '/v1/change-requests',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      fields: [{ field: 'unit', value: '区农技站' }],
    }),
    change: { note: '单位改名' },
    clear: 'note',
    names: { create: ['memberId'], change: [] },
    readOnly: [...BOOK, 'state', 'decidedBy', 'memberId'],
  },
  {
    name: 'BodyRole',
    path: '/v1/body-roles',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      organizationId: (await anOrganization(world)).id,
      validFrom: '2017-02-20',
    }),
    change: { role: 'director' },
    clear: 'validTo',
    names: { create: ['memberId', 'organizationId'], change: [] },
    readOnly: [...BOOK, 'memberId'],
  },
  {
    name: 'Office',
    path: '/v1/offices',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      office: 'standing_member',
      validFrom: '2017-02-20',
    }),
    change: { validFrom: '2018-01-01' },
    clear: 'validTo',
    names: { create: ['memberId'], change: [] },
    readOnly: [...BOOK, 'office'],
  },
  {
    name: 'Exemption',
    path: '/v1/exemptions',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      reason: 'study',
      validFrom: '2019-03-01',
    }),
    change: { reason: 'abroad' },
    clear: 'note',
    names: { create: ['memberId'], change: [] },
    readOnly: [...BOOK, 'memberId'],
  },
  {
    name: 'Meeting',
    path: '/v1/meetings',
    body: async () => ({
      title: `座谈${number()}`,
      typeCode: 'research',
      startsOn: '2019-05-10',
      endsOn: '2019-05-10',
    }),
    change: { place: '三楼会议室' },
    clear: 'place',
    names: { create: ['ownerOrganizationId'], change: ['ownerOrganizationId'] },
    readOnly: [...BOOK, 'state', 'sessions'],
  },
  {
    name: 'MeetingSession',
    path: '/v1/meeting-sessions',
    body: async (world) => ({ meetingId: (await aMeeting(world)).id, day: '2019-05-10', part: 'pm' }),
    change: { title: '下半场' },
    clear: 'title',
    names: { create: ['meetingId'], change: [] },
    readOnly: [...BOOK, 'number', 'state'],
  },
  ...SESSION_KINDS,
  {
    name: 'LeavePolicy',
    path: '/v1/leave-policies',
    body: async () => ({ typeCode: 'county_meeting', maxHalfDays: (number() % 900) + 1 }),
    change: { noticeDays: 3 },
    clear: 'approverOffice',
    readOnly: [...BOOK],
  },
  {
    name: 'LeaveRequest',
    path: '/v1/leave-requests',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      meetingId: (await aMeeting(world)).id,
      leaveType: 'sick',
      reason: '门诊',
    }),
    change: { leaveType: 'official' },
    clear: 'reason',
    names: { create: ['memberId', 'meetingId'], change: [] },
    readOnly: [...BOOK, 'state', 'decidedBy'],
  },
  {
    name: 'Proposal',
    path: '/v1/proposals',
    body: async (world) => ({ title: `建议${number()}`, signers: [{ memberId: (await aMember(world)).id }] }),
    change: { category: '城建' },
    clear: 'category',
    names: {
      create: ['plenarySessionId', 'ownerOrganizationId'],
      change: ['plenarySessionId', 'ownerOrganizationId'],
    },
    readOnly: [...BOOK, 'state', 'caseNo'],
  },
  ...PROPOSAL_KINDS,
  ...PLAN_KINDS,
  ...OPINION_KINDS,
  {
    name: 'Instruction',
    path: '/v1/instructions',
    body: async (world) => ({
      opinionId: (await anOpinion(world, '2019-05-20')).id,
      leaderName: '某领导',
      leaderLevel: 'city',
      instructedOn: '2019-07-01',
    }),
    change: { isPrincipal: true },
    clear: 'leaderTitle',
    names: { create: ['opinionId'], change: [] },
    readOnly: [...BOOK, 'opinionId'],
  },
  {
    name: 'Milestone',
    path: '/v1/milestones',
    body: async (world) => ({
      opinionId: (await anOpinion(world, '2019-05-20')).id,
      step: await anOwnStep(world, 'opinion_step'),
      level: 'city',
      reachedOn: '2019-07-01',
    }),
    change: { note: '市政府督查室' },
    clear: 'level',
    names: { create: ['proposalId', 'opinionId'], change: [] },
    readOnly: [...BOOK, 'opinionId'],
  },
  ...SERVICE_KINDS,
  {
    name: 'Speech',
    path: '/v1/speeches',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      meetingId: (await aMeeting(world)).id,
      title: '发言',
      form: 'oral',
    }),
    change: { state: 'delivered' },
    clear: 'externalId',
    names: { create: ['memberId', 'meetingId', 'ownerOrganizationId'], change: ['ownerOrganizationId'] },
    readOnly: [...BOOK, 'memberId'],
  },
  {
    name: 'Period',
    path: '/v1/periods',
    body: async (world) => ({
      kind: 'custom',
      name: `周期${number()}`,
      startsOn: '2031-01-01',
      endsOn: '2031-12-31',
      regulationId: await aRegulation(world),
    }),
    change: { name: '新名' },
    clear: 'externalId',
    names: { create: ['regulationId'], change: ['regulationId'] },
    readOnly: [...BOOK, 'state', 'closedAt'],
  },
  ...REPORT_KINDS,
  ...EXPORT_KINDS,
  {
    name: 'ImportAlias',
    path: '/v1/import-aliases',
    body: async (world) => ({ name: `某${number()}某`, memberId: (await aMember(world)).id }),
    change: { note: '方言同音' },
    clear: 'note',
    names: { create: ['memberId'], change: [] },
    readOnly: [...BOOK, 'name', 'memberId', 'organizationId', 'importId'],
  },
  {
    name: 'ImportProfile',
    path: '/v1/import-profiles',
    body: async () => ({ name: `签到机${number()}`, settings: { year: 2019 } }),
    change: { settings: { year: 2020 } },
    clear: 'externalId',
    readOnly: [...BOOK, 'fingerprint'],
  },
]
