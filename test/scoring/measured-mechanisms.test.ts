import { describe, expect, test } from 'vitest'
import { checkMechanisms, refusalsOf } from '../support/mechanism-cases.ts'

/** Values that are measured and combined, weights, parts, vetoes. */

checkMechanisms({
  'upTo: only the first records, or those from one number to another': {
    rules: `
clauses:
  first: { title: A, counts: visit, points: 5, upTo: 2 }
  next: { title: B, counts: visit, points: 3, from: 3, upTo: 4 }
  rest: { title: C, counts: visit, points: 1, from: 5 }`,
    cases: `
      - { name: below, facts: [{ visit: any }], expect: { first: 5, next: 0, rest: 0 } }
      - { name: at the first limit, facts: [{ visit: any, times: 2 }], expect: { first: 10, next: 0 } }
      - { name: in the second range, facts: [{ visit: any, times: 4 }], expect: { first: 10, next: 6, rest: 0 } }
      - { name: beyond, facts: [{ visit: any, times: 6 }], expect: { first: 10, next: 6, rest: 2, total: 18 } }`,
  },
  'where attributes: further fields of a record': {
    rules: `
clauses:
  long: { title: A, counts: record, where: { attributes: { words: { atLeast: 1000, below: 5000 } } }, points: 2 }
  media: { title: B, counts: record, where: { attributes: { media: [central, provincial] } }, points: 3 }
  other: { title: C, counts: record, where: { attributes: { media: { not: central } } }, points: 1 }
  signed: { title: D, counts: record, where: { attributes: { signed: true } }, points: 4 }`,
    cases: `
      - { name: below the number, facts: [{ record: a, attributes: { words: 999 } }], expect: { long: 0, other: 1 } }
      - { name: at the number, facts: [{ record: a, attributes: { words: 1000 } }], expect: { long: 2 } }
      - { name: at its end, facts: [{ record: a, attributes: { words: 5000 } }], expect: { long: 0 } }
      - { name: a word, facts: [{ record: a, attributes: { media: central } }], expect: { media: 3, other: 0 } }
      - { name: a number as text is no number, facts: [{ record: a, attributes: { words: "1000" } }], expect: { long: 0 } }
      - { name: yes or no, facts: [{ record: a, attributes: { signed: true } }, { record: a, attributes: { signed: false } }], expect: { signed: 4 } }
      - { name: without the field, facts: [{ record: a }], expect: { long: 0, media: 0, other: 1, signed: 0 } }`,
  },
  'quantity each: for every so many of a unit': {
    rules: `
clauses:
  whole: { title: A, counts: gift, points: 1, quantity: { unit: yuan, each: 1000, round: down } }
  begun: { title: B, counts: gift, points: 1, quantity: { unit: yuan, each: 1000, round: up } }
  part: { title: C, counts: gift, points: 1, quantity: { unit: yuan, each: 1000 } }
  words: { title: D, counts: article, points: 1, quantity: { attribute: words, each: 1000, round: down } }`,
    cases: `
      - { name: below, facts: [{ gift: any, quantity: 999, unit: yuan }], expect: { whole: 0, begun: 1, part: 0.999 } }
      - { name: exactly, facts: [{ gift: any, quantity: 2000, unit: yuan }], expect: { whole: 2, begun: 2, part: 2 } }
      - { name: a further field, facts: [{ article: any, attributes: { words: 2999 } }, { article: any, attributes: { words: long } }, { article: any }], expect: { words: 2 } }
      - { name: between, facts: [{ gift: any, quantity: 2500, unit: yuan }], expect: { whole: 2, begun: 3, part: 2.5 } }`,
  },
  'repeat: a status counts once, at each level, or each time': {
    rules: `
clauses:
  once: { title: A, counts: opinion, points: { ladder: [{ adopted: { by: level, is: { city: 3, province: 5 } } }] } }
  level: { title: B, counts: opinion, points: { ladder: [{ adopted: { by: level, is: { city: 3, province: 5 } } }], repeat: level } }
  always: { title: C, counts: opinion, points: { ladder: [{ adopted: { by: level, is: { city: 3, province: 5 } } }], repeat: always } }`,
    cases: `
      - { name: on one day what is worth most, facts: [{ opinion: any, steps: [{ status: adopted, level: province }, { status: adopted, level: city }] }], expect: { once: 5, level: 8, always: 8 } }
      - name: twice by the city, once by the province
        facts:
          - opinion: any
            steps:
              - { status: adopted, level: city, day: 2024-03-01 }
              - { status: adopted, level: city, day: 2024-04-01 }
              - { status: adopted, level: province, day: 2024-05-01 }
        expect: { once: 3, level: 8, always: 11 }`,
  },
  'part of: a part of what another clause gives': {
    rules: `
clauses:
  a: { title: A, counts: proposal, where: { role: lead }, points: { ladder: [{ submitted: 10 }, { filed: 15 }] } }
  b: { title: B, counts: proposal, where: { role: joint }, points: { part: 1/2, of: a } }
  c: { title: C, counts: award, points: { by: level, is: { city: 4 } } }
  d: { title: D, counts: team_award, points: { part: 0.25, of: c } }`,
    cases: `
      - { name: a ladder, facts: [{ proposal: any, role: joint, steps: [submitted, filed] }], expect: { a: 0, b: 12.5 } }
      - { name: a table, facts: [{ team_award: any, level: city }], expect: { c: 0, d: 1 } }`,
  },
  'combine: several values for one thing': {
    rules: `
clauses:
  average: { title: A, counts: rating, where: { type: a }, points: 1, quantity: point, combine: average, cap: 20 }
  median: { title: B, counts: rating, where: { type: b }, points: 1, quantity: point, combine: median }
  highest: { title: C, counts: rating, where: { type: c }, points: 1, quantity: point, combine: highest }
  lowest: { title: D, counts: rating, where: { type: d }, points: 1, quantity: point, combine: lowest }
  latest: { title: E, counts: rating, where: { type: e }, points: 1, quantity: point, combine: latest }
  trimmed: { title: F, counts: rating, where: { type: f }, points: 1, quantity: point, combine: trimmed }`,
    cases: `
      - { name: the average, facts: [{ rating: a, quantity: 8, unit: point }, { rating: a, quantity: 9, unit: point }, { rating: a, quantity: 9, unit: point }], expect: { average: 26/3 } }
      - { name: the average and its cap, facts: [{ rating: a, quantity: 30, unit: point }], expect: { average: 20 } }
      - { name: the middle of three, facts: [{ rating: b, quantity: 1, unit: point }, { rating: b, quantity: 9, unit: point }, { rating: b, quantity: 2, unit: point }], expect: { median: 2 } }
      - { name: the middle of two, facts: [{ rating: b, quantity: 1, unit: point }, { rating: b, quantity: 4, unit: point }], expect: { median: 2.5 } }
      - { name: the highest, facts: [{ rating: c, quantity: 1, unit: point }, { rating: c, quantity: 4, unit: point }], expect: { highest: 4 } }
      - { name: the lowest may take off, facts: [{ rating: d, quantity: -3, unit: point }, { rating: d, quantity: 4, unit: point }], expect: { lowest: -3 } }
      - { name: the latest, facts: [{ rating: e, quantity: 5, unit: point, day: 2024-06-01 }, { rating: e, quantity: 9, unit: point, day: 2024-02-01 }], expect: { latest: 5 } }
      - { name: without the highest and the lowest, facts: [{ rating: f, quantity: 1, unit: point }, { rating: f, quantity: 6, unit: point }, { rating: f, quantity: 8, unit: point }, { rating: f, quantity: 10, unit: point }], expect: { trimmed: 7 } }
      - { name: two are too few to leave any out, facts: [{ rating: f, quantity: 6, unit: point }, { rating: f, quantity: 8, unit: point }], expect: { trimmed: 7 } }`,
  },
  'combine by role: several kinds of raters with weights': {
    rules: `
clauses:
  a:
    title: A
    counts: assessment
    points: 1
    quantity: point
    combine: { by: role, weights: { public: 3/10, panel: 7/10 } }`,
    cases: `
      - { name: both, facts: [{ assessment: x, role: public, quantity: 80, unit: point }, { assessment: x, role: public, quantity: 90, unit: point }, { assessment: x, role: panel, quantity: 100, unit: point }], expect: { a: 95.5 } }
      - { name: one kind has not rated yet, facts: [{ assessment: x, role: panel, quantity: 100, unit: point }], expect: { a: 70 } }
      - { name: others have no weight, facts: [{ assessment: x, role: self, quantity: 100, unit: point }], expect: { a: 0 } }`,
  },
  'combine in windows: two rounds of half a year': {
    rules: `
clauses:
  rounds: { title: A, counts: assessment, points: 1/2, quantity: point, combine: latest, window: half_year }`,
    cases: `
      - { name: the latest of each half, facts: [{ assessment: x, quantity: 60, unit: point, day: 2024-02-01 }, { assessment: x, quantity: 80, unit: point, day: 2024-06-30 }, { assessment: x, quantity: 90, unit: point, day: 2024-07-01 }], expect: { rounds: 85 } }`,
  },
  'weight: a part of the whole counts by its weight': {
    rules: `
groups:
  meetings: { title: M, cap: 100, weight: 2/5 }
  work: { title: W, weight: 3/5 }
clauses:
  a: { title: A, counts: talk, points: 30, within: meetings }
  b: { title: B, counts: visit, points: 10, within: work }`,
    cases: `
      - { name: both, facts: [{ talk: any, times: 2 }, { visit: any, times: 5 }], expect: { meetings: 24, work: 30, total: 54 } }
      - { name: the cap comes first, facts: [{ talk: any, times: 4 }], expect: { meetings: 40 } }`,
  },
  'total needs: a veto on everything': {
    rules: `
total: { needs: { not: { counts: offence, atLeast: 1 } }, cap: 100 }
clauses: { a: { title: A, counts: visit, points: 10 } }`,
    cases: `
      - { name: without it, facts: [{ visit: any }], expect: { total: 10 } }
      - { name: with it, facts: [{ visit: any }, { offence: any }], expect: { total: 0 } }`,
  },
  'forced: a grade whatever the total': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 100 } }
