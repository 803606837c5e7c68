import { describe, expect, test } from 'vitest'
import { runCases } from '../../src/scoring/cases/run.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { refusedAt } from '../support/mechanism-cases.ts'

/** Conditions and counts that their keys allow but the whole does not: refused where they stand, wherever that is. */

const VISIT = 'a: { title: A, counts: visit, points: 1 }'
const when = (condition: string) =>
  `clauses: { ${VISIT} }\ngrades: [{ grade: good }]\ntriggers: { t: { title: T, when: ${condition}, then: talk } }`
const needs = (condition: string) => `clauses: { ${VISIT} }\ngrades: [{ grade: good, needs: ${condition} }]`
const clause = (slots: string) => `groups: { g: { title: G } }\nclauses: { a: { title: A, ${slots} } }`
const WRONG = '{ counts: visit, where: { meeting: x } }'
const RIGHT = '{ counts: visit }'

describe('a condition that asks for what is not there', () => {
  test.each([
    ['a trigger', when('nobody'), '/triggers/t/when'],
    [
      'what softens it',
      when('{ office: chair }').replace('then:', 'unless: nobody, then:'),
      '/triggers/t/unless',
    ],
    ['one that is turned', when('{ not: nobody }'), '/triggers/t/when/not'],
    ['one of all', when('{ all: [{ office: chair }, nobody] }'), '/triggers/t/when/all/1'],
    ['one of any', when('{ any: [{ office: chair }, nobody] }'), '/triggers/t/when/any/1'],
    ['a name', `conditions: { one: { all: [nobody] } }\nclauses: { ${VISIT} }`, '/conditions/one/all/0'],
    ['a grade', needs('nobody'), '/grades/0/needs'],
    ['a grade that is forced', needs('nobody').replace('needs', 'forced'), '/grades/0/forced'],
    ['the total', `total: { needs: nobody }\nclauses: { ${VISIT} }`, '/total/needs'],
    ['a group', `groups: { g: { title: G, needs: nobody } }\nclauses: { ${VISIT} }`, '/groups/g/needs'],
    ['a clause', clause('when: nobody, points: 1'), '/clauses/a/when'],
    [
      'the people of a body',
      `subject: sector\n${clause('measure: { people: nobody }, points: 1')}`,
      '/clauses/a/measure/people',
    ],
    [
      'a reading',
      `clauses: { ${VISIT} }\nreadings: { b: { r: { text: R, clause: { title: B, when: nobody, points: 1 } } } }`,
      '/readings/b/r/clause/when',
    ],
  ])('%s', (_, rules, pointer) => {
    expect(refusedAt(rules)).toEqual([`${pointer} unknown_condition`])
  })
})

