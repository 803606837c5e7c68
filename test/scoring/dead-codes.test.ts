import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRegulation } from '../../src/scoring/check/load.ts'
import { standardVocabulary, type Vocabulary } from '../../src/scoring/check/vocabulary.ts'

/** Nothing that can never match is taken: it is named with its place, what there is, and the way out. */

const HEAD = 'regulation: dead\ntitle: 样例\nperiod: calendar_year\n'
const clause = (slots: string) => `clauses: { a: { title: A, ${slots} } }\n`
const when = (condition: string) =>
  `${clause('counts: opinion, points: 1')}triggers: { t: { title: T, when: ${condition}, then: talk } }\n`

const errorsOf = (rules: string, vocabulary: Vocabulary = standardVocabulary()) => {
  const loaded = loadRegulation(HEAD + rules, vocabulary)
  return loaded.ok ? [] : loaded.errors
}

describe('is refused', () => {
  test.each([
    ['a kind', clause('counts: proposals, points: 1'), 'unknown_kind', '是否应为“proposal”'],
    ['a kind nobody knows', clause('counts: award, points: 1'), 'unknown_kind', '可用：attendance（出席）'],
    [
      'a meeting type',
      clause('counts: attendance, where: { meeting: plenery, outcome: attended }, points: 1'),
      'unknown_code',
      '里没有“plenery”；是否应为“plenary”',
    ],
    [
      'a class',
      clause('counts: speech, where: { class: statutary }, points: 1'),
      'unknown_code',
      '“statutory”',
    ],
    [
      'a role',
      clause('counts: proposal, where: { role: lead }, points: 1'),
      'unknown_code',
      'first（第一提案人）',
    ],
    ['a proposer', clause('counts: proposal, where: { type: jont }, points: 1'), 'unknown_code', '“joint”'],
    ['a form', clause('counts: speech, where: { form: writen }, points: 1'), 'unknown_code', '“written”'],
    [
      'an occasion',
      clause('counts: speech, where: { occasion: nosuch }, points: 1'),
      'unknown_code',
      'nosuch',
    ],
    [
      'a record type',
      clause('counts: record, where: { type: gift }, points: 1'),
      'unknown_code',
      'duty_kind',
    ],
    [
      'a row of a table',
      clause('counts: recognition, points: { by: level, is: { nation: 1 } }'),
      'unknown_code',
      '“national”',
    ],
    [
      'a field that the kind has not',
      clause('counts: opinion, where: { type: news }, points: 1'),
      'field_of_kind',
      '可用：role（角色）、origin（由何转来）',
    ],
    [
      'a table by such a field',
      clause('counts: opinion, points: { by: form, is: { oral: 1 } }'),
      'field_of_kind',
      'form',
    ],
    [
      'an occasion of a proposal',
      clause('counts: proposal, where: { occasion: plenary }, points: 1'),
      'field_of_kind',
      'occasion',
    ],
    [
      'a step',
      clause('counts: proposal, points: { ladder: [{ filled: 1 }] }'),
      'unknown_step',
      '是否应为“filed”',
    ],
    [
      'a step that takes everything off',
      clause('counts: proposal, points: { ladder: [{ withdrawn: -1 }] }'),
      'unknown_step',
      'withdrawn',
    ],
    [
      'a step of a kind without any',
      clause('counts: service, points: { ladder: [{ filed: 1 }] }'),
      'unknown_step',
      '没有状态',
    ],
    ['a status', when('{ counts: opinion, status: filed, atLeast: 1 }'), 'unknown_step', 'adopted'],
    [
      'a level without its step',
      clause('counts: opinion, where: { level: city }, points: 1'),
      'level_of_step',
      'adopted',
    ],
    [
      'a level of a condition without a status',
      when('{ counts: opinion, where: { level: city }, atLeast: 1 }'),
      'level_of_step',
      'status',
    ],
    [
      'a table by the level without its step',
      clause('counts: opinion, points: { by: level, is: { city: 1 } }'),
      'level_of_step',
      'ladder',
    ],
    [
      'a level at a step without one',
      clause('counts: opinion, points: { ladder: [{ submitted: { by: level, is: { city: 1 } } }] }'),
      'no_level_of_step',
      'submitted',
    ],
    [
      'a status without a level',
      when('{ counts: proposal, status: filed, where: { level: city }, atLeast: 1 }'),
      'no_level_of_step',
      'key',
    ],
    [
      'a further field of a kind without',
      clause('counts: opinion, where: { attributes: { words: { atLeast: 1 } } }, points: 1'),
      'attributes_of_record',
      'record',
    ],
    [
      'a further field nobody has',
      clause('counts: record, where: { attributes: { words: 1 } }, points: 1'),
      'unknown_attribute',
      'words',
    ],
    ['a unit', clause('counts: service, points: 1, quantity: half_day'), 'unit_of_kind', 'hour（小时）'],
    ['a sum in such a unit', when('{ counts: service, sum: yuan, atLeast: 1 }'), 'unit_of_kind', 'yuan'],
    [
      'an amount of a kind without',
      clause('counts: record, points: 1, quantity: yuan'),
      'unit_of_kind',
      'attribute',
    ],
    [
      'an office',
      clause('who: { office: standing_menber }, counts: opinion, points: 1'),
      'unknown_code',
      '“standing_member”',
    ],
    ['an office of a condition', when('{ office: nosuch }'), 'unknown_code', '职务目录（office）'],
    [
      'an office from the start',
      `${clause('counts: opinion, points: 1')}total: { start: { office: { chief: 1 }, others: 0 } }\n`,
      'unknown_code',
      'chief',
    ],
    [
      'an office of a list',
      `${clause('counts: opinion, points: 1')}lists: { l: { title: L, who: { office: nosuch } } }\n`,
      'unknown_code',
      'nosuch',
    ],
    [
      'a body kind',
      clause('who: { bodyKind: sectors }, counts: opinion, points: 1'),
      'unknown_code',
      '“sector”',
    ],
    [
      'a role in a body',
      clause('who: { bodyRole: convenor }, counts: opinion, points: 1'),
      'unknown_code',
      '“convener”',
    ],
    [
      'bodies of a list',
      `${clause('counts: opinion, points: 1')}lists: { l: { title: L, each: activity_group } }\n`,
      'unknown_code',
      'body_kind: { activity_group: 名称 }',
    ],
    [
      'a subject',
      `subject: activity_group\n${clause('counts: proposal, points: 1')}`,
      'unknown_code',
      'body_kind',
    ],
    [
      'what bodies do not have themselves',
      `subject: sector\n${clause('counts: opinion, points: 1')}`,
      'kind_of_people',
      'of: members',
    ],
    ['what members do not have', clause('counts: activity, points: 1'), 'only_of_bodies', 'subject: sector'],
    ['a reason of exemption', when('{ exempt: [illnes] }'), 'unknown_code', '“illness”'],
    [
      'the place of what stands at no meeting',
      'clauses: { a: { title: A, counts: opinion, points: 1 }, b: { title: B, counts: opinion, points: 1, replaces: a } }\n',
      'replaces_at_meeting',
      'opinion',
    ],
    [
      'one grade twice',
      `${clause('counts: opinion, points: 1')}grades: [{ grade: 优秀, min: 90 }, { grade: 优秀, min: 60 }]\n`,
      'grade_twice',
      '优秀',
    ],
  ])('%s', (_, rules, code, words) => {
    const errors = errorsOf(rules)
    expect([...new Set(errors.map((error) => error.code))]).toEqual([code])
    expect(errors[0]!.message.zh).toContain(words)
    expect(errors[0]!.line).toBeGreaterThan(3)
    expect(errors[0]!.message.en.replaceAll('优秀', '')).not.toMatch(/\p{Script=Han}/u)
  })

  test('where it stands, in every part of the file', () => {
    const dead = '{ counts: opinion, status: nosuch, atLeast: 1 }'
    const share = '{ share: { counts: opinion, status: nosuch }, among: { counts: nosuch } , atLeast: 1 }'
    const errors = errorsOf(
      [
        'conditions:',
        `  named: ${dead}`,
        `  detailed: { article: A, is: { any: [{ counts: opinion, atLeast: 1 }, ${dead}] } }`,
        'total:',
        `  needs: { not: ${share} }`,
        'clauses:',
        '  a:',
        '    title: A',
        '    measure: { counts: nosuch }',
        '    points: 1',
        'grades:',
        '  - grade: A',
        `    needs: ${dead}`,
        '  - grade: B',
      ].join('\n'),
    )
    expect(errors.map(({ line, pointer }) => [line, pointer])).toEqual([
      [5, '/conditions/named/is/status'],
      [6, '/conditions/detailed/is/any/1/status'],
      [8, '/total/needs/not/share/status'],
      [8, '/total/needs/not/among/counts'],
      [12, '/clauses/a/measure/counts'],
      [16, '/grades/0/needs/status'],
    ])
    expect(errors[0]!.column).toBe(29)
  })
})

