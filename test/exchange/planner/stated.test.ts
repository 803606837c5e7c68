import { describe, expect, test } from 'vitest'
import { kinds, planned, told } from './small-world.ts'

const lines = (...rows: string[]) => `﻿${rows.join('\n')}\n`
const TITLE = '“智慧水务”视察签到表（2025年5月20日）'
const profile = { blankPolicy: 'absent', signatureNonblank: 'present' } as const

describe('columns that stand for one state each', () => {
  test('the ticked one speaks, in a sign-in sheet', async () => {
    const plan = await planned(
      lines(
        TITLE,
        '序号,姓名,出席,请假,缺席,备注',
        '1,冯一舟,√,,,',
        '2,卫青禾,,√,,病假',
        '3,阿里木·热合曼,,,√,',
        '4,王𠮷安,,,,',
      ),
      { profile },
    )
    expect(told(plan)).toEqual([
      'C3 0101 visit.1 present new',
      'D4 0102 visit.1 leave_approved/sick new',
      'E5 0105 visit.1 absent new',
      'C6 0108 visit.1 absent new',
    ])
    expect(plan.entries.map(({ raw }) => raw)).toEqual(['√', '√', '√', ''])
    expect(kinds(plan)).toEqual([])
  })

  test('and in a list, beside a column of signatures too', async () => {
    const list = await planned(
      lines(
        '姓名,会议名称,日期,到会,事假,缺席',
        '冯一舟,“智慧水务”视察,2025-05-20,√,,',
        '卫青禾,“智慧水务”视察,2025-05-20,,√,',
      ),
    )
    expect(told(list)).toEqual(['D2 0101 visit.1 present new', 'E3 0102 visit.1 leave_approved/personal new'])
    const signed = await planned(lines(TITLE, '姓名,签名,请假', '冯一舟,冯一舟,', '卫青禾,,√'), { profile })
    expect(told(signed)).toEqual(['B3 0101 visit.1 present new', 'C4 0102 visit.1 leave_approved new'])
  })

  test('two in a row, and what is no tick, are questions', async () => {
    const plan = await planned(
      lines(TITLE, '姓名,出席,请假,缺席', '冯一舟,√,√,', '卫青禾,,1,', '阿里木·热合曼,,出席,', '王𠮷安,,,√'),
      { profile },
    )
    expect(told(plan)).toEqual([
      'B3 0101 visit.1 - unknown_symbol',
      'C4 0102 visit.1 - unknown_symbol',
      'C5 0105 visit.1 - unknown_symbol',
      'D6 0108 visit.1 absent new',
    ])
    expect(plan.decisions.map(({ evidence }) => evidence['symbol'])).toEqual([
      '出席：√；请假：√',
      '请假：1',
      '请假：出席',
    ])
  })

  test('counts beside a cell that says it all state nothing', async () => {
    const plan = await planned(lines(TITLE, '姓名,出席情况,请假,迟到', '冯一舟,出席,2,1', '卫青禾,,1,'), {
      profile,
    })
    expect(told(plan)).toEqual(['B3 0101 visit.1 present new', 'C4 0102 visit.1 - unknown_symbol'])
  })

  test('a column 出席 alone keeps its marks, which only a legend explains', async () => {
    const plan = await planned(lines(TITLE, '姓名,出席', '冯一舟,√'))
    expect(told(plan)).toEqual(['B3 0101 visit.1 - unknown_symbol'])
  })
})

describe('a heading among the rows that states something', () => {
  test('holds for the rows below it; what contradicts it is asked', async () => {
    const plan = await planned(
      lines(
        TITLE,
        '序号,姓名,签名,备注',
        '一、出席人员,,,',
        '1,冯一舟,冯一舟,',
        '2,卫青禾,,',
        '二、请假人员（3人）,,,',
        '1,阿里木·热合曼,,',
        '2,王𠮷安,,病假',
        '3,褚知远,已签到,',
        '三、缺席,,,',
        '1,韩小满（总工会）,,',
      ),
      { profile },
    )
    expect(told(plan)).toEqual([
      'C4 0101 visit.1 present new',
      'C5 0102 visit.1 - unknown_symbol',
      'C7 0105 visit.1 leave_approved new',
      'C8 0108 visit.1 leave_approved/sick new',
      'C9 0106 visit.1 - unknown_symbol',
      'C11 0104 visit.1 absent new',
    ])
    expect(plan.rows.filter(({ result }) => result === 'ignored_footer').map(({ row }) => row)).toEqual([
      3, 6, 10,
    ])
  })

  test('observers who signed are observers; below another line nobody guesses', async () => {
    const plan = await planned(
      lines(
        '五届十二次常委会议签到表（2025年3月12日上午）',
        '序号,姓名,签名',
        '1,冯一舟,冯一舟',
        '列席人员,,',
        '1,阿里木·热合曼,阿里木·热合曼',
        '请假人员,,',
        '1,卫青禾,',
        '教育界,,',
        '2,韩小满（教育界）,',
      ),
      { profile },
    )
    expect(told(plan)).toEqual([
      'C3 0101 standing.1 present new',
      'C5 0105 standing.1 observer new',
      'C7 0102 standing.1 leave_approved new',
      'C9 0103 standing.1 - unknown_symbol',
    ])
  })
})
