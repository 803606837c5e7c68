import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kinds, planned, told, workbook } from './small-world.ts'

const matrix = new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/imports/matrix.csv')))

describe('a matrix, one column for a session', () => {
  test('months over days, legend below, year in the title', async () => {
    const plan = await planned(matrix, { name: 'm.csv' })
    expect(told(plan)).toEqual([
      'D4 0101 plenary.1 present new',
      'E4 0101 plenary.2 leave_approved/personal new',
      'F4 0101 lesson.1 present new',
      'D5 0103 plenary.1 present new',
      'E5 0103 plenary.2 - no_data',
      'F5 0103 lesson.1 absent new',
      'D6 - plenary.1 present ambiguous_name',
      'E6 - plenary.2 - unknown_symbol',
      'F6 - lesson.1 present ambiguous_name',
      'D7 0106 plenary.1 present new',
      'E7 0106 plenary.2 present new',
    ])
    expect(kinds(plan).sort()).toEqual(['ambiguous_name', 'blank_policy', 'unknown_symbol'])
    expect(plan.decisions.find((one) => one.kind === 'ambiguous_name')?.refs).toEqual(['csv!D6', 'csv!F6'])
    expect(plan.tables[0]).toMatchObject({ headerRows: [2, 3], footerRows: [8, 9] })
  })

  test('a blank means what a profile says, and nothing for somebody who was not expected', async () => {
    const plan = await planned(matrix, { name: 'm.csv', profile: { blankPolicy: 'absent' } })
    expect(told(plan, (entry) => entry.raw === '')).toEqual(['E5 0103 plenary.2 absent new'])
    const ignored = await planned(matrix, { name: 'm.csv', profile: { blankPolicy: 'ignore' } })
    expect(told(ignored, (entry) => entry.raw === '')).toEqual([])
  })

  test('title and day in one cell, totals beside and below', async () => {
    const plan = await planned(
      workbook({
        考勤: {
          cells: [
            ['2025年委员出席情况'],
            [
              '姓名',
              '单位及职务',
              '五届十二次常委会议\n3月12日',
              '“智慧水务”视察（5月20日下午）',
              '出席次数',
            ],
            ['冯一舟', '清河仪表厂主任', '出席', '出席', 2],
            ['韩小满', '清河机床厂主任', '请假', '缺席', 0],
            ['沈见山', '清河区妇联', '列席', '出席', 2],
            ['合计', '', 1, 3, ''],
          ],
        },
      }),
    )
    expect(told(plan)).toEqual([
      'C3 0101 standing.1 present new',
      'D3 0101 visit.1 present new',
      'C4 0104 standing.1 leave_approved new',
      'D4 0104 visit.1 absent new',
      'C5 0109 standing.1 observer new',
      'D5 0109 visit.1 present new',
    ])
    expect(plan.warnings).toMatchObject([{ code: 'footer_mismatch', ref: 'D6', mustBeAccepted: true }])
  })

  test('a legend whose marks and words have cells of their own is no header', async () => {
    const plan = await planned(
      workbook({
        考勤: {
          cells: [
            ['2025年全会考勤表'],
            ['姓名', ...Array(3).fill('清河区政协五届四次会议')],
            ['', '1月10日上午', '1月10日下午', '1月11日上午'],
            ['冯一舟', '√', '○', '△'],
            ['√', '出席', '△', '迟到', '○', '事假', '▲', '病假', '×', '缺席'],
          ],
        },
      }),
    )
    expect(told(plan)).toEqual([
      'B4 0101 plenary.1 present new',
      'C4 0101 plenary.2 leave_approved/personal new',
      'D4 0101 plenary.3 late new',
    ])
  })

  test('names in the lower header row, merged days above, a legend over several cells', async () => {
    const plan = await planned(
      workbook({
        全会: {
          cells: [
            ['', '', '2025年1月10日', '', '2025年1月11日', ''],
            ['序号', '姓名', '上午', '下午', '上午', '下午'],
            [1, '冯 一 舟', '√', '√', '○', '√'],
            ['图例', '√：出席', '○：病假'],
          ],
          merges: [
            [0, 2, 0, 3],
            [0, 4, 0, 5],
          ],
        },
      }),
    )
    expect(told(plan)).toEqual([
      'C3 0101 plenary.1 present new',
      'D3 0101 plenary.2 present new',
      'E3 0101 plenary.3 leave_approved/sick new',
      'F3 0101 plenary.4 present new',
    ])
  })

  test('true dates in the header, and a legend on a sheet of its own', async () => {
    const plan = await planned(
      workbook({
        考勤: {
          cells: [
            ['姓名', new Date(Date.UTC(2025, 2, 12)), new Date(Date.UTC(2025, 4, 20))],
            ['冯一舟', '√', '△'],
          ],
        },
        说明: { cells: [['符号说明：√出席，△请假']] },
      }),
    )
    expect(told(plan)).toEqual(['B2 0101 standing.1 present new', 'C2 0101 visit.1 leave_approved new'])
  })

  test('no legend, no meaning: not even √ is taken, but it is suggested', async () => {
    const plan = await planned('姓名,2025-05-20\n冯一舟,√\n卫青禾,√')
    expect(plan.entries.map((entry) => entry.result)).toEqual(['unknown_symbol', 'unknown_symbol'])
    expect(plan.decisions).toMatchObject([
      { refCount: 2, suggested: { choice: 'status', status: 'present' } },
    ])
  })

  test('two meetings on a day need the part of the day', async () => {
    const plan = await planned('姓名,2025-09-18,2025-09-18下午\n冯一舟,出席,出席')
    expect(told(plan)).toEqual(['B2 0101 held present new', 'C2 0101 lesson.1 present new'])
    expect(plan.decisions).toMatchObject([
      { kind: 'near_event', candidates: [{ sessionId: 'talk.1' }, { sessionId: 'lesson.1' }] },
    ])
  })

  test('a day alone is no match when those who came were not invited: another body met', async () => {
    const plan = await planned(
      '姓名,2025-03-12,2025-05-20\n阿里木·热合曼,出席,出席\n王𠮷安,出席,出席\n冯一舟,出席,出席',
    )
    expect(told(plan, (entry) => entry.col === 1 && entry.heldBy === null)).toEqual([])
    expect(plan.decisions).toMatchObject([
      { kind: 'near_event', evidence: { why: 'several_are_not_invited' } },
    ])
    expect(plan.counts.acceptable).toBe(3)
  })

  test('a day of another meeting under a title that names one asks', async () => {
    const plan = await planned('2025年,,\n五届十二次常委会议考勤表,,\n姓名,3月12日,5月20日\n冯一舟,出席,出席')
    expect(told(plan)).toEqual(['B4 0101 standing.1 present new', 'C4 0101 held present new'])
  })

  test('a list with days alone asks in the same way', async () => {
    const plan = await planned(
      '姓名,日期,出席情况\n阿里木·热合曼,2025-03-12,出席\n王𠮷安,2025-03-12,出席\n冯一舟,2025-05-20,出席',
    )
    expect(told(plan)).toEqual([
      'C2 0105 held present new',
      'C3 0108 held present new',
      'C4 0101 visit.1 present new',
    ])
  })

  test('a title without a day asks once for its column', async () => {
    const plan = await planned('姓名,五届十二次常委会议\n冯一舟,出席\n卫青禾,缺席')
    expect(plan.decisions).toMatchObject([
      { kind: 'near_event', refs: ['csv!B1', 'csv!B2', 'csv!B3'], suggested: { choice: 'match' } },
    ])
    expect(plan.counts.acceptable).toBe(0)
  })

  test('a told year that the title contradicts is not used', async () => {
    const plan = await planned('2024年度考勤,\n姓名,5月20日\n冯一舟,出席', { profile: { year: 2025 } })
    expect(plan.entries.map((entry) => entry.result)).toEqual(['bad_date'])
  })
})

