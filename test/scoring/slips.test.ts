import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { runCases } from '../../src/scoring/cases/run.ts'
import { loadNewRegulation, loadRegulation } from '../../src/scoring/check/load.ts'
import { randomOf } from '../support/random.ts'
import { inEveryWorld } from '../support/world.ts'

/** Slips of a clerk's hand: told once, where they were made, with what to write instead. */

const RULES = `regulation: sample
title: 办法
period: calendar_year
groups:
  会议: { title: { zh: 会议, en: Meetings }, cap: 50 }
clauses:
  TC-01:
    title: { zh: 提案, en: Proposal }
    text: "提交1件计10分"
    counts: proposal
    where: { type: [individual, joint] }
    points:
      ladder:
        - submitted: 10
        - filed: 15
      steps: add
    within: 会议
  TC-02:
    title: 出席
    counts: attendance
    where: { meeting: plenary, outcome: attended }
    points: 2
  第三条:
    title: 发言
    counts: speech
    points: { by: form, is: { oral: 3, written: "5/2" } }
grades:
  - { grade: 优秀, min: 85 }
  - { grade: 合格 }
`

const errorsOf = (text: string) => {
  const loaded = loadRegulation(text)
  return loaded.ok ? [] : loaded.errors
}
const changed = (before: string, after: string) => {
  expect(RULES.split(before)).toHaveLength(2)
  return RULES.replace(before, () => after)
}
const TITLE = '    title: 出席'

