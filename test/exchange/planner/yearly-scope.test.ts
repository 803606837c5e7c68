import { describe, expect, test } from 'vitest'
import { plan, planned } from './record-sheets.ts'

/** Counts are declared of whole years. What says something else is refused, or named as not read. */

const sheet = (title: string, header = ['提案', '请假']) => [
  [title],
  ['序号', '姓名', '工作单位', ...header],
  ['1', '冯一舟', '清河仪表厂', ...header.map((_, at) => String(at + 1))],
  ['2', '阿里木·热合曼', '清河文化馆', ...header.map(() => '0')],
]
const refusal = (title: string, header?: string[]) => {
  const made = plan('declared-statistics', sheet(title, header))
  return made.verdict === 'refuse' ? made.refusal : null
}

describe('counts of another span or unit', () => {
  test.each([
    ['2019年上半年委员履职情况统计表', '上半年'],
    ['2019年第三季度委员履职情况统计表', '第三季度'],
    ['2019年7-9月委员履职情况统计表', '7-9月'],
    ['九届以来委员履职情况统计表（2019年）', '届以来'],
    ['2019年委员履职积分表', '积分'],
    ['2019年委员履职情况统计表（单位：小时）', '小时'],
    ['2019年委员履职情况统计表（截至2019年10月）', '截至'],
  ])('“%s” is refused for “%s”', (title, words) => {
    const found = refusal(title)
    expect(found?.code).toBe('shape_not_supported')
    expect(found?.message.zh).toContain(`“${words}”`)
  })

  test.each([
    '2019年度委员履职情况统计表',
    '2019年1-12月委员履职情况统计表（单位：次）',
    '2019年委员履职情况统计表（截至2019年12月31日）',
  ])('“%s” is a whole year', (title) => expect(refusal(title)).toBeNull())

  test('a column of another year, of half of one or of points is not read, and has to have been seen', () => {
    const header = ['提案', '2018年发言', '上半年信息', '缺席（分）', '请假（次）']
    const made = planned('declared-statistics', sheet('2019年委员履职情况统计表', header))
    expect(made.tables[0]!.columns.map(({ field }) => field)).toEqual(['proposals', 'leave'])
    expect(made.rows.map(({ body }) => [body?.['measure'], body?.['value']])).toEqual([
      ['proposals', 1],
      ['leave', 5],
      ['proposals', 0],
      ['leave', 0],
    ])
  })

  test('two columns that count the same cannot both hold', () => {
    expect(refusal('2019年委员履职情况统计表', ['提案', '提案数'])?.code).toBe('columns_repeated')
  })
})
