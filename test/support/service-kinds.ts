import type { Kind } from './kinds.ts'
import { anOrganization, number } from './makers.ts'
import { aMember, post } from './records.ts'
import type { Client, World } from './world.ts'

/** Rosters, places, services, recognitions, duties of further kinds: one row per kind, and short ways to one of each. */

type Fields = Record<string, unknown>

const BOOK = ['version', 'createdAt', 'deletedAt']
const OWNER = 'ownerOrganizationId'

export const aPlace = (world: World, values: Fields = {}) =>
  post(world, '/v1/places', {
    code: `place_${number()}`,
    kind: 'studio',
    name: '某工作室',
    validFrom: '2019-01-01',
    ...values,
  })

export const aService = (world: World, values: Fields = {}) =>
  post(world, '/v1/service-records', {
    kind: 'three_services',
    title: `服务${number()}`,
    startsOn: '2019-05-10',
    endsOn: '2019-05-10',
    ...values,
  })

export async function aRecognition(world: World, values: Fields = {}) {
  const memberId = values['organizationId'] ? null : (await aMember(world)).id
  const body = { kind: 'commendation', memberId, title: `表彰${number()}`, awardedOn: '2019-05-10' }
  return post(world, '/v1/recognitions', { ...body, ...values })
}

export async function anAssessment(world: World, values: Fields = {}) {
  const memberId = values['organizationId'] ? null : (values['memberId'] ?? (await aMember(world)).id)
  const body = {
    form: 'yearly_form',
    raterKind: 'panel',
    memberId,
    points: 80,
    reason: '评议',
    assessedOn: '2019-05-10',
  }
  return post(world, '/v1/assessments', { ...body, ...values })
}

export const aDutyKind = (world: World, values: Fields = {}) =>
  post(world, '/v1/duty-kinds', {
    code: `duty_${number()}`,
    name: '某类履职',
    class: 'outreach',
    enteredBy: 'both',
    validFrom: '2017-01-01',
    ...values,
  })

/** Entered by the office: confirmed at once, unless its kind wants evidence. */
export async function aDuty(world: World, values: Fields = {}) {
  const dutyKindId = values['dutyKindId'] ?? (await aDutyKind(world)).id
  const memberId = values['memberId'] ?? (await aMember(world)).id
  return post(world, '/v1/duty-records', {
    title: `履职${number()}`,
    day: '2019-05-10',
    ...values,
    dutyKindId,
    memberId,
  })
}

/** A member with a login of their own. */
export async function aMemberUser(world: World): Promise<{ id: string; personId: string; client: Client }> {
  const { id, personId } = await aMember(world)
  return { id, personId, client: await world.as('member', { personId }) }
}

/** Declared by a member, so that somebody else has to confirm it. */
export async function aDeclared(world: World, values: Fields = {}, kind: Fields = {}) {
  const member = await aMemberUser(world)
  const dutyKindId = (await aDutyKind(world, kind)).id
  const body = { dutyKindId, memberId: member.id, title: `申报${number()}`, day: '2019-05-10', ...values }
  const answer = await member.client.post('/v1/duty-records', body).expect(201)
  return { ...answer.body, member } as Fields & { id: string; member: typeof member }
}

export const PDF = Buffer.from('%PDF-1.7\n某证明\n')

/** Sends a file with the fields that say what it belongs to. */
export function attach(
  client: Client,
  fields: Record<string, string>,
  file: { bytes?: Buffer; name?: string } = {},
  headers: Record<string, string> = {},
) {
  const test = client.post('/v1/attachments', undefined, headers)
  for (const [name, value] of Object.entries(fields)) test.field(name, value)
  return test.attach('file', file.bytes ?? PDF, { filename: file.name ?? '证明.pdf' })
}

