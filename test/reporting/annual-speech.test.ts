import { beforeAll, expect, it } from 'vitest'
import { LINES } from '../../src/reporting/statistics/lines.ts'
import { annualSpeech } from '../../src/reporting/statistics/speech.ts'
import { exported } from '../exchange/exports/exported.ts'
import { aTerm, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'
import { documents } from './year/documents.ts'
import { events } from './year/events.ts'
import { organisation } from './year/organisation.ts'
import { participation } from './year/participation.ts'
import { plans } from './year/plans.ts'
import { proposals } from './year/proposals.ts'
import { research } from './year/research.ts'
import { rosters } from './year/rosters.ts'
import { service } from './year/service.ts'
import { supervision } from './year/supervision.ts'

/**
 * The quantities that a committee's annual speech names, one test for each, through HTTP alone: each is a number of at
 * least two, under a named definition, and opens to exactly its records.
 */

type Shape = Record<string, unknown>
type RowOfSpeech = [row: string, says: string, keys: Record<string, Shape>, query?: string]

const YEAR = 'year=2019'
const ANY_NUMBER = expect.any(Number)
const PLANNED = { kind: 'target', plan: { items: ANY_NUMBER, wanted: ANY_NUMBER } }

const SPEECH: readonly RowOfSpeech[] = [
  ['1', '专委会党支部 X 个', { party_branches: { kind: 'count' } }],
  ['2', '界别委员小组党小组 X 个', { party_groups: { kind: 'count' } }],
  ['2a', '党员委员全覆盖', { party_coverage: { kind: 'rate', denominator: ANY_NUMBER } }],
  ['3', '党组会议、主席会议、机关集中学习 X 次', { joint_study_events: { kind: 'count' } }],
  ['3a', '参观 X', { party_day_sites: { kind: 'list' } }],
  ['4', '党政领导与委员面对面协商 X 次以上', { leader_consultations: PLANNED }],
  ['5', '政协领导主持的界别协商、对口协商 X 次以上', { sector_and_counterpart_consultations: PLANNED }],
  ['5a', '委员之家、工作室若干次', { studio_events: { kind: 'target', plan: { wanted: null, met: null } } }],
  ['6', '区级请你来协商 X 场', { district_consultations: { kind: 'count' } }],
  ['7', '参加 X 人次', { district_consultation_presences: { kind: 'person_times' } }],
  ['8', '提出意见建议 X 条', { consultation_suggestions: { kind: 'count' } }],
  ['9', '基层协商 X 次', { grassroots_consultations: { kind: 'count' } }],
  [
    '10',
    '综合性调研报告 X 份',
    { comprehensive_reports: { rules: expect.arrayContaining(['instructed_by_principals']) } },
  ],
  ['11', 'X 名委员组成监督小组', { supervisors: { kind: 'persons' } }],
  ['12', 'X 个民主监督小组', { supervision_groups: { kind: 'count' } }],
  ['13', '派驻 X 个部门', { supervised_departments: { kind: 'count' } }],
  ['14', '向对口单位提出意见建议 X 条', { supervision_suggestions: { kind: 'count' } }],
  [
    '15',
    '三服务集中 X 至 X 天',
    { three_services_days: { kind: 'range', range: { least: ANY_NUMBER, most: ANY_NUMBER } } },
  ],
  ['16', '法律服务团原有 X 名政协委员', { law_team_members_before: { kind: 'persons' } }],
  ['17', '现扩展到 X 人', { law_team: { kind: 'persons' } }],
  [
    '18',
    '名师公益学堂每月定期',
    { public_school_events: { missingMonths: expect.arrayContaining(['2019-01']) } },
  ],
  [
    '19',
    '九届三次会议以来审查立案 X 件',
    { proposals_filed: { kind: 'count', from: '2019-02-25' } },
    'since',
  ],
  [
    '20',
    '办结率 X%',
    { closing_rate: { kind: 'rate', rules: expect.arrayContaining(['solved_or_planned']) } },
  ],
  ['21', '满意率 X%', { satisfaction_rate: { kind: 'rate', rules: expect.arrayContaining(['of_forms']) } }],
  [
    '22',
    '截止 X 月 X 日社情民意 X 篇',
    { opinions_submitted: { kind: 'count', asOf: '2019-10-31' } },
    `${YEAR}&asOf=2019-10-31`,
  ],
  ['23', '被全国、省政协录用 X 篇', { opinions_adopted_above_city: { kind: 'count' } }],
  ['24', '省市领导批示 X 人次', { opinion_instructions: { kind: 'person_times' } }],
  ['25', '首批传播大使 X 位', { overseas_ambassadors_first_batch: { kind: 'persons' } }],
  [
    '26',
    '政协讲坛、微论坛、培训、沙龙',
    { learning_events: { kind: 'count', rules: expect.arrayContaining(['by_month']) } },
  ],
  [
    '27',
    '发言更踊跃、社情民意积极性更高、出勤率更高',
    { consultation_speeches: { kind: 'count' }, opinions_submitted: {}, attendance_rate: { kind: 'rate' } },
    `${YEAR}&compare=previous_year`,
  ],
  ['28', '一月一专题调研', { monthly_research: PLANNED }],
  [
    '29',
    '提高立案门槛、质量优先',
    { filing_rate: { kind: 'rate' }, key_share: { kind: 'rate' } },
    `${YEAR}&compare=previous_year`,
  ],
  ['30', '重点提案、批示件办理的监督', { key_proposal_supervisions: {}, instruction_supervisions: {} }],
  ['31', '工作室邀部门负责人', { studio_events_with_heads: { kind: 'count' } }],
  ['32', '五星争先', { five_star: { kind: 'count' } }],
  [
    '33',
    '七送、救灾济困、慈善、志愿',
    { service_activities: { kind: 'count' }, service_people: { kind: 'person_times' } },
  ],
]

inEveryWorld('the annual speech', (world) => {
  let since: string

  beforeAll(async () => {
    const year = [
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
    ]
    for (const part of year) await part.record(world)
    const session = {
      termId: await aTerm(world),
      number: 3,
      name: '九届三次会议',
      startsOn: '2019-02-25',
      endsOn: '2019-02-28',
    }
    since = (await post(world, '/v1/plenary-sessions', session)).id
  })

  it.each(SPEECH)('row %s: %s', async (_row, _says, keys, asked = YEAR) => {
    const query = asked === 'since' ? `sinceSessionId=${since}` : asked
    for (const [key, shape] of Object.entries(keys)) {
      const { body: one } = await world.admin.get(`/v1/statistics/${key}?${query}`).expect(200)
      expect(one).toMatchObject(shape)
      expect(one.numerator, key).toBeGreaterThanOrEqual(2)
      expect(one.means.zh.length, key).toBeGreaterThan(5)
      if (query.includes('compare')) expect(one.previous, key).toMatchObject({ asOf: '2018-12-31' })
      const span = query.replace('&compare=previous_year', '')
      const { body: opened } = await world.admin
        .get(`/v1/statistics/${key}/records?${span}&limit=200`)
        .expect(200)
      expect(opened.hasMore).toBe(false)
      const { parts } = one as { parts: { records: number }[] }
      expect(opened.items, key).toHaveLength(parts.reduce((sum, { records }) => sum + records, 0))
    }
  })

  it('writes itself: each number of its sentences is a figure, with the address of as many records', async () => {
    const { body } = await world.admin.get(`/v1/statistics?${YEAR}&compare=previous_year`).expect(200)
    const { paragraphs, sources } = annualSpeech(body.items, 'zh')
    const text = paragraphs.map(({ about, text: said }) => `${about}：${said}`).join('\n')
    expect(text).toContain('收到提案')
    expect(text).not.toMatch(/[{}]|undefined|NaN/)
    expect([...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number))).toEqual(
      sources.map(({ number }) => number),
    )
    for (const { key, shown, records } of sources) {
      const figure = body.items.find((one: { key: string }) => one.key === key)
      const unit = figure.kind === 'rate' ? '%' : figure.unit.zh
      expect(shown).toBe(figure.value === null ? '—' : `${figure.value}${unit}`)
      const { body: opened } = await world.admin.get(`${records}&limit=200`).expect(200)
      const parts = figure.parts as { records: number }[]
      expect([key, opened.items.length]).toEqual([key, parts.reduce((sum, part) => sum + part.records, 0)])
    }
    expect(annualSpeech(body.items, 'en').paragraphs[0]!.text).toMatch(/^\d+\[1\] party branches/)
    expect(annualSpeech([], 'zh')).toEqual({ paragraphs: [], sources: [] })
    const made = await exported(world, { kind: 'annual_speech', format: 'json', filter: { year: '2019' } })
    expect(JSON.parse(made.bytes.toString())).toMatchObject({
      paragraphs,
      sources: { length: sources.length },
    })
    for (const format of ['pdf', 'docx']) {
      const paper = await exported(world, { kind: 'annual_speech', format, filter: { year: '2019' } })
      expect(paper.bytes.length).toBeGreaterThan(2_000)
    }
  })

  it('is printed as a whole: every row is there, and every number of it has a definition', async () => {
    const { body } = await world.admin.get(`/v1/statistics?${YEAR}`).expect(200)
    const named = SPEECH.flatMap(([, , keys]) => Object.keys(keys))
    expect(body.items.map((one: { key: string }) => one.key)).toEqual(expect.arrayContaining(named))
    expect(body.items).toHaveLength(LINES.length)
  })
})
