import type { Statistic } from './schema.ts'

/** 年度总结段落: the paragraphs of the annual speech, written from the figures, each number with the records behind it. */

type Text = { zh: string; en: string }

/** What is told in one breath; `{key}` is a figure with its unit, `{key|rule}` the same year before. */
interface Sentence {
  about: Text
  clauses: readonly Text[]
}

const SENTENCES: readonly Sentence[] = [
  {
    about: { zh: '组织和学习', en: 'Organisation and study' },
    clauses: [
      {
        zh: '设专委会党支部{party_branches}、党小组{party_groups}，中共党员委员覆盖率{party_coverage}',
        en: '{party_branches} party branches and {party_groups} party groups reach {party_coverage} of the party members',
      },
      {
        zh: '党组会议、主席会议和机关集中学习{joint_study_events}',
        en: 'the party group, the chairs and the office studied {joint_study_events} times',
      },
      {
        zh: '讲坛、沙龙、培训等学习活动{learning_events}',
        en: 'there were {learning_events} forums, salons and trainings',
      },
    ],
  },
  {
    about: { zh: '协商议政', en: 'Consultation' },
    clauses: [
      {
        zh: '举办区级“请你来协商”{district_consultations}，委员参加{district_consultation_presences}，提出意见建议{consultation_suggestions}',
        en: '{district_consultations} come-and-consult events of the district drew {district_consultation_presences} members and {consultation_suggestions} suggestions',
      },
      {
        zh: '基层协商{grassroots_consultations}',
        en: '{grassroots_consultations} consultations at the grassroots',
      },
      {
        zh: '党政领导与委员面对面协商{leader_consultations}',
        en: '{leader_consultations} consultations with leaders face to face',
      },
      {
        zh: '界别协商、对口协商{sector_and_counterpart_consultations}',
        en: '{sector_and_counterpart_consultations} consultations of sectors and counterparts',
      },
      { zh: '协商会发言{consultation_speeches}', en: '{consultation_speeches} speeches at consultations' },
    ],
  },
  {
    about: { zh: '提案工作', en: 'Proposals' },
    clauses: [
      {
        zh: '收到提案{proposals_received}，审查立案{proposals_filed}',
        en: '{proposals_received} proposals came in and {proposals_filed} were filed',
      },
      {
        zh: '答复率{reply_rate}，办结率{closing_rate}，满意率{satisfaction_rate}',
        en: '{reply_rate} were replied to, {closing_rate} closed, {satisfaction_rate} of their proposers satisfied',
      },
      { zh: '确定重点提案{key_proposals}', en: '{key_proposals} were chosen as key proposals' },
      {
        zh: '采纳提案建议{suggestions_adopted}',
        en: '{suggestions_adopted} of their suggestions were taken up',
      },
    ],
  },
  {
    about: { zh: '社情民意', en: 'Public opinion' },
    clauses: [
      {
        zh: '委员撰写社情民意信息{opinions_submitted}，其中被录用{opinions_adopted}（全国、省政协录用{opinions_adopted_above_city}）',
        en: 'members wrote {opinions_submitted} reports of public opinion, of which {opinions_adopted} were adopted ({opinions_adopted_above_city} by the nation or the province)',
      },
      {
        zh: '获省市领导批示{opinion_instructions}',
        en: 'leaders of the province and the city wrote on them {opinion_instructions} times',
      },
    ],
  },
  {
    about: { zh: '调研和民主监督', en: 'Research and supervision' },
    clauses: [
      {
        zh: '形成综合性调研报告{comprehensive_reports}',
        en: '{comprehensive_reports} comprehensive research reports',
      },
      { zh: '完成一月一专题调研{monthly_research}', en: '{monthly_research} topics of monthly research' },
      {
        zh: '民主监督小组{supervision_groups}，委员{supervisors}，派驻部门{supervised_departments}，提出意见建议{supervision_suggestions}',
        en: '{supervision_groups} supervision groups of {supervisors} members at {supervised_departments} departments raised {supervision_suggestions} suggestions',
      },
      {
        zh: '重点提案办理监督{key_proposal_supervisions}，领导批示件办理监督{instruction_supervisions}',
        en: '{key_proposal_supervisions} key proposals and {instruction_supervisions} instructions were followed up',
      },
    ],
  },
  {
    about: { zh: '联系服务', en: 'Service' },
    clauses: [
      {
        zh: '开展联系服务{service_activities}，委员参加{service_people}，累计{service_days}',
        en: '{service_activities} services by {service_people} members, {service_days} in all',
      },
      {
        zh: '走访{members_visited}，解决问题{problems_solved}',
        en: '{members_visited} visits and {problems_solved} problems solved',
      },
      { zh: '名师公益学堂{public_school_events}', en: '{public_school_events} events of the public school' },
    ],
  },
  {
    about: { zh: '委员出席', en: 'Attendance' },
    clauses: [{ zh: '委员出勤率{attendance_rate}', en: 'attendance was {attendance_rate}' }],
  },
]

type Told = Pick<
  Statistic,
  'key' | 'title' | 'kind' | 'value' | 'unit' | 'rule' | 'from' | 'to' | 'asOf' | 'previous'
>

interface Paragraph {
  about: string
  text: string
}

/** Where a number of the text comes from: its definition, and the address of its records. */
interface Source {
  number: number
  key: Told['key']
  title: string
  shown: string
  rule: string
  records: string
}

/** The paragraphs in a language; what is nothing this year is not spoken of. Each number bears that of its source. */
export function annualSpeech(
  items: readonly Told[],
  language: 'zh' | 'en',
): { paragraphs: Paragraph[]; sources: Source[] } {
  const byKey = new Map<string, Told>(items.map((item) => [item.key, item]))
  const sources: Source[] = []
  const numberOf = (item: Told): string => {
    const shown = shownAs(item, language)
    const number = sources.length + 1
    const query = new URLSearchParams({ from: item.from, to: item.to, asOf: item.asOf, rule: item.rule })
    sources.push({
      number,
      key: item.key,
      title: item.title[language],
      shown,
      rule: item.rule,
      records: `/v1/statistics/${item.key}/records?${query}`,
    })
    return `${shown}${before(item, language)}[${number}]`
  }
  const paragraphs = SENTENCES.flatMap(({ about, clauses }) => {
    const told = clauses.flatMap((clause) => {
      const keys = [...clause[language].matchAll(PLACES)].map(([, key]) => byKey.get(key!))
      if (!keys.some((item) => item?.value)) return []
      return [
        clause[language].replace(PLACES, (_, key: string) => {
          const item = byKey.get(key)
          return item ? numberOf(item) : '—'
        }),
      ]
    })
    const [comma, stop] = language === 'zh' ? ['；', '。'] : ['; ', '.']
    return told.length === 0 ? [] : [{ about: about[language], text: `${told.join(comma)}${stop}` }]
  })
  return { paragraphs, sources }
}

const PLACES = /\{(\w+)\}/g

function shownAs({ kind, value, unit }: Told, language: 'zh' | 'en'): string {
  if (kind === 'rate') return value === null ? '—' : `${value}%`
  return language === 'zh' ? `${value}${unit.zh}` : String(value)
}

/** The year before, where it was asked for and of the same rate. */
function before({ kind, previous }: Told, language: 'zh' | 'en'): string {
  if (kind !== 'rate' || !previous || previous.value === null) return ''
  return language === 'zh' ? `（上年${previous.value}%）` : ` (${previous.value}% the year before)`
}
