import { expect, test } from 'vitest'
import { ZERO } from '../../src/core/points.ts'
import { joined } from '../../src/scoring/apply/conditions.ts'
import { counted } from '../../src/scoring/apply/fact-conditions.ts'
import type { Finding } from '../../src/scoring/apply/finding.ts'
import { sheetOf } from '../../src/scoring/apply/sheet.ts'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { FactsDocument } from '../../src/scoring/facts.ts'
import { looksBack } from '../../src/scoring/format/conditions-visit.ts'
import type { CountCondition } from '../../src/scoring/format/counts.ts'
import { checkMechanisms } from '../support/mechanism-cases.ts'

/** Records of several kinds together, absences in a row, the length of a mandate, roles in bodies, what is left otherwise. */

const PLENARY = '{ meeting: plenary, outcome: absent }'
const ALL = '{ meeting: plenary, outcome: [attended, absent, leave_approved] }'

checkMechanisms({
  'together: proposals and opinions, at least three': {
    rules: `
clauses: { a: { title: A, counts: proposal, points: 1 } }
grades:
  - { grade: A, needs: { together: [{ counts: proposal, status: filed }, { counts: opinion }], atLeast: 3 } }
  - { grade: B }
triggers:
  few: { title: 太少, when: { together: [{ counts: proposal }, { counts: opinion }], atMost: 1, over: term }, then: reminder }`,
    cases: `
      - { name: three of both kinds, facts: [{ proposal: any, steps: [submitted, filed] }, { opinion: any, times: 2 }], expect: { grade: A, few: none } }
      - { name: one was not filed, facts: [{ proposal: any, steps: [submitted] }, { opinion: any, times: 2 }], expect: { grade: B } }
      - { name: over the term one of last year counts, member: { from: 2022-01-01 }, facts: [{ proposal: any, day: 2023-05-01 }, { opinion: any }], expect: { grade: B, few: none } }
      - { name: one alone, facts: [{ opinion: any }], expect: { few: reminder } }`,
  },
  'in a row: three absences without another meeting in between': {
    rules: `
clauses: { a: { title: A, counts: attendance, where: { meeting: plenary, outcome: attended }, points: 1 } }
triggers:
  exit: { title: 连续缺席, when: { inRow: 3, of: { counts: attendance, where: ${PLENARY} }, among: { counts: attendance, where: ${ALL} } }, then: exit }`,
    cases: `
      - { name: three, facts: [{ attendance: plenary, outcome: absent, day: 2024-02-01 }, { attendance: plenary, outcome: absent, day: 2024-05-01 }, { attendance: plenary, outcome: absent, day: 2024-09-01 }], expect: { exit: exit } }
      - { name: another meeting does not break it, facts: [{ attendance: plenary, outcome: absent, day: 2024-02-01 }, { attendance: salon, outcome: attended, day: 2024-03-01 }, { attendance: plenary, outcome: absent, day: 2024-05-01 }, { attendance: plenary, outcome: absent, day: 2024-09-01 }], expect: { exit: exit } }
      - { name: leave in between breaks it, facts: [{ attendance: plenary, outcome: absent, day: 2024-02-01 }, { attendance: plenary, outcome: absent, day: 2024-03-01 }, { attendance: plenary, outcome: leave_approved, day: 2024-05-01 }, { attendance: plenary, outcome: absent, day: 2024-09-01 }], expect: { exit: none } }
      - { name: there in between, facts: [{ attendance: plenary, outcome: absent, day: 2024-02-01 }, { attendance: plenary, outcome: attended, day: 2024-03-01 }, { attendance: plenary, outcome: absent, day: 2024-05-01 }, { attendance: plenary, outcome: absent, day: 2024-09-01 }], expect: { exit: none } }`,
  },
  'in office: less than half a year has no grade': {
    rules: `
clauses: { a: { title: A, counts: proposal, points: 1 } }
grades:
  - { grade: 优秀, min: 1, needs: { inOffice: day, atLeast: 184 } }
  - { grade: 合格, min: 0 }
  - { grade: 不定等次, forced: { inOffice: month, below: 6 } }
triggers: { day: { title: 在任, when: { inOffice: day, atLeast: 1 }, then: talk } }`,
    cases: `
      - { name: from the first of July six full months, member: { from: 2024-07-01 }, facts: [{ proposal: any, day: 2024-08-01 }], expect: { grade: 优秀 } }
      - { name: a day later five, member: { from: 2024-07-02 }, facts: [{ proposal: any, day: 2024-08-01 }], expect: { grade: 不定等次 } }
      - { name: on the last day of the year alone, member: { from: 2024-12-31 }, facts: [], expect: { day: talk } }
      - { name: until the end of June 182 days, member: { to: 2024-06-30 }, facts: [{ proposal: any }], expect: { grade: 合格 } }`,
  },
  'a role in a body': {
    rules: `
clauses:
  convener: { title: 召集人, who: { bodyKind: sector, bodyRole: convener }, counts: task, points: 2 }
  others: { title: 其他人, who: { bodyRole: { not: convener } }, counts: task, points: 1 }`,
    cases: `
      - { name: of the sector, member: { bodyKind: sector, bodyRole: convener }, facts: [{ task: any }], expect: { convener: 2, others: 0 } }
      - { name: of another body, member: { bodyKind: member_group, bodyRole: convener }, facts: [{ task: any }], expect: { convener: 0, others: 0 } }
      - { name: a plain member, member: { bodyKind: sector }, facts: [{ task: any }], expect: { convener: 0, others: 1 } }`,
  },
  'what is left where a condition does not hold': {
    rules: `
groups:
  extra: { title: 加分, cap: 30, needs: { counts: attendance, where: { outcome: attended }, atLeast: 1 }, otherwise: { part: 1/2 } }
total: { cap: 100, needs: { counts: attendance, where: { meeting: plenary, outcome: attended }, atLeast: 1 }, otherwise: { cap: 59 } }
clauses:
  base: { title: 基础, counts: proposal, points: 20 }
  more: { title: 加分, counts: opinion, points: 10, within: extra }`,
    cases: `
      - { name: all there, facts: [{ attendance: plenary, outcome: attended }, { proposal: any, times: 4 }, { opinion: any, times: 5 }], expect: { base: 80, extra: 20, total: 100 } }
      - { name: without the plenary 59 at most, facts: [{ attendance: salon, outcome: attended }, { proposal: any, times: 4 }], expect: { total: 59 } }
      - { name: below 59 nothing is taken, facts: [{ proposal: any, times: 2 }], expect: { total: 40 } }
      - { name: half of the extra before its cap, facts: [{ attendance: salon, outcome: absent }, { proposal: any }, { opinion: any, times: 5 }], expect: { extra: 25, total: 45 } }`,
  },
  'a rate of who held the office, on the days of the office': {
    rules: `
clauses:
  rate:
    title: 常委出席率
    who: { office: standing_member }
    measure:
      share: { counts: attendance, where: { meeting: sc_meeting, outcome: attended } }
      among: { counts: attendance, where: { meeting: sc_meeting, outcome: [attended, absent] } }
    points: { bands: { 100: 30, 80: 15 } }`,
    cases: `
      - { name: absent before the office began, member: { offices: [{ code: standing_member, from: 2024-06-01 }] }, facts: [{ attendance: sc_meeting, outcome: absent, day: 2024-03-01 }, { attendance: sc_meeting, outcome: attended, day: 2024-07-01 }], expect: { rate: 30 } }
      - { name: left it in June, member: { offices: [{ code: standing_member, from: 2022-01-01, to: 2024-06-30 }] }, facts: [{ attendance: sc_meeting, outcome: attended, day: 2024-03-01 }, { attendance: sc_meeting, outcome: absent, day: 2024-07-01 }], expect: { rate: 30 } }
      - { name: never held it, facts: [{ attendance: sc_meeting, outcome: attended, day: 2024-03-01 }], expect: { rate: 0 } }`,
  },
})

