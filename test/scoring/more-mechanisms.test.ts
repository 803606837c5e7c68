import { expect, test } from 'vitest'
import { whole } from '../../src/core/points.ts'
import { compile } from '../../src/scoring/apply/compile.ts'
import { scoreMember } from '../../src/scoring/apply/score.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { type Period, ScoredMember } from '../../src/scoring/facts.ts'
import type { Ladder } from '../../src/scoring/mechanisms/figure.ts'
import { climb } from '../../src/scoring/mechanisms/ladder.ts'
import { partsOf } from '../../src/scoring/mechanisms/window.ts'
import { checkMechanisms, type Mechanisms } from '../support/mechanism-cases.ts'

/** Windows, the best of several, quantities, allotments by office, conditions, grades that need them, consequences. */

const MECHANISMS: Mechanisms = {
  'window: a cap for each quarter': {
    rules: 'clauses: { a: { title: A, counts: visit, points: 2, cap: 3, window: quarter } }',
    cases: `
      - { name: below, facts: [{ visit: any, day: 2024-01-05 }], expect: { a: 2 } }
      - { name: above in one quarter, facts: [{ visit: any, day: 2024-01-05 }, { visit: any, day: 2024-03-31 }], expect: { a: 3 } }
      - { name: the next quarter counts anew, facts: [{ visit: any, day: 2024-01-05 }, { visit: any, day: 2024-03-31 }, { visit: any, day: 2024-04-01 }], expect: { a: 5 } }`,
  },
  'window: one record a month, full at two in a half-year': {
    rules: `
clauses:
  monthly: { title: A, counts: visit, points: 1, once: true, window: month }
  halves: { title: B, counts: study, points: 10, fullAt: 2, window: half_year }`,
    cases: `
      - { name: once a month, facts: [{ visit: any, day: 2024-01-05 }, { visit: any, day: 2024-01-31 }, { visit: any, day: 2024-02-01 }], expect: { monthly: 2 } }
      - { name: two in a half, facts: [{ study: any, day: 2024-01-05 }, { study: any, day: 2024-06-30 }], expect: { halves: 10 } }
      - { name: one in each half, facts: [{ study: any, day: 2024-06-30 }, { study: any, day: 2024-07-01 }], expect: { halves: 0 } }`,
  },
  'bestOf clause: of the clauses of a group the one that comes to most': {
    rules: `
groups: { either: { title: E, bestOf: clause, cap: 20 } }
clauses:
  opinions: { title: A, counts: opinion, points: 8, within: either }
  history: { title: B, counts: article, points: 15, within: either }`,
    cases: `
      - { name: one of them, facts: [{ opinion: any }], expect: { either: 8 } }
      - { name: the better one, facts: [{ opinion: any }, { article: any }], expect: { opinions: 0, history: 15, either: 15 } }
      - { name: two of the other are more, facts: [{ opinion: any, times: 2 }, { article: any }], expect: { opinions: 16, history: 0, either: 16 } }
      - { name: and then the cap, facts: [{ opinion: any, times: 3 }, { article: any }], expect: { either: 20 } }
      - { name: of equals the first, facts: [{ article: any, times: 8 }, { opinion: any, times: 15 }], expect: { either: 20 } }`,
  },
  'bestOf fact: one record in several clauses': {
    rules: `
groups: { levels: { title: L, bestOf: fact } }
clauses:
  city: { title: A, counts: award, where: { level: [city, province] }, points: 4, within: levels }
  province: { title: B, counts: award, where: { level: province }, points: 8, within: levels }
  capped: { title: C, counts: prize, points: 8, cap: 4, within: levels }
  plain: { title: D, counts: prize, where: { level: city }, points: 5, within: levels }
  taken: { title: E, counts: report, points: -5, within: levels }
  nothing: { title: F, counts: report, points: 0, within: levels }`,
    cases: `
      - { name: the higher one, facts: [{ award: any, level: province }], expect: { city: 0, province: 8, levels: 8 } }
      - { name: what its cap has left is compared, facts: [{ prize: any, level: city }], expect: { capped: 0, plain: 5 } }
      - { name: nothing is better than what is taken, facts: [{ report: any }], expect: { taken: 0, nothing: 0 } }
      - { name: another record has its own, facts: [{ award: any, level: province }, { award: any, level: city }], expect: { city: 4, province: 8 } }`,
  },
  'bestOf meeting: being there or speaking, not both': {
    rules: `
groups: { there: { title: T, bestOf: meeting } }
clauses:
  came: { title: A, counts: attendance, where: { outcome: attended }, points: 2, within: there }
  spoke: { title: B, counts: speech, points: 5, within: there }
  wrote: { title: C, counts: article, points: 1, within: there }`,
    cases: `
      - { name: both at one meeting, facts: [{ attendance: x, outcome: attended, meeting: m }, { speech: x, meeting: m }], expect: { came: 0, spoke: 5 } }
      - { name: without a meeting nothing is compared, facts: [{ article: any }, { speech: any }], expect: { wrote: 1, spoke: 5 } }
      - { name: at two meetings, facts: [{ attendance: x, outcome: attended, meeting: m }, { speech: x, meeting: n }], expect: { came: 2, spoke: 5 } }`,
  },
  'quantity: a figure for one of a unit': {
    rules: 'clauses: { a: { title: A, counts: service, points: 0.5, quantity: hour, cap: 5 } }',
    cases: `
      - { name: hours, facts: [{ service: charity, quantity: 3, unit: hour }], expect: { a: 1.5 } }
      - { name: parts of hours are exact, facts: [{ service: charity, quantity: 2.5, unit: hour }], expect: { a: 1.25 } }
      - { name: at the cap, facts: [{ service: charity, quantity: 10, unit: hour }], expect: { a: 5 } }
      - { name: above the cap, facts: [{ service: charity, quantity: 11, unit: hour }], expect: { a: 5 } }
      - { name: another unit, facts: [{ service: charity, quantity: 3, unit: yuan }], expect: { a: 0 } }
      - { name: no quantity, facts: [{ service: charity }], expect: { a: 0 } }`,
  },
  'start: an allotment by office on the first day': {
    rules: `
total: { start: { office: { standing_member: 120 }, others: 100 } }
clauses: { a: { title: A, counts: fault, points: -10 } }`,
    cases: `
      - { name: an ordinary member, facts: [], expect: { total: 100 } }
      - { name: a standing member, member: { office: standing_member }, facts: [{ fault: any }], expect: { total: 110 } }
      - { name: one who became it later, member: { offices: [{ code: standing_member, from: 2024-01-02 }] }, facts: [], expect: { total: 100 } }`,
  },
  'conditions: counts, alternatives, parts of the year, office, points': {
    rules: `
conditions:
  basket: { all: [{ counts: visit, atLeast: 2 }, { any: [{ counts: opinion, atLeast: 1 }, { counts: proposal, status: filed, atLeast: 1 }] }] }
  quarterly: { counts: study, atLeast: 1, each: quarter }
groups: { g: { title: G } }
clauses:
  a: { title: A, counts: visit, points: 50, within: g }
  b: { title: B, counts: study, points: 1 }
grades:
  - { grade: best, min: 100, needs: { all: [basket, quarterly] } }
  - { grade: good, min: 100, needs: basket }
  - { grade: weak }
triggers:
  few: { title: few, when: { counts: opinion, atMost: 0 }, then: reminder }
  low: { title: low, when: { points: g, below: 100 }, unless: { counts: illness, atLeast: 1 }, then: talk }
  chair: { title: chair, who: { office: chair }, when: { not: { office: member } }, then: note }`,
    cases: `
      - { name: nothing, facts: [], expect: { grade: weak, few: reminder, low: talk, chair: none } }
      - { name: the basket by the one, facts: [{ visit: any, times: 2 }, { opinion: any }], expect: { grade: good, few: none, low: none } }
      - { name: the basket by the other, facts: [{ visit: any, times: 2 }, { proposal: any, steps: [submitted, filed] }], expect: { grade: good, few: reminder } }
      - { name: not filed is not enough, facts: [{ visit: any, times: 2 }, { proposal: any, steps: [submitted] }], expect: { grade: weak } }
      - { name: three quarters are not four, facts: [{ visit: any, times: 2 }, { opinion: any }, { study: any, day: 2024-01-01 }, { study: any, day: 2024-04-01 }, { study: any, day: 2024-07-01 }], expect: { grade: good } }
      - { name: every quarter, facts: [{ visit: any, times: 2 }, { opinion: any }, { study: any, day: 2024-01-01 }, { study: any, day: 2024-04-01 }, { study: any, day: 2024-07-01 }, { study: any, day: 2024-12-31 }], expect: { grade: best } }
      - { name: a reason softens it, facts: [{ illness: any }], expect: { low: none } }
      - { name: for the chair alone, member: { office: chair }, facts: [], expect: { chair: note } }
      - { name: withdrawn does not count, facts: [{ visit: any, times: 2 }, { proposal: any, steps: [submitted, filed, withdrawn] }], expect: { grade: weak } }
      - { name: declared alone does not count, facts: [{ visit: any, times: 2 }, { opinion: any, verified: false }], expect: { grade: weak } }`,
  },
  'when: points once a condition holds': {
    rules: `
groups: { base: { title: B, cap: 50 } }
conditions: { two: { counts: visit, atLeast: 2 } }
clauses:
  basket: { title: A, when: two, points: 60, within: base }
  chairs: { title: C, who: { office: chair }, when: { not: two }, points: -5 }`,
    cases: `
      - { name: not yet, facts: [{ visit: any }], expect: { basket: 0, total: 0 } }
      - { name: once, facts: [{ visit: any, times: 5 }], expect: { basket: 50, base: 50, total: 50 } }
      - { name: for an office, member: { office: chair }, facts: [], expect: { chairs: -5 } }`,
  },
  'wanted: what is missing costs, what is more gives, in each part of the year': {
    rules: `
clauses:
  quarterly: { title: A, counts: article, points: 0, wanted: { count: 1, missing: -2 }, window: quarter }
  bills: { title: B, counts: bill, points: 0, wanted: { count: 3, missing: -5, more: 5 } }
  shrinking: { title: C, counts: visit, points: 1, wanted: { count: 12, missing: -1, shrinks: down } }`,
    cases: `
      - { name: nothing at all, facts: [], expect: { quarterly: -8, bills: -15, shrinking: -12 } }
      - { name: one a quarter but for the last, facts: [{ article: any, day: 2024-01-31 }, { article: any, day: 2024-06-30, times: 2 }, { article: any, day: 2024-07-01 }], expect: { quarterly: -2 } }
      - { name: exactly, facts: [{ bill: any, times: 3 }], expect: { bills: 0 } }
      - { name: one more, facts: [{ bill: any, times: 4 }], expect: { bills: 5 } }
      - { name: one less, facts: [{ bill: any, times: 2 }], expect: { bills: -5 } }
      - { name: half a year in office halves it, member: { from: 2024-07-01 }, facts: [{ visit: any, day: 2024-08-01, times: 5 }], expect: { shrinking: 4, quarterly: -4 } }
      - { name: an exempt year asks for nothing, member: { exempt: { from: 2024-01-01, to: 2024-12-31 } }, facts: [], expect: { shrinking: 0 } }
      - { name: what is withdrawn is missing, facts: [{ bill: any, steps: [submitted, withdrawn], times: 3 }], expect: { bills: -15 } }`,
  },
  'share: a part of facts in percent, none of nothing': {
    rules: `
clauses:
  high: { title: A, when: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent, leave_approved] } }, atLeast: 90 }, points: 10 }
  middle: { title: B, when: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent, leave_approved] } }, atLeast: 60, below: 90 }, points: 6 }`,
    cases: `
      - { name: none of nothing, facts: [], expect: { high: 0, middle: 0 } }
      - { name: exactly ninety, facts: [{ attendance: x, outcome: attended, times: 9 }, { attendance: x, outcome: absent }], expect: { high: 10, middle: 0 } }
      - { name: half a percent below, facts: [{ attendance: x, outcome: attended, times: 17 }, { attendance: x, outcome: absent, times: 2 }], expect: { high: 0, middle: 6 } }
      - { name: just below, facts: [{ attendance: x, outcome: attended, times: 8 }, { attendance: x, outcome: leave_approved }], expect: { high: 0, middle: 6 } }
      - { name: exactly sixty, facts: [{ attendance: x, outcome: attended, times: 6 }, { attendance: x, outcome: absent, times: 4 }], expect: { middle: 6 } }
      - { name: below, facts: [{ attendance: x, outcome: attended }, { attendance: x, outcome: absent }], expect: { high: 0, middle: 0 } }`,
  },
  'each part of the year asks only where there is a mandate and no exemption': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 1 } }
