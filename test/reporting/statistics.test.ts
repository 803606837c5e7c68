import { beforeAll, expect, it } from 'vitest'
import { EXCLUSIONS } from '../../src/core/words/reports.ts'
import { wordOf } from '../../src/core/words/word.ts'
import { LINES, PARTS as PARTS_OF_FIGURES } from '../../src/reporting/statistics/lines.ts'
import { aTerm, post } from '../support/records.ts'
import { inEveryWorld, login } from '../support/world.ts'
import { documents } from './year/documents.ts'
import { events } from './year/events.ts'
import type { YearPart } from './year/makers.ts'
import { organisation } from './year/organisation.ts'
import { participation } from './year/participation.ts'
import { plans } from './year/plans.ts'
import { proposals } from './year/proposals.ts'
import { research } from './year/research.ts'
import { rosters } from './year/rosters.ts'
import { service } from './year/service.ts'
import { supervision } from './year/supervision.ts'

/** Each number of the yearly report: at least two records that count, beside some that must not. */

const YEAR = 'year=2019'

const PARTS_BY_NAME: Record<string, YearPart> = {
  organisation,
  plans,
  events,
  research,
  participation,
  supervision,
  rosters,
  service,
  proposals,
  documents,
}
const PARTS = Object.values(PARTS_BY_NAME)
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

it('every number belongs to one part of the year', () => {
  const keys = PARTS.flatMap((part) => Object.keys(part.expected))
  expect(keys.toSorted()).toEqual(LINES.map((line) => line.key).toSorted())
})

it('the contract says what the parts of each figure are', () => {
  const keys = LINES.map(({ key }) => key)
  expect(Object.keys(PARTS_OF_FIGURES).filter((key) => !keys.includes(key))).toEqual([])
})

// A world for each part: what the others recorded would count in it.
for (const [name, part] of Object.entries(PARTS_BY_NAME)) {
  const lines = LINES.filter((line) => line.key in part.expected)

  inEveryWorld(`statistics: ${name}`, (world) => {
    let figures: Figures[]

    it('say what the records of the year come to', async () => {
      await part.record(world)
      const { body } = await world.admin.get(`/v1/statistics?${YEAR}`).expect(200)
      figures = body.items
      const found = lines.map(({ key }) => {
        const { value, numerator, denominator } = figures.find((one) => one.key === key)!
        return [key, [value, numerator, denominator]]
      })
      expect(Object.fromEntries(found)).toEqual(part.expected)
    })

    it('say in words what was left out', () => {
      const reasons = figures.flatMap(({ excluded }) => excluded.map(({ reason }) => reason))
      expect(reasons.filter((reason) => wordOf(EXCLUSIONS, reason) === undefined)).toEqual([])
    })

    it.each(Object.entries(part.beside ?? {}))('%s: what stands beside it', (key, wanted) =>
      expect(figures.find((one) => one.key === key)).toMatchObject(wanted),
    )

    it.each(
      lines.flatMap((line) => [line.rule, ...Object.keys(line.others ?? {})].map((rule) => [line.key, rule])),
    )('%s by %s opens to exactly its records', async (key, rule) => {
      const { body: one } = await world.admin.get(`/v1/statistics/${key}?${YEAR}&rule=${rule}`).expect(200)
      const records: { subject: string; counted: number }[] = []
      let cursor = ''
      do {
        const url = `/v1/statistics/${key}/records?${YEAR}&rule=${rule}&limit=2${cursor}`
        const { body } = await world.admin.get(url).expect(200)
        records.push(...body.items)
        cursor = body.hasMore ? `&cursor=${body.nextCursor}` : ''
      } while (cursor)
      const sum = records.reduce((total, record) => total + record.counted, 0)
      expect(sum).toBe(one.kind === 'rate' ? one.numerator : one.value)
      if (one.kind !== 'sum' && one.kind !== 'range')
        expect(records).toHaveLength(one.denominator ?? one.numerator)
      expect(new Set(records.map((record) => record.subject)).size).toBe(records.length)
      const parts: Figures['parts'] = one.parts
      // Who has no word in the contract has no parts.
      if (!(key! in PARTS_OF_FIGURES) && rule === one.rules[0])
        expect(parts.every(({ part }) => part === null)).toBe(true)
      expect(parts.reduce((total, { value }) => total + value, 0)).toBe(one.numerator)
      expect(one.numerator).toBeGreaterThanOrEqual(2)
    })
  })
}