grades:
  - { grade: good, min: 90 }
  - { grade: fair, min: 60 }
  - { grade: bad, forced: { counts: attendance, where: { meeting: plenary, outcome: absent }, atLeast: 2 } }`,
    cases: `
      - { name: one absence, facts: [{ visit: any }, { attendance: plenary, outcome: absent }], expect: { grade: good } }
      - { name: two absences, facts: [{ visit: any }, { attendance: plenary, outcome: absent, times: 2 }], expect: { grade: bad, total: 100 } }`,
  },
  'exempt: what softens a consequence': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 1 } }
triggers:
  exit: { title: E, when: { points: total, below: 1 }, unless: { exempt: [illness, abroad] }, then: exit }
  warn: { title: W, when: { all: [{ points: total, below: 1 }, { exempt: any }] }, then: reminder }
  long: { title: L, when: { exempt: any, days: 31 }, then: talk }`,
    cases: `
      - { name: without a reason, facts: [], expect: { exit: exit, warn: none } }
      - { name: ill, member: { exempt: { from: 2024-03-01, to: 2024-04-01, reason: illness } }, facts: [], expect: { exit: none, warn: reminder, long: talk } }
      - { name: thirty days are not thirty-one, member: { exempt: { from: 2024-03-01, to: 2024-03-30, reason: illness } }, facts: [], expect: { long: none } }
      - { name: for another reason, member: { exempt: { from: 2024-03-01, reason: leave } }, facts: [], expect: { exit: exit, warn: reminder } }
      - { name: in another year, member: { from: 2023-01-01, exempt: { from: 2023-03-01, to: 2023-04-01, reason: illness } }, facts: [], expect: { exit: exit, warn: none } }`,
  },
  'sum: amounts against a number': {
    rules: `
conditions: { hours: { counts: service, sum: hour, atLeast: 20 } }
clauses: { a: { title: A, when: hours, points: 5 } }`,
    cases: `
      - { name: below, facts: [{ service: any, quantity: 19.5, unit: hour }], expect: { a: 0 } }
      - { name: in several, facts: [{ service: any, quantity: 12, unit: hour, times: 2 }], expect: { a: 5 } }
      - { name: in another unit, facts: [{ service: any, quantity: 30, unit: day }], expect: { a: 0 } }`,
  },
  'start prorated: by days or months in office': {
    rules: `
total: { start: { office: { standing_member: 120 }, others: 60, prorated: months } }
groups: { base: { title: B, start: { figure: 366, prorated: days } } }
clauses: { a: { title: A, counts: visit, points: 1, within: base } }`,
    cases: `
      - { name: the whole year, facts: [], expect: { base: 366, total: 426 } }
      - { name: from the last day of July, member: { from: 2024-07-31 }, facts: [], expect: { base: 154, total: 184 } }
      - { name: exempt for April, member: { exempt: { from: 2024-04-01, to: 2024-04-30 } }, facts: [], expect: { base: 336, total: 391 } }
      - { name: by office, member: { office: standing_member, to: 2024-06-30 }, facts: [], expect: { base: 182, total: 242 } }`,
  },
  'measure share: points that follow a rate': {
    rules: `
clauses:
  rate:
    title: A
    measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent, leave_approved] } } }
    points: 20
  bands:
    title: B
    measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }
    points: { bands: { 80: 15, 90: 20, 60: 10 } }
  steps:
    title: C
    measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }
    points: { target: 80, at: 10, each: 10, above: 1, below: -2, round: down }`,
    cases: `
      - { name: of nothing there is no rate, facts: [], expect: { rate: 0, bands: 0, steps: 0 } }
      - { name: leave is among the meetings, facts: [{ attendance: x, outcome: attended, times: 3 }, { attendance: x, outcome: leave_approved }], expect: { rate: 15, bands: 20 } }
      - { name: below every band, facts: [{ attendance: x, outcome: attended }, { attendance: x, outcome: absent }], expect: { bands: 0, steps: 4 } }
      - { name: at a band, facts: [{ attendance: x, outcome: attended, times: 4 }, { attendance: x, outcome: absent }], expect: { bands: 15, steps: 10 } }
      - { name: a part of a step does not count, facts: [{ attendance: x, outcome: attended, times: 7 }, { attendance: x, outcome: absent, times: 2 }], expect: { steps: 10 } }
      - { name: all, facts: [{ attendance: x, outcome: attended, times: 4 }], expect: { rate: 20, bands: 20, steps: 12 } }`,
  },
  'measure of sessions: prorated by the sessions a member was eligible for': {
    rules: `
clauses:
  a:
    title: A
    measure: { share: { counts: attendance, per: session, where: { outcome: attended } }, among: { counts: attendance, per: session, where: { outcome: [attended, absent, leave_approved] } } }
    points: 30`,
    cases: `
      - { name: three of four, facts: [{ session: x, outcome: attended, times: 3 }, { session: x, outcome: absent }], expect: { a: 22.5 } }
      - { name: exempt sessions are not among them, facts: [{ session: x, outcome: attended }, { session: x, outcome: exempt, times: 5 }], expect: { a: 30 } }`,
  },
  'measure number: a count or an amount by bands': {
    rules: `
clauses:
  count: { title: A, measure: { counts: proposal }, points: { bands: { 1: 3, 2: 6, 3: 10 } } }
  hours: { title: B, measure: { counts: service, sum: hour }, points: { bands: { 10: 1, 20: 5 } } }`,
    cases: `
      - { name: none, facts: [], expect: { count: 0, hours: 0 } }
      - { name: two, facts: [{ proposal: any, times: 2 }], expect: { count: 6 } }
      - { name: more than the highest, facts: [{ proposal: any, times: 7 }], expect: { count: 10 } }
      - { name: hours in several records, facts: [{ service: any, quantity: 9.5, unit: hour }, { service: any, quantity: 10.5, unit: hour }], expect: { hours: 5 } }`,
  },
})

