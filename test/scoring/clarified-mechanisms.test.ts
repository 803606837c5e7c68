import { expect, test } from 'vitest'
import { compile } from '../../src/scoring/apply/compile.ts'
import { scoreMember, standingFor } from '../../src/scoring/apply/score.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { Fact, type Period, ScoredMember } from '../../src/scoring/facts.ts'
import { checkMechanisms } from '../support/mechanism-cases.ts'

/** What two readers of the guide once understood differently, each settled by a case. */

checkMechanisms({
  'a quota beside a condition: who does not reach the condition takes no place': {
    rules: `
clauses: { a: { title: A, counts: speech, points: 3 } }
grades: [{ grade: A, top: 1, needs: { office: vice_chair } }, { grade: B }]`,
    cases: `
      - { name: the first with the office, member: { office: vice_chair }, facts: [{ speech: any, times: 2 }], others: [{ facts: [{ speech: any, times: 3 }] }, { member: { office: vice_chair }, facts: [{ speech: any }] }], expect: { grade: A, place: 2 } }
      - { name: the better one without it, facts: [{ speech: any, times: 3 }], others: [{ member: { office: vice_chair }, facts: [] }], expect: { grade: B, place: 1 } }`,
  },
  'a second quota is for those who have no higher grade': {
    rules: `
clauses: { a: { title: A, counts: speech, points: 3 } }
grades: [{ grade: A, top: 1 }, { grade: B, top: 1 }, { grade: C }]`,
    cases: `
      - { name: the second, facts: [{ speech: any, times: 2 }], others: [{ facts: [{ speech: any, times: 3 }] }, { facts: [{ speech: any }] }], expect: { grade: B } }
      - { name: the third, facts: [{ speech: any }], others: [{ facts: [{ speech: any, times: 3 }] }, { facts: [{ speech: any, times: 2 }] }], expect: { grade: C } }
      - { name: shared places at the limit are inside, facts: [{ speech: any }], others: [{ facts: [{ speech: any, times: 3 }] }, { facts: [{ speech: any }] }], expect: { grade: B } }`,
  },
  'replaces takes back whatever it gives itself, if it counts': {
    rules: `
clauses:
  came: { title: C, counts: attendance, where: { outcome: attended }, points: 2 }
  spoke: { title: S, counts: speech, where: { type: bad }, points: -5, replaces: came }
  wrote: { title: W, counts: speech, where: { type: nothing }, points: 0, replaces: came }`,
    cases: `
      - { name: points that are taken, facts: [{ attendance: x, outcome: attended, meeting: m }, { speech: bad, meeting: m }], expect: { came: 0, spoke: -5 } }
      - { name: nothing is given, facts: [{ attendance: x, outcome: attended, meeting: m }, { speech: nothing, meeting: m }], expect: { came: 0 } }
      - { name: what is not signed stands in no place, facts: [{ attendance: x, outcome: attended, meeting: m }, { speech: bad, meeting: m, share: unsigned of 2 }], expect: { came: 2, spoke: 0 } }`,
  },
  'bestOf: a clause that nothing came to is better than one that takes points': {
    rules: `
groups: { g: { title: G, bestOf: clause }, h: { title: H, bestOf: fact } }
clauses:
  fault: { title: A, counts: fault, points: -3, within: g }
  merit: { title: B, counts: merit, points: 5, within: g }
  down: { title: D, counts: award, points: -5, within: h }
  up: { title: U, counts: award, where: { level: city }, points: 1, within: h }`,
    cases: `
      - { name: nothing else, facts: [{ fault: any }], expect: { g: 0 } }
      - { name: both, facts: [{ fault: any }, { merit: any }], expect: { g: 5, fault: 0 } }
      - { name: of the lines of one record the best alone, facts: [{ award: any, level: city }], expect: { down: 0, up: 1 } }
      - { name: a line that is alone stays, facts: [{ award: any }], expect: { down: -5 } }`,
  },
  'a share of nothing for the first': {
    rules: `
clauses:
  joint: { title: J, counts: proposal, points: 5, share: { first: 0, others: 1 } }
  later: { title: L, counts: report, points: 3, share: { first: 0, others: 1 }, from: 2 }`,
    cases: `
      - { name: alone, facts: [{ proposal: any }], expect: { joint: 0 } }
      - { name: alone with a signature, facts: [{ proposal: any, share: 1 of 1 }], expect: { joint: 0 } }
      - { name: the first, facts: [{ proposal: any, share: 1 of 3 }], expect: { joint: 0 } }
      - { name: another, facts: [{ proposal: any, share: 2 of 3 }], expect: { joint: 5 } }
      - { name: who has no share has no number, facts: [{ report: any, share: 1 of 2 }, { report: any, share: 2 of 2 }], expect: { later: 0 } }`,
  },
  'each: a part in which every day in office is exempt asks for nothing': {
    rules: `
conditions: { halves: { counts: speech, atLeast: 1, each: half_year } }
clauses: { a: { title: A, when: halves, points: 4 } }`,
    cases: `
      - { name: exempt from before the mandate, member: { from: 2024-03-01, exempt: { from: 2024-02-25, to: 2024-12-31 } }, facts: [], expect: { a: 4 } }
      - { name: one day is not exempt, member: { from: 2024-03-01, exempt: { from: 2024-03-02, to: 2024-12-31 } }, facts: [], expect: { a: 0 } }`,
  },
  'a condition on the total looks at the printed total, as grades do': {
    rules: `
total: { start: 60 }
clauses: { a: { title: A, counts: speech, points: -1/250 } }
grades: [{ grade: good, min: 60 }, { grade: bad }]
triggers: { talk: { title: T, when: { points: total, below: 60 }, then: talk } }`,
    cases: `
      - { name: rounded to 60, facts: [{ speech: any }], expect: { grade: good, talk: none } }
      - { name: rounded to 59.99, facts: [{ speech: any, times: 2 }], expect: { grade: bad, talk: talk } }`,
  },
})