inEveryWorld('statistics', (world) => {
  let figures: Figures[]
  const of = (key: string) => figures.find((one) => one.key === key)!

  beforeAll(async () => {
    for (const part of [organisation, events, proposals, documents, research]) await part.record(world)
    const { body } = await world.admin.get(`/v1/statistics?${YEAR}&compare=previous_year`).expect(200)
    figures = body.items
  })

  it('name what was left out, and the year before', () => {
    expect(of('district_consultations').excluded).toEqual([{ reason: 'cancelled', records: 1 }])
    expect(of('party_branches').excluded).toEqual([{ reason: 'unattached', records: 1 }])
    expect(of('proposals_filed').excluded).toEqual([
      { reason: 'merged', records: 2 },
      { reason: 'withdrawn', records: 2 },
    ])
    expect(of('proposals_received').parts.map(({ part, value }) => [part, value])).toEqual([
      ['converted', 2],
      ['filed', 4],
      ['merged', 2],
      ['not_filed', 2],
      ['undecided', 3],
      ['withdrawn', 2],
    ])
    expect(of('proposals_filed').previous).toMatchObject({ value: 1, from: '2018-01-01' })
    expect(of('opinions_adopted_above_city').parts).toEqual([
      { part: 'national', value: 1, records: 1 },
      { part: 'province', value: 1, records: 1 },
    ])
  })

  it('count by another definition when it is asked for', async () => {
    const get = async (key: string, rule: string) =>
      (await world.admin.get(`/v1/statistics/${key}?${YEAR}&rule=${rule}`).expect(200)).body
    // Leader 乙 wrote three times on one document: once as a leader on it, three instructions, one document.
    expect(await get('opinion_instructions', 'documents')).toMatchObject({ value: 2, rule: 'documents' })
    expect(await get('opinion_instructions', 'instructions')).toMatchObject({ value: 5 })
    expect((await get('instructions', 'by_principals')).value).toBe(5)
    expect(await get('comprehensive_reports', 'instructed_by_principals')).toMatchObject({ value: 2 })
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
    expect(await filed(`sinceSessionId=${session.id}`)).toMatchObject({ value: 4, from: '2019-02-25' })
    expect(await filed(`sessionYearId=${session.id}`)).toMatchObject({ from: '2019-02-25', to: '2022-02-19' })
    const next = { termId, number: 4, name: '九届四次会议', startsOn: '2020-01-10', endsOn: '2020-01-13' }
    await post(world, '/v1/plenary-sessions', next)
    expect(await filed(`sessionYearId=${session.id}`)).toMatchObject({ value: 4, to: '2020-01-09' })
    expect(await filed(`termId=${termId}`)).toMatchObject({ value: 5, from: '2017-02-20' })
    expect(await filed('from=2019-03-09&to=2019-12-31')).toMatchObject({ value: 2 })
    expect(await filed('year=2019&asOf=2019-03-08')).toMatchObject({ value: 2, asOf: '2019-03-08' })
    expect(await filed('')).toMatchObject({ value: 4, from: '2019-01-01' })
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
    for (const path of ['', '/party_coverage', '/party_coverage/records', '/party_coverage/changes']) {
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
    await world.admin.get('/v1/statistics/happiness/changes').expect(404)
    const absent = '0197f6a0-0000-7000-8000-00000000dead'
    await world.admin.get(`/v1/statistics?termId=${absent}`).expect(404)
    await world.admin.get(`/v1/statistics?sessionYearId=${absent}`).expect(404)
    await world.admin.get(`/v1/statistics/party_coverage/records?sinceSessionId=${absent}`).expect(404)
    const member = await world.as('member')
    for (const path of ['', '/party_coverage', '/party_coverage/records']) {
      await member.get(`/v1/statistics${path}`).expect(403)
    }
  })
})
