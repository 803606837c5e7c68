import { expect, it } from 'vitest'
import { LINES } from '../../src/reporting/statistics/lines.ts'
import { anOpinion, anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, aTerm, post } from '../support/records.ts'
import { inEveryWorld, login, type World } from '../support/world.ts'

/** Each number of the yearly report: at least two records that count, beside some that must not. */

const YEAR = 'year=2019'

async function aProposal(world: World, submittedOn: string, filedOn?: string) {
  const { id: memberId } = await aMember(world)
  const { id } = await post(world, '/v1/proposals', { title: '建议', signers: [{ memberId }] })
  await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn })
  if (filedOn) await act(world, `/v1/proposals/${id}`, 'file', { filedOn })
  return id as string
}

async function anEvent(world: World, typeCode: string, day: string, present: readonly string[] = []) {
  const meeting = await aMeeting(world, { typeCode, startsOn: day, endsOn: day })
  const [session] = meeting.sessions
  if (present.length > 0) {
    const items = present.map((memberId) => ({ memberId, presence: 'present' }))
    await post(world, `/v1/meeting-sessions/${session.id}/attendance`, { items })
  }
  return meeting
}

const roleIn = (world: World, memberId: string, organizationId: string) =>
  post(world, '/v1/body-roles', { memberId, organizationId, validFrom: '2017-02-20' })

async function recordYear(world: World) {
  const committee = await anOrganization(world, { kind: 'special_committee' })
  const group = await anOrganization(world, { kind: 'member_group' })
  const branch = async (values: object) =>
    (await anOrganization(world, { kind: 'party_branch', ...values })).id as string
  const [first] = [await branch({ parentId: committee.id }), await branch({ parentId: committee.id })]
  await branch({})
  await branch({ parentId: committee.id, validTo: '2018-12-31' })
  const partyGroup = async (values: object) =>
    (await anOrganization(world, { kind: 'party_group', ...values })).id as string
  const [party] = [await partyGroup({ parentId: group.id }), await partyGroup({ parentId: group.id })]
  await partyGroup({ parentId: committee.id })
  const politics = ['中共党员']
  for (const [inBranch, inGroup] of [
    [true, true],
    [true, true],
    [true, false],
    [false, false],
  ]) {
    const { id } = await aMember(world, { politics })
    if (inBranch) await roleIn(world, id, first)
    if (inGroup) await roleIn(world, id, party)
  }
  const left = await aMember(world, { politics, validTo: '2018-06-30' })
  await roleIn(world, left.id, first)

  const [a, b] = [(await aMember(world)).id as string, (await aMember(world)).id as string]
  await anEvent(world, 'come_consult_district', '2019-03-01', [a, b])
  await anEvent(world, 'come_consult_district', '2019-05-01', [a])
  await anEvent(world, 'come_consult_district', '2018-05-01', [a])
  const cancelled = await anEvent(world, 'come_consult_district', '2019-06-01')
  await act(world, `/v1/meetings/${cancelled.id}`, 'cancel', { reason: '改期' })
  for (const typeCode of ['come_consult_grassroots', 'forum', 'training', 'public_school']) {
    await anEvent(world, typeCode, '2019-04-01')
    await anEvent(world, typeCode, '2019-09-01')
    await anEvent(world, typeCode, '2018-09-01')
  }

  const roster = async (kind: string, entries: object[]) => {
    const { id: rosterId } = await post(world, '/v1/rosters', { code: `${kind}_1`, kind, name: '团' })
    for (const entry of entries) await post(world, '/v1/roster-entries', { rosterId, name: '某', ...entry })
  }
  const outside = { category: 'external', validFrom: '2019-03-01' }
  await roster('law_service', [
    { category: 'member', memberId: a, validFrom: '2018-01-01' },
    { category: 'member', memberId: b, validFrom: '2018-06-01' },
    { category: 'member', memberId: b, validFrom: '2019-06-01' },
    outside,
    { ...outside, validFrom: '2018-03-01', validTo: '2018-12-31' },
  ])
  await roster('overseas_ambassador', [
    { category: 'member', memberId: a, batch: 1, validFrom: '2019-03-01' },
    { category: 'scholar', batch: 1, validFrom: '2019-03-01' },
    { category: 'overseas', batch: 2, validFrom: '2019-09-01' },
  ])

  await aProposal(world, '2019-02-26', '2019-03-08')
  await aProposal(world, '2019-02-26', '2019-03-09')
  await aProposal(world, '2019-02-27')
  await aProposal(world, '2018-02-26', '2018-03-08')
  const withdrawn = await aProposal(world, '2019-02-27', '2019-03-10')
  await act(world, `/v1/proposals/${withdrawn}`, 'withdraw', { withdrawnOn: '2019-04-01' })

  const opinions: { id: string }[] = []
  for (const day of ['2019-05-20', '2019-05-21', '2019-05-22', '2018-05-20'])
    opinions.push(await anOpinion(world, day))
  await anOpinion(world)
  const adopt = (n: number, level: string, adoptedOn: string) =>
    post(world, '/v1/opinion-adoptions', { opinionId: opinions[n]!.id, level, adoptedOn })
  await adopt(0, 'national', '2019-06-12')
  await adopt(0, 'province', '2019-06-01')
  await adopt(1, 'province', '2019-06-01')
  await adopt(2, 'city', '2019-06-01')
  const instruct = (n: number, leaderLevel: string, leaderName: string, instructedOn: string) =>
    post(world, '/v1/instructions', { opinionId: opinions[n]!.id, leaderLevel, leaderName, instructedOn })
  await instruct(0, 'province', '甲', '2019-07-01')
  await instruct(0, 'city', '乙', '2019-07-02')
  await instruct(1, 'city', '乙', '2019-07-03')
  await instruct(1, 'district', '丙', '2019-07-03')
  await instruct(3, 'city', '乙', '2018-07-03')
}