test('a part of the year that is not over decides nothing, neither way', () => {
  const rules = `
conditions: { every: { counts: speech, atLeast: 1, each: quarter } }
clauses: { a: { title: A, when: every, points: 4 } }
triggers: { talk: { title: T, when: { not: every }, then: talk } }`
  const loaded = loadRegulation(`regulation: sample\ntitle: Sample\nperiod: calendar_year\n${rules}`)
  if (!loaded.ok) throw new Error('not readable')
  const compiled = compile(loaded.regulation)
  const member = ScoredMember.parse({ id: 'm', validFrom: '2022-01-01' })
  const speeches = ['2024-02-01', '2024-05-01', '2024-08-01', '2024-11-01'].map((day) => ({
    id: `speech/${day}`,
    memberId: 'm',
    day,
    kind: 'speech',
    scope: 'record' as const,
    verified: true,
    provisional: false,
  }))
  const found = (count: number, today: string) => {
    const period: Period = { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31', today }
    const facts = speeches.slice(0, count)
    const lines = scoreMember(member, facts, period, compiled)
    const { consequences } = standingFor(member, facts, lines, period, compiled)
    return [lines.length, consequences.length]
  }
  expect(found(1, '2024-05-20')).toEqual([0, 0])
  expect(found(1, '2024-06-30')).toEqual([0, 1])
  expect(found(3, '2024-12-30')).toEqual([0, 0])
  expect(found(3, '2024-12-31')).toEqual([0, 1])
  expect(found(4, '2024-12-01')).toEqual([1, 0])
})

test('what one meeting says of its sessions is said of no other', () => {
  const rules = 'clauses: { a: { title: A, counts: attendance, where: { outcome: attended }, points: 2 } }'
  const loaded = loadRegulation(`regulation: sample\ntitle: Sample\nperiod: calendar_year\n${rules}`)
  if (!loaded.ok) throw new Error('not readable')
  const member = ScoredMember.parse({ id: 'm', validFrom: '2022-01-01' })
  const period: Period = { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' }
  const base = { memberId: 'm', day: '2024-02-01', kind: 'attendance', scope: 'meeting' }
  const facts = [
    { ...base, id: 'attendance/one/m', sessions: { eligible: 2, present: 2 } },
    { ...base, id: 'attendance/two/m', outcome: 'attended' },
  ].map((fact) => Fact.parse(fact))
  const lines = scoreMember(member, facts, period, compile(loaded.regulation))
  expect(lines.map(({ arithmetic }) => arithmetic.sessions?.present ?? null)).toEqual([2, null])
})
