import { describe, expect, test } from 'vitest'
import { COMMITTEE, outcomes, roster, warned } from './small-roster.ts'
import { workbook } from './small-world.ts'

describe('how a roster lies in its sheet', () => {
  test('headings, remarks and totals are named as ignored rows; rows numbered beforehand say nothing', async () => {
    const plan = await roster(
      '序号,委员编号,姓名,手机\n一、教育界（1人）,,,\n1,0103,韩小满,13000000103\n,教育界,,\n,,注：带*者为常委,\n2,,,\n合计,,1人,',
      COMMITTEE,
    )
    expect(outcomes(plan)).toEqual(['same 0103'])
    expect(plan.ignoredRows.map(({ ref, raw }) => `${ref} ${raw}`)).toEqual([
      'A2 一、教育界（1人）',
      'B4 教育界',
      'C5 注：带*者为常委',
      'A7 合计',
    ])
    expect(warned(plan)).toEqual(['row_ignored A2', 'row_ignored B4', 'row_ignored C5', 'row_ignored A7'])
  })

  test('a name or a number alone is a row that lacks something', async () => {
    const plan = await roster('委员编号,姓名,手机\n0103,,\n,韩小满,', COMMITTEE)
    expect(plan.rows.map(({ errors }) => errors.map(({ ref }) => ref))).toEqual([['B2'], ['A3']])
  })

  test('blocks side by side are read, each row with its own places', async () => {
    const head = '编号,姓名,手机'
    const plan = await roster(
      `${head},${head}\n0103,韩小满,13000000103,0199,新一人,13000000199\n0198,新二人,,,,\n0197,新三人,13000000197,0196,新四人,13000000197`,
      COMMITTEE,
    )
    expect(outcomes(plan)).toEqual(['same 0103', 'new 0199', 'new 0198', 'conflict 0197', 'conflict 0196'])
    expect(plan.decisions.map(({ refs }) => refs)).toEqual([['csv!A4'], ['csv!D4']])
    expect(new Set(plan.decisions.map(({ id }) => id)).size).toBe(2)
    expect(warned(plan)).toEqual([])
    const bad = await roster(`${head},${head}\n0103,韩小满,,0199,新一人,123`, COMMITTEE)
    expect(bad.rows[1]!.errors).toMatchObject([{ ref: 'F2', header: '手机' }])
    await expect(roster('编号,姓名,手机,姓名,手机\n0103,韩小满,,新一人,')).rejects.toThrow(
      /columns_missing At D1/,
    )
  })

  test('a column twice, and one without a header, are named', async () => {
    const plan = await roster('委员编号,姓名,手机,手机,\n0103,韩小满,,13000000103,增补', COMMITTEE)
    expect(warned(plan)).toEqual(['column_ignored D1', 'column_ignored E1'])
    expect(plan.warnings.map(({ message }) => message.zh)).toEqual([
      expect.stringContaining('与 C 列重复'),
      expect.stringContaining('没有列名'),
    ])
  })

  test('other sheets are named, and another roster has to be looked at', async () => {
    const cells = [
      ['委员编号', '姓名', '手机'],
      ['0103', '韩小满', '13000000103'],
    ]
    const plan = await roster(
      workbook({ 一: { cells }, 二: { cells }, 说明: { cells: [['请核对']] } }),
      COMMITTEE,
    )
    expect(plan.warnings.map(({ code, table, mustBeAccepted }) => [code, table, mustBeAccepted])).toEqual([
      ['sheet_ignored', '二', true],
      ['sheet_ignored', '说明', false],
    ])
  })

  test('a month without its day says so, a day that never was is another fault', async () => {
    const days = ['2019年7月', '2017.2', '2019', '二〇一九年七月', '2019-02-30', '2019.7.1']
    const plan = await roster(
      `委员编号,姓名,任职开始\n${days.map((day, at) => `020${at},新一人,${day}`).join('\n')}`,
    )
    expect(plan.rows.map(({ errors }) => errors[0]?.code)).toEqual([
      'day_missing',
      'day_missing',
      'day_missing',
      'day_missing',
      'bad_date',
      undefined,
    ])
    expect(plan.rows[0]!.errors[0]!.message.zh).toContain('缺少“日”')
  })

  test('a header of two levels: the lower word where there is one, whatever it stands under', async () => {
    const top = ['委员编号', '姓名', '界别', '单位及职务', null, '联系方式', null]
    const low = [null, null, null, '工作单位', '职务', '手机', '办公电话']
    const data = ['0199', '新一人', '教育界', '某校', '校长', '13000000199', '0577-60000001']
    const merges: [number, number, number, number][] = [
      [0, 0, 1, 0],
      [0, 1, 1, 1],
      [0, 3, 0, 4],
      [0, 5, 0, 6],
    ]
    const values = { unit: '某校', post: '校长', phone: '13000000199', sector: '教育界' }
    const sheet = workbook({ 名册: { cells: [top, low, data], merges } })
    const text = [top, low, data].map((row) => row.map((cell) => cell ?? '').join(',')).join('\n')
    for (const source of [sheet, text]) {
      const plan = await roster(source, COMMITTEE)
      expect(plan).toMatchObject({ headerRows: [1, 2], rows: [{ row: 3, result: 'new', values }] })
      expect(plan.rows).toHaveLength(1)
      expect(plan.warnings).toMatchObject([{ code: 'column_ignored', detail: { header: '办公电话' } }])
    }
  })
})
