import { describe, expect, test } from 'vitest'
import { told } from './told.ts'

/** Each step of a sum is told: the part of the year, the condition, the number that is wanted. */

const facts = (kind: string, ...days: string[]) =>
  days.map((day) => `{ ${kind}: any, day: ${day} }`).join(', ')

describe('a clause that counts anew in each part of the year', () => {
  const rules = (window: string, more = 'cap: 4') =>
    `clauses: { a: { title: 走访, counts: visit, points: 2, ${more}, window: ${window} } }`
  const three = facts('visit', '2024-08-01', '2024-08-02', '2024-08-03')

  test.each([
    ['month', '本条8月封顶4分', 'this clause stops at 4 points in August'],
    ['quarter', '本条第三季度封顶4分', 'this clause stops at 4 points in the third quarter'],
    ['half_year', '本条下半年封顶4分', 'this clause stops at 4 points in the second half-year'],
    ['term', '本条本届封顶4分', 'this clause stops at 4 points in the term'],
  ])('says which, where its cap takes something (%s)', (window, zh, en) => {
    const texts = told(rules(window), `facts: [${three}], expect: { total: 4 }`)
    expect(texts.zh).toContain(`第3项：2分；${zh}，2分中失去2分，计0分`)
    expect(texts.en).toContain(`record 3: 2 points; ${en}: 2 of 2 points lost, counts 0 points`)
  })

  test('says what earlier years have used of a cap over the term', () => {
    const texts = told(
      rules('term'),
      `facts: [${facts('visit', '2023-08-01')}, ${three}], member: { from: 2022-01-01 }, expect: { total: 2 }`,
    )
    expect(texts.zh).toContain('本条本届封顶4分（此前各期已计2分），2分中失去2分')
    expect(texts.en).toContain('stops at 4 points in the term (2 points counted before this period): 2 of')
  })

  test('says which, where the number of a record matters', () => {
    const texts = told(
      rules('quarter', 'once: true'),
      `facts: [${facts('visit', '2024-02-01', '2024-08-01', '2024-08-02')}], expect: { total: 4 }`,
    )
    expect(texts.zh).toContain('第2项（第三季度计数第1项）：2分')
    expect(texts.zh).toContain('第3项（第三季度计数第2项）：2分；第三季度只计一次，此项不再计，计0分')
    expect(texts.en).toContain('record 2 (number 1 that counts in the third quarter): 2 points')
  })
})