describe('a sign-in sheet, one meeting for the sheet', () => {
  const sheet = (rows: (string | number)[][], footer: string) =>
    workbook({
      签到表: {
        cells: [
          ['清河区政协'],
          ['“智慧水务”视察签到表'],
          ['时间：2025年5月20日下午', '', '', '地点：水厂'],
          ['序号', '姓名', '签名', '备注', '序号', '姓名', '签名', '备注'],
          ...rows,
          [footer],
        ],
      },
    })

  test('two blocks side by side, a name signed by another, notes that explain', async () => {
    const plan = await planned(
      sheet(
        [
          [1, '冯一舟', '冯一舟', '', 3, '王𠮷安', '卫青禾', ''],
          [2, '卫青禾', '', '病假', 4, '阿里木•热合曼', '已签到', '迟到'],
        ],
        '应到4人，实到2人，请假1人',
      ),
    )
    expect(told(plan)).toEqual([
      'C5 0101 visit.1 present new',
      'G5 0108 visit.1 - needs_review',
      'C6 0102 visit.1 leave_approved/sick new',
      'G6 0105 visit.1 late new',
    ])
  })

  test('a footer that disagrees is a warning to accept, once every cell is understood', async () => {
    const bytes = sheet(
      [
        [1, '冯一舟', '已签到', ''],
        [2, '卫青禾', '', ''],
      ],
      '应到：2人　实到：2人　缺席：0人',
    )
    expect((await planned(bytes)).warnings).toEqual([])
    const told = await planned(bytes, { profile: { blankPolicy: 'absent' } })
    expect(told.warnings).toMatchObject([
      {
        code: 'footer_mismatch',
        mustBeAccepted: true,
        detail: { stated: { present: 2, absent: 0 }, counted: { present: 1, absent: 1 } },
      },
    ])
    expect(told.counts.acceptable).toBe(2)
  })

  test('an empty signature whose note is not understood is nobody’s absence', async () => {
    const plan = await planned(sheet([[1, '冯一舟', '', '住院']], ''), { profile: { blankPolicy: 'absent' } })
    expect(plan.entries.map((entry) => entry.result)).toEqual(['unknown_symbol'])
  })
})