/** Before, after, `line:column code`, and what the message says. */
const SLIPS: [string, string, string, string][] = [
  // Full-width marks.
  ['counts: proposal', 'counts： proposal', '10:11 full_width', '全角冒号“：”，请改为半角“: ”'],
  ['points: 2', 'points：2', '22:11 full_width', '改为半角“: ”'],
  ['  TC-01:', '  TC-01：', '7:8 full_width', '“: ”'],
  ['  第三条:', '  第三条：', '23:6 full_width', '“: ”'],
  ['clauses:', 'clauses：', '6:8 full_width', '“: ”'],
  ['会议, en: Meetings', '会议, en：Meetings', '5:28 full_width', '“: ”'],
  ['plenary, outcome', 'plenary， outcome', '21:30 full_width', '全角逗号“，”，请改为半角“, ”'],
  ['会议, en: Meetings', '会议，en: Meetings', '5:24 full_width', '“, ”'],
  ['[individual, joint]', '[individual，joint]', '11:31 full_width', '“, ”'],
  ['[individual, joint]', '[individual、joint]', '11:31 full_width', '全角顿号“、”，请改为半角“, ”'],
  [
    '- { grade: 优秀, min: 85 }',
    '- ｛ grade: 优秀, min: 85 ｝',
    '28:5 full_width',
    '花括号“｛”“｝”，请改为半角“{”“}”',
  ],
  ['- { grade: 合格 }', '- ｛ grade: 合格 ｝', '29:5 full_width', '“{”“}”'],
  ['- { grade: 合格 }', '- （ grade: 合格 ）', '29:5 full_width', '“{”“}”'],
  ['[individual, joint]', '【individual, joint】', '11:20 full_width', '方括号“【”“】”，请改为半角“[”“]”'],
  ['{ grade: 优秀, min: 85 }', '{ grade： 优秀， min： 85 }', '28:12 full_width', '冒号“：”、逗号“，”'],
  ['{ grade: 合格 }', '{ grade： 合格 }', '29:12 full_width', '“: ”'],
  ['"提交1件计10分"', '“提交: 10分”', '9:11 full_width', '请改为半角 " '],
  ['"提交1件计10分"', '"提交1件计10分”', '9:20 full_width', '请改为半角 " '],
  ['"5/2"', '“5/2”', '26:49 full_width', '请改为半角 " '],
  ['- filed: 15', '－ filed: 15', '15:9 full_width', '短横“－”，请改为半角“- ”'],
  ['period:', '＃ 按年\nperiod:', '3:1 full_width', '井号“＃”，请改为半角“# ”'],
  // Blanks.
  ['points: 2', 'points:2', '22:11 blank_after_colon', '写作“points: 2”'],
  ['{ meeting: plenary,', '{ meeting:plenary,', '21:21 blank_after_colon', '写作“meeting: plenary”'],
  ['- submitted', '-submitted', '14:9 blank_after_dash', '写作“- submitted:”'],
  ['    counts: attendance', '\tcounts: attendance', '20:1 tab', '请改用空格'],
  ['    counts: attendance', '    \tcounts: attendance', '20:5 tab', '请改用空格'],
  [`  TC-02:\n${TITLE}`, '\tTC-02:\n\t\ttitle: 出席', '18:1 tab', '共2行'],
  ['    counts: attendance', '　　counts: attendance', '20:1 wide_blank', '改用半角空格'],
  [TITLE, '   title: 出席', '19:4 indent', '缩进了3个空格，应为4个'],
  [TITLE, '     title: 出席', '19:6 indent', '缩进了5个空格，应为4个'],
  ['    counts: attendance', '   counts: attendance', '20:4 indent', '应为4个'],
  ['    counts: attendance', '     counts: attendance', '20:6 indent', '应为4个'],
  ['  TC-01:', 'TC-01:', '7:1 indent', '应为2个'],
  ['  TC-02:', 'TC-02:', '18:1 indent', '应为2个'],
  ['  第三条:', '第三条:', '23:1 indent', '应为2个'],
  ['  TC-02:', '   TC-02:', '18:4 indent', '应为2个'],
  ['  TC-02:', '    TC-02:', '18:5 indent', '应为2个'],
  ['        - filed: 15', '         - filed: 15', '15:10 indent', '应为8个'],
  ['      steps: add', '    steps: add', '16:5 indent', '应为6个'],
  // Quotes and brackets: where they were opened.
  ['分"', '分', '9:11 unclosed_quote', '没有闭合，请在文字末尾补上 "'],
  ['"提交1件计10分"', "'提交1件计10分", '9:11 unclosed_quote', "补上 '"],
  ['"5/2" }', '"5/2 }', '26:49 unclosed_quote', '补上 "'],
  ['attended }', 'attended', '21:12 unclosed_bracket', '“{”没有闭合，请补上“}”'],
  ['joint] }', 'joint }', '11:20 unclosed_bracket', '“[”没有闭合，请补上“]”'],
  ['joint] }', 'joint]', '11:12 unclosed_bracket', '补上“}”'],
  ['Meetings },', 'Meetings,', '5:16 unclosed_bracket', '补上“}”'],
  ['joint]', 'joint}', '11:20 unclosed_bracket', '补上“]”'],
  ['attended }', 'attended }}', '21:51 bracket_too_many', '多了一个“}”'],
  ['where: { meeting', 'where: meeting', '21:12 unopened_bracket', '缺少“{”'],
  ['会议, en: Meetings', '会议 en: Meetings', '5:24 missing_comma', '请在此处写“, ”'],
  // Texts that YAML reads as something else.
  [TITLE, '    title: *出席*', '19:12 needs_quotes', '写作 "*出席*"'],
  [TITLE, '    title: @出席', '19:12 needs_quotes', '写作 "@出席"'],
  [TITLE, '    title: #出席', '19:12 needs_quotes', '写作 "#出席"'],
  [TITLE, '    title: [重点] 出席', '19:12 needs_quotes', '写作 "[重点] 出席"'],
  [TITLE, '    title: "重点" 出席', '19:12 needs_quotes', `写作 '"重点" 出席'`],
  [TITLE, '    title: 出席: 全会', '19:12 needs_quotes', '写作 "出席: 全会"'],
  ['en: Meetings }', 'en: Meetings, all of them }', '5:30 needs_quotes', '写作 "Meetings, all of them"'],
  ['会议, en', '会议,全会, en', '5:22 needs_quotes', '写作 "会议,全会"'],
]

