import { describe, expect, test } from 'vitest'
import type { RosterWorld } from '../../../src/exchange/imports/planner/roster-world.ts'
import { roster } from './small-roster.ts'

const HEAD = '委员编号,姓名,性别,界别,专委会,政协职务,手机,任职开始,任职结束'
const HELD: RosterWorld = {
  members: [
    {
      id: 'a',
      memberNo: '0101',
      version: 4,
      values: { memberNo: '0101', name: '冯一舟', sex: '男', sector: ['科技界'], phone: '13000000101' },
    },
    {
      id: 'b',
      memberNo: '0102',
      version: 1,
      values: { memberNo: '0102', name: '卫青禾', offices: ['委员', '常务委员'] },
    },
  ],
  known: {
    sectors: [{ name: '科技界', aliases: [] }],
    committees: [],
    groups: [],
    offices: ['委员', '常务委员'],
  },
}

describe('a roster', () => {
  test('of new members, with several offices and names the committee does not know yet', async () => {
    const plan = await roster(
      `${HEAD}\n0101,冯 一舟,男,科技界,提案委,委员 常务委员,13000000101,2022年1月10日,\n合计,1,,,,,,,`,
    )
    expect(plan.rows).toMatchObject([
      {
        row: 2,
        result: 'new',
        values: { memberNo: '0101', name: '冯一舟', offices: ['委员', '常务委员'], validFrom: '2022-01-10' },
      },
    ])
    expect(plan.newNames).toEqual({ sectors: ['科技界'], committees: ['提案委'], groups: [] })
  })

  test('against members that are held: same, update, and a blank erases nothing', async () => {
    const plan = await roster(`${HEAD}\n0101,冯一舟,,教育界,,,,,\n102,卫青禾,,,,常务委员 委员,,,`, HELD)
    expect(
      plan.rows.map(({ result, memberId, memberNo, changes }) => [result, memberId, memberNo, changes]),
    ).toEqual([
      ['update', 'a', '0101', [{ field: 'sector', from: '科技界', to: '教育界' }]],
      ['same', 'b', '0102', []],
    ])
  })

  test('a number under another name is a question', async () => {
    const text = `${HEAD}\n0101,卫青禾,,,,,,,`
    const plan = await roster(text, HELD)
    expect(plan.rows).toMatchObject([{ result: 'conflict', memberId: 'a' }])
    const id = plan.decisions[0]!.id
    expect((await roster(text, HELD, { answers: { [id]: { choice: 'keep' } } })).counts.skip).toBe(1)
    const renamed = await roster(text, HELD, { answers: { [id]: { choice: 'overwrite' } } })
    expect(renamed.rows).toMatchObject([
      { result: 'update', changes: [{ field: 'name', from: '冯一舟', to: '卫青禾' }] },
    ])
  })

  test('one number twice: both rows name each other', async () => {
    const plan = await roster(`${HEAD}\n0103,韩小满,男,,,,,,\n0103,韩小满,男,,,,,,\n0103,韩小满,女,,,,,,`)
    expect(plan.rows.map(({ result, otherRow }) => [result, otherRow])).toEqual([
      ['new', 3],
      ['duplicate_in_file', 2],
      ['conflict', 2],
    ])
  })

  test('every wrong field is told with its cell', async () => {
    const plan = await roster(
      `${HEAD}\n,12,保密,,,,1.38E+10,2025-02-30,\n0104,韩小满,,,,,,2025-03-01,2024-03-01`,
    )
    expect(plan.rows.map((row) => row.errors.map(({ ref, code }) => `${ref} ${code}`))).toEqual([
      ['A2 required', 'B2 not_a_name', 'C2 unknown_value', 'G2 bad_phone', 'H2 bad_date'],
      ['I3 ends_before_it_begins'],
    ])
    expect(plan.counts.invalid).toBe(2)
  })

  test('a mark on a name is refused; what stands in brackets behind it is no part of it', async () => {
    const rows = [
      '王晓*',
      '李伟（女）',
      '周宁(女，回族)',
      '赵青（科技）',
      '钱进【民盟】',
      '孙立（大）',
      '吴越（男）',
      '郑和（女',
    ]
    const plan = await roster(
      `${HEAD}\n${rows.map((name, at) => `020${at},${name},女,,,,,,`).join('\n')}`,
      HELD,
    )
    expect(
      plan.rows.map(({ values, errors }) => [
        values.name,
        ...errors.map(({ ref, code }) => `${ref} ${code}`),
      ]),
    ).toEqual([
      ['王晓*', 'B2 marked_name'],
      ['李伟'],
      ['周宁'],
      ['赵青'],
      ['钱进'],
      ['孙立', 'B7 bracket_unknown'],
      ['吴越', 'B8 bracket_unknown'],
      ['郑和（女', 'B9 not_a_name'],
    ])
    expect(plan.counts).toMatchObject({ new: 4, invalid: 4 })
  })

  test('unit and post in one column are the unit', async () => {
    for (const word of ['工作单位及职务', '单位及职务']) {
      const plan = await roster(`委员编号,姓名,${word}\n0101,冯一舟,云溪中学校长`)
      expect(plan.rows[0]!.values.unit).toBe('云溪中学校长')
      expect(plan.warnings).toEqual([])
    }
  })

  test('ID-card numbers, a missing number column and a missing header are refused', async () => {
    await expect(roster('委员编号,姓名,性别,身份证号\n0101,冯一舟,男,')).rejects.toThrow('id_card_numbers')
    await expect(roster('姓名,性别,界别\n冯一舟,男,科技界')).rejects.toThrow('columns_missing')
    await expect(roster('甲,乙,丙\n1,2,3')).rejects.toThrow('header_not_found')
  })
})