describe('a condition that cannot be asked where it stands', () => {
  test.each([
    [
      'conditions that name each other',
      `conditions: { one: two, two: { not: one } }\n${when('one')}`,
      [
        '/conditions/one/not condition_circle',
        '/conditions/two/not condition_circle',
        '/triggers/t/when/not condition_circle',
      ],
    ],
    [
      'points of points',
      clause('when: { points: g, atLeast: 1 }, points: 1'),
      ['/clauses/a/when/points points_of_points'],
    ],
    [
      'points of points in a reading',
      `clauses: { ${VISIT} }\nreadings: { b: { r: { text: R, clause: { title: B, when: { points: a, atLeast: 1 }, points: 1 } } } }`,
      ['/readings/b/r/clause/when/points points_of_points'],
    ],
    [
      'the total needs a group',
      `groups: { g: { title: G } }\ntotal: { needs: { points: g, atLeast: 1 } }\nclauses: { ${VISIT} }`,
      [],
    ],
    [
      'a group needs one that needs something itself',
      `groups: { g: { title: G, needs: { points: h, atLeast: 1 } }, h: { title: H, needs: { office: chair } } }\nclauses: { ${VISIT} }`,
      ['/groups/g/needs/points points_of_needing'],
    ],
    [
      'a group needs a clause of a group within one that needs something',
      `groups: { g: { title: G, needs: { points: b, atLeast: 1 } }, h: { title: H, needs: { office: chair } }, i: { title: I, within: h } }\nclauses: { b: { title: B, counts: visit, points: 1, within: i } }`,
      ['/groups/g/needs/points points_of_needing'],
    ],
    [
      'points of nothing',
      when('{ points: nothing, atLeast: 1 }'),
      ['/triggers/t/when/points unknown_points'],
    ],
    [
      'a tie that nothing decides',
      `tieBreak: [a, nothing]\nclauses: { ${VISIT} }`,
      ['/tieBreak/1 unknown_points'],
    ],
    ['a grade that needs a place', needs('{ top: 1 }'), ['/grades/0/needs place_of_trigger']],
    ['a grade that needs a grade', needs('{ grade: good }'), ['/grades/0/needs/grade grade_of_trigger']],
    ['a grade that is not there', when('{ grade: better }'), ['/triggers/t/when/grade unknown_grade']],
    [
      'a grade that needs years before',
      needs('{ running: 2, of: { points: total, atLeast: 1 } }'),
      ['/grades/0/needs repeated_of_trigger'],
    ],
    [
      'years before, under a name',
      `conditions: { two: { running: 2, of: { points: total, atLeast: 1 } } }\n${when('two')}`,
      [],
    ],
    [
      'a grade of years before that is not there',
      when('{ times: 2, of: { grade: better } }'),
      ['/triggers/t/when/of/grade unknown_grade'],
    ],
    [
      'facts of years before',
      when('{ running: 2, of: { office: chair } }'),
      ['/triggers/t/when/of repeated_what'],
    ],
    [
      'one of all that years before do not tell',
      when('{ running: 2, of: { all: [{ top: 1 }, { office: chair }] } }'),
      ['/triggers/t/when/of repeated_what'],
    ],
    [
      'what is turned, of years before',
      when('{ running: 2, of: { not: { office: chair } } }'),
      ['/triggers/t/when/of repeated_what'],
    ],
    [
      'points of a clause in years before',
      when('{ running: 2, of: { points: a, atLeast: 1 } }'),
      ['/triggers/t/when/of repeated_what'],
    ],
    [
      'all that years before tell',
      when(
        '{ running: 2, of: { any: [{ all: [{ grade: good }, { not: { bottom: 1 } }] }, { points: total, atLeast: 1 }] } }',
      ),
      [],
    ],
    [
      'a consequence called like a clause',
      when('{ office: chair }').replace('{ t:', '{ a:'),
      ['/triggers/a taken_name'],
    ],
  ])('%s', (_, rules, refused) => {
    expect(refusedAt(rules)).toEqual(refused)
  })
})

