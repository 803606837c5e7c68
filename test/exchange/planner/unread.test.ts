import { describe, expect, test } from 'vitest'
import { kinds, planned, told, workbook } from './small-world.ts'

const lines = (...rows: string[]) => `﻿${rows.join('\n')}\n`
const HEADER = ['姓名', '会议名称', '日期', '出席情况']

describe('what is not read of a table of attendance', () => {
  test('a sheet that shows how to fill in the others is left out and named', async () => {
    const plan = await planned(
      workbook({
        填写样例: { cells: [HEADER, ['冯一舟', '“智慧水务”视察', '2025-05-20', '缺席']] },
        填表说明: { cells: [['每人每次会议填一行。']] },
        出席: { cells: [HEADER, ['冯一舟', '“智慧水务”视察', '2025-05-20', '出席']] },
      }),
    )
    expect(told(plan)).toEqual(['D2 0101 visit.1 present new'])
    expect(plan.warnings.map(({ code, table, mustBeAccepted }) => [code, table, mustBeAccepted])).toEqual([
      ['table_skipped', '填写样例', true],
      ['table_skipped', '填表说明', false],
    ])
    expect(plan.warnings[0]!.message.zh).toContain('样例')
  })

  test('a row without a name that says what became of a meeting is asked about', async () => {
    const plan = await planned(
      lines(
        HEADER.join(','),
        '冯一舟,“智慧水务”视察,2025-05-20,出席',
        ',“老城更新”专题协商会,2025-09-18,请假',
        ',“老城更新”专题协商会,2025-09-18,',
      ),
    )
    expect(told(plan)).toEqual(['D2 0101 visit.1 present new', 'D3 - talk.1 leave_approved unknown_name'])
    expect(kinds(plan)).toEqual(['unknown_name'])
    const marks = await planned(
      lines('2025年考勤（√出席 ×缺席）', '姓名,5月20日,9月18日上午', '冯一舟,√,√', ',×,√', ',1,2'),
    )
    expect(told(marks).slice(2)).toEqual([
      'B4 - visit.1 absent unknown_name',
      'C4 - talk.1 present unknown_name',
    ])
  })

  test('a column without a header that holds marks must be looked at', async () => {
    const plan = await planned(
      lines(
        '2025年考勤,,,',
        '注：√出席　×缺席,,,',
        '姓名,5月20日,,9月18日上午',
        '冯一舟,√,×,√',
        '卫青禾,√,√,×',
      ),
    )
    expect(plan.entries).toHaveLength(4)
    expect(plan.warnings).toMatchObject([
      { code: 'column_ignored', ref: 'C4', mustBeAccepted: true, detail: { refs: ['C4', 'C5'] } },
    ])
  })

  test('an unknown column is named, and must be looked at where it holds attendance', async () => {
    const plan = await planned(
      lines(
        '姓名,会议名称,日期,出席情况,餐别,下半场,空列',
        '冯一舟,“智慧水务”视察,2025-05-20,出席,素,缺席,',
        '卫青禾,“智慧水务”视察,2025-05-20,出席,荤,散会后走,',
      ),
    )
    expect(plan.warnings.map(({ code, ref, mustBeAccepted }) => [code, ref, mustBeAccepted])).toEqual([
      ['column_ignored', 'E1', false],
      ['column_ignored', 'F1', true],
    ])
  })
})
