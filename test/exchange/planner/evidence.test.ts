import { expect, test } from 'vitest'
import { planned, smallWorld, workbook } from './small-world.ts'

/** A plan tells how it understood each table, and how sure it is. */

const facts = async (...args: Parameters<typeof planned>) => {
  const [table] = (await planned(...args)).tables
  const { shape, confidence, year, blocks, evidence } = table!
  return { shape, confidence, year, blocks, evidence: evidence.map(({ zh }) => zh) }
}

test('of a matrix: header, sessions, year, and where its marks are explained', async () => {
  const cells = [
    ['清河区政协考勤表（2025年度）'],
    ['序号', '姓名', '1月10日上午', '1月10日下午'],
    [1, '冯一舟', '√', '×'],
    ['√出席，×缺席'],
  ]
  expect(await facts(workbook({ 考勤: { cells } }))).toEqual({
    shape: 'W',
    confidence: 1,
    year: 2025,
    blocks: 1,
    evidence: [
      '第 2 行是表头，认得 序号、姓名。',
      '一行是一人，C–D 的 2 列各是一场。',
      '标题或导入方案写明 2025 年。',
      '表中 A4说明了符号 √ ×。',
    ],
  })
})

test('of a list with a column that nobody knows: less sure', async () => {
  const list = '姓名,会议名称,日期,出席情况,某某代码\n冯一舟,五届十二次常委会议,2025-03-12,出席,甲乙丙\n'
  const told = await facts(list)
  expect([told.shape, told.confidence, told.year]).toEqual(['L', 0.8, null])
  expect(told.evidence).toEqual([
    '第 1 行是表头，认得 姓名、会议名称、日期、出席情况。',
    '一行是一人一次：有姓名、会议或日期、出席情况。',
  ])
})

test('of a sign-in sheet in two blocks: its meeting', async () => {
  const cells = [
    ['签到表'],
    ['会议名称：五届十二次常委会议'],
    ['时间：2025年3月12日上午'],
    ['姓名', '签名', '姓名', '签名'],
    ['冯一舟', '冯一舟', '卫青禾', null],
  ]
  const told = await facts(workbook({ 签到: { cells } }), { profile: { blankPolicy: 'absent' } })
  expect([told.shape, told.blocks]).toEqual(['E', 2])
  expect(told.evidence).toContain('一张表是一场会议：有签名栏，会议名称在 A2（五届十二次常委会议）。')
  expect(told.evidence).toContain('表分左右 2 块。')
})

test('a meeting that is not recorded is proposed with the type of the one that is most like it', async () => {
  const world = smallWorld()
  const meetings = world.meetings.map((one) =>
    one.id === 'standing' ? { ...one, typeCode: 'sc_meeting' } : one,
  )
  const list = (title: string) => `姓名,会议名称,日期,出席情况\n冯一舟,${title},2025-11-20,出席\n`
  const suggested = async (title: string) =>
    (await planned(list(title), { world: { ...world, meetings } })).decisions.map((one) => one.suggested)
  expect(await suggested('五届十七次常委会议')).toEqual([{ choice: 'create', typeCode: 'sc_meeting' }])
  expect(await suggested('植树')).toEqual([{ choice: 'create' }])
})