grades: [{ grade: good, needs: { counts: visit, atLeast: 1, each: quarter } }, { grade: weak }]`,
    cases: `
      - { name: added in July, member: { from: 2024-07-01 }, facts: [{ visit: any, day: 2024-07-01 }, { visit: any, day: 2024-10-01 }], expect: { grade: good } }
      - { name: nothing in spring of who leaves next year, member: { from: 2022-01-01, to: 2025-06-30 }, facts: [{ visit: any, day: 2024-04-01 }, { visit: any, day: 2024-07-01 }, { visit: any, day: 2024-10-01 }], expect: { grade: weak } }
      - { name: ill in spring, member: { exempt: { from: 2024-04-01, to: 2024-06-30 } }, facts: [{ visit: any, day: 2024-01-01 }, { visit: any, day: 2024-07-01 }, { visit: any, day: 2024-10-01 }], expect: { grade: good } }
      - { name: ill for a part of it, member: { exempt: { from: 2024-04-02, to: 2024-06-30 } }, facts: [{ visit: any, day: 2024-01-01 }, { visit: any, day: 2024-07-01 }, { visit: any, day: 2024-10-01 }], expect: { grade: weak } }`,
  },
  'needs of a group: a bonus only if the base is full': {
    rules: `
groups:
  base: { title: B, cap: 10 }
  bonus: { title: X, cap: 20, needs: { points: base, atLeast: 10 } }
  extra: { title: Y, needs: { counts: opinion, atLeast: 1 } }
