import { describe, expect, test } from 'vitest'
import { planned, told } from './small-world.ts'

/** Tables as programs write them into pages and text, which no strict reader would take. */

const MARKS = [
  'B3 0101 plenary.1 present new',
  'C3 0101 plenary.2 absent new',
  'B4 0102 plenary.1 leave_approved new',
]
const TITLE = '清河区政协五届四次会议'
const DAYS = ['2025年1月10日上午', '2025年1月10日下午']

describe('pages', () => {
  test('cells need no end tags', async () => {
    const page = `<table border><tr><td>${TITLE}<tr><td>姓名<td>${DAYS.join('<td>')}<tr><td>冯一舟<td>√<td>×<tr><td>卫青禾<td>△<td><tr><td colspan=3>注：√出席　△请假　×缺席</table>`
    expect(told(await planned(`<html><body>${page}</body></html>`, { name: 'a.xls' })).slice(0, 3)).toEqual(
      MARKS,
    )
  })

  test('marks may be named', async () => {
    const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
    const page = `<table>${row(TITLE)}${row('姓名', ...DAYS)}${row('冯一舟', '&radic;', '&times;')}${row('卫青禾', '&#9651;', '')}${row('注：&radic;出席　&#x25B3;请假　&times;缺席')}</table>`
    expect(told(await planned(`<html><body>${page}</body></html>`, { name: 'a.xls' })).slice(0, 3)).toEqual(
      MARKS,
    )
  })
})

describe('delimited text', () => {
  test.each(['√ 出席; △ 请假; × 缺席', '√ 出席\t△ 请假\t× 缺席', '√出席|△请假|×缺席'])(
    'is cut by its delimiter, and not by what stands between the marks of “%s”',
    async (legend) => {
      const rows = [TITLE, ['姓名', ...DAYS].join(','), '冯一舟,√,×', '卫青禾,△,', `"${legend}"`]
      expect(told(await planned(rows.join('\n'), { name: 'a.csv' })).slice(0, 3)).toEqual(MARKS)
    },
  )
})
