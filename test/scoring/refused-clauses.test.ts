import { describe, expect, test } from 'vitest'
import { refusedAt } from '../support/mechanism-cases.ts'

/** Clauses, groups and readings whose keys are right one by one but not together: refused where they stand. */

const VISIT = 'a: { title: A, counts: visit, points: 1 }'
const when = (condition: string) =>
  `clauses: { ${VISIT} }\ngrades: [{ grade: good }]\ntriggers: { t: { title: T, when: ${condition}, then: talk } }`
const clause = (slots: string) => `groups: { g: { title: G } }\nclauses: { a: { title: A, ${slots} } }`

describe('slots of a clause that do not go together', () => {
  const BANDS = 'points: { bands: { 1: 2 } }'
  test.each([
    ...[
      'of: members',
      'per: session',
      'attendance: all',
      'share: first_only',
      'once: true',
      'from: 2',
      'upTo: 2',
      'fullAt: 2',
      'combine: average',
      'window: month, cap: 3',
      'quantity: hour',
      'replaces: b',
    ].map((slot): [string, string, string[]] => [
      `a condition and ${slot}`,
      `subject: sector\nclauses: { a: { title: A, when: { office: chair }, points: 1, ${slot} }, b: { title: B, counts: visit, points: 1 } }`,
      [`/clauses/a/${slot.split(':')[0]} not_of_condition`],
    ]),
    [
      'a condition and fields of a record',
      clause('when: { office: chair }, where: { type: x }, points: 1'),
      ['/clauses/a/where not_of_condition'],
    ],
    [
      'a condition and a table',
      clause('when: { office: chair }, points: { by: type, is: { x: 1 } }'),
      ['/clauses/a/points not_of_condition'],
    ],
    [
      'a measure and a table',
      clause('measure: { counts: visit }, points: { by: type, is: { x: 1 } }'),
      ['/clauses/a/points not_of_condition'],
    ],
    ['a measure and bands', clause(`measure: { counts: visit }, ${BANDS}`), []],
    ['a place and bands', clause(`measure: { place: g }, ${BANDS}`), []],
    [
      'a place of nothing',
      clause('measure: { place: nothing }, points: { places: { 1: 2 } }'),
      ['/clauses/a/measure unknown_points'],
    ],
    [
      'a place by the total',
      clause('measure: { place: total }, points: { places: { 1: 2 } }'),
      ['/clauses/a/measure compare_first'],
    ],
    [
      'each person of a member',
      clause('measure: { counts: visit, each: person }, points: 1'),
      ['/clauses/a/measure/each only_of_bodies'],
    ],
    [
      'a ladder of attendance',
      clause('counts: attendance, where: { outcome: absent }, points: { ladder: [{ filed: 1 }] }'),
      ['/clauses/a/points/ladder not_of_attendance'],
    ],
    [
      'a quantity of attendance',
      clause('counts: attendance, where: { outcome: absent }, points: 1, quantity: hour'),
      ['/clauses/a/quantity not_of_attendance'],
    ],
    [
      'sessions by a rule of meetings',
      clause('counts: attendance, per: session, attendance: all, where: { outcome: absent }, points: 1'),
      ['/clauses/a/attendance attendance_of_session'],
    ],
    [
      'meetings by a rule',
      clause('counts: attendance, per: meeting, attendance: all, where: { outcome: absent }, points: 1'),
      [],
    ],
    [
      'an outcome of sessions in a table of meetings',
      clause('counts: attendance, points: { by: outcome, is: { absent: -1, late: -2 } }'),
      ['/clauses/a/points/is/late outcome_of_session'],
    ],
    [
      'an outcome that is none',
      clause('counts: attendance, per: session, points: { by: outcome, is: { late: -2, asleep: -1 } }'),
      ['/clauses/a/points/is/asleep unknown_outcome'],
    ],
    [
      'a table of another field of attendance',
      clause('counts: attendance, points: { by: type, is: { x: 1 } }'),
      ['/clauses/a/where outcome_needed'],
    ],
    [
      'a visit and a rule of meetings',
      clause('counts: visit, attendance: all, points: 1'),
      ['/clauses/a/attendance only_of_attendance'],
    ],
    [
      'a visit and an outcome',
      clause('counts: visit, where: { outcome: absent }, points: 1'),
      ['/clauses/a/where/outcome only_of_attendance'],
    ],
    [
      'a visit and a table of outcomes',
      clause('counts: visit, points: { by: outcome, is: { absent: 1 } }'),
      ['/clauses/a/points/by only_of_attendance'],
    ],
    [
      'a clause that replaces itself',
      clause('counts: visit, points: 1, replaces: a'),
      ['/clauses/a/replaces unknown_clause'],
    ],
    ['the third record alone', clause('counts: visit, points: 1, from: 3, upTo: 3'), []],
    [
      'a window of nothing',
      clause('counts: visit, points: 1, window: month'),
      ['/clauses/a/window window_of_nothing'],
    ],
    [
      'a quantity of a ladder',
      clause('counts: visit, points: { ladder: [{ filed: 1 }] }, quantity: hour'),
      ['/clauses/a/quantity quantity_ladder'],
    ],
    [
      'a ladder that falls',
      clause('counts: visit, points: { ladder: [{ filed: 1 }, { dropped: -1 }], steps: highest }'),
      ['/clauses/a/points/ladder highest_negative'],
    ],
    [
      'a ladder that falls, step by step',
      clause('counts: visit, points: { ladder: [{ filed: 1 }, { dropped: -1 }] }'),
      [],
    ],
    [
      'values that are combined and numbered',
      clause('counts: visit, points: 1, combine: average, once: true'),
      ['/clauses/a/combine combine_alone'],
    ],
    [
      'a cap below nothing, from a day on',
      clause('counts: visit, points: 1, cap: { 2024-01-01: 5, 2025-01-01: -5 }'),
      ['/clauses/a/cap cap_negative'],
    ],
    [
      'a floor above nothing',
      clause('counts: visit, points: 1, floor: 1'),
      ['/clauses/a/floor floor_positive'],
    ],
    ['a cap and a floor of nothing', clause('counts: visit, points: 1, cap: 0, floor: 0'), []],
    [
      'a clause of a reading',
      `clauses: { ${VISIT} }\nreadings: { b: { r: { text: R, clause: { title: B, counts: visit, points: 1, within: nowhere } } } }`,
      ['/readings/b/r/clause/within unknown_group'],
    ],
  ])('%s', (_, rules, refused) => {
    expect(refusedAt(rules)).toEqual(refused)
  })
})