describe('a condition that takes or gives points', () => {
  test('of a group is told once, with what was asked and what there was', () => {
    const texts = told(
      `groups:
  base: { title: 基础分, cap: 60 }
  bonus: { title: 加分, needs: { points: base, atLeast: 60 } }
clauses:
  a: { title: 走访, counts: visit, points: 10, within: base }
  b: { title: 获奖, counts: award, points: 5, within: bonus }`,
      `facts: [${facts('visit', '2024-02-01')}, ${facts('award', '2024-03-01', '2024-03-02')}], expect: { total: 10 }`,
    )
    expect(texts.zh).toContain('  加分 0分；条件未满足：基础分 10（至少 60）\n')
    expect(texts.zh.match(/至少 60/g)).toHaveLength(1)
    expect(texts.zh.match(/本组的条件未满足，5分不计/g)).toHaveLength(2)
    expect(texts.en).toContain('加分 0 points; its condition does not hold: 基础分 is 10 (at least 60)\n')
  })

  test('asks for the points of a group before its weight, and says so', () => {
    const texts = told(
      `groups:
  base: { title: 基础分, weight: 1/2 }
  bonus: { title: 加分, needs: { points: base, atLeast: 60 } }
clauses:
  a: { title: 走访, counts: visit, points: 10, within: base }
  b: { title: 获奖, counts: award, points: 5, within: bonus }`,
      `facts: [${facts('visit', '2024-02-01')}, ${facts('award', '2024-03-01')}], expect: { total: 5 }`,
    )
    expect(texts.zh).toContain('条件未满足：基础分（按权重折算前） 10（至少 60）\n')
    expect(texts.en).toContain('基础分 before its weight is 10 (at least 60)\n')
  })

  test('of the total is told beside it', () => {
    const texts = told(
      `total: { needs: { not: { counts: recognition, where: { class: penalty, level: province }, atLeast: 1 } } }
clauses: { a: { title: 走访, counts: visit, points: 10 } }`,
      `facts: [${facts('visit', '2024-02-01', '2024-02-02', '2024-02-03')}, { recognition: x, class: penalty, level: province }], expect: { total: 0 }`,
    )
    expect(texts.zh).toMatch(/^合计0分；条件未满足：不是：奖惩（处分，省级） 1（至少 1）\n/)
    expect(texts.en).toMatch(
      /^Total 0 points; its condition does not hold: not: recognitions \(penalty, province\): 1 /,
    )
  })

  test('of a clause stands in its line', () => {
    const texts = told(
      `clauses: { a: { title: 缺席两次, when: { counts: attendance, where: { meeting: plenary, outcome: absent }, atLeast: 2 }, points: -5 } }`,
      `facts: [{ attendance: plenary, outcome: absent, times: 3 }], expect: { total: -5 }`,
    )
    expect(texts.zh).toContain('条件满足（会议（全体会议，缺席） 3（至少 2））：-5分')
    expect(texts.en).toContain('condition met (meetings (plenary, absent): 3 (at least 2)): -5 points')
  })

  test('asks in words, and keeps in quotes what has none', () => {
    const texts = told(
      `clauses: { a: { title: 走访, counts: visit, points: 1 } }
grades:
  - grade: 优秀
    needs:
      any:
        - all:
            - { counts: attendance, per: session, where: { meeting: plenary, outcome: attended }, atLeast: 1 }
            - { counts: attendance, where: { meeting: { not: [plenary, tea_party] }, outcome: attended }, atLeast: 1 }
        - { counts: proposal, status: filed, atLeast: 1 }
        - { counts: visit, sum: hour, where: { attributes: { words: { atLeast: 1000 } } }, atLeast: 3, each: quarter }
        - { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } }, atLeast: 80 }`,
      `facts: [{ attendance: plenary, outcome: absent }], expect: { grade: none }`,
    )
    expect(texts.zh).toContain(
      '（场次（全体会议，出席） 0（至少 1）；且 会议（除全体会议、“tea_party”外，出席） 0（至少 1））；或 ',
    )
    expect(texts.zh).toContain(
      '；或 提案（立案） 0（至少 1）；或 每季度“visit”（“words” 至少 1000） 第一季度 0 小时（至少 3）；或 ',
    )
    expect(texts.zh).toContain('会议（出席）占会议（出席、缺席）之比 0/1 = 0%（至少 80%）')
    expect(texts.en).toContain('proposals (filed): 0 (at least 1)')
    expect(texts.en).toContain(
      'meetings (attended) among meetings (attended or absent): 0 of 1 = 0% (at least 80%)',
    )
  })
})

describe('a number that is wanted', () => {
  test('is told with the part of the year and what there is', () => {
    const texts = told(
      `clauses: { a: { title: 信息, counts: opinion, points: 0, wanted: { count: 2, missing: -2 }, window: quarter } }`,
      `facts: [{ opinion: any, day: 2024-02-01 }, { opinion: any, day: 2024-05-01, times: 2 }, { opinion: any, day: 2024-08-01, times: 2 }, { opinion: any, day: 2024-11-01, times: 2 }], expect: { total: -2 }`,
    )
    expect(texts.zh).toContain('2024-03-31 第一季度应有2条信息，实有1条信息：-2分 × 1 项不足 = -2分\n')
    expect(texts.zh).toContain('2024-05-01 第2条信息：')
    expect(texts.en).toContain(
      '2024-03-31 2 wanted in the first quarter, 1 there: -2 points × 1 missing = -2 points',
    )
  })

  test('is told before and after it shrinks', () => {
    const texts = told(
      `clauses: { a: { title: 议案, counts: bill, points: 0, wanted: { count: 3, missing: -5, more: 5, shrinks: down } } }`,
      `facts: [${facts('bill', '2024-08-01', '2024-08-02')}], member: { from: 2024-07-02 }, expect: { total: 5 }`,
    )
    expect(texts.zh).toContain(
      '本期应有3项 × 1/2（在任且未免计的部分） = 1.5，舍去尾数为1，实有2项：5分 × 1 项超出 = 5分',
    )
    expect(texts.en).toContain(
      '3 × 1/2 (days in office and not exempt) = 1.5, rounded down to 1 wanted in the period, 2 there: 5 points × 1 more',
    )
  })
})