describe('a slip is told once, where it was made, and how it is mended', () => {
  test('the file without it is right', () => {
    expect(errorsOf(RULES)).toEqual([])
  })

  test.each(SLIPS)('%j → %j', (before, after, place, remedy) => {
    const errors = errorsOf(changed(before, after))
    expect(errors.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([place])
    expect(errors[0]!.message.zh).toContain(remedy)
    expect(errors[0]!.message.en).not.toMatch(/undefined/)
    // The same where lines end as Windows writes them.
    const windows = errorsOf(changed(before, after).replaceAll('\n', '\r\n'))
    expect(windows.map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([place])
  })

  test('each of several, and beside them what is wrong otherwise, at its place in the text as it was written', () => {
    const text = RULES.replace('period: calendar_year', 'period：calendar_year')
      .replace('text: "提交1件计10分"', 'text: "提交1件计10分')
      .replace('points: 2', 'points:２')
      .replace('within: 会议', 'within：会')
      .replace('{ grade: 合格 }', '{ grade： 合格 }')
    const told = errorsOf(text).map(({ line, column, code }) => `${line}:${column} ${code}`)
    expect(told).toEqual([
      '3:7 full_width',
      '9:11 unclosed_quote',
      '17:5 unknown_group',
      '17:11 full_width',
      '22:5 points',
      '22:11 blank_after_colon',
      '29:12 full_width',
    ])
  })

  test('a whole file that was typed with the keyboard set to Chinese', () => {
    const text = RULES.replaceAll(': ', '：')
      .replaceAll(', ', '，')
      .replaceAll('{ ', '｛')
      .replaceAll(' }', '｝')
    const errors = errorsOf(text)
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['full_width']))
    const lines = text.split('\n').flatMap((line, at) => (/[：，｛｝]/.test(line) ? [at + 1] : []))
    expect(errors.map(({ line }) => line)).toEqual(lines)
  })

  test('the cases beside the rules, too', () => {
    const loaded = loadRegulation(RULES)
    if (!loaded.ok) throw new Error('not readable')
    const cases = (facts: string) =>
      runCases(
        `regulation: sample\nyear: 2024\ncases:\n  - name: 出席\n    facts: ${facts}\n    expect: { total: 2 }\n`,
        loaded.regulation,
      )
    expect(cases('[{ attendance: plenary, outcome: attended }]').ok).toBe(true)
    const run = cases('[{ attendance: plenary， outcome: attended }]')
    expect(run.ok ? [] : run.errors.map(({ line, column, code }) => [line, column, code])).toEqual([
      [5, 34, 'full_width'],
    ])
    expect(cases('[{ attendance: plenary, outcome: attended }] # \uFFFD')).toMatchObject({
      errors: [{ line: 5, code: 'not_utf8' }],
    })
  })
})

describe('what is no slip', () => {
  const CODES = new Set(SLIPS.map(([, , place]) => place.split(' ')[1]))

  test.each([
    ['a colon and a comma in a text', TITLE, '    title: 出席：全会，闭会'],
    ['brackets in a text', TITLE, '    title: 【重点】出席（一）'],
    ['quotes in a text', TITLE, '    title: “出席”'],
    ['a text in Chinese quotes throughout', '"提交1件计10分"', '“提交1件，计10分”'],
    ['an address', TITLE, '    title: http://example.org/a'],
  ])('%s', (_, before, after) => {
    expect(errorsOf(changed(before, after))).toEqual([])
  })

  test.each([
    ['a key that is mistyped', 'counts: proposal', 'count: proposal', ['counts_or_when', 'unknown_key']],
    ['a key that nobody knows', TITLE, `${TITLE}\n    说明: 全会：出席`, ['unknown_key']],
    ['a key that is there twice', '    points: 2', '    points: 2\n    points: 3', ['duplicate_key']],
    ['a full-width figure', 'points: 2', 'points: －２', ['points']],
    ['a group that is not there', 'within: 会议', 'within: 会', ['unknown_group']],
    [
      'a mistake in a file with texts of all kinds',
      'cap: 50 }',
      'cap: 50, text: 会议：每次2分、缺席“0”分 }\n总: 1',
      ['unknown_key'],
    ],
  ])('%s is told as before', (_, before, after, codes) => {
    expect(errorsOf(changed(before, after)).map(({ code }) => code)).toEqual(codes)
  })

  const FOLDER = new URL('../../regulations/', import.meta.url)
  const names = readdirSync(FOLDER, { withFileTypes: true }).filter((one) => one.isDirectory())
  test.each(names.map(({ name }) => name))('mistakes of another kind in %s', (name) => {
    const text = readFileSync(new URL(`${name}/rules.yaml`, FOLDER), 'utf8')
    expect(errorsOf(text)).toEqual([])
    for (const [before, after] of [
      [/^ {2}(\S+): *$/m, '  $1 $1:'],
      [/\bpoints: (?=-?\d)/, 'points: x'],
      [/\bcounts: /, 'count: '],
      [/\btitle: /, 'titel: '],
      [/^period: .*$/m, 'period: yearly'],
      [/^(clauses|triggers):/m, 'clause:'],
    ] as const) {
      const errors = errorsOf(text.replace(before, after))
      expect(errors.filter(({ code }) => CODES.has(code))).toEqual([])
    }
  })
})

