import { checkMechanisms } from '../support/mechanism-cases.ts'

/** The level of a step, which stands at the adoption and not at the opinion. */

const OF = (level: string) => `{ counts: opinion, status: adopted, where: { level: ${level} }, atLeast: 1 }`
const AT = (...levels: string[]) =>
  `{ opinion: any, steps: [submitted, ${levels.map((level) => `{ status: adopted, level: ${level} }`).join(', ')}] }`

checkMechanisms({
  'a condition asks for the level at which a step was reached': {
    rules: `
clauses:
  high: { title: 省级以上采用, counts: opinion, where: { level: [province, national] }, points: { ladder: [{ adopted: 10 }] } }
  best: { title: 市级以上采用, counts: opinion, where: { level: { not: district } }, points: { ladder: [{ adopted: { by: level, is: { city: 3, province: 5 } } }], steps: highest } }
  many: { title: 省级采用条数, measure: { counts: opinion, status: adopted, where: { level: province } }, points: 1 }
grades:
  - { grade: 优秀, min: 0, needs: ${OF('[province, national]')} }
  - { grade: 合格 }
triggers:
  other: { title: 区外采用, when: ${OF('{ not: district }')}, then: award }`,
    cases: `
      - { name: adopted by the province, facts: [${AT('province')}], expect: { high: 10, best: 5, many: 1, grade: 优秀, other: award } }
      - { name: adopted by the district, facts: [${AT('district')}], expect: { high: 0, best: 0, many: 0, grade: 合格, other: none } }
      - { name: adopted by both, facts: [${AT('district', 'province')}], expect: { high: 10, best: 5, many: 1, grade: 优秀, other: award } }
      - { name: adopted by the city, facts: [${AT('city')}], expect: { high: 0, best: 3, many: 0, grade: 合格, other: award } }
      - { name: not adopted, facts: [{ opinion: any, steps: [submitted] }], expect: { high: 0, best: 0, grade: 合格, other: none } }`,
  },
})