total: { cap: 25 }
clauses:
  a: { title: A, counts: visit, points: 5, within: base }
  b: { title: B, counts: award, points: 8, within: bonus }
  c: { title: C, counts: study, points: 1, within: extra }`,
    cases: `
      - { name: the base is not full, facts: [{ visit: any }, { award: any }], expect: { base: 5, bonus: 0, total: 5 } }
      - { name: it is, facts: [{ visit: any, times: 2 }, { award: any }], expect: { base: 10, bonus: 8, total: 18 } }
      - { name: and its own cap and that of the total, facts: [{ visit: any, times: 3 }, { award: any, times: 3 }], expect: { base: 10, bonus: 15, total: 25 } }
      - { name: a condition about facts, facts: [{ study: any, times: 2 }], expect: { extra: 0 } }
      - { name: that holds, facts: [{ study: any, times: 2 }, { opinion: any }], expect: { extra: 2 } }`,
  },
  'repeated: two years running, and so many times': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 10 } }
grades: [{ grade: good, min: 60 }, { grade: weak }]
triggers:
  running: { title: R, when: { running: 2, of: { points: total, below: 60 } }, then: talk }
  often: { title: O, when: { times: 3, of: { grade: weak } }, then: exit }`,
    cases: `
      - { name: this year alone, facts: [], expect: { running: none, often: none } }
      - { name: the year before as well, earlier: [{ total: 59.99, grade: weak }], facts: [], expect: { running: talk, often: none } }
      - { name: at the limit it was not, earlier: [{ total: 60, grade: good }], facts: [], expect: { running: none } }
      - { name: with a good year between, earlier: [{ total: 10, grade: weak }, { total: 70, grade: good }], facts: [], expect: { running: none, often: none } }
      - { name: three times though not running, earlier: [{ total: 10, grade: weak }, { total: 10, grade: weak }, { total: 70, grade: good }], facts: [], expect: { running: none, often: exit } }
      - { name: not this year, earlier: [{ total: 10, grade: weak }, { total: 10, grade: weak }], facts: [{ visit: any, times: 6 }], expect: { running: none, often: none } }`,
  },
  'mandate: it begins or ends in the period, or covers it': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 1 } }