/** value, numerator, denominator */
const EXPECTED: Record<string, [number, number, number | null]> = {
  party_branches: [2, 2, null],
  party_groups: [2, 2, null],
  party_coverage: [50, 2, 4],
  district_consultations: [2, 2, null],
  district_consultation_presences: [3, 3, null],
  grassroots_consultations: [2, 2, null],
  learning_events: [4, 4, null],
  public_school_events: [2, 2, null],
  law_team_members_before: [2, 2, null],
  law_team: [3, 3, null],
  overseas_ambassadors_first_batch: [2, 2, null],
  proposals_filed: [2, 2, null],
  filing_rate: [66.7, 2, 3],
  opinions_submitted: [3, 3, null],
  opinions_adopted_above_city: [2, 2, null],
  opinion_instructions: [3, 3, null],
}

interface Figures {
  key: string
  value: number
  numerator: number
  denominator: number | null
  rule: string
  rules: string[]
  excluded: { reason: string; records: number }[]
  parts: { part: string | null; value: number; records: number }[]
  previous?: { value: number; from: string }
}

inEveryWorld('statistics', (world) => {
  let figures: Figures[]
  const of = (key: string) => figures.find((one) => one.key === key)!

  it('say what the records of the year come to', async () => {
    await recordYear(world)
    const { body } = await world.admin.get(`/v1/statistics?${YEAR}&compare=previous_year`).expect(200)
    figures = body.items
    const found = figures.map(({ key, value, numerator, denominator }) => [
      key,
      [value, numerator, denominator],
    ])
    expect(Object.fromEntries(found)).toEqual(EXPECTED)
    expect(Object.keys(EXPECTED)).toEqual(LINES.map((line) => line.key))
  })

  it.each(
    LINES.flatMap((line) => [line.rule, ...Object.keys(line.others ?? {})].map((rule) => [line.key, rule])),
  )('%s by %s opens to exactly its records', async (key, rule) => {
    const { body: one } = await world.admin.get(`/v1/statistics/${key}?${YEAR}&rule=${rule}`).expect(200)
    const records: { subject: string; counted: boolean }[] = []
    let cursor = ''
    do {
      const url = `/v1/statistics/${key}/records?${YEAR}&rule=${rule}&limit=2${cursor}`
      const { body } = await world.admin.get(url).expect(200)
      records.push(...body.items)
      cursor = body.hasMore ? `&cursor=${body.nextCursor}` : ''
    } while (cursor)
    expect(records.filter((record) => record.counted)).toHaveLength(one.numerator)
    expect(records).toHaveLength(one.denominator ?? one.numerator)
    expect(new Set(records.map((record) => record.subject)).size).toBe(records.length)
    const parts: Figures['parts'] = one.parts
    expect(parts.reduce((sum, part) => sum + part.value, 0)).toBe(one.numerator)
    expect(one.numerator).toBeGreaterThanOrEqual(2)
  })

  it('name what was left out, and the year before', () => {
    expect(of('district_consultations').excluded).toEqual([{ reason: 'cancelled', records: 1 }])
    expect(of('party_branches').excluded).toEqual([{ reason: 'unattached', records: 1 }])
    expect(of('proposals_filed').excluded).toEqual([{ reason: 'withdrawn', records: 1 }])
    expect(of('proposals_filed').previous).toMatchObject({ value: 1, from: '2018-01-01' })
    expect(of('opinions_adopted_above_city').parts).toEqual([
      { part: 'national', value: 1, records: 1 },
      { part: 'province', value: 1, records: 1 },
    ])
  })

  it('count by another definition when it is asked for', async () => {
    const get = async (key: string, rule: string) =>
      (await world.admin.get(`/v1/statistics/${key}?${YEAR}&rule=${rule}`).expect(200)).body
    expect(await get('opinion_instructions', 'documents')).toMatchObject({ value: 2, rule: 'documents' })
    expect(await get('party_coverage', 'branch')).toMatchObject({ value: 75, numerator: 3 })
  })

  it('take the days as a year, a span, since a session or in a term', async () => {
    const termId = await aTerm(world)
    const session = await post(world, '/v1/plenary-sessions', {
      termId,
      number: 3,
      name: '九届三次会议',
      startsOn: '2019-02-25',
      endsOn: '2019-02-28',
    })
    const filed = async (query: string) =>
      (await world.admin.get(`/v1/statistics/proposals_filed?${query}`).expect(200)).body
    expect(await filed(`sinceSessionId=${session.id}`)).toMatchObject({ value: 2, from: '2019-02-25' })
    expect(await filed(`termId=${termId}`)).toMatchObject({ value: 3, from: '2017-02-20' })
    expect(await filed('from=2019-03-09&to=2019-12-31')).toMatchObject({ value: 1 })
    expect(await filed('year=2019&asOf=2019-03-08')).toMatchObject({ value: 1, asOf: '2019-03-08' })
    expect(await filed('')).toMatchObject({ value: 2, from: '2019-01-01' })
  })

  it.each([
    ['two ways at once', 'year=2019&from=2019-01-01&to=2019-02-01', 'from'],
    ['half a span', 'from=2019-01-01', 'to'],
    ['a span that ends before it begins', 'from=2019-02-01&to=2019-01-01', 'to'],
    ['no such definition', 'rule=guess', 'rule'],
    ['no year', 'year=20', 'year'],
  ])('refuse %s', async (_what, query, parameter) => {
    const { body } = await world.admin.get(`/v1/statistics/party_coverage?${query}`).expect(400)
    expect(body.errors[0]).toMatchObject({ parameter })
  })

  it('answer 304 to whoever holds them, until something is written or the day turns', async () => {
    for (const path of ['', '/party_coverage', '/party_coverage/records']) {
      const url = `/v1/statistics${path}?${YEAR}`
      const { headers } = await world.admin.get(url).expect(200)
      const held = { 'if-none-match': headers['etag']! }
      await world.admin.get(url, held).expect(304)
      const before = world.now
      world.now = new Date(before.getTime() + 86_400_000)
      world.admin = await login(world, 'admin')
      await world.admin.get(url, held).expect(200)
      world.now = before
      world.admin = await login(world, 'admin')
    }
  })

  it('refuse a cursor that was bent, or belongs to another question', async () => {
    const url = `/v1/statistics/proposals_filed/records?${YEAR}&limit=1`
    const { body } = await world.admin.get(url).expect(200)
    const bent = await world.admin.get(`${url}&cursor=${body.nextCursor}x`).expect(400)
    expect(bent.body.code).toBe('cursor_invalid')
    const other = `/v1/statistics/opinions_submitted/records?${YEAR}&limit=1&cursor=${body.nextCursor}`
    expect((await world.admin.get(other).expect(400)).body.code).toBe('cursor_mismatch')
  })

  it('refuse what does not exist, and whom they are not for', async () => {
    await world.admin.get('/v1/statistics/happiness').expect(404)
    await world.admin.get('/v1/statistics/happiness/records').expect(404)
    const absent = '0197f6a0-0000-7000-8000-00000000dead'
    await world.admin.get(`/v1/statistics?termId=${absent}`).expect(404)
    await world.admin.get(`/v1/statistics/party_coverage/records?sinceSessionId=${absent}`).expect(404)
    const member = await world.as('member')
    for (const path of ['', '/party_coverage', '/party_coverage/records']) {
      await member.get(`/v1/statistics${path}`).expect(403)
    }
  })
})
