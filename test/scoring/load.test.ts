import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/scoring/apply/compile.ts'
import { runCases } from '../../src/scoring/cases/run.ts'
import { hashOf, loadRegulation, REGULATION_CHARACTERS_MAX } from '../../src/scoring/check/load.ts'
import { standardVocabulary, type Vocabulary } from '../../src/scoring/check/vocabulary.ts'
import { countedKinds } from '../../src/scoring/format/conditions-visit.ts'

const text = readFileSync(new URL('../../regulations/tongcheng-2019/rules.yaml', import.meta.url), 'utf8')
const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length

/** The errors of the Tongcheng file with one place changed: line, pointer and code of each. */
function errorsWith(before: string, after: string) {
  expect(text).toContain(before)
  const loaded = loadRegulation(text.replace(before, after))
  return loaded.ok ? [] : loaded.errors
}

describe('a file with a mistake says where', () => {
  test.each([
    ['counts: opinion', 'count: opinion', '/clauses/TC-14+15/count', 'unknown_key'],
    ['steps: add', 'steps: ad', '/clauses/TC-06+07+08+09/points/steps', 'not_allowed'],
    ['points: -2', 'points: two', '/clauses/TC-04/points', 'points'],
    ['points: -2', 'points:', '/clauses/TC-04/points', 'points'],
    ['within: plenary', 'within: plenery', '/clauses/TC-01/within', 'unknown_group'],
    ['outcome: attended }', 'outcome: attend }', '/clauses/TC-01/where/outcome', 'unknown_outcome'],
    ['outcome: attended }', 'outcome: late }', '/clauses/TC-01/where/outcome', 'outcome_of_session'],
    [', outcome: attended }', ' }', '/clauses/TC-01/where', 'outcome_needed'],
    ['{ first: 1/2,', '{ first: 3/2,', '/clauses/TC-06+07+08+09/share/first', 'part'],
    [
      '- filed: 15',
      '- filed: { 2019-02-30: 15 }',
      '/clauses/TC-06+07+08+09/points/ladder/1/filed/2019-02-30',
      'day',
    ],
    ['- filed: 15', '- submitted: 15', '/clauses/TC-06+07+08+09/points/ladder', 'step_twice'],
    ['- filed: 15', '- { filed: 15, key: 20 }', '/clauses/TC-06+07+08+09/points/ladder/1', 'one_step'],
    ['replaces: TC-12', 'replaces: TC-21', '/clauses/TC-13/replaces', 'unknown_clause'],
    ['within: meetings\n', 'within: constructor\n', '/groups/plenary/within', 'unknown_group'],
    ['replaces: TC-12', 'replaces: toString', '/clauses/TC-13/replaces', 'unknown_clause'],
    ['readings:', 'options: { TC-10: constructor }\nreadings:', '/options/TC-10', 'unknown_reading'],
    ['readings:', 'options: { constructor: name }\nreadings:', '/options/constructor', 'unknown_reading'],
    ['groups:', '__proto__: {}\ngroups:', '/__proto__', 'unknown_key'],
    ['replaces: TC-12', 'once: true\n    from: 2', '/clauses/TC-13/from', 'one_numbering'],
    ['cap: 25', 'cap: -25', '/groups/proposals/cap', 'cap_negative'],
    ['floor: 0', 'floor: 10', '/groups/meetings/floor', 'floor_positive'],
    ['within: meetings\n', 'within: plenary\n', '/groups/plenary/within', 'group_circle'],
    ['  TC-16:', '  TC-01:', '/omitted/TC-01', 'omitted_but_there'],
    ['readings:', 'options: { TC-10: equal }\nreadings:', '/options/TC-10', 'unknown_reading'],
    [
      'where: { type: [individual, joint] }',
      'where: { meeting: plenary }',
      '/clauses/TC-06+07+08+09/where/meeting',
      'use_type',
    ],
    [
      'where: { meeting: plenary, outcome: absent }',
      'where: { type: plenary, outcome: absent }',
      '/clauses/TC-03/where/type',
      'use_meeting',
    ],
    ['attendance: two_thirds', 'share: first_only', '/clauses/TC-01/share', 'not_of_attendance'],
    ['share: first_only', 'per: session', '/clauses/TC-14+15/per', 'only_of_attendance'],
    ['  TC-04:', '  total:', '/clauses/total', 'taken_name'],
    ['  TC-04:', '  TC 04:', '/clauses/TC 04', 'clause_code'],
    [
      '{ grade: 合格, min: 60 }',
      '{ grade: 合格, min: 60, needs: baskte }',
      '/grades/0/needs',
      'unknown_condition',
    ],
    [
      '{ grade: 合格, min: 60 }',
      '{ grade: 合格, needs: { counts: opinion } }',
      '/grades/0/needs',
      'count_bound',
    ],
    [
      '{ grade: 合格, min: 60 }',
      '{ grade: 合格, needs: { points: opinons, atLeast: 5 } }',
      '/grades/0/needs/points',
      'unknown_points',
    ],
  ])('%s → %s', (before, after, pointer, code) => {
    const errors = errorsWith(before, after)
    const found = errors.find((error) => error.pointer === pointer)
    expect(errors.map((error) => error.pointer)).toContain(pointer)
    expect(found?.code).toBe(code)
    expect(found?.line).toBeGreaterThanOrEqual(lineOf(before) - 2)
    expect(found?.line).toBeLessThanOrEqual(lineOf(before) + after.split('\n').length + 3)
    expect(found?.message.zh).toMatch(/\p{Script=Han}/u)
    expect(found?.message.en).not.toMatch(/\p{Script=Han}/u)
  })

  test.each([
    ['a higher limit first', '{ grade: 优秀, min: 80 }, { grade: 合格, min: 60 }', true],
    ['a lower limit first', '{ grade: 合格, min: 60 }, { grade: 优秀, min: 80 }', false],
    [
      'the same limit, the upper one asks for more',
      '{ grade: 优秀, min: 60, top: { share: 20, round: up } }, { grade: 合格, min: 60 }',
      true,
    ],
    ['the same limit, and nothing more', '{ grade: 优秀, min: 60 }, { grade: 合格, min: 60 }', false],
    [
      'no limit, but a quota',
      '{ grade: 优秀, top: { share: 20, round: up } }, { grade: 合格, min: 60 }',
      true,
    ],
    ['neither limit nor anything else', '{ grade: 优秀 }, { grade: 合格, min: 60 }', false],
    [
      'a lower limit with a quota',
      '{ grade: 优秀, min: 50, top: { share: 20, round: up } }, { grade: 合格, min: 60 }',
      false,
    ],
    [
      'neither has a limit, the upper one a quota',
      '{ grade: 优秀, top: { share: 20, round: up } }, { grade: 合格 }',
      true,
    ],
    ['neither has anything', '{ grade: 优秀 }, { grade: 合格 }', false],
  ])('grades: %s', (_, grades, inOrder) => {
    const source = `regulation: g\ntitle: 等次\nperiod: calendar_year\ngrades: [${grades}]\nclauses:\n  a: { title: 发言, counts: speech, points: 1 }\n`
    const loaded = loadRegulation(source)
    const codes = loaded.ok ? [] : loaded.errors.map(({ code }) => code)
    expect(codes).toEqual(inOrder ? [] : ['grades_order'])
  })

  test('the nearest known key and the exact place', () => {
    const [, error] = errorsWith('counts: opinion', 'count: opinion')
    expect(error).toMatchObject({ line: lineOf('counts: opinion'), column: 5 })
    expect(error?.message.en).toContain('did you mean "counts"?')
    expect(error?.message.zh).toContain('是否应为“counts”')
  })

  test('all mistakes at once, in the order of the file', () => {
    const broken = text.replace('points: -2', 'points: two').replace('points: 50', 'point: 50')
    const loaded = loadRegulation(broken)
    expect(loaded.ok ? [] : loaded.errors.map(({ pointer }) => pointer)).toEqual([
      '/clauses/TC-01/points',
      '/clauses/TC-01/point',
      '/clauses/TC-04/points',
    ])
  })

  test('what is missing, and what is of another kind, is named by its key', () => {
    const loaded = loadRegulation(
      'regulation: x\ntitle: A\nperiod: calendar_year\nclauses: { a: { title: A, counts: visit }, b: { title: 3, counts: [visit], points: 1 } }',
    )
    expect(loaded.ok ? [] : loaded.errors.map(({ message }) => message.zh)).toEqual([
      '缺少“points”',
      '“title”应为文字',
      '“counts”应为文字，只能写一个',
    ])
  })

  test('of more than a hundred mistakes the first hundred that are found, in the order of the file', () => {
    const clauses = Array.from(
      { length: 100 },
      (_, at) => `  c${at}: { title: A, counts: visit, points: 1, within: no }`,
    )
    const loaded = loadRegulation(
      `regulation: many\ntitle: A\nperiod: calendar_year\ntriggers: { t: { title: T, when: nobody, then: talk } }\nclauses:\n${clauses.join('\n')}`,
    )
    const pointers = loaded.ok ? [] : loaded.errors.map(({ pointer }) => pointer)
    expect(pointers).toEqual(clauses.map((_, at) => `/clauses/c${at}/within`))
  })

  test('YAML that cannot be read, a key twice, a file too long, nothing at all', () => {
    const codes = (broken: string) => {
      const loaded = loadRegulation(broken)
      return loaded.ok ? [] : loaded.errors.map(({ code, line }) => `${line} ${code}`)
    }
    expect(codes('a: [')[0]).toBe('1 unclosed_bracket')
    expect(codes('a: 1\na: 2')).toEqual(['2 duplicate_key'])
    expect(codes('x'.repeat(REGULATION_CHARACTERS_MAX + 1))).toEqual(['1 too_long'])
    expect(codes('')).toEqual(['1 wrong_type'])
    expect(codes('[]')).toEqual(['1 wrong_type'])
    expect(codes('!!js/function x')[0]).toMatch(/yaml|wrong_type/)
  })
})