triggers:
  begins: { title: B, when: { mandate: begins }, then: note }
  ends: { title: E, when: { mandate: ends }, then: note }
  whole: { title: W, when: { mandate: whole }, then: note }`,
    cases: `
      - { name: from long before, member: { from: 2022-01-01 }, facts: [], expect: { begins: none, ends: none, whole: note } }
      - { name: from the first day, member: { from: 2024-01-01 }, facts: [], expect: { begins: none, ends: none, whole: note } }
      - { name: from the second day, member: { from: 2024-01-02 }, facts: [], expect: { begins: note, ends: none, whole: none } }
      - { name: from the last day, member: { from: 2024-12-31 }, facts: [], expect: { begins: note, ends: none, whole: none } }
      - { name: to the last day, member: { from: 2022-01-01, to: 2024-12-31 }, facts: [], expect: { begins: none, ends: note, whole: note } }
      - { name: to the last but one, member: { from: 2022-01-01, to: 2024-12-30 }, facts: [], expect: { begins: none, ends: note, whole: none } }
      - { name: to the first day, member: { from: 2022-01-01, to: 2024-01-01 }, facts: [], expect: { begins: none, ends: note, whole: none } }
      - { name: to a later year, member: { from: 2022-01-01, to: 2025-01-01 }, facts: [], expect: { begins: none, ends: none, whole: note } }`,
  },
  'repeated: places of earlier years': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 1 } }
triggers: { top: { title: T, when: { running: 2, of: { top: { share: 20, round: up } } }, then: award } }`,
    cases: `
      - { name: the first of ten, earlier: [{ total: 9, place: 1, of: 10 }], facts: [], expect: { top: award } }
      - { name: of nobody knows how many no part is the first, earlier: [{ total: 9, place: 1 }], facts: [], expect: { top: none } }`,
  },
  'a count is asked by itself, whatever a reading that is switched on is called': {
    rules: `
clauses: { c0: { title: A, counts: visit, points: 1 } }
triggers: { two: { title: two, when: { counts: miss, atLeast: 2 }, then: talk } }
options: { c0: other }
readings: { c0: { other: { text: A, clause: { title: A, counts: visit, points: 2 } } } }`,
    cases: `
      - { name: two, facts: [{ miss: any, times: 2 }], expect: { two: talk } }
      - { name: of another kind, facts: [{ visit: any, times: 2 }], expect: { two: none, c0: 4 } }`,
  },
  'a reading that is switched on may hold a condition of its own': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 1 } }