describe('a whole that does not stand', () => {
  test.each([
    ['no clause and no consequence', 'groups: { g: { title: G } }', ['/clauses empty']],
    ['a consequence alone', 'triggers: { t: { title: T, when: { office: chair }, then: talk } }', []],
    [
      'a group called like a sum',
      `groups: { start: { title: S } }\nclauses: { ${VISIT} }`,
      ['/groups/start taken_name'],
    ],
    [
      'a clause called like a group',
      `groups: { a: { title: G } }\nclauses: { ${VISIT} }`,
      ['/clauses/a taken_name'],
    ],
    [
      'a total that stops below nothing',
      `total: { cap: -1 }\nclauses: { ${VISIT} }`,
      ['/total/cap cap_negative'],
    ],
    [
      'a group that needs something within another',
      `groups: { g: { title: G }, h: { title: H, within: g, needs: { office: chair } } }\nclauses: { ${VISIT} }`,
      ['/groups/h/needs needs_outermost'],
    ],
    [
      'a group around one that needs something',
      `groups: { g: { title: G, needs: { office: chair } }, h: { title: H, within: g, needs: { office: chair } } }\nclauses: { ${VISIT} }`,
      ['/groups/g/needs needs_outermost', '/groups/h/needs needs_outermost'],
    ],
    [
      'a group around one that needs nothing',
      `groups: { g: { title: G, needs: { office: chair } }, h: { title: H, within: g } }\nclauses: { ${VISIT} }`,
      [],
    ],
    [
      'a group within itself',
      `groups: { g: { title: G, within: g } }\nclauses: { ${VISIT} }`,
      ['/groups/g/within group_circle'],
    ],
    [
      'groups within each other, which others ask about',
      `groups: { h: { title: H, within: i }, i: { title: I, within: h }, k: { title: K, needs: { points: h, atLeast: 1 } } }
clauses: { a: { title: A, measure: { place: h }, points: { places: { 1: 2 } } }, b: { title: B, measure: { place: total }, points: { places: { 1: 2 } }, within: i } }`,
      [
        '/groups/h/within group_circle',
        '/groups/i/within group_circle',
        '/clauses/a/measure compare_first',
        '/clauses/b/measure compare_first',
      ],
    ],
    [
      'a reading that is taken in a clause of two numbers',
      `clauses: { A-1+2: { title: A, counts: visit, points: 1 } }\nreadings: { A-2: { r: { text: R, taken: true } }, A-3: { r: { text: R, taken: true } } }`,
      ['/readings/A-3/r unknown_clause'],
    ],
    [
      'a reading that is taken in a consequence and in a condition',
      `conditions: { c: { article: A-4, is: { office: chair } } }\n${when('c').replace('{ t:', '{ A-3:')}\nreadings: { A-3+4: { r: { text: R, taken: true } } }`,
      [],
    ],
    [
      'a reading of an article that a group or a clause cites',
      `groups: { g: { title: G, article: A-5, cap: 3 } }\nclauses: { a: { title: A, article: A-6, counts: visit, points: 1, within: g } }\nreadings: { A-5: { r: { text: R, taken: true } }, A-6: { r: { text: R, taken: true } }, A-7: { r: { text: R, taken: true } } }`,
      ['/readings/A-7/r unknown_clause'],
    ],
    [
      'and of a group that is refused itself',
      `groups: { g: { title: G, article: A-5, cap: much } }\nclauses: { ${VISIT} }\nreadings: { A-5: { r: { text: R, taken: true } } }`,
      ['/groups/g/cap points'],
    ],
    [
      'an option of a reading that is not offered',
      `options: { a: other }\nclauses: { ${VISIT} }`,
      ['/options/a unknown_reading'],
    ],
  ])('%s', (_, rules, refused) => {
    expect(refusedAt(rules)).toEqual(refused)
  })
})