function read(rules: string) {
  const loaded = loadRegulation(`regulation: sample\ntitle: S\nperiod: calendar_year\n${rules}`)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors))
  return loaded.regulation
}

test('of rows that are equally long the first is told', () => {
  const days = ['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01', '2024-05-01']
  const document = FactsDocument.parse({
    period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
    members: [{ id: 'm', validFrom: '2022-01-01' }],
    facts: days.map((day, at) => ({
      id: `attendance/${day}/m`,
      memberId: 'm',
      day,
      kind: 'attendance',
      type: 'plenary',
      scope: 'meeting',
      outcome: at === 2 ? 'attended' : 'absent',
    })),
  })
  const rules = `triggers: { t: { title: T, when: { inRow: 2, of: { counts: attendance, where: ${PLENARY} }, among: { counts: attendance, where: ${ALL} } }, then: talk } }`
  const [row] = sheetOf(document, read(rules))
  expect(row!.standing.consequences[0]!.because.factIds).toEqual([
    'attendance/2024-01-01/m',
    'attendance/2024-02-01/m',
  ])
})

test.each([
  [
    'a count over the term',
    'triggers: { t: { title: T, when: { counts: a, atLeast: 1, over: term }, then: talk } }',
    true,
  ],
  [
    'a count over two years',
    'triggers: { t: { title: T, when: { counts: a, atLeast: 1, over: { periods: 2 } }, then: talk } }',
    true,
  ],
  [
    'a clause over the term',
    'clauses: { a: { title: A, counts: a, points: 1, once: true, window: term } }',
    true,
  ],
  [
    'a year by itself',
    'clauses: { a: { title: A, counts: a, points: 1, once: true, window: month } }',
    false,
  ],
])('%s asks for facts of before, or not', (_, rules, asks) => {
  expect(looksBack(read(rules))).toBe(asks)
})