export const SERVICE_KINDS: readonly Kind[] = [
  {
    name: 'Roster',
    path: '/v1/rosters',
    body: async () => ({ code: `r_${number()}`, kind: 'law_service', name: '法律服务团' }),
    change: { name: '法律服务团二队' },
    clear: 'externalId',
    names: { create: ['ownerOrganizationId'], change: ['ownerOrganizationId'] },
    readOnly: [...BOOK, 'code'],
  },
  {
    name: 'RosterEntry',
    path: '/v1/roster-entries',
    body: async (world) => ({
      rosterId: (await post(world, '/v1/rosters', { code: `e_${number()}`, kind: 'law_service', name: '团' }))
        .id,
      category: 'member',
      memberId: (await aMember(world)).id,
      name: '某委员',
      validFrom: '2019-01-01',
    }),
    change: { validTo: '2030-01-01' },
    clear: 'batch',
    names: { create: ['rosterId', 'memberId'], change: [] },
    readOnly: [...BOOK, 'memberId'],
  },
  {
    name: 'Place',
    path: '/v1/places',
    body: async (world) => ({
      code: `place_${number()}`,
      kind: 'parlour',
      name: '某会客厅',
      stars: 4,
      organizationId: (await anOrganization(world)).id,
      leadMemberId: (await aMember(world)).id,
      validFrom: '2019-01-01',
    }),
    change: { stars: 5 },
    clear: 'stars',
    names: { create: ['organizationId', 'leadMemberId'], change: ['organizationId', 'leadMemberId'] },
    readOnly: [...BOOK, 'code'],
  },
  {
    name: 'ServiceRecord',
    path: '/v1/service-records',
    body: async (world) => ({
      kind: 'charity',
      title: `服务${number()}`,
      startsOn: '2019-05-10',
      endsOn: '2019-05-12',
      memberIds: [(await aMember(world)).id],
      hours: 6,
    }),
    change: { visits: 3 },
    clear: 'hours',
    names: { create: ['placeId', OWNER], change: ['placeId', OWNER] },
    readOnly: [...BOOK, 'members'],
  },
  {
    name: 'Recognition',
    path: '/v1/recognitions',
    body: async (world) => ({
      kind: 'commendation',
      memberId: (await aMember(world)).id,
      title: `表彰${number()}`,
      level: 'city',
      awardedOn: '2019-05-10',
    }),
    change: { title: '通报表扬' },
    clear: 'level',
    names: { create: ['memberId', OWNER], change: [OWNER] },
    readOnly: [...BOOK, 'class', 'memberId'],
  },
  {
    name: 'DeclaredStatistic',
    path: '/v1/declared-statistics',
    body: async (world) => ({
      memberId: (await aMember(world)).id,
      year: 2019,
      measure: 'committee_meeting',
      value: 5,
    }),
    change: { value: 6 },
    clear: 'externalId',
    names: { create: ['memberId', OWNER], change: [OWNER] },
    readOnly: [...BOOK, 'memberId', 'year', 'measure'],
  },
  {
    name: 'Assessment',
    path: '/v1/assessments',
    body: async (world) => ({
      form: 'yearly_form',
      raterKind: 'panel',
      memberId: (await aMember(world)).id,
      points: 92.5,
      reason: '四次调研均有发言',
      assessedOn: '2019-05-10',
      rater: '考核组',
    }),
    change: { points: 90 },
    clear: 'rater',
    names: { create: ['memberId', OWNER], change: [OWNER] },
    readOnly: [...BOOK, 'state', 'enteredBy', 'memberId'],
  },
  {
    name: 'DutyKind',
    path: '/v1/duty-kinds',
    body: async () => ({
      code: `duty_${number()}`,
      name: '媒体宣传',
      class: 'outreach',
      fields: [{ name: 'medium', title: '媒体', type: 'text' }],
      validFrom: '2017-01-01',
    }),
    change: { name: '新闻宣传' },
    clear: 'validTo',
    readOnly: [...BOOK, 'code'],
  },
  {
    name: 'DutyRecord',
    path: '/v1/duty-records',
    body: async (world) => ({
      dutyKindId: (await aDutyKind(world, { fields: [{ name: 'medium', title: '媒体', type: 'text' }] })).id,
      memberId: (await aMember(world)).id,
      title: `履职${number()}`,
      day: '2019-05-10',
      fields: { medium: '区报' },
    }),
    change: { title: '另一题' },
    clear: 'dayTo',
    names: { create: ['dutyKindId', 'memberId', OWNER], change: [OWNER] },
    readOnly: [...BOOK, 'verification', 'selfDeclared', 'memberId'],
  },
]
