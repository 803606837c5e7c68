import { checkMechanisms } from '../support/mechanism-cases.ts'

/** One of several steps, steps that were not reached, why somebody left, a body with its people, ties at a quota. */

const TIE = (ties: string, many = 2) => `{ number: ${many}, ties: ${ties} }`

checkMechanisms({
  'one of several steps counts once, on the first day that one of them was reached': {
    rules: `
clauses:
  honoured: { title: 获奖或重点, counts: proposal, points: { ladder: [{ filed: 1 }, { anyOf: [key, excellent], points: 2 }] } }
conditions:
  either: { counts: proposal, status: [filed, converted], atLeast: 2 }
triggers: { t: { title: T, when: either, then: award } }`,
    cases: `
      - { name: both steps are one, facts: [{ proposal: any, steps: [submitted, filed, key, excellent] }], expect: { honoured: 3, t: none } }
      - { name: the other one alone, facts: [{ proposal: any, steps: [excellent] }], expect: { honoured: 2 } }
      - { name: the first of them was in another year, facts: [{ proposal: any, steps: { key: 2023-05-01, excellent: 2024-05-01 } }], member: { from: 2022-01-01 }, expect: { honoured: 0 } }
      - { name: two records by one step each, facts: [{ proposal: any, steps: [filed] }, { proposal: any, steps: [converted] }], expect: { t: award } }
      - { name: one record by both, facts: [{ proposal: any, steps: [filed, converted] }], expect: { t: none } }`,
  },
  'what was handed in and not filed': {
    rules: `
clauses:
  kept: { title: 提交未立案, counts: proposal, where: { unreached: filed }, points: { ladder: [{ submitted: 2 }] } }
  filed: { title: 立案, counts: proposal, points: { ladder: [{ filed: 5 }] } }
grades:
  - { grade: A, needs: { counts: proposal, where: { unreached: [filed, merged] }, atMost: 0 } }
  - { grade: B }`,
    cases: `
      - { name: not filed, facts: [{ proposal: any, steps: [submitted] }], expect: { kept: 2, filed: 0, grade: B } }
      - { name: filed in the year, facts: [{ proposal: any, steps: [submitted, filed] }], expect: { kept: 0, filed: 5, grade: A } }
      - { name: merged, facts: [{ proposal: any, steps: [submitted, merged] }], expect: { kept: 2, grade: A } }
      - { name: filed after the year, facts: [{ proposal: any, steps: { submitted: 2024-12-20, filed: 2025-01-10 } }], expect: { kept: 2, filed: 0, grade: B } }`,
  },
  'equals at a quota are inside, or all of them outside': {
    rules: `
clauses: { a: { title: A, counts: opinion, points: 1 } }
grades:
  - { grade: 优秀, top: ${TIE('out')} }
  - { grade: 良好, top: { share: 50, round: down, ties: out } }
  - { grade: 合格 }
triggers:
  first: { title: 前2名, when: { top: 2 }, then: award }
  strictly: { title: 前2名，并列不算, when: { top: ${TIE('out')} }, then: award }
  last: { title: 末1名，并列都算, when: { bottom: ${TIE('in', 1)} }, then: talk }`,
    cases: `
      - { name: two share the second place, facts: [{ opinion: any, times: 2 }], others: [{ facts: [{ opinion: any, times: 3 }] }, { facts: [{ opinion: any, times: 2 }] }, { facts: [{ opinion: any }] }], expect: { place: 2, grade: 良好, first: award, strictly: none, last: none } }
      - { name: two first places, facts: [{ opinion: any, times: 2 }], others: [{ facts: [{ opinion: any, times: 2 }] }, { facts: [{ opinion: any }] }, { facts: [] }], expect: { place: 1, grade: 优秀, strictly: award } }
      - { name: two share the last place, facts: [], others: [{ facts: [] }, { facts: [{ opinion: any }] }], expect: { place: 2, last: talk } }
      - { name: alone at the end, facts: [], others: [{ facts: [{ opinion: any }] }], expect: { last: talk } }`,
  },
  'what is counted in a unit of its own stands beside the total': {
    rules: `
total: { cap: 10, round: { to: 1, way: up } }
groups:
  reward: { title: 奖励金, unit: 元, cap: 1000 }
  adopted: { title: 采用, within: reward }
clauses:
  points: { title: 采用, counts: opinion, points: { ladder: [{ adopted: 2.5 }] } }
  money: { title: 采用奖励, counts: opinion, points: { ladder: [{ adopted: { by: level, is: { city: 200.3, province: 600 } } }] }, within: adopted }
grades: [{ grade: A, min: 10 }, { grade: B, needs: { points: reward, atLeast: 800 } }, { grade: C }]`,
    cases: `
      - { name: nothing of it in the total, facts: [{ opinion: any, steps: [submitted, { status: adopted, level: city }] }], expect: { points: 2.5, total: 3, money: 200.3, reward: 200.3, adopted: 200.3, grade: C } }
      - { name: its own cap, facts: [{ opinion: any, steps: [submitted, { status: adopted, level: province }], times: 2 }], expect: { total: 5, reward: 1000, grade: B } }
      - { name: the cap of the total leaves it alone, facts: [{ opinion: any, steps: [submitted, { status: adopted, level: city }], times: 5 }], expect: { points: 10, total: 10, reward: 1000, grade: A } }`,
  },
  'a further order, by a rate and by money': {
    rules: `
groups:
  rate: { title: 出席率, unit: '%' }
  reward: { title: 奖励金, unit: 元 }
clauses:
  points: { title: 出席, counts: attendance, where: { outcome: attended }, points: 1 }
  present:
    title: 出席率
    measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }
    points: 100
    within: rate
  visit: { title: 走访, counts: service, where: { type: visit }, points: 50, within: reward }
lists: { all: { title: 全体, who: { office: { not: chair } } } }
orders:
  by_rate: { title: 出席率排名, by: [rate, points] }
  by_money: { title: 奖励金排名, by: reward }`,
    cases: `
      - { name: third by points and first by the rate, facts: [{ attendance: plenary, outcome: attended, times: 2 }], others: [{ facts: [{ attendance: plenary, outcome: attended, times: 3 }, { attendance: plenary, outcome: absent }, { service: visit }], times: 2 }], expect: { total: 2, rate: 100, place: 3, by_rate: 1, by_money: 3 } }
      - { name: of equal rates who was there more often, facts: [{ attendance: plenary, outcome: attended, times: 2 }], others: [{ facts: [{ attendance: plenary, outcome: attended, times: 3 }] }], expect: { by_rate: 2, by_money: 1 } }
      - { name: among those of the same list, facts: [{ attendance: plenary, outcome: absent }], others: [{ member: { office: chair }, facts: [{ attendance: plenary, outcome: attended }] }], expect: { by_rate: 1 } }`,
  },
  'why somebody left': {
    rules: `
clauses: { a: { title: A, counts: opinion, points: 1 } }
triggers:
  told: { title: 未履职离任的通报, when: { all: [{ counts: opinion, atMost: 0 }, { mandate: ends }] }, unless: { exit: [resigned, deceased] }, then: circular }`,
    cases: `
      - { name: by oneself, member: { from: 2022-01-01, to: 2024-06-30, exit: resigned }, facts: [], expect: { told: none } }
      - { name: for another reason, member: { from: 2022-01-01, to: 2024-06-30, exit: revoked }, facts: [], expect: { told: circular } }
      - { name: without a reason, member: { from: 2022-01-01, to: 2024-06-30 }, facts: [], expect: { told: circular } }`,
  },
  'the records of a body and of its people in one clause': {
    rules: `
subject: sector
clauses:
  all: { title: 提案, of: all, counts: proposal, points: 2, cap: 9 }
  number: { title: 件数, measure: { of: all, counts: proposal }, points: 1 }
  own: { title: 界别自己的, counts: proposal, points: 1 }
  theirs: { title: 委员的, of: members, counts: proposal, points: 1 }`,
    cases: `
      - { name: of each, facts: [{ proposal: collective, times: 2 }], people: [{ facts: [{ proposal: individual }] }], expect: { all: 6, number: 3, own: 2, theirs: 1 } }
      - { name: one of two people is one, facts: [], people: [{ facts: [{ proposal: joint, same: x }] }, { facts: [{ proposal: joint, same: x }] }], expect: { all: 2, number: 1, theirs: 1 } }
      - { name: one cap for all, facts: [{ proposal: collective, times: 3 }], people: [{ facts: [{ proposal: individual }], times: 3 }], expect: { all: 9, number: 6 } }`,
  },
  'a table by two fields': {
    rules: `
clauses:
  a: { title: A, counts: speech, points: { by: [occasion, form], is: { plenary: { oral: 5, written: { 2019-01-01: 3 } }, consultation: { oral: 2 } } } }
  b: { title: B, counts: opinion, points: { ladder: [{ adopted: { by: [role, level], is: { author: { city: 3, province: 5 } } } }] } }`,
    cases: `
      - { name: of both, facts: [{ speech: plenary, form: oral, occasion: plenary }, { speech: plenary, form: written, occasion: plenary }], expect: { a: 8 } }
      - { name: a row without the second, facts: [{ speech: any, form: written, occasion: consultation }], expect: { a: 0 } }
      - { name: a record without one of the fields, facts: [{ speech: any, form: oral }], expect: { a: 0 } }
      - { name: the level of the step, facts: [{ opinion: any, role: author, steps: [submitted, { status: adopted, level: province }] }], expect: { b: 5 } }`,
  },
  'the total rounded before the grade': {
    rules: `
total: { start: 80, round: { to: 1, way: half_up } }
clauses: { a: { title: A, counts: opinion, points: 1.5 }, b: { title: B, counts: proposal, points: -0.4 } }
grades: [{ grade: 优秀, min: 85 }, { grade: 合格 }]`,
    cases: `
      - { name: up to the limit, facts: [{ opinion: any, times: 3 }], expect: { total: 85, a: 4.5, grade: 优秀 } }
      - { name: down from above it, facts: [{ opinion: any, times: 3 }, { proposal: any }], expect: { total: 84, grade: 合格 } }
      - { name: nothing to round, facts: [{ opinion: any, times: 2 }], expect: { total: 83 } }`,
  },
  'a group that begins anew in each quarter': {
    rules: `
groups: { g: { title: G, start: 5, floor: 0, cap: 6, window: quarter }, p: { title: P, start: { figure: 9, prorated: months }, window: quarter } }
clauses: { a: { title: A, counts: attendance, where: { outcome: absent }, points: -3, within: g }, b: { title: B, counts: opinion, points: 2, within: g } }`,
    cases: `
      - { name: four times from the start, facts: [], expect: { g: 20, p: 36, total: 56 } }
      - { name: what is lost in one quarter is not lost in another, facts: [{ attendance: plenary, outcome: absent, day: 2024-02-01, times: 3 }], expect: { g: 15, a: -5 } }
      - { name: the cap of a quarter, facts: [{ opinion: any, day: 2024-05-01, times: 2 }], expect: { g: 21, b: 1 } }
      - { name: who comes in the third quarter, member: { from: 2024-08-01 }, facts: [], expect: { g: 10, p: 15 } }`,
  },
  'a number that is wanted differs by body': {
    rules: `
clauses: { a: { title: A, counts: opinion, points: 0, wanted: { count: { body: { edu: 3, art: 1 }, others: 0 }, missing: -2, more: 1 } } }`,
    cases: `
      - { name: of the one, member: { body: edu }, facts: [{ opinion: any }], expect: { a: -4 } }
      - { name: of the other, member: { body: art }, facts: [{ opinion: any, times: 2 }], expect: { a: 1 } }
      - { name: of none of them, member: { body: law }, facts: [{ opinion: any }], expect: { a: 1 } }`,
  },
  'a number that is wanted of a body': {
    rules: `
subject: sector
clauses: { a: { title: A, counts: proposal, points: 0, wanted: { count: { body: { edu: 2 }, others: 1 }, missing: -2 } } }`,
    cases: `
      - { name: of this one, member: { body: edu }, facts: [{ proposal: collective }], expect: { a: -2 } }
      - { name: of another, member: { body: art }, facts: [{ proposal: collective }], expect: { a: 0 } }`,
  },
})
