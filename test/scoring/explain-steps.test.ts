import { describe, expect, test } from 'vitest'
import { told } from './told.ts'

/** Each step of a sum is told: from a value to its points, which record it is, which step counted, which place. */

const times = (outcome: string, many: number) =>
  many === 0 ? '' : `{ attendance: plenary, outcome: ${outcome}, times: ${many} }, `

test('the row of a table that a record earns by is told with its points', () => {
  const rules =
    'clauses: { a: { title: 发言, counts: speech, points: { by: form, is: { oral: 4, written: 2 } } } }'
  const { zh, en } = told(
    rules,
    'facts: [{ speech: any, form: oral }, { speech: any, form: written }], expect: { total: 6 }',
  )
  expect(zh).toContain('4分 [口头]')
  expect(en).toContain('2 points [written]')
})

describe('points that follow a measured value', () => {
  const rates = (points: string, attended: number, total: string | number) =>
    told(
      `clauses:
  a:
    title: 出席率
    measure: { share: { counts: attendance, where: { outcome: attended } }, among: { counts: attendance, where: { outcome: [attended, absent] } } }
    points: ${points}`,
      `facts: [${times('attended', attended)}${times('absent', 3 - attended)}], expect: { total: "${total}" }`,
    )

  test('show the target, the difference by the unit, its rounding, and the figure', () => {
    const below = rates('{ target: 80, at: 5, each: 5, below: -0.5, round: up }', 2, 3.5)
    expect(below.zh).toContain(
      '测算：2/3 = 66.67%，比目标80%低40/3 ÷ 5 = 8/3，进为整数为3，5分 - 0.5分 × 3 = 3.5分',
    )
    expect(below.en).toContain(
      'measured: 2/3 = 66.67%, 40/3 ÷ 5 = 8/3, rounded up to 3 below the target 80%, 5 points - 0.5 points × 3 = 3.5 points',
    )
    expect(rates('{ target: 80, above: 0.1 }', 3, 2).zh).toContain(
      '3/3 = 100%，比目标80%高20，0.1分 × 20 = 2分',
    )
    expect(rates('{ target: 100, at: 5, below: -1 }', 3, 5).zh).toContain('3/3 = 100%，正好是目标100%，5分')
  })

  test('show the band or the row, also where none is reached', () => {
    const bands = '{ bands: { 90: 20, 60: 10 } }'
    expect(rates(bands, 2, 10).zh).toContain('2/3 = 66.67%，达到60%一档，10分')
    expect(rates(bands, 1, 0).zh).toContain('1/3 = 33.33%，未达到最低一档（60%），0分')
    expect(rates(bands, 1, 0).en).toContain('1/3 = 33.33%, below the lowest band (60%), 0 points')
  })

  test('show the row of a place, and the last one to who is beyond it', () => {
    const placed = (better: number, points: number) =>
      told(
        `groups: { work: { title: 履职 } }
clauses:
  a: { title: 走访, counts: visit, points: 1, within: work }
  b: { title: 名次, measure: { place: work }, points: { places: { 1: 9, 3: 6 } } }`,
        `facts: [{ visit: any }], others: [{ facts: [{ visit: any, times: 2 }], times: ${better} }], expect: { b: ${points} }`,
      )
    expect(placed(2, 6).zh).toContain('测算：第3名（共3名），前3名一档，6分')
    expect(placed(2, 6).en).toContain('measured: place 3 of 3, the row up to place 3, 6 points')
    expect(placed(3, 0).zh).toContain('测算：第4名（共4名），不在前3名内，0分')
    expect(placed(3, 0).en).toContain('measured: place 4 of 4, beyond place 3, 0 points')
  })

  test('show a number with its unit', () => {
    const texts = told(
      `clauses: { a: { title: 时长, measure: { counts: service, sum: hour }, points: { target: 40, at: 0, each: 4, below: -1, round: down } } }`,
      `facts: [{ service: charity, quantity: 7, unit: hour }], expect: { total: -8 }`,
    )
    expect(texts.zh).toContain('测算：7 小时，比目标40低33 ÷ 4 = 8.25，舍去尾数为8，-1分 × 8 = -8分')
  })

  test('show what the points are compared to', () => {
    const texts = told(
      `groups: { work: { title: 履职 } }
clauses:
  a: { title: 走访, counts: visit, points: 2, within: work }
  b: { title: 与平均相比, measure: { points: work, to: average }, points: 10 }`,
      `facts: [{ visit: any, times: 3 }], others: [{ facts: [{ visit: any }] }], expect: { b: 15 }`,
    )
    expect(texts.zh).toContain('测算：6/4（平均） = 150%，10分 × 6/4 = 15分')
    expect(texts.en).toContain('measured: 6/4 (the average) = 150%, 10 points × 6/4 = 15 points')
  })
})

