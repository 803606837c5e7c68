import { describe, expect, test } from 'vitest'
import { kinds, planned, told, workbook } from './small-world.ts'

const HEADER = ['日期', '会议名称', '出席情况']
const VISIT = ['2025-05-20', '“智慧水务”视察', '出席']

describe('a sheet for each member', () => {
  test('a name inside that contradicts the sheet’s is one question with both', async () => {
    const cells = [
      ['姓名：卫青禾　界别：教育界'],
      HEADER,
      VISIT,
      ['2025-09-18', '“老城更新”专题协商会', '请假'],
    ]
    const plan = await planned(workbook({ 冯一舟: { cells } }))
    expect(told(plan)).toEqual([
      'C3 - visit.1 present ambiguous_name',
      'C4 - talk.1 leave_approved ambiguous_name',
    ])
    expect(kinds(plan)).toEqual(['evidence_conflict'])
    expect(plan.decisions[0]!.candidates.map(({ memberNo }) => memberNo)).toEqual(['0101', '0102'])
    const { id } = plan.decisions[0]!
    const answers = { [id]: { choice: 'member', memberNo: '0102' } }
    expect(told(await planned(workbook({ 冯一舟: { cells } }), { answers }))).toEqual([
      'C3 0102 visit.1 present new',
      'C4 0102 talk.1 leave_approved new',
    ])
  })

  test('the sheet may be named by a number and the name; what stands inside tells namesakes apart', async () => {
    const plan = await planned(
      workbook({
        '01冯一舟': { cells: [['姓名', '冯一舟', '界别', '科技界'], HEADER, VISIT] },
        '0104韩小满': { cells: [HEADER, VISIT] },
        韩小满: { cells: [['姓名', '韩小满', '界别', '教育界'], HEADER, VISIT] },
        Sheet4: { cells: [['委员姓名：卫 青 禾', '单位：清河二中'], HEADER, VISIT] },
      }),
    )
    expect(told(plan)).toEqual([
      'C3 0101 visit.1 present new',
      'C2 0104 visit.1 present new',
      'C3 0103 visit.1 present new',
      'C3 0102 visit.1 present new',
    ])
  })

  test('a sheet with attendance that is not read must be looked at; one without need not', async () => {
    const plan = await planned(
      workbook({
        冯一舟: { cells: [HEADER, VISIT] },
        Sheet2: { cells: [HEADER, VISIT] },
        目录: {
          cells: [
            ['序号', '姓名', '页码'],
            ['1', '冯一舟', '1'],
          ],
        },
      }),
    )
    expect(told(plan)).toEqual(['C2 0101 visit.1 present new'])
    expect(plan.warnings.map(({ code, table, mustBeAccepted }) => [code, table, mustBeAccepted])).toEqual([
      ['table_skipped', 'Sheet2', true],
      ['table_skipped', '目录', false],
    ])
  })

  test('a group’s sheet that is named after its leader is a list', async () => {
    const known = [
      ['组员', '会议名称', '日期', '出席情况'],
      ['卫青禾', '“智慧水务”视察', '2025-05-20', '出席'],
      ['阿里木·热合曼', '“智慧水务”视察', '2025-05-20', '缺席'],
    ]
    const plan = await planned(workbook({ 冯一舟: { cells: known } }))
    expect(told(plan)).toEqual(['D2 0102 visit.1 present new', 'D3 0105 visit.1 absent new'])
    const unknown = [['谁', ...known[0]!.slice(1)], ...known.slice(1)]
    const two = await planned(workbook({ 冯一舟: { cells: unknown }, 卫青禾: { cells: [HEADER, VISIT] } }))
    expect(told(two)).toEqual(['C2 0102 visit.1 present new'])
    expect(two.warnings).toMatchObject([{ code: 'table_skipped', table: '冯一舟', mustBeAccepted: true }])
  })
})
