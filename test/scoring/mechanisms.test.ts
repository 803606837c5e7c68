import { describe, expect, test } from 'vitest'
import { runCases } from '../../src/scoring/cases/run.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'

/** Each mechanism with the cases that say what it does: the rules, then the facts and what they come to. */
const MECHANISMS: Record<string, { rules: string; cases: string }> = {
  'flat: a figure for every fact': {
    rules: 'clauses: { a: { title: A, counts: visit, points: 1.5 } }',
    cases: `
      - { name: none, facts: [], expect: { a: 0, total: 0 } }
      - { name: three, facts: [{ visit: any, times: 3 }], expect: { a: 4.5, total: 4.5 } }
      - { name: another kind, facts: [{ speech: any }], expect: { a: 0 } }`,
  },
  'dated: the figure of the day, and none after a repeal': {
    rules: `clauses: { a: { title: A, counts: visit, points: { 2024-03-01: -2, 2024-06-01: -3, 2024-09-01: null } } }`,
    cases: `
      - { name: before the first day, facts: [{ visit: any, day: 2024-02-29 }], expect: { a: 0 } }
      - { name: on the first day, facts: [{ visit: any, day: 2024-03-01 }], expect: { a: -2 } }
      - { name: the day before the change, facts: [{ visit: any, day: 2024-05-31 }], expect: { a: -2 } }
      - { name: the day of the change, facts: [{ visit: any, day: 2024-06-01 }], expect: { a: -3 } }
      - { name: the day before the repeal, facts: [{ visit: any, day: 2024-08-31 }], expect: { a: -3 } }
      - { name: the day of the repeal, facts: [{ visit: any, day: 2024-09-01 }], expect: { a: 0 } }`,
  },
  'by: a figure for each value of a field': {
    rules: `
clauses:
  a: { title: A, counts: award, points: { by: level, is: { national: 10, city: { 2024-01-01: 6, 2024-07-01: 5 } } } }
  b: { title: B, counts: attendance, per: session, points: { by: outcome, is: { attended: 2, late: 1, absent: -1 } } }
  c: { title: C, counts: visit, where: { level: { not: city } }, points: { by: type, is: { school: 1, farm: 2 } } }`,
    cases: `
      - { name: levels, facts: [{ award: any, level: national }, { award: any, level: city }], expect: { a: 16 } }
      - { name: a dated level, facts: [{ award: any, level: city, day: 2024-07-01 }], expect: { a: 5 } }
      - { name: a level that is not listed, facts: [{ award: any, level: county }, { award: any }], expect: { a: 0 } }
      - { name: the exact outcome before the wider word, facts: [{ session: x, outcome: late }], expect: { b: 1 } }
      - { name: the wider word, facts: [{ session: x, outcome: left_early }, { session: x, outcome: present }], expect: { b: 4 } }
      - { name: refused leave is absence, facts: [{ session: x, outcome: leave_refused }], expect: { b: -1 } }
      - { name: leave is not listed, facts: [{ session: x, outcome: leave_approved }], expect: { b: 0 } }
      - { name: types, facts: [{ visit: school }, { visit: farm }, { visit: any }, { visit: farm, level: city }], expect: { c: 3 } }`,
  },
  'ladder, add: the steps add up, each once, in the period of its day': {
    rules:
      'clauses: { a: { title: A, counts: proposal, points: { ladder: [{ submitted: 10 }, { filed: 15 }] } } }',
    cases: `
      - { name: one step, facts: [{ proposal: any, steps: [submitted] }], expect: { a: 10 } }
      - { name: both, facts: [{ proposal: any, steps: [submitted, filed] }], expect: { a: 25 } }
      - { name: a step twice, facts: [{ proposal: any, steps: [submitted, submitted] }], expect: { a: 10 } }
      - { name: no step, facts: [{ proposal: any }], expect: { a: 0 } }
      - { name: an unlisted step, facts: [{ proposal: any, steps: [merged] }], expect: { a: 0 } }
      - { name: filed next year, facts: [{ proposal: any, steps: { submitted: 2024-12-31, filed: 2025-01-01 } }], expect: { a: 10 } }
      - { name: submitted last year, facts: [{ proposal: any, day: 2023-12-31, steps: { submitted: 2023-12-31, filed: 2024-01-01 } }], expect: { a: 15 } }
      - { name: withdrawn, facts: [{ proposal: any, steps: [submitted, filed, withdrawn] }], expect: { a: 0 } }`,
  },
  'ladder, highest: only the best step counts': {
    rules: `
clauses:
  a:
    title: A
    counts: opinion
    points: { ladder: [{ submitted: 1 }, { adopted: { by: level, is: { city: 3, national: 8 } } }], steps: highest }
    share: { first: 1/2, others: rest }`,
    cases: `
      - { name: the better of two, facts: [{ opinion: any, steps: [submitted, { status: adopted, level: city }] }], expect: { a: 3 } }
      - { name: of two adoptions on one day the better, facts: [{ opinion: any, steps: [{ status: adopted, level: city }, { status: adopted, level: national }] }], expect: { a: 8 } }
      - { name: what was credited last year is not credited again, facts: [{ opinion: any, steps: [{ status: submitted, day: 2023-12-01 }, { status: adopted, day: 2024-02-01, level: city }] }], expect: { a: 2 } }
      - { name: shared, facts: [{ opinion: any, share: 1 of 3, steps: [submitted, { status: adopted, level: city }] }], expect: { a: 1.5 } }`,
  },
  'from: the first records earn nothing here': {
    rules: `clauses: { a: { title: A, counts: proposal, points: { ladder: [{ filed: 5 }] }, from: 2, cap: 10 } }`,
    cases: `
      - { name: one, facts: [{ proposal: any, steps: [filed] }], expect: { a: 0 } }
      - { name: two, facts: [{ proposal: any, steps: [filed], times: 2 }], expect: { a: 5 } }
      - { name: three, facts: [{ proposal: any, steps: [filed], times: 3 }], expect: { a: 10 } }
      - { name: four stop at the cap, facts: [{ proposal: any, steps: [filed], times: 4 }], expect: { a: 10 } }
      - { name: an unsigned one has no number, facts: [{ proposal: any, steps: [filed], share: unsigned of 2 }, { proposal: any, steps: [filed] }], expect: { a: 0 } }`,
  },
  'once: the first record earns the item': {
    rules:
      'clauses: { a: { title: A, counts: visit, points: { by: type, is: { farm: 20, school: 5 } }, once: true } }',
    cases: `
      - { name: one, facts: [{ visit: farm }], expect: { a: 20 } }
      - { name: the first by day, facts: [{ visit: farm, day: 2024-05-02 }, { visit: school, day: 2024-05-01 }], expect: { a: 5 } }
      - { name: many, facts: [{ visit: farm, times: 5 }], expect: { a: 20 } }`,
  },
  'fullAt: the whole item when the count is reached': {
    rules: `clauses: { a: { title: A, counts: attendance, where: { class: activity, outcome: attended }, points: 30, fullAt: 2 } }`,
    cases: `
      - { name: one, facts: [{ attendance: x, class: activity, outcome: attended }], expect: { a: 0 } }
      - { name: two, facts: [{ attendance: x, class: activity, outcome: attended, times: 2 }], expect: { a: 30 } }
      - { name: three, facts: [{ attendance: x, class: activity, outcome: attended, times: 3 }], expect: { a: 30 } }
      - { name: another class, facts: [{ attendance: x, class: statutory, outcome: attended, times: 2 }], expect: { a: 0 } }`,
  },
  'cap and floor of a clause': {
    rules: `
clauses:
  a: { title: A, counts: visit, points: 2, cap: { 2023-01-01: 4, 2024-07-01: 5 } }
  b: { title: B, counts: lapse, points: -2, floor: -5 }`,
    cases: `
      - { name: below, facts: [{ visit: any, times: 2 }], expect: { a: 4 } }
      - { name: above the cap of the last day of the period, facts: [{ visit: any, times: 3 }], expect: { a: 5 } }
      - { name: above the floor, facts: [{ lapse: any, times: 2 }], expect: { b: -4 } }
      - { name: at the floor, facts: [{ lapse: any, times: 3 }], expect: { b: -5 } }`,
  },
  'groups: start, cap, floor, one inside another, and the total': {
    rules: `
total: { start: 60, cap: 100 }
groups:
  held: { title: Held, within: part, start: 10, floor: 0 }
  open: { title: Open, within: part, cap: 25 }
  part: { title: Part, cap: 30 }
clauses:
  lapse: { title: Lapse, counts: lapse, points: -4, within: held }
  visit: { title: Visit, counts: visit, points: 6, within: open }
  award: { title: Award, counts: award, points: 20 }`,
    cases: `
      - { name: the allotments alone, facts: [], expect: { held: 10, part: 10, total: 70 } }
      - { name: some lost, facts: [{ lapse: any, times: 2 }], expect: { lapse: -8, held: 2, part: 2, total: 62 } }
      - { name: not below zero, facts: [{ lapse: any, times: 3 }], expect: { lapse: -10, held: 0, part: 0, total: 60 } }
      - { name: the inner cap, facts: [{ visit: any, times: 5 }, { lapse: any, times: 3 }], expect: { open: 25, held: 0, part: 25, total: 85 } }
      - { name: the outer cap after the inner ones, facts: [{ visit: any, times: 5 }], expect: { open: 20, held: 10, part: 30, total: 90 } }
      - { name: the total stops, facts: [{ award: any, times: 3 }], expect: { held: 10, total: 100 } }
      - { name: from the day of the mandate, member: { from: 2024-07-01 }, facts: [], expect: { total: 70 } }
      - { name: no mandate in the year, member: { from: 2025-01-01 }, facts: [], expect: { total: 0 } }`,
  },
  'share: first and others': {
    rules: `
clauses:
  rest: { title: A, counts: a, points: 25, share: { first: 1/2, others: rest } }
  each: { title: B, counts: b, points: 25, share: { first: 1, others: 1/4 } }
  none: { title: C, counts: c, points: 25, share: first_only }
  equal: { title: D, counts: d, points: 25, share: { each: equal } }
  three: { title: E, counts: e, points: 25, share: { each: equal, limit: 3 } }
  whole: { title: F, counts: f, points: 25, share: { each: whole, limit: 3 } }`,
    cases: `
      - { name: first, facts: [{ a: any, share: 1 of 4 }, { b: any, share: 1 of 4 }, { c: any, share: 1 of 4 }], expect: { rest: 12.5, each: 25, none: 25 } }
      - { name: another, facts: [{ a: any, share: 2 of 4 }, { b: any, share: 2 of 4 }, { c: any, share: 2 of 4 }], expect: { rest: 25/6, each: 6.25, none: 0 } }
      - { name: alone, facts: [{ a: any, share: 1 of 1 }, { b: any, share: 1 of 1 }, { d: any, share: 1 of 1 }], expect: { rest: 25, each: 25, equal: 25 } }
      - { name: without a list, facts: [{ a: any }, { c: any }, { f: any }], expect: { rest: 25, none: 25, whole: 25 } }
      - { name: unsigned, facts: [{ a: any, share: unsigned of 3 }, { d: any, share: unsigned of 3 }], expect: { rest: 0, equal: 0 } }
      - { name: equal parts, facts: [{ d: any, share: 5 of 5 }, { e: any, share: 3 of 5 }, { e: any, share: 2 of 2 }], expect: { equal: 5, three: 125/6 } }
      - { name: beyond the limit, facts: [{ e: any, share: 4 of 5 }, { f: any, share: 4 of 5 }, { f: any, share: 3 of 5 }], expect: { three: 0, whole: 25 } }`,
  },
  'who: office and body on the day': {
    rules: `
clauses:
  standing: { title: A, who: { office: standing_member }, counts: visit, points: 1 }
  ordinary: { title: B, who: { office: { not: [standing_member, chair] } }, counts: visit, points: 2 }
  body: { title: C, who: { body: economy }, counts: visit, points: 4 }
  kind: { title: D, who: { bodyKind: { not: special_committee } }, counts: visit, points: 8 }`,
    cases: `
      - { name: ordinary, facts: [{ visit: any }], expect: { standing: 0, ordinary: 2, body: 0, kind: 8 } }
      - { name: standing, member: { office: standing_member }, facts: [{ visit: any }], expect: { standing: 1, ordinary: 0 } }
      - { name: body, member: { body: economy, bodyKind: special_committee }, facts: [{ visit: any }], expect: { body: 4, kind: 0 } }
      - name: a change of office
        member: { offices: [{ code: standing_member, from: 2024-07-01 }] }
        facts: [{ visit: any, day: 2024-06-30 }, { visit: any, day: 2024-07-01 }]
        expect: { standing: 1, ordinary: 2 }`,
  },
  'attendance: whole meetings under each rule, sessions, guests only where named': {
    rules: `
clauses:
  most: { title: A, counts: attendance, where: { meeting: x, outcome: attended }, points: 1 }
  all: { title: B, counts: attendance, attendance: all, where: { meeting: x, outcome: attended }, points: 2 }
  any: { title: C, counts: attendance, attendance: any, where: { meeting: x, outcome: attended }, points: 4 }
  missed: { title: D, counts: attendance, where: { meeting: x, outcome: { not: attended } }, points: -1 }
  guest: { title: E, counts: attendance, where: { meeting: x, outcome: [walk_in, observer, partial] }, points: 0.5 }
  sessions: { title: F, counts: attendance, per: session, where: { outcome: present }, points: 10 }`,
    cases: `
      - { name: all sessions, facts: [{ attendance: x, sessions: { present: 3 } }], expect: { most: 1, all: 2, any: 4, missed: 0 } }
      - { name: two of three, facts: [{ attendance: x, sessions: { present: 2, absent: 1 } }], expect: { most: 1, all: 0, any: 4, missed: 0 } }
      - { name: one of three, facts: [{ attendance: x, sessions: { late: 1, absent: 2 } }], expect: { most: 0, all: 0, any: 4, missed: -1 } }
      - { name: leave is missed too, facts: [{ attendance: x, sessions: { leave: 1 } }], expect: { missed: -1 } }
      - { name: guests, facts: [{ attendance: x, sessions: { walkIn: 1 } }, { attendance: x, sessions: { observer: 1 } }, { attendance: x, sessions: { partial: 1 } }], expect: { missed: 0, guest: 1.5, total: 1.5 } }
      - { name: exempt and unknown, facts: [{ attendance: x, outcome: exempt }, { attendance: x, outcome: unknown }], expect: { total: 0 } }
      - { name: exempt days, member: { exempt: { from: 2024-05-01, to: 2024-05-31 } }, facts: [{ attendance: x, outcome: absent, day: 2024-05-31 }, { attendance: x, outcome: absent, day: 2024-06-01 }], expect: { missed: -1 } }
      - { name: who comes on exempt days is counted, member: { exempt: { from: 2024-05-01 } }, facts: [{ attendance: x, outcome: attended, day: 2024-05-31 }], expect: { most: 1 } }
      - { name: sessions are apart, facts: [{ session: x, outcome: present, times: 2 }, { session: x, outcome: late }], expect: { sessions: 20, total: 20 } }`,
  },
  'replaces: another clause counts the same meeting': {
    rules: `
clauses:
  there: { title: A, counts: attendance, where: { outcome: attended }, points: 2, fullAt: 2 }
  spoke: { title: B, counts: speech, points: 5, replaces: there, cap: 5 }`,
    cases: `
      - { name: its own meeting only, facts: [{ attendance: x, outcome: attended, meeting: m1 }, { attendance: x, outcome: attended, meeting: m2, times: 2 }, { speech: x, meeting: m1 }], expect: { there: 2, spoke: 5 } }
      - { name: a replaced one has no number, facts: [{ attendance: x, outcome: attended, meeting: m1 }, { attendance: x, outcome: attended, meeting: m2 }, { speech: x, meeting: m1 }], expect: { there: 0, spoke: 5 } }
      - { name: also where the cap takes the speech, facts: [{ attendance: x, outcome: attended, meeting: m1, times: 2 }, { speech: x, meeting: m2 }, { speech: x, meeting: m1 }], expect: { there: 0, spoke: 5 } }
      - { name: a speech without a meeting replaces nothing, facts: [{ attendance: x, outcome: attended, times: 2 }, { speech: x }], expect: { there: 2, spoke: 5 } }`,
  },
  'unverified: ignore leaves declared facts out': {
    rules: 'unverified: ignore\nclauses: { a: { title: A, counts: visit, points: 2 } }',
    cases: `
      - { name: declared, facts: [{ visit: any, verified: false }], expect: { a: 0 } }
      - { name: verified, facts: [{ visit: any }], expect: { a: 2 } }`,
  },
  'unverified: earns nothing unless the regulation says otherwise': {
    rules: 'clauses: { a: { title: A, counts: visit, points: 2 } }',
    cases: '\n      - { name: declared, facts: [{ visit: any, verified: false }], expect: { a: 0 } }',
  },
  'unverified: count takes declared facts': {
    rules: 'unverified: count\nclauses: { a: { title: A, counts: visit, points: 2 } }',
    cases: '\n      - { name: declared, facts: [{ visit: any, verified: false }], expect: { a: 2 } }',
  },
  'options: a reading of the file, or of the call, over it': {
    rules: `
clauses: { a: { title: A, counts: visit, points: 2 } }
options: { a: three }
readings:
  a:
    three: { text: three, clause: { title: A3, counts: visit, points: 3 } }
    four: { text: four, clause: { title: A4, counts: visit, points: 4 } }`,
    cases: `
      - { name: of the file, facts: [{ visit: any }], expect: { a: 3 } }
      - { name: of the case, options: { a: four }, facts: [{ visit: any }], expect: { a: 4 } }`,
  },
}

describe.each(Object.entries(MECHANISMS))('%s', (_, { rules, cases }) => {
  const loaded = loadRegulation(`regulation: sample\ntitle: Sample\nperiod: calendar_year\n${rules}\n`)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
  const run = runCases(`regulation: sample\nyear: 2024\ncases:${cases}\n`, loaded.regulation)
  if (!run.ok) throw new Error(JSON.stringify(run.errors, null, 2))
  test.each(run.results.map((result) => [result.name, result] as const))('%s', (__, { differences }) => {
    expect(differences.map(({ message }) => message.en)).toEqual([])
  })
})