describe('what cannot be is refused', () => {
  const clause = (slots: string) => `clauses: { a: { title: A, ${slots} } }`
  test.each([
    ['bands without a measure', clause('counts: visit, points: { bands: { 90: 1 } }'), ['points_of_measure']],
    [
      'a figure for a place',
      clause('measure: { place: b }, points: 3'),
      ['unknown_points', 'places_of_place'],
    ],
    [
      'places for a rate',
      clause('measure: { counts: visit }, points: { places: { 1: 3 } }'),
      ['places_of_place'],
    ],
    [
      'a comparison of itself',
      clause('measure: { place: a }, points: { places: { 1: 3 } }'),
      ['compare_first'],
    ],
    [
      'a comparison of the group it stands in',
      `groups: { g: { title: G } }\n${clause('measure: { place: g }, points: { places: { 1: 3 } }, within: g')}`,
      ['compare_first'],
    ],
    [
      'people of a member',
      clause('measure: { people: { counts: visit, atLeast: 1 } }, points: 3'),
      ['only_of_bodies'],
    ],
    ['facts of the people of a member', clause('of: members, counts: visit, points: 3'), ['only_of_bodies']],
    [
      'a measure and facts',
      clause('counts: visit, measure: { counts: visit }, points: 3'),
      ['counts_or_when'],
    ],
    ['a part of nothing', clause('counts: visit, points: { part: 1/2, of: b }'), ['unknown_clause']],
    ['a part of a part', clause('counts: visit, points: { part: 1/2, of: a }'), ['part_of_figures']],
    [
      'several values of a ladder',
      clause('counts: visit, points: { ladder: [{ filed: 1 }] }, combine: average'),
      ['combine_alone'],
    ],
    [
      'a number of a ladder of two steps',
      clause('counts: visit, points: { ladder: [{ planned: 1 }, { made: 2 }] }, from: 2'),
      ['numbering_ladder'],
    ],
    ['a range that is none', clause('counts: visit, points: 1, from: 5, upTo: 3'), ['count_never']],
    [
      'a weight above one',
      `groups: { g: { title: G, weight: 1.5 } }\n${clause('counts: visit, points: 1')}`,
      ['part'],
    ],
    [
      'a list of nobody',
      `lists: { l: { title: L } }\n${clause('counts: visit, points: 1')}`,
      ['list_of_whom'],
    ],
    [
      'a number that is wanted over the term',
      clause('counts: visit, points: 1, window: term, wanted: { count: 1, missing: -1 }'),
      ['term_wanted'],
    ],
    [
      'an empty range of a field',
      clause('counts: visit, points: 1, where: { attributes: { words: {} } }'),
      ['count_bound'],
    ],
    [
      'every nothing of a unit',
      clause('counts: visit, points: 1, quantity: { unit: yuan, each: 0 }'),
      ['above_zero'],
    ],
    [
      'a total that needs itself',
      `total: { needs: { points: total, atLeast: 1 } }\n${clause('counts: visit, points: 1')}`,
      ['points_of_needing'],
    ],
  ])('%s', (_, rules, codes) => {
    expect(refusalsOf(rules)).toEqual(codes)
  })
})