describe('a count that cannot be', () => {
  test.each([
    [
      'more than at most',
      when('{ counts: visit, atLeast: 3, atMost: 2 }'),
      ['/triggers/t/when/atMost count_never'],
    ],
    ['as many as at most', when('{ counts: visit, atLeast: 2, atMost: 2 }'), []],
    [
      'sums of a status',
      when('{ counts: visit, sum: hour, status: filed, atLeast: 2 }'),
      ['/triggers/t/when/sum quantity_ladder'],
    ],
    [
      'attendance whatever comes of it',
      when('{ counts: attendance, atLeast: 2 }'),
      ['/triggers/t/when/where outcome_needed'],
    ],
    [
      'a meeting of a visit',
      when('{ counts: visit, where: { meeting: x }, atLeast: 1 }'),
      ['/triggers/t/when/where/meeting use_type'],
    ],
    [
      'a share',
      when(`{ share: ${WRONG}, among: ${RIGHT}, atLeast: 1 }`),
      ['/triggers/t/when/share/where/meeting use_type'],
    ],
    [
      'what a share is of',
      when(`{ share: ${RIGHT}, among: ${WRONG}, atLeast: 1 }`),
      ['/triggers/t/when/among/where/meeting use_type'],
    ],
    [
      'one of several',
      when(`{ together: [${RIGHT}, ${WRONG}], atLeast: 1 }`),
      ['/triggers/t/when/together/1/where/meeting use_type'],
    ],
    [
      'a row',
      when(`{ inRow: 2, of: ${WRONG}, among: ${RIGHT} }`),
      ['/triggers/t/when/of/where/meeting use_type'],
    ],
    [
      'what a row is among',
      when(`{ inRow: 2, of: ${RIGHT}, among: ${WRONG} }`),
      ['/triggers/t/when/among/where/meeting use_type'],
    ],
    [
      'a number that is measured',
      clause('measure: { counts: visit, where: { meeting: x } }, points: 1'),
      ['/clauses/a/measure/where/meeting use_type'],
    ],
    [
      'a rate that is measured',
      clause(`measure: { share: ${WRONG}, among: ${RIGHT} }, points: 1`),
      ['/clauses/a/measure/share/where/meeting use_type'],
    ],
    [
      'what a rate is of',
      clause(`measure: { share: ${RIGHT}, among: ${WRONG} }, points: 1`),
      ['/clauses/a/measure/among/where/meeting use_type'],
    ],
  ])('%s', (_, rules, refused) => {
    expect(refusedAt(rules)).toEqual(refused)
  })
})

describe('keys of which one is needed, or one alone', () => {
  const rated = (quantity: string) => clause(`counts: visit, points: 1, quantity: ${quantity}`)
  const group = (slots: string) => `groups: { g: { title: G, ${slots} } }\nclauses: { ${VISIT} }`
  test.each([
    ['a quantity of nothing', rated('{ each: 2 }'), ['/clauses/a/quantity unit_or_attribute']],
    ['a quantity of two', rated('{ unit: hour, attribute: h }'), ['/clauses/a/quantity unit_or_attribute']],
    [
      'wanted for nothing',
      clause('counts: visit, points: 1, wanted: { count: 1 }'),
      ['/clauses/a/wanted wanted_step'],
    ],
    ['points without a limit', when('{ points: total }'), ['/triggers/t/when points_bound']],
    ['points with two', when('{ points: total, atLeast: 1, below: 2 }'), ['/triggers/t/when points_bound']],
    ['days in office without a limit', when('{ inOffice: day }'), ['/triggers/t/when points_bound']],
    [
      'days in office with two',
      when('{ inOffice: day, atLeast: 1, below: 2 }'),
      ['/triggers/t/when points_bound'],
    ],
    [
      'running and so many times',
      when('{ running: 2, times: 2, of: { grade: good } }'),
      ['/triggers/t/when running_or_times'],
    ],
    [
      'a share without a limit',
      when(`{ share: ${RIGHT}, among: ${RIGHT} }`),
      ['/triggers/t/when count_bound'],
    ],
    ['several without a limit', when(`{ together: [${RIGHT}, ${RIGHT}] }`), ['/triggers/t/when count_bound']],
    [
      'otherwise of a group that needs nothing',
      group('otherwise: { cap: 1 }'),
      ['/groups/g/otherwise otherwise_of_needs'],
    ],
    [
      'otherwise of a total that needs nothing',
      `total: { otherwise: { cap: 1 } }\nclauses: { ${VISIT} }`,
      ['/total/otherwise otherwise_of_needs'],
    ],
    ['the first none', when('{ top: { share: 0, round: up } }'), ['/triggers/t/when/top/share percent']],
    ['more than all', when('{ top: { share: 101, round: up } }'), ['/triggers/t/when/top/share percent']],
    ['all of them', when('{ top: { share: 100, round: up } }'), []],
    [
      'steps of nothing',
      clause('measure: { counts: visit }, points: { target: 1, each: 0, above: 1 }'),
      ['/clauses/a/points/each above_zero'],
    ],
    [
      'a band that is no number',
      clause('measure: { counts: visit }, points: { bands: { most: 1 } }'),
      ['/clauses/a/points/bands/most band'],
    ],
    [
      'the place nought',
      clause('measure: { place: g }, points: { places: { 0: 1 } }'),
      ['/clauses/a/points/places/0 band'],
    ],
    [
      'no band at all',
      clause('measure: { counts: visit }, points: { bands: {} }'),
      ['/clauses/a/points/bands empty'],
    ],
    ['no source of points', clause('points: 1'), ['/clauses/a counts_or_when']],
  ])('%s', (_, rules, refused) => {
    expect(refusedAt(rules)).toEqual(refused)
  })
})

