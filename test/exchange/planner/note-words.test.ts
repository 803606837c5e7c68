import { describe, expect, test } from 'vitest'
import { parseLegend } from '../../../src/exchange/imports/planner/legend.ts'
import { noteSays } from '../../../src/exchange/imports/planner/note-words.ts'
import { kinds, planned, told, workbook } from './small-world.ts'

describe('remarks beside a mark', () => {
  test.each([
    ['迟到', 'late'],
    ['迟到20分钟', 'late'],
    ['（迟到）', 'late'],
    ['9:40到会，迟到', 'late'],
    ['中途早退', 'left_early'],
    ['提前离场', 'left_early'],
    ['无迟到', ''],
    ['未迟到', ''],
    ['坐第二排', ''],
    ['上午请假', 'leave_approved'],
    ['请假（病假）', 'leave_approved/sick'],
    ['未到会', 'absent'],
    ['迟到、早退', 'late left_early'],
  ])('%s says %s', (note, said) => {
    const { proxy, meanings } = noteSays(note)
    expect(proxy).toBe(false)
    expect(
      meanings.map(({ status, leaveType }) => (leaveType ? `${status}/${leaveType}` : status)).join(' '),
    ).toBe(said)
  })

  test.each(['代签', '由驾驶员代签', '替会：办公室主任参加', '委托王某参加', '派办公室主任代替'])(
    '%s is somebody else',
    (note) => expect(noteSays(note).proxy).toBe(true),
  )

  test('refine a presence, and hold what they contradict', async () => {
    const row = (name: string, mark: string, note: string) => [
      name,
      '委员讲堂第三期',
      '2025-09-18',
      mark,
      note,
    ]
    const plan = await planned(
      workbook({
        签到: {
          cells: [
            ['姓名', '会议名称', '日期', '出席情况', '情况说明'],
            row('冯一舟', '出席', '迟到20分钟'),
            row('卫青禾', '出席', '上午请假'),
            row('阿里木·热合曼', '出席', '由驾驶员代签'),
            row('王𠮷安', '请假', '因病，病假三天'),
          ],
        },
      }),
    )
    expect(told(plan).map((line) => line.split(' ').slice(3).join(' '))).toEqual([
      'late new',
      '- unknown_symbol',
      '- needs_review',
      'leave_approved/sick new',
    ])
    expect(kinds(plan).sort()).toEqual(['proxy_signature', 'unknown_symbol'])
  })
})

describe('legends as offices write them', () => {
  test.each([
    '出席（√）、请假（△）、缺席（×）',
    '√/出席　△/请假　×/缺席',
    '出席-√ 请假-△ 缺席-×',
    '填表说明：参加的打√，请假的填△，未参加的画×。',
    '1—出席，2—请假，0—缺席',
  ])('%s', (line) => {
    const marks = line.includes('1') ? ['1', '2', '0'] : ['√', '△', '×']
    expect(parseLegend(line).map(({ symbol, meaning }) => [symbol, meaning?.status])).toEqual([
      [marks[0], 'present'],
      [marks[1], 'leave_approved'],
      [marks[2], 'absent'],
    ])
  })
})

describe('days as offices write them', () => {
  test('with the day of the week in brackets, and the year of the title in brackets', async () => {
    const plan = await planned(
      workbook({
        考勤: {
          cells: [
            ['清河区政协五届四次会议考勤（2025）'],
            ['√出席 ×缺席'],
            ['姓名', '1月10日（五）上午', '1月10日(周五)下午', '1月11日（星期六）上午'],
            ['冯一舟', '√', '×', '√'],
          ],
        },
      }),
    )
    expect(told(plan)).toEqual([
      'B4 0101 plenary.1 present new',
      'C4 0101 plenary.2 absent new',
      'D4 0101 plenary.3 present new',
    ])
  })
})

describe('lines that look like legends', () => {
  const sheet = (rows: string[][]) => workbook({ 考勤: { cells: rows } })
  const header = ['姓名', '2025年1月10日上午', '2025年1月10日下午']

  test('counts of a footer explain nothing', async () => {
    const plan = await planned(
      sheet([
        ['清河区政协五届四次会议'],
        header,
        ['冯一舟', '1', '2'],
        ['应到：4人，实到：3人，请假：2　缺席：1'],
      ]),
    )
    expect(plan.tables[0]!.legend).toEqual([])
    expect(told(plan)).toEqual(['B3 0101 plenary.1 - unknown_symbol', 'C3 0101 plenary.2 - unknown_symbol'])
  })

  test('a dash between a digit and its word is no mark', async () => {
    const plan = await planned(
      sheet([
        ['清河区政协五届四次会议'],
        ['说明：1—出席；0＝缺席'],
        header,
        ['冯一舟', '1', '—'],
        ['卫青禾', '0', '1'],
      ]),
    )
    expect(told(plan)).toEqual([
      'B4 0101 plenary.1 present new',
      'C4 0101 plenary.2 - unknown_symbol',
      'B5 0102 plenary.1 absent new',
      'C5 0102 plenary.2 present new',
    ])
  })

  test('√ for the absent and × for the present is asked about', async () => {
    const cells = [['清河区政协五届四次会议'], ['×出席 √缺席'], header, ['冯一舟', '√', '×']]
    const plan = await planned(sheet(cells))
    expect(told(plan)).toEqual(['B4 0101 plenary.1 - unknown_symbol', 'C4 0101 plenary.2 - unknown_symbol'])
    expect(plan.decisions[0]!.question.zh).toContain('与通常相反')
    const told2 = await planned(sheet(cells), {
      profile: { legend: { '√': { status: 'absent' }, '×': { status: 'present' } } },
    })
    expect(told(told2)).toEqual(['B4 0101 plenary.1 absent new', 'C4 0101 plenary.2 present new'])
  })
})
