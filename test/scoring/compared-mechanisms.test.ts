import { expect, test } from 'vitest'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import { checkMechanisms } from '../support/mechanism-cases.ts'

/** Members who are compared, lists for each body, what runs over the term, bodies that are scored themselves. */

checkMechanisms({
  'measure place: points by rank': {
    rules: `
groups: { work: { title: W } }
clauses:
  visits: { title: A, counts: visit, points: 1, within: work }
  rank: { title: B, measure: { place: work }, points: { places: { 1: 10, 3: 6, 10: 2 } } }`,
    cases: `
      - { name: first, facts: [{ visit: any, times: 3 }], others: [{ facts: [{ visit: any }], times: 4 }], expect: { rank: 10, total: 13 } }
      - { name: shared second is second, facts: [{ visit: any, times: 2 }], others: [{ facts: [{ visit: any, times: 3 }] }, { facts: [{ visit: any, times: 2 }], times: 2 }], expect: { rank: 6 } }
      - { name: fifth, facts: [], others: [{ facts: [{ visit: any }], times: 4 }], expect: { rank: 2 } }
      - { name: beyond, facts: [], others: [{ facts: [{ visit: any }], times: 10 }], expect: { rank: 0 } }`,
  },
  'measure ratio: against the average or the best': {
    rules: `
groups: { work: { title: W } }
lists:
  standing: { title: S, who: { office: standing_member } }
  others: { title: O, who: { office: { not: standing_member } } }
clauses:
  visits: { title: A, counts: visit, points: 1, within: work }
  average: { title: B, measure: { points: work, to: average }, points: 10, cap: 15 }
  best: { title: C, measure: { points: work, to: maximum }, points: 10 }`,
    cases: `
      - { name: at the average, facts: [{ visit: any, times: 2 }], others: [{ facts: [{ visit: any }] }, { facts: [{ visit: any, times: 3 }] }], expect: { average: 10, best: 20/3 } }
      - { name: above the cap, facts: [{ visit: any, times: 9 }], others: [{ facts: [], times: 2 }], expect: { average: 15, best: 10 } }
      - { name: nobody has anything, facts: [], others: [{ facts: [] }], expect: { average: 0, best: 0 } }
      - { name: whose mandate is over or has not begun is not among them, facts: [{ visit: any, times: 2 }], others: [{ member: { from: 2022-01-01, to: 2023-12-31 }, facts: [] }, { member: { from: 2025-01-01 }, facts: [] }], expect: { average: 10, best: 10 } }
      - { name: only the own list counts, facts: [{ visit: any }], others: [{ member: { office: standing_member }, facts: [{ visit: any, times: 9 }] }], expect: { average: 10, best: 10 } }`,
  },
  'lists each: one list for each body of a kind': {
    rules: `
lists: { committees: { title: C, each: special_committee }, rest: { title: R, who: { office: { not: nobody } } } }
clauses: { a: { title: A, counts: visit, points: 1 } }
grades: [{ grade: best, top: 1 }, { grade: other }]`,
    cases: `
      - { name: first of the own committee, member: { body: cppcc, bodyKind: special_committee }, facts: [{ visit: any }], others: [{ member: { body: law, bodyKind: special_committee }, facts: [{ visit: any, times: 5 }] }, { member: { body: cppcc, bodyKind: special_committee }, facts: [] }], expect: { list: committees/cppcc, place: 1, grade: best } }
      - { name: who belongs to none, facts: [], others: [{ facts: [{ visit: any }] }], expect: { list: rest, place: 2, grade: other } }`,
  },
  'window term: what counted in earlier years is looked at': {
    rules: `
clauses:
  once: { title: A, counts: award, points: 10, once: true, window: term }
  capped: { title: B, counts: visit, points: 4, cap: 10, window: term }`,
    cases: `
      - { name: never before, member: { from: 2022-01-01 }, facts: [{ award: any }, { visit: any, times: 2 }], expect: { once: 10, capped: 8 } }
      - { name: in an earlier year, member: { from: 2022-01-01 }, facts: [{ award: any, day: 2023-05-01 }, { award: any }, { visit: any, day: 2022-05-01, times: 2 }, { visit: any, times: 2 }], expect: { once: 0, capped: 2, total: 2 } }
      - { name: before the mandate, member: { from: 2024-01-01 }, facts: [{ award: any, day: 2023-05-01 }, { award: any }], expect: { once: 10 } }`,
  },
  'subject: bodies are scored, with their own facts and those of their people': {
    rules: `
subject: sector
clauses:
  own: { title: A, counts: activity, points: 5, cap: 10 }
  theirs: { title: B, of: members, counts: proposal, points: 2 }
  standing: { title: C, of: members, who: { office: standing_member }, counts: visit, points: 1 }
  part: { title: D, measure: { people: { counts: service, atLeast: 1 } }, points: 10 }
  each: { title: E, measure: { of: members, counts: opinion, each: person }, points: 1 }
  mean: { title: F, of: members, counts: member_total, points: 1, quantity: point, combine: average }`,
    cases: `
      - { name: own facts, facts: [{ activity: any, times: 3 }], expect: { own: 10, theirs: 0, total: 10 } }
      - { name: those of its people, facts: [], people: [{ facts: [{ proposal: any }], times: 3 }], expect: { theirs: 6 } }
      - { name: a record of several people is one of the body, facts: [], people: [{ facts: [{ proposal: any, same: joint, times: 2 }], times: 3 }], expect: { theirs: 4 } }
      - { name: by the office of the person, facts: [], people: [{ member: { office: standing_member }, facts: [{ visit: any }] }, { facts: [{ visit: any, times: 3 }] }], expect: { standing: 1 } }
      - { name: the part that takes part, facts: [], people: [{ facts: [{ service: any }] }, { facts: [], times: 3 }], expect: { part: 2.5 } }
      - { name: for each person, facts: [], people: [{ facts: [{ opinion: a }, { opinion: b }, { opinion: c }] }, { facts: [] }], expect: { each: 1.5 } }
      - { name: the mean of its members, facts: [], people: [{ facts: [{ member_total: any, quantity: 80, unit: point }] }, { facts: [{ activity: any }, { member_total: any, quantity: 91, unit: point }] }], expect: { mean: 85.5, own: 0 } }`,
  },
})

test('the people of a body are those who belong to it on the day', () => {
  const loaded = loadRegulation(
    'regulation: sample\ntitle: S\nperiod: calendar_year\nsubject: sector\nclauses: { a: { title: A, of: members, counts: visit, points: 1 } }',
  )
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors))
  const belonging = { id: 'body', kind: 'sector', from: '2024-05-02', to: '2024-05-03' }
  const days = ['2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04']
  const document = FactsDocument.parse({
    period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
    members: [{ id: 'm', validFrom: '2022-01-01', bodies: [belonging] }],
    bodies: [{ id: 'body', kind: 'sector' }],
    facts: days.map((day) => ({ id: `visit/${day}`, memberId: 'm', day, kind: 'visit', scope: 'record' })),
  })
  const [row] = sheetOf(document, loaded.regulation)
  expect(row!.lines.map(({ day }) => day)).toEqual(['2024-05-02', '2024-05-03'])
})
