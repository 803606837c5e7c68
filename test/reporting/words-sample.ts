import { FILTER_WORDS, OUTCOMES } from '../../src/core/words/scoring.ts'
import { codesOf } from '../../src/core/words/word.ts'

/** A regulation and a year in which every kind of condition, every outcome and every value with a word is told. */

const all = (field: keyof typeof FILTER_WORDS) => `[${codesOf(FILTER_WORDS[field]!).join(', ')}]`
/** Without those that come of themselves. */
const OUTCOMES_NAMED = [
  'present',
  'late',
  'left_early',
  'partial',
  'observer',
  'walk_in',
  'leave_approved',
  'leave_refused',
  'absent',
].join(', ')
const meetings = all('meeting')

const CONDITIONS: Record<string, string> = {
  classes: `{ counts: attendance, where: { class: ${all('class')}, outcome: absent }, atLeast: 1 }`,
  occasion: `{ counts: speech, where: { occasion: ${all('occasion')}, form: { not: oral } }, atMost: 9 }`,
  types: `{ counts: proposal, where: { type: ${all('type')}, level: [district, city] }, atMost: 9, each: quarter }`,
  outcomes: `{ counts: attendance, per: session, where: { outcome: [${OUTCOMES_NAMED}] }, atMost: 9 }`,
  roles: `{ counts: research_report, where: { role: ${all('role')} }, atMost: 9, over: { periods: 2 } }`,
  bodies: `{ counts: opinion, who: { bodyRole: ${all('bodyRole')}, bodyKind: sector }, status: adopted, atMost: 9, over: term }`,
  other: '{ counts: record, atMost: 9 }',
  withdrawn: '{ counts: opinion, status: withdrawn, atMost: 9 }',
  sum: '{ counts: service, sum: hour, where: { attributes: { words: { atLeast: 9 } } }, atMost: 9 }',
  ratio: `{ share: { counts: attendance, where: { meeting: plenary, outcome: [attended, walk_in, observer] } }, among: { counts: attendance, where: { meeting: ${meetings}, outcome: [attended, partial] } }, below: 100 }`,
  together:
    '{ together: [{ counts: record }, { counts: recognition, where: { class: reward } }], atMost: 9 }',
  row: '{ inRow: 2, of: { counts: attendance, where: { outcome: absent, class: statutory } }, among: { counts: record } }',
  office: `{ office: ${all('office')} }`,
  exempt: `{ exempt: ${all('exempt')}, days: 2 }`,
  points: '{ points: part, atLeast: 1 }',
  repeated: '{ running: 2, of: { points: total, below: 60 } }',
  mandate: '{ mandate: whole }',
  served: '{ inOffice: month, below: 99 }',
  grade: '{ grade: 合格 }',
  place: '{ top: 3 }',
}

export const rules = `
regulation: words
title: { zh: 样例, en: Sample }
period: calendar_year
groups:
  part: { title: { zh: 部分, en: Part }, needs: { any: [{ counts: record, where: { class: body } , atLeast: 9 }] } }
clauses:
  outcome: { title: { zh: 到会, en: There }, counts: attendance, per: session, where: { outcome: [${OUTCOMES_NAMED}] }, points: 1 }
  meeting: { title: { zh: 会议, en: Meetings }, counts: attendance, where: { outcome: [attended, partial] }, points: { by: outcome, is: { attended: 2, partial: 1 } }, within: part }
  class: { title: { zh: 其他, en: Other }, counts: record, points: { by: class, is: { statutory: 3, body: 2 } } }
  report: { title: { zh: 报告, en: Report }, counts: research_report, points: { ladder: [{ withdrawn: 1 }, { adopted: 3 }], steps: highest } }
  because: { title: { zh: 连任, en: Whole }, when: { counts: record, where: { class: supervision }, atMost: 9 }, points: 2 }
grades:
  - { grade: 优秀, min: 0, needs: { counts: record, where: { class: service }, atLeast: 9 } }
  - { grade: 合格, forced: { counts: record, where: { class: activity }, atMost: 9 } }
triggers:
${Object.entries(CONDITIONS)
  .map(
    ([code, when]) =>
      `  ${code}: { title: { zh: 提醒, en: Reminder }, when: { any: [${when}, { not: { mandate: begins } }] }, then: reminder }`,
  )
  .join('\n')}
`

const fact = (id: string, rest: object) => {
  const kind = id.split('/')[0]!
  return { id, memberId: 'zhang', day: '2024-06-01', kind, scope: 'record', ...rest }
}

const document = {
  period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
  members: [
    {
      id: 'zhang',
      validFrom: '2022-01-01',
      exemptions: [{ from: '2024-02-01', to: '2024-03-31', reason: 'illness' }],
    },
  ],
  facts: [
    ...codesOf(OUTCOMES)
      .filter((outcome) => outcome !== 'attended')
      .map((outcome) => fact(`attendance/${outcome}/zhang`, { type: 'body', outcome, scope: 'session' })),
    fact('attendance/m/zhang', {
      type: 'plenary',
      scope: 'meeting',
      sessions: { eligible: 6, present: 3, late: 1, partial: 1, unknown: 1 },
    }),
    fact('attendance/n/zhang', { type: 'plenary', scope: 'meeting', outcome: 'partial' }),
    fact('record/1', { class: 'statutory' }),
    fact('record/2', { class: 'body' }),
    ...['proposal', 'opinion', 'speech', 'service', 'recognition', 'assessment'].map((kind) =>
      fact(`${kind}/1`, {}),
    ),
    fact('research_report/1', {
      steps: [
        { status: 'withdrawn', day: '2024-06-02' },
        { status: 'adopted', day: '2024-06-03' },
      ],
    }),
  ],
}

/** What a report of that year was read from. */
export const frozen = {
  committee: { code: 'cppcc', name: '政协' },
  period: { id: 'p', name: '2024', ...document.period },
  interim: false,
  asOf: document.period.to,
  regulation: {
    id: 'r',
    name: 'words',
    number: 1,
    title: '样例',
    sourceHash: '',
    source: rules,
    options: {},
  },
  document: { ...document, period: { ...document.period, today: '2025-01-01' } },
  people: [
    {
      id: 'zhang',
      memberNo: '1',
      name: '张',
      pinyin: 'zhang',
      unit: null,
      post: null,
      sector: null,
      memberGroup: null,
    },
  ],
  records: Object.fromEntries(
    document.facts.map(({ id }) => [
      id.split('/').slice(0, 2).join('/'),
      { title: id, state: 'submitted', unit: null, createdAt: '2024-06-01T00:00:00.000Z' },
    ]),
  ),
}
