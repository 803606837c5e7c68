import { describe, expect, test } from 'vitest'
import { kinds, planned, told, workbook } from './small-world.ts'

const lines = (...rows: string[]) => `﻿${rows.join('\n')}\n`

describe('several tables on one sheet', () => {
  test('another title and header below the rows begin a sign-in sheet of another meeting', async () => {
    const plan = await planned(
      lines(
        '五届十二次常委会议签到表（2025年3月12日上午）,,',
        '序号,姓名,到会情况',
        '1,冯一舟,出席',
        '应到1人，实到1人,,',
        ',,',
        '“老城更新”专题协商会签到表（2025年9月18日上午）,,',
        '序号,姓名,到会情况',
        '1,卫青禾,出席',
        '2,冯一舟,缺席',
      ),
    )
    expect(told(plan)).toEqual([
      'C3 0101 standing.1 present new',
      'C8 0102 talk.1 present new',
      'C9 0101 talk.1 absent new',
    ])
    expect(plan.warnings).toEqual([])
    expect(plan.tables).toHaveLength(1)
    expect(plan.tables[0]).toMatchObject({
      headerRows: [2],
      dataRows: [3, 3],
      below: [{ titleRows: [6], headerRows: [7], dataRows: [8, 9] }],
    })
  })

  test('a meeting that nobody knows is asked about, not credited to the one above', async () => {
    const plan = await planned(
      lines(
        '“智慧水务”视察签到表（2025年5月20日）,',
        '姓名,到会情况',
        '冯一舟,出席',
        ',',
        '河东街道委员读书会签到表（2025年6月25日）,',
        '姓名,到会情况',
        '卫青禾,出席',
      ),
    )
    expect(told(plan)).toEqual(['B3 0101 visit.1 present new', 'B7 0102 held present new'])
    expect(kinds(plan)).toEqual(['new_event'])
  })

  test('labels of another meeting are enough, and so is a title without a header', async () => {
    const labels = await planned(
      lines(
        '签到表,,',
        '会议名称：五届十二次常委会议,,时间：2025年3月12日上午',
        '序号,姓名,签到',
        '1,冯一舟,出席',
        '会议名称：“老城更新”专题协商会,,时间：2025年9月18日上午',
        '序号,姓名,签到',
        '1,卫青禾,出席',
      ),
    )
    expect(told(labels)).toEqual(['C4 0101 standing.1 present new', 'C7 0102 talk.1 present new'])
    const bare = await planned(
      lines(
        '五届十二次常委会议签到表（2025年3月12日上午）,,',
        '序号,姓名,到会情况',
        '1,冯一舟,出席',
        '应到1人，实到1人,,',
        '“老城更新”专题协商会签到表（2025年9月18日上午）,,',
        '1,卫青禾,出席',
      ),
    )
    expect(told(bare)).toEqual(['C3 0101 standing.1 present new', 'C6 0102 talk.1 present new'])
  })

  test('a title right below the header, with nobody above it, is nearer than the sheet’s', async () => {
    const plan = await planned(
      lines(
        '五届十二次常委会议签到表（2025年3月12日上午）,,',
        '序号,姓名,到会情况',
        '“老城更新”专题协商会签到表（2025年9月18日上午）,,',
        '1,卫青禾,出席',
      ),
    )
    expect(told(plan)).toEqual(['C4 0102 talk.1 present new'])
    const below = await planned(
      lines('“智慧水务”视察签到表,,', '序号,姓名,签到', '时间：2025年5月20日,,', '1,卫青禾,出席'),
    )
    expect(told(below)).toEqual(['C4 0102 visit.1 present new'])
  })

  test('a matrix of other days, and one whose columns are turned', async () => {
    const plan = await planned(
      lines(
        '2025年考勤,,',
        '注：√出席　×缺席,,',
        '姓名,1月10日上午,1月10日下午',
        '冯一舟,√,×',
        '姓名,1月10日下午,1月10日上午',
        '卫青禾,√,×',
        ',,',
        '姓名,5月20日,9月18日上午',
        '阿里木·热合曼,√,×',
      ),
    )
    expect(told(plan)).toEqual([
      'B4 0101 plenary.1 present new',
      'C4 0101 plenary.2 absent new',
      'B6 0102 plenary.2 present new',
      'C6 0102 plenary.1 absent new',
      'B9 0105 visit.1 present new',
      'C9 0105 talk.1 absent new',
    ])
  })

  test('a title that carries a legend is a title: the same days of another year are other days', async () => {
    const plan = await planned(
      lines(
        '2024年考勤（√出席 ×缺席）,',
        '姓名,5月20日',
        '冯一舟,√',
        '2025年考勤（√出席 ×缺席）,',
        '姓名,5月20日',
        '冯一舟,√',
      ),
    )
    expect(told(plan)).toEqual(['B3 0101 held present new', 'B6 0101 visit.1 present new'])
  })

  test('a short header above a longer one keeps its rows', async () => {
    const plan = await planned(
      lines(
        '“智慧水务”视察签到表（2025年5月20日）,,',
        '姓名,签名,',
        '冯一舟,出席,',
        '“老城更新”专题协商会签到表（2025年9月18日上午）,,',
        '姓名,单位,签名',
        '卫青禾,清河二中,出席',
      ),
    )
    expect(told(plan)).toEqual(['B3 0101 visit.1 present new', 'C6 0102 talk.1 present new'])
  })

  test('a request among the rows is no title', async () => {
    const plan = await planned(
      lines(
        '“智慧水务”视察签到表（2025年5月20日）,,',
        '序号,姓名,签名',
        '1,冯一舟,出席',
        '请各位委员于活动开始前签到,,',
        '2,卫青禾,出席',
      ),
    )
    expect(told(plan)).toEqual(['C3 0101 visit.1 present new', 'C5 0102 visit.1 present new'])
  })

  test('the header of the next printed page begins nothing', async () => {
    const plan = await planned(
      lines(
        '“智慧水务”视察签到表,,',
        '时间：2025年5月20日下午,,',
        '序号,姓名,签名',
        '1,冯一舟,出席',
        ',第1页，共2页,',
        '“智慧水务”视察签到表（续）,,',
        '序号,姓 名,签名',
        '2,卫青禾,出席',
        '教育界,,',
        '3,阿里木·热合曼,出席',
      ),
    )
    expect(told(plan)).toEqual([
      'C4 0101 visit.1 present new',
      'C8 0102 visit.1 present new',
      'C10 0105 visit.1 present new',
    ])
    expect(plan.tables[0]?.below).toBeUndefined()
  })

  test('levels of a header that differ below the same name column begin a table', async () => {
    const cells = [
      ['2025年考勤（√出席 ×缺席）'],
      ['姓名', '1月', null],
      [null, '10日上午', '10日下午'],
      ['冯一舟', '√', '×'],
      ['姓名', '1月', null],
      [null, '11日上午', '11日下午'],
      ['冯一舟', '√', '×'],
    ]
    const plan = await planned(workbook({ 考勤: { cells } }))
    expect(told(plan)).toEqual([
      'B4 0101 plenary.1 present new',
      'C4 0101 plenary.2 absent new',
      'B7 0101 plenary.3 present new',
      'C7 0101 plenary.4 absent new',
    ])
  })

  test('a table that cannot be read is named, and its rows go nowhere', async () => {
    const plan = await planned(
      lines(
        '五届十二次常委会议签到表（2025年3月12日上午）,,',
        '序号,姓名,到会情况',
        '1,冯一舟,出席',
        ',,',
        '工作人员,,',
        '姓名,单位,联系电话',
        '卫青禾,清河二中,出席',
      ),
    )
    expect(told(plan)).toEqual(['C3 0101 standing.1 present new'])
    expect(plan.warnings).toMatchObject([{ code: 'table_skipped', ref: 'A5', mustBeAccepted: true }])
  })
})