describe('a cases file with a mistake says where', () => {
  const loaded = loadRegulation(text)
  if (!loaded.ok) throw new Error('not readable')
  const { regulation } = loaded
  const errors = (body: string) => {
    const run = runCases(`regulation: tongcheng-2019\nyear: 2024\ncases:\n  - ${body}\n`, regulation)
    return run.ok ? [] : run.errors.map(({ pointer, code }) => [pointer, code])
  }
  test.each([
    ['{ name: a, facts: [], expect: { TC-99: 1 } }', '/cases/0/expect/TC-99', 'unknown_expectation'],
    ['{ name: a, facts: [], expect: { total: x } }', '/cases/0/expect/total', 'points'],
    ['{ name: a, facts: [{ day: 2024-01-01 }], expect: {} }', '/cases/0/facts/0', 'one_kind'],
    ['{ name: a, facts: [{ opinion: any, dya: 2024-01-01 }], expect: {} }', '/cases/0/facts/0', 'one_kind'],
    [
      '{ name: a, facts: [{ opinion: any, share: half }], expect: {} }',
      '/cases/0/facts/0/share',
      'share_words',
    ],
    [
      '{ name: a, options: { TC-10: half }, facts: [], expect: {} }',
      '/cases/0/options/TC-10',
      'unknown_reading',
    ],
    ['{ name: a, fact: [], expect: {} }', '/cases/0/facts', 'missing'],
    // What cannot be would count nothing, and a case that expects nothing would pass.
    [
      '{ name: a, facts: [{ propsal: joint }], expect: { total: 0 } }',
      '/cases/0/facts/0/propsal',
      'case_kind',
    ],
    ['{ name: a, facts: [{ gala: any }], expect: { total: 0 } }', '/cases/0/facts/0/gala', 'case_kind'],
    [
      '{ name: a, facts: [{ attendance: plenery }], expect: {} }',
      '/cases/0/facts/0/attendance',
      'unknown_code',
    ],
    ['{ name: a, facts: [{ session: plenery }], expect: {} }', '/cases/0/facts/0/session', 'unknown_code'],
    ['{ name: a, facts: [{ proposal: jont }], expect: {} }', '/cases/0/facts/0/proposal', 'unknown_code'],
    [
      '{ name: a, facts: [{ proposal: joint, role: lead }], expect: {} }',
      '/cases/0/facts/0/role',
      'unknown_code',
    ],
    [
      '{ name: a, facts: [{ opinion: any, steps: [{ status: adoptd, level: city }] }], expect: {} }',
      '/cases/0/facts/0/steps/0/status',
      'unknown_code',
    ],
    [
      '{ name: a, facts: [{ opinion: any, steps: { submited: 2024-02-01 } }], expect: {} }',
      '/cases/0/facts/0/steps/submited',
      'unknown_code',
    ],
    [
      '{ name: a, facts: [{ recognition: commendation, level: citty }], expect: {} }',
      '/cases/0/facts/0/level',
      'unknown_code',
    ],
    [
      '{ name: a, member: { office: chiar }, facts: [], expect: {} }',
      '/cases/0/member/office',
      'unknown_code',
    ],
    [
      '{ name: a, facts: [], others: [{ member: { bodyRole: convenor }, facts: [] }], expect: {} }',
      '/cases/0/others/0/member/bodyRole',
      'unknown_code',
    ],
  ])('%s', (body, pointer, code) => {
    expect(errors(body)).toContainEqual([pointer, code])
  })

  test('with the line and the nearest word', () => {
    const wrong =
      'regulation: tongcheng-2019\nyear: 2024\ncases:\n  - name: a\n    facts:\n      - { propsal: joint }\n    expect: { total: 0 }\n'
    const run = runCases(wrong, regulation)
    const [error] = run.ok ? [] : run.errors
    expect(error).toMatchObject({ line: 6, column: 11 })
    expect(error!.message.zh).toContain('“propsal”；是否应为“proposal”')
    expect(error!.message.en).toContain('"propsal"; did you mean "proposal"?')
  })

  test('what a committee may have of its own, and what the regulation speaks of, is taken', () => {
    const own = loadRegulation(
      [
        'regulation: own\ntitle: X\nperiod: calendar_year',
        'clauses:',
        '  a: { title: A, counts: visit, where: { level: city_2 }, points: 1 }',
        '  b: { title: B, counts: proposal, where: { role: seconder }, points: { ladder: [{ listed: 1 }] } }',
      ].join('\n'),
    )
    const facts = [
      '{ visit: any, level: city_2 }',
      '{ proposal: joint, role: seconder, steps: [listed, withdrawn] }',
      '{ attendance: village_assembly, outcome: attended }',
      '{ assessment: any_form, role: any_rater }',
    ]
    const body = `{ name: a, facts: [${facts.join(', ')}], expect: { a: 1 } }`
    const run = runCases(
      `regulation: own\nyear: 2024\ncases:\n  - ${body}\n`,
      own.ok ? own.regulation : regulation,
    )
    expect(run.ok ? run.results[0]!.differences : run.errors).toEqual([])
  })

  test('the class of a type is that of the catalogue, of the file’s own and of the committee’s', () => {
    const counted = loadRegulation(
      [
        'regulation: own\ntitle: X\nperiod: calendar_year',
        'catalogues: { meeting_type: { tea_talk: { name: 委员茶座, class: activity } }, duty_kind: { gift: { name: 捐款, class: charity } } }',
        'clauses:',
        '  a: { title: A, counts: attendance, where: { class: activity, outcome: attended }, points: 1 }',
        '  b: { title: B, counts: record, where: { class: charity }, points: 2 }',
        '  c: { title: C, counts: recognition, where: { class: penalty }, points: -3 }',
        '  d: { title: D, counts: speech, where: { class: statutory }, points: 5 }',
      ].join('\n'),
    )
    if (!counted.ok) throw new Error(JSON.stringify(counted.errors))
    const seen = (facts: string, expected: string, vocabulary?: Vocabulary) => {
      const body = `{ name: a, facts: [${facts}], expect: ${expected} }`
      const run = runCases(
        `regulation: own\nyear: 2024\ncases:\n  - ${body}\n`,
        counted.regulation,
        vocabulary,
      )
      return run.ok ? run.results[0]!.differences : run.errors
    }
    const facts = [
      ...['{ attendance: tea_talk, outcome: attended }', '{ session: sector_activity, outcome: attended }'],
      ...['{ attendance: sector_activity, outcome: attended, class: body }', '{ record: gift }'],
      ...['{ recognition: criticism }', '{ speech: plenary }'],
    ]
    expect(seen(facts.join(', '), '{ a: 1, b: 2, c: -3, d: 5 }')).toEqual([])
    const standard = standardVocabulary()
    const item = { code: 'night_school', class: 'activity' }
    const { meeting_type: types = [] } = standard.catalogues
    const vocabulary = { ...standard, catalogues: { ...standard.catalogues, meeting_type: [...types, item] } }
    const night = '{ attendance: night_school, outcome: attended }'
    expect(seen(night, '{ a: 0 }')).toEqual([])
    expect(seen(night, '{ a: 1 }', vocabulary)).toEqual([])
  })

  test('cases of another regulation are refused', () => {
    const run = runCases(
      'regulation: other\nyear: 2024\ncases: [{ name: a, facts: [], expect: {} }]',
      regulation,
    )
    expect(run.ok ? [] : run.errors.map(({ code }) => code)).toEqual(['other_regulation'])
  })

  test('a case that fails says what came out', () => {
    const body =
      '{ name: a, facts: [{ opinion: any, steps: [submitted] }], expect: { opinions: 12, grade: 合格 } }'
    const run = runCases(`regulation: tongcheng-2019\nyear: 2024\ncases:\n  - ${body}\n`, regulation)
    expect(run.ok && run.results[0]?.differences.map(({ message }) => message.zh)).toEqual([
      'opinions：应为 12，算得 10',
      'grade：应为 合格，算得 none',
    ])
  })
})