describe('is taken', () => {
  test.each([
    [
      'people of a body, as members',
      `subject: sector\n${clause('measure: { people: { counts: service, atLeast: 1 } }, points: 1')}`,
    ],
    [
      'what bodies have',
      `subject: sector\n${clause('counts: activity, where: { class: activity }, points: 1')}`,
    ],
    [
      'words that whoever enters a record chooses',
      clause('counts: assessment, where: { type: any_form, role: any_rater }, points: 1'),
    ],
    [
      'the level of the steps of which a part is given',
      'clauses: { a: { title: A, counts: opinion, points: { ladder: [{ adopted: 2 }] } }, b: { title: B, counts: opinion, where: { level: city }, points: { part: 1/2, of: a } } }\n',
    ],
    [
      'all but one',
      clause(
        'counts: opinion, where: { level: { not: district } }, points: { ladder: [{ submitted: 1 }, { adopted: 2 }] }',
      ),
    ],
    [
      'the place of an attendance',
      'clauses: { a: { title: A, counts: attendance, where: { outcome: attended }, points: 1 }, b: { title: B, counts: speech, points: 1, replaces: a } }\n',
    ],
    [
      'a body by its code, where the bodies are not known',
      clause('who: { body: S20 }, counts: opinion, points: 1'),
    ],
  ])('%s', (_, rules) => {
    expect(errorsOf(rules)).toEqual([])
  })

  test('a body that the committee has, and no other', () => {
    const { catalogues } = standardVocabulary()
    const vocabulary = { catalogues: { ...catalogues, body: [{ code: 'S20', class: null }] } }
    expect(errorsOf(clause('who: { body: S20 }, counts: opinion, points: 1'), vocabulary)).toEqual([])
    const [error] = errorsOf(clause('who: { body: S21 }, counts: opinion, points: 1'), vocabulary)
    expect(error!.message.zh).toContain('本会没有这个组织“S21”；是否应为“S20”')
  })

  test('what the file brings along', () => {
    const own = [
      'catalogues:',
      '  level: { street: 街道级 }',
      '  body_kind: { activity_group: 活动组 }',
      '  opinion_step: { listed: 列入要报 }',
      '  duty_kind: { gift: { name: 捐款, class: charity, fields: { yuan: integer } } }',
      'lists: { l: { title: L, each: activity_group } }',
      'clauses:',
      '  a: { title: A, counts: opinion, where: { level: street }, points: { ladder: [{ listed: 1 }] } }',
      '  b: { title: B, counts: record, where: { class: charity }, points: 1, quantity: { attribute: yuan, each: 1 } }',
    ].join('\n')
    expect(errorsOf(own)).toEqual([])
    const bodies = (of: string) =>
      errorsOf(`catalogues: { body: ${of} }\n${clause('counts: opinion, points: 1')}`).map(({ code }) => code)
    expect(bodies('{ G1: 一组 }')).toEqual(['body_class'])
    expect(bodies('{ G1: { name: 一组, class: nosuch } }')).toEqual(['unknown_code'])
    expect(bodies('{ G1: { name: 一组, class: sector } }')).toEqual([])
    const wrong =
      'catalogues: { duty_kind: { gift: 捐款 }, level: { x: { name: X, fields: { a: text } } } }\n'
    expect(errorsOf(wrong + clause('counts: opinion, points: 1')).map(({ code }) => code)).toEqual([
      'duty_kind_class',
      'fields_of_duty_kind',
    ])
  })

  test.each(globSync('*/rules.yaml', { cwd: 'regulations' }))('%s, as it is shipped', (file) => {
    const loaded = loadRegulation(readFileSync(path.join('regulations', file), 'utf8'), standardVocabulary())
    expect(loaded.ok ? [] : loaded.errors).toEqual([])
  })
})
