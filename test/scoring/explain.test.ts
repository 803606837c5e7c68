import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EXPLANATION_WORDS, type ExplanationWords } from '../../src/core/words/explanations.ts'
import { LANGUAGES } from '../../src/core/words/word.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { scoreCompiled } from '../../src/scoring/apply/everybody.ts'
import { standingFor } from '../../src/scoring/apply/score.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import { ScoreTree, treeView } from '../../src/scoring/wire/schema.ts'
import { treeOf } from '../../src/scoring/words/explain.ts'
import { renderTree } from '../../src/scoring/words/render.ts'
import { attendanceText } from '../../src/scoring/words/sentences.ts'

const period = { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' } as const

function compiledFrom(text: string) {
  const loaded = loadRegulation(text)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
  return compile(loaded.regulation)
}

const tongcheng = compiledFrom(
  readFileSync(new URL('../../regulations/tongcheng-2019/rules.yaml', import.meta.url), 'utf8'),
)

/** A group or clause that shows every other way of losing points. */
const losses = compiledFrom(`
regulation: losses
title: { zh: 样例, en: Sample }
period: calendar_year
unverified: ignore
total: { start: 60, cap: 100 }
groups:
  part: { title: { zh: 基础, en: Base }, cap: 30 }
  held: { title: { zh: 考勤, en: Attendance }, within: part, start: 10, floor: 0 }
clauses:
  absent: { title: { zh: 缺席, en: Absent }, article: 第九条, counts: attendance, where: { outcome: absent }, points: -6, within: held }
  report:
    title: { zh: 报告, en: Report }
    counts: report
    points: { ladder: [{ submitted: 1 }, { adopted: { by: level, is: { city: 3 } } }], steps: highest }
    share: { each: equal, limit: 2 }
    within: part
  visit: { title: { zh: 走访, en: Visit }, counts: visit, points: 2, from: 2, within: part }
  study: { title: { zh: 学习, en: Study }, counts: study, points: 20, fullAt: 2, within: part }
  once: { title: { zh: 建言, en: Advice }, counts: advice, points: 8, once: true, cap: 5 }
  award: { title: { zh: 表彰, en: Award }, counts: award, points: 30 }
`)

const at = (id: string, type: string, day: string, rest: object) => ({
  id: `attendance/${id}/zhang`,
  memberId: 'zhang',
  day,
  kind: 'attendance',
  type,
  scope: 'meeting',
  meetingId: id,
  ...rest,
})
const record = (kind: string, id: string, day: string, rest: object = {}) => ({
  id: `${kind}/${id}`,
  memberId: 'zhang',
  day,
  kind,
  scope: 'record',
  ...rest,
})
const steps = (submitted: string, filed?: string, third = 'filed') => [
  { status: 'submitted', day: submitted },
  ...(filed ? [{ status: third, day: filed }] : []),
]

const HISTORIES = {
  'standing-member': {
    compiled: tongcheng,
    titles: new Map([['proposal/p1', '关于公交线路的提案']]),
    facts: [
      at('m1', 'plenary', '2024-01-05', { sessions: { eligible: 8, present: 5, late: 1, leave: 2 } }),
      at('m2', 'sc_meeting', '2024-03-20', { outcome: 'leave_approved' }),
      at('m3', 'sc_meeting', '2024-06-20', { sessions: { eligible: 1, absent: 1 } }),
      at('m4', 'sc_topic', '2024-09-20', { outcome: 'attended' }),
      at('m5', 'research', '2024-05-21', { outcome: 'attended' }),
      at('m6', 'research', '2024-05-22', { outcome: 'leave_approved' }),
      at('m7', 'topic_consultation', '2024-06-23', { outcome: 'attended' }),
      at('m8', 'training', '2024-11-23', { sessions: { eligible: 2, present: 1, unknown: 1 } }),
      record('speech', 's1', '2024-06-23', { meetingId: 'm7', form: 'written', occasion: 'consultation' }),
      record('proposal', 'p1', '2024-01-05', {
        type: 'joint',
        share: { position: 1, of: 2 },
        steps: steps('2024-01-05', '2024-02-01'),
      }),
      record('proposal', 'p2', '2024-01-06', {
        type: 'joint',
        share: { position: 3, of: 4 },
        steps: steps('2024-01-06', '2024-02-03'),
      }),
      record('proposal', 'p3', '2024-03-05', {
        type: 'individual',
        steps: steps('2024-03-05', '2024-03-09'),
      }),
      record('proposal', 'p4', '2024-03-06', {
        type: 'joint',
        share: { position: null, of: 2 },
        provisional: true,
        steps: steps('2024-03-06'),
      }),
      record('opinion', 'o1', '2024-03-05', {
        share: { position: 2, of: 2 },
        steps: steps('2024-03-05', '2024-04-09', 'adopted'),
      }),
      record('opinion', 'o2', '2024-05-05', { steps: steps('2024-05-05', '2024-05-09', 'adopted') }),
      record('opinion', 'o3', '2024-07-05', { steps: steps('2024-07-05') }),
    ],
  },
  share: {
    compiled: tongcheng,
    titles: undefined,
    facts: [
      record('proposal', 'p1', '2024-01-06', {
        type: 'joint',
        share: { position: 3, of: 4 },
        steps: steps('2024-01-06', '2024-02-03'),
      }),
    ],
  },
  losses: {
    compiled: losses,
    titles: undefined,
    facts: [
      at('m1', 'x', '2024-01-05', { outcome: 'absent' }),
      at('m2', 'x', '2024-02-05', { outcome: 'absent' }),
      at('m3', 'x', '2024-02-06', { outcome: 'exempt' }),
      record('report', 'r1', '2024-03-01', {
        share: { position: 2, of: 3 },
        steps: [...steps('2024-03-01'), { status: 'adopted', day: '2024-04-01', level: 'city' }],
      }),
      record('report', 'r2', '2024-03-02', { share: { position: 3, of: 3 }, steps: steps('2024-03-02') }),
      record('report', 'r3', '2024-03-03', { steps: steps('2024-03-03', '2024-03-04', 'withdrawn') }),
      record('visit', 'v1', '2024-04-01'),
      record('visit', 'v2', '2024-04-02'),
      record('visit', 'v3', '2024-04-03', { verified: false }),
      record('study', 't1', '2024-05-01'),
      record('study', 't2', '2024-05-02'),
      record('study', 't3', '2024-05-03'),
      record('advice', 'a1', '2024-06-01'),
      record('advice', 'a2', '2024-06-02'),
      record('award', 'w1', '2024-07-01'),
    ],
  },
  nothing: { compiled: tongcheng, titles: undefined, facts: [] },
}

test.each([
  ['walk_in', '已签到(未报名)', '未报名到场'],
  ['leave_pending', '请假(待批)', '请假待批'],
  ['leave_refused', '请假(未准)', '请假未准'],
  ['absent', '缺席', '缺席'],
] as const)('%s is called %s, and in reports of the first format %s', (outcome, now, first) => {
  const sum = { outcome, sessions: null } as never
  expect(attendanceText(sum, EXPLANATION_WORDS[2], 'zh')).toBe(now)
  expect(attendanceText(sum, EXPLANATION_WORDS[1], 'zh')).toBe(first)
})

describe.each(Object.entries(HISTORIES))('the explanation of %s', (name, { compiled, titles, facts }) => {
  const offices = [{ code: 'standing_member', from: '2022-01-01' }]
  const document = FactsDocument.parse({
    period,
    members: [{ id: 'zhang', validFrom: '2022-01-01', offices }],
    facts,
  })
  const lines = scoreCompiled(document, compiled)
  const [member] = document.members
  const standing = standingFor(member!, document.facts, lines, document.period, compiled)
  const tree = treeOf('zhang', lines, compiled, period.to, standing)

  test.each(LANGUAGES)('reads as kept (%s)', async (lang) => {
    const text = renderTree(tree, lang, titles ? { titles } : {})
    await expect(text).toMatchFileSnapshot(`../golden/scoring/${name}.${lang}.txt`)
    expect(text).not.toMatch(/undefined|NaN|\[object/)
  })

  test('is printed again as reports of the first format were, which show the code of a row', () => {
    const ofFormat = (words: ExplanationWords) =>
      renderTree(treeOf('zhang', lines, compiled, period.to, standing, words), 'zh')
    const [now, first] = [ofFormat(EXPLANATION_WORDS[2]), ofFormat(EXPLANATION_WORDS[1])]
    expect(first).toBe(now.replaceAll('[市级]', '[city]'))
    expect(first === now).toBe(name !== 'losses')
  })

  test('on the wire is what the schema says, and survives JSON', () => {
    const view = treeView(tree)
    expect(ScoreTree.strict().parse(JSON.parse(JSON.stringify(view)))).toEqual(view)
  })
})