describe('a regulation that was read', () => {
  const loaded = loadRegulation(text)
  if (!loaded.ok) throw new Error('not readable')

  test('names the kinds that it counts', () => {
    expect(countedKinds(loaded.regulation)).toEqual(['attendance', 'opinion', 'proposal', 'speech'])
  })

  test('refuses an option that it does not offer', () => {
    expect(() => compile(loaded.regulation, { 'TC-10': 'half' })).toThrow(RangeError)
  })

  test('has a hash that changes with every character', () => {
    expect(hashOf(text)).toMatch(/^[0-9a-f]{64}$/)
    expect(hashOf(`${text} `)).not.toBe(hashOf(text))
  })
})

test('one answer tells what cannot be read and what is wrong among the rest', () => {
  const loaded = loadRegulation(`regulation: Wrong Name
title: 例
period: calender_year
groups:
  a: { title: A, within: b, cap: -5 }
  b: { title: B, within: a }
clauses:
  c1: { title: 提案, counts: proposal, pionts: 2 }
  c2: { title: 会议, counts: attendance, where: { outcome: attendd }, points: 2, within: meetings }
  c3: { title: 发言, counts: speech, points: { 2024-02-30: 3 }, replaces: c1 }
  c4: { title: 名次, measure: { place: total }, points: { places: { 1: 10 } } }
  c5: { title: 代替, counts: speech, points: 3, replaces: c1 }
grades: [{ grade: 合格, min: 60 }, { grade: 优秀, min: 90 }]
triggers: { t: { title: 约谈, when: { points: tota, below: 60 }, then: talk } }
`)
  if (loaded.ok) throw new Error('it is wrong')
  expect(loaded.errors.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '1 regulation_code',
    '3 not_allowed',
    '5 group_circle',
    '5 cap_negative',
    '6 group_circle',
    '8 missing',
    '8 unknown_key',
    '9 unknown_outcome',
    '9 unknown_group',
    '10 day',
    '11 compare_first',
    '13 grades_order',
    '14 unknown_points',
  ])
})
