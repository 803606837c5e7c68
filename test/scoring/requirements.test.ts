import { describe, expect, test } from 'vitest'
import { EXPLANATION_WORDS } from '../../src/core/words/explanations.ts'
import { LANGUAGES } from '../../src/core/words/word.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import { treeView } from '../../src/scoring/wire/schema.ts'
import { treeOf } from '../../src/scoring/words/explain.ts'
import { renderTree } from '../../src/scoring/words/render.ts'

/** Points walk back to their clause of the source, also those of groups; what is required is a result, met or not. */

const RULES = `regulation: required
title: 样例
period: calendar_year
total: { needs: { counts: opinion, atLeast: 1 }, otherwise: { part: 1/2 } }
groups:
  base: { title: { zh: 基础分, en: Base }, article: 第六条, text: 基础分四十分, start: 40, cap: 40 }
  bonus: { title: { zh: 加分, en: Bonus }, needs: { counts: proposal, atLeast: 1 } }
clauses:
  quota: { title: 信息, counts: opinion, points: 0, wanted: { count: 1, missing: -5 } }
conditions:
  three_ones: { article: 第三条, text: 参加一次全会, is: { counts: attendance, where: { meeting: plenary, outcome: attended }, atLeast: 1 } }
  yearly: { article: 第四条, is: { counts: service, atMost: 0, each: quarter } }
  plain: { counts: opinion, atLeast: 9 }
words: { three_ones: { zh: 三个一, en: three ones } }
`
const loaded = loadRegulation(RULES)
if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
const { regulation } = loaded

const record = (kind: string, more: object = {}) => ({
  ...{ id: `${kind}/1`, memberId: 'zhang', day: '2024-03-01', kind, scope: 'record' },
  ...more,
})

function treeFor(facts: object[], format: 3 | 4 = 4) {
  const document = FactsDocument.parse({
    period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
    members: [{ id: 'zhang', validFrom: '2020-01-01' }],
    facts,
  })
  const [row] = sheetOf(document, regulation)
  const words = EXPLANATION_WORDS[format]
  return treeOf('zhang', row!.lines, compile(regulation), '2024-12-31', row!.standing, words)
}

const PLENARY = record('attendance', {
  ...{ id: 'attendance/m/zhang', scope: 'meeting', type: 'plenary', outcome: 'present' },
})
const NOTHING = treeFor([])
const ALL = treeFor([PLENARY, record('opinion'), record('proposal')])

describe('a group', () => {
  test('has the clause and the words of the source, and its start has the clause', () => {
    const { groups } = treeView(NOTHING)
    expect(groups[0]).toMatchObject({ article: '第六条', text: '基础分四十分', start: { article: '第六条' } })
    expect(groups[1]).toMatchObject({ article: null, text: null, start: null })
    expect(renderTree(ALL, 'zh')).toContain('  第六条 基础分 40分（封顶40分）　“基础分四十分”\n')
    expect(renderTree(ALL, 'en')).toContain('  第六条 Base 40 points (at most 40)\n')
  })
})

describe('what is required', () => {
  test.each([
    ['not met', NOTHING, false],
    ['met', ALL, true],
  ] as const)('of the total, a group and a number is %s', (_, tree, holds) => {
    const view = treeView(tree)
    expect(view.needs).toMatchObject({ holds })
    expect(view.groups).toMatchObject([{ needs: null }, { needs: { holds }, unmet: null }])
    expect(view.clauses[0]!.lines.at(-1)).toMatchObject({
      points: holds ? 0 : -2.5,
      arithmetic: { wanted: { wanted: 1, there: holds ? 1 : 0 } },
    })
    expect(view.requirements).toMatchObject([
      {
        ...{ code: 'three_ones', article: '第三条', text: '参加一次全会', because: { holds } },
        title: { zh: '三个一', en: 'three ones' },
      },
      { code: 'yearly', article: '第四条', text: null, because: { holds: true } },
    ])
  })

  test('is told in both languages, whether a grade fails for it or not', () => {
    expect(renderTree(NOTHING, 'zh')).toContain(
      '  第三条 三个一：未满足（会议（全体会议，出席） 0（至少 1））　“参加一次全会”\n',
    )
    expect(renderTree(ALL, 'zh').split('\n')[0]).toContain('；条件满足：社情民意 1（至少 1）')
    expect(renderTree(ALL, 'zh')).toContain('  第三条 三个一：满足（会议（全体会议，出席） 1（至少 1））')
    expect(renderTree(ALL, 'zh')).toContain('2024-12-31 本期应有1条信息，实有1条信息：满足\n')
    expect(renderTree(ALL, 'en')).toContain('2024-12-31 1 wanted in the period, 1 there: met\n')
    expect(renderTree(NOTHING, 'en')).toContain('  第三条 three ones: not met (')
    expect(renderTree(ALL, 'en')).toContain('Bonus 0 points; its condition holds: proposals: 1 (at least 1)')
  })

  test('stays untold in reports of the third format', () => {
    for (const facts of [[], [PLENARY, record('opinion'), record('proposal')]]) {
      const tree = treeFor(facts, 3)
      const view = JSON.stringify(treeView(tree))
      expect(view).not.toMatch(/第六条|三个一|"needs"|"requirements"/)
      for (const lang of LANGUAGES)
        expect(renderTree(tree, lang)).not.toMatch(/第六条|三个一|[^未]满足|: met/)
    }
  })
})