describe('a file that was saved in another encoding', () => {
  test('is told so once, where the first character was lost', () => {
    const bytes = Buffer.concat([
      Buffer.from('regulation: sample\ntitle: '),
      Buffer.from([0xb0, 0xec, 0xb7, 0xa8, 0x0a]),
    ])
    const loaded = loadNewRegulation(bytes.toString('utf8') + RULES.split('\n').slice(2).join('\n'))
    expect(loaded).toMatchObject({ ok: false, errors: [{ line: 2, column: 8, code: 'not_utf8' }] })
    expect(loaded.ok ? '' : loaded.errors[0]!.message.zh).toContain('另存为 UTF-8')
    expect(loaded.ok ? [] : loaded.errors).toHaveLength(1)
  })

  test('what is stored already is read as it is', () => {
    expect(loadRegulation(`${RULES}# \uFFFD`).ok).toBe(true)
  })

  test('where more is wrong, this alone is told', () => {
    expect(errorsOf(RULES.replace('TC-01', '\uFFFD\uFFFD')).map(({ line, code }) => [line, code])).toEqual([
      [7, 'not_utf8'],
    ])
  })
})

describe('what the parser refuses and no slip explains', () => {
  test.each([
    ['two texts in a value', 'title: a\nb c d\n', '请检查冒号及其后的空格'],
    ['a list and a key', 'a:\n  - x\n  y: 1\n', '缩进与同级的行不一致'],
    ['two documents', 'title: a\n---\ntitle: b\n', '请删去“---”'],
    ['an escape', 'title: "\\q"\n', '请改用单引号'],
  ])('%s is told in Chinese', (_, text, words) => {
    const errors = errorsOf(text).filter(({ code }) => code === 'yaml')
    expect(errors).toHaveLength(1)
    expect(errors[0]!.message.zh).toMatch(new RegExp(words))
    expect(errors[0]!.message.zh.replace('YAML', '')).not.toMatch(/[A-Za-z]{3}/)
  })
})

/** A slip of one character somewhere in a file: where it may be made, and what is written there. */
const HAND: [string, RegExp, string][] = [
  ['a full-width colon', /: ?(?=\S)(?<=\w: ?)/g, '：'],
  ['a full-width comma in { }', /(?<=\{.*), (?=\w+:)/g, '，'],
  ['a colon without a blank', /(?<=\w:) (?=\S)/g, ''],
  ['a quote that stays open', /"(?=\s*(?:$|[,}\]]))/gm, ''],
  ['a bracket that stays open', /[}\]]/g, ''],
  ['a bracket that is not opened', /(?<=[ [])[{[]/g, ''],
  ['one blank more', /^(?=\s*[^\s#])/gm, ' '],
  ['one blank less', /^ (?=\s*[^\s#])/gm, ''],
  ['a tab', /^ {2}(?=\s*[^\s#])/gm, '\t'],
]
const EACH = 12

test('of random slips in the regulations that we know nearly all are told in their own line', () => {
  const { pick } = randomOf(20_240_101)
  const FOLDER = new URL('../../regulations/', import.meta.url)
  const texts = readdirSync(FOLDER, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) =>
      readFileSync(new URL(`${name}/rules.yaml`, FOLDER), 'utf8').replaceAll(/^ *#.*\n/gm, ''),
    )
  let [refused, right, alone] = [0, 0, 0]
  const missed: string[] = []
  for (const [name, where, put] of HAND) {
    for (let made = 0; made < EACH; made += 1) {
      const text = pick(texts)
      const places = [...text.matchAll(where)]
      if (places.length === 0) continue
      const { index, 0: drop } = pick(places)
      const errors = errorsOf(text.slice(0, index) + put + text.slice(index + drop.length))
      if (errors.length === 0) continue
      const line = text.slice(0, index).split('\n').length
      refused += 1
      if (errors.length === 1) alone += 1
      if (errors.every((error) => error.line === line)) right += 1
      else missed.push(`${name} in line ${line}: ${errors.map((error) => `${error.line} ${error.code}`)}`)
    }
  }
  console.log(`${right} of ${refused} slips told in their line, ${alone} by one message`, missed)
  expect(refused).toBeGreaterThan(80)
  expect(right / refused).toBeGreaterThanOrEqual(0.95)
  expect(alone / refused).toBeGreaterThanOrEqual(0.95)
})

inEveryWorld('slips in a file that is uploaded', (world) => {
  it.each([
    ['counts: proposal', 'counts： proposal', '第 10 行第 11 列：用了全角冒号“：”，请改为半角“: ”'],
    ['分"', '分', '第 9 行第 11 列：此处的引号 " 没有闭合'],
    ['title: 办法', 'title: \uFFFD\uFFFD', '第 2 行第 8 列：此处的文字无法识别'],
  ])('%j → %j: 422 with the one place', async (before, after, words) => {
    const { body } = await world.admin
      .post('/v1/regulations', { name: 'sample', source: changed(before, after) })
      .expect(422)
    expect(body.code).toBe('regulation_invalid')
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0].detail).toContain(words)
  })
})