readings: { b: { basket: { text: B, clause: { title: B, when: { counts: opinion, atLeast: 1 }, points: 5 } } } }`,
    cases: `
      - { name: on, options: { b: basket }, facts: [{ opinion: any }], expect: { b: 5 } }
      - { name: not met, options: { b: basket }, facts: [], expect: { b: 0 } }`,
  },
  'conditions over the term see earlier years, from the first day of the mandate on': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 1 } }
triggers: { two: { title: two, when: { counts: miss, atLeast: 2, over: term }, then: exit } }`,
    cases: `
      - { name: one before and one now, member: { from: 2022-01-01 }, facts: [{ miss: any, day: 2023-05-01 }, { miss: any }], expect: { two: exit, total: 0 } }
      - { name: before the mandate, member: { from: 2023-06-01 }, facts: [{ miss: any, day: 2023-05-01 }, { miss: any }], expect: { two: none } }`,
  },
}

checkMechanisms(MECHANISMS)

test('parts of a span are cut to it', () => {
  expect(partsOf('2024-02-10', '2024-07-03', 'quarter')).toEqual([
    { from: '2024-02-10', to: '2024-03-31' },
    { from: '2024-04-01', to: '2024-06-30' },
    { from: '2024-07-01', to: '2024-07-03' },
  ])
  expect(partsOf('2023-12-31', '2024-01-01', 'month')).toHaveLength(2)
})

test('what is still to come is not missing yet', () => {
  const rules =
    'clauses: { a: { title: A, counts: visit, points: 0, wanted: { count: 1, missing: -2 }, window: quarter } }'
  const loaded = loadRegulation(`regulation: sample\ntitle: Sample\nperiod: calendar_year\n${rules}`)
  if (!loaded.ok) throw new Error('not readable')
  const compiled = compile(loaded.regulation)
  const member = ScoredMember.parse({ id: 'm', validFrom: '2022-01-01' })
  const year = { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' } as const
  const days = (period: Period) => scoreMember(member, [], period, compiled).map((line) => line.day)
  expect(days({ ...year, today: '2024-06-29' })).toEqual(['2024-03-31'])
  expect(days({ ...year, today: '2024-06-30' })).toEqual(['2024-03-31', '2024-06-30'])
  expect(days({ ...year, asOf: '2024-04-01' })).toEqual(['2024-03-31'])
  expect(days(year)).toHaveLength(4)
})

test('steps of one day stand in the order of their rungs: the best counts what it adds to those below', () => {
  const ladder: Ladder = {
    kind: 'ladder',
    steps: 'highest',
    repeat: undefined,
    rungs: ['submitted', 'filed', 'excellent'].map((status) => ({
      statuses: [status],
      rate: whole(0) as never,
    })),
  }
  const day = '2024-03-01'
  const steps = ['excellent', 'filed', 'submitted'].map((status) => ({ status, day }))
  const worth: Record<string, number> = { submitted: 10, filed: 15, excellent: 20 }
  const credits = climb(ladder, steps, (_, { status }) => whole(worth[status]!))
  expect(credits.map(({ step, counted, countedBy }) => [step.status, counted.n, countedBy])).toEqual([
    ['submitted', 0, null],
    ['filed', 10, 'submitted'],
    ['excellent', 15, 'filed'],
  ])
})