describe('a list that is too long to be kept', () => {
  test('ends where other columns begin, and says so', async () => {
    const rows = Array.from({ length: 30_000 }, () => '冯一舟,“智慧水务”视察,2025-05-20,出席')
    const again = '姓名,会议名称,日期,出席情况'
    const plan = await planned(
      lines(
        again,
        ...rows,
        again,
        '卫青禾,“智慧水务”视察,2025-05-20,出席',
        '姓名,日期,会议名称,出席情况',
        '阿里木·热合曼,“智慧水务”视察,2025-05-20,出席',
      ),
    )
    expect(plan.counts.new).toBe(2)
    expect(plan.entries.some(({ memberNo }) => memberNo === '0105')).toBe(false)
    expect(plan.warnings).toMatchObject([{ code: 'table_skipped', ref: 'A30004', mustBeAccepted: true }])
  })
})

describe('blocks side by side', () => {
  test('each takes the meeting above it', async () => {
    const plan = await planned(
      lines(
        '“智慧水务”视察签到 2025年5月20日,,,“老城更新”专题协商会签到 2025年9月18日上午,,',
        '序号,姓名,到会情况,序号,姓名,到会情况',
        '1,冯一舟,出席,1,卫青禾,缺席',
      ),
    )
    expect(told(plan)).toEqual(['C3 0101 visit.1 present new', 'F3 0102 talk.1 absent new'])
  })

  test('a day above one of two meetings is not the other’s: that is asked', async () => {
    const plan = await planned(
      lines(
        '“智慧水务”视察签到 2025年5月20日,,,“老城更新”专题协商会签到,,',
        '序号,姓名,到会情况,序号,姓名,到会情况',
        '1,冯一舟,出席,1,卫青禾,缺席',
      ),
    )
    expect(told(plan)).toEqual(['C3 0101 visit.1 present new', 'F3 0102 - absent bad_date'])
  })

  test('label and place in one line are of one meeting', async () => {
    const plan = await planned(
      lines(
        '“智慧水务”视察签到表,,,,,',
        '时间：2025年5月20日下午,,,地点：清河水厂,,',
        '序号,姓名,到会情况,序号,姓名,到会情况',
        '1,冯一舟,出席,2,卫青禾,缺席',
      ),
    )
    expect(told(plan)).toEqual(['C4 0101 visit.1 present new', 'F4 0102 visit.1 absent new'])
  })
})