describe('the number of a record', () => {
  test('is the one that counts, beside the place among all', () => {
    const texts = told(
      `clauses:
  a: { title: 请假, counts: attendance, where: { outcome: leave_approved }, points: -2, from: 4 }
  b: { title: 书面发言, counts: speech, points: 1, replaces: a }`,
      `facts: [{ attendance: x, outcome: leave_approved, meeting: m, day: 2024-01-02 }, { speech: any, meeting: m, day: 2024-01-02 }, { attendance: x, outcome: leave_approved, day: 2024-02-02, times: 4 }], expect: { a: -2 }`,
    )
    expect(texts.zh).toContain('第1次：请假，-2分；同一会议已由另一条代替计分，计0分')
    expect(texts.zh).toContain('第4次（计数第3项）：请假，-2分；从第4项起计，此项不计，计0分')
    expect(texts.zh).toContain('第5次（计数第4项）：请假，-2分\n')
    expect(texts.en).toContain('meeting 5 (number 4 that counts): on leave, -2 points\n')
  })

  test('is not told of an allotment that is held in whole', () => {
    const rules = `total: { start: { figure: 30, prorated: days } }
clauses: { a: { title: 走访, counts: visit, points: 2 } }`
    expect(told(rules, 'facts: [], expect: { total: 30 }').zh).toContain('  先给30分\n')
    expect(told(rules, 'facts: [], member: { from: 2024-07-02 }, expect: { total: 15 }').zh).toContain(
      '先给30分 × 0.5 （在任部分） = 15分',
    )
  })
})

describe('a step that does not count again', () => {
  const rules = (more: string) =>
    `clauses: { a: { title: 采用, counts: opinion, points: { ladder: [{ adopted: { by: level, is: { province: 5, national: 8 } } }]${more} } } }`
  const adopted = (...steps: string[]) =>
    `{ opinion: any, steps: [${steps.map((step) => `{ status: adopted, ${step} }`).join(', ')}] }`
  const two = adopted('level: province, day: 2024-04-01', 'level: national, day: 2024-05-01')

  test('is told with the day on which it counted', () => {
    const texts = told(rules(''), `facts: [${two}], expect: { total: 5 }`)
    expect(texts.zh).toContain(
      '2024-05-01 第1条信息 采用：8分 [全国]；这一步只按第一次（2024-04-01）计，此次不计，计0分',
    )
    expect(texts.en).toContain(
      'a step counts the first time only (2024-04-01), this one does not, counts 0 points',
    )
  })

  test('is told of one level, where each counts once', () => {
    const three = adopted(
      'level: province, day: 2024-04-01',
      'level: national, day: 2024-05-01',
      'level: national, day: 2024-06-01',
    )
    const texts = told(rules(', repeat: level'), `facts: [${three}], expect: { total: 13 }`)
    expect(texts.zh.match(/这一步只按第一次/g)).toHaveLength(1)
    expect(texts.zh).toContain('（2024-05-01）计')
    expect(told(rules(', repeat: always'), `facts: [${three}], expect: { total: 21 }`).zh).not.toContain(
      '只按',
    )
  })
})

describe('a grade', () => {
  const visit = 'clauses: { a: { title: 走访, counts: visit, points: 10 } }'

  test('that is withheld is told once with the others that ask for the same', () => {
    const texts = told(
      `${visit}
conditions: { chosen: { counts: award, atLeast: 1 } }
grades:
  - { grade: 优秀, min: 20, needs: chosen }
  - { grade: 良好, min: 10, needs: chosen }
  - { grade: 合格, needs: chosen }`,
      'facts: [{ visit: any, times: 2 }], expect: { grade: none }',
    )
    expect(texts.zh).toContain(
      '  总分够“优秀”、“良好”，但条件未满足，“合格”的条件也未满足：“award” 0（至少 1）\n',
    )
    expect(texts.zh.match(/“award”/g)).toHaveLength(1)
    expect(texts.en).toContain(
      'The total is enough for 优秀, 良好, a condition is not met, nor that of 合格: "award": 0',
    )
  })

  test('without a limit is no matter of the total', () => {
    const texts = told(
      `${visit}\ngrades: [{ grade: 合格, needs: { counts: award, atLeast: 1 } }]`,
      'facts: [], expect: { grade: none }',
    )
    expect(texts.zh).toContain('  “合格”的条件未满足：“award” 0（至少 1）\n')
    expect(texts.zh).not.toContain('总分够')
    expect(texts.en).toContain('A condition of 合格 is not met: "award": 0 (at least 1)')
  })

  test('of a quota is told with the place, the list and the rounding', () => {
    const quota = `${visit}
grades: [{ grade: 优秀, min: 10, top: { share: 20, round: down } }, { grade: 良好, top: 12 }, { grade: 合格 }]`
    const others = (better: number) =>
      `others: [{ facts: [{ visit: any, times: 3 }], times: ${better} }, { facts: [{ visit: any }], times: ${30 - better} }]`
    const mine = 'facts: [{ visit: any, times: 2 }]'
    const inside = told(quota, `${mine}, ${others(1)}, expect: { grade: 优秀, place: 2 }`)
    expect(inside.zh).toContain('  第2名（共31名），“优秀”名额 20% × 31人 = 6.2，舍去尾数为6，在名额内\n')
    expect(inside.en).toContain('Place 2 of 31, places for 优秀: 20% × 31 = 6.2, rounded down to 6; inside\n')
    const outside = told(quota, `${mine}, ${others(6)}, expect: { grade: 良好, place: 7 }`)
    expect(outside.zh).toContain('“优秀”名额 20% × 31人 = 6.2，舍去尾数为6，不在名额内\n')
    expect(outside.zh).toContain('  第7名（共31名），“良好”名额 12人，符合条件者中第1，在名额内\n')
  })
})