test.each([
  ['all', 'yes yes', 'yes'],
  ['all', 'yes no', 'no'],
  ['all', 'yes open', 'open'],
  ['all', 'no open', 'no'],
  ['any', 'yes no', 'yes'],
  ['any', 'no no', 'no'],
  ['any', 'no open', 'open'],
  ['any', 'yes open', 'yes'],
] as const)('%s of %s: %s', (kind, said, expected) => {
  const finding = (word: string) => ({ holds: word === 'yes', undecided: word === 'open' })
  const parts = said.split(' ').map(finding) as Finding[]
  expect(joined(kind, parts)).toEqual(finding(expected))
})

test.each([
  ['at most two in each quarter: the one with most is told', 'atMost: 2', [3, 1], 3, false],
  ['at least two in each: the one with fewest', 'atLeast: 2', [3, 1], 0, false],
  ['without a mandate in the year nothing is asked', 'atLeast: 2', null, 0, true],
] as const)('%s', (_, bounds, quarters, count, holds) => {
  const loaded = loadRegulation(`
regulation: sample
title: Sample
period: calendar_year
clauses: { a: { title: A, counts: visit, points: 1 } }
triggers: { t: { title: T, when: { counts: visit, ${bounds}, each: quarter }, then: talk } }
`)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors, null, 2))
  const document = FactsDocument.parse({
    period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
    members: [{ id: 'one', validFrom: quarters ? '2024-01-01' : '2025-01-01' }],
    facts: (quarters ?? []).flatMap((many, quarter) =>
      Array.from({ length: many }, (_each, at) => ({
        id: `visit/${quarter}-${at}`,
        memberId: 'one',
        day: `2024-${String(quarter * 3 + 1).padStart(2, '0')}-1${at}`,
        kind: 'visit',
        scope: 'record',
      })),
    ),
  })
  const { regulation } = loaded
  const inquiry = { ...document, member: document.members[0]!, regulation, pointsOf: () => ZERO }
  const found = counted(regulation.triggers['t']!.when as CountCondition, inquiry)
  expect([found.count, found.holds]).toEqual([count, holds])
})
