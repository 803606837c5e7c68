import { describe, expect, test } from 'vitest'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { standardVocabulary } from '../../src/scoring/check/vocabulary.ts'

/** What is written by the word and not by its code, or in another place, is told with what to write instead. */

const HEAD = 'regulation: meant\ntitle: 样例\nperiod: calendar_year\n'
const clause = (slots: string) => `clauses: { a: { title: A, ${slots} } }\n`
const opinion = clause('counts: opinion, points: 1')
const told = (rules: string, language: 'zh' | 'en' = 'zh') => {
  const loaded = loadRegulation(HEAD + rules, standardVocabulary())
  return loaded.ok ? [] : loaded.errors.map(({ message }) => message[language])
}

describe('a Chinese word in the place of a code', () => {
  test.each([
    [clause('counts: 提案, points: 1'), '“提案”应为“proposal”'],
    [clause('counts: 社情民意信息, points: 1'), '“社情民意信息”应为“opinion”'],
    [clause('counts: 活动, points: 1'), '“活动”应为“activity”或“attendance”'],
    [clause('who: { office: 常委 }, counts: opinion, points: 1'), '“常委”应为“standing_member”'],
    [clause('who: { bodyKind: 专委会 }, counts: opinion, points: 1'), '“专委会”应为“special_committee”'],
    [clause('counts: attendance, where: { meeting: 全体会议 }, points: 1'), '“全体会议”应为“plenary”'],
    [clause('counts: attendance, where: { outcome: 出席 }, points: 1'), '“出席”应为“attended”或“present”'],
    [clause('counts: proposal, points: { ladder: [{ 立案: 1 }] }'), '“立案”应为“filed”'],
    [clause('counts: recognition, points: { by: level, is: { 市级: 1 } }'), '“市级”应为“city”'],
    [clause('counts: service, points: 1, quantity: 小时'), '“小时”应为“hour”'],
    [`${opinion}triggers: { t: { title: T, when: { office: chair }, then: 约谈 } }`, '“约谈”应为“talk”'],
    [`subject: 界别\n${clause('counts: activity, points: 1')}`, '“界别”应为“sector”'],
    [`${opinion}conditions: { 三个一: { counts: opinion, atLeast: 1 } }`, '中文名称另写在 words 里'],
    [clause('counts: assessment, where: { type: 民主测评 }, points: 1'), '中文名称另写在 words 里'],
    [clause('counts: opinion, points: 1, cap: 2, window: 每季度'), '是否应为“quarter”'],
    [clause('counts: assessment, points: 1, quantity: point, combine: 平均'), '是否应为“average”'],
  ])('%s', (rules, words) => {
    const [first] = told(rules)
    expect(first).toContain(words)
  })
})

describe('what to write instead', () => {
  test.each([
    [clause('counts: visit, points: 1'), 'counts: service, where: { type: visit }'],
    [
      clause('counts: plenary, points: 1'),
      'counts: attendance, where: { meeting: plenary, outcome: attended }',
    ],
    [clause('counts: opinion, points: 2分'), '“2分”只写数字：2'],
    [clause('counts: opinion, points: 2, cap: 最高40分'), '“最高40分”只写数字：40'],
    [clause('counts: opinion, points: 2, cap: 每年4次'), 'upTo: 4'],
    [clause('counts: opinion, points: 2, share: { first: 50%, others: rest }'), '“50%”写成分数 1/2'],
    [clause('counts: opinion, points: 2, share: half'), 'share: { first: 1/2, others: rest }'],
    [clause('counts: opinion, points: 2, share: { first: 1/2 }'), '缺少“others”，例如 others: rest'],
    [clause('counts: opinion, points: 2, share: { first: 1/2, others: equal }'), 'others: rest'],
    [clause('who: standing_member, counts: opinion, points: 2'), 'who: { office: standing_member }'],
    [clause('counts: proposal, status: filed, points: 2'), 'points: { ladder: [{ filed: 5 }] }'],
    [clause('counts: proposal, where: { status: filed }, points: 2'), 'points: { ladder: [{ filed: 5 }] }'],
    [clause('counts: opinion, where: { office: chair }, points: 2'), '职务和组织写在 who 里'],
    [`${opinion}grades: [{ grade: 优秀, top: 0.2 }, { grade: 合格 }]`, 'top: { share: 20, round: down }'],
    [`${opinion}grades: [{ grade: 优秀, min: 60-90 }]`, '只写下限'],
    [`${opinion}grades: [{ grade: 优秀, needs: { total: 60 } }]`, '缺少“counts”，例如 counts: opinion'],
    [clause('counts: opinion, points: 2, wanted: 4'), 'wanted: { count: 4, missing: -2 }'],
    [clause('counts: record, where: { type: gift }, points: 2'), '{ gift: { name: 名称, class: service } }'],
  ])('%s', (rules, words) => {
    const [first] = told(rules)
    expect(first).toContain(words)
    for (const message of told(rules, 'en'))
      expect(message.replaceAll(/"[^"]*"/g, '')).not.toMatch(/\p{Script=Han}/u)
  })

  test('a condition about the total is one about points', () => {
    expect(told(`${opinion}grades: [{ grade: 优秀, needs: { total: 60 } }]`)).toContain(
      '总分的条件写 { points: total, below: 60 } 或 { points: total, atLeast: 60 }',
    )
  })

  test('a key that is unknown where another one belongs is told as such', () => {
    expect(told(`${opinion}groups: { g: { title: G, total: 5 } }`)[0]).toContain('没有“total”这个项')
  })
})

describe('what can never count is told beside what is malformed', () => {
  const malformed = 'b: { title: B, counts: opinion, points: much }'
  const dead = 'c: { title: C, counts: proposal, points: { ladder: [{ filled: 1 }] } }'

  test('in the order of the file', () => {
    expect(told(`clauses: { ${dead}, ${malformed} }`)).toEqual([
      expect.stringContaining('是否应为“filed”'),
      expect.stringContaining('“much”应为分值'),
    ])
  })

  test('but not where the codes or the subject are malformed themselves', () => {
    expect(told(`catalogues: { proposal_steps: { filled: 立案 } }\nclauses: { ${dead} }`)).toHaveLength(1)
    expect(told(`subject: Sector\nclauses: { c: { title: C, counts: activity, points: 1 } }`)).toHaveLength(1)
  })

  test('and one place is told once', () => {
    const [first, ...more] = told(
      clause('counts: attendance, where: { type: plenary, outcome: attended }, points: 1'),
    )
    expect(first).toContain('where: { meeting: plenary }')
    expect(more).toEqual([])
  })
})