describe('what a clerk writes instead of what the format has', () => {
  const grades = (grade: string) => `clauses: { ${VISIT} }\ngrades: [${grade}]`
  test.each([
    [
      'a grade up to a limit',
      grades('{ grade: 优秀, min: 60, max: 90 }'),
      '/grades/0/max grade_max',
      'min: 60',
    ],
    [
      'a share as a percentage',
      grades('{ grade: 优秀, top: 20% }'),
      '/grades/0/top share_of_list',
      '{ share: 20, round: down }',
    ],
    [
      'the same of a place',
      when('{ bottom: 5％ }'),
      '/triggers/t/when/bottom share_of_list',
      '{ share: 5, round: down }',
    ],
    [
      'a table in a table',
      clause('counts: visit, points: { by: level, is: { city: { by: type, is: { news: 3 } } } }'),
      '/clauses/a/points/is/city table_in_table',
      '写成几条条款',
    ],
    [
      'a table as a limit',
      clause('counts: visit, points: 1, cap: { by: level, is: { city: 3 } }'),
      '/clauses/a/cap table_in_table',
      '封顶',
    ],
    [
      'an article beside a condition',
      `conditions: { c: { article: 第三条, counts: visit, atLeast: 1 } }\nclauses: { ${VISIT} }`,
      '/conditions/c under_is',
      'is: { … }',
    ],
    [
      'an article where no name is',
      needs('{ article: 第三条, is: { counts: visit, atLeast: 1 } }'),
      '/grades/0/needs under_is',
      '写这个条件的名称',
    ],
  ])('%s: one refusal, with what is written', (_, rules, refusal, remedy) => {
    expect(refusedAt(rules)).toEqual([refusal])
    const loaded = loadRegulation(`regulation: sample\ntitle: Sample\nperiod: calendar_year\n${rules}\n`)
    expect(loaded.ok ? '' : loaded.errors[0]!.message.zh).toContain(remedy)
  })
})

test('groups may be named in Chinese wherever a group is named', () => {
  const rules = `groups:
  会议: { title: 会议, cap: 50 }
  全会: { title: 全会, within: 会议, bestOf: clause }
  加分: { title: 加分, needs: { points: 会议, atLeast: 2 } }
clauses:
  a: { title: 走访, counts: visit, points: 2, within: 全会 }
  b: { title: 发言, counts: speech, points: 1, within: 加分 }
  c: { title: 名次, measure: { place: 会议 }, points: { places: { 1: 5 } } }
tieBreak: [会议, a]
triggers: { t: { title: 约谈, when: { points: 会议, below: 1 }, then: talk } }`
  expect(refusedAt(rules)).toEqual([])
  const loaded = loadRegulation(`regulation: sample\ntitle: 例\nperiod: calendar_year\n${rules}\n`)
  if (!loaded.ok) throw new Error('not readable')
  const cases = `regulation: sample\nyear: 2024\ncases:
  - name: 走访两次，发言一次
    facts: [{ visit: any, times: 2 }, { speech: plenary }]
    expect: { 全会: 4, 会议: 4, 加分: 1, total: 10 }\n`
  const run = runCases(cases, loaded.regulation)
  expect(run.ok && run.results.map(({ differences }) => differences)).toEqual([[]])
  expect(
    refusedAt('groups: { 1会: { title: A } }\nclauses: { a: { title: A, counts: visit, points: 1 } }'),
  ).toEqual(['/groups/1会 clause_code'])
})
