import { describe, expect, test } from 'vitest'
import { kinds, planned, told } from './small-world.ts'

describe('a meeting that a sheet names', () => {
  test('stands among the candidates whatever day the sheet gives it, and is not made again', async () => {
    const rows = ['姓名,会议名称,日期,出席情况', '冯一舟,“老城更新”专题协商会签到,2025-01-05,出席']
    const plan = await planned(rows.join('\n'))
    expect(kinds(plan)).toEqual(['near_event'])
    expect(plan.decisions[0]!.candidates).toMatchObject([
      { title: '“老城更新”专题协商会', day: '2025-09-18' },
    ])
  })

  test.each(['签到状态', '出席与否', '到场情况', '是否出席', '出席/请假'])(
    'is taken by rows whose presence stands under %s',
    async (header) => {
      const rows = [`姓名,会议名称,开会日期,${header}`, '冯一舟,委员讲堂第三期,2025-09-18,出席']
      expect(told(await planned(rows.join('\n')))).toEqual(['D2 0101 lesson.1 present new'])
    },
  )
})
